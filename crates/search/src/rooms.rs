//! The headwords that a search sees: a large lexicon that is seldom made, and a small one of what changed since.

use std::collections::BTreeMap;
use std::sync::Arc;

use glossary::ConceptId;

use crate::Error;
use crate::lexicon::{Builder, Lexicon, Prepared};

/// A concept that is gone stands in the small lexicon with this revision; real ones count from 1.
const GONE: u64 = 0;
/// The small lexicon is folded into the large one beyond this share of it, within bounds: it is made anew with each
/// commit, the large one only then.
const DELTA_SHARE: usize = 4;
const DELTA_LEAST: usize = 1_000;
const DELTA_MOST: usize = 10_000;

/// Two lexicons that are searched together. What the small one holds replaces what the large one has of the same id.
#[derive(Debug, Clone)]
pub(crate) struct Rooms {
    pub(crate) base: Arc<Lexicon>,
    pub(crate) delta: Arc<Lexicon>,
    replaced: Arc<Replaced>,
}

/// The concepts of the large lexicon that no longer count.
#[derive(Debug, Default)]
struct Replaced {
    bits: Vec<u64>,
    count: usize,
    /// How many concepts of the small lexicon are only marks of something that is gone.
    gone: usize,
}

/// One of the two lexicons.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room<'a> {
    pub(crate) lexicon: &'a Lexicon,
    replaced: Option<&'a Replaced>,
    /// 0 for the large one, 1 for the small one.
    pub(crate) number: u8,
}

impl Rooms {
    pub(crate) fn new(base: Arc<Lexicon>, delta: Arc<Lexicon>) -> Self {
        let mut replaced = Replaced {
            bits: vec![
                0;
                if delta.len() == 0 {
                    0
                } else {
                    base.len().div_ceil(64)
                }
            ],
            ..Replaced::default()
        };
        for document in 0..u32::try_from(delta.len()).unwrap_or(u32::MAX) {
            if let Some(old) = base.documents.find(delta.documents.id(document)) {
                replaced.add(old);
            }
            replaced.gone += usize::from(delta.documents.revision(document) == GONE);
        }
        Self {
            base,
            delta,
            replaced: Arc::new(replaced),
        }
    }

    /// Returns the same rooms with the same large lexicon in other maps.
    pub(crate) fn with_base(&self, base: Arc<Lexicon>) -> Self {
        Self { base, ..self.clone() }
    }

    pub(crate) fn empty() -> Result<Self, Error> {
        let empty = Arc::new(Lexicon::empty().ok_or_else(unreadable)?);
        Ok(Self::new(Arc::clone(&empty), empty))
    }

    /// Returns how many concepts a search sees.
    pub(crate) fn len(&self) -> usize {
        self.base.len() + self.delta.len() - self.replaced.count - self.replaced.gone
    }

    /// Returns the lexicons that hold anything.
    pub(crate) fn each(&self) -> impl Iterator<Item = Room<'_>> {
        let base = Room {
            lexicon: &self.base,
            replaced: Some(&*self.replaced).filter(|r| r.count > 0),
            number: 0,
        };
        let delta = Room {
            lexicon: &self.delta,
            replaced: None,
            number: 1,
        };
        [base, delta].into_iter().filter(|room| room.lexicon.len() > 0)
    }

    /// Returns the room of a number.
    pub(crate) fn room(&self, number: u8) -> &Lexicon {
        if number == 0 { &self.base } else { &self.delta }
    }

    /// Returns where a concept is now, with the room that has it.
    pub(crate) fn find(&self, id: ConceptId) -> Option<(Room<'_>, u32)> {
        self.each().find_map(|room| {
            let document = room.lexicon.documents.find(id)?;
            let is_there = room.counts(document) && room.lexicon.documents.revision(document) != GONE;
            is_there.then_some((room, document))
        })
    }

    /// Returns the small lexicon as it was put together, to be changed further.
    pub(crate) fn changes(&self) -> BTreeMap<ConceptId, Prepared> {
        let all = 0..u32::try_from(self.delta.len()).unwrap_or(u32::MAX);
        all.map(|document| self.delta.prepared(document))
            .map(|concept| (concept.id, concept))
            .collect()
    }

    /// Tells whether so many changes are better folded into the large lexicon.
    pub(crate) fn should_fold(&self, changes: usize) -> bool {
        changes > (self.base.len() / DELTA_SHARE).clamp(DELTA_LEAST, DELTA_MOST)
    }

    /// Puts all concepts of the large lexicon that no change replaces, and all changes, into `builder`.
    pub(crate) fn fold(
        base: &Lexicon,
        changes: &BTreeMap<ConceptId, Prepared>,
        builder: &mut Builder,
    ) -> std::io::Result<()> {
        for document in 0..u32::try_from(base.len()).unwrap_or(u32::MAX) {
            if !changes.contains_key(&base.documents.id(document)) {
                builder.add(&base.prepared(document))?;
            }
        }
        for concept in changes.values().filter(|c| c.revision != GONE) {
            builder.add(concept)?;
        }
        Ok(())
    }
}

