//! Finding the header of a roster, which may have up to three rows, and what its headings stand for.

use super::headings::{self, Confidence, Guess, Target};
use super::{Choices, Member, RosterKind, RosterOptions, faults};
use crate::columns::{REASON_HEADING, fold_heading};
use crate::table::{MAX_COLUMNS, MAX_HEADER_ROWS, Record, Table};
use crate::{Issue, Place};

/// Most rows of a header.
const MAX_ROWS: usize = 3;

/// The header of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The headings; of several rows joined, the upper one first.
    pub texts: Vec<String>,
    /// What each stands for.
    pub guesses: Vec<Guess>,
    /// How many records stand above it.
    pub above: usize,
    /// The index of the first record under it.
    pub first_record: usize,
}

/// What is found, and what is unusual about it.
#[derive(Debug)]
pub(super) struct Found {
    pub header: Header,
    pub warnings: Vec<Issue>,
    /// What makes it unusable.
    pub issues: Vec<Issue>,
}

/// Finds the header of `table`: the first of the first rows with a column by which a thing of `kind` can be found; with columns
/// that were named every record is data, unless the first is the header that rejected rows come back with.
///
/// # Errors
/// If there is none.
pub(super) fn find(
    kind: RosterKind,
    table: &Table,
    sheet: &Place,
    options: &RosterOptions,
) -> Result<Found, Box<Issue>> {
    if let Some(columns) = options.columns.as_ref().filter(|_| !comes_back(table)) {
        let header = Header {
            texts: columns.names().to_vec(),
            guesses: columns.guesses(),
            above: 0,
            first_record: 0,
        };
        return Ok(Found {
            header,
            warnings: Vec::new(),
            issues: Vec::new(),
        });
    }
    let candidates = || table.records.iter().take(MAX_HEADER_ROWS);
    let Some(above) = candidates().position(|record| is_header(kind, record, options)) else {
        let partial = candidates().find(|record| known_headings(kind, record, options) >= 2);
        let place = partial.map_or_else(|| sheet.clone(), |record| sheet.on_line(record.line));
        let shown = partial.map_or_else(String::new, |record| record.cells.join(" | "));
        let fault = faults::no_header(kind, partial.is_some());
        return Err(Box::new(faults::in_sheet(place, &shown, fault)));
    };
    let rows: Vec<&Record> = table.records.iter().skip(above).take(MAX_ROWS).collect();
    let mut texts: Vec<String> = cells(rows.first().copied()).map(one_line).collect();
    let mut height = 1;
    for row in rows.iter().skip(1) {
        let Some(joined) = joined_with(kind, &texts, row, options) else {
            break;
        };
        texts = joined;
        height += 1;
    }
    let guesses: Vec<Guess> = texts.iter().map(|text| of_joined(kind, text, options)).collect();
    let place = rows
        .first()
        .map_or_else(|| sheet.clone(), |record| sheet.on_line(record.line));
    let mut found = Found {
        header: Header {
            texts,
            guesses,
            above,
            first_record: above + height,
        },
        warnings: Vec::new(),
        issues: Vec::new(),
    };
    let is_wide = rows
        .iter()
        .take(height)
        .any(|record| record.cells.len() > MAX_COLUMNS || !record.faults.is_empty());
    if is_wide {
        found
            .issues
            .push(faults::in_sheet(place.clone(), "", faults::too_wide(MAX_COLUMNS)));
    }
    settle(kind, &mut found, &place, options);
    Ok(found)
}

impl Header {
    /// Tells whether `record` repeats the header, as sheets made for printing do.
    pub(super) fn is_repeated_by(&self, record: &Record) -> bool {
        let filled = || {
            record
                .cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.trim().is_empty())
        };
        let repeats = |(index, cell): (usize, &String)| {
            let own = self.texts.get(index).map(String::as_str).unwrap_or_default();
            let cell = one_line(cell);
            own == cell || own.split(' ').any(|part| part == cell)
        };
        filled().all(repeats) && filled().count() >= 2
    }
}

fn comes_back(table: &Table) -> bool {
    let first = table.records.first().and_then(|record| record.cells.first());
    first.is_some_and(|cell| fold_heading(cell) == fold_heading(REASON_HEADING))
}

/// Settles what two headings claim at once, and tells what is not known.
fn settle(kind: RosterKind, found: &mut Found, place: &Place, options: &RosterOptions) {
    let Found {
        header,
        warnings,
        issues,
    } = found;
    for index in 0..header.guesses.len() {
        let Some(guess) = header.guesses.get(index).cloned() else {
            continue;
        };
        let text = header.texts.get(index).map(String::as_str).unwrap_or_default();
        let place = place.at_column(index);
        let rival = guess
            .target
            .filter(|target| *target != Target::Ignore)
            .and_then(|target| {
                let others = header.guesses.iter().enumerate();
                let mut same = others.filter(|(n, other)| *n != index && other.target == Some(target));
                same.find(|(n, other)| {
                    (std::cmp::Reverse(other.confidence), *n) < (std::cmp::Reverse(guess.confidence), index)
                })
                .map(|(_, other)| other.confidence)
            });
        let repeats = matches!(guess.target, Some(Target::Member(member)) if member.may_repeat());
        let target = match (guess.target, rival) {
            // A heading that only holds a known one is none when another column is that one.
            (_, Some(better)) if better > guess.confidence && guess.confidence < Confidence::Likely => None,
            (Some(target), Some(_)) if !repeats => {
                issues.push(faults::in_sheet(
                    place.clone(),
                    text,
                    faults::duplicate(&name_of(target)),
                ));
                Some(target)
            }
            (target, _) => target,
        };
        if let Some(Target::Member(member)) = target
            && guess.confidence == Confidence::Unsure
        {
            warnings.push(faults::in_sheet(
                place.clone(),
                text,
                faults::guessed(member, &guess.alternatives),
            ));
        }
        if target.is_none() && !text.trim().is_empty() && !options.ignore_extra {
            issues.push(faults::in_sheet(place, text, faults::unknown(kind)));
        }
        if let Some(own) = header.guesses.get_mut(index) {
            own.target = target
                .or_else(|| (!text.trim().is_empty() && options.ignore_extra).then_some(Target::Ignore));
        }
    }
}

