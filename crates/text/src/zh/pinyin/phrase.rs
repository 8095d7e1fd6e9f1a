//! Words in which a polyphone is read in one certain way.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::syllable::Syllable;
use crate::script::Script;
use crate::table::rows;

/// A word, or words that meet often, and the reading of each character; a comma between them has none.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) text: &'static str,
    pub(super) reading: Vec<Syllable>,
}

/// The words of `data/zh_polyphones.tsv` by their first character, the longest first.
static PHRASES: LazyLock<HashMap<char, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<char, Vec<Phrase>> = HashMap::new();
    for row in rows(include_str!("../../../data/zh_polyphones.tsv")) {
        let (Some(&text), Some(reading)) = (row.first(), row.get(1)) else {
            continue;
        };
        let reading: Vec<_> = reading.split(' ').map(Syllable::new).collect();
        if let Some(first) = text.chars().next()
            && text.chars().filter(|&c| Script::of(c) == Script::Han).count() == reading.len()
        {
            phrases.entry(first).or_default().push(Phrase { text, reading });
        }
    }
    for with_one_first in phrases.values_mut() {
        with_one_first.sort_by_key(|phrase| std::cmp::Reverse(phrase.text.len()));
    }
    phrases
});

/// Returns the longest phrase that `text` begins with.
///
/// Time depends on the number of phrases with the same first character, at most some dozens.
pub(super) fn longest(text: &str) -> Option<&'static Phrase> {
    let first = text.chars().next()?;
    PHRASES
        .get(&first)?
        .iter()
        .find(|phrase| text.starts_with(phrase.text))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::zh::pinyin::character::{polyphone, usual};
    use crate::zh::pinyin::syllable::is_syllable;
    use crate::zh::simplify;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(longest(text).map(|phrase| phrase.text), expect);
    }

    #[test]
    fn the_longest_phrase_at_the_start_is_found() {
        check("西藏自治区", Some("西藏"));
        check("不当得利纠纷", Some("不当得利"));
        check("不当使用", Some("不当"));
        check("法院", None);
        check("", None);
        check("a西藏", None);
    }

    #[test]
    fn every_row_is_a_simplified_word_with_a_syllable_for_each_character() {
        let mut seen = HashSet::new();
        for row in rows(include_str!("../../../data/zh_polyphones.tsv")) {
            assert!(
                row.len() == 4 && row.iter().all(|cell| !cell.is_empty()),
                "{row:?}"
            );
            assert!(seen.insert(row[0]), "twice: {row:?}");
            assert_eq!(simplify(row[0]), row[0]);
            let readings: Vec<_> = row[1].split(' ').map(Syllable::new).collect();
            let characters = row[0].chars().filter(|&c| Script::of(c) == Script::Han);
            assert_eq!(characters.count(), readings.len(), "{row:?}");
            assert!(readings.len() > 1, "{row:?}");
            for reading in readings {
                assert!(is_syllable(&reading.letters()), "{row:?}");
            }
        }
        assert!(seen.len() >= 500, "{}", seen.len());
    }

    #[test]
    fn every_row_has_a_character_with_more_than_one_reading() {
        use pinyin::ToPinyinMulti;
        for row in rows(include_str!("../../../data/zh_polyphones.tsv")) {
            let several = |c: char| {
                usual(c).is_some()
                    && (!polyphone(c).is_empty() || c.to_pinyin_multi().is_some_and(|all| all.count() > 1))
            };
            assert!(row[0].chars().any(several), "{row:?}");
        }
    }
}
