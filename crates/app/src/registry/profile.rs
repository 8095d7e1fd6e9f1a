//! A person with all that stands around one, as one page shows it: looked at once, and noted once.

use access::ReadRegistry;

use super::seen_by::{SeenLine, seen_by};
use super::{Duplicate, EnrolmentEntry, PersonEntry};
use crate::audit::AuditEvent;
use crate::{App, Error, Permit};

/// How long after a change its writer is shown the person again without another note, in milliseconds.
const SHOWN_AGAIN_MS: i64 = 60_000;

/// In how many of the newest notes about a person the change is looked for.
const LOOKED_BACK: usize = 20;

/// A person with all that stands around one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonProfile {
    /// What the record says, with nothing that is sealed.
    pub entry: PersonEntry,
    /// The trainings.
    pub trainings: Vec<EnrolmentEntry>,
    /// Who has looked or written, the newest first.
    pub seen_by: Vec<SeenLine>,
    /// Who may be the same person.
    pub duplicates: Vec<Duplicate>,
}

impl App {
    /// Returns a person with all that stands around one, at most `max_seen` of those who have looked, and notes who looks.
    /// Whoever is shown a person again right after a change (`is_after_change`) is not noted once more: the change is.
    ///
    /// # Errors
    /// As [`find_person`](Self::find_person).
    pub fn person_profile(
        &self,
        permit: &Permit<ReadRegistry>,
        id: &str,
        max_seen: usize,
        is_after_change: bool,
    ) -> Result<PersonProfile, Error> {
        let entry = self.peek_person(permit, id)?;
        if !(is_after_change && self.has_just_changed(permit, id)?) {
            self.record(permit.actor(), &AuditEvent::done("read-person").on("person", id))?;
        }
        Ok(PersonProfile {
            entry,
            trainings: self.trainings_of(permit, id)?,
            seen_by: self.store.read(|session| seen_by(session, id, max_seen))?,
            duplicates: self.duplicates_of(permit, id)?,
        })
    }

    /// Tells whether the caller has just changed a person.
    fn has_just_changed(&self, permit: &Permit<ReadRegistry>, id: &str) -> Result<bool, Error> {
        let since_ms = self.clock.now_ms().saturating_sub(SHOWN_AGAIN_MS);
        let newest = self.store.read(|session| seen_by(session, id, LOOKED_BACK))?;
        let by = permit.actor().name();
        Ok(newest
            .iter()
            .any(|line| line.action == "update-person" && line.actor == by && line.at_ms >= since_ms))
    }
}
