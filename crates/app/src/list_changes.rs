//! What new editions of official lists changed, as everybody may read it: what a list says is a fact, not a draft.

use access::{Permit, ReadGlossary};
use glossary::list_change::{ListChange, ListChangeCounts, ListChanges};
use glossary::{CollectionName, ConceptId};
use store::lists::{self, Succession};

use crate::{App, Error};

/// A list that took the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSuccession {
    /// The list.
    pub collection: CollectionName,
    /// The list whose place it took.
    pub predecessor: CollectionName,
    /// When it was loaded as such, in milliseconds since 1970.
    pub loaded_at_ms: i64,
    /// How many names stayed, are new, renamed and abolished.
    pub counts: ListChangeCounts,
}

impl App {
    /// Returns the lists that took the place of another, by name. Those that are hidden, or whose predecessor is, are left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_successions(&self, _: &Permit<ReadGlossary>) -> Result<Vec<ListSuccession>, Error> {
        self.store.read(|session| {
            let shown = lists::successions(session)?.into_iter().filter(|s| self.shows(s));
            shown
                .map(|succession| {
                    let changes = lists::changes(session, &succession.collection)?;
                    Ok(ListSuccession {
                        counts: ListChangeCounts::of(&changes),
                        collection: succession.collection,
                        predecessor: succession.predecessor,
                        loaded_at_ms: succession.at_ms,
                    })
                })
                .collect()
        })
    }

    /// Returns what became of each name in the list `collection`, in its order and those that it has no more at the end; `None`
    /// if it took the place of no other that is shown.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn find_succession(
        &self,
        _: &Permit<ReadGlossary>,
        collection: &CollectionName,
    ) -> Result<Option<ListChanges>, Error> {
        self.store.read(|session| {
            let mut shown = lists::successions(session)?.into_iter().filter(|s| self.shows(s));
            let Some(found) = shown.find(|s| s.collection == *collection) else {
                return Ok(None);
            };
            Ok(Some(ListChanges {
                changes: lists::changes(session, collection)?,
                collection: found.collection,
                predecessor: found.predecessor,
            }))
        })
    }

    /// Returns what new editions say of the names of a concept: the list, the one before it, and what became of the name.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn successions_of(
        &self,
        _: &Permit<ReadGlossary>,
        id: ConceptId,
    ) -> Result<Vec<(CollectionName, CollectionName, ListChange)>, Error> {
        self.store.read(|session| {
            let found = lists::changes_of(session, id)?
                .into_iter()
                .filter(|(s, _)| self.shows(s));
            Ok(found
                .map(|(s, change)| (s.collection, s.predecessor, change))
                .collect())
        })
    }

    fn shows(&self, succession: &Succession) -> bool {
        !self.hidden.contains(&succession.collection) && !self.hidden.contains(&succession.predecessor)
    }
}
