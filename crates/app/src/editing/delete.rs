//! Taking a draft away.

use glossary::{ConceptId, Workflow};
use store::Stamp;

use super::newest;
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit, WriteGlossary};

impl App {
    /// Takes a draft away that was never authorised, and returns the change of that. Its history stays.
    ///
    /// # Errors
    /// [`Error::NotADraft`] if a committee or a reviewer has looked at it: it can be withdrawn.
    /// [`Error::StaleConcept`], [`Error::NoSuchConcept`], [`Error::Merged`].
    pub fn delete_concept(
        &self,
        permit: &Permit<WriteGlossary>,
        id: ConceptId,
        expected: u64,
    ) -> Result<u64, Error> {
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done("delete-concept").on("concept", id.to_string());
        let noted = self.audit_entry(permit.actor(), &event)?;
        self.write_once(None, move |tx| {
            let known = newest(tx, id, expected)?;
            let workflow = known.body.workflow;
            if workflow != Workflow::Draft || known.standing.is_some() {
                return Err(Error::NotADraft { id, workflow });
            }
            let seq = tx.delete(id, expected, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(seq)
        })
    }
}
