//! Terms that hold what was typed, letter by letter: whole, at the beginning, at the end, inside.

use std::collections::BinaryHeap;

use super::gather::Gathering;
use super::stands::{Look, Naming, Stands, ends, find_units};
use crate::MatchKind;
use crate::definition::Extent;
use crate::lexicon::{Posting, Standing};
use crate::read::Needle;

/// Headwords that are looked at to count what a text is part of. No real glossary comes near; it bounds the work of a text
/// that is part of everything.
pub(super) const MOST_COUNTED: usize = 1 << 18;

impl Gathering<'_> {
    /// Gathers the terms that hold `needle`, as many as are needed; returns how many concepts have one.
    pub(crate) fn literal(&mut self, needle: &Needle, naming: Naming) -> usize {
        let rooms = self.desk.rooms;
        let mut concepts = 0;
        for room in rooms.each() {
            let side = room.lexicon.side(needle.lang);
            let look = Look {
                room,
                side,
                needle,
                naming,
            };
            let stands = look.stands();
            let keys = &side.keys;
            for headword in keys.headwords(stands.whole.clone()) {
                let kind = look.whole_kind(headword);
                self.offer(&room, headword, (kind, Extent::Whole), 0, 0);
            }
            self.best(look, || keys.headwords(stands.begins.clone()), MatchKind::Prefix);
            self.best(
                look,
                || side.suffixes.headwords(stands.ends.clone()),
                MatchKind::Ending,
            );
            concepts += match look.common(&stands).filter(|_| self.filter.is_open()) {
                Some(common) => self.inside_many(look, &common),
                None => {
                    self.inside_few(look, &stands);
                    self.concepts(look, &stands)
                }
            };
        }
        concepts
    }

    /// Gathers the best of `headwords`, as many as are still needed.
    fn best<I: ExactSizeIterator<Item = u32>>(
        &mut self,
        look: Look<'_>,
        headwords: impl Fn() -> I,
        kind: MatchKind,
    ) {
        let lexicon = look.room.lexicon;
        let mut most = self.wanted(&look.room);
        while most > 0 {
            self.steps += headwords().len();
            let best = smallest(headwords(), most, |headword| {
                self.filter
                    .admits(&look.room, lexicon.headwords.document(headword))
            });
            let is_all = best.len() < most;
            let before = self.found.len();
            for headword in best {
                self.offer(&look.room, headword, look.naming.part(kind), 0, 0);
            }
            // Several headwords of one concept may have taken the places of others.
            if is_all || self.wanted(&look.room) == 0 || self.found.len() - before >= most {
                break;
            }
            most *= 4;
        }
    }

    /// Gathers the best terms within which the needle stands: all of them are looked at.
    fn inside_few(&mut self, look: Look<'_>, stands: &Stands) {
        if stands.inside.is_empty() || self.wanted(&look.room) == 0 {
            return;
        }
        let places = look.side.suffixes.places(stands.inside.clone());
        let mut inside: Vec<(u32, u32)> = places.take(MOST_COUNTED).collect();
        self.steps += inside.len();
        // Of the places in one term the first counts.
        inside.sort_unstable();
        inside.dedup_by_key(|(headword, _)| *headword);
        let mut full = Full::default();
        for (headword, start) in inside {
            if full.is_reached(self, &look, headword) {
                break;
            }
            let position = look.position(headword, start as usize);
            self.offer(&look.room, headword, look.inside(), 0, position);
        }
    }

    /// Gathers the best of very many terms that hold the needle anywhere, and looks at no more of them than it must;
    /// returns how many concepts hold it.
    fn inside_many(&mut self, look: Look<'_>, common: &Posting) -> usize {
        let lexicon = look.room.lexicon;
        let fold = &look.needle.fold;
        let unit = look.side.unit;
        let mut full = Full::default();
        for headword in look.side.postings.headwords(common).take(MOST_COUNTED) {
            if full.is_reached(self, &look, headword) {
                break;
            }
            self.steps += 1;
            let term = lexicon.fold(headword);
            let Some(at) = find_units(unit, term, fold) else {
                continue;
            };
            if at > 0 && !ends(unit, term, fold) {
                let position = term.get(..at).map_or(0, |before| before.chars().count());
                self.offer(&look.room, headword, look.inside(), 0, position);
            }
        }
        common.concepts
    }

    /// Returns how many concepts that may be hits have a term in which the needle stands.
    fn concepts(&mut self, look: Look<'_>, stands: &Stands) -> usize {
        let headwords = &look.room.lexicon.headwords;
        let (keys, suffixes) = (&look.side.keys, &look.side.suffixes);
        let whole = keys.headwords(stands.whole.clone());
        let begins = keys.headwords(stands.begins.clone());
        let ends = suffixes.headwords(stands.ends.clone());
        let inside = suffixes.headwords(stands.inside.clone());
        let mut concepts: Vec<u32> = whole
            .chain(begins)
            .chain(ends)
            .chain(inside)
            .take(MOST_COUNTED)
            .map(|headword| headwords.document(headword))
            .collect();
        self.steps += concepts.len();
        concepts.sort_unstable();
        concepts.dedup();
        if !(self.filter.is_open() && look.room.is_whole()) {
            concepts.retain(|document| self.filter.admits(&look.room, *document));
        }
        concepts.len()
    }
}

/// Tells when enough was gathered of headwords that come in the order of their standing.
#[derive(Debug, Default)]
struct Full {
    last: Option<Standing>,
}

impl Full {
    /// Tells whether neither `headword` nor any behind it is needed. Those that stand alike are ordered by where the match
    /// begins, so all of them are.
    fn is_reached(&mut self, gathering: &Gathering<'_>, look: &Look<'_>, headword: u32) -> bool {
        let standing = look.room.lexicon.headwords.standing(headword);
        let is_next = self.last.replace(standing).is_none_or(|last| standing > last);
        gathering.wanted(&look.room) == 0
            && (is_next || gathering.found_in(&look.room) >= gathering.together())
    }
}

/// Returns the `most` smallest of `headwords` that are admitted, ascending. Admission is asked only for those that would
/// be among them.
pub(super) fn smallest(
    headwords: impl Iterator<Item = u32>,
    most: usize,
    admits: impl Fn(u32) -> bool,
) -> Vec<u32> {
    let mut best = BinaryHeap::with_capacity(most.min(1_024) + 1);
    for headword in headwords {
        let is_wanted = best.len() < most || best.peek().is_some_and(|worst| headword < *worst);
        if is_wanted && admits(headword) {
            best.push(headword);
            if best.len() > most {
                best.pop();
            }
        }
    }
    best.into_sorted_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_smallest_are_those_that_sorting_finds(
            all in proptest::collection::vec(0u32..100, 0..60),
            most in 0usize..20,
        ) {
            let admits = |n: u32| !n.is_multiple_of(3);
            let mut expect: Vec<u32> = all.iter().copied().filter(|n| admits(*n)).collect();
            expect.sort_unstable();
            expect.truncate(most);
            proptest::prop_assert_eq!(smallest(all.into_iter(), most, admits), expect);
        }
    }
}
