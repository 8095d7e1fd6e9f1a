//! The registry: courts, people, programmes, trainings and enrolments, each a record with revisions.
//!
//! Whatever a use-case is about is looked for with the eyes of whoever asks: what lies outside the courts that a permit
//! reaches is answered as what is not there. The rules stand in the crate `registry`; what it needs to be told of other
//! records is read here, in the transaction that writes.

mod asking_corrections;
mod attendance;
mod bulk;
mod certificates;
mod closing;
mod corrections;
mod courts;
mod duplicates;
mod enrolling;
mod enrolments;
mod erasing;
mod exporting;
mod lecturers;
mod merging;
mod merging_posts;
mod merging_rosters;
mod name_keys;
mod overlaps;
mod own_record;
mod people;
mod person_changes;
mod person_columns;
mod person_lines;
mod placing;
mod plan_changes;
mod pooling;
mod printed_order;
mod profile;
mod programmes;
mod reach;
mod replacing;
mod retention;
mod seats;
mod secrets;
mod seen_by;
pub mod sheets;
mod steps;
mod tables;
mod trainings;

/// The rules, for whoever builds what is written.
pub use ::registry as rules;
pub use exchange::roster::template::TemplateError;
pub use exchange::roster::{Choices, ColumnList, Confidence, Member, RosterKind, Target};
pub use exchange::sheet_out::SheetFormat;

pub use self::asking_corrections::{CorrectionAsked, CorrectionWish};
pub use self::attendance::{AttendanceLine, ResultLine};
pub use self::bulk::RegistryItem;
pub use self::certificates::{CertificateEntry, CertificateProof};
pub use self::corrections::{CorrectionEntry, CorrectionLine, CorrectionVerdict, CorrectionsPage};
pub use self::courts::CourtEntry;
pub use self::duplicates::{Duplicate, Resemblance};
pub use self::enrolling::{Enrolling, Nominee};
pub use self::enrolments::EnrolmentEntry;
pub use self::erasing::pseudonym;
pub use self::exporting::{SheetExport, SheetFile, template_fault_in_chinese};
pub use self::merging::{JoinedPeople, JoiningForeseen, JoiningPeople};
pub use self::merging_rosters::TwiceEnrolled;
pub(crate) use self::name_keys::renew as renew_name_keys;
pub use self::overlaps::{Overlap, TrainingDays};
pub use self::own_record::OwnRecord;
pub use self::people::{PeoplePage, PeopleWanted, PersonEntry, PersonRevision, SecretLine};
pub use self::person_changes::{PersonInput, PersonPart, Wanted};
pub use self::person_columns::{PersonColumn, PersonFacts};
pub use self::person_lines::PersonLine;
pub use self::placing::{Placing, roster_revision};
pub use self::pooling::PersonSeen;
pub use self::profile::PersonProfile;
pub use self::programmes::ProgrammeEntry;
pub use self::retention::{RetentionDue, RetentionList, RetentionPage, RetentionPerson, RetentionWanted};
pub(crate) use self::secrets::renew_digest;
pub use self::seen_by::SeenLine;
pub use self::steps::EnrolmentStep;
pub(crate) use self::tables::{courts as known_courts, transliterations};
pub use self::trainings::{TrainingEntry, TrainingPlace, TrainingsWanted};

use registry::{Day, Fault};
use serde::{Deserialize, Serialize};
use store::records::{self, Record, RecordDeed, StoredRecord};
use store::{RecordAct, Session, Stamp};

use crate::accounts::new_id;
use crate::calendar::civil_day;
use crate::{App, Error, Permit};

/// How far the courts' clocks are before UTC. There is one civil time in the country.
const AHEAD_MS: i64 = 8 * 3_600_000;

/// What a write of one record came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordWritten {
    /// The record.
    pub id: String,
    /// The revision that was written.
    pub revision: u64,
    /// The change that made it.
    pub seq: u64,
}

impl<R> From<&StoredRecord<R>> for RecordWritten {
    fn from(stored: &StoredRecord<R>) -> Self {
        Self {
            id: stored.id.clone(),
            revision: stored.revision,
            seq: stored.seq,
        }
    }
}

impl App {
    /// Returns the day it is in the courts.
    #[must_use]
    pub fn registry_today(&self) -> Day {
        day_at(self.clock.now_ms())
    }

    /// Returns what a form is given by which it is known when it comes twice.
    ///
    /// # Errors
    /// If there is no chance.
    pub fn form_key(&self) -> Result<String, Error> {
        new_id("f", &*self.identity.chance)
    }

    fn stamp<A>(&self, permit: &Permit<A>) -> Stamp {
        Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        }
    }
}

/// Returns the civil day of a time.
fn day_at(at_ms: i64) -> Day {
    let first = civil_day(0).parse();
    let day = civil_day(at_ms.saturating_add(AHEAD_MS)).parse().or(first);
    #[expect(clippy::expect_used, reason = "1970-01-01 is a day of every calendar here")]
    day.expect("invariant: the first day of the epoch is a day")
}

/// Returns a record as it is now.
///
/// # Errors
/// [`Error::NoSuchRecord`] if it is not there.
fn newest<R: Record>(session: &mut dyn Session, id: &str) -> Result<StoredRecord<R>, Error> {
    records::find(session, id)?.ok_or(Error::NoSuchRecord(R::KIND.as_str()))
}

/// Refuses to write on another revision than the newest one.
fn expect_revision<R>(stored: &StoredRecord<R>, expected: u64) -> Result<(), Error> {
    if stored.revision == expected {
        return Ok(());
    }
    Err(Error::StaleRecord {
        id: stored.id.clone(),
        expected,
        current: stored.revision,
    })
}

/// Refuses what breaks rules.
fn expect_none(faults: Vec<Fault>) -> Result<(), Error> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Registry(faults))
    }
}

/// Refuses by one rule.
fn refused<T>(code: &'static str, pointer: impl Into<String>, en: String, zh: String) -> Result<T, Error> {
    Err(Error::Registry(vec![fault(code, pointer, en, zh)]))
}

/// Tells of a broken rule that needs other records to be seen.
fn fault(code: &'static str, pointer: impl Into<String>, message: String, message_zh: String) -> Fault {
    Fault {
        code,
        pointer: pointer.into(),
        message,
        message_zh,
    }
}

/// Returns an act with its reason.
fn deed(act: RecordAct, reason: Option<&str>) -> RecordDeed {
    RecordDeed {
        reason: reason.map(str::to_owned),
        ..RecordDeed::of(act)
    }
}
