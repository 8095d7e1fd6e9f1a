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
#[derive(Default)]
pub(super) struct Spellings {
    pub(super) onsets: Alternatives,
    pub(super) vowels: Alternatives,
    pub(super) codas: Alternatives,
    letters: HashMap<char, &'static str>,
}

/// The spellings of one part, each list in the order of the file.
#[derive(Default)]
pub(super) struct Alternatives {
    /// For each letter those that begin with it, and those that are written with none.
    by_letter: [Vec<Spelling>; LETTERS],
    /// Those that are written with none.
    unwritten: Vec<Spelling>,
}

/// From a to z.
const LETTERS: usize = 26;

pub(super) static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let mut all = Spellings::default();
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
            "onset" => self.onsets.add(spelling),
            "vowel" => self.vowels.add(spelling),
            "coda" => self.codas.add(spelling),
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

impl Alternatives {
    fn add(&mut self, spelling: Spelling) {
        match spelling.latin.bytes().next() {
            Some(first) => {
                if let Some(list) = place(first).and_then(|at| self.by_letter.get_mut(at)) {
                    list.push(spelling);
                }
            }
            None => {
                self.by_letter.iter_mut().for_each(|list| list.push(spelling));
                self.unwritten.push(spelling);
            }
        }
    }

    /// Returns those that may stand where `rest` begins, going by its first letter.
    pub(super) fn at(&self, rest: &str) -> &[Spelling] {
        let first = rest.bytes().next().and_then(place);
        first
            .and_then(|at| self.by_letter.get(at))
            .unwrap_or(&self.unwritten)
    }
}

/// Returns the place of a letter in the alphabet.
fn place(letter: u8) -> Option<usize> {
    letter.checked_sub(b'a').map(usize::from)
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

    fn all(part: &Alternatives) -> Vec<Spelling> {
        let written = part.by_letter.iter().flatten().filter(|s| !s.latin.is_empty());
        written.chain(&part.unwritten).copied().collect()
    }

    #[test]
    fn every_row_is_read_and_stands_once() {
        let mut all_rows: Vec<_> = rows(include_str!("../../../data/bo_phonetic_spellings.tsv")).collect();
        let parts = [&SPELLINGS.onsets, &SPELLINGS.vowels, &SPELLINGS.codas];
        let read = parts.map(|part| all(part).len()).iter().sum::<usize>() + SPELLINGS.letters.len();
        assert_eq!(read, all_rows.len());
        assert!(all_rows.iter().all(|row| row.iter().all(|cell| !cell.is_empty())));
        all_rows.sort_by_key(|row| (row[0], row[1], row[2], row[4]));
        all_rows.dedup_by_key(|row| (row[0], row[1], row[2], row[4]));
        assert_eq!(read, all_rows.len(), "a spelling stands twice with one meaning");
    }

    #[test]
    fn a_spelling_is_short() {
        let parts = [&SPELLINGS.onsets, &SPELLINGS.vowels, &SPELLINGS.codas];
        assert!(
            parts
                .into_iter()
                .flat_map(all)
                .all(|spelling| spelling.latin.len() <= 4)
        );
    }
}
