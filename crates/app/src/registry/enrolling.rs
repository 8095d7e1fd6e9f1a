//! Naming people for a training: who gets a seat, who waits, and who comes in whose place.

use access::EnrolPeople;
use registry::{
    Enrolment, EnrolmentId, EnrolmentState, Fault, Person, Snapshot, Trainee, Training, TrainingState,
};
use serde::{Deserialize, Serialize};
use store::records::{self, StoredRecord, trainings};
use store::{RecordAct, Session, Stamp, Tx};

use super::people::seen_person;
use super::person_changes::expect_living;
use super::reach::Reach;
use super::trainings::{expect_held, expect_open};
use super::{RecordWritten, day_at, deed, expect_none, expect_revision, fault, newest, refused};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::keyed::keyed;
use crate::{App, Error, IdempotencyKey, Permit};

/// Who is to be enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nominee {
    /// Who.
    pub trainee: Trainee,
    /// The group.
    #[serde(default)]
    pub group: Option<String>,
    /// The venue.
    #[serde(default)]
    pub venue: Option<String>,
    /// The enrolment in whose place this one comes; that one is taken back.
    #[serde(default)]
    pub replaces: Option<EnrolmentId>,
    /// Why the one that is replaced is taken back.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What came of naming somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolling {
    /// The enrolment.
    pub written: RecordWritten,
    /// Whether there was a seat.
    pub state: EnrolmentState,
    /// The place on the waiting list, from 1.
    pub waiting_place: Option<u16>,
}

/// A nomination with the ids that it is written under.
#[derive(Clone)]
pub(super) struct Naming {
    pub(super) id: String,
    pub(super) training: String,
    pub(super) nominee: Nominee,
}

impl App {
    /// Names somebody for a training: a person of the caller's courts, or as whoever holds the training also a guest. With
    /// no seat left for the court, the person waits.
    ///
    /// Repeated with the same `key`, it returns what it returned the first time.
    ///
    /// # Errors
    /// [`Error::Registry`] with the rule that is broken: the person is enrolled already, is in another training or cannot
    /// be called on these days, or has no post then; the training is over. [`Error::NoSuchRecord`].
    pub fn enrol(
        &self,
        permit: &Permit<EnrolPeople>,
        training: &str,
        nominee: &Nominee,
        key: Option<&IdempotencyKey>,
    ) -> Result<Enrolling, Error> {
        let stamp = self.stamp(permit);
        let request = key
            .map(|key| keyed(&stamp.author, key, "enrol", &(training, nominee)))
            .transpose()?;
        let naming = Naming {
            id: new_id("e", &*self.identity.chance)?,
            training: training.to_owned(),
            nominee: nominee.clone(),
        };
        let event = AuditEvent::done("enrol")
            .on("enrolment", &*naming.id)
            .detail(format!("training {training}"));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let permit = permit.clone();
        self.write_once(request, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let enrolling = name(tx, &reach, &naming, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(enrolling)
        })
    }
}

