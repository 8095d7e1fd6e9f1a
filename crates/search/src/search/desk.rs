//! Answers a search: read, gather candidates kind by kind, order them, say how each matches, cut the page.

use glossary::Lang;
use tantivy::Searcher;

use super::candidate::Candidate;
use super::filter::Filter;
use super::gather::Gathering;
use super::stands::Naming;
use crate::answer::{Answer, Notice};
use crate::definition::{Definition, Extent};
use crate::query::{LangChoice, Request, Scope};
use crate::read::{Needle, Read, Shape, read};
use crate::rooms::Rooms;
use crate::schema::Fields;
use crate::vocabulary::VOCABULARY;
use crate::{Error, MatchKind, Words};

/// What a search works with: one snapshot of the index and what explains it.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) rooms: &'a Rooms,
    pub(crate) position: u64,
    pub(crate) fields: &'a Fields,
    pub(crate) definition: &'a Definition,
    pub(crate) words: &'a Words,
}

impl Desk<'_> {
    /// Answers `request`.
    pub(crate) fn search(&self, request: &Request<'_>) -> Result<Answer, Error> {
        let limits = &self.definition.limits;
        let read = read(request.text, limits);
        let end = request.offset.saturating_add(request.limit);
        let filter = Filter::new(request, &read.operators);
        let mut gathering = Gathering::new(*self, request, filter, self.needed(request, &read));
        let total = gathering.answer(&read)?;
        let steps = gathering.steps;
        let mut candidates = std::mem::take(&mut gathering.found);
        candidates.sort_unstable();
        let mut notices = read.notices.clone();
        notices.extend(self.about(&candidates));
        if end > limits.ranked_hits && total > limits.ranked_hits && request.limit > 0 {
            notices.push(Notice::TooDeep);
        }
        let facets = request.facets.then(|| self.facets(&candidates, total));
        let words = if self.has_words(&candidates) {
            gathering.shown_words(&read)
        } else {
            Vec::new()
        };
        let page = request.offset.min(candidates.len())..end.min(limits.ranked_hits).min(candidates.len());
        let hits = self.hits(&read, &candidates, page, &words)?;
        Ok(Answer {
            readings: read.readings,
            total: total.max(candidates.len()),
            hits,
            notices,
            position: self.position,
            facets,
            steps,
        })
    }

    /// Returns how many candidates the page needs. What the choices of the request can move is ordered together.
    fn needed(&self, request: &Request<'_>, read: &Read) -> usize {
        let limits = &self.definition.limits;
        let end = request
            .offset
            .saturating_add(request.limit)
            .min(limits.ranked_hits);
        let can_move = request.region.is_some() || request.lang != LangChoice::Auto || read.needles.len() > 1;
        let least = if can_move {
            limits.ranked_together
        } else {
            limits.few_hits
        };
        let counted = if request.facets { limits.counted_hits } else { 0 };
        end.max(least).max(counted)
    }

    /// Tells whether letters were found as more than one of pinyin, initials, Wylie and the sound of Tibetan.
    fn is_ambiguous(&self, candidates: &[Candidate]) -> bool {
        let letters = [
            MatchKind::Pinyin,
            MatchKind::Initials,
            MatchKind::Ewts,
            MatchKind::Phonetic,
        ];
        let is_found = |kind| {
            let place = self.definition.place(kind, Extent::Whole);
            candidates.iter().any(|candidate| Some(candidate.place) == place)
        };
        letters.into_iter().filter(|kind| is_found(*kind)).count() > 1
    }

    /// Returns what a reader should know who sees only hits of the lesser kinds.
    fn about(&self, candidates: &[Candidate]) -> Option<Notice> {
        let best = candidates.first()?.place;
        let first_of = |kind, extent| self.definition.place(kind, extent);
        if Some(best) >= first_of(MatchKind::Definition, Extent::Whole) {
            None
        } else if Some(best) >= first_of(MatchKind::Words, Extent::Partly) {
            Some(Notice::OnlyPartly)
        } else if Some(best) >= first_of(MatchKind::Homophone, Extent::Whole) {
            Some(Notice::OnlySimilar)
        } else {
            self.is_ambiguous(candidates).then_some(Notice::Ambiguous)
        }
    }
}

impl Gathering<'_> {
    /// Gathers the hits of what was read; returns how many concepts match.
    fn answer(&mut self, read: &Read) -> Result<usize, Error> {
        if self.request.scope == Scope::All {
            self.deepen();
        }
        let mut total = match &read.needles[..] {
            [] => 0,
            [only] => self.one(only)?,
            several => self.several(several)?,
        };
        if self.request.scope == Scope::All {
            total += self.explained(&read.needles)?;
        }
        Ok(total)
    }

    /// Gathers the hits of one needle: the lesser kinds only where the better ones have few, what is merely like it only
    /// where nothing is written so, and parts of it only where it has no term at all.
    fn one(&mut self, needle: &Needle) -> Result<usize, Error> {
        let few = self.desk.definition.limits.few_hits;
        let literal = self.literal(needle, Naming::Written);
        let mut total = literal;
        if needle.shape != Shape::Any {
            return Ok(total);
        }
        if literal == 0 || needle.latin.is_some() {
            self.deepen();
        }
        total += self.counted(|g| g.variants(needle, literal));
        if let Some(latin) = &needle.latin {
            total += self.counted(|g| g.romanised(needle, latin));
        }
        if self.has_whole() || total >= few {
            return Ok(total);
        }
        total += self.counted(|g| g.typed_words(needle));
        if self.has_whole_reading() {
            return Ok(total);
        }
        if literal > 0 {
            return Ok(total);
        }
        if let Some(asked) = VOCABULARY
            .asked_for(&needle.fold)
            .filter(|_| needle.lang == Lang::Zh)
        {
            let asked = Needle::new(needle.lang, asked.to_owned(), asked.to_owned(), Shape::Any);
            return self.one(&asked);
        }
        let continued = if needle.is_open {
            self.counted(|g| g.continued(needle))
        } else {
            0
        };
        total += continued;
        if continued > 0 {
            return Ok(total);
        }
        let is_written_so = total > 0;
        total += self.counted(|g| g.similar(needle));
        if !is_written_so && total < few {
            let before = self.found.len();
            self.partly(needle)?;
            total += self.found.len() - before;
        }
        Ok(total)
    }

    /// Gathers concepts that match every needle; if there is none, those that match some.
    fn several(&mut self, needles: &[Needle]) -> Result<usize, Error> {
        let together = self.all_of(needles);
        if together > 0 || needles.iter().any(|n| n.shape != Shape::Any) {
            return Ok(together);
        }
        for needle in needles {
            self.partly(needle)?;
        }
        Ok(self.found.len())
    }

    /// Returns how many concepts `gather` adds.
    fn counted(&mut self, gather: impl FnOnce(&mut Self)) -> usize {
        let before = self.found.len();
        gather(self);
        self.found.len() - before
    }

    /// Tells whether a term was found as a whole by what it is in letters.
    fn has_whole_reading(&self) -> bool {
        let definition = self.desk.definition;
        let range = definition.place(MatchKind::Pinyin, Extent::Whole)
            ..=definition.place(MatchKind::FuzzyPinyin, Extent::Whole);
        self.found.iter().any(|found| range.contains(&Some(found.place)))
    }
}
