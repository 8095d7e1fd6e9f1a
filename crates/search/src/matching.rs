//! Says how a concept matches: the kind, the term, and where in it.

use std::ops::Range;

use glossary::{AdministrativeStatus, Lang, term_key};

use crate::MatchKind;
use crate::entry::{Entry, EntryTerm};
use crate::fold::{fold_with_map, unit};
use crate::grams::Unit;
use crate::tiers::Sought;

/// How a concept matches one part of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: MatchKind,
    /// The term, as a place in the entry.
    pub(crate) term: usize,
    /// Whether it takes several terms of the concept to have all words.
    pub(crate) scattered: bool,
    pub(crate) older: bool,
    pub(crate) status: AdministrativeStatus,
    /// Length of the folded term, in scalar values.
    pub(crate) length: usize,
    /// Where the match begins in the folded term, in scalar values.
    pub(crate) position: usize,
}

impl Found {
    fn order(&self) -> impl Ord + use<> {
        (
            self.kind,
            self.older,
            self.status,
            self.length,
            self.position,
            self.term,
        )
    }
}

/// Returns the best match of `sought` among the terms of `entry`; the definition's if no term matches.
///
/// Only for entries that the index found: something of the entry does match. `None` for an entry without terms.
pub(crate) fn best(entry: &Entry<'_>, sought: &Sought) -> Option<Found> {
    let needle = Needle::new(sought);
    let terms = || {
        entry
            .terms
            .iter()
            .enumerate()
            .filter(|(_, t)| speaks(sought.needle.lang, t.lang))
    };
    let direct = terms().filter_map(|(at, term)| {
        let (kind, spans) = needle.find(term)?;
        Some(found(at, term, kind, spans.first().map_or(0, |s| s.start)))
    });
    if let Some(best) = direct.min_by_key(Found::order) {
        return Some(best);
    }
    // Perhaps all words are there, but not in one term: the term that has most of them speaks for the concept.
    let has = |word: &String| terms().any(|(_, term)| needle.word(term, word).is_some());
    let scattered = sought.word_sets.iter().any(|set| set.iter().all(has));
    let kind = if scattered {
        MatchKind::Words
    } else {
        MatchKind::Definition
    };
    let words = |term: &EntryTerm<'_>| needle.words(term).len();
    let most = terms().max_by_key(|(at, term)| (words(term), std::cmp::Reverse(*at)));
    let (at, term) = most.or_else(|| entry.terms.iter().enumerate().next())?;
    Some(Found {
        scattered,
        ..found(at, term, kind, 0)
    })
}

/// Returns what of `term` matches, in scalar values of the term as authored: ascending, apart, whole stacks.
pub(crate) fn ranges(term: &EntryTerm<'_>, sought: &Sought, kind: MatchKind) -> Vec<Range<usize>> {
    if kind == MatchKind::Definition || !speaks(sought.needle.lang, term.lang) {
        return Vec::new();
    }
    let needle = Needle::new(sought);
    let spans = needle
        .find(term)
        .map_or_else(|| needle.words(term), |(_, spans)| spans);
    let folded = fold_with_map(term.lang, term.text);
    let whole = 0..term.fold.chars().count();
    let in_term = |span: Range<usize>| {
        if span == whole {
            // Nothing of the term is left that did not match, whatever folding takes off its ends.
            return 0..term.text.chars().count();
        }
        with_closing_brackets(term.text, folded.original(span))
    };
    let mut ranges: Vec<Range<usize>> = spans.into_iter().map(in_term).collect();
    ranges.sort_by_key(|r| (r.start, r.end));
    ranges.dedup_by(|next, kept| {
        let joined = next.start <= kept.end;
        if joined {
            kept.end = kept.end.max(next.end);
        }
        joined
    });
    ranges.retain(|r| !r.is_empty());
    ranges
}

