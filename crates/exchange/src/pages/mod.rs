//! Writing of the glossary as a page that holds all it needs: to be read on a screen, or to be printed.
//!
//! For people without this program. The entries stand in the order of pinyin. Each begins with how far it has come, so that
//! no draft looks like an approved term, and spoken explanations say that they must not be written.

mod entry;
mod escape;
mod order;
mod written;

use std::collections::{BTreeSet, HashMap};
use std::io;

use ::glossary::{ConceptId, Workflow};

use self::order::{BAND_BYTES, Place, bands};
use self::written::Written;
use crate::{ConceptsAnew, ExportError, ExportHeader, ExportReport, labels};

/// What the page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// To be read on a screen, with links to the letters.
    Screen,
    /// To be printed: A4, two columns, numbered pages under a running title.
    Print,
}

/// What both layouts share, then what each has of its own.
const STYLE: &str = include_str!("page.css");
const SCREEN_STYLE: &str = include_str!("screen.css");
const PRINT_STYLE: &str = include_str!("print.css");

/// No request leaves the page, and nothing in it runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Writes the page to `out`.
///
/// `concepts` is walked through once if all entries together are within 160 MiB. Of more, the first walk only finds the
/// places of the entries, and another one is made for every 160 MiB of them; so it has to give the same each time.
///
/// # Errors
/// As soon as `out` takes nothing more or a concept cannot be had; what is written by then is no whole page.
pub fn write<'a, E: 'a>(
    out: &mut dyn io::Write,
    header: &ExportHeader,
    layout: Layout,
    concepts: &mut ConceptsAnew<'a, E>,
) -> Result<ExportReport, ExportError<E>> {
    write_holding(BAND_BYTES, out, header, layout, concepts)
}

/// Writes the page with at most `most_bytes` of entries held, but one.
fn write_holding<'a, E: 'a>(
    most_bytes: usize,
    out: &mut dyn io::Write,
    header: &ExportHeader,
    layout: Layout,
    concepts: &mut ConceptsAnew<'a, E>,
) -> Result<ExportReport, ExportError<E>> {
    let (survey, mut first) = survey(most_bytes, &mut concepts())?;
    head(out, header, layout, &survey)?;
    let mut report = ExportReport::default();
    let mut section = None;
    for band in bands(&survey.places, most_bytes) {
        let Held { entries, left_out } = match first.take() {
            Some(all) => all,
            None => self::entries(band, &mut concepts())?,
        };
        report.add(left_out);
        for place in band {
            let own = place.section();
            if section.as_ref() != Some(&own) {
                if section.is_some() {
                    writeln!(out, "</section>")?;
                }
                let (anchor, heading) = (&own.anchor, &own.heading);
                writeln!(out, "<section id=\"{anchor}\">\n<h2>{heading}</h2>")?;
                section = Some(own);
            }
            if let Some(entry) = entries.get(&place.number) {
                entry.put(out, &survey.ids, &mut report)?;
            }
            report.concepts += 1;
        }
    }
    if section.is_some() {
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")?;
    out.flush()?;
    Ok(report)
}

/// What the first walk finds out.
#[derive(Default)]
struct Survey {
    /// Sorted.
    places: Vec<Place>,
    ids: BTreeSet<ConceptId>,
    authorised: usize,
    reviewed: usize,
    drafts: usize,
    withdrawn: usize,
}

/// Entries that are held until they are put into the file, by their number in the walk, and what was left out of them.
#[derive(Default)]
struct Held {
    entries: HashMap<usize, Written>,
    left_out: ExportReport,
}

/// Returns what the first walk finds out, and all entries if they are few enough to be held.
fn survey<E>(
    most_bytes: usize,
    concepts: &mut dyn Iterator<Item = Result<crate::Exported, E>>,
) -> Result<(Survey, Option<Held>), ExportError<E>> {
    let mut survey = Survey::default();
    let mut held = Some(Held::default());
    let mut all_bytes = 0;
    for (number, exported) in concepts.enumerate() {
        let exported = exported.map_err(ExportError::Concepts)?;
        let bytes = entry::about_bytes(&exported.concept);
        all_bytes += bytes;
        survey.places.push(Place::of(&exported.concept, number, bytes));
        survey.ids.insert(exported.id);
        let count = match exported.concept.workflow {
            Workflow::Authorised => &mut survey.authorised,
            Workflow::Reviewed => &mut survey.reviewed,
            Workflow::Draft => &mut survey.drafts,
            Workflow::Withdrawn => &mut survey.withdrawn,
        };
        *count += 1;
        match &mut held {
            Some(held) if all_bytes <= most_bytes => held.take(number, &exported, bytes),
            _ => held = None,
        }
    }
    survey.places.sort_unstable();
    Ok((survey, held))
}

/// Returns the entries of `band`.
fn entries<E>(
    band: &[Place],
    concepts: &mut dyn Iterator<Item = Result<crate::Exported, E>>,
) -> Result<Held, ExportError<E>> {
    let about: HashMap<usize, usize> = band.iter().map(|place| (place.number, place.bytes)).collect();
    let mut held = Held::default();
    for (number, exported) in concepts.enumerate() {
        let exported = exported.map_err(ExportError::Concepts)?;
        if let Some(bytes) = about.get(&number) {
            held.take(number, &exported, *bytes);
        }
    }
    Ok(held)
}

impl Held {
    fn take(&mut self, number: usize, exported: &crate::Exported, bytes: usize) {
        let entry = entry::write(exported, bytes, &mut self.left_out);
        self.entries.insert(number, entry);
    }
}

fn head(out: &mut dyn io::Write, header: &ExportHeader, layout: Layout, survey: &Survey) -> io::Result<()> {
    let ExportHeader {
        seq,
        edition,
        made_at,
        filter,
        batches: _,
    } = header;
    let edition = edition.map(|number| format!(" 第{number}版")).unwrap_or_default();
    let title = format!("汉藏法律术语{edition}");
    let own_style = match layout {
        Layout::Screen => SCREEN_STYLE.to_owned(),
        // The title is of our words and a number.
        Layout::Print => format!(
            "{PRINT_STYLE}@page {{ @top-center {{ content: \"{title}\"; font: 9pt \"Noto Serif CJK SC\", serif; }} }}\n"
        ),
    };
    let mut about = String::new();
    escape::push_text(&mut about, &format!("变更号 {seq}；生成时间 {made_at}；"));
    if filter.is_empty() {
        about.push_str("范围：全部");
    } else {
        escape::push_text(&mut about, &format!("范围：{filter}"));
    }
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}{own_style}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n\
         <p class=\"about\">{about}</p>\n<p class=\"about\">{}</p>\n</header>",
        counts(survey)
    )?;
    if layout == Layout::Screen {
        letters(out, &survey.places)?;
    }
    writeln!(out, "<main>")
}

