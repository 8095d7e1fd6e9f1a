//! Glossaries made to measure: names built from pieces of the official lists, with Zipf-like frequency.
//!
//! Built after the description in the performance notes: one to five morphemes a name, a suffix in a quarter
//! of them, two to twelve characters; one or two Tibetan syllables a morpheme, always the same ones. The
//! pairs are meaningless: they are for counting and timing only.

use std::collections::{BTreeMap, HashSet};

use glossary::{Concept, Definition, Lang, Membership, Source, Term};

use crate::chance::Chance;

const CHARGES: &str = include_str!("../../../data/seed/charges-2024.tsv");
const CAUSES: &str = include_str!("../../../data/seed/civil-causes-2026.tsv");
const OLDER: &str = include_str!("../../../data/seed/older-tibetan-chinese-dictionary.tsv");
const SUFFIXES: [&str; 5] = ["罪", "纠纷", "权", "程序", "责任"];
const MORPHEMES: usize = 250;

/// One made-up entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The Chinese name, distinct within a run.
    pub zh: String,
    /// The Tibetan name.
    pub bo: String,
    /// A definition of 46 to 64 characters.
    pub definition: String,
}

impl Generated {
    /// Returns the entry as a draft of the collection `generated`.
    #[must_use]
    pub fn concept(&self) -> Concept {
        let collection: glossary::CollectionName = "generated".parse().unwrap();
        let source = Source {
            title: "generated".into(),
            url: None,
            locator: None,
            collection: Some(collection.clone()),
        };
        let term = |lang, text: &str| Term {
            sources: vec![source.clone()],
            ..Term::new(lang, text).unwrap()
        };
        let mut concept = Concept::draft();
        concept.terms = vec![term(Lang::Zh, &self.zh), term(Lang::Bo, &self.bo)];
        concept.memberships = vec![Membership {
            collection,
            number: None,
        }];
        concept.definitions = vec![Definition {
            lang: Lang::Zh,
            text: self.definition.clone(),
            source: None,
        }];
        concept
    }
}

/// What a query of the mix looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueryKind {
    /// A whole Chinese name.
    ExactZh,
    /// The first two or three characters.
    PrefixZh,
    /// Two to five characters from inside.
    SubstringZh,
    /// A Chinese name with one character left out, doubled or replaced.
    OneEditZh,
    /// A whole Tibetan name.
    ExactBo,
    /// Two neighbouring Tibetan syllables.
    PairBo,
    /// A Chinese name in pinyin, syllables apart.
    Pinyin,
    /// Three morphemes in any order.
    Mixed,
    /// Nothing that is there.
    Miss,
}

/// A query of the mix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What it looks for.
    pub kind: QueryKind,
    /// What is typed.
    pub text: String,
}

/// Makes entries and queries; the same seed makes the same ones.
#[derive(Debug)]
pub struct Generator {
    chance: Chance,
    morphemes: Vec<(String, String)>,
    /// Running sums of the Zipf weights of `morphemes`.
    weights: Vec<f64>,
    seen: HashSet<String>,
}

