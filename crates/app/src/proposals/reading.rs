//! Reading proposals: one's own, and for editors all of them.

use access::{Permit, Propose, ReadDrafts};
use glossary::ConceptId;
use store::ProposalState;
use store::proposals::{self, Proposal, Wanted};

use super::found;
use crate::{App, Error};

/// Which proposals are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalsWanted {
    /// Only one's own; without the right to read drafts there are no others.
    pub own: bool,
    /// Those that have come this far.
    pub state: Option<ProposalState>,
    /// Those about this concept.
    pub concept: Option<ConceptId>,
    /// Those older than this one, by its time in milliseconds since 1970 and its id.
    pub before: Option<(i64, String)>,
}

impl App {
    /// Lists up to `limit` proposals, newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_proposals(
        &self,
        permit: &Permit<Propose>,
        drafts: Option<&Permit<ReadDrafts>>,
        wanted: &ProposalsWanted,
        limit: usize,
    ) -> Result<Vec<Proposal>, Error> {
        let own = || permit.actor().id().to_owned();
        let wanted = Wanted {
            proposer: (wanted.own || drafts.is_none()).then(own),
            state: wanted.state,
            concept: wanted.concept,
            before: wanted.before.clone(),
        };
        Ok(self
            .store
            .read(|session| proposals::list(session, &wanted, limit))?)
    }

    /// Counts the proposals that nobody has decided about.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn count_open_proposals(&self, _: &Permit<ReadDrafts>) -> Result<u64, Error> {
        Ok(self.store.read(|session| proposals::count_open(session, None))?)
    }

    /// Returns a proposal, one's own or for editors any.
    ///
    /// # Errors
    /// [`Error::NoSuchProposal`].
    pub fn find_proposal(
        &self,
        permit: &Permit<Propose>,
        drafts: Option<&Permit<ReadDrafts>>,
        id: &str,
    ) -> Result<Proposal, Error> {
        let proposal = self.store.read(|session| found(session, id))?;
        if drafts.is_none() && proposal.proposer != permit.actor().id() {
            return Err(Error::NoSuchProposal);
        }
        Ok(proposal)
    }
}
