//! The cost between two terms: their syllables laid side by side.

use super::cost::Cost;
use super::rules::Rules;
use super::syllable::{Compared, MAX_SYLLABLE_BYTES};
use crate::bo::{fold, normalize, syllables};

/// The longest term, in syllables, that is compared with another one syllable by syllable.
pub(super) const MAX_SYLLABLES: usize = 64;
/// The longest text, in bytes, whose syllables are looked at: so many of the longest, with as much again for spelling
/// variants.
const MAX_TERM_BYTES: usize = 2 * MAX_SYLLABLES * MAX_SYLLABLE_BYTES;
/// The bytes of a letter or sign.
const LETTER_BYTES: usize = 3;
/// The most syllables that are recognised in one that is written without tsheg.
const MAX_JOINED: usize = 6;

/// Returns how far two terms are apart, `None` where that is more than `limit`.
///
/// The syllables are laid side by side so that the least is paid:
///
/// - for two that face each other, their [`syllable_cost`](super::syllable_cost);
/// - for one left out or added, 12, and 5 for a particle after another syllable;
/// - for each tsheg lost or too many, 2, where up to 6 syllables face one that is written like them without tsheg,
///   and 10 more where that differs by a letter.
///
/// Shad, spaces and doubled tsheg are separators like any other. Symmetric, and zero exactly where [`fold`] is the
/// same. Terms of more than 64 syllables or 24 kB are the same or `None`. Linear in the length of the input, then
/// at most 64 times 64 comparisons, fewer the lower the limit.
///
/// ```
/// use text::bo::similar::{Cost, term_cost};
///
/// let limit = Cost::new(15);
/// assert_eq!(term_cost("ཁྲིམས་ཁང", "ཁྲིམས ཁང་།", limit), Some(Cost::ZERO));
/// assert_eq!(term_cost("ཁྲིམས་ཁང", "ཁྲིམསཁང", limit), Some(Cost::new(2)));
/// assert_eq!(term_cost("ཁྲིམས་ཁང", "ཕྲིམ་ཁང", limit), Some(Cost::new(5)));
/// assert_eq!(term_cost("ཁྲིམས་ཁང", "དངུལ་ཁང", limit), None);
/// ```
#[must_use]
pub fn term_cost(a: &str, b: &str, limit: Cost) -> Option<Cost> {
    if fold(a) == fold(b) {
        return Some(Cost::ZERO);
    }
    align(&Parts::new(a)?, &Parts::new(b)?, limit)
}

/// The syllables of a term, made ready to be compared.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) syllables: Vec<Part>,
}

/// A syllable of a term.
#[derive(Debug)]
pub(super) struct Part {
    /// In canonical form, with its particles.
    pub(super) written: String,
    pub(super) compared: Compared<'static>,
}

impl Part {
    pub(super) fn new(written: &str) -> Self {
        let written = normalize(written).into_owned();
        let compared = Compared::new(fold(&written));
        Self { written, compared }
    }
}

impl Parts {
    /// Returns the syllables of `term`, `None` when they are too many or too long; empty at the search level are left out.
    pub(super) fn new(term: &str) -> Option<Self> {
        if term.len() > MAX_TERM_BYTES {
            return None;
        }
        let mut parts = Vec::new();
        for syllable in syllables(&normalize(term)) {
            if parts.len() == MAX_SYLLABLES {
                return None;
            }
            parts.push(Part::new(syllable.text));
        }
        parts.retain(|part: &Part| !part.compared.folded.is_empty());
        Some(Self { syllables: parts })
    }
}

