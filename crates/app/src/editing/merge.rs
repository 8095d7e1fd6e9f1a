//! Joining two concepts that say the same.

use access::AuthoriseGlossary;
use glossary::{Concept, ConceptId, merge};
use store::{Act, Deed, Stamp};

use super::{Written, draft_of, expect_rules, newest, reason_of};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit, WriteGlossary};

/// Two concepts of which one is to stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// The concept that goes; its address leads to the other one from then on.
    pub gone: ConceptId,
    /// Its newest revision, as the writer has seen it.
    pub gone_revision: u64,
    /// The concept that stays.
    pub kept: ConceptId,
    /// Its newest revision, as the writer has seen it.
    pub kept_revision: u64,
    /// Why.
    pub reason: String,
}

impl App {
    /// Joins a concept into another one, which gains as a draft what it did not say yet.
    ///
    /// What stands by a committee's decision goes only by a committee's hand: `committee` is the proof.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::Invalid`] if both together break rules; [`Error::Refused`] without `committee` if
    /// the concept that goes is authorised; [`Error::StaleConcept`], [`Error::NoSuchConcept`], [`Error::Merged`].
    pub fn merge_concepts(
        &self,
        permit: &Permit<WriteGlossary>,
        joining: &Joining,
        committee: Option<&Permit<AuthoriseGlossary>>,
    ) -> Result<Written, Error> {
        let reason = reason_of(&joining.reason)?;
        let stamp = Stamp {
            author: permit.actor().name(),
            at_ms: self.clock.now_ms(),
        };
        let event = AuditEvent::done("merge-concepts")
            .on("concept", joining.gone.to_string())
            .because(reason.clone())
            .detail(format!("into {}", joining.kept));
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (joining, is_committee) = (joining.clone(), committee.is_some());
        self.write_once(None, move |tx| {
            let gone = newest(tx, joining.gone, joining.gone_revision)?;
            let kept = newest(tx, joining.kept, joining.kept_revision)?;
            if gone.id == kept.id {
                return Err(Error::IntoItself(gone.id));
            }
            if gone.standing.is_some() && !is_committee {
                let action = "authorise-glossary";
                return Err(Error::Refused(access::Refusal::Forbidden { action }));
            }
            let joined = joined(&kept.body, &gone.body, [gone.id, kept.id]);
            let written = if joined == kept.body {
                Written::from(&kept)
            } else {
                let draft = draft_of(joined);
                expect_rules(&draft)?;
                let deed = Deed {
                    reason: Some(reason.clone()),
                    ..Deed::of(Act::Merge)
                };
                Written::from(&tx.perform(kept.id, kept.revision, draft, &deed, &stamp)?)
            };
            let seq = tx.merge(gone.id, gone.revision, kept.id, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(Written { seq, ..written })
        })
    }
}

/// Returns what both say, without what they said of each other.
fn joined(kept: &Concept, gone: &Concept, both: [ConceptId; 2]) -> Concept {
    let mut joined = merge::merge(kept, gone);
    joined.relations.retain(|relation| !both.contains(&relation.id));
    joined
}
