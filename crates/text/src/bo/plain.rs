//! Tells at the speed of reading whether text is in canonical form already.

use std::iter::once;
use std::sync::LazyLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::block;
use super::canonical::is_replaced;
use super::letter::{is_letter, place};
use crate::cluster::attaches;

/// A letter: any sign may follow.
pub(super) const LETTER: u8 = 0;
/// Nothing that carries signs.
pub(super) const OTHER: u8 = 0xfe;
/// Never found in canonical form, or not for certain.
pub(super) const DOUBTFUL: u8 = 0xff;

/// The rank of each character of the Tibetan block within a stack.
///
/// Signs rank by their place and, where that is the same, by their combining class, so ranks that never fall are
/// the canonical order and NFC at once.
static RANKS: LazyLock<[u8; 256]> = LazyLock::new(|| block::table(rank));

/// Tells whether `text` is canonical, without writing it anew; may say no where the answer is yes.
pub(super) fn is_plainly_canonical(text: &str) -> bool {
    let ranks: &[u8; 256] = &RANKS;
    let bytes = text.as_bytes();
    let (mut at, mut last) = (0, OTHER);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(offset) = block::offset(rest) {
            let rank = ranks.get(offset).copied().unwrap_or(DOUBTFUL);
            if (rank != LETTER && rank < last) || rank == DOUBTFUL {
                return false;
            }
            last = rank;
            at += block::BYTES;
        } else {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                return false;
            };
            if !stands_alone(c) {
                return false;
            }
            last = OTHER;
            at += c.len_utf8();
        }
    }
    true
}

/// Returns the rank of a character of the Tibetan block.
pub(super) fn rank(c: char) -> u8 {
    let in_nfc = is_nfc_quick(once(c)) == IsNormalized::Yes;
    // U+0F39 may be part of another letter, U+0F6A another spelling of RA.
    if !in_nfc || is_replaced(c) || matches!(c, '\u{f39}' | '\u{f6a}') {
        DOUBTFUL
    } else if is_letter(c) {
        LETTER
    } else if !attaches(c) {
        OTHER
    } else {
        let class = canonical_combining_class(c);
        let within = if place(c) == 2 {
            CLASSES.iter().position(|&known| known == class)
        } else {
            Some(0)
        };
        let within = within.and_then(|within| u8::try_from(within).ok());
        within.map_or(DOUBTFUL, |within| place(c) * 16 + within)
    }
}

/// The combining classes of Tibetan signs, in canonical order.
const CLASSES: [u8; 7] = [9, 129, 130, 132, 216, 220, 230];

/// Tells whether a character of another script is in canonical form whatever stands beside it.
pub(super) fn stands_alone(c: char) -> bool {
    match c {
        '\0'..='\u{9f}' | '\u{a1}'..='\u{2ff}' | '\u{3400}'..='\u{9fff}' => true,
        _ => !is_replaced(c) && !attaches(c) && is_nfc_quick(once(c)) == IsNormalized::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bo::normalize;

    #[test]
    fn every_tibetan_sign_has_a_rank_of_its_place() {
        for c in '\u{f00}'..='\u{fff}' {
            let doubtful = rank(c) == DOUBTFUL;
            // What is doubtful here must be what the canonical form writes differently, or the two exceptions.
            let on_letter = format!("ཀ{c}");
            let changes = normalize(&on_letter) != on_letter || normalize(&c.to_string()) != c.to_string();
            assert!(!changes || doubtful, "{c:?}");
        }
    }

    #[test]
    fn plain_text_is_seen_to_be_plain() {
        for text in [
            "",
            "ascii",
            "法院 2026",
            "ཁྲིམས་ཁང་།",
            "ཧཱུྃ",
            "ཨཱཿ",
            "ཀཾ",
            "é",
            "《刑法》",
        ] {
            assert!(is_plainly_canonical(text), "{text}");
        }
        for text in [
            "\u{f72}ཀ",
            "ཀ\u{f72}\u{fb1}",
            "ཀ\u{f72}\u{f71}",
            "ཀ༌ཁ",
            "\u{200b}",
            "e\u{301}",
            "\u{f43}",
        ] {
            assert!(!is_plainly_canonical(text), "{}", text.escape_unicode());
        }
    }
}
