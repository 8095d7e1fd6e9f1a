//! The first door: looking up, from memory and index only.
//!
//! [`LookUp`] has no access to the store, so a server may call it on its asynchronous threads.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use glossary::{CollectionName, ConceptId, Lang, Region, SubjectField, Workflow};
use search::{Facets, LangChoice, MatchKind, Notice, Placement, Reading, Request, Scope, SearchIndex};

use crate::view::ConceptSummary;
use crate::{Error, Permit, ReadGlossary};

/// Answers questions from the index.
#[derive(Clone)]
pub struct LookUp {
    pub(crate) index: SearchIndex,
    /// False while there is no index that could answer: nothing found would be a lie then.
    is_built: Arc<AtomicBool>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// What was typed, in any script.
    pub text: String,
    /// The language preferred among equals.
    pub lang: LangChoice,
    /// The region whose forms are preferred: among hits, and among the forms of each.
    pub region: Option<Region>,
    /// Only concepts of this field.
    pub subject_field: Option<SubjectField>,
    /// Only concepts that have come this far.
    pub workflow: Option<Workflow>,
    /// Only concepts of this collection.
    pub collection: Option<CollectionName>,
    /// Terms only, or definitions too.
    pub scope: Scope,
    /// Whether the hits are counted by subject field, collection and workflow.
    pub facets: bool,
    /// At most this many hits, 1 to 100.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl SearchRequest {
    /// Makes a question with no conditions and twenty hits.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            lang: LangChoice::Auto,
            region: None,
            subject_field: None,
            workflow: None,
            collection: None,
            scope: Scope::Terms,
            facets: false,
            limit: 20,
            cursor: None,
        }
    }

    /// Returns a number that is the same for the same question, whatever the page of it.
    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (
            &self.text,
            &self.region,
            &self.subject_field,
            self.workflow,
            &self.collection,
        )
            .hash(&mut hasher);
        (self.lang as u8, self.scope as u8).hash(&mut hasher);
        hasher.finish()
    }
}

/// The answer to a question, best hits first.
#[derive(Debug, Clone)]
pub struct SearchAnswer {
    /// What was asked.
    pub query: String,
    /// How it was read.
    pub readings: Vec<Reading>,
    /// How many concepts match in all.
    pub total: usize,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// What the asker should know, such as that the text was cut.
    pub notices: Vec<Notice>,
    /// The hits counted by what can be chosen, if that was asked for.
    pub facets: Option<Facets>,
    /// Where the next page begins; `None` at the end.
    pub next_cursor: Option<String>,
    /// The change up to which the index had read.
    pub index_seq: u64,
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

impl LookUp {
    pub(crate) fn new(index: SearchIndex, is_built: Arc<AtomicBool>) -> Self {
        Self { index, is_built }
    }

    /// Returns the change up to which the index has read.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.index.position()
    }

    /// Returns how many concepts can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Tells whether nothing can be found yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until the Chinese dictionary is there, without which names have no parts.
    pub(crate) fn wait_for_words(&self) {
        self.index.wait_for_words();
    }

    /// Answers a question.
    ///
    /// # Errors
    /// If the text is empty, there is no index yet, or the cursor is not of this question or points into an index that
    /// has changed.
    pub fn search(&self, _: &Permit<ReadGlossary>, request: &SearchRequest) -> Result<SearchAnswer, Error> {
        if request.text.trim().is_empty() {
            return Err(Error::EmptyQuery);
        }
        self.check_built()?;
        let cursor = request
            .cursor
            .as_deref()
            .map(|raw| Cursor::read(raw, request))
            .transpose()?;
        let answer = self.index.search(&Request {
            text: &request.text,
            lang: request.lang,
            region: request.region.clone(),
            subject_field: request.subject_field.clone(),
            workflow: request.workflow,
            collection: request.collection.clone(),
            scope: request.scope,
            facets: request.facets,
            limit: request.limit,
            offset: cursor.map_or(0, |c| c.offset),
        })?;
        if cursor.is_some_and(|c| c.seq != answer.position) {
            return Err(Error::CursorGone);
        }
        let reached = cursor.map_or(0, |c| c.offset) + answer.hits.len();
        let more = reached < answer.total && !answer.hits.is_empty();
        let next = Cursor {
            seq: answer.position,
            offset: reached,
            fingerprint: request.fingerprint(),
        };
        Ok(SearchAnswer {
            query: request.text.clone(),
            readings: answer.readings,
            total: answer.total,
            hits: answer
                .hits
                .into_iter()
                .map(|hit| self.hit(hit, request.region.as_ref()))
                .collect::<Result<_, _>>()?,
            notices: answer.notices,
            facets: answer.facets,
            next_cursor: more.then(|| next.write()),
            index_seq: answer.position,
        })
    }

