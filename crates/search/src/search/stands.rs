//! Where a needle stands in the terms of one script of one lexicon: whole, at the beginning, at the end, within.

use std::ops::Range;

use glossary::term_key;

use crate::MatchKind;
use crate::definition::Extent;
use crate::grams::Unit;
use crate::lexicon::{Posting, Side};
use crate::read::{Needle, Shape};
use crate::rooms::Room;

/// So many places are looked at one by one; beyond them a list that is ordered by standing is quicker.
const FEW: usize = 512;
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
pub(super) struct Look<'a> {
    pub(super) room: Room<'a>,
    pub(super) side: &'a Side,
    pub(super) needle: &'a Needle,
    pub(super) naming: Naming,
}

/// Where a needle stands in the terms of a side. Empty where nobody asked.
#[derive(Debug, Default)]
pub(super) struct Stands {
    /// Keys that are the needle.
    pub(super) whole: Range<usize>,
    /// Keys that begin with it and go on.
    pub(super) begins: Range<usize>,
    /// Suffixes that are the needle.
    pub(super) ends: Range<usize>,
    /// Suffixes that begin with it and go on.
    pub(super) inside: Range<usize>,
}

impl Look<'_> {
    /// Finds where the needle stands, as far as its shape asks for it.
    pub(super) fn stands(&self) -> Stands {
        let (keys, suffixes) = (&self.side.keys, &self.side.suffixes);
        let (fold, unit, shape) = (&self.needle.fold, self.side.unit, self.needle.shape);
        let mut stands = Stands {
            whole: keys.equal(fold),
            ..Stands::default()
        };
        if shape != Shape::Ends {
            stands.begins = match unit {
                Unit::Char => keys.starting_from(stands.whole.end, fold),
                // The next syllable begins behind a tsheg; what only goes on with a letter is another syllable.
                Unit::Syllable => keys.starting_from(stands.whole.end, &format!("{fold}{TSHEG}")),
            };
        }
        if shape != Shape::Begins {
            stands.ends = suffixes.ending(fold);
        }
        if matches!(shape, Shape::Any | Shape::Quoted) {
            stands.inside = suffixes.going_on(unit, fold, &stands.ends);
        }
        stands
    }

    /// Returns the list of the terms that hold the needle anywhere, if they are many and there is such a list: for a unit
    /// and for two.
    pub(super) fn common(&self, stands: &Stands) -> Option<Posting> {
        let Stands {
            begins, ends, inside, ..
        } = stands;
        let many = begins.len() + ends.len() + inside.len() > FEW;
        if !many || inside.is_empty() || !self.room.is_whole() {
            return None;
        }
        let postings = &self.side.postings;
        match self.side.unit.split(&self.needle.fold)[..] {
            [only] => postings.find(postings.unit(self.side.unit, only)?, 0),
            [first, second] => {
                let unit = |unit| postings.unit(self.side.unit, unit);
                postings.find(unit(first)?, unit(second)?)
            }
            _ => None,
        }
    }

    /// Returns where a match begins in the folded term, in characters. `start` is where it begins among the keys, in bytes.
    pub(super) fn position(&self, headword: u32, start: usize) -> usize {
        let lexicon = self.room.lexicon;
        let at = start.saturating_sub(self.side.keys.start(lexicon.headwords.place(headword)));
        let before = lexicon.fold(headword).get(..at);
        before.map_or(0, |before| before.chars().count())
    }
}

impl Look<'_> {
    /// Tells whether a term is what was typed letter by letter, or only after folding.
    pub(super) fn whole_kind(&self, headword: u32) -> MatchKind {
        match self.naming {
            Naming::WholeAs(kind) | Naming::As(kind) => return kind,
            Naming::Written => {}
        }
        let lexicon = self.room.lexicon;
        let traits = lexicon.headwords.traits(headword);
        // A tsheg behind a term is no part of it.
        let is_plain = traits.plain && self.needle.typed.trim_end_matches(TSHEG) == self.needle.fold;
        let is_same = is_plain
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
    pub(super) fn inside(&self) -> (MatchKind, Extent) {
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
    pub(super) fn part(self, kind: MatchKind) -> (MatchKind, Extent) {
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
pub(super) fn find_units(unit: Unit, text: &str, needle: &str) -> Option<usize> {
    match unit {
        // Terms are short: looking at each place takes less time than getting ready for a long text.
        Unit::Char => {
            let length = needle.len().max(1);
            let mut places = text.as_bytes().windows(length);
            if needle.is_empty() {
                Some(0)
            } else {
                places.position(|place| place == needle.as_bytes())
            }
        }
        Unit::Syllable => text.match_indices(needle).map(|(at, _)| at).find(|at| {
            let before = text.get(..*at).unwrap_or_default();
            let behind = text.get(at + needle.len()..).unwrap_or_default();
            (before.is_empty() || before.ends_with(TSHEG)) && (behind.is_empty() || behind.starts_with(TSHEG))
        }),
    }
}

pub(super) fn ends(unit: Unit, text: &str, needle: &str) -> bool {
    let before = text.strip_suffix(needle);
    before.is_some_and(|before| unit == Unit::Char || before.is_empty() || before.ends_with(TSHEG))
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
        assert!(ends(Unit::Syllable, "ཁྲིམས་ཁང", "ཁང") && !ends(Unit::Syllable, "འཁང", "ཁང"));
    }
}
