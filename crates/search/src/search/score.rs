//! The number beside a hit: where it lies between the best of its kind and the best of the next worse one.

use super::candidate::Candidate;
use crate::definition::Definition;

/// Costs beyond this are as bad as any.
const FAR: u16 = 100;

/// Returns the score of a hit: at most that of its kind of match, above that of the next worse kind. It falls with the
/// order of candidates, but for what a number cannot tell apart.
pub(crate) fn score(definition: &Definition, candidate: &Candidate) -> f32 {
    let (best, next) = definition.scores(candidate.place);
    // The criteria as digits of one number, each with as many values as it can take.
    let digits = [
        (candidate.cost.min(FAR), FAR + 1),
        (candidate.other_lang.into(), 2),
        (candidate.standing.is_older().into(), 2),
        (candidate.region.into(), 3),
    ];
    let (mut lost, mut share) = (0.0_f32, 1.0_f32);
    for (value, values) in digits {
        share /= f32::from(values);
        lost += share * f32::from(value);
    }
    lost += share * candidate.standing.share_below_older();
    best - (best - next) * lost.min(0.999)
}