/// Returns the least cost of laying `a` beside `b`, `None` where it is more than `limit`.
///
/// Zero is for the caller to give, for only whole terms tell whether the search level makes them one.
pub(super) fn align(a: &Parts, b: &Parts, limit: Cost) -> Option<Cost> {
    let rules = Rules::get();
    let (a, b) = (&a.syllables[..], &b.syllables[..]);
    // The two may shift by a syllable for the price of a tsheg at least.
    let band = usize::from(limit.tenths() / rules.tsheg.tenths().max(1));
    if a.len().abs_diff(b.len()) > band {
        return None;
    }
    let width = b.len() + 1;
    let mut table = vec![Cost::MAX; (a.len() + 1) * width];
    for i in 0..=a.len() {
        for j in i.saturating_sub(band)..=b.len().min(i + band) {
            let cost = cell(rules, a, b, (i, j), |i, j| {
                table.get(i * width + j).copied().unwrap_or(Cost::MAX)
            });
            if let Some(cell) = table.get_mut(i * width + j).filter(|_| cost <= limit) {
                *cell = cost;
            }
        }
    }
    let cost = table
        .last()
        .copied()
        .filter(|&cost| cost <= limit && cost < Cost::MAX)?;
    Some(cost.max(Cost::new(1)))
}

/// Returns the least cost of laying the first `i` syllables of `a` beside the first `j` of `b`.
fn cell(
    rules: &Rules,
    a: &[Part],
    b: &[Part],
    (i, j): (usize, usize),
    at: impl Fn(usize, usize) -> Cost,
) -> Cost {
    let (before_a, before_b) = (a.get(..i).unwrap_or_default(), b.get(..j).unwrap_or_default());
    let mut best = if i == 0 && j == 0 { Cost::ZERO } else { Cost::MAX };
    if let Some(missing) = missing(rules, before_a) {
        best = best.min(at(i - 1, j) + missing);
    }
    if let Some(missing) = missing(rules, before_b) {
        best = best.min(at(i, j - 1) + missing);
    }
    if let (Some((last_a, _)), Some((last_b, _))) = (before_a.split_last(), before_b.split_last()) {
        let diagonal = at(i - 1, j - 1);
        if diagonal < best {
            best = best.min(diagonal + last_a.compared.cost(&last_b.compared));
        }
        for count in 2..=MAX_JOINED {
            let tshegs = rules.tsheg.times(count - 1);
            let one_for_many = j.checked_sub(count).map_or(Cost::MAX, |j| at(i - 1, j) + tshegs);
            if one_for_many < best {
                best = best.min(one_for_many + joined_cost(rules, last_a, before_b, count));
            }
            let many_for_one = i.checked_sub(count).map_or(Cost::MAX, |i| at(i, j - 1) + tshegs);
            if many_for_one < best {
                best = best.min(many_for_one + joined_cost(rules, last_b, before_a, count));
            }
        }
    }
    best
}

/// Returns what it costs to leave out the last of `parts`; a particle is one only after another syllable.
fn missing(rules: &Rules, parts: &[Part]) -> Option<Cost> {
    let (last, before) = parts.split_last()?;
    let is_particle = !before.is_empty() && rules.is_particle(&last.compared.folded);
    Some(if is_particle {
        rules.particle_missing
    } else {
        rules.syllable_missing
    })
}

/// Returns what `whole` costs against the last `count` of `parts` without tsheg; more than a letter is no match.
fn joined_cost(rules: &Rules, whole: &Part, parts: &[Part], count: usize) -> Cost {
    let Some(last) = parts.len().checked_sub(count).and_then(|from| parts.get(from..)) else {
        return Cost::MAX;
    };
    // A letter more or less at most; and a syllable of kilobytes is not joined again and again.
    let bytes: usize = last.iter().map(|part| part.written.len()).sum();
    if bytes.abs_diff(whole.written.len()) > LETTER_BYTES || bytes > 2 * MAX_SYLLABLE_BYTES {
        return Cost::MAX;
    }
    let joined: String = last.iter().map(|part| part.written.as_str()).collect();
    match Compared::new(fold(&joined)).cost(&whole.compared) {
        Cost::ZERO => Cost::ZERO,
        // Cheaper differences would make it cheap to drop a syllable of one letter.
        cost if cost <= rules.edit => rules.edit,
        _ => Cost::MAX,
    }
}