/// Writes an enrolment, and takes back the one that it replaces.
pub(super) fn name(
    tx: &mut Tx<'_>,
    reach: &Reach,
    naming: &Naming,
    stamp: &Stamp,
) -> Result<Enrolling, Error> {
    let training = newest::<Training>(tx, &naming.training)?;
    expect_open(&training.body)?;
    let nominee = &naming.nominee;
    let mut enrolment = match &nominee.trainee {
        Trainee::Person(id) => {
            let person = seen_person(tx, reach, id.as_str(), day_at(stamp.at_ms))?;
            expect_living(&person.body)?;
            expect_free(tx, &person, &training)?;
            of_person(reach, &person.body, &training.body)?
        }
        Trainee::Guest { name, unit } => {
            expect_held(reach, &training.body)?;
            expect_named(name, unit)?;
            (None, None)
        }
    };
    if let Some(replaced) = &nominee.replaces {
        take_back(tx, reach, &training, replaced, nominee.reason.as_deref(), stamp)?;
    }
    let court = enrolment.0.take();
    let (state, waiting_place) = seat(tx, &training, court.as_deref())?;
    let enrolment = Enrolment {
        training: naming
            .training
            .parse()
            .map_err(|_| Error::NoSuchRecord("training"))?,
        trainee: nominee.trainee.clone(),
        state,
        nominated_by: court,
        snapshot: enrolment.1,
        group: nominee.group.clone(),
        venue: nominee.venue.clone(),
        waiting_place,
        replaces: nominee.replaces.clone(),
        reason: None,
        attendance: Vec::new(),
        results: Vec::new(),
        credited: None,
    };
    expect_none(enrolment.faults(&training.body))?;
    let stored = tx.put_record(&naming.id, 0, enrolment, &deed(RecordAct::Write, None), stamp)?;
    Ok(Enrolling {
        written: RecordWritten::from(&stored),
        state,
        waiting_place,
    })
}

/// Returns the court that names a person, one of those that the person is in on the first day, and what the person is there.
fn of_person(
    reach: &Reach,
    person: &Person,
    training: &Training,
) -> Result<(Option<String>, Option<Snapshot>), Error> {
    let Some(snapshot) = Snapshot::of(person, training) else {
        let from = training.from;
        return refused(
            "no_post_then",
            "/trainee",
            format!("the person has no post on `{from}`, the first day (hint: enter the post first)"),
            format!("此人在开班日 `{from}` 没有任职（提示：请先登记任职）"),
        );
    };
    let (own, lent) = person.posts_on(training.from);
    let mut courts = [own, lent].into_iter().flatten().map(|post| post.court.clone());
    let court = courts
        .find(|court| reach.has(court))
        .unwrap_or_else(|| snapshot.court.clone());
    Ok((Some(court), Some(snapshot)))
}

/// Refuses somebody who is enrolled already, is in another training, or cannot be called on these days.
fn expect_free(
    session: &mut dyn Session,
    person: &StoredRecord<Person>,
    training: &StoredRecord<Training>,
) -> Result<(), Error> {
    let mut faults = Vec::new();
    for other in trainings::enrolments_of(session, &person.id)? {
        if other.body.training.as_str() == training.id {
            let id = &other.id;
            faults.push(fault(
                "enrolled_already",
                "/trainee",
                format!("the person is on the roster already, `{id}` (hint: change that enrolment)"),
                format!("此人已在名单中，`{id}`（提示：请修改该条）"),
            ));
        } else if other.body.state.takes_a_seat() {
            faults.extend(overlap(session, &other.body, &training.body)?);
        }
    }
    let period = training.body.period();
    let absent = person
        .body
        .unavailability
        .iter()
        .find(|absence| absence.period.overlaps(&period));
    if let Some(absence) = absent {
        let days = absence.period;
        faults.push(fault(
            "unavailable",
            "/trainee",
            format!(
                "the person cannot be called during {days} (hint: name somebody else, or correct the absence)"
            ),
            format!("此人 {days} 不能参训（提示：请另选人员，或更正不可安排的日期）"),
        ));
    }
    expect_none(faults)
}

/// Tells of another training on the same days.
pub(super) fn overlap(
    session: &mut dyn Session,
    other: &Enrolment,
    training: &Training,
) -> Result<Option<Fault>, Error> {
    let found = records::find::<Training>(session, other.training.as_str())?;
    let clash = found.filter(|found| {
        found.body.state != TrainingState::Cancelled && found.body.period().overlaps(&training.period())
    });
    Ok(clash.map(|found| {
        let (title, period) = (&found.body.title, found.body.period());
        fault(
            "enrolments_overlap",
            "/trainee",
            format!("the person is in `{title}` during {period} (hint: take that enrolment back first)"),
            format!("此人 {period} 在“{title}”（提示：请先退出该班）"),
        )
    }))
}