/// Says how many entries have come how far; of what there is none, nothing.
fn counts(survey: &Survey) -> String {
    let states = [
        (Workflow::Authorised, survey.authorised),
        (Workflow::Reviewed, survey.reviewed),
        (Workflow::Draft, survey.drafts),
        (Workflow::Withdrawn, survey.withdrawn),
    ];
    let mut line = format!("词条 {} 条", survey.places.len());
    for (workflow, count) in states.into_iter().filter(|(_, count)| *count > 0) {
        line += &format!("；【{}】{count} 条", labels::workflow(workflow));
    }
    line
}

fn letters(out: &mut dyn io::Write, places: &[Place]) -> io::Result<()> {
    let mut sections: Vec<_> = places.iter().map(Place::section).collect();
    sections.dedup();
    write!(out, "<nav>")?;
    for section in sections {
        write!(out, "<a href=\"#{}\">{}</a> ", section.anchor, section.heading)?;
    }
    writeln!(out, "</nav>")
}

#[cfg(test)]
mod tests {
    use ::glossary::{Concept, Lang, Relation, RelationKind, Term};

    use super::*;
    use crate::Exported;

    /// Entries of which each names the next one, and the last one that is not in the file.
    fn entries() -> Vec<Exported> {
        let entry = |(number, (lang, name)): (u64, (Lang, &str))| {
            let mut concept = Concept::draft();
            concept.terms = vec![Term::new(lang, name).unwrap()];
            concept.relations = vec![Relation {
                kind: RelationKind::Related,
                id: ConceptId::new(number + 1),
            }];
            Exported {
                id: ConceptId::new(number),
                revision: 1,
                concept,
                history: Vec::new(),
            }
        };
        let names = [
            (Lang::Zh, "证据"),
            (Lang::Bo, "ཁྲིམས་ཁང"),
            (Lang::Zh, "案件"),
            (Lang::Zh, "法院"),
        ];
        (1..).zip(names).map(entry).collect()
    }

    /// Returns the page, what was left out of it, and how many walks it took.
    fn written(most_bytes: usize) -> (String, ExportReport, usize) {
        let (mut file, mut walks, entries) = (Vec::new(), 0, entries());
        let mut anew = || -> Box<dyn Iterator<Item = Result<Exported, &str>>> {
            walks += 1;
            Box::new(entries.clone().into_iter().map(Ok))
        };
        let header = ExportHeader::default();
        let report = write_holding(most_bytes, &mut file, &header, Layout::Screen, &mut anew).unwrap();
        (String::from_utf8(file).unwrap(), report, walks)
    }

    #[test]
    fn a_page_is_the_same_however_much_of_it_is_held() {
        let (page, report, walks) = written(BAND_BYTES);
        assert_eq!(walks, 1);
        assert!(
            page.contains("相关：<a href=\"#c-000004\">c-000004</a></p>"),
            "{page}"
        );
        assert!(page.contains("相关：c-000005</p>"), "{page}");
        assert_eq!((report.concepts, report.not_carried.len()), (4, 1));
        let about: usize = entries()
            .iter()
            .map(|entry| entry::about_bytes(&entry.concept))
            .sum();
        for (most_bytes, expected_walks) in [(about, 1), (about - 1, 3), (0, 5)] {
            let walked = written(most_bytes);
            assert_eq!(
                walked,
                (page.clone(), report.clone(), expected_walks),
                "{most_bytes}"
            );
        }
    }

    #[test]
    fn a_store_that_goes_away_between_the_walks_is_told() {
        let mut walks = 0;
        let mut away_later = || -> Box<dyn Iterator<Item = Result<Exported, &str>>> {
            walks += 1;
            match walks {
                1 => Box::new(entries().into_iter().map(Ok)),
                _ => Box::new(std::iter::once(Err("the store is away"))),
            }
        };
        let header = ExportHeader::default();
        let error = write_holding(0, &mut Vec::new(), &header, Layout::Screen, &mut away_later).unwrap_err();
        assert!(matches!(error, ExportError::Concepts("the store is away")));
    }
}
