//! Writing the next draft of a concept.

use glossary::{Concept, ConceptId};
use store::{Act, Deed, Stamp};

use super::{Written, draft_of, expect_rules, keep_mutual, newest};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit, WriteGlossary};

impl App {
    /// Writes the next revision of a concept, a draft; `expected` is the newest revision that the writer has seen.
    ///
    /// A text that says the same as the newest draft writes nothing and answers with that.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the entry breaks rules; [`Error::StaleConcept`] if somebody else has written meanwhile;
    /// [`Error::NoSuchConcept`], [`Error::Merged`].
    pub fn update_concept(
        &self,
        permit: &Permit<WriteGlossary>,
        id: ConceptId,
        expected: u64,
        concept: Concept,
    ) -> Result<Written, Error> {
        expect_rules(&concept)?;
        let draft = draft_of(concept);
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done("update-concept").on("concept", id.to_string());
        let noted = self.audit_entry(permit.actor(), &event)?;
        self.write_once(None, move |tx| {
            let known = newest(tx, id, expected)?;
            if known.body == draft {
                return Ok(Written::from(&known));
            }
            let deed = Deed::of(Act::Write);
            let stored = tx.perform(id, expected, draft.clone(), &deed, &stamp)?;
            keep_mutual(tx, Some(&known.body), &stored, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(Written::from(&stored))
        })
    }
}
