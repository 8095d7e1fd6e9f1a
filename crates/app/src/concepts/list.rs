//! Reading many concepts: walking the glossary with a filter, and fetching those that are named.

use std::collections::HashMap;

use access::{ReadDrafts, ReadGlossary};
use glossary::filter::{Facts, Filter};
use glossary::provision::Provision;
use glossary::{Concept, ConceptId, Workflow};
use store::shown::{self, Shown};
use store::{Session, concepts};

use super::{Authority, ConceptEntry, authority, authority_of};
use crate::calendar::civil_day;
use crate::subject_fields::FieldTree;
use crate::{App, Error, Permit};

/// How many concepts are fetched at once at most.
pub const MAX_FETCHED: usize = 500;
/// How many concepts are looked at for one page. A filter that few concepts pass ends its page there, with a cursor.
const MAX_LOOKED_AT: usize = 5_000;
/// How many are read at a time.
const CHUNK: usize = 200;

/// Which concepts are listed; all of them if nothing is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConceptFilter {
    /// Those that rest on this provision.
    pub provision: Option<Provision>,
    /// Those that pass. Who wrote a concept is known only to those who may read drafts.
    pub filter: Filter,
}

/// A page of the glossary, by id. Entries come without related concepts and parts.
#[derive(Debug, Clone)]
pub struct ConceptPage {
    /// The concepts as everybody reads them.
    pub entries: Vec<ConceptEntry>,
    /// After which id the next page begins; `None` at the end. A page can be short, even empty, and yet not the last.
    pub next: Option<ConceptId>,
}

/// Concepts that were asked for by their ids.
#[derive(Debug, Clone)]
pub struct FetchedConcepts {
    /// Those that are there, each once, in the order asked. Entries come without related concepts and parts.
    pub entries: Vec<ConceptEntry>,
    /// Those that are not, in the order asked, each with the concept that it was joined into.
    pub missing: Vec<(ConceptId, Option<ConceptId>)>,
}

impl App {
    /// Lists up to `limit` concepts with ids after `after`, by id, as everybody reads them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_concepts(
        &self,
        _: &Permit<ReadGlossary>,
        drafts: Option<&Permit<ReadDrafts>>,
        filter: &ConceptFilter,
        after: Option<ConceptId>,
        limit: usize,
    ) -> Result<ConceptPage, Error> {
        self.store.read(|session| {
            let fields = FieldTree::read(session)?;
            let sieve = Sieve {
                filter,
                fields: &fields,
                may_read_drafts: drafts.is_some(),
            };
            let mut known = HashMap::new();
            let (mut entries, mut last, mut looked_at) = (Vec::new(), after, 0);
            loop {
                let chunk = shown::page_after(session, last, CHUNK)?;
                let is_end = chunk.len() < CHUNK;
                for concept in chunk {
                    let id = concept.id;
                    if let Some(entry) = self.passing(session, concept, Some(&sieve), &mut known)? {
                        if entries.len() == limit {
                            return Ok(ConceptPage { entries, next: last });
                        }
                        entries.push(entry);
                    }
                    (last, looked_at) = (Some(id), looked_at + 1);
                }
                if is_end || looked_at >= MAX_LOOKED_AT {
                    let next = last.filter(|_| !is_end);
                    return Ok(ConceptPage { entries, next });
                }
            }
        })
    }

    /// Fetches concepts by their ids, as everybody reads them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn fetch_concepts(
        &self,
        _: &Permit<ReadGlossary>,
        ids: &[ConceptId],
    ) -> Result<FetchedConcepts, Error> {
        let mut wanted: Vec<ConceptId> = Vec::with_capacity(ids.len());
        for id in ids {
            if !wanted.contains(id) {
                wanted.push(*id);
            }
        }
        self.store.read(|session| {
            let mut known = HashMap::new();
            let (mut entries, mut missing) = (Vec::new(), Vec::new());
            for id in &wanted {
                let found = shown::find(session, *id)?;
                let entry = match found {
                    Some(found) => self.passing(session, found, None, &mut known)?,
                    None => None,
                };
                match entry {
                    Some(entry) => entries.push(entry),
                    None => missing.push((*id, concepts::merged_into(session, *id)?)),
                }
            }
            Ok(FetchedConcepts { entries, missing })
        })
    }

    /// Returns what everybody may read of `found`, if it passes.
    fn passing(
        &self,
        session: &mut dyn Session,
        found: Shown,
        sieve: Option<&Sieve<'_>>,
        known: &mut HashMap<String, Option<Authority>>,
    ) -> Result<Option<ConceptEntry>, Error> {
        let Some(concept) = self.public_view(&found.body) else {
            return Ok(None);
        };
        let act = match &found.batch {
            None if concept.workflow == Workflow::Authorised => {
                authority_of(session, found.id, found.revision, None)?
            }
            None => None,
            Some(batch) => match known.get(batch) {
                Some(act) => act.clone(),
                None => {
                    let act = authority(session, batch)?;
                    known.entry(batch.clone()).or_insert(act).clone()
                }
            },
        };
        if let Some(sieve) = sieve
            && !sieve.lets_pass(session, &found, &concept, act.as_ref())?
        {
            return Ok(None);
        }
        Ok(Some(ConceptEntry {
            id: found.id,
            revision: found.revision,
            standing: found.revision,
            newest: None,
            concept,
            updated_at_ms: found.at_ms,
            seq: found.seq,
            authority: act,
            related: Vec::new(),
            parts: Vec::new(),
        }))
    }
}

/// What a list is sieved with.
struct Sieve<'a> {
    filter: &'a ConceptFilter,
    fields: &'a FieldTree,
    may_read_drafts: bool,
}

impl Sieve<'_> {
    /// Tells whether a concept passes. All that is asked is asked of what is seen, so that no condition tells what is hidden.
    fn lets_pass(
        &self,
        session: &mut dyn Session,
        found: &Shown,
        concept: &Concept,
        act: Option<&Authority>,
    ) -> Result<bool, Error> {
        let ConceptFilter { provision, filter } = self.filter;
        let rests = |asked: &Provision| concept.legal_basis.iter().any(|basis| asked.is_under(basis));
        if !provision.as_ref().is_none_or(rests) {
            return Ok(false);
        }
        let last = match filter.needs_acts() {
            true => concepts::list_revisions(session, found.id, Some(found.revision + 1), 1)?.pop(),
            false => None,
        };
        let changed_on = civil_day(found.at_ms);
        let facts = Facts {
            workflow: concept.workflow,
            author: last
                .as_ref()
                .map(|entry| entry.author.as_str())
                .filter(|_| self.may_read_drafts),
            changed_on: Some(&changed_on),
            batch: act.map(|act| act.number.as_str()),
        };
        Ok(filter.matches(concept, &facts, |field, asked| {
            self.fields.is_within(field, asked)
        }))
    }
}
