//! Answers a search: read, gather candidates, say how each matches, order, cut the page.

use glossary::Lang;
use tantivy::query::Query;
use tantivy::{DocAddress, Searcher};

use crate::answer::{Answer, Hit, Match, Notice, Reading};
use crate::candidates::{Candidates, Stored, collect, stored, unreadable};
use crate::definition::Definition;
use crate::entry::Entry;
use crate::headwords;
use crate::matching::{Found, best, ranges};
use crate::query::{LangChoice, Request};
use crate::rank::Rank;
use crate::read::{Read, read};
use crate::schema::Fields;
use crate::tiers::{Sought, query};
use crate::{Error, MatchKind, Words};

/// What a search works with: one snapshot of the index and what explains it.
#[derive(Clone, Copy)]
pub(crate) struct Room<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) position: u64,
    pub(crate) fields: &'a Fields,
    pub(crate) definition: &'a Definition,
    pub(crate) words: &'a Words,
}

impl Room<'_> {
    /// Answers `request`.
    pub(crate) fn search(&self, request: &Request<'_>) -> Result<Answer, Error> {
        let limits = &self.definition.limits;
        let Read {
            readings,
            needles,
            mut notices,
        } = read(request.text, limits);
        let mut sought: Vec<Sought> = needles
            .into_iter()
            .map(|n| Sought::new(n, self.words, limits.query_words))
            .collect();
        if sought.is_empty() {
            return Ok(self.answer(readings, 0, Vec::new(), notices));
        }
        let end = request.offset.saturating_add(request.limit);
        if end > limits.ranked_hits && request.limit > 0 {
            notices.push(Notice::TooDeep);
        }
        // Whole groups are fetched: a group is ordered as a whole, so that pages neither overlap nor leave gaps.
        let together = limits.ranked_together;
        let fetched = end.min(limits.ranked_hits).div_ceil(together) * together;
        let mut candidates = self.candidates(request, &sought, fetched)?;
        let literal: f32 = sought
            .iter()
            .map(|_| self.definition.scores(MatchKind::Substring).0)
            .sum();
        if candidates.best < literal && self.continue_last_syllable(&mut sought)? {
            candidates = self.candidates(request, &sought, fetched)?;
        }
        let Candidates { addresses, total, .. } = candidates;
        if total <= limits.ranked_hits {
            notices.retain(|n| *n != Notice::TooDeep);
        }
        let hits = self.page(request, &sought, &addresses)?;
        Ok(self.answer(readings, total, hits, notices))
    }

    fn candidates(
        &self,
        request: &Request<'_>,
        sought: &[Sought],
        limit: usize,
    ) -> Result<Candidates, Error> {
        let query: Box<dyn Query> = query(self.fields, self.definition, request, sought);
        collect(self.searcher, query.as_ref(), limit)
    }

    /// Finds terms that continue a Tibetan syllable which is still being typed.
    ///
    /// Only when no term has the syllables as they stand: མི is a word of its own and not the beginning of མིག.
    fn continue_last_syllable(&self, sought: &mut [Sought]) -> Result<bool, Error> {
        let mut any = false;
        for one in sought.iter_mut().filter(|s| s.needle.open_end) {
            let limit = self.definition.limits.ranked_together;
            one.continued =
                headwords::starting_with(self.searcher, self.fields.bo_exact, &one.needle.fold, limit)?;
            any |= !one.continued.is_empty();
        }
        Ok(any)
    }

    fn page(
        &self,
        request: &Request<'_>,
        sought: &[Sought],
        candidates: &[DocAddress],
    ) -> Result<Vec<Hit>, Error> {
        let together = self.definition.limits.ranked_together;
        let end = request.offset.saturating_add(request.limit).min(candidates.len());
        let mut hits: Vec<Hit> = Vec::new();
        let mut highest = f32::MAX;
        for (group, addresses) in candidates.chunks(together).enumerate() {
            let first = group * together;
            if first + addresses.len() <= request.offset || first >= end {
                continue;
            }
            let ranked = self.rank(request, sought, addresses)?;
            let page = request.offset.saturating_sub(first)..end.saturating_sub(first).min(ranked.len());
            for candidate in ranked.into_iter().take(page.end).skip(page.start) {
                highest = candidate.rank.score(self.definition).min(highest);
                hits.push(candidate.into_hit(sought, highest)?);
            }
        }
        Ok(hits)
    }

    fn rank(
        &self,
        request: &Request<'_>,
        sought: &[Sought],
        addresses: &[DocAddress],
    ) -> Result<Vec<Candidate>, Error> {
        let mut ranked = Vec::with_capacity(addresses.len());
        for address in addresses {
            let stored = stored(self.searcher, self.fields, *address)?;
            ranked.push(Candidate::new(request, sought, stored)?);
        }
        ranked.sort_by_key(|c| c.rank);
        Ok(ranked)
    }

    fn answer(&self, readings: Vec<Reading>, total: usize, hits: Vec<Hit>, notices: Vec<Notice>) -> Answer {
        Answer {
            readings,
            total,
            hits,
            notices,
            position: self.position,
        }
    }
}

/// A candidate with its place.
struct Candidate {
    stored: Stored,
    rank: Rank,
    kind: MatchKind,
    /// The part of the query whose match is shown.
    shown: usize,
    found: Found,
}

impl Candidate {
    fn new(request: &Request<'_>, sought: &[Sought], stored: Stored) -> Result<Self, Error> {
        let entry = Entry::decode(&stored.entry).ok_or_else(unreadable)?;
        let found: Option<Vec<Found>> = sought.iter().map(|s| best(&entry, s)).collect();
        let found = found.ok_or_else(unreadable)?;
        // Where several parts must match, the hit is as good as the worst of them.
        let kind = found.iter().map(|f| f.kind).max().ok_or_else(unreadable)?;
        let asked = match request.lang {
            LangChoice::Bo => sought.iter().position(|s| s.needle.lang == Lang::Bo),
            LangChoice::Zh => sought.iter().position(|s| s.needle.lang != Lang::Bo),
            LangChoice::Auto => None,
        };
        let shown = asked.unwrap_or(0);
        let found = *found.get(shown).ok_or_else(unreadable)?;
        let rank = Rank::new(request, &entry, kind, &found);
        Ok(Self {
            rank,
            kind,
            shown,
            found,
            stored,
        })
    }

    fn into_hit(self, sought: &[Sought], score: f32) -> Result<Hit, Error> {
        let entry = Entry::decode(&self.stored.entry).ok_or_else(unreadable)?;
        let term = entry.terms.get(self.found.term).ok_or_else(unreadable)?;
        let ranges = sought
            .get(self.shown)
            .map(|s| ranges(term, s, self.found.kind))
            .unwrap_or_default();
        let matched = Match {
            kind: self.kind,
            lang: term.lang,
            term: term.text.to_owned(),
            ranges,
        };
        let (id, revision, older) = (entry.id, entry.revision, self.rank.older);
        Ok(Hit {
            id,
            revision,
            payload: self.stored.payload,
            score,
            matched,
            older,
        })
    }
}
