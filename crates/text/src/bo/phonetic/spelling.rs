//! How people write Tibetan sounds with Latin letters (`data/bo_phonetic_spellings.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::sound::sound;
use crate::table::rows;

/// A way to write one part of a syllable.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling {
    /// The Latin letters, ASCII lower case.
    pub(super) latin: &'static str,
    /// The key symbols meant.
    pub(super) key: &'static str,
    /// Readings with less cost come first.
    pub(super) cost: u32,
    pub(super) condition: Condition,
}

/// Where a spelling is read so, or what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// Anywhere, with no effect on the vowel.
    None,
    /// An onset at the start of a written word.
    Head,
    /// An onset inside a written word.
    Joined,
    /// An onset that is not in the first syllable of the query.
    Later,
    /// A coda that makes a before it e.
    Umlaut,
    /// A coda with g or k behind it.
    BeforeG,
    /// A coda with p or b behind it.
    BeforeP,
    /// A suffix whose place the n of the next syllable has taken.
    ElidedN,
    /// A suffix whose place the m of the next syllable has taken.
    ElidedM,
}

/// All spellings by part.
pub(super) struct Spellings {
    pub(super) onsets: Vec<Spelling>,
    pub(super) vowels: Vec<Spelling>,
    pub(super) codas: Vec<Spelling>,
    letters: HashMap<char, &'static str>,
}

pub(super) static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let mut all = Spellings {
        onsets: Vec::new(),
        vowels: Vec::new(),
        codas: Vec::new(),
        letters: HashMap::new(),
    };
    for row in rows(include_str!("../../../data/bo_phonetic_spellings.tsv")) {
        all.add(&row);
    }
    all
});

impl Spellings {
    fn add(&mut self, row: &[&'static str]) -> Option<()> {
        let [part, latin, key, cost, condition, _] = *row else {
            return None;
        };
        let spelling = Spelling {
            latin: sound(latin),
            key: sound(key),
            cost: cost.parse().ok()?,
            condition: condition_named(condition)?,
        };
        match part {
            "onset" => self.onsets.push(spelling),
            "vowel" => self.vowels.push(spelling),
            "coda" => self.codas.push(spelling),
            "letter" => {
                self.letters.insert(latin.chars().next()?, key);
            }
            _ => return None,
        }
        Some(())
    }

    /// Returns the plain letters that `letter` with its mark stands for.
    pub(super) fn letter(&self, letter: char) -> Option<&'static str> {
        self.letters.get(&letter).copied()
    }
}

fn condition_named(name: &str) -> Option<Condition> {
    Some(match name {
        "any" | "plain" => Condition::None,
        "head" => Condition::Head,
        "joined" => Condition::Joined,
        "later" => Condition::Later,
        "umlaut" => Condition::Umlaut,
        "before g" => Condition::BeforeG,
        "before p" => Condition::BeforeP,
        "elided n" => Condition::ElidedN,
        "elided m" => Condition::ElidedM,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_stands_once() {
        let mut all: Vec<_> = rows(include_str!("../../../data/bo_phonetic_spellings.tsv")).collect();
        let read =
            SPELLINGS.onsets.len() + SPELLINGS.vowels.len() + SPELLINGS.codas.len() + SPELLINGS.letters.len();
        assert_eq!(read, all.len());
        assert!(all.iter().all(|row| row.iter().all(|cell| !cell.is_empty())));
        all.sort_by_key(|row| (row[0], row[1], row[2], row[4]));
        all.dedup_by_key(|row| (row[0], row[1], row[2], row[4]));
        assert_eq!(read, all.len(), "a spelling stands twice with one meaning");
    }

    #[test]
    fn a_spelling_is_short() {
        let parts = [&SPELLINGS.onsets, &SPELLINGS.vowels, &SPELLINGS.codas];
        assert!(
            parts
                .into_iter()
                .flatten()
                .all(|spelling| spelling.latin.len() <= 4)
        );
    }
}
