//! Attendance and results of a row, put in place of what was said of the same half-days and attempts before.

use exchange::roster::{AttendanceCells, ResultCells, RosterRow};
use registry::{Attendance, Component, Day, Enrolment, Fault, HalfDay, TestResult, Training};

use super::refusal::Refusal;
use crate::registry::fault;

/// What a row says, by half-day and by attempt.
pub(super) struct Said {
    attendance: Vec<Attendance>,
    results: Vec<TestResult>,
}

/// Returns what a row says of attendance and tests; `None` if it says nothing of them.
pub(super) fn said(
    row: &RosterRow,
    training: &Training,
    known: Option<&Enrolment>,
) -> Result<Option<Said>, Refusal> {
    let statement = &row.statement;
    if statement.attendance.is_empty() && statement.results.is_empty() {
        return Ok(None);
    }
    let mut faults = Vec::new();
    let mut attendance = Vec::new();
    for (n, cells) in statement.attendance.iter().enumerate() {
        match day_of(cells, training) {
            Some(day) => attendance.extend(halves(cells).iter().map(|half| Attendance {
                day,
                half: *half,
                presence: cells.presence,
                venue: cells.venue.clone(),
            })),
            None => faults.push(day_unclear(n, cells)),
        }
    }
    let mut results = Vec::new();
    for (n, cells) in statement.results.iter().enumerate() {
        match result(cells, known) {
            Some(result) => results.push(result),
            None => faults.push(passed_missing(n)),
        }
    }
    match faults.is_empty() {
        true => Ok(Some(Said { attendance, results })),
        false => Err(Refusal::Faults(faults)),
    }
}

impl Said {
    /// Puts it into an enrolment.
    pub(super) fn put_into(&self, enrolment: &mut Enrolment) {
        for new in &self.attendance {
            let half_day = (new.day, new.half);
            enrolment
                .attendance
                .retain(|other| (other.day, other.half) != half_day);
            enrolment.attendance.push(new.clone());
        }
        enrolment.attendance.sort_by_key(|one| (one.day, one.half));
        for new in &self.results {
            let attempt = (new.component, new.attempt);
            enrolment
                .results
                .retain(|other| (other.component, other.attempt) != attempt);
            enrolment.results.push(new.clone());
        }
        enrolment.results.sort_by_key(|one| (one.component, one.attempt));
    }
}

/// Points a fault of an enrolment to the cell of the row that is about the same half-day or attempt.
pub(super) fn at_row(found: Fault, enrolment: &Enrolment, row: &RosterRow, training: &Training) -> Fault {
    let mut parts = found.pointer.splitn(4, '/').skip(1);
    let (list, place, member) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let place = place.and_then(|place| place.parse::<usize>().ok());
    let statement = &row.statement;
    let own = match (list, place) {
        (Some("attendance"), Some(place)) => enrolment.attendance.get(place).and_then(|one| {
            statement.attendance.iter().position(|cells| {
                day_of(cells, training) == Some(one.day) && halves(cells).contains(&one.half)
            })
        }),
        (Some("results"), Some(place)) => enrolment.results.get(place).and_then(|one| {
            let mut cells = statement.results.iter();
            cells.position(|cells| (cells.component, cells.attempt) == (one.component, one.attempt))
        }),
        _ => return found,
    };
    let pointer = match (list, own) {
        (Some(list), Some(own)) => format!("/{list}/{own}/{member}"),
        _ => String::new(),
    };
    Fault { pointer, ..found }
}

fn day_of(cells: &AttendanceCells, training: &Training) -> Option<Day> {
    cells.day.within(Some(training.period()))
}

fn halves(cells: &AttendanceCells) -> &[HalfDay] {
    match &cells.half {
        Some(half) => std::slice::from_ref(half),
        None => HalfDay::ALL,
    }
}

fn result(cells: &ResultCells, known: Option<&Enrolment>) -> Option<TestResult> {
    let attempt: (Component, u8) = (cells.component, cells.attempt);
    let known = known.and_then(|known| {
        let mut results = known.results.iter();
        results.find(|other| (other.component, other.attempt) == attempt)
    });
    Some(TestResult {
        component: cells.component,
        attempt: cells.attempt,
        score_tenths: cells.score_tenths.or(known.and_then(|known| known.score_tenths)),
        of_tenths: cells.of_tenths.or(known.and_then(|known| known.of_tenths)),
        passed: cells.passed.or(known.map(|known| known.passed))?,
        on: cells.on.or(known.and_then(|known| known.on)),
        assessor: cells
            .assessor
            .clone()
            .or_else(|| known.and_then(|known| known.assessor.clone())),
    })
}

fn day_unclear(n: usize, cells: &AttendanceCells) -> Fault {
    let day = cells.day;
    fault(
        "day_not_clear",
        format!("/attendance/{n}/day"),
        format!("`{day}` is no day of the training that is clear (hint: write it as 2019-10-14)"),
        format!("`{day}` 不能确定是培训期间的哪一天（提示：请写成 2019-10-14）"),
    )
}

fn passed_missing(n: usize) -> Fault {
    fault(
        "passed_missing",
        format!("/results/{n}/passed"),
        "the row has a score and does not say whether it was passed (hint: fill in 是否合格, or write `85（合格）`)"
            .to_owned(),
        "只有分数，没有写是否合格（提示：请填写“是否合格”，或写成“85（合格）”）".to_owned(),
    )
}