fn expect_named(name: &str, unit: &str) -> Result<(), Error> {
    match name.trim().is_empty() || unit.trim().is_empty() {
        false => Ok(()),
        true => refused(
            "guest_unnamed",
            "/trainee/guest",
            "a guest has a name and comes from somewhere (hint: write both)".to_owned(),
            "外单位学员须有姓名和单位（提示：请填写两项）".to_owned(),
        ),
    }
}

/// Returns whether there is a seat for somebody whom `court` names, and else the place on its waiting list.
pub(super) fn seat(
    session: &mut dyn Session,
    training: &StoredRecord<Training>,
    court: Option<&str>,
) -> Result<(EnrolmentState, Option<u16>), Error> {
    let Some(court) = court else {
        return Ok((EnrolmentState::Nominated, None));
    };
    let sent = trainings::seats_taken(session, &training.id, court)?;
    let sent = u16::try_from(sent).unwrap_or(u16::MAX);
    if training.body.seats_left(court, sent) != Some(0) {
        return Ok((EnrolmentState::Nominated, None));
    }
    let waiting = trainings::enrolments(session, &training.id)?;
    let last = waiting
        .iter()
        .filter(|other| other.body.nominated_by.as_deref() == Some(court))
        .filter(|other| other.body.state == EnrolmentState::Waiting)
        .filter_map(|other| other.body.waiting_place)
        .max();
    let place = last.unwrap_or(0).saturating_add(1);
    Ok((EnrolmentState::Waiting, Some(place)))
}

/// Says that `court` has no seat left, or that it was never given one.
pub(super) fn no_seat(pointer: &str, training: &Training, court: Option<&str>) -> Fault {
    let mut quotas = training.quotas.iter();
    if quotas.any(|quota| Some(quota.court.as_str()) == court) {
        return fault(
            "no_seat",
            pointer,
            "there is no seat left for this court (hint: take somebody back, or raise its quota)".to_owned(),
            "该法院的名额已满（提示：请先退出一人，或增加名额）".to_owned(),
        );
    }
    let court = court.unwrap_or_default();
    fault(
        "no_seat",
        pointer,
        format!(
            "the training gives the court `{court}` no seats (hint: add the court to its quotas; a quota of the court above is for that court alone)"
        ),
        format!(
            "本班没有给法院 `{court}` 分配名额（提示：请在名额中加上该法院；上级法院的名额只供上级法院自己使用）"
        ),
    )
}

/// Takes an enrolment back in whose place another one comes.
fn take_back(
    tx: &mut Tx<'_>,
    reach: &Reach,
    training: &StoredRecord<Training>,
    replaced: &EnrolmentId,
    reason: Option<&str>,
    stamp: &Stamp,
) -> Result<(), Error> {
    let known = newest::<Enrolment>(tx, replaced.as_str())?;
    let is_reached = reach.holds(&training.body) || reach.has_any(&known.body.nominated_by);
    if known.body.training.as_str() != training.id || !is_reached {
        return Err(Error::NoSuchRecord("enrolment"));
    }
    expect_revision(&known, known.revision)?;
    let state = known.body.state;
    if state.become_(EnrolmentState::Withdrawn).is_err() {
        return refused(
            "nothing_to_replace",
            "/replaces",
            format!("`{replaced}` is `{state}`, so nobody comes in its place (hint: leave `replaces` out)"),
            format!(
                "`{replaced}` 已是“{}”，不能再由人替换（提示：请留空）",
                state.zh()
            ),
        );
    }
    let gone = Enrolment {
        state: EnrolmentState::Withdrawn,
        reason: reason.map(str::to_owned),
        waiting_place: None,
        ..known.body
    };
    tx.put_record(
        &known.id,
        known.revision,
        gone,
        &deed(RecordAct::Write, reason),
        stamp,
    )?;
    Ok(())
}
