//! Recognising text of Tibetan fonts from before Unicode, which put Tibetan glyphs on the codes of Chinese characters.
//!
//! 同元, 班智达, 方正 and 华光 used codes of rare characters, so that their files read as Chinese nonsense; systems
//! after GB/T 20524 used the private use area.

use encoding_rs::GBK;

/// Tells whether `text`, which should be Tibetan and holds no Tibetan letter, looks like text of such a font.
///
/// Legal Chinese hardly leaves the 3,755 characters of GB 2312 level 1. A third of characters from outside GB 2312
/// altogether speaks for a font, and so do two thirds from outside level 1 in a text of three or more: a word like
/// 猥亵 is two characters of level 2.
pub(super) fn is_likely(text: &str) -> bool {
    if text.chars().any(is_private_use) {
        return true;
    }
    let (mut chars, mut beyond_level_1, mut beyond_gb2312) = (0_usize, 0_usize, 0_usize);
    for rank in text.chars().filter(|c| !c.is_ascii()).filter_map(rank) {
        chars += 1;
        beyond_level_1 += usize::from(rank != Rank::Level1);
        beyond_gb2312 += usize::from(rank == Rank::Beyond);
    }
    let third = beyond_gb2312 > 0 && beyond_gb2312 * 3 >= chars;
    third || (chars >= 3 && beyond_level_1 * 3 >= chars * 2)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The 3,755 common characters, ordered by pinyin.
    Level1,
    /// The 3,008 further ones, ordered by radical.
    Level2,
    /// A Chinese character outside GB 2312.
    Beyond,
}

/// Returns how common a Chinese character is, or `None` for other characters.
fn rank(c: char) -> Option<Rank> {
    if text::script::Script::of(c) != text::script::Script::Han {
        return None;
    }
    let mut utf8 = [0; 4];
    let (code, _, unmappable) = GBK.encode(c.encode_utf8(&mut utf8));
    Some(match *code {
        [0xb0..=0xd7, 0xa1..=0xfe] if !unmappable => Rank::Level1,
        [0xd8..=0xf7, 0xa1..=0xfe] if !unmappable => Rank::Level2,
        _ => Rank::Beyond,
    })
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_speak_for_a_font_and_legal_words_do_not() {
        for (text, likely) in [
            ("取保候审", false),
            ("中华人民共和国民法典", false),
            ("赡养", false),
            ("猥亵", false),
            ("羁押", false),
            ("诽谤罪", false),
            ("掩饰、隐瞒犯罪所得、犯罪所得收益罪", false),
            ("WTO", false),
            ("", false),
            ("丂丄丅丆", true),
            ("縒縓縔 縕縖縗縘", true),
            ("犜狅狉狀", true),
            ("丂", true),
            ("亻佧佤仂", true),
            ("\u{f300}\u{f312}", true),
        ] {
            assert_eq!(is_likely(text), likely, "{text}");
        }
    }
}
