//! Naming people for a training: who gets a seat, who waits, and who comes in whose place.

use access::EnrolPeople;
use registry::{
    Enrolment, EnrolmentId, EnrolmentState, Fault, Person, Snapshot, Trainee, Training, TrainingState,
};
use serde::{Deserialize, Serialize};
use store::records::{self, StoredRecord, trainings};
use store::{RecordAct, Session, Stamp, Tx, courts};

use super::people::seen_person;
use super::person_changes::expect_living;
use super::placing::expect_place;
use super::reach::Reach;
use super::replacing::{seat_of, take_back};
use super::seats::Seats;
use super::trainings::{expect_held, expect_open};
use super::{RecordWritten, day_at, deed, expect_none, fault, newest, refused};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::editing::reason_of;
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
    /// Why the one that is replaced is taken back; needed if one is.
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
    /// be called on these days, or has no post in a court of the caller's then; the one who is replaced leaves no seat; the
    /// training is over. [`Error::ReasonMissing`] if somebody is replaced without one; [`Error::NoSuchRecord`].
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
            of_person(tx, reach, &person.body, &training.body)?
        }
        Trainee::Guest { name, unit } => {
            expect_held(reach, &training.body)?;
            expect_named(name, unit)?;
            (None, None)
        }
    };
    let court = enrolment.0.take();
    let seated = match &nominee.replaces {
        Some(replaced) => {
            let reason = reason_of(nominee.reason.as_deref().unwrap_or_default())?;
            let gone = take_back(tx, reach, &training, replaced, (&reason, stamp))?;
            seat_of(tx, &training, &gone, court.as_deref())?
        }
        None => Seats::of(tx, &training, court.as_deref())?.next(),
    };
    let enrolment = Enrolment {
        training: naming
            .training
            .parse()
            .map_err(|_| Error::NoSuchRecord("training"))?,
        trainee: nominee.trainee.clone(),
        state: seated.state,
        nominated_by: court,
        snapshot: enrolment.1,
        group: nominee.group.clone(),
        venue: nominee.venue.clone(),
        waiting_place: seated.order,
        replaces: nominee.replaces.clone(),
        reason: None,
        attendance: Vec::new(),
        results: Vec::new(),
        credited: None,
    };
    expect_none(enrolment.faults(&training.body))?;
    if enrolment.state.takes_a_seat() {
        expect_place(tx, &training, &naming.id, enrolment.venue.as_deref())?;
    }
    let stored = tx.put_record(&naming.id, 0, enrolment, &deed(RecordAct::Write, None), stamp)?;
    Ok(Enrolling {
        written: RecordWritten::from(&stored),
        state: seated.state,
        waiting_place: seated.place,
    })
}

/// Returns the court that names a person, the one of the caller's that the person is in on the first day, and what the person
/// is there.
fn of_person(
    session: &mut dyn Session,
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
    match courts.find(|court| reach.has(court)) {
        Some(court) => Ok((Some(court), Some(snapshot))),
        None => {
            let name = courts::find(session, &snapshot.court)?.map(|court| court.name_zh);
            let name = name.unwrap_or_else(|| snapshot.court.clone());
            Err(Error::Registry(vec![elsewhere_then("/trainee", training, &name)]))
        }
    }
}

/// Says that somebody is in a court of others on the first day, which is the one that names the person.
pub(super) fn elsewhere_then(pointer: &str, training: &Training, court: &str) -> Fault {
    let from = training.from;
    fault(
        "elsewhere_then",
        pointer,
        format!("on `{from}`, the first day, the person is in `{court}` (hint: that court names the person)"),
        format!("开班日 `{from}` 此人在“{court}”（提示：请由该院报名）"),
    )
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
    Ok(clash.map(|found| in_another("/trainee", &found.body)))
}

/// Says that somebody is in another training on the days in question.
pub(super) fn in_another(pointer: &str, other: &Training) -> Fault {
    let (title, period) = (&other.title, other.period());
    fault(
        "enrolments_overlap",
        pointer,
        format!("the person is in `{title}` during {period} (hint: take that enrolment back first)"),
        format!("此人 {period} 在“{title}”（提示：请先退出该班）"),
    )
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
