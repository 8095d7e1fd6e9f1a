//! Terms that hold what was typed, letter by letter: whole, at the beginning, at the end, inside.

use std::collections::BinaryHeap;
use std::ops::Range;

use glossary::term_key;

use super::gather::Gathering;
use crate::MatchKind;
use crate::definition::Extent;
use crate::grams::Unit;
use crate::lexicon::{Posting, Side, Standing};
use crate::read::{Needle, Shape};
use crate::rooms::Room;

/// Headwords that are looked at to count what a text is part of. No real glossary comes near; it bounds the work of a text
/// that is part of everything.
pub(super) const MOST_COUNTED: usize = 1 << 18;
const TSHEG: char = '\u{f0b}';

/// How the kinds of a literal match are called.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Naming {
    /// Exact, folded, prefix, ending, substring.
    Written,
    /// A whole match is of this kind; the others as they are written.
    WholeAs(MatchKind),
    /// All are of this kind, for a text that was transliterated; what is not whole stands apart.
    As(MatchKind),
}

/// A needle in one script of one lexicon.
#[derive(Clone, Copy)]
struct Look<'a> {
    room: Room<'a>,
    side: &'a Side,
    needle: &'a Needle,
    naming: Naming,
}

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
            let whole = side.keys.equal(&needle.fold);
            let before = self.found.len();
            for headword in side.keys.headwords(whole.clone()) {
                let kind = look.whole_kind(headword);
                self.offer(&room, headword, (kind, Extent::Whole), 0, 0);
            }
            let exact = self.found.len() - before;
            concepts += match needle.shape {
                Shape::Any | Shape::Quoted => {
                    self.beginnings(look, &whole);
                    self.endings(look);
                    self.insides(look)
                }
                Shape::Begins => exact + self.beginnings(look, &whole),
                Shape::Ends => exact + self.endings(look),
            };
        }
        concepts
    }

    /// Gathers the best terms that begin with the needle and go on; returns how many concepts have one, if that was
    /// asked for.
    fn beginnings(&mut self, look: Look<'_>, whole: &Range<usize>) -> usize {
        let keys = &look.side.keys;
        let range = match look.side.unit {
            Unit::Char => {
                whole.end.max(whole.start)..keys.starting_with(&look.needle.fold).end.max(whole.end)
            }
            // The next syllable begins behind a tsheg; what only goes on with a letter is another syllable.
            Unit::Syllable => keys.starting_with(&format!("{}{TSHEG}", look.needle.fold)),
        };
        let headwords = || keys.headwords(range.clone());
        self.best(look, headwords, MatchKind::Prefix, |_| true);
        if look.needle.shape == Shape::Begins {
            self.concepts(look, headwords(), |_| true)
        } else {
            0
        }
    }

    /// Gathers the best terms that end with the needle and do not begin with it; counts like [`Self::beginnings`].
    fn endings(&mut self, look: Look<'_>) -> usize {
        let fold = &look.needle.fold;
        let range = look.side.ending_with(&look.room.lexicon.headwords, fold);
        let headwords = || look.side.reversed(range.clone());
        let unit = look.side.unit;
        let ends = |text: &str| {
            let before = text
                .get(..text.len().saturating_sub(fold.len()))
                .unwrap_or_default();
            !before.is_empty() && (unit == Unit::Char || before.ends_with(TSHEG))
        };
        let begins = |text: &str| begins(unit, text, fold);
        self.best(look, headwords, MatchKind::Ending, |text| {
            ends(text) && !begins(text)
        });
        if look.needle.shape == Shape::Ends {
            self.concepts(look, headwords(), ends)
        } else {
            0
        }
    }

    /// Gathers the best of `headwords` that fulfil `holds`, as many as are still needed.
    fn best<I: Iterator<Item = u32>>(
        &mut self,
        look: Look<'_>,
        headwords: impl Fn() -> I,
        kind: MatchKind,
        holds: impl Fn(&str) -> bool,
    ) {
        let lexicon = look.room.lexicon;
        let mut most = self.wanted(&look.room);
        while most > 0 {
            let mut steps = 0;
            let best = smallest(headwords().inspect(|_| steps += 1), most, |headword| {
                holds(lexicon.fold(headword))
                    && self
                        .filter
                        .admits(&look.room, lexicon.headwords.document(headword))
            });
            self.steps += steps;
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

    /// Gathers the best terms inside which the needle stands; returns how many concepts hold it anywhere.
    fn insides(&mut self, look: Look<'_>) -> usize {
        let Some(grams) = Grams::of(look.side, &look.needle.fold) else {
            return 0;
        };
        let is_counted = grams.others.is_empty() && self.filter.is_open() && look.room.is_whole();
        let lexicon = look.room.lexicon;
        let mut concepts: Vec<u32> = Vec::new();
        let mut cursors = vec![0; grams.others.len()];
        let mut last: Option<Standing> = None;
        let mut is_full = self.wanted(&look.room) == 0;
        if is_full && is_counted {
            return grams.rarest.concepts;
        }
        for headword in look.side.postings.headwords(&grams.rarest).take(MOST_COUNTED) {
            self.steps += 1;
            // Those that stand alike are ordered by where the match begins, so all of them are needed.
            is_full |= self.wanted(&look.room) == 0
                && (self.found_in(&look.room) >= self.together()
                    || last.is_some_and(|last| lexicon.headwords.standing(headword) > last));
            if is_full && is_counted {
                break;
            }
            if !look.side.postings.in_all(&grams.others, &mut cursors, headword) {
                continue;
            }
            let fold = lexicon.fold(headword);
            let document = lexicon.headwords.document(headword);
            let Some(at) = find_units(look.side.unit, fold, &look.needle.fold) else {
                continue;
            };
            if !self.filter.admits(&look.room, document) {
                continue;
            }
            if !is_counted {
                concepts.push(document);
            }
            let is_inside = at > 0 && !ends(look.side.unit, fold, &look.needle.fold);
            if is_inside && !is_full {
                let position = fold.get(..at).map_or(0, |before| before.chars().count());
                self.offer(&look.room, headword, look.inside(), 0, position);
                last = Some(lexicon.headwords.standing(headword));
            }
        }
        if is_counted {
            grams.rarest.concepts
        } else {
            distinct(concepts)
        }
    }

    /// Returns how many concepts that may be hits have one of `headwords` that fulfils `holds`.
    fn concepts(
        &mut self,
        look: Look<'_>,
        headwords: impl Iterator<Item = u32>,
        holds: impl Fn(&str) -> bool,
    ) -> usize {
        let lexicon = look.room.lexicon;
        let mut concepts = Vec::new();
        for headword in headwords.take(MOST_COUNTED) {
            self.steps += 1;
            let document = lexicon.headwords.document(headword);
            if holds(lexicon.fold(headword)) && self.filter.admits(&look.room, document) {
                concepts.push(document);
            }
        }
        // The whole ones among them are counted by the caller.
        let whole = look.side.keys.headwords(look.side.keys.equal(&look.needle.fold));
        let whole: Vec<u32> = whole.map(|h| lexicon.headwords.document(h)).collect();
        concepts.retain(|document| !whole.contains(document));
        distinct(concepts)
    }
}

impl Look<'_> {
    /// Tells whether a term is what was typed letter by letter, or only after folding.
    fn whole_kind(&self, headword: u32) -> MatchKind {
        match self.naming {
            Naming::WholeAs(kind) | Naming::As(kind) => return kind,
            Naming::Written => {}
        }
        let lexicon = self.room.lexicon;
        let traits = lexicon.headwords.traits(headword);
        let is_same = (traits.plain && self.needle.typed == self.needle.fold)
            || term_key(traits.lang, lexicon.text(headword)) == term_key(traits.lang, &self.needle.typed);
        if is_same {
            MatchKind::Exact
        } else {
            MatchKind::Folded
        }
    }
}

