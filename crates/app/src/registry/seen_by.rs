//! Who has looked at a person or written about one, out of the audit.

use access::ReadRegistry;
use store::Session;
use store::audit::{self, AuditFilter};

use crate::{App, Error, Permit};

/// Somebody who did something with the record of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenLine {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// What came of it.
    pub outcome: String,
    /// Which fields.
    pub fields: String,
    /// What for.
    pub purpose: Option<String>,
}

impl App {
    /// Lists who has looked at a person and who has written about the person, the newest first, at most `limit`.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`], [`Error::RecordMerged`].
    pub fn person_seen_by(
        &self,
        permit: &Permit<ReadRegistry>,
        id: &str,
        limit: usize,
    ) -> Result<Vec<SeenLine>, Error> {
        self.peek_person(permit, id)?;
        self.store.read(|session| seen_by(session, id, limit))
    }
}

/// Returns the entries about a person as [`SeenLine`]s.
pub(super) fn seen_by(session: &mut dyn Session, id: &str, limit: usize) -> Result<Vec<SeenLine>, Error> {
    let filter = AuditFilter {
        object_kind: Some("person".to_owned()),
        object_id: Some(id.to_owned()),
        ..AuditFilter::default()
    };
    let entries = audit::list(session, &filter, limit)?;
    let line = |(entry, _): (audit::AuditEntry, Option<u64>)| SeenLine {
        at_ms: entry.at_ms,
        actor: entry.actor_name,
        action: entry.action,
        outcome: entry.outcome,
        fields: entry.fields,
        purpose: entry.reason,
    };
    Ok(entries.into_iter().map(line).collect())
}
