//! Writing of TBX-Basic of 2019 in DCA, an entry at a time.
//!
//! What Basic has a category for stands there, so that any program finds it. What it has none for stands in notes that
//! our own reader understands (`docs/decisions/0018`), and what not even those can keep is counted in the report.

use std::io;

use ::glossary::{Concept, Definition, Lang, LegalBasis, Membership, Note, Relation, Visibility, Workflow};

use super::escape::{push_rest, push_text};
use super::own_notes::{self, FILE_MARK, name};
use super::write_term;
use crate::{ExportError, ExportHeader, ExportReport, Exported};

/// Writes `concepts` to `out`, in their order.
///
/// Holds one entry at a time, whatever their number. Terms stand by language, in their order within it. A concept
/// without a term cannot be an entry and is left out.
///
/// # Errors
/// As soon as `out` takes nothing more or a concept cannot be had; what is written by then is no whole file.
pub fn write<E>(
    out: &mut dyn io::Write,
    header: &ExportHeader,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<ExportReport, ExportError<E>> {
    let mut report = ExportReport::default();
    let mut xml = Xml::default();
    begin(&mut xml, header);
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        if exported.concept.terms.is_empty() {
            report.leave_out(
                "terms",
                ("TBX has no entry without a term", "TBX 没有不带术语的词条"),
            );
            continue;
        }
        entry(&mut xml, &exported, &mut report);
        report.concepts += 1;
        xml.pour_into(out)?;
    }
    xml.0.push_str("</body></text></tbx>\n");
    xml.pour_into(out)?;
    out.flush()?;
    Ok(report)
}

/// XML that is being written.
#[derive(Debug, Default)]
pub(super) struct Xml(String);

impl Xml {
    /// Writes an element of the category `category` that holds `text`; nothing if that is empty.
    pub(super) fn typed(&mut self, element: &str, category: &str, text: &str, report: &mut ExportReport) {
        self.element(element, &[("type", category)], text, report);
    }

    /// Writes a note that our own reader understands.
    pub(super) fn own_note(&mut self, name: &str, value: &str, report: &mut ExportReport) {
        // Neither the beginning nor a name holds anything that would be escaped.
        self.0.push_str("<note>");
        own_notes::push_beginning(&mut self.0, name);
        let is_whole = push_rest(&mut self.0, value);
        self.end("note", is_whole, report);
    }