impl Look<'_> {
    /// Returns what a match inside a term is called.
    fn inside(&self) -> (MatchKind, Extent) {
        let is_quoted = self.needle.shape == Shape::Quoted && matches!(self.naming, Naming::Written);
        let kind = if is_quoted {
            MatchKind::Phrase
        } else {
            MatchKind::Substring
        };
        self.naming.part(kind)
    }
}

impl Naming {
    fn part(self, kind: MatchKind) -> (MatchKind, Extent) {
        match self {
            Self::As(kind) => (kind, Extent::Begun),
            _ => (kind, Extent::Whole),
        }
    }
}

/// The lists of headwords that all of a text's pairs of units are in.
pub(super) struct Grams {
    pub(super) rarest: Posting,
    pub(super) others: Vec<Posting>,
}

impl Grams {
    /// Finds the rarest list, and the two next ones; `None` if no headword holds a pair.
    pub(super) fn of(side: &Side, fold: &str) -> Option<Self> {
        let units: Option<Vec<u32>> = side
            .unit
            .split(fold)
            .into_iter()
            .map(|unit| side.postings.unit(side.unit, unit))
            .collect();
        let units = units?;
        let mut lists: Vec<Posting> = match units[..] {
            [] => return None,
            [only] => vec![side.postings.find(only, 0)?],
            _ => {
                let pairs = units
                    .array_windows()
                    .map(|[first, second]| side.postings.find(*first, *second));
                pairs.collect::<Option<_>>()?
            }
        };
        lists.sort_by_key(Posting::len);
        let mut lists = lists.into_iter();
        Some(Self {
            rarest: lists.next()?,
            others: lists.take(2).collect(),
        })
    }
}

