//! What of all this stands in the audit.

use access::Actor;
use store::audit::AuditEntry;
use store::{Session, Tx};

use crate::audit::{AuditEvent, entry};
use crate::{App, Error};

impl App {
    /// Makes the entry that tells that `actor` did, or tried, what `event` says; it goes into the transaction of the act.
    ///
    /// # Errors
    /// If there are no random bytes.
    pub(crate) fn audit_entry(&self, actor: &Actor, event: &AuditEvent) -> Result<AuditEntry, Error> {
        let origin = actor.origin().cloned().unwrap_or_default();
        entry(
            &actor.into(),
            &origin,
            event,
            self.clock.now_ms(),
            &*self.identity.chance,
        )
    }

    /// As [`Store::write`](store::Store::write), for work that writes audit entries: they are sealed soon.
    pub(crate) fn write_noted<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.store.write(work)?;
        self.audit_bell.ring();
        Ok(done)
    }

    /// As [`Store::write_aside`](store::Store::write_aside), for work that writes audit entries: they are sealed soon.
    pub(crate) fn write_aside_noted<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Session) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.store.write_aside(work)?;
        self.audit_bell.ring();
        Ok(done)
    }
}

/// Writes `entry` in the transaction of what it is about.
pub(super) use crate::audit::append;
