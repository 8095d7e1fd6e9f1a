//! Words that are pronounced against the rules (`data/bo_phonetic_words.tsv`).

use std::sync::LazyLock;

use crate::table::rows;

/// A word and its reading.
#[derive(Debug)]
pub(super) struct Exception {
    /// The syllables, canonical.
    pub(super) syllables: Vec<&'static str>,
    /// In THL Simplified Phonetics, without the accent of a final e.
    pub(super) thl: &'static str,
}

/// Returns the longest word of the list that `syllables` begin with.
pub(super) fn exception<'a>(syllables: impl Iterator<Item = &'a str> + Clone) -> Option<&'static Exception> {
    EXCEPTIONS.iter().find(|word| {
        let begins = syllables.clone().take(word.syllables.len());
        begins.eq(word.syllables.iter().copied())
    })
}

/// The list, longer words first.
static EXCEPTIONS: LazyLock<Vec<Exception>> = LazyLock::new(|| {
    let read = |row: Vec<&'static str>| {
        let syllables = row.first()?.split('་').collect();
        Some(Exception {
            syllables,
            thl: row.get(1).copied()?,
        })
    };
    let mut words: Vec<_> = rows(include_str!("../../../data/bo_phonetic_words.tsv"))
        .filter_map(read)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.syllables.len()));
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_at_the_start_of_a_longer_text() {
        let found = |text: &str| exception(text.split('་')).map(|word| word.thl);
        assert_eq!(found("རྡོ་རྗེ་འཆང"), Some("dorje"));
        assert_eq!(found("ལྷ་བྲིས་པ"), Some("lhapripa"));
        assert_eq!(found("རྡོ"), None);
        assert_eq!(found("ཁང་རྡོ་རྗེ"), None);
    }

    #[test]
    fn every_row_has_a_reading_in_small_letters_and_a_source() {
        for row in rows(include_str!("../../../data/bo_phonetic_words.tsv")) {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(
                row[0].contains('་') && row[1].chars().all(char::is_lowercase),
                "{row:?}"
            );
        }
    }
}
