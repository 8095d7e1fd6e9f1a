//! Hits counted by what a reader can choose among: subject field, collection, workflow.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::candidate::Candidate;
use super::desk::Desk;
use crate::answer::Facets;

impl Desk<'_> {
    /// Counts `candidates`, which are the best of `total` hits.
    pub(crate) fn facets(&self, candidates: &[Candidate], total: usize) -> Facets {
        let mut subject_fields = BTreeMap::new();
        let mut collections = BTreeMap::new();
        let mut workflows = BTreeMap::new();
        for candidate in candidates {
            let documents = &self.rooms.room(candidate.room).documents;
            for name in documents.subject_fields(candidate.document) {
                *subject_fields.entry(name.to_owned()).or_default() += 1;
            }
            for name in documents.collections(candidate.document) {
                *collections.entry(name.to_owned()).or_default() += 1;
            }
            *workflows
                .entry(documents.workflow(candidate.document))
                .or_default() += 1;
        }
        Facets {
            subject_fields: by_count(subject_fields),
            collections: by_count(collections),
            workflows: by_count(workflows),
            is_complete: candidates.len() >= total,
        }
    }
}

fn by_count<T: Ord>(counts: BTreeMap<T, usize>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    // Stable, so equals stay in their own order.
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}
