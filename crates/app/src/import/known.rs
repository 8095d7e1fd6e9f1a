//! What an import must know of the glossary it builds on.

use glossary::list_change::ListChanges;
use glossary::{CollectionName, Concept, ConceptId, Lang};

use crate::Error;

/// A concept as the glossary has it before the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownConcept {
    pub revision: u64,
    pub concept: Concept,
}

/// The glossary at one moment.
pub(crate) trait Known {
    /// The number that the next new concept gets.
    fn next_concept(&mut self) -> Result<u64, Error>;
    fn concept(&mut self, id: ConceptId) -> Result<Option<KnownConcept>, Error>;
    /// What stands as authorised while the concept's newest revision is a draft of its successor.
    fn standing(&mut self, id: ConceptId) -> Result<Option<Concept>, Error>;
    /// Concepts at this place of an official list.
    fn by_list_entry(&mut self, collection: &CollectionName, number: &str) -> Result<Vec<ConceptId>, Error>;
    /// The concepts of a collection, by id.
    fn in_collection(&mut self, collection: &CollectionName) -> Result<Vec<ConceptId>, Error>;
    /// What is known of the list that `collection` succeeds, if it succeeds one.
    fn list_changes(&mut self, collection: &CollectionName) -> Result<Option<ListChanges>, Error>;
    /// Concepts whose first Chinese name has this key.
    fn by_name_zh(&mut self, key: &str) -> Result<Vec<ConceptId>, Error>;
    /// Concepts with a term of this key in `lang`.
    fn by_term(&mut self, lang: Lang, key: &str) -> Result<Vec<ConceptId>, Error>;
}

/// The glossary before its first import.
pub(crate) struct NothingKnown;

impl Known for NothingKnown {
    fn next_concept(&mut self) -> Result<u64, Error> {
        Ok(1)
    }

    fn concept(&mut self, _: ConceptId) -> Result<Option<KnownConcept>, Error> {
        Ok(None)
    }

    fn standing(&mut self, _: ConceptId) -> Result<Option<Concept>, Error> {
        Ok(None)
    }

    fn by_list_entry(&mut self, _: &CollectionName, _: &str) -> Result<Vec<ConceptId>, Error> {
        Ok(Vec::new())
    }

    fn in_collection(&mut self, _: &CollectionName) -> Result<Vec<ConceptId>, Error> {
        Ok(Vec::new())
    }

    fn list_changes(&mut self, _: &CollectionName) -> Result<Option<ListChanges>, Error> {
        Ok(None)
    }

    fn by_name_zh(&mut self, _: &str) -> Result<Vec<ConceptId>, Error> {
        Ok(Vec::new())
    }

    fn by_term(&mut self, _: Lang, _: &str) -> Result<Vec<ConceptId>, Error> {
        Ok(Vec::new())
    }
}
