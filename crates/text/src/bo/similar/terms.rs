//! The near ones among many terms, found by the syllables they share.

use std::collections::HashMap;

use super::alignment::{MAX_SYLLABLES, Parts, align};
use super::cost::Cost;
use super::pieces::pieces;
use super::rules::Rules;
use super::syllables::{SimilarSyllables, SyllableId};
use super::texts::Texts;
use crate::bo::{fold, key, syllables};

/// A term of a [`SimilarTerms`]: its place among them in the order of their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u32);

impl TermId {
    /// Returns the place, from 0.
    #[must_use]
    pub const fn place(self) -> u32 {
        self.0
    }
}

/// The terms of a glossary, made ready to be asked which of them are near another one.
///
/// Immutable; the order of the terms does not matter, and those with one [`key`] are one.
/// A question looks up the near syllables of each of its syllables, also of what a lost tsheg
/// joins and a surplus one cuts, counts which terms have many near ones, and compares those with
/// [`term_cost`](super::term_cost). Its work is bounded for any glossary: 64 syllables of the question, 256 near
/// syllables of each, 32,768 places where they stand (the nearest and rarest first), 256 terms compared. So what is far
/// from the question may be passed over, and in a very large glossary also a term of common syllables only.
///
/// ```
/// use text::bo::similar::{Cost, SimilarTerms};
///
/// let glossary = SimilarTerms::new(["ཁྲིམས་ཁང", "དངུལ་ཁང", "མི་དམངས་ཁྲིམས་ཁང"]);
/// let found = glossary.near("ཕྲིམསཁང", Cost::new(15), 3);
/// assert_eq!(glossary.text(found[0].0), "ཁྲིམས་ཁང");
/// ```
#[derive(Debug)]
pub struct SimilarTerms {
    texts: Texts,
    lengths: Vec<Length>,
    syllables: SimilarSyllables,
    /// Where the terms of each syllable end in `postings`.
    ends: Vec<u32>,
    /// The terms of each syllable, in order.
    postings: Vec<u32>,
}

/// How long a term is, in syllables; what is more than 65 counts as 65.
#[derive(Debug, Clone, Copy, Default)]
struct Length {
    syllables: u8,
    particles: u8,
}

/// A syllable that is near one of the question.
#[derive(Debug, Clone, Copy)]
struct Near {
    /// Which one, counted through the question with the pieces that a lost tsheg makes of it.
    place: u32,
    id: SyllableId,
    cost: Cost,
    /// What it explains of the difference in length, in tenths of a letter.
    explains: i64,
}

/// The near syllables of one syllable of a question that are looked at.
const NEAR_SYLLABLES: usize = 256;
/// The places of syllables in terms that a question looks at.
const MAX_POSTINGS: usize = 1 << 15;
/// The terms that a question is compared with.
const MAX_COMPARED: usize = 256;

impl SimilarTerms {
    /// Reads the terms; empty ones are left out.
    #[must_use]
    pub fn new<I>(terms: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let keys = terms.into_iter().map(|term| key(term.as_ref()));
        let texts = Texts::new(keys.filter(|key| !key.is_empty()).collect());
        let vocabulary = texts
            .iter()
            .flat_map(|(_, term)| folded_syllables(term))
            .collect();
        let vocabulary = SimilarSyllables::of_folded(vocabulary);
        let mut lengths = Vec::with_capacity(texts.len());
        let mut places: Vec<(u32, u32)> = Vec::new();
        for (term, text) in texts.iter() {
            let syllables = folded_syllables(text);
            lengths.push(Length::of(&syllables));
            let ids = syllables
                .iter()
                .filter_map(|syllable| vocabulary.find_folded(syllable));
            places.extend(ids.map(|id| (id.0, term)));
        }
        places.sort_unstable();
        places.dedup();
        let ends = (0..vocabulary.len())
            .map(|id| {
                places.partition_point(|&(other, _)| usize::try_from(other).is_ok_and(|other| other <= id))
            })
            .map(|end| u32::try_from(end).unwrap_or(u32::MAX))
            .collect();
        let postings = places.into_iter().map(|(_, term)| term).collect();
        Self {
            texts,
            lengths,
            syllables: vocabulary,
            ends,
            postings,
        }
    }

    /// Returns the number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Tells whether there is no term.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the [`key`] of the term; the empty text for an id of another glossary.
    #[must_use]
    pub fn text(&self, id: TermId) -> &str {
        self.texts.get(id.0)
    }

