//! Reading many concepts: walking the glossary with a filter, and fetching those that are named.

use std::collections::HashMap;

use access::ReadGlossary;
use glossary::provision::Provision;
use glossary::{CollectionName, ConceptId, SubjectField, Workflow};
use store::shown::{self, Shown};
use store::{Session, concepts};

use super::{Authority, ConceptEntry, authority};
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
    /// Those in this collection.
    pub collection: Option<CollectionName>,
    /// Those of this subject field.
    pub subject_field: Option<SubjectField>,
    /// Those that everybody reads in this state.
    pub workflow: Option<Workflow>,
    /// Those that rest on this provision.
    pub provision: Option<Provision>,
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
        filter: &ConceptFilter,
        after: Option<ConceptId>,
        limit: usize,
    ) -> Result<ConceptPage, Error> {
        self.store.read(|session| {
            let mut known = HashMap::new();
            let (mut entries, mut last, mut looked_at) = (Vec::new(), after, 0);
            loop {
                let chunk = shown::page_after(session, last, CHUNK)?;
                let is_end = chunk.len() < CHUNK;
                for concept in chunk {
                    let id = concept.id;
                    if let Some(entry) = self.passing(session, concept, filter, &mut known)? {
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
                    Some(found) => self.passing(session, found, &ConceptFilter::default(), &mut known)?,
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
        filter: &ConceptFilter,
        known: &mut HashMap<String, Option<Authority>>,
    ) -> Result<Option<ConceptEntry>, Error> {
        let Some(concept) = self.public_view(&found.body).filter(|seen| filter.passes(seen)) else {
            return Ok(None);
        };
        let act = match &found.batch {
            None => None,
            Some(batch) => match known.get(batch) {
                Some(act) => act.clone(),
                None => {
                    let act = authority(session, Some(batch))?;
                    known.entry(batch.clone()).or_insert(act).clone()
                }
            },
        };
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

impl ConceptFilter {
    fn passes(&self, concept: &glossary::Concept) -> bool {
        let collection =
            |wanted: &CollectionName| concept.memberships.iter().any(|m| m.collection == *wanted);
        let provision = |asked: &Provision| concept.legal_basis.iter().any(|basis| asked.is_under(basis));
        self.workflow.is_none_or(|wanted| concept.workflow == wanted)
            && self.collection.as_ref().is_none_or(collection)
            && self
                .subject_field
                .as_ref()
                .is_none_or(|field| concept.subject_fields.contains(field))
            && self.provision.as_ref().is_none_or(provision)
    }
}
