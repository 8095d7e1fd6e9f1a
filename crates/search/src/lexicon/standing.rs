//! Where a headword stands among others that match in the same way: what does not depend on the query.

use glossary::{AdministrativeStatus, Workflow};

use super::prepare::{Prepared, PreparedTerm};

/// The criteria that do not depend on the query as the digits of one number, the most important first; the smaller, the
/// better. Older forms stand below today's, then follow the workflow, the status of the term, whether there is Tibetan at
/// all, how far its source can be relied on, and the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Standing(pub(crate) u32);

/// One criterion by name and value, for an explanation.
pub type Criterion = (&'static str, u32);

/// Beyond this many scalar values, longer is no longer worse.
pub(crate) const LONG: usize = 255;
/// The highest reliability; see [`glossary::Reliability`].
const MAX_RELIABILITY: u8 = 4;

/// Bits of each criterion, from the most important to the least.
const BITS: [(&str, u32); 6] = [
    ("older", 1),
    ("workflow", 2),
    ("administrative_status", 2),
    ("without_bo", 1),
    ("unreliable", 3),
    ("length", 8),
];

impl Standing {
    pub(crate) fn new(concept: &Prepared, term: &PreparedTerm) -> Self {
        let older = term.older || concept.older;
        let length = term.fold.chars().count().min(LONG);
        Self::of([
            older.into(),
            workflow(concept.workflow),
            status(term.status),
            (!concept.has_bo()).into(),
            MAX_RELIABILITY.saturating_sub(concept.reliability).into(),
            u32::try_from(length).unwrap_or(u32::MAX),
        ])
    }

    fn of(digits: [u32; BITS.len()]) -> Self {
        let mut all = 0;
        for ((_, bits), digit) in BITS.iter().zip(digits) {
            all = all << bits | digit.min((1 << bits) - 1);
        }
        Self(all)
    }

    /// Tells whether the term or all Tibetan of the concept is of older dictionaries.
    pub(crate) fn is_older(self) -> bool {
        self.0 >> (SUM - 1) == 1
    }

    /// Tells whether the concept has a Tibetan term.
    pub(crate) fn has_bo(self) -> bool {
        self.0 >> BELOW_WITHOUT_BO & 1 == 0
    }

    /// Returns the criteria below the first one: what follows after the region that was asked for.
    pub(crate) fn below_older(self) -> u32 {
        self.0 & ((1 << (SUM - 1)) - 1)
    }

    /// Returns the place among all standings of the same age as a share below 1: 0 for the best.
    pub(crate) fn share_below_older(self) -> f32 {
        // 16 bits are exact in a float.
        let all = f32::from(u16::MAX) + 1.0;
        u16::try_from(self.below_older()).map_or(1.0, |below| f32::from(below) / all)
    }

    /// Returns the criteria by name, the most important first: older, workflow, administrative_status, without_bo,
    /// unreliable, length. The smaller each number, the better.
    #[must_use]
    pub fn criteria(self) -> Vec<Criterion> {
        let mut shift = SUM;
        BITS.iter()
            .map(|(name, bits)| {
                shift -= bits;
                (*name, self.0 >> shift & ((1 << bits) - 1))
            })
            .collect()
    }
}

/// Bits of the criteria that stand below `without_bo`.
const BELOW_WITHOUT_BO: u32 = BITS[4].1 + BITS[5].1;
const SUM: u32 = {
    let mut sum = 0;
    let mut at = 0;
    while at < BITS.len() {
        sum += BITS[at].1;
        at += 1;
    }
    sum
};

/// What a committee approved stands first, what was taken back last.
fn workflow(workflow: Workflow) -> u32 {
    match workflow {
        Workflow::Authorised => 0,
        Workflow::Reviewed => 1,
        Workflow::Draft => 2,
        Workflow::Withdrawn => 3,
    }
}

fn status(status: AdministrativeStatus) -> u32 {
    match status {
        AdministrativeStatus::Preferred => 0,
        AdministrativeStatus::Admitted => 1,
        AdministrativeStatus::Deprecated => 2,
        AdministrativeStatus::Superseded => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_criterion_outweighs_all_later_ones() {
        for at in 0..BITS.len() {
            let mut better: [u32; BITS.len()] = BITS.map(|(_, bits)| (1 << bits) - 1);
            better[..=at].fill(0);
            let mut worse = [0; BITS.len()];
            worse[at] = 1;
            assert!(Standing::of(better) < Standing::of(worse), "{}", BITS[at].0);
        }
    }

    #[test]
    fn criteria_can_be_told_apart_again() {
        let standing = Standing::of([1, 2, 0, 1, 3, 200]);
        let digits: Vec<u32> = standing.criteria().iter().map(|(_, digit)| *digit).collect();
        assert_eq!(digits, [1, 2, 0, 1, 3, 200]);
        assert!(standing.is_older() && !Standing::of([0; 6]).is_older());
        assert_eq!(standing.below_older(), Standing::of([0, 2, 0, 1, 3, 200]).0);
        assert!(!standing.has_bo() && Standing::of([1, 2, 3, 0, 7, 255]).has_bo());
    }

    #[test]
    fn a_value_beyond_its_bits_is_the_worst_and_spoils_no_other() {
        assert_eq!(
            Standing::of([0, 9, 0, 0, 0, 900]),
            Standing::of([0, 3, 0, 0, 0, 255])
        );
    }

    #[test]
    fn a_share_lies_between_none_and_all() {
        assert_eq!(Standing::of([0; 6]).share_below_older(), 0.0);
        let worst = Standing::of([9, 9, 9, 9, 9, 999]).share_below_older();
        assert!((0.999..1.0).contains(&worst), "{worst}");
    }
}
