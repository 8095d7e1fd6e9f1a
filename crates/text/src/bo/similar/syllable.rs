//! The cost between two syllables.

use std::borrow::Cow;

use super::cost::Cost;
use super::reading::{Reading, readings};
use super::rules::Rules;
use crate::bo::fold;

/// The longest syllable, in bytes, that is compared with another one letter by letter: 64 Tibetan characters.
pub(super) const MAX_SYLLABLE_BYTES: usize = 192;

/// Returns how far two syllables are apart.
///
/// Both are taken at the search level, so affixed particles do not count (པའི is པ), and the cost is zero exactly
/// where [`fold`] is the same. Symmetric. Syllables of native shape, also misspelt ones, are compared
/// part by part by `data/bo_similarity.tsv`, the cheapest of their readings counts; anything else letter by letter
/// at [`Cost::LETTER`] for each changed, missing or surplus character. Texts of more than 192 bytes at the
/// search level are the same or [`Cost::MAX`]. Linear in the length of the input.
///
/// ```
/// use text::bo::similar::{Cost, syllable_cost};
///
/// assert_eq!(syllable_cost("ཁྲིམས", "ཁྲིམས་"), Cost::ZERO);
/// // The same sound, a lost second suffix, two letters of like shape; and a wholly different letter.
/// assert_eq!(syllable_cost("ཁྲིམས", "ཕྲིམས"), Cost::new(3));
/// assert_eq!(syllable_cost("ལུགས", "ལུག"), Cost::new(2));
/// assert_eq!(syllable_cost("ངེས", "དེས"), Cost::new(3));
/// assert_eq!(syllable_cost("ཁང", "ཉང"), Cost::LETTER);
/// ```
#[must_use]
pub fn syllable_cost(a: &str, b: &str) -> Cost {
    Compared::new(fold(a)).cost(&Compared::new(fold(b)))
}

/// A syllable made ready to be compared with many.
#[derive(Debug, Clone)]
pub(super) struct Compared<'a> {
    pub(super) folded: Cow<'a, str>,
    pub(super) readings: [Option<Reading>; 2],
}

impl<'a> Compared<'a> {
    /// Reads `folded`, which is at the search level.
    pub(super) fn new(folded: impl Into<Cow<'a, str>>) -> Self {
        let folded = folded.into();
        let readings = readings(&folded);
        Self { folded, readings }
    }

    pub(super) fn cost(&self, other: &Self) -> Cost {
        if self.folded == other.folded {
            return Cost::ZERO;
        }
        let rules = Rules::get();
        let pairs = self
            .readings()
            .flat_map(|a| other.readings().map(move |b| reading_cost(rules, a, b)));
        let parts = pairs
            .min()
            .unwrap_or_else(|| letters_cost(rules, &self.folded, &other.folded));
        rules
            .particle(&self.folded, &other.folded)
            .map_or(parts, |particle| particle.min(parts))
    }

    pub(super) fn readings(&self) -> impl Iterator<Item = Reading> + '_ {
        self.readings.iter().copied().flatten()
    }
}

fn reading_cost(rules: &Rules, a: Reading, b: Reading) -> Cost {
    let choices = choice_cost(rules, a.is_second_choice) + choice_cost(rules, b.is_second_choice);
    rules.onset(a.onset, b.onset) + rules.rhyme(a.rhyme, b.rhyme) + choices
}

/// Returns what a reading costs that the spelling rules do or do not choose.
pub(super) fn choice_cost(rules: &Rules, is_second_choice: bool) -> Cost {
    if is_second_choice {
        rules.reading
    } else {
        Cost::ZERO
    }
}

/// Compares letter by letter (Levenshtein distance, two rows).
fn letters_cost(rules: &Rules, a: &str, b: &str) -> Cost {
    if a.len().max(b.len()) > MAX_SYLLABLE_BYTES {
        return Cost::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, a) in a.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, &b) in row.iter_mut().skip(1).zip(&b) {
            let edits = (diagonal + usize::from(a != b)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = edits;
            left = edits;
        }
    }
    rules.edit.times(row.last().copied().unwrap_or(0))
}
