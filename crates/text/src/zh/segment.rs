//! Cuts Chinese text into words with jieba and the words of the glossary.

use std::collections::BTreeSet;
use std::sync::Arc;

use jieba_rs::{Jieba, Token};

use crate::script::Script;

/// The longest word, in characters, that [`Segmenter::new`] takes.
///
/// A longer term as one word would hide the words it consists of.
pub const MAX_WORD_CHARS: usize = 6;

/// A word and its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as it stands in the text.
    pub text: &'a str,
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
}

/// A dictionary of Chinese words; clones share it and cost nothing.
///
/// ```
/// let segmenter = text::zh::Segmenter::new(["取保候审"]);
/// let found: Vec<_> = segmenter.words("取保候审决定书").iter().map(|word| word.text).collect();
/// assert_eq!(found, ["取保候审", "决定书"]);
/// ```
#[derive(Debug, Clone)]
pub struct Segmenter {
    jieba: Arc<Jieba>,
}

impl Segmenter {
    /// Builds the general dictionary with `words` added, each so that it comes out whole.
    ///
    /// Takes words of two to [`MAX_WORD_CHARS`] Chinese characters, at the search level, and passes over
    /// the others; order and repetition do not matter. Unpacking the general dictionary takes about a third
    /// of a second: build it in the background and share it.
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut jieba = Jieba::new();
        // The frequency that makes a word whole depends on the words before it: in a fixed order the same
        // words always give the same segmenter.
        let words: BTreeSet<&str> = words.into_iter().filter(|word| is_word(word)).collect();
        for word in words {
            // Never `load_dict`: a line without a frequency there gets 0, also for words known before.
            jieba.add_word(word, None, None);
        }
        Self {
            jieba: Arc::new(jieba),
        }
    }

    /// Returns the words of `text` one after the other, without white space and punctuation.
    ///
    /// Unknown words are not guessed: a query and a document could be guessed at differently.
    ///
    /// ```
    /// let segmenter = text::zh::Segmenter::new([]);
    /// let found: Vec<_> = segmenter.words("人民法院，受理").iter().map(|word| word.text).collect();
    /// assert_eq!(found, ["人民法院", "受理"]);
    /// ```
    pub fn words<'a>(&self, text: &'a str) -> Vec<Word<'a>> {
        self.jieba.cut(text, false).iter().filter_map(word).collect()
    }

    /// Returns the words of `text` and the shorter dictionary words inside them, overlapping.
    ///
    /// In ascending order of start, then end; no word twice.
    ///
    /// ```
    /// let segmenter = text::zh::Segmenter::new([]);
    /// let found: Vec<_> = segmenter.words_for_search("人民法院").iter().map(|word| word.text).collect();
    /// assert_eq!(found, ["人民", "人民法院", "民法", "法院"]);
    /// ```
    pub fn words_for_search<'a>(&self, text: &'a str) -> Vec<Word<'a>> {
        let mut words: Vec<_> = self
            .jieba
            .cut_for_search(text, false)
            .iter()
            .filter_map(word)
            .collect();
        words.sort_unstable_by_key(|word| (word.start, word.end));
        words.dedup();
        words
    }
}

/// Tells whether `word` can be a word of its own in the dictionary.
fn is_word(word: &str) -> bool {
    (2..=MAX_WORD_CHARS).contains(&word.chars().take(MAX_WORD_CHARS + 1).count())
        && word.chars().all(|c| Script::of(c) == Script::Han)
}

fn word<'a>(token: &Token<'a>) -> Option<Word<'a>> {
    let word = Word {
        text: token.word,
        start: token.byte_start,
        end: token.byte_end,
    };
    word.text.contains(char::is_alphanumeric).then_some(word)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static LEGAL: LazyLock<Segmenter> = LazyLock::new(|| {
        Segmenter::new([
            "取保候审",
            "决定书",
            "诉讼时效中断",
            "行政不作为",
            "人民法院依法不予受理",
            "法",
            "a法",
            "",
        ])
    });

    #[track_caller]
    fn check(text: &str, words: &str, for_search: &str) {
        let join = |words: Vec<Word<'_>>| words.iter().map(|word| word.text).collect::<Vec<_>>().join("/");
        assert_eq!(join(LEGAL.words(text)), words);
        assert_eq!(join(LEGAL.words_for_search(text)), for_search);
    }

    #[test]
    fn added_terms_come_out_whole() {
        check(
            "取保候审决定书",
            "取保候审/决定书",
            "取保/取保候审/候审/决定/决定书",
        );
        check("诉讼时效中断", "诉讼时效中断", "诉讼/诉讼时效中断/时效/中断");
        check(
            "行政不作为案件",
            "行政不作为/案件",
            "行政/行政不作为/不作/作为/案件",
        );
    }

    #[test]
    fn long_terms_do_not_hide_their_words() {
        check(
            "人民法院依法不予受理",
            "人民法院/依法/不予/受理",
            "人民/人民法院/民法/法院/依法/不予/受理",
        );
    }

    #[test]
    fn white_space_and_punctuation_are_no_words() {
        check("《刑法》，WTO 12", "刑法/WTO/12", "刑法/WTO/12");
        check("", "", "");
        check("，。 \0", "", "");
    }

    #[test]
    fn order_and_repetition_of_the_added_words_do_not_matter() {
        let one = Segmenter::new(["不作为", "作为案", "行政不作为"]);
        let other = Segmenter::new(["行政不作为", "作为案", "不作为", "作为案"]);
        for text in ["行政不作为案件", "不作为案"] {
            assert_eq!(one.words(text), other.words(text));
        }
    }

    #[test]
    fn only_words_of_two_to_six_chinese_characters_are_added() {
        for (word, expect) in [
            ("法院", true),
            ("诉讼时效中断", true),
            ("法", false),
            ("诉讼时效中断吗", false),
            ("", false),
            ("WTO法", false),
            ("《刑法》", false),
        ] {
            assert_eq!(is_word(word), expect, "{word}");
        }
        assert!(!is_word(&"法".repeat(1_000_000)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn words_lie_in_the_text_in_order(text in "(\\PC|[一-龥]|[a-z0-9 .+-]|取保候审|诉讼时效){0,30}") {
            let mut last_end = 0;
            for word in LEGAL.words(&text) {
                prop_assert_eq!(&text[word.start..word.end], word.text);
                prop_assert!(last_end <= word.start && word.start < word.end);
                last_end = word.end;
            }
            let for_search = LEGAL.words_for_search(&text);
            for word in &for_search {
                prop_assert_eq!(&text[word.start..word.end], word.text);
            }
            prop_assert!(for_search.windows(2).all(|pair| (pair[0].start, pair[0].end) < (pair[1].start, pair[1].end)));
            prop_assert!(LEGAL.words(&text).iter().all(|word| for_search.contains(word)));
        }
    }
}
