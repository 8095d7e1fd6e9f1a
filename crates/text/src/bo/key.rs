//! The key: what makes two Tibetan terms the same term.

use std::sync::LazyLock;

use super::canonical::normalize;
use super::letter::is_sign;
use super::plain::is_plainly_canonical;
use super::punctuation::Punctuation;
use super::{TSHEG, block};
use crate::script::Script;

/// The place of the tsheg in the Tibetan block.
const TSHEG_OFFSET: usize = 0x0b;

/// Returns the identity of a Tibetan term, which is also the form it is stored and shown in.
///
/// On the canonical form: marks that open a text are dropped with the signs on them, and so are the
/// separators (tsheg of any kind, shad, white space) at both ends. Inside, a run of separators becomes one
/// tsheg after a Tibetan syllable or digit and one space after anything else; a run with a shad becomes
/// its shads and one space, preceded by a tsheg only after ང, as the orthography wants it. Within
/// brackets nothing separates the text from the bracket. Letters, particles, digits and other punctuation
/// stay as typed. Empty when the text has nothing else.
///
/// ```
/// assert_eq!(text::bo::key("༄༅། །ཁྲིམས ཁང་།"), "ཁྲིམས་ཁང");
/// ```
pub fn key(text: &str) -> String {
    if is_plainly_key(text) {
        return text.to_owned();
    }
    long_key(text)
}

fn long_key(text: &str) -> String {
    let mut key = Key::default();
    for c in normalize(text).chars() {
        match Punctuation::of(c) {
            Some(Punctuation::Tsheg | Punctuation::Space) => key.separated = true,
            Some(Punctuation::Shad) => key.shads.push(c),
            Some(Punctuation::Mark) if key.text.is_empty() => key.dropped_mark = true,
            None if key.text.is_empty() && key.dropped_mark && !key.is_between() && is_sign(c) => {}
            class => key.push(c, class),
        }
    }
    key.text
}

/// Tells whether `text` is a key without writing it anew, as terms are that were read before; may say no where the answer
/// is yes.
///
/// It is canonical, holds nothing but letters, signs and digits of the Tibetan block, and has one tsheg between them.
fn is_plainly_key(text: &str) -> bool {
    static IS_CONTENT: LazyLock<[bool; 256]> =
        LazyLock::new(|| block::table(|c| Punctuation::of(c).is_none() && is_tibetan(c)));
    let (is_content, mut rest): (&[bool; 256], _) = (&IS_CONTENT, text.as_bytes());
    let mut is_after_content = false;
    while let Some((offset, after)) = block::split_first(rest) {
        let is_next_content = is_content.get(offset).copied().unwrap_or(false);
        if !(is_next_content || (is_after_content && offset == TSHEG_OFFSET)) {
            return false;
        }
        (is_after_content, rest) = (is_next_content, after);
    }
    rest.is_empty() && (is_after_content || text.is_empty()) && is_plainly_canonical(text)
}

/// A key in the making.
#[derive(Default)]
struct Key {
    text: String,
    /// The class of the last character of `text`.
    last: Option<Punctuation>,
    /// Whether tsheg or space was read since that character.
    separated: bool,
    /// The shads read since that character.
    shads: String,
    /// Whether the text began with a mark, whose signs fall with it.
    dropped_mark: bool,
}

impl Key {
    fn push(&mut self, c: char, class: Option<Punctuation>) {
        if let Some(before) = self.text.chars().next_back() {
            self.close_gap(before, class == Some(Punctuation::Close));
        }
        self.separated = false;
        self.shads.clear();
        self.text.push(c);
        self.last = class;
    }

    /// Writes what stands between `before`, the last character, and the next one.
    fn close_gap(&mut self, before: char, closes: bool) {
        if !self.shads.is_empty() {
            if before == 'ང' {
                self.text.push(TSHEG);
            }
            self.text.push_str(&self.shads);
            if !closes {
                self.text.push(' ');
            }
        } else if self.separated && !closes && self.last != Some(Punctuation::Open) {
            let after_tibetan = self.last.is_none() && is_tibetan(before);
            self.text.push(if after_tibetan { TSHEG } else { ' ' });
        }
    }

    fn is_between(&self) -> bool {
        self.separated || !self.shads.is_empty()
    }
}

