//! Programmes: what trainings belong to, and how their hours count.

use access::{ReadRegistry, WriteRegistry};
use registry::Programme;
use serde::{Deserialize, Serialize};
use store::RecordAct;
use store::records::{self, StoredRecord};

use super::reach::Reach;
use super::{RecordWritten, deed, expect_none, expect_revision, newest};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::keyed::keyed;
use crate::{App, Error, IdempotencyKey, Permit};

/// A programme as somebody reads it. It belongs to all courts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeEntry {
    /// The id.
    pub id: String,
    /// The revision.
    pub revision: u64,
    /// What it says.
    pub programme: Programme,
}

impl App {
    /// Lists programmes by id, at most `limit` behind the id `after`.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_programmes(
        &self,
        _: &Permit<ReadRegistry>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<ProgrammeEntry>, Error> {
        let after = after.unwrap_or_default();
        let page = self
            .store
            .read(|session| records::page_after::<Programme>(session, after, limit))?;
        Ok(page.into_iter().map(ProgrammeEntry::from).collect())
    }

    /// Returns a programme.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`].
    pub fn find_programme(&self, _: &Permit<ReadRegistry>, id: &str) -> Result<ProgrammeEntry, Error> {
        let stored = self.store.read(|session| newest::<Programme>(session, id))?;
        Ok(ProgrammeEntry::from(stored))
    }

    /// Writes a new programme; whoever reaches the highest court may. Repeated with the same `key`, it returns what it
    /// returned the first time.
    ///
    /// # Errors
    /// [`Error::Registry`] with every rule that is broken; [`Error::Refused`].
    pub fn create_programme(
        &self,
        permit: &Permit<WriteRegistry>,
        programme: Programme,
        key: Option<&IdempotencyKey>,
    ) -> Result<RecordWritten, Error> {
        expect_none(programme.faults())?;
        let stamp = self.stamp(permit);
        let request = key
            .map(|key| keyed(&stamp.author, key, "create_programme", &programme))
            .transpose()?;
        let id = new_id("g", &*self.identity.chance)?;
        let event = AuditEvent::done("create-programme").on("programme", &*id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let permit = permit.clone();
        self.write_once(request, move |tx| {
            expect_whole(&Reach::of(tx, &permit)?)?;
            let act = deed(RecordAct::Write, None);
            let stored = tx.put_record(&id, 0, programme.clone(), &act, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }

    /// Writes the next revision of a programme. The same again writes nothing.
    ///
    /// # Errors
    /// As [`create_programme`](Self::create_programme); [`Error::NoSuchRecord`], [`Error::StaleRecord`].
    pub fn put_programme(
        &self,
        permit: &Permit<WriteRegistry>,
        id: &str,
        expected: u64,
        programme: Programme,
    ) -> Result<RecordWritten, Error> {
        expect_none(programme.faults())?;
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("update-programme").on("programme", id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, id) = (permit.clone(), id.to_owned());
        self.write_once(None, move |tx| {
            let known = newest::<Programme>(tx, &id)?;
            expect_whole(&Reach::of(tx, &permit)?)?;
            expect_revision(&known, expected)?;
            if known.body == programme {
                return Ok(RecordWritten::from(&known));
            }
            let act = deed(RecordAct::Write, None);
            let stored = tx.put_record(&id, expected, programme.clone(), &act, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }
}

impl From<StoredRecord<Programme>> for ProgrammeEntry {
    fn from(stored: StoredRecord<Programme>) -> Self {
        Self {
            id: stored.id,
            revision: stored.revision,
            programme: stored.body,
        }
    }
}

/// What belongs to no court is written by whoever reaches the highest one. It is there for all to see, so that the right
/// does not suffice is no secret.
pub(super) fn expect_whole(reach: &Reach) -> Result<(), Error> {
    match reach.is_whole() {
        true => Ok(()),
        false => Err(Error::Refused(access::Refusal::Forbidden {
            action: "write-registry",
        })),
    }
}
