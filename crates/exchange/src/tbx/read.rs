//! Reading of a file of TBX into rows, a row an entry, with a report of everything that was not taken as it stands.

use ::glossary::Lang;

use super::categories;
use super::dialect::{self, Dialect};
use super::entry::{self, Facts};
use super::own_notes::FILE_MARK;
use super::report::{Element, Remark, Report};
use super::rest;
use super::spot::Spot;
use super::tree::Tree;
use super::walk::{self, Next, Visitor};
use super::xml::{Extent, Tag};
use crate::glossary::intake::{self, Intake};
use crate::issue::Fault;
use crate::table::{Budget, MAX_LINE_BYTES};
use crate::{FileError, Issue, Place, SheetSummary, codes};

/// Longest beginning of a file that is kept for the file of rejected entries.
const MAX_PROLOG_BYTES: usize = 64 << 10;

/// Reads `text`, which was decoded from `encoding`, into `intake`.
///
/// # Errors
/// If the file has more entries than are read. What is wrong with its XML is an issue of the reading.
pub(crate) fn read(
    text: &str,
    encoding: &'static str,
    intake: &mut Intake<'_>,
    budget: &mut Budget<'_>,
) -> Result<(), FileError> {
    intake.open_sheet(SheetSummary {
        name: None,
        hidden: false,
        header: Vec::new(),
        rows: 0,
        skipped: false,
    });
    let whole = Place::of_sheet(&intake.file, None);
    if let Some(issue) = wrong_label(text, encoding, &whole) {
        intake.reading.issues.push(issue);
        return Ok(());
    }
    let facts = Facts {
        collection: intake.options.collection.clone(),
        subject_fields: intake.options.subject_fields.clone(),
        ..Facts::default()
    };
    let mut reader = FileReader {
        text,
        whole: whole.clone(),
        intake,
        budget,
        facts,
        report: Report::default(),
        claim: None,
        is_private: false,
        is_dct: false,
        error: None,
    };
    let walked = walk::walk(text, &mut reader);
    let FileReader {
        intake,
        report,
        error,
        ..
    } = reader;
    intake.reading.warnings.extend(report.into_warnings(&whole));
    if let Err(fault) = walked {
        intake.reading.issues.push(fault.into_issue(&whole));
    }
    error.map_or(Ok(()), Err)
}

struct FileReader<'r, 'o, 'b, 'a> {
    text: &'a str,
    whole: Place,
    intake: &'r mut Intake<'o>,
    budget: &'r mut Budget<'b>,
    facts: Facts,
    report: Report,
    /// The dialect that the file claims, if its rules are known.
    claim: Option<Dialect>,
    /// The dialect is somebody's own: which categories it has is not ours to judge.
    is_private: bool,
    is_dct: bool,
    error: Option<FileError>,
}

impl FileReader<'_, '_, '_, '_> {
    fn count(&mut self, bytes: usize) -> Next {
        let counted = self
            .budget
            .count_row()
            .and_then(|()| self.budget.count_text(bytes));
        match counted {
            Ok(()) => Next::Continue,
            Err(error) => {
                self.error = Some(error);
                Next::Stop
            }
        }
    }
}

impl<'a> Visitor<'a> for FileReader<'_, '_, '_, 'a> {
    fn root(&mut self, tag: &mut Tag<'a>) {
        if tag.name == "tbx" {
            let claimed = tag.attributes.iter().find(|a| a.name == "type");
            let known = claimed.and_then(|a| Dialect::of_type(&a.value));
            self.is_private = known.is_none();
            self.claim = Some(known.unwrap_or(Dialect::Linguist));
            self.is_dct = dialect::style_of(tag) == Some("dct");
            let (report, at) = (&mut self.report, tag.at);
            dialect::check_root(tag, &mut |rule, value| {
                report.add(Remark::Rule(rule), &Element::named("tbx"), at, value);
            });
        }
        for attribute in &mut tag.attributes {
            match attribute.name.to_ascii_lowercase().as_str() {
                "type" | "style" => {}
                "xml:lang" | "lang" => self.facts.lang = language_of_document(&attribute.value),
                _ => {
                    let element = Element {
                        attribute: attribute.name,
                        ..Element::named(tag.name)
                    };
                    self.report
                        .add(Remark::NoPlace, &element, tag.at, &attribute.value);
                }
            }
        }
    }

    fn prolog(&mut self, before: &'a str, closing: String) {
        if let Some(sheet) = self.intake.reading.sheets.last_mut()
            && before.len() <= MAX_PROLOG_BYTES
        {
            sheet.header = vec![before.to_owned(), closing];
        }
    }

    fn entry(&mut self, tree: &mut Tree<'a>, extent: Extent) -> Next {
        let raw = self.text.get(extent.bytes).unwrap_or_default();
        if self.count(raw.len()) == Next::Stop {
            return Next::Stop;
        }
        let at = rest::spot(tree, 0);
        let place = self.whole.at_character(at.line, at.character);
        let said = if extent.is_too_long {
            let (wrong, hint) = entry::too_long(MAX_LINE_BYTES);
            let fault = Fault::new(codes::LINE_TOO_LONG, wrong, hint);
            let id = tree.attribute(0, "id").unwrap_or_default();
            Err(vec![Issue::new(
                place.clone(),
                None,
                id,
                fault,
                crate::Extent::Row,
            )])
        } else {
            self.check_dialect(tree);
            entry::read(tree, &self.facts, &mut self.report, &self.whole)
        };
        match self.intake.take_reported(place, vec![raw.to_owned()], said) {
            intake::Next::Continue => Next::Continue,
            intake::Next::Stop => Next::Stop,
        }
    }

