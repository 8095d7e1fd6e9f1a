//! Splits Tibetan text into syllables, in the text as it stands.

use std::ops::Range;
use std::sync::LazyLock;

use super::block;
use super::letter::is_sign;
use crate::cluster::attaches;
use crate::script::Script;

/// A syllable, or a word or number of another script, and its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syllable<'a> {
    /// The syllable without tsheg; in the spelling of the text, which need not be canonical.
    pub text: &'a str,
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
}

/// Returns the syllables of `text` in order.
///
/// A syllable ends at tsheg of any kind, shad, other punctuation, white space, a symbol, and where the
/// script changes, so words of other scripts and numbers come as one piece each. Marks stay with what they
/// stand on and invisible characters within a syllable do not end it. Signs without a letter are a
/// syllable, marks of other scripts without a letter are not. Linear: each character is looked at once.
///
/// ```
/// let found: Vec<_> = text::bo::syllables("ཁྲིམས་ཁང་།").map(|syllable| syllable.text).collect();
/// assert_eq!(found, ["ཁྲིམས", "ཁང"]);
/// ```
pub fn syllables(text: &str) -> impl Iterator<Item = Syllable<'_>> {
    Syllables {
        text,
        at: 0,
        parts: &PARTS,
        kinds: &KINDS,
    }
}

struct Syllables<'a> {
    text: &'a str,
    /// Byte offset of the next character.
    at: usize,
    parts: &'static [Part; 256],
    kinds: &'static [u8; 256],
}

impl<'a> Iterator for Syllables<'a> {
    type Item = Syllable<'a>;

    fn next(&mut self) -> Option<Syllable<'a>> {
        let range = match self.tibetan() {
            Some(range) => range,
            None => self.any_script()?,
        };
        let (start, end) = (range.start, range.end);
        self.text.get(range).map(|text| Syllable { text, start, end })
    }
}

impl<'a> Syllables<'a> {
    /// Reads the next syllable where all is Tibetan up to the gap after it, which is passed over too.
    ///
    /// That is nearly all text, and needs no decoding: each character is looked up once.
    #[inline(always)]
    fn tibetan(&mut self) -> Option<Range<usize>> {
        let kind_of = |bytes: &'a [u8]| {
            let (offset, after) = block::split_first(bytes)?;
            self.kinds.get(offset).map(|&kind| (kind, after))
        };
        let mut rest = self.text.as_bytes().get(self.at..)?;
        let (mut kind, mut after) = kind_of(rest)?;
        while kind == GAP {
            rest = after;
            (kind, after) = kind_of(rest)?;
        }
        let start = self.text.len() - rest.len();
        while kind == LETTER {
            rest = after;
            (kind, after) = kind_of(rest)?;
        }
        let end = self.text.len() - rest.len();
        if end == start || kind != GAP {
            return None;
        }
        self.at = self.text.len() - after.len();
        Some(start..end)
    }

    /// Reads the next syllable character by character, whatever its script.
    fn any_script(&mut self) -> Option<Range<usize>> {
        let mut open: Option<(Script, usize)> = None;
        let mut end = self.at;
        while let Some((part, length)) = self.peek() {
            match (open, part) {
                (Some((script, _)), Part::Letter(next)) if script != next => break,
                (Some(_), Part::Letter(_) | Part::Sign | Part::Mark) => end = self.at + length,
                (Some(_), Part::Gap) => break,
                (None, Part::Letter(script)) => (open, end) = (Some((script, self.at)), self.at + length),
                (None, Part::Sign) => (open, end) = (Some((Script::Tibetan, self.at)), self.at + length),
                (_, Part::Nothing) | (None, Part::Mark | Part::Gap) => {}
            }
            self.at += length;
        }
        open.map(|(_, start)| start..end)
    }

    /// Returns what the next character is to a syllable, and its length in bytes.
    #[inline]
    fn peek(&self) -> Option<(Part, usize)> {
        let rest = self.text.as_bytes().get(self.at..)?;
        if let Some(offset) = block::offset(rest) {
            return self.parts.get(offset).map(|&part| (part, block::BYTES));
        }
        let c = self.text.get(self.at..)?.chars().next()?;
        Some((part(c), c.len_utf8()))
    }
}

