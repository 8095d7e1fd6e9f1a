//! Overlapping pairs of Chinese characters, the terms of the recall index.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::cluster::attaches;
use crate::script::Script;

/// A pair of Chinese characters, a lone one, or a word of another script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gram<'a> {
    /// The characters as they stand in the text.
    pub text: &'a str,
    /// Number of characters (scalar values) of the text before it.
    pub position: usize,
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
}

/// Returns the grams of `text` in ascending order of start.
///
/// A run of n Chinese characters gives n − 1 overlapping pairs, a lone character itself. Words and numbers
/// of other scripts come whole, however long. Positions are true ones, so a phrase of grams without slop is
/// exactly a substring. Give it folded text: nothing is folded here. Linear in the text.
///
/// ```
/// let found: Vec<_> = text::zh::bigrams("第12条法").map(|gram| (gram.text, gram.position)).collect();
/// assert_eq!(found, [("第", 0), ("12", 1), ("条法", 3)]);
/// ```
pub fn bigrams(text: &str) -> impl Iterator<Item = Gram<'_>> {
    Bigrams {
        text,
        characters: text.char_indices().peekable(),
        position: 0,
        pairs: false,
    }
}

struct Bigrams<'a> {
    text: &'a str,
    characters: Peekable<CharIndices<'a>>,
    /// Position of the next character of `characters`.
    position: usize,
    /// Whether the character before was Chinese and stands in a pair already.
    pairs: bool,
}

impl<'a> Iterator for Bigrams<'a> {
    type Item = Gram<'a>;

    fn next(&mut self) -> Option<Gram<'a>> {
        loop {
            let position = self.position;
            let (start, first) = self.advance()?;
            let after = start + first.len_utf8();
            let (end, in_pair) = match word_script(first) {
                None => (None, false),
                Some(Script::Han) => match self.characters.peek() {
                    Some(&(_, next)) if Script::of(next) == Script::Han => {
                        (Some(after + next.len_utf8()), true)
                    }
                    // The last character of a run stands alone only when no pair has it.
                    _ => (Some(after).filter(|_| !self.pairs), false),
                },
                Some(script) => (Some(self.rest_of_word(script, after)), false),
            };
            self.pairs = in_pair;
            if let Some(end) = end {
                return self.text.get(start..end).map(|text| Gram {
                    text,
                    position,
                    start,
                    end,
                });
            }
        }
    }
}

impl Bigrams<'_> {
    fn advance(&mut self) -> Option<(usize, char)> {
        self.position += 1;
        self.characters.next()
    }

    /// Reads the word of `script` to its end and returns the byte offset after it.
    fn rest_of_word(&mut self, script: Script, mut end: usize) -> usize {
        while let Some((start, c)) = self
            .characters
            .next_if(|&(_, c)| attaches(c) || word_script(c) == Some(script))
        {
            self.position += 1;
            end = start + c.len_utf8();
        }
        end
    }
}

/// Returns the script of the word that `c` may begin; `None` for marks, punctuation and white space.
fn word_script(c: char) -> Option<Script> {
    match Script::of(c) {
        Script::Han => Some(Script::Han),
        script => (c.is_alphanumeric() && !attaches(c)).then_some(script),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found: Vec<_> = bigrams(text)
            .map(|gram| format!("{}@{}", gram.text, gram.position))
            .collect();
        assert_eq!(found.join(" "), expect);
    }

    #[test]
    fn runs_give_overlapping_pairs() {
        check("人民法院", "人民@0 民法@1 法院@2");
        check("法院", "法院@0");
        check("法", "法@0");
        check("𠀀𠀁𠀂", "𠀀𠀁@0 𠀁𠀂@1");
        check("", "");
    }

    #[test]
    fn other_scripts_come_as_whole_words_with_their_position() {
        check("第12条", "第@0 12@1 条@3");
        check("WTO规则 a1", "WTO@0 规则@3 a@6 1@7");
        check("法 院", "法@0 院@2");
        check("，法院。院", "法院@1 院@4");
        check("qu\u{30c}法", "qu\u{30c}@0 法@3");
        check("བོད་ཡིག", "བོད@0 ཡིག@4");
        check("\u{301}法\u{301}院", "法@1 院@3");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn grams_tell_where_they_stand(text in "(\\PC|[一-龥]|[a-z0-9 ]|[\u{f40}-\u{f7f}]){0,40}") {
            let mut last = None;
            for gram in bigrams(&text) {
                prop_assert_eq!(&text[gram.start..gram.end], gram.text);
                prop_assert_eq!(text[..gram.start].chars().count(), gram.position);
                prop_assert!(last < Some(gram.start));
                last = Some(gram.start);
            }
        }

        #[test]
        fn every_chinese_character_is_in_a_gram(text in "(\\PC|[一-龥]){0,40}") {
            let mut covered = vec![false; text.len()];
            for gram in bigrams(&text) {
                covered[gram.start..gram.end].fill(true);
            }
            prop_assert!(text.char_indices().all(|(at, c)| Script::of(c) != Script::Han || covered[at]));
        }
    }
}
