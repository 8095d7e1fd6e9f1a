//! Attendance and results, many at once, as they are typed back from the sheets that people signed and the examiners filled.

use std::collections::BTreeSet;

use access::WriteResults;
use registry::{Attendance, Enrolment, EnrolmentState, Fault, TestResult, Training};
use serde::{Deserialize, Serialize};
use store::records::StoredRecord;
use store::{RecordAct, Tx};

use super::closing::called;
use super::reach::Reach;
use super::steps::renew_snapshot;
use super::trainings::expect_open;
use super::{RecordWritten, deed, fault, newest};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit};

/// What a sheet says of somebody on a half-day; it takes the place of what was said of that half-day before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceLine {
    /// The enrolment.
    pub enrolment: String,
    /// What it says.
    pub attendance: Attendance,
}

/// What came of an attempt of somebody; it takes the place of what was said of that attempt before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    /// The enrolment.
    pub enrolment: String,
    /// What came of it.
    pub result: TestResult,
}

impl App {
    /// Enters attendance, all of the lines or none. Who is there for the first time has attended from then on.
    ///
    /// # Errors
    /// [`Error::Registry`] with every fault, under `/items/N` of the line; [`Error::NoSuchRecord`] if the training is not
    /// there, or neither held by a court of the caller's nor taught by the caller.
    pub fn enter_attendance(
        &self,
        permit: &Permit<WriteResults>,
        training: &str,
        lines: &[AttendanceLine],
    ) -> Result<Vec<RecordWritten>, Error> {
        let lines = lines.to_vec();
        self.enter(permit, training, "enter-attendance", move |n| {
            let line = lines.get(n)?;
            let attendance = line.attendance.clone();
            let change = move |enrolment: &mut Enrolment| {
                let half_day = (attendance.day, attendance.half);
                enrolment
                    .attendance
                    .retain(|other| (other.day, other.half) != half_day);
                enrolment.attendance.push(attendance.clone());
                enrolment.attendance.sort_by_key(|other| (other.day, other.half));
            };
            Some(Line {
                enrolment: line.enrolment.clone(),
                about: format!("{} {}", line.attendance.day, line.attendance.half),
                change: Box::new(change),
            })
        })
    }

    /// Enters results of tests, all of the lines or none.
    ///
    /// # Errors
    /// As [`enter_attendance`](Self::enter_attendance).
    pub fn enter_results(
        &self,
        permit: &Permit<WriteResults>,
        training: &str,
        lines: &[ResultLine],
    ) -> Result<Vec<RecordWritten>, Error> {
        let lines = lines.to_vec();
        self.enter(permit, training, "enter-results", move |n| {
            let line = lines.get(n)?;
            let result = line.result.clone();
            let change = move |enrolment: &mut Enrolment| {
                let attempt = (result.component, result.attempt);
                enrolment
                    .results
                    .retain(|other| (other.component, other.attempt) != attempt);
                enrolment.results.push(result.clone());
                enrolment
                    .results
                    .sort_by_key(|other| (other.component, other.attempt));
            };
            Some(Line {
                enrolment: line.enrolment.clone(),
                about: format!("{} {}", line.result.component, line.result.attempt),
                change: Box::new(change),
            })
        })
    }

    fn enter(
        &self,
        permit: &Permit<WriteResults>,
        training: &str,
        action: &'static str,
        line: impl Fn(usize) -> Option<Line> + Send + 'static,
    ) -> Result<Vec<RecordWritten>, Error> {
        let stamp = self.stamp(permit);
        let event = AuditEvent::done(action).on("training", training);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, training) = (permit.clone(), training.to_owned());
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let of = newest::<Training>(tx, &training)?;
            if !reach.holds(&of.body) && !reach.teaches(&of.body) {
                return Err(Error::NoSuchRecord("training"));
            }
            expect_open(&of.body)?;
            let changed = changed(tx, &of, &line)?;
            let mut written = Vec::new();
            for (known, next) in changed {
                if known.body == next {
                    written.push(RecordWritten::from(&known));
                    continue;
                }
                let act = deed(RecordAct::Write, None);
                let stored = tx.put_record(&known.id, known.revision, next, &act, &stamp)?;
                written.push(RecordWritten::from(&stored));
            }
            audit::append(tx, &noted)?;
            Ok(written)
        })
    }
}

/// A line that was sent.
struct Line {
    enrolment: String,
    /// Which half-day or attempt it is about; a sheet says one thing of each.
    about: String,
    /// What it makes of the enrolment.
    change: Box<dyn Fn(&mut Enrolment)>,
}

