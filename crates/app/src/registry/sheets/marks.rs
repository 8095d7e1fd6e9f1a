//! Attendance and results of a row, put in place of what was said of the same half-days and attempts before.

use exchange::roster::{AttendanceCells, ResultCells, RosterRow};
use registry::{Attendance, Component, Day, Enrolment, Fault, HalfDay, TestResult, Training};

use super::refusal::Refusal;
use crate::registry::fault;

/// What a row says, by half-day and by attempt, each with the place of its cell in the row.
pub(super) struct Said {
    attendance: Vec<(usize, Attendance)>,
    results: Vec<TestResult>,
}

/// What there is one mark of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    HalfDay(Day, HalfDay),
    Attempt(Component, u8),
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
            Some(day) => attendance.extend(halves(cells).iter().map(|half| {
                let one = Attendance {
                    day,
                    half: *half,
                    presence: cells.presence,
                    venue: cells.venue.clone(),
                };
                (n, one)
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
        for (_, new) in &self.attendance {
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

    /// Returns each mark with the pointer to what it says and with that.
    pub(super) fn each(&self) -> impl Iterator<Item = (Mark, String, String)> {
        let attendance = self.attendance.iter().map(|(n, one)| {
            let said = format!("{:?}", (one.presence, &one.venue));
            (
                Mark::HalfDay(one.day, one.half),
                format!("/attendance/{n}/presence"),
                said,
            )
        });
        let results = self.results.iter().enumerate().map(|(n, one)| {
            let mark = Mark::Attempt(one.component, one.attempt);
            (mark, format!("/results/{n}/passed"), format!("{one:?}"))
        });
        attendance.chain(results)
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

#[cfg(test)]
mod tests {
    use exchange::roster::RosterKind;
    use serde_json::json;

    use super::super::trial::{broken, enrolment, row, training};
    use super::*;

    fn marks(heading: &str, cells: &str) -> RosterRow {
        row(
            RosterKind::Attendance,
            &format!("姓名,{heading}"),
            &format!("扎西,{cells}"),
        )
    }

    fn results(heading: &str, cells: &str) -> RosterRow {
        row(
            RosterKind::Results,
            &format!("姓名,{heading}"),
            &format!("扎西,{cells}"),
        )
    }

    /// Puts what a row says into an enrolment.
    fn put(row: &RosterRow, known: &Enrolment) -> Enrolment {
        let mut next = known.clone();
        let said = said(row, &training(json!({})), Some(known)).unwrap();
        said.unwrap().put_into(&mut next);
        next
    }

    fn attendance(enrolment: &Enrolment) -> String {
        let show = |one: &Attendance| {
            let venue = one.venue.as_deref().unwrap_or_default();
            format!("{} {} {}{venue}", one.day, one.half, one.presence)
        };
        enrolment
            .attendance
            .iter()
            .map(show)
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn a_cell_says_a_half_day_or_both_and_takes_the_place_of_what_was_said_before() {
        let nothing = enrolment(json!({}));
        let known = enrolment(json!({"attendance": [
            {"day": "2026-03-02", "half": "morning", "presence": "absent", "venue": "玉树"},
            {"day": "2026-03-03", "half": "afternoon", "presence": "late"},
        ]}));
        for (heading, cells, known, expected) in [
            (
                "3月2日上午,3月2日下午",
                "√,迟到",
                &nothing,
                "2026-03-02 morning present; 2026-03-02 afternoon late",
            ),
            // One day with both halves, in the order of the calendar, whatever that of the columns is.
            (
                "3月3日,3月2日下午",
                "请假,√",
                &nothing,
                "2026-03-02 afternoon present; 2026-03-03 morning excused; 2026-03-03 afternoon excused",
            ),
            // What the row does not speak of stays as it was.
            (
                "3月2日上午",
                "√",
                &known,
                "2026-03-02 morning present; 2026-03-03 afternoon late",
            ),
            (
                "3月2日上午,3月2日下午",
                ",缺",
                &known,
                "2026-03-02 morning absent玉树; 2026-03-02 afternoon absent; 2026-03-03 afternoon late",
            ),
        ] {
            assert_eq!(
                attendance(&put(&marks(heading, cells), known)),
                expected,
                "{heading} {cells}"
            );
        }
    }

    #[test]
    fn a_row_without_marks_says_nothing_of_them() {
        let plan = training(json!({}));
        let silent = row(RosterKind::Enrolments, "姓名,藏文姓名", "扎西,བཀྲ་ཤིས");
        assert!(said(&silent, &plan, None).unwrap().is_none());
    }

    #[test]
    fn an_attempt_is_written_anew_and_what_the_row_leaves_out_is_kept_of_it() {
        let known = enrolment(json!({"results": [
            {"component": "written", "attempt": 1, "score_tenths": 500, "of_tenths": 1000, "passed": false,
             "assessor": "卓玛"},
            {"component": "interpreting", "attempt": 1, "passed": true},
        ]}));
        let next = put(&results("笔试", "55"), &known);
        let written = |n: usize| {
            let one = &next.results[n];
            (
                one.score_tenths,
                one.of_tenths,
                one.passed,
                one.assessor.as_deref(),
            )
        };
        assert_eq!(
            (next.results.len(), written(0)),
            (2, (Some(550), Some(1000), false, Some("卓玛")))
        );
        assert_eq!(next.results[1], known.results[1]);
        // That it was passed is not said by a score alone, and not known of an attempt that is not there.
        let plan = training(json!({}));
        for (cells, known, expected) in [
            ("85", None, "/results/0/passed passed_missing"),
            ("85（合格）", None, ""),
            ("85", Some(&known), ""),
        ] {
            let said = said(&results("笔试", cells), &plan, known);
            assert_eq!(broken(said.map(drop)), expected, "{cells}");
        }
    }

    #[test]
    fn a_day_that_the_training_has_twice_or_not_at_all_is_asked_back() {
        // Two months, so that a day without its month could be two.
        let long = training(json!({"to": "2026-04-30"}));
        let short = training(json!({}));
        for (heading, plan, expected) in [
            ("3月2日上午", &long, ""),
            ("5月2日上午", &long, "/attendance/0/day day_not_clear"),
            ("4月2日上午", &short, "/attendance/0/day day_not_clear"),
            ("2026-04-02上午", &short, ""),
        ] {
            let said = said(&marks(heading, "√"), plan, None);
            assert_eq!(broken(said.map(drop)), expected, "{heading}");
        }
    }

    #[test]
    fn a_fault_points_to_the_cell_of_the_row_that_is_about_the_same() {
        let known = enrolment(json!({
            "attendance": [{"day": "2026-03-02", "half": "morning", "presence": "present"}],
            "results": [{"component": "written", "attempt": 1, "passed": true}],
        }));
        let plan = training(json!({}));
        let marks = marks("3月3日下午,3月3日上午", "√,√");
        let results = results("口译", "85（合格）");
        for (pointer, row, expected) in [
            // The enrolment has the halves in their order, the row in that of its columns.
            ("/attendance/1/day", &marks, "/attendance/1/day"),
            ("/attendance/2/half", &marks, "/attendance/0/half"),
            // Nothing of the row is about what was there before.
            ("/attendance/0/day", &marks, ""),
            ("/results/0/attempt", &results, ""),
            ("/results/1/attempt", &results, "/results/0/attempt"),
            ("/attendance/9/day", &marks, ""),
            ("/state", &marks, "/state"),
        ] {
            let next = put(row, &known);
            let found = fault("x", pointer, String::new(), String::new());
            assert_eq!(at_row(found, &next, row, &plan).pointer, expected, "{pointer}");
        }
    }
}
