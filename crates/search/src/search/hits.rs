//! From a candidate to a hit: what stands with it, why it matched, and where.

use std::ops::Range;

use glossary::Lang;

use super::candidate::Candidate;
use super::desk::Desk;
use super::ranges::ranges;
use super::score::score;
use crate::answer::{Hit, Match, Placement};
use crate::definition::Extent;
use crate::read::Read;
use crate::{Error, MatchKind};

impl Desk<'_> {
    /// Returns the hits of `page` among the ordered candidates.
    pub(crate) fn hits(
        &self,
        read: &Read,
        candidates: &[Candidate],
        page: Range<usize>,
        words: &[Vec<String>],
    ) -> Result<Vec<Hit>, Error> {
        let shown = candidates.get(page).unwrap_or_default();
        self.read_ahead(shown);
        let mut hits = Vec::with_capacity(shown.len());
        let mut highest = f32::MAX;
        for candidate in shown {
            highest = score(self.definition, candidate).min(highest);
            hits.push(self.hit(read, candidate, highest, words)?);
        }
        Ok(hits)
    }

    /// Touches what the hits are made of. Nothing else is done meanwhile, so the processor asks memory for all of it at
    /// once instead of waiting for one hit after the other. What stands with them is touched by whoever writes it.
    fn read_ahead(&self, candidates: &[Candidate]) {
        let mut touched = 0_u8;
        for candidate in candidates {
            let lexicon = self.rooms.room(candidate.room);
            touched ^= lexicon.first_byte(candidate.headword);
        }
        std::hint::black_box(touched);
    }

    fn hit(
        &self,
        read: &Read,
        candidate: &Candidate,
        score: f32,
        words: &[Vec<String>],
    ) -> Result<Hit, Error> {
        let lexicon = self.rooms.room(candidate.room);
        let documents = &lexicon.documents;
        let tier = self
            .definition
            .tier(candidate.place)
            .ok_or_else(crate::rooms::unreadable)?;
        let traits = lexicon.headwords.traits(candidate.headword);
        let text = lexicon.text(candidate.headword);
        let has_bo = candidate.standing.has_bo();
        let name_zh = || {
            let mut headwords = documents.headwords(candidate.document);
            let headword = headwords.find(|h| lexicon.headwords.traits(*h).lang == Lang::Zh)?;
            Some(lexicon.text(headword).to_owned())
        };
        Ok(Hit {
            id: documents.id(candidate.document),
            revision: documents.revision(candidate.document),
            payload: documents.payload(candidate.document),
            score,
            matched: Match {
                kind: tier.kind,
                lang: traits.lang,
                term: text.to_owned(),
                ranges: ranges(lexicon, candidate.headword, (tier.kind, tier.extent), read, words),
            },
            older: candidate.standing.is_older(),
            has_bo,
            name_zh: if has_bo { None } else { name_zh() },
            workflow: documents.workflow(candidate.document),
            place: Placement {
                tier: candidate.place,
                extent: tier.extent,
                cost: candidate.cost,
                other_lang: candidate.other_lang,
                region: candidate.region,
                standing: candidate.standing,
                position: candidate.position,
            },
        })
    }

    /// Tells whether some candidate matched by words, so that it has to be shown where they stand.
    pub(crate) fn has_words(&self, candidates: &[Candidate]) -> bool {
        let place = |extent| self.definition.place(MatchKind::Words, extent);
        let places = [place(Extent::Whole), place(Extent::Partly)];
        candidates.iter().any(|c| places.contains(&Some(c.place)))
    }
}
