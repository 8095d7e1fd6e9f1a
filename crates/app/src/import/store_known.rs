//! The glossary that an import builds on, read from one snapshot of the store.

use glossary::list_change::ListChanges;
use glossary::{CollectionName, Concept, ConceptId, Lang};
use store::staging::Base;
use store::{Reserved, Session, concepts, lists, staging};

use super::known::{Known, KnownConcept};
use super::seen::Seen;
use crate::Error;

/// One snapshot of the store, the state that staged rows are bound to, and what was looked at.
pub(crate) struct StoreKnown<'s> {
    session: &'s mut dyn Session,
    base: Base,
    seen: Seen,
}

impl<'s> StoreKnown<'s> {
    /// Begins; new concepts get the numbers that are `reserved`, or else the next ones.
    pub fn new(session: &'s mut dyn Session, reserved: Option<Reserved>) -> Result<Self, Error> {
        let base = Base {
            reserved,
            ..staging::base(session)?
        };
        let mut seen = Seen::default();
        if base.last_concept == 0 {
            // The first concepts keep the ids of the file, whatever they are.
            seen.everything();
        }
        Ok(Self { session, base, seen })
    }

    pub fn base(&self) -> Base {
        self.base
    }

    /// Returns what was looked at.
    pub fn into_seen(self) -> Seen {
        self.seen
    }

    /// Tells whether no concept was ever given an id, so that there is nothing to look for.
    fn is_new(&self) -> bool {
        self.base.last_concept == 0
    }
}

impl Known for StoreKnown<'_> {
    fn next_concept(&mut self) -> Result<u64, Error> {
        Ok(self.base.new_id(0).number())
    }

    fn concept(&mut self, id: ConceptId) -> Result<Option<KnownConcept>, Error> {
        self.seen.concept(id);
        let stored = concepts::find(self.session, id)?;
        Ok(stored.map(|s| KnownConcept {
            revision: s.revision,
            concept: s.body,
        }))
    }

    fn standing(&mut self, id: ConceptId) -> Result<Option<Concept>, Error> {
        self.seen.concept(id);
        let Some(number) = concepts::find(self.session, id)?.and_then(|stored| stored.standing) else {
            return Ok(None);
        };
        let revision = concepts::find_revision(self.session, id, number)?;
        Ok(revision.and_then(|revision| revision.body))
    }

    fn by_list_entry(&mut self, collection: &CollectionName, number: &str) -> Result<Vec<ConceptId>, Error> {
        if self.is_new() {
            return Ok(Vec::new());
        }
        self.seen.list_entry(collection, number);
        Ok(concepts::ids_by_membership(self.session, collection, number)?)
    }

    fn in_collection(&mut self, collection: &CollectionName) -> Result<Vec<ConceptId>, Error> {
        self.seen.everything();
        Ok(concepts::ids_in_collection(self.session, collection)?)
    }

    fn list_changes(&mut self, collection: &CollectionName) -> Result<Option<ListChanges>, Error> {
        self.seen.everything();
        let successions = lists::successions(self.session)?;
        let Some(found) = successions
            .into_iter()
            .find(|found| found.collection == *collection)
        else {
            return Ok(None);
        };
        Ok(Some(ListChanges {
            changes: lists::changes(self.session, collection)?,
            collection: found.collection,
            predecessor: found.predecessor,
        }))
    }

    fn by_name_zh(&mut self, key: &str) -> Result<Vec<ConceptId>, Error> {
        if self.is_new() {
            return Ok(Vec::new());
        }
        self.seen.term(Lang::Zh, key);
        Ok(concepts::ids_by_preferred_zh(self.session, key)?)
    }

    fn by_term(&mut self, lang: Lang, key: &str) -> Result<Vec<ConceptId>, Error> {
        if self.is_new() {
            return Ok(Vec::new());
        }
        self.seen.term(lang, key);
        Ok(concepts::ids_by_term_key(self.session, lang, key)?)
    }
}
