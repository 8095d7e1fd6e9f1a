//! Cuts a syllable into its stacks and knows the stacks of native words (`data/bo_stacks.tsv`).

use std::sync::LazyLock;

use super::letter::{is_letter, is_subjoined};
use crate::table::rows;

/// A letter with the letters under it and the signs on it, in the text as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stack<'a> {
    /// The letter and the letters under it; empty where signs stand without a letter.
    pub letters: &'a str,
    /// Vowel signs and other marks, and whatever else follows up to the next letter.
    pub signs: &'a str,
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
}

impl Stack<'_> {
    /// Tells whether the stack is one letter with nothing on it.
    ///
    /// ```
    /// let bare: Vec<_> = text::bo::stacks("བསྒྲིགས").map(|stack| stack.is_bare()).collect();
    /// assert_eq!(bare, [true, false, true, true]);
    /// ```
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.signs.is_empty() && self.letters.chars().nth(1).is_none()
    }
}

/// Returns the stacks of `syllable` in order; together they cover every byte of it once.
///
/// This is also how a loan syllable is cut for search, where the parts of a native syllable mean nothing:
/// པདྨ is པ and དྨ. A stack begins at each letter; what stands before the first letter is a stack without
/// one. Give it canonical text ([`normalize`](super::normalize)), in which subjoined letters come before the
/// signs. Linear.
///
/// ```
/// let found: Vec<_> = text::bo::stacks("པདྨོ").map(|stack| (stack.letters, stack.signs)).collect();
/// assert_eq!(found, [("པ", ""), ("དྨ", "ོ")]);
/// ```
pub fn stacks(syllable: &str) -> impl Iterator<Item = Stack<'_>> {
    let mut rest = syllable.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.next()?;
        let mut letters_end = start + if is_letter(first) { first.len_utf8() } else { 0 };
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|&(_, c)| !is_letter(c)) {
            if at == letters_end && is_subjoined(c) && letters_end > start {
                letters_end = at + c.len_utf8();
            }
            end = at + c.len_utf8();
        }
        Some(Stack {
            letters: syllable.get(start..letters_end)?,
            signs: syllable.get(letters_end..end)?,
            start,
            end,
        })
    })
}

/// A stack of native words and what may stand before it.
#[derive(Debug)]
pub(crate) struct NativeStack {
    /// ར, ལ or ས above the root.
    pub(crate) superscript: Option<char>,
    /// The root, as a full letter.
    pub(crate) root: char,
    /// The letters under the root, as full letters from top to bottom.
    pub(crate) subscripts: &'static str,
    /// The letters that may stand before the stack as a prefix.
    pub(crate) prefixes: Vec<char>,
}

impl NativeStack {
    /// Returns the stack that `letters` (a letter and subjoined letters) is, `None` for a loan.
    pub(crate) fn of(letters: &str) -> Option<&'static Self> {
        let mut characters = letters.chars();
        let first = characters.next()?;
        let group = STACKS.get(usize::try_from(u32::from(first).checked_sub(FIRST_LETTER)?).ok()?)?;
        let below = characters.as_str();
        group
            .iter()
            .find(|(under, _)| *under == below)
            .map(|(_, stack)| stack)
    }

    /// Returns every native stack.
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        STACKS.iter().flatten().map(|(_, stack)| stack)
    }

    /// Tells whether `prefix` may stand before the stack.
    pub(crate) fn takes(&self, prefix: char) -> bool {
        self.prefixes.contains(&prefix)
    }

    /// Tells whether the stack is a single letter.
    pub(crate) fn is_single(&self) -> bool {
        self.superscript.is_none() && self.subscripts.is_empty()
    }
}

/// Returns every stack of native words, in the order of the table.
#[cfg(test)]
pub(crate) fn native_stacks() -> impl Iterator<Item = &'static str> {
    rows(include_str!("../../data/bo_stacks.tsv")).filter_map(|row| row.first().copied())
}

const FIRST_LETTER: u32 = 'ཀ' as u32;
const LETTERS: usize = 0x2d;

/// The stacks by their first letter, each with the subjoined letters that make it.
static STACKS: LazyLock<Vec<Vec<(&'static str, NativeStack)>>> = LazyLock::new(|| {
    let mut groups: Vec<Vec<_>> = (0..LETTERS).map(|_| Vec::new()).collect();
    for (stack, native) in rows(include_str!("../../data/bo_stacks.tsv")).filter_map(native_stack) {
        let first = stack.chars().next().map_or(0, u32::from);
        let group = usize::try_from(first.saturating_sub(FIRST_LETTER))
            .ok()
            .and_then(|at| groups.get_mut(at));
        if let (Some(group), Some(below)) = (group, stack.get('ཀ'.len_utf8()..)) {
            group.push((below, native));
        }
    }
    groups
});

