//! The query behind a search: every tier of match as a clause of its own with the score of its kind.
//!
//! Built from terms, phrases and conjunctions in code. A user's text never reaches tantivy's query parser, whose
//! recursion over nested input can end the process.

use std::borrow::Cow;

use glossary::Lang;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::definition::Definition;
use crate::fold::unit;
use crate::grams::{Edges, query_grams};
use crate::query::{Request, Scope};
use crate::read::Needle;
use crate::schema::Fields;
use crate::{MatchKind, Words};

/// A needle with the words that a search by words looks for.
#[derive(Debug)]
pub(crate) struct Sought {
    pub(crate) needle: Needle,
    /// Sets of words; a term that has all of one set matches by words.
    pub(crate) word_sets: Vec<Vec<String>>,
    /// Whole folded terms that continue the last, incomplete syllable.
    pub(crate) continued: Vec<String>,
}

impl Sought {
    /// Finds the words of `needle`. Without the dictionary these are the pieces between spaces.
    pub(crate) fn new(needle: Needle, words: &Words, max_words: usize) -> Self {
        let mut word_sets = vec![needle.pieces.clone()];
        if let (Lang::Zh, Some(segmenter)) = (needle.lang, words.ready()) {
            let mut cut: Vec<String> = Vec::new();
            for word in needle.pieces.iter().flat_map(|p| segmenter.words(p)) {
                if cut.len() < max_words && !cut.iter().any(|w| w == word.text) {
                    cut.push(word.text.to_owned());
                }
            }
            word_sets.push(cut);
        }
        // One word alone is a substring; there is nothing to be in another order.
        word_sets.retain(|set| set.len() > 1);
        word_sets.dedup();
        Self {
            needle,
            word_sets,
            continued: Vec::new(),
        }
    }

    pub(crate) fn units(&self) -> Vec<&str> {
        unit(self.needle.lang).split(&self.needle.fold)
    }
}

/// Builds the query of `request` for everything that is `sought`: all parts must match, and all filters.
pub(crate) fn query(
    fields: &Fields,
    definition: &Definition,
    request: &Request<'_>,
    sought: &[Sought],
) -> Box<dyn Query> {
    let parts = sought.iter().map(|s| tiers(fields, definition, request.scope, s));
    all(parts.chain(filters(fields, request)).collect())
}

fn tiers(fields: &Fields, definition: &Definition, scope: Scope, sought: &Sought) -> Box<dyn Query> {
    let lang = sought.needle.lang;
    let (exact, grams, definitions) = match lang {
        Lang::Bo => (fields.bo_exact, fields.bo_syl, fields.bo_def),
        Lang::Zh | Lang::En => (fields.zh_exact, fields.zh_bi, fields.zh_def),
    };
    let units = sought.units();
    let sequence = |field, edges| sequence(field, &query_grams(unit(lang), &units, edges));
    let mut clauses: Vec<Box<dyn Query>> = Vec::new();
    let mut tier = |kind, query: Option<Box<dyn Query>>| {
        if let Some(query) = query {
            clauses.push(Box::new(ConstScoreQuery::new(query, definition.scores(kind).0)));
        }
    };
    // Exact and folded differ only in the term's own spelling, which is compared when hits are ordered.
    tier(MatchKind::Exact, Some(term(exact, &sought.needle.fold)));
    tier(MatchKind::Prefix, sequence(grams, Edges::Start));
    tier(MatchKind::Ending, sequence(grams, Edges::End));
    tier(MatchKind::Substring, sequence(grams, Edges::None));
    if !sought.continued.is_empty() {
        let terms = sought.continued.iter().map(|t| Term::from_field_text(exact, t));
        tier(MatchKind::Prefix, Some(Box::new(TermSetQuery::new(terms))));
    }
    for set in &sought.word_sets {
        // Dictionary words are looked up as words, pieces that somebody typed as parts of terms.
        let typed = *set == sought.needle.pieces;
        let words = set.iter().filter_map(|w| {
            if typed {
                part(grams, lang, w)
            } else {
                Some(term(fields.zh_w, w))
            }
        });
        tier(MatchKind::Words, Some(all(words.collect())));
    }
    if scope == Scope::All {
        tier(MatchKind::Definition, sequence(definitions, Edges::None));
        for set in &sought.word_sets {
            tier(
                MatchKind::Definition,
                Some(all(set
                    .iter()
                    .filter_map(|w| part(definitions, lang, w))
                    .collect())),
            );
        }
    }
    Box::new(DisjunctionMaxQuery::new(clauses))
}

fn filters(fields: &Fields, request: &Request<'_>) -> impl Iterator<Item = Box<dyn Query>> {
    let values = [
        (fields.workflow, request.workflow.map(|w| w.as_str())),
        (fields.collection, request.collection.as_ref().map(|c| c.as_str())),
        (
            fields.subject_field,
            request.subject_field.as_ref().map(|s| s.as_str()),
        ),
    ];
    let queries = values.map(|(field, value)| {
        value.map(|v| -> Box<dyn Query> { Box::new(ConstScoreQuery::new(term(field, v), 0.0)) })
    });
    queries.into_iter().flatten()
}

/// A text inside the terms of `field`, as one sequence of grams.
fn part(field: Field, lang: Lang, text: &str) -> Option<Box<dyn Query>> {
    sequence(
        field,
        &query_grams(unit(lang), &unit(lang).split(text), Edges::None),
    )
}

fn sequence(field: Field, grams: &[Cow<'_, str>]) -> Option<Box<dyn Query>> {
    match grams {
        [] => None,
        [only] => Some(term(field, only)),
        _ => Some(Box::new(PhraseQuery::new(
            grams.iter().map(|g| Term::from_field_text(field, g)).collect(),
        ))),
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

fn all(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.pop(), queries.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Box::new(BooleanQuery::intersection(
            queries.into_iter().chain(last).collect(),
        )),
    }
}
