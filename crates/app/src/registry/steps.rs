//! How an enrolment comes further: confirmed, attended, completed or not, taken back, put off.

use access::EnrolPeople;
use registry::{Enrolment, EnrolmentState, Person, Snapshot, Training};
use store::records::{self, StoredRecord};
use store::{RecordAct, Session};

use super::people::person_now;
use super::person_changes::expect_living;
use super::placing::expect_place;
use super::reach::Reach;
use super::seats::{Seats, no_seat, waits_longer};
use super::trainings::expect_open;
use super::{RecordWritten, deed, expect_none, expect_revision, newest, refused};
use crate::audit::{self, AuditEvent};
use crate::editing::reason_of;
use crate::{App, Error, Permit};

/// A step of an enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentStep {
    /// What it is to become.
    pub to: EnrolmentState,
    /// Why; needed for taking back, putting off and letting go, and for a seat that somebody waits for longer.
    pub reason: Option<String>,
    /// The group, if it is to be another one.
    pub group: Option<String>,
    /// The venue, if it is to be another one.
    pub venue: Option<String>,
}

impl App {
    /// Takes a step of an enrolment. Whoever holds the training may take every one; the court that named the person may take
    /// the person back, or name the person again.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::Registry`] if the step does not follow, there is no seat, somebody waits longer for
    /// it and no reason is given, or a rule of what it is to become is broken; [`Error::NoSuchRecord`], [`Error::StaleRecord`].
    pub fn step_enrolment(
        &self,
        permit: &Permit<EnrolPeople>,
        training: &str,
        id: &str,
        expected: u64,
        step: &EnrolmentStep,
    ) -> Result<RecordWritten, Error> {
        use EnrolmentState::{Deferred, Withdrawn};
        let reason = step.reason.as_deref().map(reason_of).transpose()?;
        if step.to.is_let_go() && reason.is_none() {
            return Err(Error::ReasonMissing);
        }
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("step-enrolment")
            .on("enrolment", id)
            .detail(step.to.as_str());
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, step) = (permit.clone(), step.clone());
        let (training, id) = (training.to_owned(), id.to_owned());
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let of = newest::<Training>(tx, &training)?;
            let known = newest::<Enrolment>(tx, &id)?;
            expect_reached(&reach, &of, &known)?;
            expect_revision(&known, expected)?;
            expect_open(&of.body)?;
            if !reach.holds(&of.body) && !matches!(step.to, EnrolmentState::Nominated | Withdrawn | Deferred)
            {
                return Err(Error::Refused(access::Refusal::Forbidden {
                    action: "enrol-people",
                }));
            }
            if matches!(step.to, EnrolmentState::Nominated | EnrolmentState::Confirmed) {
                expect_there(tx, &known.body)?;
            }
            let next = next(tx, &of, (&id, known.body), &step, reason.as_deref())?;
            let act = deed(RecordAct::Write, reason.as_deref());
            let stored = tx.put_record(&id, expected, next, &act, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }
}

/// Refuses to call somebody who was erased; what was done before may still come to its end.
fn expect_there(session: &mut dyn Session, enrolment: &Enrolment) -> Result<(), Error> {
    let Some(person) = enrolment.person().filter(|_| !enrolment.is_person_time()) else {
        return Ok(());
    };
    match person_now(session, person.as_str())? {
        Some(found) => expect_living(&found.body),
        None => Ok(()),
    }
}

fn next(
    session: &mut dyn Session,
    training: &StoredRecord<Training>,
    (id, known): (&str, Enrolment),
    step: &EnrolmentStep,
    reason: Option<&str>,
) -> Result<Enrolment, Error> {
    let state = stepped(known.state, step.to)?;
    let (had_seat, venue) = (known.state.takes_a_seat(), known.venue.clone());
    let mut next = Enrolment {
        state,
        reason: reason.map(str::to_owned),
        group: step.group.clone().or(known.group),
        venue: step.venue.clone().or(known.venue),
        ..known
    };
    let court = next.nominated_by.clone();
    if state.takes_a_seat() && !had_seat {
        let seats = Seats::of(session, training, court.as_deref())?;
        if seats.are_taken() {
            return Err(Error::Registry(vec![no_seat(
                "/to",
                &training.body,
                court.as_deref(),
            )]));
        }
        if let Some(first) = seats.passed_by(id).filter(|_| reason.is_none()) {
            return Err(Error::Registry(vec![waits_longer(session, "/reason", first)?]));
        }
    }
    next.waiting_place = match state {
        EnrolmentState::Waiting => Some(Seats::of(session, training, court.as_deref())?.end()),
        _ => None,
    };
    if state.takes_a_seat() && !(had_seat && next.venue == venue) {
        expect_place(session, training, id, next.venue.as_deref())?;
    }
    renew_snapshot(session, training, &mut next)?;
    expect_none(next.faults(&training.body))?;
    Ok(next)
}

/// Takes down anew what the person is on the first day: a post may have been entered or corrected since.
pub(super) fn renew_snapshot(
    session: &mut dyn Session,
    training: &StoredRecord<Training>,
    enrolment: &mut Enrolment,
) -> Result<(), Error> {
    let Some(person) = enrolment.person() else {
        return Ok(());
    };
    if let Some(person) = records::find::<Person>(session, person.as_str())?
        && let Some(snapshot) = Snapshot::of(&person.body, &training.body)
    {
        enrolment.snapshot = Some(snapshot);
    }
    Ok(())
}

/// Returns `to` if it may follow on `from`.
pub(super) fn stepped(from: EnrolmentState, to: EnrolmentState) -> Result<EnrolmentState, Error> {
    match from.become_(to) {
        Ok(to) => Ok(to),
        Err(_) => {
            let may: Vec<&str> = from.next().iter().map(|state| state.as_str()).collect();
            let may_zh: Vec<&str> = from.next().iter().map(|state| state.zh()).collect();
            refused(
                "out_of_order",
                "/to",
                format!(
                    "an enrolment that is `{from}` does not become `{to}` (hint: it may become {})",
                    may.join(", ")
                ),
                format!(
                    "“{}”不能变为“{}”（提示：可变为{}）",
                    from.zh(),
                    to.zh(),
                    may_zh.join("、")
                ),
            )
        }
    }
}

/// Refuses an enrolment of another training, and one that is neither held nor named by a court of the caller's.
pub(super) fn expect_reached(
    reach: &Reach,
    training: &StoredRecord<Training>,
    enrolment: &StoredRecord<Enrolment>,
) -> Result<(), Error> {
    let is_of_it = enrolment.body.training.as_str() == training.id;
    let is_reached = reach.holds(&training.body) || reach.has_any(&enrolment.body.nominated_by);
    match is_of_it && is_reached {
        true => Ok(()),
        false => Err(Error::NoSuchRecord("enrolment")),
    }
}
