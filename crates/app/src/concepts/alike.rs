//! Concepts that may say the same as one that is being written.

use glossary::{Concept, ConceptId, Lang, duplicates};
use store::shown;

use crate::view::ConceptSummary;
use crate::{App, Error, Permit, ReadGlossary, SearchRequest};

/// How many terms of an entry are looked for, and how many concepts are named.
const MOST: usize = 20;

impl App {
    /// Returns up to twenty concepts other than `itself` that share the folded form of a Chinese or Tibetan term with
    /// `concept`, in the order in which they are found: whoever writes it is asked whether it is one of them.
    ///
    /// The index is asked, which follows a write within moments; while there is none, nothing is known to be alike.
    ///
    /// # Errors
    /// If the store or the index cannot be read.
    pub fn find_alike(
        &self,
        permit: &Permit<ReadGlossary>,
        concept: &Concept,
        itself: Option<ConceptId>,
    ) -> Result<Vec<ConceptSummary>, Error> {
        let mut ids: Vec<ConceptId> = Vec::new();
        let terms = concept.terms.iter().filter(|term| term.lang != Lang::En);
        for term in terms.take(MOST) {
            let answer = match self.look_up.search(permit, &SearchRequest::new(&term.text)) {
                Ok(answer) => answer,
                Err(Error::IndexNotBuilt) => return Ok(Vec::new()),
                Err(Error::EmptyQuery) => continue,
                Err(error) => return Err(error),
            };
            for id in answer.hits.into_iter().map(|hit| hit.summary.id) {
                if !ids.contains(&id) && Some(id) != itself {
                    ids.push(id);
                }
            }
        }
        let found = self.store.read(|session| shown::find_many(session, &ids))?;
        let alike = found.iter().filter_map(|shown| {
            let seen = self.public_view(&shown.body)?;
            let is_alike = !duplicates::shared_keys(&seen, concept).is_empty();
            is_alike.then(|| ConceptSummary::of(shown.id, shown.revision, &seen))
        });
        Ok(alike.take(MOST).collect())
    }
}