impl Generator {
    /// Makes a generator; `seed` chooses the sequence.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut generator = Self {
            chance: Chance::new(seed),
            morphemes: Vec::new(),
            weights: Vec::new(),
            seen: HashSet::new(),
        };
        let syllables = tibetan_syllables();
        let pick = |n: usize, spread: usize| syllables[(n * spread) % syllables.len()].clone();
        for (n, zh) in frequent_bigrams().into_iter().take(MORPHEMES).enumerate() {
            let bo = if n % 2 == 0 {
                pick(n, 7)
            } else {
                format!("{}་{}", pick(n, 7), pick(n, 13))
            };
            generator.morphemes.push((zh, bo));
        }
        let mut sum = 0.0;
        for rank in 1..=MORPHEMES {
            sum += 1.0 / f64::from(u32::try_from(rank).unwrap());
            generator.weights.push(sum);
        }
        generator
    }

    /// Returns the next `count` entries, all with different Chinese names.
    pub fn entries(&mut self, count: usize) -> Vec<Generated> {
        (0..count).map(|_| self.entry()).collect()
    }

    /// Returns `count` queries over `entries`, in each hundred 25 exact in Chinese, 15 prefixes, 15 parts, 10 with one
    /// edit, 10 exact in Tibetan, 8 pairs of syllables, 5 in pinyin, 10 mixed and 2 for nothing.
    pub fn queries(&mut self, entries: &[Generated], count: usize) -> Vec<Query> {
        (0..count)
            .map(|n| self.query(&entries[self.peek(n) % entries.len()], n % 100))
            .collect()
    }

    fn entry(&mut self) -> Generated {
        loop {
            let (mut zh, mut bo) = (String::new(), Vec::new());
            for _ in 0..1 + self.below(5) {
                let (piece, syllables) = self.morpheme();
                zh.push_str(&piece);
                bo.push(syllables);
            }
            if self.below(4) == 0 {
                zh.push_str(SUFFIXES[self.below(SUFFIXES.len())]);
            }
            let zh: String = zh.chars().take(12).collect();
            if self.seen.insert(zh.clone()) {
                return Generated {
                    zh,
                    bo: bo.join("་"),
                    definition: self.definition(),
                };
            }
        }
    }

    fn definition(&mut self) -> String {
        let length = 46 + self.below(19);
        let mut text = String::from("指");
        while text.chars().count() < length {
            text.push_str(&self.morpheme().0);
        }
        text
    }

    fn query(&mut self, entry: &Generated, slot: usize) -> Query {
        let zh: Vec<char> = entry.zh.chars().collect();
        let take = |from: usize, n: usize| zh.iter().skip(from).take(n).collect::<String>();
        let (kind, text) = match slot {
            0..25 => (QueryKind::ExactZh, entry.zh.clone()),
            25..40 => (QueryKind::PrefixZh, take(0, 2 + slot % 2)),
            40..55 => (
                QueryKind::SubstringZh,
                take(self.below(zh.len() - 1), 2 + slot % 4),
            ),
            55..65 => (QueryKind::OneEditZh, self.edited(&zh)),
            65..75 => (QueryKind::ExactBo, format!("{}་", entry.bo)),
            75..83 => (
                QueryKind::PairBo,
                entry.bo.split('་').take(2).collect::<Vec<_>>().join("་"),
            ),
            83..88 => (QueryKind::Pinyin, text::zh::pinyin::best_key(&entry.zh).spaced),
            88..98 => {
                let three = [self.morpheme().0, self.morpheme().0, self.morpheme().0];
                (QueryKind::Mixed, three.join(" "))
            }
            _ => (QueryKind::Miss, format!("鑫淼{}", self.below(1000))),
        };
        Query { kind, text }
    }

    /// Returns `zh` with one character gone, there twice, or another.
    fn edited(&mut self, zh: &[char]) -> String {
        let at = self.below(zh.len());
        let mut edited = zh.to_vec();
        match self.below(3) {
            0 if zh.len() > 2 => drop(edited.remove(at)),
            1 => edited.insert(at, zh[at]),
            _ => edited[at] = self.morpheme().0.chars().next().unwrap(),
        }
        edited.into_iter().collect()
    }

    fn morpheme(&mut self) -> (String, String) {
        let total = self.weights[MORPHEMES - 1];
        let point = f64::from(u32::try_from(self.below(1 << 24)).unwrap()) / f64::from(1 << 24) * total;
        self.morphemes[self.weights.partition_point(|w| *w < point).min(MORPHEMES - 1)].clone()
    }

    fn below(&mut self, limit: usize) -> usize {
        self.chance.below(limit)
    }

    /// A number that spreads queries over the entries without moving the sequence.
    fn peek(&self, n: usize) -> usize {
        (n + 1).wrapping_mul(0x9E37_79B9) >> 3
    }
}

/// Returns the cells of the column `name` in a seed file.
pub fn column<'a>(file: &'a str, name: &str) -> Vec<&'a str> {
    let mut lines = file.lines().filter(|l| !l.starts_with('#'));
    let position = lines.next().unwrap().split('\t').position(|c| c == name).unwrap();
    lines.filter_map(|l| l.split('\t').nth(position)).collect()
}

/// Returns the two-character pieces of the official names, most frequent first.
pub fn frequent_bigrams() -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in column(CHARGES, "zh").into_iter().chain(column(CAUSES, "zh")) {
        let chars: Vec<char> = name.chars().collect();
        for pair in chars.windows(2) {
            // CJK ideographs only: brackets and commas are no morphemes.
            if pair.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
                *counts.entry(pair.iter().collect()).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.into_iter().map(|(piece, _)| piece).collect()
}

/// Returns the syllables of the older dictionary, sorted.
pub fn tibetan_syllables() -> Vec<String> {
    let forms = column(OLDER, "bo");
    let syllables: std::collections::BTreeSet<&str> = forms.iter().flat_map(|f| f.split('་')).collect();
    syllables
        .into_iter()
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_entries() {
        let first = Generator::new(7).entries(50);
        assert_eq!(first, Generator::new(7).entries(50));
        assert_ne!(first, Generator::new(8).entries(50));
    }

    #[test]
    fn entries_have_the_shape_of_the_description() {
        let entries = Generator::new(1).entries(2_000);
        let names: HashSet<_> = entries.iter().map(|e| &e.zh).collect();
        assert_eq!(names.len(), 2_000);
        for entry in &entries {
            assert!((2..=12).contains(&entry.zh.chars().count()), "{}", entry.zh);
            assert!(
                (46..=65).contains(&entry.definition.chars().count()),
                "{}",
                entry.definition
            );
            assert!(glossary::rules::check(&entry.concept()).is_empty());
        }
    }

    #[test]
    fn the_mix_has_every_kind() {
        let mut generator = Generator::new(3);
        let entries = generator.entries(100);
        let queries = generator.queries(&entries, 200);
        let kinds: std::collections::BTreeSet<_> = queries.iter().map(|q| q.kind).collect();
        assert_eq!(kinds.len(), 9);
        assert!(queries.iter().all(|q| !q.text.is_empty()));
    }
}
