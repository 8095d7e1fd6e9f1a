//! Reading what was looked for in vain, and dealing with it.

use access::{Permit, Propose, ReadDrafts, ReadGlossary, WriteGlossary};
use glossary::{Concept, ConceptId, Lang, Term, term_key};
use store::proposals::Proposal;
use store::unanswered_lookups::{self, UnansweredLookup};
use store::{Manner, Session, concepts, shown, tibetan_requests};

use crate::audit::{self, AuditEvent};
use crate::proposals::NewProposal;
use crate::view::ConceptSummary;
use crate::{App, Error};

/// A concept whose Tibetan was asked for. Days are civil dates in UTC.
#[derive(Debug, Clone)]
pub struct WantedTibetan {
    /// The concept, as everybody reads it.
    pub concept: ConceptSummary,
    /// How often.
    pub requests: u64,
    /// The first day.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
}

impl App {
    /// Lists up to `limit` texts that were looked up in vain often enough, the most wanted first; those after the one with so
    /// many lookups and that key. What has become a term since is left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_unanswered_lookups(
        &self,
        _: &Permit<ReadDrafts>,
        after: Option<(u64, String)>,
        limit: usize,
    ) -> Result<Vec<UnansweredLookup>, Error> {
        self.store.read(|session| {
            let (mut open, mut after) = (Vec::new(), after);
            while open.len() < limit {
                let from = after.as_ref().map(|(lookups, key)| (*lookups, key.as_str()));
                let page = unanswered_lookups::list_open(session, from, limit)?;
                let Some(last) = page.last() else { break };
                after = Some((last.lookups, last.key.clone()));
                for lookup in page {
                    if open.len() < limit && !is_answered(session, &lookup)? {
                        open.push(lookup);
                    }
                }
            }
            Ok(open)
        })
    }

    /// Makes a proposal of a lookup without an answer: a concept with that one term.
    ///
    /// # Errors
    /// [`Error::NoSuchLookup`] if there is none, or if something was made of it already.
    pub fn propose_lookup(
        &self,
        permit: &Permit<Propose>,
        _: &Permit<ReadDrafts>,
        key: &str,
    ) -> Result<Proposal, Error> {
        let found = self
            .store
            .read(|session| unanswered_lookups::find_shown(session, key))?
            .filter(|lookup| lookup.proposal.is_none())
            .ok_or(Error::NoSuchLookup)?;
        let text = found.text.as_deref().unwrap_or_default();
        let mut content = Concept::draft();
        let term = Term::new(found.lang, text);
        content.terms.extend(term);
        let proposed = NewProposal {
            concept: None,
            manner: Manner::New,
            based_on: None,
            content,
            reason: format!("查词 {} 次（{} 天）没有结果", found.lookups, found.days),
            lookup: Some(key.to_owned()),
        };
        self.propose(permit, proposed)
    }

    /// Puts a lookup aside, because nothing is to come of it.
    ///
    /// # Errors
    /// [`Error::NoSuchLookup`].
    pub fn put_lookup_aside(&self, permit: &Permit<WriteGlossary>, key: &str) -> Result<(), Error> {
        let event = AuditEvent::done("put-lookup-aside").on("lookup", key);
        let (noted, key) = (self.audit_entry(permit.actor(), &event)?, key.to_owned());
        self.write_aside_noted(move |session| {
            if !unanswered_lookups::put_aside(session, &key)? {
                return Err(Error::NoSuchLookup);
            }
            audit::append(session, &noted)
        })
    }

    /// Asks for the Tibetan of a concept that has none; returns how often that was done by now. Who asks is not kept.
    ///
    /// # Errors
    /// [`Error::NoSuchConcept`]; [`Error::HasTibetan`].
    pub fn ask_for_tibetan(&self, permit: &Permit<ReadGlossary>, id: ConceptId) -> Result<u64, Error> {
        let known = self.tibetan_requests(permit, id)?.ok_or(Error::HasTibetan(id))?;
        self.tally.ask_for_tibetan(id);
        Ok(known + 1)
    }

    /// Returns how often the Tibetan of a concept was asked for; `None` if it has some.
    ///
    /// # Errors
    /// [`Error::NoSuchConcept`].
    pub fn tibetan_requests(&self, _: &Permit<ReadGlossary>, id: ConceptId) -> Result<Option<u64>, Error> {
        let written = self.store.read(|session| {
            let found = shown::find(session, id)?.ok_or(Error::NoSuchConcept(id))?;
            let seen = self.public_view(&found.body).ok_or(Error::NoSuchConcept(id))?;
            match seen.preferred(Lang::Bo) {
                Some(_) => Ok::<_, Error>(None),
                None => Ok(Some(tibetan_requests::count(session, id)?)),
            }
        })?;
        Ok(written.map(|written| written + self.tally.asked(id)))
    }

    /// Lists up to `limit` concepts whose Tibetan was asked for and is still missing, the most wanted first; those after the
    /// one with so many requests and that id.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_wanted_tibetan(
        &self,
        _: &Permit<ReadDrafts>,
        after: Option<(u64, ConceptId)>,
        limit: usize,
    ) -> Result<Vec<WantedTibetan>, Error> {
        self.store.read(|session| {
            let (mut wanted, mut after) = (Vec::new(), after);
            while wanted.len() < limit {
                let page = tibetan_requests::list_open(session, after, limit)?;
                let Some(last) = page.last() else { break };
                after = Some((last.requests, last.concept));
                for line in page {
                    let found = shown::find(session, line.concept)?;
                    let seen = found.and_then(|found| {
                        let seen = self.public_view(&found.body)?;
                        Some(ConceptSummary::of(found.id, found.revision, &seen))
                    });
                    let Some(concept) = seen.filter(|_| wanted.len() < limit) else {
                        continue;
                    };
                    wanted.push(WantedTibetan {
                        concept,
                        requests: line.requests,
                        first_day: line.first_day,
                        last_day: line.last_day,
                    });
                }
            }
            Ok(wanted)
        })
    }
}

/// Tells whether a text that was looked up in vain is a term by now.
fn is_answered(session: &mut dyn Session, lookup: &UnansweredLookup) -> Result<bool, Error> {
    let text = lookup.text.as_deref().unwrap_or_default();
    let found = concepts::ids_by_term_key(session, lookup.lang, &term_key(lookup.lang, text))?;
    Ok(!found.is_empty())
}
