//! What an import has looked at in the glossary, and whether somebody has changed any of it since.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use glossary::{CollectionName, Concept, ConceptId, Lang};
use store::{Session, changes, concepts};

use crate::Error;

/// How many changes are read at once.
const PAGE: usize = 500;

/// What a plan rests on: the same plan comes out of every state of the glossary in which all of it is the same.
///
/// Digests of eight bytes stand for keys. Two that meet make a plan anew that would have come out the same.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    concepts: HashSet<ConceptId>,
    keys: HashSet<u64>,
    /// Whether the plan rests on more than single concepts and keys.
    everything: bool,
}

impl Seen {
    /// Notes that a concept was read, or that there was none.
    pub fn concept(&mut self, id: ConceptId) {
        self.concepts.insert(id);
    }

    /// Notes that concepts were looked for by the key of a term.
    pub fn term(&mut self, lang: Lang, key: &str) {
        self.keys.insert(digest(&(lang.as_str(), key)));
    }

    /// Notes that concepts were looked for by a place in a list.
    pub fn list_entry(&mut self, collection: &CollectionName, number: &str) {
        self.keys.insert(digest(&(collection.as_str(), "", number)));
    }

    /// Notes that any change may concern the plan.
    pub fn everything(&mut self) {
        self.everything = true;
    }

    /// Tells whether a change after `seq` concerns what was looked at: a concept that was read, or one that would be found
    /// now by a key that was looked for. One that was found by it before is one that was read.
    ///
    /// Takes a look at each concept that was changed, and at nothing else.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn is_touched_since(&self, session: &mut dyn Session, seq: u64) -> Result<bool, Error> {
        let mut seq = seq;
        let mut known = HashSet::new();
        loop {
            let page = changes::since(session, seq, PAGE)?;
            let Some(last) = page.last() else {
                return Ok(false);
            };
            seq = last.seq;
            for id in page.iter().filter_map(changes::Change::concept_id) {
                if self.everything || self.concepts.contains(&id) {
                    return Ok(true);
                }
                if known.insert(id)
                    && let Some(stored) = concepts::find(session, id)?
                    && self.would_find(&stored.body)
                {
                    return Ok(true);
                }
            }
        }
    }

    fn would_find(&self, concept: &Concept) -> bool {
        let mut terms = concept.terms.iter();
        let mut memberships = concept.memberships.iter();
        terms.any(|term| {
            self.keys
                .contains(&digest(&(term.lang.as_str(), term.key().as_str())))
        }) || memberships.any(|place| {
            let number = place.number.as_deref();
            number.is_some_and(|number| {
                self.keys
                    .contains(&digest(&(place.collection.as_str(), "", number)))
            })
        })
    }
}

fn digest(key: &impl std::hash::Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(key)
}

#[cfg(test)]
mod tests {
    use glossary::{Membership, Term};

    use super::*;

    #[test]
    fn a_concept_is_found_by_what_was_looked_for_and_by_nothing_else() {
        let mut seen = Seen::default();
        seen.term(Lang::Zh, "法院");
        seen.term(Lang::Bo, "ཁྲིམས་ཁང");
        seen.list_entry(&"charges".parse().unwrap(), "1");
        let concept = |lang, text: &str, number: Option<&str>| {
            let mut concept = Concept::draft();
            concept.terms = vec![Term::new(lang, text).unwrap()];
            concept.memberships = vec![Membership {
                collection: "charges".parse().unwrap(),
                number: number.map(str::to_owned),
            }];
            concept
        };
        for (lang, text, number, expected) in [
            (Lang::Zh, "法院", None, true),
            (Lang::Bo, "ཁྲིམས་ཁང་།", None, true),
            (Lang::Zh, "证据", Some("1"), true),
            (Lang::Zh, "证据", Some("2"), false),
            (Lang::Bo, "ཁྲིམས་ར", None, false),
            (Lang::En, "法院", None, false),
        ] {
            assert_eq!(
                seen.would_find(&concept(lang, text, number)),
                expected,
                "{text} {number:?}"
            );
        }
    }
}
