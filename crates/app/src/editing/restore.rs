//! Taking up the text of an earlier revision.

use glossary::{Concept, ConceptId};
use store::{Act, Deed, Stamp, concepts};

use super::{Written, draft_of, expect_rules, keep_mutual, newest, reason_of};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit, WriteGlossary};

impl App {
    /// Writes what the concept said in `revision` as its next draft. Nothing of what was written since is lost.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::NoSuchRevision`]; [`Error::Invalid`] if the old text breaks rules of today;
    /// [`Error::StaleConcept`], [`Error::NoSuchConcept`], [`Error::Merged`].
    pub fn restore_revision(
        &self,
        permit: &Permit<WriteGlossary>,
        id: ConceptId,
        expected: u64,
        revision: u64,
        reason: &str,
    ) -> Result<Written, Error> {
        let reason = reason_of(reason)?;
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done("restore-revision")
            .on("concept", id.to_string())
            .because(reason.clone())
            .detail(format!("revision {revision}"));
        let noted = self.audit_entry(permit.actor(), &event)?;
        self.write_once(None, move |tx| {
            let known = newest(tx, id, expected)?;
            let found = concepts::find_revision(tx, id, revision)?;
            let old: Option<Concept> = found.and_then(|found| found.body);
            let draft = draft_of(old.ok_or(Error::NoSuchRevision { id, revision })?);
            expect_rules(&draft)?;
            let deed = Deed {
                reason: Some(reason.clone()),
                ..Deed::of(Act::Restore)
            };
            let stored = tx.perform(id, expected, draft, &deed, &stamp)?;
            keep_mutual(tx, Some(&known.body), &stored, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(Written::from(&stored))
        })
    }
}
