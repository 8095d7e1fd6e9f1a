//! Proposals: what readers and other systems wish to see in the glossary, and what editors decide about it.
//!
//! A proposal changes nothing by itself. Accepted, it becomes a draft in the name of who proposed it, so that any reviewer
//! may review it, also the one who accepted it.

mod deciding;
mod making;
mod reading;

pub use deciding::ProposalDecision;
pub use making::NewProposal;
pub use reading::ProposalsWanted;

use glossary::{Concept, merge};
use store::proposals::Proposal;
use store::{Manner, Session, proposals};

use crate::Error;

/// Returns what the concept `known` would say if `content` were taken in.
fn taken_in(manner: Manner, known: Option<&Concept>, content: &Concept) -> Concept {
    match (manner, known) {
        (Manner::Add, Some(known)) => merge::merge(known, content),
        _ => content.clone(),
    }
}

/// Returns a proposal.
///
/// # Errors
/// [`Error::NoSuchProposal`].
fn found(session: &mut dyn Session, id: &str) -> Result<Proposal, Error> {
    proposals::find(session, id)?.ok_or(Error::NoSuchProposal)
}
