//! The search level: spellings that a searcher does not tell apart become one.

use std::ops::Range;
use std::sync::LazyLock;

use super::TSHEG;
use super::canonical::each_cluster;
use super::fold_plain::fold_plain;
use super::letter::{is_letter, is_sign};
use super::particle::{Stem, stem};
use crate::cluster::{Searched, searched};
use crate::folded::Folded;
use crate::script::Script;
use crate::table::Replacements;

/// Characters that the search level does not tell apart.
pub(super) static FOLDED: LazyLock<Replacements> =
    LazyLock::new(|| Replacements::parse(include_str!("../../data/bo_fold.tsv")));

/// Returns `text` at the search level: words joined by one tsheg, nothing at the ends.
///
/// Starting from the canonical form, letters and signs fold (`data/bo_fold.tsv`: retroflex to dental, no
/// long vowels, no emphasis marks, ASCII digits), affixed particles come off syllable by syllable, and
/// every kind of separator or punctuation becomes one tsheg, which also stands where the script changes or
/// a number begins. Other scripts are put in compatibility form and lower case. Signs that no letter
/// carries are dropped. Idempotent and linear; `fold(key(text))` is `fold(text)`.
///
/// ```
/// assert_eq!(text::bo::fold("༄༅། །བཀའི ཁྲིམས་༢༠༢༦"), "བཀའ་ཁྲིམས་2026");
/// ```
pub fn fold(text: &str) -> String {
    fold_plain(text).unwrap_or_else(|| fold_with_map(text).text)
}

/// Returns [`fold`] of `text` together with the way back to the positions of `text`.
///
/// ```
/// let folded = text::bo::fold_with_map("༄༅། །ཁྲིམས་ཁང་།");
/// // The first syllable is five characters, and stands after the head marks.
/// assert_eq!(folded.original(0..5), 5..10);
/// ```
pub fn fold_with_map(text: &str) -> Folded {
    let mut fold = Fold::default();
    each_cluster(text, |cluster, span| fold.cluster(cluster, &span));
    fold.end_word();
    fold.folded
}

/// A fold in the making.
#[derive(Default)]
struct Fold {
    folded: Folded,
    /// The script of the word being written, `None` between words.
    word: Option<Script>,
    /// Where that word begins, in bytes of the folded text.
    word_start: usize,
}

impl Fold {
    fn cluster(&mut self, cluster: &str, span: &Range<usize>) {
        if cluster.starts_with(is_letter) {
            self.begin(Script::Tibetan, span);
            self.stack(cluster, span);
            return;
        }
        for part in searched(cluster) {
            match part {
                Searched::Base(c) => self.base(c, span),
                Searched::Mark(c) => self.folded.push(c, span.clone()),
                Searched::Gap => self.end_word(),
            }
        }
    }

    /// Writes a Tibetan stack without what the search level drops.
    fn stack(&mut self, cluster: &str, span: &Range<usize>) {
        let mut last = None;
        for c in cluster.chars().filter(|&c| is_letter(c) || is_sign(c)) {
            let replaced = FOLDED.get(c);
            for c in replaced
                .unwrap_or_default()
                .chars()
                .chain(replaced.is_none().then_some(c))
            {
                last = Some(match doubled_vowel(last, c) {
                    Some(double) => {
                        self.folded.pop();
                        double
                    }
                    None => c,
                });
                self.folded.push(last.unwrap_or(c), span.clone());
            }
        }
    }

    /// Writes a letter of another script or a digit.
    fn base(&mut self, c: char, span: &Range<usize>) {
        self.begin(Script::of(c), span);
        match FOLDED.get(c) {
            Some(replacement) => replacement
                .chars()
                .for_each(|c| self.folded.push(c, span.clone())),
            None => self.folded.push(c, span.clone()),
        }
    }

    /// Begins a word unless one of the same script is being written.
    fn begin(&mut self, script: Script, span: &Range<usize>) {
        if self.word == Some(script) {
            return;
        }
        self.end_word();
        if !self.folded.text.is_empty() {
            self.folded.separate(TSHEG, span.start);
        }
        self.word = Some(script);
        self.word_start = self.folded.text.len();
    }

    fn end_word(&mut self) {
        if self.word.take() == Some(Script::Tibetan) {
            self.take_particles_off();
        }
    }