    /// Returns up to `most` terms that are at most `limit` from `term`, by cost and then by text.
    ///
    /// The costs are those of [`term_cost`](super::term_cost). Linear in the length of `term`, then bounded as
    /// said above.
    #[must_use]
    pub fn near(&self, term: &str, limit: Cost, most: usize) -> Vec<(TermId, Cost)> {
        let folded = fold(term);
        let parts = Parts::new(term);
        let mut found = Vec::new();
        let mut limit = limit;
        for id in self.promising(term, limit) {
            let text = self.texts.get(id);
            let cost = if fold(text) == folded {
                Some(Cost::ZERO)
            } else {
                let known = Parts::new(text);
                parts
                    .as_ref()
                    .zip(known.as_ref())
                    .and_then(|(asked, known)| align(asked, known, limit))
            };
            found.extend(cost.map(|cost| (cost, TermId(id))));
            if found.len() > most {
                found.sort_unstable();
                found.truncate(most);
                // What is farther than the last one kept need not be measured.
                limit = found.last().map_or(limit, |&(cost, _)| cost);
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(cost, id)| (id, cost)).collect()
    }

    /// Returns the terms that share the most near syllables with `term`, best first.
    fn promising(&self, term: &str, limit: Cost) -> Vec<u32> {
        let asked = folded_syllables(term);
        let length = Length::of(&asked);
        let mut ranked: Vec<(i64, u32)> = self
            .points(self.near_syllables(&asked, limit))
            .into_iter()
            .map(|(term, points)| (i64::from(length.cost(self.length(term)).tenths()) - points, term))
            .collect();
        ranked.sort_unstable();
        ranked.truncate(MAX_COMPARED);
        ranked.into_iter().map(|(_, term)| term).collect()
    }

    /// Adds up what near syllables speak for each term.
    fn points(&self, mut near: Vec<Near>) -> HashMap<u32, i64> {
        // The nearest first, and of those the rare ones, as long as the work is within its bound.
        near.sort_by_key(|near| (near.cost, self.terms_of(near.id).len()));
        let mut found: Vec<(u32, u32, i64)> = Vec::new();
        for Near {
            place,
            id,
            cost,
            explains,
        } in near
        {
            let terms = self.terms_of(id);
            if found.len() + terms.len() <= MAX_POSTINGS {
                // Negative, so that what speaks most for a term comes first of its place.
                let points = -(points_for(cost) + explains);
                found.extend(terms.iter().map(|&term| (term, place, points)));
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|&mut (term, place, _)| (term, place));
        let mut points = HashMap::new();
        for (term, _, negative) in found {
            *points.entry(term).or_default() -= negative;
        }
        points
    }

    /// Returns the near syllables of each syllable of the question, and of what a tsheg too many or too few made.
    fn near_syllables(&self, asked: &[String], limit: Cost) -> Vec<Near> {
        let rules = Rules::get();
        let missing = i64::from(rules.syllable_missing.tenths());
        let mut all = Vec::new();
        let mut places = 0..;
        let mut add = |near: Vec<(SyllableId, Cost)>, explains| {
            let place = places.next().unwrap_or(u32::MAX);
            all.extend(near.into_iter().map(|(id, cost)| Near {
                place,
                id,
                cost,
                explains,
            }));
        };
        for (at, syllable) in asked.iter().enumerate() {
            let mut near = self.syllables.near_folded(syllable.clone(), limit);
            near.truncate(NEAR_SYLLABLES);
            add(near, 0);
            let pieces = pieces(syllable, &self.syllables);
            let more = i64::try_from(pieces.len().saturating_sub(1)).unwrap_or(0);
            let share = missing * more / (more + 1);
            pieces
                .into_iter()
                .for_each(|piece| add(vec![(piece, rules.tsheg)], share));
            if let Some(next) = asked.get(at + 1)
                && let Some(joined) = self.syllables.find(&[syllable.as_str(), next].concat())
            {
                add(vec![(joined, rules.tsheg)], missing);
            }
        }
        all
    }

    fn terms_of(&self, id: SyllableId) -> &[u32] {
        let at = usize::try_from(id.0).unwrap_or(usize::MAX);
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        let place = |end| usize::try_from(end).unwrap_or(usize::MAX);
        self.postings.get(place(start)..place(end)).unwrap_or_default()
    }

    fn length(&self, term: u32) -> Length {
        usize::try_from(term)
            .ok()
            .and_then(|at| self.lengths.get(at))
            .copied()
            .unwrap_or_default()
    }
}

impl Length {
    fn of(syllables: &[String]) -> Self {
        let count = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        let particles = syllables
            .iter()
            .filter(|folded| Rules::get().is_particle(folded))
            .count();
        Self {
            syllables: count(syllables.len()),
            particles: count(particles),
        }
    }

    /// Returns the least that it costs to leave out what one term has more than the other.
    fn cost(self, other: Self) -> Cost {
        let longer = if self.syllables < other.syllables {
            other
        } else {
            self
        };
        let more = self.syllables.abs_diff(other.syllables);
        let particles = more.min(longer.particles);
        let rules = Rules::get();
        rules.particle_missing.times(particles.into())
            + rules.syllable_missing.times((more - particles).into())
    }
}

/// Returns the first 65 syllables of `term` at the search level.
fn folded_syllables(term: &str) -> Vec<String> {
    syllables(term)
        .map(|syllable| fold(syllable.text))
        .filter(|folded| !folded.is_empty())
        .take(MAX_SYLLABLES + 1)
        .collect()
}

/// Returns what a near syllable speaks for a term: by how much it is nearer than one that was not found.
///
/// A syllable is not found when 256 others are nearer, mostly at less than this, or when it is left out, for 12.
fn points_for(cost: Cost) -> i64 {
    const NOT_FOUND: u16 = 13;
    i64::from(NOT_FOUND.saturating_sub(cost.tenths())) + 1
}
