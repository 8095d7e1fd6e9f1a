//! Cuts a folded syllable into an onset and a rhyme, also one that native spelling refuses.
//!
//! Misspelt syllables are what is compared here, so the rules are wider than those of
//! [`parse`](crate::bo::parse): any letter may stand in any place, only the shape must be that of one syllable.

use crate::bo::letter::is_subjoined;
use crate::bo::stack::{Stack, stacks};
use crate::bo::structure::is_suffix;
use crate::bo::{Verdict, parse};

/// A letter as a small number: 0 for none, then in alphabetical order.
pub(super) type Letter = u8;

/// One more than the highest [`Letter`].
pub(super) const LETTERS: usize = 0x2b;
/// The ending འུ in the place of a suffix.
pub(super) const ENDING_U: Letter = 0x2a;

/// What is written before the vowel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Onset {
    pub(super) prefix: Letter,
    pub(super) superscript: Letter,
    pub(super) root: Letter,
    /// The place in [`SUBSCRIPTS`].
    pub(super) subscripts: u8,
}

/// The vowel and what is written after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Rhyme {
    /// The place in [`VOWELS`].
    pub(super) vowel: u8,
    pub(super) suffix: Letter,
    pub(super) second_suffix: Letter,
}

/// One way to take a syllable apart; two syllables with the same reading are the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reading {
    pub(super) onset: Onset,
    pub(super) rhyme: Rhyme,
    /// Whether the spelling rules choose the other reading.
    pub(super) is_second_choice: bool,
}

/// The vowels of native words; the first is the inherent one.
pub(super) const VOWELS: [&str; 5] = ["", "ི", "ུ", "ེ", "ོ"];
/// Everything that stands under a root of native words, as full letters.
pub(super) const SUBSCRIPTS: [&str; 7] = ["", "ཝ", "ཡ", "ར", "ལ", "ཡཝ", "རཝ"];
/// The most stacks a syllable with a reading has.
const MAX_STACKS: usize = 5;

/// Returns the one or two ways to read `folded`, a syllable at the search level; none where it has not the
/// shape of one syllable (པདྨ, ཁྲིམསཁང, 2026).
///
/// Only bare letters have two: དག is ད with the suffix ག, or ག with the prefix ད and a final འ missing.
pub(super) fn readings(folded: &str) -> [Option<Reading>; 2] {
    let stacks: Vec<_> = stacks(folded).take(MAX_STACKS + 1).collect();
    let marked = stacks.iter().position(|stack| !stack.is_bare());
    match (marked, stacks.len()) {
        (_, 0) | (None, 5..) => [None, None],
        (Some(root), _) => [reading(&stacks, root), None],
        (None, 1) => [reading(&stacks, 0), None],
        (None, _) => bare_readings(folded, &stacks),
    }
}

/// Reads bare letters with the first and with the second as root.
fn bare_readings(folded: &str, stacks: &[Stack<'_>]) -> [Option<Reading>; 2] {
    let letter = |at: usize| stacks.get(at).and_then(|stack| stack.letters.chars().next());
    let first = reading(stacks, 0).filter(|_| letter(1).is_some_and(is_suffix));
    let second = reading(stacks, 1).filter(|_| letter(0).is_some_and(is_prefix));
    if let (Some(mut first), Some(mut second)) = (first, second) {
        if let Verdict::Native(parts) = parse(folded) {
            first.is_second_choice = parts.prefix.is_some();
            second.is_second_choice = parts.prefix.is_none();
        }
        return [Some(first), Some(second)];
    }
    [first.or(second), None]
}

/// Reads stacks of which the one at `root` carries the vowel.
fn reading(stacks: &[Stack<'_>], root: usize) -> Option<Reading> {
    let head = stacks.get(root)?;
    let onset = Onset::new(stacks.get(..root)?, head.letters)?;
    let vowel = place(&VOWELS, head.signs)?;
    let (suffix, second_suffix) = match stacks.get(root + 1..)? {
        [] => (0, 0),
        [ending] if ending.letters == "འ" && ending.signs == "ུ" => (ENDING_U, 0),
        [suffix] => (bare_letter(suffix)?, 0),
        [suffix, second] => (bare_letter(suffix)?, bare_letter(second)?),
        _ => return None,
    };
    let rhyme = Rhyme {
        vowel,
        suffix,
        second_suffix,
    };
    Some(Reading {
        onset,
        rhyme,
        is_second_choice: false,
    })
}

impl Onset {
    /// Reads an onset that stands alone, as in the table of costs (དབ, སྐྲ).
    pub(super) fn of(text: &str) -> Option<Self> {
        let stacks: Vec<_> = stacks(text).take(3).collect();
        let (head, before) = stacks.split_last()?;
        Self::new(before, head.letters).filter(|_| head.signs.is_empty())
    }

    fn new(before: &[Stack<'_>], head: &str) -> Option<Self> {
        let prefix = match before {
            [] => 0,
            [prefix] => bare_letter(prefix)?,
            _ => return None,
        };
        let full: Vec<char> = head.chars().map(full_letter).collect();
        let (superscript, root, below) = match full[..] {
            [above @ ('ར' | 'ལ' | 'ས'), root, ref below @ ..] if !is_subscript(root) => {
                (letter(above)?, root, below)
            }
            [root, ref below @ ..] => (0, root, below),
            [] => return None,
        };
        let below: String = below.iter().collect();
        Some(Self {
            prefix,
            superscript,
            root: letter(root)?,
            subscripts: place(&SUBSCRIPTS, &below)?,
        })
    }

    /// Returns the onset without its prefix.
    pub(super) fn without_prefix(self) -> Self {
        Self { prefix: 0, ..self }
    }

    /// Returns the onset without prefix and superscript.
    pub(super) fn without_head(self) -> Self {
        Self {
            superscript: 0,
            ..self.without_prefix()
        }
    }
}

/// Returns the number of `c`, `None` when it is no letter or one that only loans have below 0F69.
pub(super) fn letter(c: char) -> Option<Letter> {
    matches!(c, 'ཀ'..='ཨ')
        .then(|| u32::from(c) - u32::from('ཀ') + 1)
        .and_then(|n| u8::try_from(n).ok())
}

fn bare_letter(stack: &Stack<'_>) -> Option<Letter> {
    stack
        .letters
        .chars()
        .next()
        .filter(|_| stack.is_bare())
        .and_then(letter)
}

fn full_letter(c: char) -> char {
    if is_subjoined(c) {
        char::from_u32(u32::from(c) - 0x50).unwrap_or(c)
    } else {
        c
    }
}

fn place(list: &[&str], text: &str) -> Option<u8> {
    list.iter()
        .position(|&known| known == text)
        .and_then(|at| u8::try_from(at).ok())
}

fn is_subscript(full: char) -> bool {
    matches!(full, 'ཝ' | 'ཡ' | 'ར' | 'ལ')
}

fn is_prefix(c: char) -> bool {
    matches!(c, 'ག' | 'ད' | 'བ' | 'མ' | 'འ')
}