/// Lengthens `range` of `text` by the brackets behind it that close one opened in it.
///
/// Folding drops brackets, so a range ends before a bracket although the one that opens it lies inside.
fn with_closing_brackets(text: &str, mut range: Range<usize>) -> Range<usize> {
    let mut chars = text.chars().skip(range.start);
    let mut open = Vec::new();
    for c in chars.by_ref().take(range.len()) {
        if let Some((_, closing)) = BRACKETS.iter().find(|(opening, _)| *opening == c) {
            open.push(*closing);
        } else if open.last() == Some(&c) {
            open.pop();
        }
    }
    for c in chars {
        if open.pop() != Some(c) {
            break;
        }
        range.end += 1;
    }
    range
}

/// The brackets of Chinese and Tibetan terms, opening and closing.
const BRACKETS: [(char, char); 9] = [
    ('(', ')'),
    ('（', '）'),
    ('[', ']'),
    ('［', '］'),
    ('【', '】'),
    ('〔', '〕'),
    ('《', '》'),
    ('〈', '〉'),
    ('\u{f3c}', '\u{f3d}'),
];

/// Chinese readings stand for every language but Tibetan.
fn speaks(needle: Lang, term: Lang) -> bool {
    (needle == Lang::Bo) == (term == Lang::Bo)
}

fn found(at: usize, term: &EntryTerm<'_>, kind: MatchKind, position: usize) -> Found {
    Found {
        kind,
        term: at,
        scattered: false,
        older: term.older,
        status: term.status,
        length: term.fold.chars().count(),
        position,
    }
}

/// A needle with its units, so that they are cut once for all terms.
struct Needle<'a> {
    sought: &'a Sought,
    units: Vec<&'a str>,
    unit: Unit,
}

impl<'a> Needle<'a> {
    fn new(sought: &'a Sought) -> Self {
        Self {
            sought,
            units: sought.units(),
            unit: unit(sought.needle.lang),
        }
    }

    /// Returns the kind of match with `term` and the spans of its fold that match, in scalar values.
    fn find(&self, term: &EntryTerm<'_>) -> Option<(MatchKind, Vec<Range<usize>>)> {
        if let Some((kind, span)) = self.place(term) {
            return Some((kind, vec![span]));
        }
        if self.sought.continued.iter().any(|c| c == term.fold) {
            let typed = self.sought.needle.fold.chars().count();
            let matched = 0..typed.min(term.fold.chars().count());
            return Some((MatchKind::Prefix, vec![matched]));
        }
        let spans = self
            .sought
            .word_sets
            .iter()
            .find_map(|set| set.iter().map(|w| self.word(term, w)).collect::<Option<Vec<_>>>())?;
        Some((MatchKind::Words, spans))
    }

    /// Finds the whole needle in `term`: at both ends, at the front, at the end, inside, in this order.
    fn place(&self, term: &EntryTerm<'_>) -> Option<(MatchKind, Range<usize>)> {
        if term.fold == self.sought.needle.fold {
            let same = term_key(term.lang, term.text) == term_key(term.lang, &self.sought.needle.typed);
            let kind = if same { MatchKind::Exact } else { MatchKind::Folded };
            return Some((kind, 0..term.fold.chars().count()));
        }
        let units = self.unit.split(term.fold);
        let last = units.len().checked_sub(self.units.len())?;
        let fits = |at: usize| units.get(at..at + self.units.len()) == Some(&self.units[..]);
        let (kind, at) = if fits(0) {
            (MatchKind::Prefix, 0)
        } else if fits(last) {
            (MatchKind::Ending, last)
        } else {
            (MatchKind::Substring, (1..last).find(|at| fits(*at))?)
        };
        Some((kind, self.unit.span(&units, at, self.units.len())))
    }

    /// Finds one word in `term`.
    fn word(&self, term: &EntryTerm<'_>, word: &str) -> Option<Range<usize>> {
        let units = self.unit.split(term.fold);
        let word = self.unit.split(word);
        let at = units.windows(word.len().max(1)).position(|w| w == word)?;
        Some(self.unit.span(&units, at, word.len()))
    }

    /// Returns the spans of all words that `term` has.
    fn words(&self, term: &EntryTerm<'_>) -> Vec<Range<usize>> {
        let sets = self.sought.word_sets.iter();
        let found = sets.map(|set| set.iter().filter_map(|w| self.word(term, w)).collect::<Vec<_>>());
        found.max_by_key(Vec::len).unwrap_or_default()
    }
}