/// What a character is to the syllable it may stand in.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// A letter or digit.
    Letter(Script),
    /// A Tibetan sign.
    Sign,
    /// A mark of another script.
    Mark,
    /// Invisible: neither part nor end of anything.
    Nothing,
    /// Anything else: it ends a syllable.
    Gap,
}

/// What each character of the Tibetan block is; it is looked up there, because nearly all text that is cut is Tibetan.
static PARTS: LazyLock<[Part; 256]> = LazyLock::new(|| block::table(part));

/// A Tibetan letter or sign.
const LETTER: u8 = 1;
/// What ends a syllable.
const GAP: u8 = 2;

/// The same in one byte, for the two parts that make up nearly all text.
static KINDS: LazyLock<[u8; 256]> = LazyLock::new(|| {
    block::table(|c| match part(c) {
        Part::Sign | Part::Letter(Script::Tibetan) => LETTER,
        Part::Gap => GAP,
        _ => 0,
    })
});

fn part(c: char) -> Part {
    match Script::of(c) {
        _ if is_sign(c) => Part::Sign,
        _ if matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}') => Part::Nothing,
        _ if attaches(c) => Part::Mark,
        Script::Digit => Part::Letter(Script::Digit),
        script if c.is_alphanumeric() => Part::Letter(script),
        _ => Part::Gap,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found: Vec<_> = syllables(text).map(|syllable| syllable.text).collect();
        assert_eq!(found.join("|"), expect);
    }

    #[test]
    fn separators_end_a_syllable() {
        check("ཁྲིམས་ཁང་།", "ཁྲིམས|ཁང");
        check("༄༅། །ཁྲིམས༌ཁང༔ཀ࿒ཁ", "ཁྲིམས|ཁང|ཀ|ཁ");
        check("ཀ ཁ\u{a0}ག༼ང༽", "ཀ|ཁ|ག|ང");
        check("", "");
        check("་།༄", "");
    }

    #[test]
    fn a_change_of_script_ends_a_syllable() {
        check("ལོ༢༠༢༦法院WTO", "ལོ|༢༠༢༦|法院|WTO");
        check("ཀ2026", "ཀ|2026");
        check("закон法", "закон|法");
    }

    #[test]
    fn marks_and_invisible_characters_do_not_end_a_syllable() {
        check("བ\u{200b}ོད", "བ\u{200b}ོད");
        check("བོད\u{200b}་", "བོད");
        check("qu\u{30c}ཀ\u{301}", "qu\u{30c}|ཀ\u{301}");
        check("ཨོཾ་ཨཱཿ", "ཨོཾ|ཨཱཿ");
        check("2\u{f18}", "2\u{f18}");
    }

    #[test]
    fn lone_signs_are_syllables_and_lone_marks_are_not() {
        check("\u{f72}", "\u{f72}");
        check("་\u{f72}་\u{fb1}\u{f74}", "\u{f72}|\u{fb1}\u{f74}");
        check("་\u{301}་", "");
    }

    #[test]
    fn long_input_is_one_or_many_syllables() {
        assert_eq!(syllables(&"ཀ".repeat(1_000_000)).count(), 1);
        assert_eq!(syllables(&"ཀ་".repeat(100_000)).count(), 100_000);
        assert_eq!(syllables(&"་".repeat(1_000_000)).count(), 0);
        assert_eq!(syllables(&format!("ཀ{}", "\u{fb1}".repeat(1_000))).count(), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn syllables_lie_in_the_text_in_order(text in "(\\PC|[\u{f00}-\u{fff}]|[a-z0-9 ]|\u{200b}){0,40}") {
            let mut last_end = 0;
            for syllable in syllables(&text) {
                prop_assert_eq!(&text[syllable.start..syllable.end], syllable.text);
                prop_assert!(last_end <= syllable.start && syllable.start < syllable.end);
                last_end = syllable.end;
            }
        }
    }
}