impl<'a> Room<'a> {
    /// Tells whether a concept of this room still counts.
    pub(crate) fn counts(&self, document: u32) -> bool {
        self.replaced.is_none_or(|replaced| !replaced.has(document))
    }

    /// Tells whether every concept of this room counts.
    pub(crate) fn is_whole(&self) -> bool {
        self.replaced.is_none()
    }
}

impl Replaced {
    fn add(&mut self, document: u32) {
        if let Some(bits) = self.bits.get_mut(document as usize / 64) {
            let bit = 1 << (document % 64);
            self.count += usize::from(*bits & bit == 0);
            *bits |= bit;
        }
    }

    fn has(&self, document: u32) -> bool {
        let bits = self.bits.get(document as usize / 64).copied().unwrap_or_default();
        bits >> (document % 64) & 1 == 1
    }
}

/// Returns the mark of a concept that is gone.
pub(crate) fn gone(id: ConceptId) -> Prepared {
    Prepared {
        id,
        revision: GONE,
        workflow: glossary::Workflow::Withdrawn,
        older: false,
        reliability: 0,
        collections: Vec::new(),
        subject_fields: Vec::new(),
        terms: Vec::new(),
        payload: Vec::new(),
    }
}

/// The error for a lexicon that cannot be read although it was just made: a fault of this crate.
pub(crate) fn unreadable() -> Error {
    Error::Definition("a lexicon does not read back".to_owned())
}

#[cfg(test)]
mod tests {
    use glossary::{Concept, Lang, Term};

    use super::*;
    use crate::Indexed;

    fn concept(id: u64, zh: &str) -> Prepared {
        let mut concept = Concept::draft();
        concept.terms.push(Term::new(Lang::Zh, zh).unwrap());
        let indexed = Indexed {
            id: ConceptId::new(id),
            revision: 1,
            concept: &concept,
        };
        Prepared::new(&indexed, Vec::new())
    }

    fn lexicon(concepts: impl IntoIterator<Item = Prepared>) -> Arc<Lexicon> {
        let mut builder = Builder::in_memory();
        concepts.into_iter().for_each(|c| builder.add(&c).unwrap());
        Arc::new(builder.finish().unwrap().into_lexicon().unwrap())
    }

    #[test]
    fn what_changed_replaces_what_was() {
        let base = lexicon([concept(1, "法院"), concept(2, "法庭"), concept(3, "法官")]);
        let delta = lexicon([concept(2, "法槌"), gone(ConceptId::new(3)), concept(7, "律师")]);
        let rooms = Rooms::new(base, delta);
        assert_eq!(rooms.len(), 3);
        let name = |id| {
            let (room, document) = rooms.find(ConceptId::new(id))?;
            let first = room.lexicon.documents.headwords(document).next()?;
            Some(room.lexicon.text(first).to_owned())
        };
        assert_eq!(
            [name(1), name(2), name(3), name(7)].map(|n| n.unwrap_or_default()),
            ["法院", "法槌", "", "律师"]
        );
        let mut builder = Builder::in_memory();
        Rooms::fold(&rooms.base, &rooms.changes(), &mut builder).unwrap();
        let folded = builder.finish().unwrap().into_lexicon().unwrap();
        let mut ids: Vec<u64> = (0..3).map(|d| folded.documents.id(d).number()).collect();
        ids.sort_unstable();
        assert_eq!((folded.len(), ids), (3, vec![1, 2, 7]));
    }

    #[test]
    fn a_small_glossary_is_folded_late_and_a_large_one_in_time() {
        let rooms = Rooms::new(lexicon([]), lexicon([]));
        assert!(!rooms.should_fold(DELTA_LEAST) && rooms.should_fold(DELTA_LEAST + 1));
    }
}
