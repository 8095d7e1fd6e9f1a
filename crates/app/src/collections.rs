//! Descriptions of collections: what each is called, what it is, and under which terms it may be used.

use access::{Permit, WriteGlossary};
use store::Collection;
use store::collections;

use crate::audit::{self, AuditEvent};
use crate::{App, Error};

impl App {
    /// Writes descriptions of collections, all of them or none, each in place of the one with its name.
    ///
    /// That a Tibetan title comes with its source is for whoever reads the descriptions to see to.
    ///
    /// # Errors
    /// If the store fails.
    pub fn write_collections(
        &self,
        permit: &Permit<WriteGlossary>,
        described: Vec<Collection>,
    ) -> Result<(), Error> {
        let event = AuditEvent::done("write-collections").detail(format!("{} collections", described.len()));
        let noted = self.audit_entry(permit.actor(), &event)?;
        self.write_aside_noted(move |session| {
            for collection in &described {
                collections::upsert(session, collection)?;
            }
            audit::append(session, &noted)
        })?;
        self.names.refresh_or_warn(&self.store);
        Ok(())
    }
}
