//! Trainings: the plan, the timetable and the seats. Everybody who reads the registry may see them; who is on a roster is
//! another matter.

use access::{ReadRegistry, WriteRegistry};
use registry::{Declared, Lesson, Programme, Quota, Training, TrainingState};
use serde::{Deserialize, Serialize};
use store::records::trainings::{self, TrainingsOf};
use store::records::{self, StoredRecord};
use store::{RecordAct, Session};

use super::lecturers::settle_lecturers;
use super::person_changes::no_such_court;
use super::plan_changes::expect_kept;
use super::programmes::expect_whole;
use super::reach::Reach;
use super::{RecordWritten, day_at, deed, expect_none, expect_revision, fault, newest, refused};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::keyed::keyed;
use crate::{App, Error, IdempotencyKey, Permit};

/// A training as somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingEntry {
    /// The id.
    pub id: String,
    /// The revision.
    pub revision: u64,
    /// What it says.
    pub training: Training,
    /// Whether somebody stands on its roster, so that what it declares is history.
    pub has_roster: bool,
}

/// Where a list of trainings goes on: the first day and the id of the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingPlace {
    /// The first day, as `YYYY-MM-DD`.
    pub from: String,
    /// The id.
    pub id: String,
}

/// Which trainings a list is to hold; everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrainingsWanted {
    /// Those of this year.
    pub year: Option<i16>,
    /// Those of this programme.
    pub programme: Option<String>,
    /// Those that have come so far.
    pub state: Option<TrainingState>,
}

impl App {
    /// Lists trainings by first day, at most `limit` behind the place `after`.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] if there is no such programme.
    pub fn list_trainings(
        &self,
        _: &Permit<ReadRegistry>,
        wanted: &TrainingsWanted,
        after: Option<&TrainingPlace>,
        limit: usize,
    ) -> Result<Vec<TrainingEntry>, Error> {
        let of = TrainingsOf {
            year: wanted.year,
            programme: wanted.programme.as_deref(),
            state: wanted.state,
        };
        let after = after.map(|place| (place.from.as_str(), place.id.as_str()));
        self.store.read(|session| {
            if let Some(programme) = of.programme {
                newest::<Programme>(session, programme)?;
            }
            let page = trainings::list(session, &of, after, limit)?;
            page.into_iter()
                .map(|stored| TrainingEntry::of(session, stored))
                .collect()
        })
    }

    /// Returns a training.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`].
    pub fn find_training(&self, _: &Permit<ReadRegistry>, id: &str) -> Result<TrainingEntry, Error> {
        self.store.read(|session| {
            let stored = newest::<Training>(session, id)?;
            TrainingEntry::of(session, stored)
        })
    }

