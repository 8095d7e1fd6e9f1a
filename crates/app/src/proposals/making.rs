//! Proposing a concept, or a change of one.

use access::{Permit, Propose};
use glossary::{Concept, ConceptId};
use store::proposals::{self, Proposal};
use store::{Manner, ProposalState, Session, shown, unanswered_lookups};

use super::taken_in;
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::editing::{draft_of, expect_rules, reason_of};
use crate::{App, Error};

/// How many open proposals one account or token has at most: more would be noise, and somebody reads them all.
const MAX_OPEN: u64 = 200;

/// What somebody proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct NewProposal {
    /// The concept that it is about; `None` for a new one.
    pub concept: Option<ConceptId>,
    /// How it is meant, if it is about a concept: to be added to what that says, or in place of it.
    pub manner: Manner,
    /// The revision that the proposer has read. What takes the place of a text needs it.
    pub based_on: Option<u64>,
    /// What is proposed.
    pub content: Concept,
    /// Why.
    pub reason: String,
    /// The lookup without an answer that it is made of.
    pub lookup: Option<String>,
}

impl App {
    /// Keeps a proposal for the editors.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`]; [`Error::Invalid`] if the concept that comes of it would break rules;
    /// [`Error::NothingProposed`] if it says nothing new; [`Error::NoSuchConcept`] if it is about none that the proposer may
    /// know of; [`Error::NoSuchLookup`]; [`Error::TooManyProposals`].
    pub fn propose(&self, permit: &Permit<Propose>, proposed: NewProposal) -> Result<Proposal, Error> {
        let actor = permit.actor();
        let proposal = Proposal {
            id: new_id("p", &*self.identity.chance)?,
            concept: proposed.concept,
            based_on: proposed.based_on,
            manner: match proposed.concept {
                None => Manner::New,
                Some(_) if proposed.manner == Manner::Replace => Manner::Replace,
                Some(_) => Manner::Add,
            },
            body: draft_of(proposed.content),
            reason: reason_of(&proposed.reason)?,
            proposer: actor.id().to_owned(),
            proposed_by: actor.name(),
            proposed_at_ms: self.clock.now_ms(),
            state: ProposalState::Open,
            decision: None,
        };
        let event = AuditEvent::done("propose").on("proposal", proposal.id.clone());
        let noted = self.audit_entry(actor, &event)?;
        let (app, lookup) = (self.clone(), proposed.lookup);
        self.write_aside_noted(move |session| {
            if proposals::count_open(session, Some(&proposal.proposer))? >= MAX_OPEN {
                return Err(Error::TooManyProposals { most: MAX_OPEN });
            }
            app.expect_something_new(session, &proposal)?;
            proposals::add(session, &proposal)?;
            if let Some(key) = &lookup
                && !unanswered_lookups::made_proposal(session, key, &proposal.id)?
            {
                return Err(Error::NoSuchLookup);
            }
            audit::append(session, &noted)?;
            Ok(proposal.clone())
        })
    }

    /// Refuses what would break rules, and what changes nothing. What the proposer may not read is not compared with: what
    /// is drafted beside it is the business of whoever decides.
    fn expect_something_new(&self, session: &mut dyn Session, proposal: &Proposal) -> Result<(), Error> {
        let known = match proposal.concept {
            None => None,
            Some(id) => {
                let shown = shown::find(session, id)?.ok_or(Error::NoSuchConcept(id))?;
                self.public_view(&shown.body).ok_or(Error::NoSuchConcept(id))?;
                Some(draft_of(shown.body))
            }
        };
        let next = taken_in(proposal.manner, known.as_ref(), &proposal.body);
        if known.is_some_and(|known| known == next) {
            return Err(Error::NothingProposed);
        }
        expect_rules(&next)
    }
}
