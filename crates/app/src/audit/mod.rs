//! The audit: what happened is written down, sealed into a chain within a second, and can be shown to be unchanged.
//!
//! Whoever does something worth telling makes an [`AuditEvent`] of it: [`entry`] and [`append`] in the transaction of a
//! write, so that neither is kept without the other, and by itself for everything else. One node seals what was
//! written and keeps the end of the chain in a signed file outside the database. [`verify`] compares all of it.

mod bell;
mod codes;
mod event;
mod figures;
mod forwarding;
mod head_file;
mod head_keeper;
mod keys;
mod links;
mod outside;
mod provider_keys;
mod report;
mod retention;
mod sealer;
mod sealing;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use store::{Session, audit};

pub use access::chain::{Bad, Fault};
pub use bell::Bell;
pub use codes::{FAULTS, HEAD_STATES, STRAYS, fault_code, head_code, stray_code};
pub use event::{AuditEvent, AuditOutcome, Who, entry};
pub use figures::{AuditFigures, Backlog};
pub use forwarding::{Forward, SealedEntry};
pub use keys::AuditKeys;
pub(crate) use outside::harmless;
pub use outside::visible;
pub use provider_keys::{keys_in, keys_of};
pub(crate) use report::first_bad;
pub use report::{AuditReport, HeadState, head_beyond, verify};
pub use sealer::{AuditPlan, Sealer};
pub use store::audit::{AuditEntry, AuditFilter, Stray};

use access::{Actor, ReadAudit};

use crate::{App, Error, Permit};

/// Returns where the head of the chain is in a data directory, unless the installation names another place.
#[must_use]
pub fn head_in(data_dir: &Path) -> PathBuf {
    data_dir.join("audit").join("head")
}

/// Writes an entry in the transaction of what it tells of. Ring the [`Bell`] once that is committed.
///
/// # Errors
/// If it cannot be written; the transaction is then not to be committed.
pub fn append(session: &mut dyn Session, entry: &AuditEntry) -> Result<(), Error> {
    Ok(audit::append(session, entry)?)
}

/// Returns `entry` with what it is about, for something that gets its id in the transaction itself.
#[must_use]
pub fn on_new(entry: &AuditEntry, kind: &str, id: String) -> AuditEntry {
    AuditEntry {
        object_kind: Some(kind.to_owned()),
        object_id: Some(id),
        ..entry.clone()
    }
}

impl App {
    /// Writes down what needs no other write: a login, a refusal, a view of personal data. When this returns, it is durable.
    ///
    /// # Errors
    /// If it cannot be written. What must not happen without being written down must then not happen.
    pub(crate) fn record(&self, actor: &Actor, event: &AuditEvent) -> Result<(), Error> {
        let entry = self.audit_entry(actor, event)?;
        self.write_aside_noted(move |session| append(session, &entry))
    }

    /// Returns up to `limit` entries, the newest first, each with its number in the chain if it is sealed by now. That they
    /// were read is an entry too.
    ///
    /// # Errors
    /// If they cannot be read, or that cannot be written down.
    pub fn audit_entries(
        &self,
        permit: &Permit<ReadAudit>,
        filter: &AuditFilter,
        limit: usize,
    ) -> Result<Vec<(AuditEntry, Option<u64>)>, Error> {
        self.record(permit.actor(), &AuditEvent::done("read-audit"))?;
        Ok(self.store.read(|session| audit::list(session, filter, limit))?)
    }
}