    fn take_particles_off(&mut self) {
        let Some(syllable) = self.folded.text.get(self.word_start..) else {
            return;
        };
        let Stem {
            kept,
            restores_final_a,
        } = stem(syllable);
        let end = self.word_start + kept.len();
        let mut first_removed = None;
        while self.folded.text.len() > end {
            first_removed = self.folded.pop();
        }
        if let Some(span) = first_removed.filter(|_| restores_final_a) {
            self.folded.push('འ', span);
        }
    }
}

/// Returns the sign that `last` and `next` together are another spelling of.
fn doubled_vowel(last: Option<char>, next: char) -> Option<char> {
    match (last, next) {
        (Some('\u{f7a}'), '\u{f7a}') => Some('\u{f7b}'),
        (Some('\u{f7c}'), '\u{f7c}') => Some('\u{f7d}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(fold(text), expect, "{}", text.escape_unicode());
        assert_eq!(fold(expect), expect);
    }

    #[test]
    fn every_separator_becomes_one_tsheg() {
        check("ཁྲིམས། ཁང་།", "ཁྲིམས་ཁང");
        check("(ཁྲིམས)ཁང", "ཁྲིམས་ཁང");
        check("ཁྲིམས,ཁང — ཀ", "ཁྲིམས་ཁང་ཀ");
    }

    #[test]
    fn other_scripts_and_numbers_are_words_of_their_own() {
        check("ལོ༢༠༢༦ལོ", "ལོ་2026་ལོ");
        check("WTOཁྲིམས", "wto་ཁྲིམས");
        check("法院ཁྲིམས་ＣＯＶＩＤ19", "法院་ཁྲིམས་covid་19");
        check("E\u{301}tat ཀ", "état་ཀ");
    }

    #[test]
    fn signs_without_a_letter_are_dropped() {
        check("\u{f72}", "");
        check("\u{f72}\u{f7e}་", "");
        check("2\u{f18}༣\u{f3e}", "23");
        check("a\u{f72}\u{301}", "á");
        check("\u{fb1}ཀ", "ཀ");
    }

    #[test]
    fn particles_come_off_every_syllable() {
        check("བཀའི་ཁྲིམས་པའི་མིའམ", "བཀའ་ཁྲིམས་པ་མི");
        check("པའ་པ", "པ་པ");
    }

    #[test]
    fn doubled_vowels_fold_in_pairs() {
        check("ཀ\u{f7a}\u{f7a}\u{f7a}", "ཀ\u{f7b}\u{f7a}");
        check("ཀ\u{f7c}\u{f7c}\u{f7c}\u{f7c}", "ཀ\u{f7d}\u{f7d}");
    }

    #[track_caller]
    fn check_map(text: &str, folded_chars: Range<usize>, expect: &str) {
        let range = fold_with_map(text).original(folded_chars);
        let covered: String = text.chars().skip(range.start).take(range.len()).collect();
        assert_eq!(covered, expect);
    }

    #[test]
    fn the_way_back_covers_whole_stacks() {
        // Folded: ཁྲིམས་ཁང.
        check_map("༄༅། །ཁྲ\u{f72}མས་ ཁང།", 0..1, "ཁྲི");
        check_map("༄༅། །ཁྲ\u{f72}མས་ ཁང།", 0..5, "ཁྲིམས");
        check_map("༄༅། །ཁྲ\u{f72}མས་ ཁང།", 5..6, "་ ");
        check_map("༄༅། །ཁྲ\u{f72}མས་ ཁང།", 6..8, "ཁང");
    }

    #[test]
    fn the_way_back_knows_moved_signs_restored_letters_and_removed_particles() {
        check_map("་\u{f72}ཀ", 0..1, "\u{f72}ཀ");
        check_map("བཀའི་ཀ", 0..3, "བཀའི");
        check_map("པའི་ཀ", 0..1, "པ");
        check_map("པའི་ཀ", 1..2, "འི་");
        check_map("ལོ༢༠", 2..3, "");
        check_map("ལོ༢༠", 3..5, "༢༠");
        check_map("ཀ\u{f7c}\u{f7c}ཁ", 1..2, "ཀོོ");
    }
}
