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
        let mut hits = Vec::with_capacity(page.len());
        let mut highest = f32::MAX;
        for candidate in candidates.get(page).unwrap_or_default() {
            highest = score(self.definition, candidate).min(highest);
            hits.push(self.hit(read, candidate, highest, words)?);
        }
        Ok(hits)
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
        let lang = |headword: &u32| lexicon.headwords.traits(*headword).lang;
        let has_bo = documents
            .headwords(candidate.document)
            .any(|h| lang(&h) == Lang::Bo);
        let name_zh = || {
            documents
                .headwords(candidate.document)
                .find(|h| lang(h) == Lang::Zh)
        };
        let name_zh = if has_bo {
            None
        } else {
            name_zh().map(|h| lexicon.text(h).to_owned())
        };
        Ok(Hit {
            id: documents.id(candidate.document),
            revision: documents.revision(candidate.document),
            payload: documents.payload(candidate.document).to_vec(),
            score,
            matched: Match {
                kind: tier.kind,
                lang: traits.lang,
                term: text.to_owned(),
                ranges: ranges(lexicon, candidate.headword, (tier.kind, tier.extent), read, words),
            },
            older: candidate.standing.is_older(),
            has_bo,
            name_zh,
            workflow: documents.workflow(candidate.document),
            place: Placement {
                tier: candidate.place,
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
