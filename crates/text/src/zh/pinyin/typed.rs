//! Brings typed pinyin into the form of the keys.

use unicode_normalization::UnicodeNormalization;

use crate::cluster::attaches;

/// Returns what a person typed as the keys have it: lower-case letters `a` to `z`, with one space where
/// the person showed that a syllable ends.
///
/// Width, case, tone marks and other diacritics do not matter; `ü`, `u:` and `v` are `u`. A tone digit, an
/// apostrophe, white space and everything else that is no Latin letter ends a syllable. The result compares
/// with [`Key::spaced`](super::Key::spaced), and without its spaces with [`Key::full`](super::Key::full)
/// and [`Key::initials`](super::Key::initials). Idempotent, and linear in the text.
///
/// ```
/// use text::zh::pinyin::normalize;
///
/// assert_eq!(normalize("Xī'ān"), "xi an");
/// assert_eq!(normalize("qu3bao3hou4shen3"), "qu bao hou shen");
/// assert_eq!(normalize("ＸＩＺＡＮＧ"), "xizang");
/// assert_eq!(normalize("nü"), normalize("nu:"));
/// ```
pub fn normalize(typed: &str) -> String {
    let mut normal = String::with_capacity(typed.len());
    let mut ended = false;
    let mut characters = typed.nfkd().peekable();
    while let Some(c) = characters.next() {
        if attaches(c) {
            continue;
        }
        let letter = match c.to_ascii_lowercase() {
            'v' => 'u',
            other => other,
        };
        if !letter.is_ascii_lowercase() {
            ended = true;
            continue;
        }
        if ended && !normal.is_empty() {
            normal.push(' ');
        }
        ended = false;
        normal.push(letter);
        if letter == 'u' {
            characters.next_if_eq(&':');
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expect: &str) {
        assert_eq!(normalize(typed), expect);
        assert_eq!(normalize(expect), expect);
    }

    #[test]
    fn case_width_and_marks_do_not_matter() {
        check("XiZang", "xizang");
        check("ｘｉ\u{3000}ｚａｎｇ", "xi zang");
        check("xī zàng", "xi zang");
        check("xi\u{304}za\u{300}ng", "xizang");
        check("ê", "e");
    }

    #[test]
    fn the_front_rounded_vowel_is_typed_in_four_ways() {
        for typed in [
            "nü",
            "nǚ",
            "nv",
            "nu:",
            "nU:",
            "NÜ",
            "nu\u{308}\u{30c}",
            "nu：",
            "nu",
        ] {
            check(typed, "nu");
        }
        for typed in ["lüe", "lve", "lu:e", "lüè", "lue"] {
            check(typed, "lue");
        }
        check("lü4shi1", "lu shi");
    }

    #[test]
    fn digits_apostrophes_and_spaces_end_a_syllable() {
        check("xi1zang4", "xi zang");
        check("xi’an", "xi an");
        check("xi'an", "xi an");
        check("  xi - an ", "xi an");
        check("di12tiao", "di tiao");
        check("u: u:", "u u");
    }

    #[test]
    fn what_has_no_latin_letter_is_nothing() {
        for nothing in ["", " ", "12", "法院", "ཁྲིམས", "\u{301}", "\0", ":"] {
            check(nothing, "");
        }
        check("法yuan院", "yuan");
    }

    #[test]
    fn marks_do_not_end_a_syllable_in_whatever_number() {
        check(&format!("x{}i", "\u{301}".repeat(10_000)), "xi");
    }
}
