//! Deciding about proposals: accepting, refusing, and taking back one's own.

use access::{DecideProposals, Permit, Propose};
use glossary::ConceptId;
use store::proposals::{self, Decision, Proposal};
use store::{Act, Deed, Manner, ProposalState, Session, Stamp, Tx};

use super::{found, taken_in};
use crate::audit::{self, AuditEvent};
use crate::editing::{draft_of, expect_rules, keep_mutual, line_of, newest_of, reason_of};
use crate::{App, Error};

/// Most characters of an answer.
const MAX_ANSWER_CHARS: usize = 500;

/// What an editor decides about a proposal. The proposer reads the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalDecision {
    /// A draft is made of it.
    Accept {
        /// A word to the proposer.
        answer: String,
    },
    /// Nothing comes of it.
    Refuse {
        /// Why; it is needed.
        answer: String,
    },
}

impl App {
    /// Decides about an open proposal. An accepted one becomes a draft in the name of who proposed it.
    ///
    /// # Errors
    /// [`Error::NoSuchProposal`]; [`Error::ProposalDecided`]; [`Error::ReasonMissing`] of a refusal without one;
    /// [`Error::StaleConcept`] if it takes the place of a text that has changed since; [`Error::Invalid`] if what comes of it
    /// would break rules by now; [`Error::NoSuchConcept`] or [`Error::Merged`] if its concept is gone.
    pub fn decide_proposal(
        &self,
        permit: &Permit<DecideProposals>,
        id: &str,
        decision: &ProposalDecision,
    ) -> Result<Proposal, Error> {
        let (state, answer) = match decision {
            ProposalDecision::Accept { answer } => {
                let answer = line_of(answer, MAX_ANSWER_CHARS);
                (
                    ProposalState::Accepted,
                    Some(answer).filter(|answer| !answer.is_empty()),
                )
            }
            ProposalDecision::Refuse { answer } => (ProposalState::Refused, Some(reason_of(answer)?)),
        };
        let (by, at_ms) = (permit.actor().name(), self.clock.now_ms());
        let name = match state {
            ProposalState::Accepted => "accept-proposal",
            _ => "refuse-proposal",
        };
        let noted = self.audit_entry(permit.actor(), &AuditEvent::done(name).on("proposal", id))?;
        let id = id.to_owned();
        let decided = self.write_noted(move |tx| {
            let proposal = open(tx, &id)?;
            let made = match state {
                ProposalState::Accepted => Some(draft(tx, &proposal, at_ms)?),
                _ => None,
            };
            let decision = Decision {
                by: by.clone(),
                at_ms,
                answer: answer.clone(),
                made,
            };
            let decided = close(tx, proposal, state, decision)?;
            audit::append(tx, &noted)?;
            Ok(decided)
        })?;
        self.indexer.wake();
        Ok(decided)
    }

    /// Takes back an open proposal of one's own.
    ///
    /// # Errors
    /// [`Error::NoSuchProposal`] also of those of others; [`Error::ProposalDecided`].
    pub fn withdraw_proposal(&self, permit: &Permit<Propose>, id: &str) -> Result<Proposal, Error> {
        let (actor, at_ms) = (permit.actor(), self.clock.now_ms());
        let event = AuditEvent::done("withdraw-proposal").on("proposal", id);
        let noted = self.audit_entry(actor, &event)?;
        let (proposer, by, id) = (actor.id().to_owned(), actor.name(), id.to_owned());
        self.write_aside_noted(move |session| {
            if found(session, &id)?.proposer != proposer {
                return Err(Error::NoSuchProposal);
            }
            let proposal = open(session, &id)?;
            let decision = Decision {
                by: by.clone(),
                at_ms,
                answer: None,
                made: None,
            };
            let withdrawn = close(session, proposal, ProposalState::Withdrawn, decision)?;
            audit::append(session, &noted)?;
            Ok(withdrawn)
        })
    }
}

/// Returns a proposal that waits for a decision.
fn open(session: &mut dyn Session, id: &str) -> Result<Proposal, Error> {
    let proposal = found(session, id)?;
    match proposal.state {
        ProposalState::Open => Ok(proposal),
        state => Err(Error::ProposalDecided { state }),
    }
}

/// Writes the decision, and returns the proposal with it.
fn close(
    session: &mut dyn Session,
    proposal: Proposal,
    state: ProposalState,
    decision: Decision,
) -> Result<Proposal, Error> {
    if !proposals::decide(session, &proposal.id, state, &decision)? {
        return Err(Error::ProposalDecided { state });
    }
    Ok(Proposal {
        state,
        decision: Some(decision),
        ..proposal
    })
}

/// Makes a draft of a proposal, and returns the concept and its revision.
fn draft(tx: &mut Tx<'_>, proposal: &Proposal, at_ms: i64) -> Result<(ConceptId, u64), Error> {
    let stamp = Stamp {
        author: proposal.proposed_by.clone(),
        at_ms,
    };
    let Some(id) = proposal.concept else {
        expect_rules(&proposal.body)?;
        let made = tx.create(proposal.body.clone(), &stamp)?;
        keep_mutual(tx, None, &made, &stamp)?;
        return Ok((made.id, made.revision));
    };
    let known = newest_of(tx, id)?;
    if let (Manner::Replace, Some(expected)) = (proposal.manner, proposal.based_on)
        && expected != known.revision
    {
        return Err(Error::StaleConcept {
            id,
            expected,
            current: known.revision,
        });
    }
    let next = draft_of(taken_in(proposal.manner, Some(&known.body), &proposal.body));
    expect_rules(&next)?;
    // Somebody has drafted the same meanwhile.
    if next == draft_of(known.body.clone()) {
        return Ok((id, known.revision));
    }
    let deed = Deed {
        reason: Some(proposal.reason.clone()),
        ..Deed::of(Act::Write)
    };
    let made = tx.perform(id, known.revision, next, &deed, &stamp)?;
    keep_mutual(tx, Some(&known.body), &made, &stamp)?;
    Ok((id, made.revision))
}
