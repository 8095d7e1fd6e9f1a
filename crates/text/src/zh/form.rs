//! The form in which a Chinese term is shown and the key that identifies it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::cluster::{Clusters, attaches, compatible, numbered};
use crate::table::Replacements;

/// Variants of punctuation that a key writes in one way.
static PUNCTUATION: LazyLock<Replacements> =
    LazyLock::new(|| Replacements::parse(include_str!("../../data/zh_punctuation.tsv")));

/// Returns `text` as it is shown: in NFC, without invisible characters (`data/zh_invisible.tsv`), without
/// white space at the ends, each run of white space inside as one space.
///
/// Everything else stays as typed: width, case, punctuation, traditional characters.
///
/// ```
/// assert_eq!(text::zh::normalize(" 《刑法》\u{3000} 第二编\n"), "《刑法》 第二编");
/// ```
pub fn normalize(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let visible = text.chars().filter(|&c| !is_invisible(c)).nfc();
    let mut normal = String::with_capacity(text.len());
    let mut space = false;
    for c in visible {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if space && !normal.is_empty() {
            normal.push(' ');
        }
        space = false;
        normal.push(c);
    }
    normal
}

/// Returns the identity of a Chinese term.
///
/// In NFKC (so full width and half width are one) and lower case, without white space, variation selectors
/// and invisible characters, with variants of punctuation written in one way (`data/zh_punctuation.tsv`).
/// Punctuation stays, and traditional characters are not those of the simplified term: a term and its
/// traditional spelling are two designations.
///
/// ```
/// assert_eq!(text::zh::key("ＷＴＯ 规则（试行）"), "wto规则(试行)");
/// ```
pub fn key(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut key = String::with_capacity(text.len());
    let mut clusters = Clusters::new(meaningful(text));
    let mut cluster = String::new();
    while clusters.next_into(&mut cluster).is_some() {
        // Marks go with the white space they stand on.
        let mut kept = false;
        for c in compatible(cluster.chars()) {
            kept = if attaches(c) { kept } else { !c.is_whitespace() };
            match PUNCTUATION.get(c) {
                _ if !kept => {}
                Some(replacement) => key.push_str(replacement),
                None => key.push(c),
            }
        }
    }
    key
}

/// Tells whether `text` is made of unified ideographs alone, as most terms are: all of them are their own form and key,
/// whatever stands beside them.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

/// Returns the characters of `text` that key and search level look at, with their positions.
pub(super) fn meaningful(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    numbered(text).filter(|&(_, c)| !is_invisible(c) && !is_variation_selector(c))
}

fn is_invisible(c: char) -> bool {
    static INVISIBLE: LazyLock<Replacements> =
        LazyLock::new(|| Replacements::parse(include_str!("../../data/zh_invisible.tsv")));
    INVISIBLE.get(c).is_some()
}

/// Tells whether `c` chooses between glyphs of one character.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str, identity: &str) {
        assert_eq!(normalize(text), shown, "{}", text.escape_unicode());
        assert_eq!(key(text), identity, "{}", text.escape_unicode());
        assert_eq!(normalize(shown), shown);
        assert_eq!(key(identity), identity);
    }

    #[test]
    fn white_space_is_shown_once_and_identifies_nothing() {
        check(" 取保\t候审\u{3000}", "取保 候审", "取保候审");
        check("WTO\u{a0} Rules", "WTO Rules", "wtorules");
        check(" \n\u{3000}", "", "");
        check("", "", "");
    }

    #[test]
    fn what_is_taken_for_plain_is_its_own_form_and_key() {
        let ideographs: Vec<char> = ('\u{4e00}'..='\u{9fff}').collect();
        for piece in ideographs.chunks(100) {
            let text: String = piece.iter().collect();
            // A space makes it go the long way.
            assert_eq!(key(&format!("{text} ")), text);
            assert_eq!(normalize(&format!("{text} ")), text);
            assert!(is_plain(&text));
        }
        for text in ["法 院", "法1", "法、院", "々", "葛\u{e0100}", "\u{f900}", "ཀ"] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn width_and_case_are_shown_as_typed() {
        check("ＷＴＯ规则（试行）", "ＷＴＯ规则（试行）", "wto规则(试行)");
        check("第１２条", "第１２条", "第12条");
        check("ｱｶﾞ", "ｱｶﾞ", "アガ");
    }

    #[test]
    fn variants_of_punctuation_are_one_identity() {
        for text in ["法〔2020〕1号", "法［2020］1号", "法【2020】1号", "法[2020]1号"] {
            assert_eq!(key(text), "法[2020]1号", "{text}");
        }
        for text in [
            "买买提·吐尔逊",
            "买买提•吐尔逊",
            "买买提‧吐尔逊",
            "买买提・吐尔逊",
            "买买提･吐尔逊",
        ] {
            assert_eq!(key(text), "买买提·吐尔逊", "{text}");
        }
        assert_eq!(key("甲——乙…"), "甲--乙...");
        assert_eq!(key("“甲”‘乙’「丙」"), "\"甲\"'乙'\"丙\"");
        assert_ne!(key("甲、乙"), key("甲，乙"));
    }

    #[test]
    fn traditional_characters_are_another_term() {
        check("訴訟時效中斷", "訴訟時效中斷", "訴訟時效中斷");
        assert_ne!(key("訴訟"), key("诉讼"));
    }

    #[test]
    fn invisible_characters_are_nowhere_and_variation_selectors_only_shown() {
        check("\u{feff}法\u{200b}院\u{202c}", "法院", "法院");
        check("葛\u{e0100}", "葛\u{e0100}", "葛");
        check("e\u{fe00}\u{301}", "e\u{fe00}\u{301}", "é");
        check("e\u{200b}\u{301}", "é", "é");
    }

    #[test]
    fn marks_fall_with_their_white_space() {
        check("a \u{301}b", "a \u{301}b", "ab");
        assert_eq!(key("a¨b"), "ab");
    }
}