    /// Writes an element with its attributes.
    pub(super) fn element(
        &mut self,
        element: &str,
        attributes: &[(&str, &str)],
        text: &str,
        report: &mut ExportReport,
    ) {
        let mut is_whole = true;
        self.0.push('<');
        self.0.push_str(element);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            is_whole &= push_text(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push('>');
        is_whole &= push_text(&mut self.0, text);
        self.end(element, is_whole, report);
    }

    fn end(&mut self, element: &str, is_whole: bool, report: &mut ExportReport) {
        self.0.push_str("</");
        self.0.push_str(element);
        self.0.push('>');
        if !is_whole {
            report.leave_out(
                "control characters",
                ("XML has no place for them", "XML 不能写这样的字符"),
            );
        }
    }

    /// Writes a quotation with its source: a group if it has one.
    pub(super) fn quoted(
        &mut self,
        attributes: &[(&str, &str)],
        text: &str,
        source: Option<&str>,
        report: &mut ExportReport,
    ) {
        let Some(source) = source else {
            return self.element("descrip", attributes, text, report);
        };
        self.markup("<descripGrp>");
        self.element("descrip", attributes, text, report);
        self.typed("admin", "source", source, report);
        self.markup("</descripGrp>");
    }

    /// Writes markup as it is.
    pub(super) fn markup(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn pour_into(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(self.0.as_bytes())?;
        self.0.clear();
        Ok(())
    }
}

fn begin(xml: &mut Xml, header: &ExportHeader) {
    let ExportHeader {
        seq,
        edition,
        made_at,
        filter,
        batches: _,
    } = header;
    let mut about = format!("{FILE_MARK} seq={seq}");
    if let Some(edition) = edition {
        about += &format!(" edition={edition}");
    }
    for (name, value) in [("made_at", made_at), ("filter", filter)] {
        if !value.is_empty() {
            about += &format!(" {name}={value}");
        }
    }
    xml.markup(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"zh\" ",
    );
    xml.markup("xmlns=\"urn:iso:std:iso:30042:ed-2\">\n<tbxHeader><fileDesc><sourceDesc>");
    xml.element("p", &[], &about, &mut ExportReport::default());
    xml.markup("</sourceDesc></fileDesc></tbxHeader>\n<text><body>\n");
}

fn entry(xml: &mut Xml, exported: &Exported, report: &mut ExportReport) {
    let Exported {
        id,
        revision: _,
        concept,
        history,
    } = exported;
    // Named one by one, so that whoever adds a member has to say here how it is carried.
    let Concept {
        workflow,
        subject_fields,
        memberships,
        definitions,
        terms,
        legal_basis,
        relations,
        notes,
    } = concept;
    if !history.is_empty() {
        report.leave_out(
            "revisions",
            ("TBX tells of the entry as it is", "TBX 只写词条的一版"),
        );
    }
    report.leave_out(
        "revision",
        ("an import numbers revisions itself", "版号由导入时另行编定"),
    );
    xml.markup(&format!("<conceptEntry id=\"{id}\">\n"));
    for field in subject_fields {
        xml.typed("descrip", "subjectField", field.as_str(), report);
    }
    write_memberships(xml, memberships, report);
    let has_terms = |lang: Lang| terms.iter().any(|term| term.lang == lang);
    for definition in definitions
        .iter()
        .filter(|definition| !has_terms(definition.lang))
    {
        let lang = ("xml:lang", definition.lang.as_str());
        write_definition(xml, definition, &[("type", "definition"), lang], report);
    }
    if *workflow != Workflow::Draft {
        xml.own_note(name::WORKFLOW, workflow.as_str(), report);
    }
    write_legal_basis(xml, legal_basis, report);
    for Relation { kind, id } in relations {
        xml.own_note(name::RELATION, &format!("{kind} {id}"), report);
    }
    write_notes(xml, notes, report);
    for lang in Lang::ALL.iter().copied().filter(|lang| has_terms(*lang)) {
        xml.markup(&format!("\n<langSec xml:lang=\"{lang}\">"));
        for definition in definitions.iter().filter(|definition| definition.lang == lang) {
            write_definition(xml, definition, &[("type", "definition")], report);
        }
        for term in terms.iter().filter(|term| term.lang == lang) {
            write_term::write(xml, term, report);
        }
        xml.markup("</langSec>");
    }
    xml.markup("\n</conceptEntry>\n");
}

/// The number stands right after its collection: one collection may hold an entry at two numbers.
fn write_memberships(xml: &mut Xml, memberships: &[Membership], report: &mut ExportReport) {
    for Membership { collection, number } in memberships {
        xml.typed("admin", "projectSubset", collection.as_str(), report);
        if let Some(number) = number {
            xml.own_note(name::NUMBER, number, report);
        }
    }
}

fn write_definition(
    xml: &mut Xml,
    definition: &Definition,
    attributes: &[(&str, &str)],
    report: &mut ExportReport,
) {
    let Definition {
        lang: _,
        text,
        source,
    } = definition;
    if text.is_empty() {
        return report.leave_out("definitions", ("the text is empty", "文字是空的"));
    }
    xml.quoted(
        attributes,
        text,
        source.as_deref().filter(|source| !source.is_empty()),
        report,
    );
}

fn write_legal_basis(xml: &mut Xml, legal_basis: &[LegalBasis], report: &mut ExportReport) {
    for basis in legal_basis {
        match serde_json::to_string(basis) {
            Ok(object) => xml.own_note(name::LEGAL_BASIS, &object, report),
            Err(_) => report.leave_out("legal_basis", ("it cannot be written as JSON", "不能写成 JSON")),
        }
    }
}

fn write_notes(xml: &mut Xml, notes: &[Note], report: &mut ExportReport) {
    for Note { visibility, text } in notes {
        match visibility {
            _ if text.is_empty() => report.leave_out("notes", ("the text is empty", "文字是空的")),
            Visibility::Public => xml.element("note", &[], &own_notes::write_plain(text), report),
            Visibility::Editors => xml.own_note(name::EDITORS, text, report),
        }
    }
}
