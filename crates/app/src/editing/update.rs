//! Writing the next draft of a concept.

use glossary::diff::combine;
use glossary::{Concept, ConceptId};
use store::{Act, Deed, Stamp};

use super::{Written, draft_of, expect_relations, expect_rules, keep_mutual, newest};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit, WriteGlossary};

impl App {
    /// Writes the next revision of a concept, a draft; `expected` is the newest revision that the writer has seen.
    ///
    /// A text that says the same as the newest draft writes nothing and answers with that. What the concept has of hidden
    /// collections, which the writer has not seen, stays as it is.
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
        let hidden = self.hidden.clone();
        self.write_once(None, move |tx| {
            let known = newest(tx, id, expected)?;
            let seen = known.body.without_collections(&hidden);
            let seen = seen.ok_or(Error::NoSuchConcept(id))?;
            let draft = if seen == known.body {
                draft.clone()
            } else {
                // The writer changed what was seen; whatever else there is came from nobody else.
                let whole = combine(&seen, &draft, &known.body, &|_| true);
                let whole = draft_of(whole.map_err(|error| Error::Internal(error.to_string()))?);
                expect_rules(&whole)?;
                whole
            };
            expect_relations(tx, Some(id), Some(&known.body), &draft)?;
            if known.body == draft {
                return Ok(Written::from(&known));
            }
            let deed = Deed::of(Act::Write);
            let stored = tx.perform(id, expected, draft, &deed, &stamp)?;
            keep_mutual(tx, Some(&known.body), &stored, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(Written::from(&stored))
        })
    }
}
