//! Placeholders in cells: which there are, and what they become.

use super::Filling;
use super::cell::Value;
use crate::roster::cells::{Outcome, outcome_text};
use crate::roster::headings::{self, Confidence, Target};
use crate::roster::member::Group;
use crate::roster::{Choices, Member, RosterKind, Statement};

/// What stands in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placeholder {
    /// 序号.
    Running,
    /// 人数.
    Count,
    /// A column.
    Column(Target),
}

/// A text cut where its placeholders stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Placeholder(Placeholder),
}

/// Tells whether a text has a placeholder, or the beginning of one.
pub(super) fn is_one(text: &str) -> bool {
    text.contains("{{")
}

/// Cuts a text.
///
/// # Errors
/// With what stands in braces and names no column, or with the braces if they are not closed.
pub(super) fn pieces(kind: RosterKind, text: &str) -> Result<Vec<Piece<'_>>, String> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        // One that is not closed would stand in every row as it is.
        let (name, following) = after.split_once("}}").ok_or_else(|| format!("{{{{{after}"))?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Placeholder(
            named(kind, name.trim()).ok_or_else(|| name.trim().to_owned())?,
        ));
        rest = following;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

fn named(kind: RosterKind, name: &str) -> Option<Placeholder> {
    match name {
        "序号" => return Some(Placeholder::Running),
        "人数" => return Some(Placeholder::Count),
        _ => {}
    }
    // A sheet of people may speak of their training, and one of trainings of whoever holds them.
    let kinds = [
        kind,
        RosterKind::Enrolments,
        RosterKind::Attendance,
        RosterKind::Results,
    ];
    let mut guesses = kinds
        .into_iter()
        .map(|kind| headings::guess(kind, name, &Choices::default()));
    let known = guesses.find(|guess| {
        guess.confidence >= Confidence::Likely && guess.target.is_some_and(|target| target != Target::Ignore)
    });
    known.and_then(|guess| guess.target).map(Placeholder::Column)
}

impl Placeholder {
    /// Tells whether it says something of one row, so that the row with it is repeated.
    pub(super) fn is_of_a_row(self, kind: RosterKind) -> bool {
        match self {
            Self::Running => true,
            Self::Count => false,
            Self::Column(Target::Member(member)) => {
                kind == RosterKind::Trainings || member.group() != Group::Training
            }
            Self::Column(_) => true,
        }
    }
}

/// Returns what the pieces of a cell become for the row `row`, from 0, or outside the rows.
pub(super) fn value(pieces: &[Piece<'_>], filling: &Filling<'_>, row: Option<usize>) -> Value {
    let statement = row.and_then(|row| filling.rows.get(row));
    if let [Piece::Placeholder(one)] = pieces {
        let text = text_of(*one, filling, row, statement).filter(|text| !text.is_empty());
        return match text {
            None => Value::Nothing,
            Some(text) if is_number(*one) && is_plain_number(&text) => Value::Number(text),
            Some(text) => Value::Text(text),
        };
    }
    let parts = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => (*text).to_owned(),
        Piece::Placeholder(one) => text_of(*one, filling, row, statement).unwrap_or_default(),
    });
    Value::Text(parts.collect())
}

fn text_of(
    placeholder: Placeholder,
    filling: &Filling<'_>,
    row: Option<usize>,
    statement: Option<&Statement>,
) -> Option<String> {
    match placeholder {
        Placeholder::Running => statement.and(row).map(|row| (row + 1).to_string()),
        Placeholder::Count => Some(filling.rows.len().to_string()),
        Placeholder::Column(Target::Member(member)) => match statement {
            Some(statement) => statement.text(member).or_else(|| of_training(filling, member)),
            None => of_training(filling, member),
        },
        Placeholder::Column(Target::HalfDay(day, half)) => {
            let period = filling.training.period();
            let wanted = day.within(period)?;
            let marks = &statement?.attendance;
            let mark = marks.iter().find(|mark| {
                mark.day.within(period) == Some(wanted)
                    && (mark.half == half || mark.half.is_none() || half.is_none())
            });
            mark.map(|mark| mark.mark())
        }
        Placeholder::Column(Target::Test(component, attempt)) => {
            let results = &statement?.results;
            let result = results
                .iter()
                .find(|result| (result.component, result.attempt) == (component, attempt))?;
            Some(outcome_text(Outcome {
                score_tenths: result.score_tenths,
                of_tenths: None,
                // A sheet of scores says it where there is no score.
                passed: result.passed.filter(|_| result.score_tenths.is_none()),
            }))
        }
        Placeholder::Column(Target::Ignore) => None,
    }
}

fn of_training(filling: &Filling<'_>, member: Member) -> Option<String> {
    let statement = Statement {
        training: filling.training.clone(),
        ..Statement::default()
    };
    statement.text(member)
}

/// Tells whether formulas may count it. An identity number is no number.
fn is_number(placeholder: Placeholder) -> bool {
    use Member::{Attempt, Credited, Number, NumberInYear, OutOf, PlannedHours, Score, WaitingPlace};
    match placeholder {
        Placeholder::Running | Placeholder::Count => true,
        Placeholder::Column(Target::Member(member)) => matches!(
            member,
            Attempt | Credited | Number | NumberInYear | OutOf | PlannedHours | Score | WaitingPlace
        ),
        Placeholder::Column(Target::Test(..)) => true,
        Placeholder::Column(_) => false,
    }
}

fn is_plain_number(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    text.len() <= 12 && is_digits(whole) && is_digits(decimals)
}