fn name_of(target: Target) -> String {
    match target {
        Target::Member(member) => member.zh().to_owned(),
        Target::HalfDay(day, half) => format!("{day} {}", half.map_or("", |half| half.zh())),
        Target::Test(component, attempt) => format!("{} {attempt}", component.zh()),
        Target::Ignore => "ignore".to_owned(),
    }
}

/// Returns the headings joined with the row under them, if that row belongs to the header: every cell of it is a heading
/// by itself or together with the one above, or repeats it, as cells merged downwards do.
fn joined_with(
    kind: RosterKind,
    upper: &[String],
    row: &Record,
    options: &RosterOptions,
) -> Option<Vec<String>> {
    let mut joined = Vec::new();
    let (mut last, mut has_own) = (String::new(), false);
    let width = upper.len().max(row.cells.len()).min(MAX_COLUMNS);
    for index in 0..width {
        let above = upper.get(index).map(String::as_str).unwrap_or_default();
        let below = row
            .cells
            .get(index)
            .map(|cell| one_line(cell))
            .unwrap_or_default();
        if !above.is_empty() {
            above.clone_into(&mut last);
        }
        if below.is_empty() || below == above {
            joined.push(above.to_owned());
            continue;
        }
        // A cell merged to the right holds for the cells under it.
        let text = if last.is_empty() {
            below.clone()
        } else {
            format!("{last} {below}")
        };
        let is_heading = |text: &str| {
            let guess = headings::guess(kind, text, &options.choices);
            guess.target.is_some() && guess.confidence >= Confidence::Likely
        };
        if !is_heading(&text) && !is_heading(&below) {
            return None;
        }
        has_own = true;
        joined.push(text);
    }
    has_own.then_some(joined)
}

/// Returns what a heading of one or several joined rows stands for: as a whole, else by its last row.
fn of_joined(kind: RosterKind, text: &str, options: &RosterOptions) -> Guess {
    let whole = headings::guess(kind, text, &options.choices);
    if whole.confidence >= Confidence::Likely && whole.target.is_some() {
        return whole;
    }
    let last = text
        .rsplit_once(' ')
        .map(|(_, last)| headings::guess(kind, last, &options.choices));
    last.filter(|guess| guess.target.is_some() && guess.confidence >= Confidence::Likely)
        .map_or(whole, |guess| Guess {
            confidence: guess.confidence.min(Confidence::Likely),
            ..guess
        })
}

fn is_header(kind: RosterKind, record: &Record, options: &RosterOptions) -> bool {
    let cells: Vec<&str> = cells(Some(record)).collect();
    names_one(kind, &cells, &options.choices)
}

/// Tells whether one of `cells` is the heading of a column by which a thing of `kind` can be found.
pub(super) fn names_one(kind: RosterKind, cells: &[&str], choices: &Choices) -> bool {
    cells.iter().any(|cell| {
        let guess = headings::guess(kind, cell, choices);
        let is_key = |member: Member| match kind {
            RosterKind::Courts => matches!(member, Member::CourtNameZh | Member::CourtCode),
            RosterKind::Trainings => matches!(
                member,
                Member::TrainingTitle | Member::Number | Member::TrainingId
            ),
            _ => matches!(
                member,
                Member::NameZh | Member::NameBo | Member::IdentityNumber | Member::PersonId
            ),
        };
        guess.confidence >= Confidence::Likely
            && matches!(guess.target, Some(Target::Member(member)) if is_key(member))
    })
}

fn known_headings(kind: RosterKind, record: &Record, options: &RosterOptions) -> usize {
    let guesses = cells(Some(record)).map(|cell| headings::guess(kind, cell, &options.choices));
    guesses
        .filter(|guess| guess.target.is_some() && guess.confidence >= Confidence::Likely)
        .count()
}

fn cells(record: Option<&Record>) -> impl Iterator<Item = &str> {
    record
        .into_iter()
        .flat_map(|record| &record.cells)
        .take(MAX_COLUMNS)
        .map(String::as_str)
}

/// Headings are broken into lines so that they fit narrow columns, and padded: 姓  名.
fn one_line(cell: &str) -> String {
    let parts: Vec<&str> = cell.split_whitespace().collect();
    let is_ascii = parts.iter().all(|part| part.is_ascii());
    parts.join(if is_ascii { " " } else { "" })
}