    fn other(&mut self, tree: &mut Tree<'a>, extent: Extent) {
        for index in 0..tree.len() {
            let is_mark = tree.name(index) == "p"
                && tree
                    .node(index)
                    .is_some_and(|node| node.text.starts_with(FILE_MARK));
            if is_mark {
                self.facts.is_ours = true;
                tree.take(index);
            }
        }
        rest::tell_the_rest(tree, &mut self.report);
        if extent.is_too_long {
            let element = Element::named(tree.name(0));
            let told = format!("{} bytes", extent.bytes.len());
            self.report
                .add(Remark::NoPlace, &element, rest::spot(tree, 0), &told);
        }
    }

    fn container(&mut self, tag: &Tag<'a>) {
        for attribute in tag.attributes.iter().filter(|attribute| attribute.name != "type") {
            let element = Element {
                attribute: attribute.name,
                ..Element::named(tag.name)
            };
            self.report
                .add(Remark::NoPlace, &element, tag.at, &attribute.value);
        }
    }

    fn stray_text(&mut self, text: &str, at: Spot) {
        self.report
            .add(Remark::NoPlace, &Element::named("body"), at, text);
    }

    fn document_type(&mut self, written: &'a str, at: Spot) {
        self.report
            .add(Remark::DocumentType, &Element::named("!DOCTYPE"), at, written);
    }
}

impl FileReader<'_, '_, '_, '_> {
    fn check_dialect(&mut self, tree: &Tree<'_>) {
        let Some(claim) = self.claim else { return };
        let report = &mut self.report;
        let is_private = self.is_private;
        dialect::check_entry(tree, claim, self.is_dct, &mut |rule, index, value| {
            if is_private && rule == dialect::Rule::CategoryOfDialect {
                return;
            }
            let element = Element {
                category: tree.category(index),
                ..Element::named(tree.name(index))
            };
            report.add(Remark::Rule(rule), &element, rest::spot(tree, index), value);
        });
    }
}

fn language_of_document(tag: &str) -> Option<Lang> {
    categories::language(tag).map(|(lang, _)| lang)
}

/// Returns what the XML declaration calls the encoding.
fn encoding_label(text: &str) -> Option<&str> {
    let declaration = text.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}

/// Tells whether `label` is a name of the encoding that was found.
fn is_label_of(label: &str, encoding: &str) -> bool {
    let label = label.to_ascii_uppercase();
    match encoding {
        "GB18030" => matches!(
            label.as_str(),
            "GB18030" | "GBK" | "GB2312" | "CP936" | "GB_2312-80"
        ),
        "UTF-8" => matches!(label.as_str(), "UTF-8" | "UTF8" | "US-ASCII" | "ASCII"),
        _ => label.starts_with("UTF-16"),
    }
}

/// Returns an issue if a file calls itself by another encoding than its bytes are in.
///
/// XML calls that a fatal error (XML 1.0, 4.3.3), and with reason: what follows could be read in either way, and nearly any
/// bytes mean something in GB18030.
fn wrong_label(text: &str, encoding: &str, whole: &Place) -> Option<Issue> {
    let label = encoding_label(text)?;
    if is_label_of(label, encoding) {
        return None;
    }
    let wrong = (
        format!("is what the file calls its encoding, but its bytes are read as {encoding}"),
        format!("文件如此标明编码，但内容只能按 {encoding} 读取"),
    );
    let hint = (
        "export the file again as UTF-8, or correct the first line if all of it was converted",
        "请以 UTF-8 重新导出文件；若整个文件已经转换过编码，请更正第一行",
    );
    let place = whole.at_character(1, 1);
    let fault = Fault::new(codes::BAD_ENCODING, wrong, hint);
    Some(Issue::new(place, None, label, fault, crate::Extent::Sheet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_of_the_encoding_is_found_however_it_is_quoted() {
        for (text, label) in [
            (
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><tbx encoding='x'/>",
                Some("UTF-8"),
            ),
            ("<?xml version='1.0' encoding = 'gbk' ?>", Some("gbk")),
            ("<?xml version=\"1.0\"?><a encoding=\"x\"/>", None),
            ("<tbx/>", None),
            ("<?xml encoding", None),
        ] {
            assert_eq!(encoding_label(text), label, "{text}");
        }
    }

    #[test]
    fn a_label_stands_for_its_family() {
        for (label, encoding, fits) in [
            ("utf-8", "UTF-8", true),
            ("utf-16", "UTF-8", false),
            ("utf-16", "UTF-16LE", true),
            ("gb2312", "GB18030", true),
            ("UTF-8", "GB18030", false),
        ] {
            assert_eq!(is_label_of(label, encoding), fits, "{label}");
        }
    }
}