fn native_stack(row: Vec<&'static str>) -> Option<(&'static str, NativeStack)> {
    let [stack, superscript, root, subscripts, prefixes, _] = row[..] else {
        return None;
    };
    let letters = |cell: &'static str| cell.chars().filter(|c| !matches!(c, ' ' | '-'));
    Some((
        stack,
        NativeStack {
            superscript: letters(superscript).next(),
            root: letters(root).next()?,
            subscripts: SUBSCRIPTS
                .iter()
                .copied()
                .find(|known| letters(subscripts).eq(known.chars()))?,
            prefixes: letters(prefixes).collect(),
        },
    ))
}

/// Everything that may stand under a native root.
const SUBSCRIPTS: [&str; 7] = ["", "ཝ", "ཡ", "ར", "ལ", "ཡཝ", "རཝ"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(syllable: &str, expect: &str) {
        let found: Vec<_> = stacks(syllable)
            .map(|stack| format!("{}+{}", stack.letters, stack.signs))
            .collect();
        assert_eq!(found.join(" "), expect, "{}", syllable.escape_unicode());
    }

    #[test]
    fn a_letter_begins_a_stack() {
        check("བསྒྲིགས", "བ+ སྒྲ+ི ག+ ས+");
        check("ཧཱུྃ", "ཧ+\u{f71}\u{f74}\u{f83}");
        check("ཨཿ", "ཨ+ཿ");
        check("", "");
    }

    #[test]
    fn signs_without_a_letter_are_a_stack_without_letters() {
        check("\u{f72}ཀ", "+\u{f72} ཀ+");
        check("\u{f90}", "+\u{f90}");
        // Not canonical: the subjoined letter stands after the vowel.
        check("ཀ\u{f72}\u{fb1}", "ཀ+\u{f72}\u{fb1}");
    }

    #[test]
    fn only_a_letter_alone_is_bare() {
        let bare: Vec<_> = stacks("ཀཀིཀྱ").map(|stack| stack.is_bare()).collect();
        assert_eq!(bare, [true, false, false]);
        assert!(stacks("\u{f72}").all(|stack| !stack.is_bare()));
    }

    #[test]
    fn every_row_of_the_table_is_a_stack_of_its_own_parts() {
        let all: Vec<_> = rows(include_str!("../../data/bo_stacks.tsv")).collect();
        assert_eq!(all.len(), 123);
        for row in all {
            let native = NativeStack::of(row[0]).unwrap_or_else(|| panic!("{row:?}"));
            let parts: String = native
                .superscript
                .into_iter()
                .chain([native.root])
                .chain(native.subscripts.chars())
                .collect();
            let letters: String = row[0]
                .chars()
                .enumerate()
                .map(|(n, c)| if n == 0 { c } else { full(c) })
                .collect();
            assert_eq!(parts, letters, "{row:?}");
            assert_eq!(
                row[4].split(' ').filter(|&cell| cell != "-").count(),
                native.prefixes.len()
            );
            assert!(
                native
                    .prefixes
                    .iter()
                    .all(|&prefix| "གདབམའ".contains(prefix) && native.takes(prefix))
            );
        }
        assert!(
            NativeStack::of("ནྡ").is_none() && NativeStack::of("ཊ").is_none() && NativeStack::of("").is_none()
        );
        assert!(
            NativeStack::of("ཀ").is_some_and(NativeStack::is_single)
                && !NativeStack::of("ཀྱ").is_some_and(NativeStack::is_single)
        );
    }

    fn full(subjoined: char) -> char {
        char::from_u32(u32::from(subjoined) - 0x50).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn stacks_cover_the_syllable_once(syllable in "(\\PC|[\u{f40}-\u{fbc}]){0,20}") {
            let mut end = 0;
            for stack in stacks(&syllable) {
                prop_assert_eq!(stack.start, end);
                prop_assert_eq!([stack.letters, stack.signs].concat(), &syllable[stack.start..stack.end]);
                end = stack.end;
            }
            prop_assert_eq!(end, syllable.len());
        }
    }
}