fn is_tibetan(c: char) -> bool {
    Script::of(c) == Script::Tibetan || matches!(c, '\u{f20}'..='\u{f33}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(key(text), expect, "{}", text.escape_unicode());
        assert_eq!(key(expect), expect);
    }

    #[test]
    fn the_short_way_and_the_long_way_lead_to_the_same_key() {
        assert_eq!(TSHEG_OFFSET, TSHEG as usize - 0xf00);
        for text in ["", "ཁྲིམས་ཁང", "ལོ༢༠༢༦", "པཎྜི་ཏ", "ཀ"] {
            assert!(is_plainly_key(text), "{text}");
            assert_eq!(long_key(text), text);
        }
        for text in ["་ཀ", "ཀ་", "ཀ་་ཁ", "ཀ།ཁ", "ཀ ཁ", "ཀa", "༄ཀ", "ཀ༌ཁ", "法"]
        {
            assert!(!is_plainly_key(text), "{text}");
        }
        // Every character of the block between letters, at the beginning and at the end.
        for c in '\u{f00}'..='\u{fff}' {
            for text in [
                format!("ཀ{c}ཁ"),
                format!("{c}ཁ"),
                format!("ཀ{c}"),
                format!("ཀ་{c}ཁ"),
            ] {
                assert_eq!(key(&text), long_key(&text), "{}", text.escape_unicode());
            }
        }
    }

    #[test]
    fn outer_punctuation_is_no_part_of_a_term() {
        for text in [
            "ཁྲིམས་ཁང",
            "ཁྲིམས་ཁང་",
            "ཁྲིམས་ཁང་།",
            "ཁྲིམས་ཁང༌།",
            " ཁྲིམས་ཁང། །",
            "༄༅། །ཁྲིམས་ཁང༎",
            "\u{feff}ཁྲིམས་ཁང\n",
        ] {
            check(text, "ཁྲིམས་ཁང");
        }
        check("༁\u{f83}།ཁྲིམས", "ཁྲིམས");
    }

    #[test]
    fn separators_inside_become_one_tsheg() {
        for text in [
            "ཁྲིམས ཁང",
            "ཁྲིམས་་ཁང",
            "ཁྲིམས༌ཁང",
            "ཁྲིམས་ ཁང",
            "ཁྲིམས\u{a0}ཁང",
            "ཁྲིམས༔ཁང",
            "ཁྲིམས࿒ཁང",
            "ཁྲིམས\u{3000}\tཁང",
        ] {
            check(text, "ཁྲིམས་ཁང");
        }
    }

    #[test]
    fn shads_inside_stay_with_one_space() {
        for text in ["ཀ།ཁ", "ཀ། ཁ", "ཀ་།  ཁ", "ཀ །ཁ"] {
            check(text, "ཀ། ཁ");
        }
        for text in ["ཁང།ཁ", "ཁང་། ཁ", "ཁང ། ཁ"] {
            check(text, "ཁང་། ཁ");
        }
        check("ཀ། །ཁ", "ཀ།། ཁ");
        check("ཀ༎ཁ", "ཀ།། ཁ");
        check("ངོ།ཁ", "ངོ། ཁ");
    }

    #[test]
    fn brackets_hold_their_text_without_separators() {
        check("ཁྲིམས་ ( ཀ་ ) ཁང", "ཁྲིམས་(ཀ) ཁང");
        check("ཁྲིམས(ཀ)", "ཁྲིམས(ཀ)");
        check("༺ ཀ །༻", "༺ཀ།༻");
    }

    #[test]
    fn other_scripts_and_digits_stay_as_typed() {
        check("WTO ཡི་ཁྲིམས", "WTO ཡི་ཁྲིམས");
        check("ལོ་ ༢༠༢༦ ལོ", "ལོ་༢༠༢༦་ལོ");
        check("ལོ༢༠༢༦", "ལོ༢༠༢༦");
        check("《法》 ཁྲིམས", "《法》 ཁྲིམས");
        check("པའི", "པའི");
        check("པཎྜི་ཏ", "པཎྜི་ཏ");
        check("ཀ-ཁ 50%", "ཀ-ཁ་50%");
    }

    #[test]
    fn punctuation_alone_has_no_key() {
        for text in ["", " ", "་", "།།", "༄༅། །", "་།་ \u{200b}", "༁\u{f83}"] {
            check(text, "");
        }
    }
}
