//! Writing a new concept.

use glossary::{Concept, ConceptId};
use serde::{Deserialize, Serialize};
use store::{Stamp, Stored};

use super::{draft_of, expect_relations, expect_rules, keep_mutual};
use crate::audit::{self, AuditEvent};
use crate::keyed::keyed;
use crate::{App, Error, IdempotencyKey, Permit, WriteGlossary};

/// What a write of one concept came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The concept.
    pub id: ConceptId,
    /// The revision that was written.
    pub revision: u64,
    /// The change that made it: what `min_seq` waits for.
    pub seq: u64,
}

impl From<&Stored> for Written {
    fn from(stored: &Stored) -> Self {
        Self {
            id: stored.id,
            revision: stored.revision,
            seq: stored.seq,
        }
    }
}

impl App {
    /// Writes a new concept, a draft whatever it says of itself, because no body has approved it yet.
    ///
    /// When this returns, the concept is durable; the index follows within moments. Repeated with the same `key`, it
    /// returns what it returned the first time and writes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the entry breaks rules; [`Error::Store`] with [`OtherRequest`](store::Error::OtherRequest) if
    /// the key was used for another entry, with [`OutcomeUnknown`](store::Error::OutcomeUnknown) if it is not known whether
    /// the concept was kept.
    pub fn create_concept(
        &self,
        permit: &Permit<WriteGlossary>,
        concept: Concept,
        key: Option<&IdempotencyKey>,
    ) -> Result<Written, Error> {
        expect_rules(&concept)?;
        let author = permit.actor().name();
        let request = key
            .map(|key| keyed(&author, key, "create_concept", &concept))
            .transpose()?;
        let draft = draft_of(concept);
        let stamp = Stamp {
            author,
            at_ms: self.clock.now_ms(),
        };
        let noted = self.audit_entry(permit.actor(), &AuditEvent::done("create-concept"))?;
        self.write_once(request, move |tx| {
            expect_relations(tx, None, None, &draft)?;
            let stored = tx.create(draft.clone(), &stamp)?;
            keep_mutual(tx, None, &stored, &stamp)?;
            audit::append(tx, &audit::on_new(&noted, "concept", stored.id.to_string()))?;
            Ok(Written::from(&stored))
        })
    }
}