/// Returns where `needle` stands in `text` as whole units, in bytes.
pub(crate) fn find_units(unit: Unit, text: &str, needle: &str) -> Option<usize> {
    match unit {
        Unit::Char => text.find(needle),
        Unit::Syllable => text.match_indices(needle).map(|(at, _)| at).find(|at| {
            let before = text.get(..*at).unwrap_or_default();
            let behind = text.get(at + needle.len()..).unwrap_or_default();
            (before.is_empty() || before.ends_with(TSHEG)) && (behind.is_empty() || behind.starts_with(TSHEG))
        }),
    }
}

fn begins(unit: Unit, text: &str, needle: &str) -> bool {
    let behind = text.strip_prefix(needle);
    behind.is_some_and(|behind| unit == Unit::Char || behind.is_empty() || behind.starts_with(TSHEG))
}

pub(super) fn ends(unit: Unit, text: &str, needle: &str) -> bool {
    let before = text.strip_suffix(needle);
    before.is_some_and(|before| unit == Unit::Char || before.is_empty() || before.ends_with(TSHEG))
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

fn distinct(mut documents: Vec<u32>) -> usize {
    documents.sort_unstable();
    documents.dedup();
    documents.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needle_stands_as_whole_units() {
        for (unit, text, needle, expect) in [
            (Unit::Char, "人民法院", "法院", Some(6)),
            (Unit::Char, "人民法院", "院法", None),
            (Unit::Syllable, "མི་དམངས་ཁྲིམས་ཁང", "ཁྲིམས", Some(24)),
            (Unit::Syllable, "མིག་མི", "མི", Some(12)),
            (Unit::Syllable, "མིག", "མི", None),
            (Unit::Syllable, "མི་དམངས", "མི་དམངས", Some(0)),
        ] {
            assert_eq!(find_units(unit, text, needle), expect, "{needle} in {text}");
        }
        assert!(begins(Unit::Syllable, "མི་དམངས", "མི") && !begins(Unit::Syllable, "མིག", "མི"));
        assert!(ends(Unit::Syllable, "ཁྲིམས་ཁང", "ཁང") && !ends(Unit::Syllable, "འཁང", "ཁང"));
    }

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
