//! Cuts a text into what has a reading, character by character, and the words that stand as they are.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::syllable::Syllable;
use super::{character, neighbour, phrase};
use crate::cluster::attaches;
use crate::script::Script;
use crate::zh::form::meaningful;
use crate::zh::settled::is_settled;
use crate::zh::simplify;

/// A piece of a text that is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'t> {
    /// A Chinese character.
    Character {
        /// Its reading here.
        reading: Syllable,
        /// The character, when nothing around it decides and each of its readings is possible.
        open: Option<char>,
    },
    /// A run of letters and digits of another script, or of Chinese characters without a known reading.
    Word(&'t str),
}

/// Returns `text` as [`parts`] takes it: of usual width, simplified, without what is invisible.
pub(super) fn prepare(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_settled) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(simplify(
        &meaningful(text).map(|(_, c)| c).nfkc().collect::<String>(),
    ))
}

/// Returns the parts of a prepared text in order; white space and punctuation are in none.
///
/// The longest phrase decides, then a neighbour, then usage. Time is linear in the text.
pub(super) fn parts(prepared: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut before = None;
    let mut rest = prepared;
    while let Some(c) = rest.chars().next() {
        let length = if let Some(found) = phrase::longest(rest) {
            parts.extend(
                found
                    .reading
                    .iter()
                    .map(|&reading| Part::Character { reading, open: None }),
            );
            found.text.len()
        } else if let Some(usual) = character::usual(c) {
            let after = rest.chars().nth(1);
            parts.push(match neighbour::reading(c, before, after) {
                Some(reading) => Part::Character { reading, open: None },
                None => Part::Character {
                    reading: usual,
                    open: Some(c),
                },
            });
            c.len_utf8()
        } else if in_word(c) {
            let (word, length) = word_at_start(rest);
            parts.extend(word.map(Part::Word));
            length
        } else {
            c.len_utf8()
        };
        let (read, unread) = rest.split_at_checked(length).unwrap_or((rest, ""));
        before = read.chars().next_back();
        rest = unread;
    }
    parts
}

/// Returns the word that `text` begins with, without signs at its ends, and the length of the run in bytes.
fn word_at_start(text: &str) -> (Option<&str>, usize) {
    let length = text.find(|c| !in_word(c)).unwrap_or(text.len());
    let run = text.get(..length).unwrap_or_default();
    let word = run.trim_matches(|c: char| !c.is_alphanumeric() && !attaches(c));
    (word.contains(char::is_alphanumeric).then_some(word), length)
}

/// Tells whether `c` continues a word without a Chinese reading; tsheg and shad hold Tibetan words together.
fn in_word(c: char) -> bool {
    (c.is_alphanumeric() || attaches(c) || Script::of(c) == Script::Tibetan) && character::usual(c).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows parts as letters, open characters in brackets.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let prepared = prepare(text);
        let shown: Vec<_> = parts(&prepared)
            .iter()
            .map(|part| match part {
                Part::Character { reading, open: None } => reading.letters(),
                Part::Character {
                    reading,
                    open: Some(_),
                } => format!("({})", reading.letters()),
                Part::Word(word) => (*word).to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), expect, "{text}");
    }

    #[test]
    fn the_longest_phrase_decides_before_a_neighbour_before_usage() {
        check("西藏", "xi zang");
        check("庭长", "ting zhang");
        check("站长", "(zhan) zhang");
        check("法院", "(fa) (yuan)");
        // 长期 is a phrase, although 市 before 长 makes a mayor.
        check("市长期", "(shi) chang qi");
    }

    #[test]
    fn other_scripts_are_words_and_marks_belong_to_them() {
        check("WTO规则2020年", "WTO (gui) (ze) 2020 (nian)");
        check("ཁྲིམས་ཁང་།法", "ཁྲིམས་ཁང (fa)");
        check("e\u{301}a法\u{301}院", "éa (fa) (yuan)");
        check("，。！ \0", "");
        check("་།", "");
    }

    #[test]
    fn width_and_traditional_characters_do_not_matter() {
        check("銀行ＡＢ", "yin hang AB");
        check("㈠", "(yi)");
        check("法\u{200b}院", "(fa) (yuan)");
    }
}
