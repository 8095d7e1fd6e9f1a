//! A concept that may be a hit, with all that it is ordered by.

use std::cmp::Ordering;

use crate::lexicon::Standing;

/// The place of a kind of match among the tiers of the definition; 0 is the best.
pub(crate) type Place = u8;

/// A concept found through one of its headwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) place: Place,
    /// How far what was typed is from the term: 0 for none, in tenths of a letter.
    pub(crate) cost: u16,
    /// Whether the term is in another language than the one asked for.
    pub(crate) other_lang: bool,
    /// 0 for a form of the region that was asked for, 1 for the norm of all, 2 for others.
    pub(crate) region: u8,
    pub(crate) standing: Standing,
    /// Where the match begins in the folded term, in scalar values.
    pub(crate) position: u16,
    pub(crate) id: u64,
    /// The lexicon that holds the headword.
    pub(crate) room: u8,
    pub(crate) headword: u32,
    pub(crate) document: u32,
}

impl Candidate {
    /// Returns what tells the concept from all others.
    pub(crate) fn concept(&self) -> (u8, u32) {
        (self.room, self.document)
    }

    fn key(&self) -> (Place, u16, bool, bool, u8, u32, u16, u64) {
        (
            self.place,
            self.cost,
            self.other_lang,
            self.standing.is_older(),
            self.region,
            self.standing.below_older(),
            self.position,
            self.id,
        )
    }
}

/// The best first: by kind of match, cost, language asked for, whether of today, region asked for, standing, position,
/// and at last by id.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