    /// Writes a new training, planned whatever it says of itself, for a court of the caller's. Repeated with the same `key`,
    /// it returns what it returned the first time.
    ///
    /// # Errors
    /// [`Error::Registry`] with every rule that is broken; [`Error::Refused`] for a court that is not the caller's.
    pub fn create_training(
        &self,
        permit: &Permit<WriteRegistry>,
        training: Training,
        key: Option<&IdempotencyKey>,
    ) -> Result<RecordWritten, Error> {
        let stamp = self.stamp(permit);
        let request = key
            .map(|key| keyed(&stamp.author, key, "create_training", &training))
            .transpose()?;
        let training = Training {
            state: TrainingState::Planned,
            ..training
        };
        let id = new_id("t", &*self.identity.chance)?;
        let event = AuditEvent::done("create-training").on("training", &*id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let permit = permit.clone();
        self.write_once(request, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let mut training = training.clone();
            expect_held(&reach, &training)?;
            settle_lecturers(tx, &reach, &[], &mut training.lessons, day_at(stamp.at_ms))?;
            expect_training(tx, &training)?;
            let act = deed(RecordAct::Write, None);
            let stored = tx.put_record(&id, 0, training, &act, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }

    /// Writes the next revision of a training; how far it has come stays. The same again writes nothing.
    ///
    /// # Errors
    /// As [`create_training`](Self::create_training); [`Error::Registry`] also if the roster would not fit any more, or the
    /// training is closed; [`Error::NoSuchRecord`], [`Error::StaleRecord`].
    pub fn put_training(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        training: Training,
    ) -> Result<RecordWritten, Error> {
        self.change_training(permit, id, expected, &["plan"], move |known| Training {
            state: known.state,
            ..training.clone()
        })
    }

    /// Writes the timetable of a training anew.
    ///
    /// # Errors
    /// As [`put_training`](Self::put_training).
    pub fn put_lessons(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        lessons: Vec<Lesson>,
    ) -> Result<RecordWritten, Error> {
        self.change_training(permit, id, expected, &["lessons"], move |known| Training {
            lessons: lessons.clone(),
            ..known.clone()
        })
    }

    /// Writes anew how many people each court may send: no fewer than it has sent.
    ///
    /// # Errors
    /// As [`put_training`](Self::put_training).
    pub fn put_quotas(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        quotas: Vec<Quota>,
    ) -> Result<RecordWritten, Error> {
        self.change_training(permit, id, expected, &["quotas"], move |known| Training {
            quotas: quotas.clone(),
            ..known.clone()
        })
    }

    fn change_training(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        fields: &[&'static str],
        change: impl Fn(&Training) -> Training + Send + 'static,
    ) -> Result<RecordWritten, Error> {
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("update-training")
            .on("training", id)
            .fields(fields);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, id) = (permit.clone(), id.to_owned());
        self.write_once(None, move |tx| {
            let known = newest::<Training>(tx, &id)?;
            let reach = Reach::of(tx, &permit)?;
            expect_held(&reach, &known.body)?;
            expect_revision(&known, expected)?;
            expect_open(&known.body)?;
            let mut training = change(&known.body);
            let today = day_at(stamp.at_ms);
            settle_lecturers(tx, &reach, &known.body.lessons, &mut training.lessons, today)?;
            if training == known.body {
                return Ok(RecordWritten::from(&known));
            }
            // Nobody gives a training away to a court that is not the own one, nor takes one.
            expect_held(&reach, &training)?;
            expect_training(tx, &training)?;
            expect_kept(tx, &id, &known.body, &training)?;
            let act = deed(RecordAct::Write, None);
            let stored = tx.put_record(&id, expected, training, &act, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }
}

impl TrainingEntry {
    /// Returns the declared totals that count.
    #[must_use]
    pub fn counted_declared(&self) -> Option<&Declared> {
        self.training.counted_declared(self.has_roster)
    }

    fn of(session: &mut dyn Session, stored: StoredRecord<Training>) -> Result<Self, Error> {
        Ok(Self {
            has_roster: trainings::on_roster(session, &stored.id)? > 0,
            id: stored.id,
            revision: stored.revision,
            training: stored.body,
        })
    }
}

/// Refuses whoever does not reach the court that holds a training. That there is the training is no secret.
pub(super) fn expect_held(reach: &Reach, training: &Training) -> Result<(), Error> {
    match reach.holds(training) {
        true => Ok(()),
        false => expect_whole(reach),
    }
}

/// Refuses to write about a training that is over.
pub(super) fn expect_open(training: &Training) -> Result<(), Error> {
    let state = training.state;
    match state {
        TrainingState::Planned | TrainingState::Open => Ok(()),
        TrainingState::Closed => refused(
            "training_over",
            "/state",
            format!(
                "the training is {state}, and nothing of it is changed any more (hint: open it again first)"
            ),
            format!("培训班{}，不能再修改（提示：请先重新开放）", state.zh()),
        ),
        TrainingState::Cancelled => refused(
            "training_over",
            "/state",
            format!(
                "the training is {state}, and nothing of it is changed any more (hint: if it is held after all, put it back to planned first)"
            ),
            format!(
                "培训班{}，不能再修改（提示：仍要举办的，请先把状态改回“{}”）",
                state.zh(),
                TrainingState::Planned.zh()
            ),
        ),
    }
}

/// Refuses a training that breaks rules, or names a programme, a court or a lecturer that is not there.
pub(super) fn expect_training(session: &mut dyn Session, training: &Training) -> Result<(), Error> {
    let mut faults = training.faults();
    if records::find::<Programme>(session, training.programme.as_str())?.is_none() {
        faults.push(fault(
            "no_such_programme",
            "/programme",
            format!(
                "there is no programme `{}` (hint: make it at /programmes or by POST /api/v1/programmes first)",
                training.programme
            ),
            format!("没有培训项目 `{}`（提示：请先在“项目”页面 /programmes 或用接口建立）", training.programme),
        ));
    }
    let quotas = training.quotas.iter().enumerate();
    let quotas = quotas.map(|(n, quota)| (format!("/quotas/{n}/court"), &quota.court));
    let own = training.court.iter().map(|court| ("/court".to_owned(), court));
    for (pointer, court) in own.chain(quotas) {
        if store::courts::find(session, court)?.is_none() {
            faults.push(no_such_court(pointer, court));
        }
    }
    expect_none(faults)
}
