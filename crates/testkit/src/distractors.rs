//! Concepts that look like right answers and are none, among which a search has to find the right one.
//!
//! Pieces of law texts, headwords with one character or syllable changed, and pieces put together anew. The Tibetan
//! of a distractor is meaningless, as that of [`Generated`](crate::Generated) is: it is for being passed over.

use std::collections::HashSet;
use std::path::Path;

use crate::chance::Chance;
use crate::generate::{column, frequent_bigrams, tibetan_syllables};
use crate::seed_files;

const LAW_CLAUSES: &str = include_str!("../../../index/judgements/law_clauses.txt");
const NOT_DISTRACTORS: &str = include_str!("../../../index/judgements/not_distractors.txt");
const SEED: u64 = 20_261_125;
/// How many are made in each of the four ways, before those that would be right are taken out.
const EACH: usize = 5_750;

/// A concept that is the right answer to no judged query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distractor {
    /// The Chinese name, distinct among all.
    pub zh: String,
    /// The Tibetan name, if it has one.
    pub bo: Option<String>,
}

/// Makes the distractors, more than 20,000, every time the same ones.
///
/// None has a term of the seed lists, and none a text of `index/judgements/not_distractors.txt`.
#[must_use]
pub fn distractors() -> Vec<Distractor> {
    let mut maker = Maker::new();
    let ways = [
        Maker::law_piece,
        Maker::edited_name,
        Maker::recombined,
        Maker::edited_bo,
    ];
    let made: Vec<Distractor> = ways
        .into_iter()
        .flat_map(|way| (0..EACH).map(|_| maker.distinct(way)).collect::<Vec<_>>())
        .collect();
    let right: HashSet<&str> = NOT_DISTRACTORS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let is_right = |text: &str| right.contains(text) || maker.taken_by_seed.contains(text);
    made.into_iter()
        .filter(|d| !is_right(&d.zh) && !d.bo.as_deref().is_some_and(is_right))
        .collect()
}

struct Maker {
    chance: Chance,
    clauses: Vec<Vec<char>>,
    /// Chinese names of the seed, each with its Tibetan where it has some.
    names: Vec<(Vec<char>, Option<String>)>,
    pairs: Vec<(Vec<char>, Option<String>)>,
    characters: Vec<char>,
    morphemes: Vec<String>,
    syllables: Vec<String>,
    taken_by_seed: HashSet<String>,
    made: HashSet<String>,
}

impl Maker {
    fn new() -> Self {
        let names: Vec<(Vec<char>, Option<String>)> =
            seed_files().iter().flat_map(|path| names_of(path)).collect();
        let zh_of = |(zh, _): &(Vec<char>, Option<String>)| zh.iter().collect::<String>();
        let taken_by_seed = names
            .iter()
            .map(zh_of)
            .chain(names.iter().filter_map(|(_, bo)| bo.clone()));
        Self {
            chance: Chance::new(SEED),
            clauses: law_clauses(),
            pairs: names.iter().filter(|(_, bo)| bo.is_some()).cloned().collect(),
            characters: names
                .iter()
                .flat_map(|(zh, _)| zh.clone())
                .filter(|c| is_han(*c))
                .collect(),
            morphemes: frequent_bigrams().into_iter().take(800).collect(),
            syllables: tibetan_syllables(),
            taken_by_seed: taken_by_seed.collect(),
            names,
            made: HashSet::new(),
        }
    }

    /// Makes one more in the way given, with a Chinese name that none had yet.
    fn distinct(&mut self, way: fn(&mut Self) -> Distractor) -> Distractor {
        loop {
            let made = way(self);
            if !made.zh.is_empty() && self.made.insert(made.zh.clone()) {
                return made;
            }
        }
    }

    /// Three to nine characters out of a law; one in four has Tibetan.
    fn law_piece(&mut self) -> Distractor {
        let zh = self.piece_of_law();
        let bo = (self.chance.below(4) == 0).then(|| self.syllables(1));
        Distractor { zh, bo }
    }

    /// A name of the seed with one character changed; its Tibetan, if it had some, with one syllable changed.
    fn edited_name(&mut self) -> Distractor {
        let (zh, bo) = self.chance.one_of(&self.names).clone();
        let bo = bo.map(|bo| self.with_one_syllable_changed(&bo));
        Distractor {
            zh: self.with_one_character_changed(zh),
            bo,
        }
    }

    /// Two to five morphemes of the official names in any order; every second one has Tibetan.
    fn recombined(&mut self) -> Distractor {
        let zh = (0..2 + self.chance.below(4))
            .map(|_| self.chance.one_of(&self.morphemes).clone())
            .collect();
        let bo = (self.chance.below(2) == 0).then(|| self.syllables(2));
        Distractor { zh, bo }
    }

