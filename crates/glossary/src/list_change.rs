//! What a new edition of an official list changes: names that stay, that are new, renamed or abolished.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vocabulary::closed_list;
use crate::{
    AdministrativeStatus, CollectionName, Concept, ConceptId, Lang, Register, Source, Term, term_key,
};

/// How alike two names must be for one to be suggested as the other's old name, of 100.
const SUGGESTED_FROM: usize = 40;

closed_list! {
    /// What became of a name.
    ListChangeKind {
        /// It stands in both editions.
        Unchanged = "unchanged",
        /// It stands in the new one alone.
        New = "new",
        /// Another name has taken its place.
        Renamed = "renamed",
        /// It stands in the old one alone, and nothing has taken its place.
        Abolished = "abolished",
    }
}

/// A name of an official list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEntry {
    /// The concept that has it.
    pub concept: ConceptId,
    /// Its number in the list, as the list writes it.
    pub number: Option<String>,
    /// The name.
    pub name: String,
    /// The article that it rests on, such as 第264条.
    pub article: Option<String>,
}

/// What became of one name. A name that took the place of several has a change for each, and so has one that was split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChange {
    /// What became of it.
    pub kind: ListChangeKind,
    /// As the old edition has it; none of a new name.
    pub old: Option<ListEntry>,
    /// As the new edition has it; none of an abolished name.
    pub new: Option<ListEntry>,
}

/// How many names of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChangeCounts {
    /// In both.
    pub unchanged: u64,
    /// In the new one alone.
    pub new: u64,
    /// Pairs of an old name and one that took its place.
    pub renamed: u64,
    /// In the old one alone.
    pub abolished: u64,
}

/// A new name and an abolished one of which the first may have taken the place of the second. Nobody has said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LikelyRename {
    /// The abolished name.
    pub old: ListEntry,
    /// The new name.
    pub new: ListEntry,
}

/// What a list that succeeds another changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChanges {
    /// The new edition.
    pub collection: CollectionName,
    /// The old one.
    pub predecessor: CollectionName,
    /// What became of each name: those of the new edition in its order, then those that it has no more.
    pub changes: Vec<ListChange>,
}

impl ListChange {
    /// Tells whether a name that stayed has another number or rests on another article.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        match (self.kind, &self.old, &self.new) {
            (ListChangeKind::Unchanged, Some(old), Some(new)) => {
                old.number != new.number || old.article != new.article
            }
            _ => false,
        }
    }
}

impl ListChangeCounts {
    /// Counts `changes`.
    #[must_use]
    pub fn of(changes: &[ListChange]) -> Self {
        let mut counts = Self::default();
        for change in changes {
            *match change.kind {
                ListChangeKind::Unchanged => &mut counts.unchanged,
                ListChangeKind::New => &mut counts.new,
                ListChangeKind::Renamed => &mut counts.renamed,
                ListChangeKind::Abolished => &mut counts.abolished,
            } += 1;
        }
        counts
    }
}

impl ListChanges {
    /// Counts what became of the names.
    #[must_use]
    pub fn counts(&self) -> ListChangeCounts {
        ListChangeCounts::of(&self.changes)
    }

    /// Returns the new names that may have taken the place of an abolished one: with the same article or number and a name
    /// much like it. Each name stands in one suggestion at most, the most alike first; equals in the order of the lists.
    ///
    /// Quadratic in what is new and abolished, which is little of a list.
    #[must_use]
    pub fn likely_renames(&self) -> Vec<LikelyRename> {
        let of = |kind| self.changes.iter().filter(move |change| change.kind == kind);
        let new: Vec<&ListEntry> = of(ListChangeKind::New).filter_map(|c| c.new.as_ref()).collect();
        let old: Vec<&ListEntry> = of(ListChangeKind::Abolished)
            .filter_map(|c| c.old.as_ref())
            .collect();
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (n, new) in new.iter().enumerate() {
            for (o, old) in old.iter().enumerate() {
                let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
                let likeness = likeness(&old.name, &new.name);
                if (same(&new.article, &old.article) || same(&new.number, &old.number))
                    && likeness >= SUGGESTED_FROM
                {
                    pairs.push((likeness, n, o));
                }
            }
        }
        pairs.sort_by_key(|(likeness, n, o)| (std::cmp::Reverse(*likeness), *n, *o));
        let (mut told_new, mut told_old) = (vec![false; new.len()], vec![false; old.len()]);
        let mut suggested = Vec::new();
        for (_, n, o) in pairs {
            if let (Some(is_told), Some(was_told), Some(new), Some(old)) =
                (told_new.get_mut(n), told_old.get_mut(o), new.get(n), old.get(o))
                && !*is_told
                && !*was_told
            {
                (*is_told, *was_told) = (true, true);
                suggested.push(LikelyRename {
                    old: (*old).clone(),
                    new: (*new).clone(),
                });
            }
        }
        suggested
    }
}

