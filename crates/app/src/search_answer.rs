//! What a search answers: hits with the reason for each, and what the asker should know.

use std::ops::Range;

use glossary::{ConceptId, Lang};
use search::{Facets, MatchKind, Notice, Payload, Placement, Reading};

use crate::view::ConceptSummary;

/// The answer to a question, best hits first. Hits are taken apart, or [ready](ReadyHit) to be sent.
#[derive(Debug, Clone)]
pub struct SearchAnswer<H = Hit> {
    /// What was asked.
    pub query: String,
    /// How it was read.
    pub readings: Vec<Reading>,
    /// How many concepts match in all.
    pub total: usize,
    /// The hits of this page.
    pub hits: Vec<H>,
    /// What the asker should know, such as that the text was cut.
    pub notices: Vec<Notice>,
    /// The hits counted by what can be chosen, if that was asked for.
    pub facets: Option<Facets>,
    /// Where the next page begins; `None` at the end.
    pub next_cursor: Option<String>,
    /// The change up to which the index had read.
    pub index_seq: u64,
    /// Whether the store does not answer, so that changes since then cannot be found.
    pub is_store_away: bool,
    /// How many headwords were looked at: what the question cost, whatever the machine.
    pub steps: usize,
}

/// A concept that matches.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The concept.
    pub summary: ConceptSummary,
    /// 0 to 100, falling with rank.
    pub score: f32,
    /// Why it matches.
    pub matched: Match,
    /// By what it was placed among the hits.
    pub place: Placement,
    /// For a concept without Tibetan: its longest parts that have some. No official rendering.
    pub parts: Vec<Part>,
    /// The concepts that have taken its place.
    pub replaced_by: Vec<Successor>,
}

/// A concept that has taken the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    /// The concept.
    pub id: ConceptId,
    /// Its Chinese name; its Tibetan one if it has none.
    pub name: String,
}

/// A concept that matches, as it is sent.
#[derive(Debug, Clone)]
pub struct ReadyHit {
    /// The JSON object that [`ConceptSummary::encode`] made, its Tibetan forms in the order of the region asked for; where
    /// it stands in the index, if none was asked for.
    pub json: Payload,
    /// 0 to 100, falling with rank.
    pub score: f32,
    /// Why it matches.
    pub matched: Match,
    /// By what it was placed among the hits.
    pub place: Placement,
    /// Only for a concept without Tibetan: its longest parts that have some. No official rendering.
    pub parts: Option<Vec<Part>>,
    /// The concepts that have taken its place.
    pub replaced_by: Vec<Successor>,
}

/// Why a concept matches.
#[derive(Debug, Clone)]
pub struct Match {
    /// The kind of match.
    pub kind: MatchKind,
    /// The language of the term.
    pub lang: Lang,
    /// The term that matched.
    pub term: String,
    /// The matching places in it, in Unicode scalar values, end exclusive.
    pub ranges: Vec<Range<usize>>,
}

/// A part of a Chinese name that has a Tibetan pair of its own.
#[derive(Debug, Clone)]
pub struct Part {
    /// The part.
    pub zh: String,
    /// The concept it names.
    pub summary: ConceptSummary,
}

/// A headword that begins with what was typed.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// The headword.
    pub text: String,
    /// Its language.
    pub lang: Lang,
    /// Its concept.
    pub id: ConceptId,
    /// How it matches.
    pub kind: MatchKind,
}

impl From<search::Match> for Match {
    fn from(matched: search::Match) -> Self {
        let search::Match {
            kind,
            lang,
            term,
            ranges,
        } = matched;
        Self {
            kind,
            lang,
            term,
            ranges,
        }
    }
}
