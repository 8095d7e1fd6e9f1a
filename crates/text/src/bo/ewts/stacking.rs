//! Decides which consonants of a run before a vowel make one stack.

use std::sync::LazyLock;

use super::letters::Consonant;
use crate::bo::stack::NativeStack;
use crate::table::rows;

/// A consonant of a run and how it is tied to the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) consonant: Consonant,
    /// Joined to the one before by `+`.
    pub(super) joined: bool,
    /// Parted from the one before by `.`.
    pub(super) parted: bool,
}

/// Where in a run the stack before the vowel begins, and whether native spelling has such a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) start: usize,
    pub(super) uncommon: bool,
}

/// Returns where the last stack of `run`, which is not empty, begins.
///
/// The stack is the longest end of the run that is written without `+` ([`is_written_plain`]), together with
/// everything joined to it. With `uncommon`, any consonant takes a single y, r, l or w below it.
pub(super) fn last_stack(run: &[(usize, Unit)], uncommon: bool) -> Split {
    if let [_] = run {
        return Split {
            start: 0,
            uncommon: false,
        };
    }
    let mut split = Split {
        start: run.len().saturating_sub(1),
        uncommon: false,
    };
    while let Some(before) = split.start.checked_sub(1) {
        let Some((_, unit)) = run.get(split.start) else {
            break;
        };
        if unit.joined {
            split.start = before;
        } else if let Some(start) = longest_plain(run, split.start) {
            split.start = start;
        } else if uncommon && takes_below(run, split.start) {
            split = Split {
                start: before,
                uncommon: true,
            };
        } else {
            break;
        }
    }
    split
}

/// Returns the start of the longest plain stack that ends the run and begins before `start`.
fn longest_plain(run: &[(usize, Unit)], start: usize) -> Option<usize> {
    const MOST_ABOVE: usize = 3;
    (start.saturating_sub(MOST_ABOVE)..start).find(|&first| {
        let parted = run.iter().skip(first + 1).any(|(_, unit)| unit.parted);
        !parted && run.get(first..).is_some_and(is_plain_run)
    })
}

/// Tells whether `units` together are a stack that is written without `+`.
fn is_plain_run(units: &[(usize, Unit)]) -> bool {
    // The longest such stack has four letters, none of which is two letters itself.
    let mut code = 0;
    if units.len() > 4 {
        return false;
    }
    for (nth, (_, unit)) in units.iter().enumerate() {
        let (letter, after) = if nth == 0 {
            unit.consonant.full
        } else {
            unit.consonant.under
        };
        match (letter_code(letter, nth == 0), after) {
            (Some(letter), None) => code = code << 8 | letter,
            _ => return false,
        }
    }
    PLAIN.binary_search(&code).is_ok()
}

/// Tells whether the only unit from `start` on is a subscript that the unit before can carry.
fn takes_below(run: &[(usize, Unit)], start: usize) -> bool {
    let is_last = start + 1 == run.len();
    let (above, below) = (start.checked_sub(1).and_then(|at| run.get(at)), run.get(start));
    match (above, below) {
        (Some((_, above)), Some((_, below))) if is_last && !below.parted => {
            matches!(
                below.consonant.under.0,
                '\u{fad}' | '\u{fb1}' | '\u{fb2}' | '\u{fb3}'
            ) && !matches!(above.consonant.full.0, 'འ' | 'ཝ' | 'ཡ')
        }
        _ => false,
    }
}

/// Tells whether `letters`, a letter and what is under it, is written without `+`.
pub(super) fn is_written_plain(letters: &str) -> bool {
    let mut code = 0;
    for (nth, c) in letters.chars().enumerate() {
        match letter_code(c, nth == 0) {
            Some(letter) if nth < 4 => code = code << 8 | letter,
            _ => return false,
        }
    }
    PLAIN.binary_search(&code).is_ok()
}

/// Returns a number from 1 for a letter of the Tibetan block, the same for a full and a subjoined one.
fn letter_code(c: char, full: bool) -> Option<u32> {
    u32::from(c)
        .checked_sub(if full { 0xf3f } else { 0xf8f })
        .filter(|code| (1..0x80).contains(code))
}

/// The codes of all stacks that are written without `+`, sorted.
static PLAIN: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let native = rows(include_str!("../../../data/bo_stacks.tsv"));
    let loans = rows(include_str!("../../../data/ewts_loan_stacks.tsv"));
    let stacks = native.chain(loans).filter_map(|row| row.first().copied());
    let code = |stack: &str| {
        let letters = stack.chars().enumerate();
        letters.fold(0, |code, (nth, c)| {
            code << 8 | letter_code(c, nth == 0).unwrap_or(0)
        })
    };
    let mut codes: Vec<_> = stacks.map(code).collect();
    codes.sort_unstable();
    codes
});

/// Tells whether `prefix` may stand before the stack `letters`.
pub(super) fn may_precede(prefix: char, letters: &str) -> bool {
    NativeStack::of(letters).is_some_and(|stack| stack.takes(prefix))
}