    /// Returns headwords that begin with `text`, best first, at most `limit`.
    ///
    /// # Errors
    /// If there is no index yet, or it cannot be read.
    pub fn suggest(
        &self,
        _: &Permit<ReadGlossary>,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Suggestion>, Error> {
        self.check_built()?;
        let found = self.index.suggest(text, limit)?;
        let suggestion = |s: search::Suggestion| Suggestion {
            text: s.text,
            lang: s.lang,
            id: s.id,
            kind: s.kind,
        };
        Ok(found.into_iter().map(suggestion).collect())
    }

    /// Returns the longest parts of a Chinese name that have a Tibetan pair, in the order of the name.
    ///
    /// None while there is no index, or the Chinese dictionary is still being loaded: a moment after opening.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn parts(&self, name_zh: &str) -> Result<Vec<Part>, Error> {
        let part = |p: search::Part| {
            Ok(Part {
                zh: p.zh,
                summary: decode(&p.payload)?,
            })
        };
        self.index.parts(name_zh).into_iter().map(part).collect()
    }

    pub(crate) fn check_built(&self) -> Result<(), Error> {
        if self.is_built.load(Ordering::Acquire) {
            Ok(())
        } else {
            Err(Error::IndexNotBuilt)
        }
    }

    fn hit(&self, hit: search::Hit, region: Option<&Region>) -> Result<Hit, Error> {
        let mut summary = decode(&hit.payload)?;
        let mut parts = match summary.zh.first() {
            Some(name) if summary.bo.is_empty() => self.parts(&name.text)?,
            _ => Vec::new(),
        };
        if let Some(asked) = region {
            summary.prefer_region(asked);
            parts
                .iter_mut()
                .for_each(|part| part.summary.prefer_region(asked));
        }
        let search::Match {
            kind,
            lang,
            term,
            ranges,
        } = hit.matched;
        Ok(Hit {
            summary,
            score: hit.score,
            matched: Match {
                kind,
                lang,
                term,
                ranges,
            },
            place: hit.place,
            parts,
        })
    }
}

pub(crate) fn decode(payload: &[u8]) -> Result<ConceptSummary, Error> {
    ConceptSummary::decode(payload).map_err(|err| {
        Error::Internal(format!(
            "the index holds an entry that cannot be read: {err} (hint: `shanjar reindex`)"
        ))
    })
}

/// A place in the list of hits, bound to the question and to the state of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    seq: u64,
    offset: usize,
    fingerprint: u64,
}

impl Cursor {
    fn write(self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}.{:x}", self.seq, self.offset, self.fingerprint))
    }

    fn read(raw: &str, request: &SearchRequest) -> Result<Self, Error> {
        let parse = || {
            let bytes = URL_SAFE_NO_PAD.decode(raw).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let mut parts = text.split('.');
            let cursor = Self {
                seq: parts.next()?.parse().ok()?,
                offset: parts.next()?.parse().ok()?,
                fingerprint: u64::from_str_radix(parts.next()?, 16).ok()?,
            };
            (parts.next().is_none() && cursor.fingerprint == request.fingerprint()).then_some(cursor)
        };
        parse().ok_or_else(|| Error::BadCursor(raw.chars().take(60).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_for_the_same_question_only() {
        let request = SearchRequest::new("纠纷");
        let cursor = Cursor {
            seq: 9,
            offset: 20,
            fingerprint: request.fingerprint(),
        };
        assert_eq!(Cursor::read(&cursor.write(), &request).unwrap(), cursor);
        let other = SearchRequest {
            text: "法院".into(),
            ..request.clone()
        };
        assert!(matches!(
            Cursor::read(&cursor.write(), &other),
            Err(Error::BadCursor(_))
        ));
        for bad in [
            "",
            "x",
            "!!",
            "ཀ",
            &URL_SAFE_NO_PAD.encode("1.2"),
            &URL_SAFE_NO_PAD.encode("1.2.3.4"),
        ] {
            assert!(
                matches!(Cursor::read(bad, &request), Err(Error::BadCursor(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_page_length_may_change_between_pages() {
        let request = SearchRequest::new("纠纷");
        let longer = SearchRequest {
            limit: 100,
            ..request.clone()
        };
        assert_eq!(request.fingerprint(), longer.fingerprint());
    }
}
