//! Writing of the glossary as a page that holds all it needs: to be read on a screen, or to be printed.
//!
//! For people without this program. The entries stand in the order of pinyin. Each begins with how far it has come, so that
//! no draft looks like an approved term, and spoken explanations say that they must not be written.

mod entry;
mod escape;
mod order;

use std::collections::{BTreeSet, HashMap};
use std::io;

use ::glossary::{ConceptId, Workflow};

use self::order::{Place, bands};
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
/// `concepts` is walked through once for the places of the entries, which are held because they are sorted, and then once
/// for every 64 MiB of entries, which are held until they are written. It has to give the same each time.
///
/// # Errors
/// As soon as `out` takes nothing more or a concept cannot be had; what is written by then is no whole page.
pub fn write<'a, E: 'a>(
    out: &mut dyn io::Write,
    header: &ExportHeader,
    layout: Layout,
    concepts: &mut ConceptsAnew<'a, E>,
) -> Result<ExportReport, ExportError<E>> {
    let survey = survey(&mut concepts())?;
    head(out, header, layout, &survey)?;
    let mut report = ExportReport::default();
    let mut section = None;
    for band in bands(&survey.places) {
        let mut entries = entries(band, &survey.ids, &mut concepts(), &mut report)?;
        for (place, entry) in band.iter().zip(&mut entries) {
            let own = place.section();
            if section.as_ref() != Some(&own) {
                if section.is_some() {
                    writeln!(out, "</section>")?;
                }
                let (anchor, heading) = (&own.anchor, &own.heading);
                writeln!(out, "<section id=\"{anchor}\">\n<h2>{heading}</h2>")?;
                section = Some(own);
            }
            out.write_all(std::mem::take(entry).as_bytes())?;
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

fn survey<E>(
    concepts: &mut dyn Iterator<Item = Result<crate::Exported, E>>,
) -> Result<Survey, ExportError<E>> {
    let mut survey = Survey::default();
    for (number, exported) in concepts.enumerate() {
        let exported = exported.map_err(ExportError::Concepts)?;
        let bytes = entry::about_bytes(&exported.concept);
        survey.places.push(Place::of(&exported.concept, number, bytes));
        survey.ids.insert(exported.id);
        let count = match exported.concept.workflow {
            Workflow::Authorised => &mut survey.authorised,
            Workflow::Reviewed => &mut survey.reviewed,
            Workflow::Draft => &mut survey.drafts,
            Workflow::Withdrawn => &mut survey.withdrawn,
        };
        *count += 1;
    }
    survey.places.sort_unstable();
    Ok(survey)
}

/// Returns the entries of `band` in its order.
fn entries<E>(
    band: &[Place],
    ids: &BTreeSet<ConceptId>,
    concepts: &mut dyn Iterator<Item = Result<crate::Exported, E>>,
    report: &mut ExportReport,
) -> Result<Vec<Box<str>>, ExportError<E>> {
    let at: HashMap<usize, usize> = band.iter().map(|place| place.number).zip(0..).collect();
    let mut entries: Vec<Box<str>> = vec!["".into(); band.len()];
    for (number, exported) in concepts.enumerate() {
        let exported = exported.map_err(ExportError::Concepts)?;
        if let Some(entry) = at.get(&number).and_then(|at| entries.get_mut(*at)) {
            *entry = entry::write(&exported, ids, report).into_boxed_str();
        }
    }
    Ok(entries)
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
