//! The search level: spellings that a searcher does not tell apart become one.

use super::form::meaningful;
use super::settled::is_settled;
use super::simplify::simplify;
use crate::cluster::{Clusters, Searched, searched};
use crate::folded::Folded;
use crate::script::Script;

/// Returns `text` at the search level.
///
/// In NFKC and lower case, without punctuation, symbols and white space; traditional characters become
/// simplified ones (phrase by phrase: 乾燥 → 干燥, 乾隆 stays). Between two words or numbers that are not
/// Chinese one space stays, so `WTO rules` are two words and `第 12 条` is `第12条`. Idempotent and linear.
///
/// ```
/// assert_eq!(text::zh::fold("《訴訟時效中斷》"), "诉讼时效中断");
/// ```
pub fn fold(text: &str) -> String {
    plain(text).unwrap_or_else(|| fold_with_map(text).text)
}

/// Folds a text of settled characters and ASCII, as nearly all of what is typed is; `None` for another.
fn plain(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    let (mut after_word, mut gap) = (false, false);
    for c in text.chars() {
        let in_word = c.is_ascii_alphanumeric();
        if in_word || is_settled(c) {
            if gap && after_word && in_word {
                folded.push(' ');
            }
            folded.push(c.to_ascii_lowercase());
            (after_word, gap) = (in_word, false);
        } else if matches!(c, ' '..='~') {
            gap = true;
        } else {
            return None;
        }
    }
    Some(folded)
}

/// Returns [`fold`] of `text` together with the way back to the positions of `text`.
///
/// ```
/// let folded = text::zh::fold_with_map("取保（候審）");
/// assert_eq!((folded.text.as_str(), folded.original(2..4)), ("取保候审", 3..5));
/// ```
pub fn fold_with_map(text: &str) -> Folded {
    let mut folded = Folded::default();
    let mut clusters = Clusters::new(meaningful(text));
    let mut cluster = String::new();
    // The script of the last letter or digit, and whether a gap came after it.
    let mut last = Script::Han;
    let mut gap = false;
    while let Some(span) = clusters.next_into(&mut cluster) {
        for part in searched(&cluster) {
            match part {
                Searched::Gap => gap = true,
                Searched::Mark(c) => folded.push(c, span.clone()),
                Searched::Base(c) => {
                    let script = Script::of(c);
                    if gap && last != Script::Han && script != Script::Han {
                        folded.separate(' ', span.start);
                    }
                    folded.push(c, span.clone());
                    (last, gap) = (script, false);
                }
            }
        }
    }
    let simplified = simplify(&folded.text);
    folded.replace_text(simplified);
    folded
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(fold(text), expect, "{}", text.escape_unicode());
        assert_eq!(fold(expect), expect);
    }

    #[test]
    fn punctuation_width_and_case_do_not_matter() {
        check(
            "《中华人民共和国刑法》（2023年修正）",
            "中华人民共和国刑法2023年修正",
        );
        check("ＷＴＯ", "wto");
        check("取保、候审。", "取保候审");
        check("\u{feff} \u{200b}", "");
        check("%+=", "");
    }

    #[test]
    fn words_of_other_scripts_stay_apart() {
        check("WTO rules", "wto rules");
        check("  WTO-Rules  规则", "wto rules规则");
        check("第 12 条", "第12条");
        check("GB/T 1.1", "gb t 1 1");
        check("书 བོད་ཡིག", "书བོད ཡིག");
    }

    #[test]
    fn traditional_becomes_simplified_in_its_phrase() {
        check("訴訟時效中斷", "诉讼时效中断");
        check("徵收著作權", "征收著作权");
        check("藉口", "借口");
        check("瞭解", "了解");
        check("乾隆", "乾隆");
        check("乾燥", "干燥");
    }

    #[test]
    fn folding_only_simplifies_a_character_of_the_first_block() {
        for c in '\u{4e00}'..='\u{9fff}' {
            let alone = c.to_string();
            assert_eq!(fold_with_map(&alone).text, simplify(&alone), "{c}");
            assert_eq!(fold(&alone), simplify(&alone), "{c}");
        }
    }

    #[test]
    fn what_is_settled_is_what_the_whole_way_says() {
        for text in [
            "诉讼时效中断",
            "乾隆",
            "瞭解",
            "藉口",
            "人民法院",
            "干燥",
            "后面",
            "皇后",
            "里程",
            "著作",
            "沈船",
            "反覆",
            "牴牾",
            "衹得",
            "法a",
            "",
        ] {
            assert_eq!(fold(text), fold_with_map(text).text, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_is_the_long_way(text in "[一-龥]{1,8}") {
            proptest::prop_assert_eq!(fold(&text), fold_with_map(&text).text);
        }

        #[test]
        fn the_short_way_through_letters_is_the_long_way(text in "[\u{0}-\u{7f}法院瞭 Aa1-]{0,12}") {
            proptest::prop_assert_eq!(fold(&text), fold_with_map(&text).text);
        }
    }

    #[test]
    fn tibetan_signs_stay_on_their_letters_only() {
        check("法\u{f72}院", "法院");
        check("法ཀ\u{f72}", "法ཀ\u{f72}");
    }

    #[track_caller]
    fn check_map(text: &str, folded_chars: Range<usize>, expect: &str) {
        let range = fold_with_map(text).original(folded_chars);
        let covered: String = text.chars().skip(range.start).take(range.len()).collect();
        assert_eq!(covered, expect);
    }

    #[test]
    fn the_way_back_covers_what_was_folded() {
        check_map("《訴 訟》時效", 0..2, "訴 訟");
        check_map("《訴 訟》時效", 2..4, "時效");
        check_map("㈠ WTO, rules", 0..1, "㈠");
        check_map("㈠ WTO, rules", 4..5, ", ");
        check_map("e\u{301}a", 0..1, "e\u{301}");
        // One character that becomes two words.
        check_map("½", 0..1, "½");
        check_map("½", 1..2, "½");
        check_map("½", 2..3, "½");
    }
}