/// Returns every enrolment that a line is about, as it is and as it is to be, in the order in which they come first.
fn changed(
    tx: &mut Tx<'_>,
    training: &StoredRecord<Training>,
    line: &impl Fn(usize) -> Option<Line>,
) -> Result<Vec<(StoredRecord<Enrolment>, Enrolment)>, Error> {
    let mut changed: Vec<(StoredRecord<Enrolment>, Enrolment)> = Vec::new();
    let mut faults = Vec::new();
    let mut said = BTreeSet::new();
    let mut n = 0;
    while let Some(line) = line(n) {
        let Line {
            enrolment: id,
            about,
            change,
        } = line;
        if !said.insert((id.clone(), about.clone())) {
            faults.push(said_twice(n, &about));
        }
        let place = match changed.iter().position(|(known, _)| known.id == id) {
            Some(place) => Some(place),
            None => match newest::<Enrolment>(tx, &id) {
                Ok(known) if known.body.training.as_str() == training.id => {
                    let next = known.body.clone();
                    changed.push((known, next));
                    Some(changed.len() - 1)
                }
                Ok(_) | Err(Error::NoSuchRecord(_)) => None,
                Err(other) => return Err(other),
            },
        };
        match place.and_then(|place| changed.get_mut(place)) {
            Some((known, next)) => {
                let (was, before) = (next.clone(), next.faults(&training.body));
                change(next);
                if was.state.is_let_go() && was != *next {
                    let name = called(tx, known)?;
                    faults.push(let_go(format!("/items/{n}/enrolment"), &name, was.state));
                }
                faults.extend(come(next, "/enrolment").err().map(|found| at_line(n, found)));
                let new = next.faults(&training.body).into_iter();
                faults.extend(
                    new.filter(|found| !before.contains(found))
                        .map(|found| at_line(n, found)),
                );
                renew_snapshot(tx, training, next)?;
            }
            None => faults.push(not_on_the_roster(n, &id)),
        }
        n += 1;
    }
    super::expect_none(faults)?;
    Ok(changed)
}

/// Whoever was there has come, and whoever was there after all has not stayed away. That somebody has finished is another
/// step, and so is that somebody who was taken back is on the roster again, or who waits has got a seat.
///
/// # Errors
/// At `pointer`, if somebody was there who has no seat.
pub(super) fn come(enrolment: &mut Enrolment, pointer: &str) -> Result<(), Fault> {
    use EnrolmentState::{Attended, Confirmed, Nominated, Waiting};
    match (enrolment.state, enrolment.is_person_time()) {
        (Waiting, true) => {
            return Err(fault(
                "waits_for_a_seat",
                pointer,
                "the person waits for a seat and was there all the same (hint: confirm the person first; where no seat is left, raise the quota of the court)"
                    .to_owned(),
                "此人还在候补，却有出勤（提示：请先确认；名额已满的，先增加该法院的名额）".to_owned(),
            ));
        }
        (Nominated | Confirmed, true) => enrolment.state = Attended,
        (Attended, false) => enrolment.state = Confirmed,
        _ => {}
    }
    Ok(())
}

/// Says that nothing is entered of somebody who was taken back, put off or let go.
pub(super) fn let_go(pointer: String, name: &str, state: EnrolmentState) -> Fault {
    let state_zh = state.zh();
    let nominated = EnrolmentState::Nominated;
    fault(
        "let_go",
        pointer,
        format!(
            "{name} is {state}, so no attendance and no result is entered (hint: correct the line, or make it {nominated} again first)"
        ),
        format!(
            "{name} 已是“{state_zh}”，不能录入考勤和成绩（提示：请更正本行；此人其实参训的，请先改回“{}”）",
            nominated.zh()
        ),
    )
}

fn said_twice(n: usize, about: &str) -> Fault {
    fault(
        "said_twice",
        format!("/items/{n}"),
        format!("a line before says something of {about} of the same enrolment (hint: keep one of the two)"),
        format!("前面已有一行写了同一人的 {about}（提示：请保留一行）"),
    )
}

pub(super) fn at_line(n: usize, found: Fault) -> Fault {
    // The member of the enrolment is that of the line: what is last in it.
    let member = found.pointer.rsplit('/').next().unwrap_or_default().to_owned();
    Fault {
        pointer: format!("/items/{n}/{member}"),
        ..found
    }
}

pub(super) fn not_on_the_roster(n: usize, id: &str) -> Fault {
    let id: String = id.chars().take(40).collect();
    fault(
        "not_on_the_roster",
        format!("/items/{n}/enrolment"),
        format!("`{id}` is no enrolment of this training (hint: enrol the person first)"),
        format!("`{id}` 不在本班名单中（提示：请先报名）"),
    )
}
