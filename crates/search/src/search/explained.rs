//! Concepts whose definition, context or public note holds what was typed.

use glossary::Lang;
use std::borrow::Cow;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, ConstScoreQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, Term};

use super::gather::Gathering;
use crate::definition::Extent;
use crate::fold::unit;
use crate::grams::{Edges, query_grams};
use crate::read::Needle;
use crate::schema::ID;
use crate::{Error, MatchKind};
use glossary::ConceptId;

impl Gathering<'_> {
    /// Gathers concepts that are explained with all `needles`; returns how many the terms had not found.
    pub(crate) fn explained(&mut self, needles: &[Needle]) -> Result<usize, Error> {
        let fields = self.desk.fields;
        let mut clauses: Vec<Box<dyn Query>> = Vec::new();
        for needle in needles {
            let field = if needle.lang == Lang::Bo {
                fields.bo_text
            } else {
                fields.zh_text
            };
            // One piece is a sequence; several are looked for each by itself.
            let pieces: Vec<&str> = match needle.lang {
                Lang::Bo => vec![&needle.fold],
                _ => needle.pieces.iter().map(String::as_str).collect(),
            };
            for piece in pieces {
                let units = unit(needle.lang).split(piece);
                clauses.extend(sequence(
                    field,
                    &query_grams(unit(needle.lang), &units, Edges::None),
                ));
            }
        }
        if clauses.is_empty() {
            return Ok(0);
        }
        clauses.extend(self.chosen());
        let query = BooleanQuery::intersection(clauses);
        let before = self.found.len();
        let (ids, count) = self.in_full_text(&query, self.together())?;
        for id in ids {
            let Some((room, document)) = self.desk.rooms.find(ConceptId::new(id)) else {
                continue;
            };
            // The best term in the language of the text speaks for the concept, else the best one.
            let asked = needles.first().map(|needle| needle.lang);
            let lang = |headword: &u32| room.lexicon.headwords.traits(*headword).lang;
            let mut terms = room.lexicon.documents.headwords(document);
            let speaks = terms.find(|headword| Some(lang(headword)) == asked);
            if let Some(headword) = speaks.or_else(|| room.lexicon.documents.headwords(document).next()) {
                self.offer(&room, headword, (MatchKind::Definition, Extent::Whole), 0, 0);
            }
        }
        let added = self.found.len() - before;
        // Beyond what was looked at, nobody has asked which of them the terms had found already.
        let is_all = count <= self.together();
        Ok(if is_all || !self.filter.is_open() {
            added
        } else {
            count
        })
    }

    /// Returns the choices of the request as clauses, so that the full-text room leaves out what they exclude.
    pub(super) fn chosen(&self) -> impl Iterator<Item = Box<dyn Query>> + use<> {
        let (fields, request) = (self.desk.fields, self.request);
        let choices = [
            (fields.workflow, request.workflow.map(|w| w.as_str().to_owned())),
            (
                fields.collection,
                request.collection.as_ref().map(|c| c.as_str().to_owned()),
            ),
            (
                fields.subject_field,
                request.subject_field.as_ref().map(|s| s.as_str().to_owned()),
            ),
        ];
        let clauses = choices.map(|(field, value)| {
            let clause = |value: String| -> Box<dyn Query> {
                Box::new(ConstScoreQuery::new(term(field, &value), 0.0))
            };
            value.map(clause)
        });
        clauses.into_iter().flatten()
    }

    /// Returns the ids of the `most` best documents of a full-text query by score and id, and how many it has in all.
    pub(super) fn in_full_text(&self, query: &dyn Query, most: usize) -> Result<(Vec<u64>, usize), Error> {
        let best = TopDocs::with_limit(most.max(1)).tweak_score(|segment: &SegmentReader| {
            let ids = segment
                .fast_fields()
                .u64(ID)
                .ok()
                .map(|column| column.first_or_default_col(0));
            move |document: DocId, score: Score| {
                let id = ids.as_ref().map_or(0, |ids| ids.get_val(document));
                (score, std::cmp::Reverse(id))
            }
        });
        let (found, count) = self.desk.searcher.search(query, &(best, Count))?;
        let ids = found.into_iter().map(|((_, id), _)| id.0).take(most).collect();
        Ok((ids, count))
    }
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

/// Returns the query of one term of the full-text room.
pub(super) fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}
