//! The first door: looking up, from memory and index only.
//!
//! [`LookUp`] has no access to the store, so a server may call it on its asynchronous threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use glossary::{ConceptId, Region};
use search::{Request, SearchIndex};

use crate::lookups::Tally;
use crate::search_answer::{Hit, Part, ReadyHit, SearchAnswer, Successor, Suggestion};
use crate::search_request::{Cursor, SearchRequest};
use crate::view::ConceptSummary;
use crate::{Error, Permit, ReadGlossary};

/// Answers questions from the index.
#[derive(Clone)]
pub struct LookUp {
    pub(crate) index: SearchIndex,
    /// False while there is no index that could answer: nothing found would be a lie then.
    is_built: Arc<AtomicBool>,
    /// True while the store does not answer whoever follows its changes.
    is_store_away: Arc<AtomicBool>,
    /// What was asked in vain.
    tally: Arc<Tally>,
}

impl LookUp {
    pub(crate) fn new(
        index: SearchIndex,
        is_built: Arc<AtomicBool>,
        is_store_away: Arc<AtomicBool>,
        tally: Arc<Tally>,
    ) -> Self {
        Self {
            index,
            is_built,
            is_store_away,
            tally,
        }
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

    /// Tells whether the store did not answer when its changes were last asked for, some 200 ms ago at most: what was
    /// written since cannot be found.
    #[must_use]
    pub fn is_store_away(&self) -> bool {
        self.is_store_away.load(Ordering::Relaxed)
    }

    /// Waits until the Chinese dictionary is there, without which names have no parts.
    pub(crate) fn wait_for_words(&self) {
        self.index.wait_for_words();
    }

    /// Answers a question with hits taken apart, for whoever shows them.
    ///
    /// # Errors
    /// If the text is empty, there is no index yet, or the cursor is not of this question or points into an index that
    /// has changed.
    pub fn search(&self, _: &Permit<ReadGlossary>, request: &SearchRequest) -> Result<SearchAnswer, Error> {
        self.answer(request, |hit| self.hit(hit, request.region.as_ref()))
    }

    /// Answers a question with hits as they are sent, for whoever passes them on: bytes stand in the index, and nothing is
    /// copied or taken apart unless a region is asked for.
    ///
    /// # Errors
    /// Those of [`search`](Self::search).
    pub fn search_ready(
        &self,
        _: &Permit<ReadGlossary>,
        request: &SearchRequest,
    ) -> Result<SearchAnswer<ReadyHit>, Error> {
        self.answer(request, |hit| self.ready_hit(hit, request.region.as_ref()))
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

    fn answer<H>(
        &self,
        request: &SearchRequest,
        hit: impl FnMut(search::Hit) -> Result<H, Error>,
    ) -> Result<SearchAnswer<H>, Error> {
        if request.text.trim().is_empty() {
            return Err(Error::EmptyQuery);
        }
        self.check_built()?;
        let cursor = request.cursor.as_deref();
        let cursor = cursor.map(|raw| Cursor::read(raw, request)).transpose()?;
        let offset = cursor.map_or(0, |c| c.offset);
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
            offset,
        })?;
        if cursor.is_some_and(|c| c.seq != answer.position) {
            return Err(Error::CursorGone);
        }
        self.tally
            .note(request, answer.hits.first().map(|hit| hit.matched.kind));
        let reached = offset + answer.hits.len();
        let more = reached < answer.total && !answer.hits.is_empty();
        Ok(SearchAnswer {
            query: request.text.clone(),
            readings: answer.readings,
            total: answer.total,
            hits: answer.hits.into_iter().map(hit).collect::<Result<_, _>>()?,
            notices: answer.notices,
            facets: answer.facets,
            next_cursor: more.then(|| Cursor::new(request, answer.position, reached).write()),
            index_seq: answer.position,
            is_store_away: self.is_store_away(),
            steps: answer.steps,
        })
    }

    fn hit(&self, hit: search::Hit, region: Option<&Region>) -> Result<Hit, Error> {
        let parts = self.parts_of(&hit, region)?.unwrap_or_default();
        let summary = decode_for(region, &hit.payload)?;
        Ok(Hit {
            replaced_by: self.successors(&summary.replaced_by)?,
            summary,
            score: hit.score,
            matched: hit.matched.into(),
            place: hit.place,
            parts,
        })
    }

    fn ready_hit(&self, hit: search::Hit, region: Option<&Region>) -> Result<ReadyHit, Error> {
        let parts = self.parts_of(&hit, region)?;
        let mut replaced_by = Vec::new();
        let json = if region.is_some() || ConceptSummary::may_be_replaced(&hit.payload) {
            let mut summary = decode_for(region, &hit.payload)?;
            replaced_by = self.successors(&std::mem::take(&mut summary.replaced_by))?;
            let encoded = summary.encode();
            encoded
                .map_err(|err| Error::Internal(format!("an entry cannot be written: {err}")))?
                .into()
        } else {
            hit.payload
        };
        Ok(ReadyHit {
            replaced_by,
            json,
            score: hit.score,
            matched: hit.matched.into(),
            place: hit.place,
            parts,
        })
    }

    /// Returns those of the concepts `ids` that are shown, with their names: what is hidden is not in the index.
    fn successors(&self, ids: &[ConceptId]) -> Result<Vec<Successor>, Error> {
        let shown = ids.iter().filter_map(|id| self.index.payload(*id));
        let successor = |payload: search::Payload| {
            let summary = decode(&payload)?;
            let mut names = summary.zh.into_iter().chain(summary.bo);
            Ok(Successor {
                id: summary.id,
                name: names.next().map(|term| term.text).unwrap_or_default(),
            })
        };
        shown.map(successor).collect()
    }

    /// Returns the parts of a concept without Tibetan; none of another.
    fn parts_of(&self, hit: &search::Hit, region: Option<&Region>) -> Result<Option<Vec<Part>>, Error> {
        if hit.has_bo {
            return Ok(None);
        }
        let mut parts = match &hit.name_zh {
            Some(name) => self.parts(name)?,
            None => Vec::new(),
        };
        if let Some(asked) = region {
            parts
                .iter_mut()
                .for_each(|part| part.summary.prefer_region(asked));
        }
        Ok(Some(parts))
    }
}

pub(crate) fn decode(payload: &[u8]) -> Result<ConceptSummary, Error> {
    ConceptSummary::decode(payload).map_err(|err| {
        Error::Internal(format!(
            "the index holds an entry that cannot be read: {err} (hint: `shanjar reindex`)"
        ))
    })
}

/// Reads an entry, its Tibetan forms in the order of the region asked for.
fn decode_for(region: Option<&Region>, payload: &[u8]) -> Result<ConceptSummary, Error> {
    let mut summary = decode(payload)?;
    if let Some(asked) = region {
        summary.prefer_region(asked);
    }
    Ok(summary)
}