    /// A piece of a law with a Tibetan form of the seed in which one syllable is changed.
    fn edited_bo(&mut self) -> Distractor {
        let (_, bo) = self.chance.one_of(&self.pairs).clone();
        Distractor {
            zh: self.piece_of_law(),
            bo: bo.map(|bo| self.with_one_syllable_changed(&bo)),
        }
    }

    fn piece_of_law(&mut self) -> String {
        let clause = self.chance.one_of(&self.clauses);
        let length = 3 + self.chance.below(clause.len().min(9) - 2);
        let from = self.chance.below(clause.len() - length + 1);
        clause[from..from + length].iter().collect()
    }

    /// Returns `least` to `least` + 3 syllables.
    fn syllables(&mut self, least: usize) -> String {
        let syllables: Vec<&str> = (0..least + self.chance.below(4))
            .map(|_| self.chance.one_of(&self.syllables).as_str())
            .collect();
        syllables.join("་")
    }

    fn with_one_character_changed(&mut self, mut zh: Vec<char>) -> String {
        let at = self.chance.below(zh.len());
        let other = *self.chance.one_of(&self.characters);
        match self.chance.below(3) {
            0 if zh.len() > 2 => drop(zh.remove(at)),
            1 => zh.insert(at, other),
            _ => zh[at] = other,
        }
        zh.into_iter().collect()
    }

    fn with_one_syllable_changed(&mut self, bo: &str) -> String {
        let mut syllables: Vec<&str> = bo.split('་').collect();
        let at = self.chance.below(syllables.len());
        let other = self.chance.one_of(&self.syllables);
        match self.chance.below(3) {
            0 if syllables.len() > 1 => drop(syllables.remove(at)),
            1 => syllables.insert(at, other),
            _ => syllables[at] = other,
        }
        syllables.join("་")
    }
}

/// Returns the names of a seed file, its variants too, with the Tibetan of their row.
fn names_of(path: &Path) -> Vec<(Vec<char>, Option<String>)> {
    let file = std::fs::read_to_string(path).unwrap();
    let header = file.lines().find(|line| !line.starts_with('#')).unwrap();
    let cells_of = |name: &str| {
        let is_there = header.split('\t').any(|cell| cell == name);
        if is_there { column(&file, name) } else { Vec::new() }
    };
    let bo = cells_of("bo");
    let name = |(row, zh): (usize, &str)| (zh.chars().collect(), bo.get(row).map(|form| (*form).to_owned()));
    let names = cells_of("zh").into_iter().enumerate().map(name);
    let variants = cells_of("zh_variants")
        .into_iter()
        .filter(|variant| !variant.is_empty());
    names
        .chain(variants.map(|variant| (variant.chars().collect(), None)))
        .collect()
}

fn law_clauses() -> Vec<Vec<char>> {
    let lines = LAW_CLAUSES.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.chars().collect()).collect()
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_many_distinct_and_the_same_every_time() {
        let made = distractors();
        assert!(made.len() >= 20_000, "{}", made.len());
        assert_eq!(made, distractors());
        let names: HashSet<&str> = made.iter().map(|d| d.zh.as_str()).collect();
        assert_eq!(names.len(), made.len());
        let with_bo = made.iter().filter(|d| d.bo.is_some()).count();
        assert!(
            (made.len() / 3..made.len() * 2 / 3).contains(&with_bo),
            "{with_bo}"
        );
    }

    #[test]
    fn they_share_no_term_with_the_seed() {
        let seed: HashSet<String> = Maker::new().taken_by_seed;
        for distractor in distractors() {
            let terms = [Some(distractor.zh), distractor.bo];
            assert!(
                terms.iter().flatten().all(|term| !seed.contains(term)),
                "{terms:?}"
            );
        }
    }

    #[test]
    fn none_is_what_a_judged_query_asks_for() {
        let files = [
            include_str!("../../../index/judgements/queries.tsv"),
            include_str!("../../../index/judgements/handwritten.tsv"),
        ];
        let queries: HashSet<&str> = files.iter().flat_map(|file| column(file, "query")).collect();
        assert!(queries.len() > 1_000);
        for distractor in distractors() {
            let terms = [Some(&distractor.zh), distractor.bo.as_ref()];
            assert!(
                terms
                    .iter()
                    .flatten()
                    .all(|term| !queries.contains(term.as_str())),
                "{distractor:?}"
            );
        }
    }
}
