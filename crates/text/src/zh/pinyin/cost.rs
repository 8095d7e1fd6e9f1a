//! How far two readings are from each other for a person whose Mandarin is a second language.

use super::confusion::{CONFUSIONS, initial_and_final};

/// The longest sequence, in syllables, in which a missing syllable is looked for.
///
/// Longer ones are compared place by place, so that time stays linear.
pub const MAX_ALIGNED_SYLLABLES: usize = 64;

/// Returns what it costs to take the syllables `one` for the syllables `other`: 0 for the same syllables,
/// more the less people confuse them.
///
/// Takes syllables as [`fuzzy_key`](super::fuzzy_key) does. For each initial and each final that differs,
/// `data/pinyin_confusions.tsv` has what its confusion costs (1 or 2 points for each of the two sounds that
/// is not the common one) and what it costs when nobody confuses them (6); a syllable missing or too much
/// costs 10. The cheapest alignment counts. Symmetric. Time grows with the product of both lengths up to
/// [`MAX_ALIGNED_SYLLABLES`], beyond with their sum.
///
/// ```
/// use text::zh::pinyin::cost;
///
/// assert_eq!(cost("ding jin", "ding jin"), 0);
/// assert!(cost("su song", "shu song") < cost("su song", "lu song"));
/// assert_eq!(cost("fa yuan", "yuan"), cost("yuan", "fa yuan"));
/// ```
pub fn cost(one: &str, other: &str) -> u32 {
    let one: Vec<_> = one.split_whitespace().collect();
    let other: Vec<_> = other.split_whitespace().collect();
    if one.len().max(other.len()) <= MAX_ALIGNED_SYLLABLES {
        return aligned(&one, &other);
    }
    let missing = u32::try_from(one.len().abs_diff(other.len())).unwrap_or(u32::MAX);
    one.iter()
        .zip(&other)
        .map(|(one, other)| substitution(one, other))
        .fold(
            missing.saturating_mul(CONFUSIONS.missing_syllable),
            u32::saturating_add,
        )
}

/// Returns the cost of the cheapest alignment, row by row of the table of all beginnings.
fn aligned(one: &[&str], other: &[&str]) -> u32 {
    let missing = CONFUSIONS.missing_syllable;
    let mut above: Vec<u32> = (0..=other.len())
        .map_while(|count| u32::try_from(count).ok()?.checked_mul(missing))
        .collect();
    for syllable in one {
        let mut left = above.first().map_or(0, |first| first + missing);
        let mut row = vec![left];
        for (pair, wanted) in above.windows(2).zip(other) {
            let &[diagonal, up] = pair else { continue };
            left = up.min(left) + missing;
            // Syllables are compared only where one in place of the other may be the cheapest.
            if diagonal < left {
                left = left.min(diagonal + substitution(syllable, wanted));
            }
            row.push(left);
        }
        above = row;
    }
    above.last().copied().unwrap_or(0)
}

/// Returns the cost of taking one syllable for another.
fn substitution(one: &str, other: &str) -> u32 {
    if one == other {
        return 0;
    }
    let (one_initial, mut one_final) = initial_and_final(one);
    let (other_initial, mut other_final) = initial_and_final(other);
    // fang and huang differ in the initial alone: after h the lips' part is written.
    if matches!((one_initial, other_initial), ("f", "h") | ("h", "f")) {
        one_final = CONFUSIONS.final_after_h(one_final);
        other_final = CONFUSIONS.final_after_h(other_final);
    }
    let between = |(one, one_cost): (&str, u32), (other, other_cost): (&str, u32), otherwise| {
        if one == other {
            one_cost + other_cost
        } else {
            otherwise
        }
    };
    let initial = if one_initial == other_initial {
        0
    } else {
        let (one, other) = (CONFUSIONS.initial(one_initial), CONFUSIONS.initial(other_initial));
        between(one, other, CONFUSIONS.other_initial)
    };
    let rime = if one_final == other_final {
        0
    } else {
        let (one, other) = (CONFUSIONS.rime(one_final), CONFUSIONS.rime(other_final));
        between(one, other, CONFUSIONS.other_final)
    };
    initial + rime
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, expect: u32) {
        assert_eq!(cost(one, other), expect, "{one} {other}");
        assert_eq!(cost(other, one), expect, "{other} {one}");
    }

    #[test]
    fn each_confusion_has_its_cost() {
        for (one, other, expect) in [
            ("zan", "zhan", 1),
            ("ci", "chi", 1),
            ("si", "shi", 1),
            ("xin", "xing", 1),
            ("fen", "feng", 1),
            ("lan", "lang", 1),
            ("nan", "lan", 2),
            ("ran", "lan", 2),
            ("fu", "hu", 2),
            ("fang", "huang", 2),
            ("fen", "hong", 3),
            ("nan", "ran", 4),
            ("zan", "zhang", 2),
        ] {
            check(one, other, expect);
        }
    }

    #[test]
    fn what_nobody_confuses_costs_more() {
        check("di", "zhi", 6);
        check("di", "da", 6);
        check("di", "ma", 12);
        check("an", "gan", 6);
    }

    #[test]
    fn a_missing_syllable_costs_most_and_does_not_shift_the_others() {
        check("fa yuan", "yuan", 10);
        check("ren min fa yuan", "ren min yuan", 10);
        check("", "fa", 10);
        check("", "", 0);
    }

    #[test]
    fn long_sequences_are_compared_place_by_place() {
        let long = "fa ".repeat(MAX_ALIGNED_SYLLABLES + 1);
        check(&long, &long, 0);
        check(&long, &format!("{long} fa"), 10);
        check(&long, &format!("ha {}", "fa ".repeat(MAX_ALIGNED_SYLLABLES)), 2);
    }
}