/// Returns the term by which a list names a concept: the best Chinese one that the list gave, otherwise the best there is.
///
/// A concept that a later edition has renamed keeps the old name with its source, so the old list goes on naming it so.
#[must_use]
pub fn term_in_list<'c>(concept: &'c Concept, collection: &CollectionName) -> Option<&'c Term> {
    let terms = concept.terms_in(Lang::Zh);
    let given = terms.iter().find(|term| {
        let mut sources = term.sources.iter();
        sources.any(|source| source.collection.as_ref() == Some(collection))
    });
    given.or_else(|| terms.first()).copied()
}

/// Returns what `collection` says of `concept`: nothing if it is no member.
#[must_use]
pub fn entry_in_list(id: ConceptId, concept: &Concept, collection: &CollectionName) -> Option<ListEntry> {
    let place = concept.memberships.iter().find(|m| m.collection == *collection)?;
    Some(ListEntry {
        concept: id,
        number: place.number.clone(),
        name: term_in_list(concept, collection)?.text.clone(),
        article: concept.legal_basis.iter().find_map(|basis| basis.article.clone()),
    })
}

/// Returns `concept` under the name `new`, which took the place of the one that the list `old` has: that one stays in the
/// concept as superseded and names the new one, and so do forms that named it.
///
/// The new name itself is what a merge adds; it becomes preferred where the concept has it already. The name of the old
/// list is marked as coming from it, so that the list goes on having it.
#[must_use]
pub fn renamed(concept: &Concept, new: &Term, old: &CollectionName) -> Concept {
    let named = term_in_list(concept, old).map(Term::key);
    let key = new.key();
    let is_name = |term: &Term| {
        let is_first = term.region.is_none() && term.administrative_status == AdministrativeStatus::Preferred;
        term.lang == Lang::Zh
            && term.register != Register::CourtroomOral
            && term.key() != key
            && (is_first || Some(term.key()) == named)
    };
    let gone: Vec<String> = concept
        .terms
        .iter()
        .filter(|t| is_name(t))
        .map(Term::key)
        .collect();
    let mut renamed = concept.clone();
    for term in renamed.terms.iter_mut().filter(|term| term.lang == Lang::Zh) {
        let replaced_by_gone = |named: &String| gone.contains(&term_key(Lang::Zh, named));
        if term.key() == key {
            term.administrative_status = AdministrativeStatus::Preferred;
            term.replaced_by = None;
        } else if is_name(term) {
            term.administrative_status = AdministrativeStatus::Superseded;
            term.replaced_by = Some(new.text.clone());
            if Some(term.key()) == named {
                came_from(term, old);
            }
        } else if term.replaced_by.as_ref().is_some_and(replaced_by_gone) {
            term.replaced_by = Some(new.text.clone());
        }
    }
    renamed
}

fn came_from(term: &mut Term, list: &CollectionName) {
    if !term.sources.iter().any(|s| s.collection.as_ref() == Some(list)) {
        term.sources.push(Source {
            title: list.to_string(),
            url: None,
            locator: None,
            collection: Some(list.clone()),
        });
    }
}

/// Returns how alike two Chinese names are, from 0 to 100: the characters that they share, however often each occurs, as
/// part of all.
fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = (term_key(Lang::Zh, one), term_key(Lang::Zh, other));
    let mut counted: BTreeMap<char, usize> = BTreeMap::new();
    for c in one.chars() {
        *counted.entry(c).or_default() += 1;
    }
    let mut shared: usize = 0;
    for c in other.chars() {
        if let Some(left) = counted.get_mut(&c).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    let all = one.chars().count() + other.chars().count();
    (200 * shared).checked_div(all).unwrap_or_default()
}

#[cfg(test)]
mod tests;
