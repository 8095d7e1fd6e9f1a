//! Tells by table whether a character may stand in canonical text after another one.

use std::sync::LazyLock;

use super::REPLACED;
use crate::bo::block;
use crate::bo::plain::{DOUBTFUL, LETTER, OTHER, rank};

/// What a character is to the canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It begins a stack.
    Letter,
    /// It is a sign on a stack, after those of lower rank.
    Sign(u8),
    /// It attaches to nothing and is canonical by itself.
    Apart,
    /// It is written in another way, with characters that attach to nothing.
    Rewritten,
    /// It takes a closer look.
    Unknown,
}

impl Step {
    /// Returns the step of `c`; one of the Tibetan block, ASCII and the common Chinese characters is known.
    pub(super) fn of(c: char) -> Self {
        match u32::from(c).to_le_bytes() {
            [low, 0x0f, 0, 0] => TIBETAN[usize::from(low)],
            _ if matches!(c, '\0'..='\u{9f}' | '\u{a1}'..='\u{2ff}' | '\u{4e00}'..='\u{9fff}') => Self::Apart,
            _ => Self::Unknown,
        }
    }

    /// Tells whether text may be cut between `before` and this character and each part be made canonical
    /// alone: neither a sign nor a vowel that looks for its letter is on either side.
    pub(super) fn may_be_cut_from(self, before: Self) -> bool {
        matches!(before, Self::Apart | Self::Rewritten)
            && matches!(self, Self::Letter | Self::Apart | Self::Rewritten)
    }

    /// Tells whether canonical text may have this character after `before`; may say no where it may.
    pub(super) fn may_follow(self, before: Self) -> bool {
        match (before, self) {
            (Self::Unknown, _) | (_, Self::Unknown) => false,
            (Self::Sign(lower), Self::Sign(place)) => lower <= place,
            (Self::Apart | Self::Rewritten, Self::Sign(_)) => false,
            _ => true,
        }
    }
}

/// The steps of the characters of the Tibetan block.
static TIBETAN: LazyLock<[Step; 256]> = LazyLock::new(|| block::table(step));

fn step(c: char) -> Step {
    match rank(c) {
        LETTER => Step::Letter,
        OTHER => Step::Apart,
        DOUBTFUL => {
            let replacement = REPLACED.get(c).unwrap_or_default();
            let apart = !replacement.is_empty() && replacement.chars().all(|c| rank(c) == OTHER);
            if apart { Step::Rewritten } else { Step::Unknown }
        }
        sign => Step::Sign(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_character_has_its_step() {
        for (characters, expect) in [
            ("ཀཨྈ", Step::Letter),
            ("་།༄༢a 法é", Step::Apart),
            ("༌༎", Step::Rewritten),
            (
                "ༀཪ\u{f39}\u{f43}\u{f73}\u{f77}\u{a0}\u{301}\u{200b}か𠀀",
                Step::Unknown,
            ),
        ] {
            for c in characters.chars() {
                assert_eq!(Step::of(c), expect, "{c:?}");
            }
        }
    }

    #[test]
    fn signs_follow_in_the_order_of_the_stack_only() {
        let signs = [
            '\u{fb1}', '\u{f71}', '\u{f72}', '\u{f74}', '\u{f37}', '\u{f7e}', '\u{f7f}',
        ]
        .map(Step::of);
        for pair in signs.windows(2) {
            assert!(
                pair[1].may_follow(pair[0]) && !pair[0].may_follow(pair[1]),
                "{pair:?}"
            );
            assert!(pair[0].may_follow(pair[0]) && pair[0].may_follow(Step::Letter));
            assert!(!pair[0].may_follow(Step::Apart) && !pair[0].may_be_cut_from(Step::Apart));
        }
        assert!(Step::Letter.may_be_cut_from(Step::Apart) && !Step::Letter.may_be_cut_from(Step::Letter));
    }
}
