//! Words that mean the same in search: spelling variants, everyday words for legal terms, Tibetan particles.
//!
//! They stand in files of `index/`, each row with its source or reason.

mod characters;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::ops::Bound;
use std::sync::LazyLock;

use glossary::Lang;

use self::characters::Characters;
use crate::fold::{fold, unit};

/// Single characters: variant, standard, source.
pub(crate) const VARIANT_CHARACTERS: &str = include_str!("../../../index/zh/variant_characters.tsv");
/// Words: variant, standard, reason.
pub(crate) const VARIANT_WORDS: &str = include_str!("../../../index/zh/variant_words.tsv");
/// Everyday words: everyday, legal terms with `|` between, reason.
pub(crate) const EVERYDAY_WORDS: &str = include_str!("../../../index/zh/everyday_words.tsv");
/// Words that ask for a term: word, reason.
pub(crate) const QUESTION_WORDS: &str = include_str!("../../../index/zh/question_words.tsv");
/// Tibetan particles: particle, group, reason, the member of its group that stands for all shapes of it.
pub(crate) const PARTICLES: &str = include_str!("../../../index/bo/particles.tsv");

/// The vocabulary that is compiled in.
pub(crate) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::read);

/// The words of the files, folded as terms are.
pub(crate) struct Vocabulary {
    /// Characters as they are typed, with the standard one.
    characters: HashMap<char, char>,
    /// Words by their first character, the longest first, with the standard: variants, and the standards themselves.
    words: WordsByFirst,
    /// The characters that variants begin with: most texts have none of them.
    varied: Characters,
    /// Everyday words with their legal terms, in the order of the words.
    everyday: BTreeMap<String, Vec<String>>,
    /// The longest first.
    question_words: Vec<String>,
    particles: HashSet<String>,
    /// The shapes of particles that alternate, with the one that stands for all.
    shapes: HashMap<String, String>,
}

impl Vocabulary {
    fn read() -> Self {
        let single = |text: &str| text.chars().next().filter(|_| text.chars().nth(1).is_none());
        let characters: HashMap<char, char> = rows(VARIANT_CHARACTERS)
            .filter_map(|[variant, standard]| Some((single(variant)?, single(standard)?)))
            .collect();
        let words = variant_words();
        let varied = characters.keys().chain(words.keys()).copied().collect();
        let mut everyday: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for [word, legal] in rows(EVERYDAY_WORDS) {
            let legal = legal.split('|').map(|term| fold(Lang::Zh, term));
            everyday.entry(fold(Lang::Zh, word)).or_default().extend(legal);
        }
        let mut question_words: Vec<String> = rows(QUESTION_WORDS)
            .map(|[word, _]| fold(Lang::Zh, word))
            .collect();
        question_words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let rows = PARTICLES.lines().filter(|l| !l.starts_with('#'));
        let mut shapes = HashMap::new();
        let mut particles = HashSet::new();
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            let Some(particle) = cells.first().map(|p| fold(Lang::Bo, p)).filter(|p| !p.is_empty()) else {
                continue;
            };
            if let Some(shape) = cells.get(3).map(|s| fold(Lang::Bo, s)).filter(|s| !s.is_empty()) {
                shapes.insert(particle.clone(), shape);
            }
            particles.insert(particle);
        }
        Self {
            characters,
            words: with_standards(words),
            varied,
            everyday,
            question_words,
            particles,
            shapes,
        }
    }

    /// Returns a text in the standard spelling, folded; `None` if that is how it is spelt. `folded` is the text folded as it
    /// stands.
    pub(crate) fn standard(&self, lang: Lang, text: &str, folded: &str) -> Option<String> {
        match lang {
            Lang::Bo => self.standard_bo(folded),
            Lang::Zh | Lang::En => self.standard_zh(text, folded),
        }
    }

    fn standard_zh(&self, text: &str, folded: &str) -> Option<String> {
        let may_vary = |text: &str| text.chars().any(|c| self.varied.may_hold(c));
        if !may_vary(text) && !may_vary(folded) {
            return None;
        }
        let has_variant = text.chars().any(|c| self.characters.contains_key(&c));
        let standard = if has_variant {
            // Before folding, which drops the radical signs of copied texts and simplifies some variants to other ones.
            let characters: String = text.chars().map(|c| self.character(c)).collect();
            self.with_standard_words(&fold(Lang::Zh, &characters))
        } else {
            self.with_standard_words(folded)
        };
        (standard != folded).then_some(standard)
    }

    fn character(&self, c: char) -> char {
        self.characters.get(&c).copied().unwrap_or(c)
    }

    fn with_standard_words(&self, folded: &str) -> String {
        let mut standard = String::with_capacity(folded.len());
        let mut rest = folded;
        while let Some(first) = rest.chars().next() {
            let known = self.words.get(&first);
            let variant =
                known.and_then(|all| all.iter().find(|(variant, _)| rest.starts_with(variant.as_str())));
            let taken = match variant {
                Some((variant, to)) => {
                    standard.push_str(to);
                    variant.len()
                }
                None => {
                    standard.push(first);
                    first.len_utf8()
                }
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        standard
    }

    /// Particles inside a term take the shape that stands for all: their spelling follows the syllable before, and people
    /// get it wrong.
    fn standard_bo(&self, folded: &str) -> Option<String> {
        let syllables = unit(Lang::Bo).split(folded);
        let shape = |(at, syllable): (usize, &&str)| match self.shapes.get(*syllable) {
            Some(shape) if at > 0 => shape.clone(),
            _ => (*syllable).to_owned(),
        };
        let standard = syllables
            .iter()
            .enumerate()
            .map(shape)
            .collect::<Vec<_>>()
            .join("་");
        (standard != folded).then_some(standard)
    }

    /// Returns a folded Tibetan text without the particles at its end, each step of taking one off, the longest first.
    /// At least one syllable stays.
    pub(crate) fn without_particles(&self, folded: &str) -> Vec<String> {
        let mut stripped = Vec::new();
        let mut rest = folded;
        while let Some((before, last)) = rest.rsplit_once('་') {
            if !self.particles.contains(last) {
                break;
            }
            stripped.push(before.to_owned());
            rest = before;
        }
        stripped
    }

    /// Returns a folded Chinese text without the words around it that ask for a term; `None` if there are none.
    pub(crate) fn asked_for<'a>(&self, folded: &'a str) -> Option<&'a str> {
        let mut rest = folded;
        let shorter = |rest: &'a str| {
            let mut words = self.question_words.iter().map(String::as_str);
            // What is itself such a word stays: a text of nothing else asks for it.
            if words.clone().any(|word| word == rest) {
                return None;
            }
            words.find_map(|word| rest.strip_prefix(word).or_else(|| rest.strip_suffix(word)))
        };
        while let Some(left) = shorter(rest) {
            rest = left;
        }
        (rest != folded).then_some(rest)
    }

    /// Tells whether a folded Chinese text is only words that ask for a term.
    pub(crate) fn is_question(&self, folded: &str) -> bool {
        let rest = self.asked_for(folded).unwrap_or(folded);
        self.question_words.iter().any(|word| word == rest)
    }

    /// Tells whether a folded syllable is a particle.
    pub(crate) fn is_particle(&self, syllable: &str) -> bool {
        self.particles.contains(syllable)
    }

    /// Returns the legal terms, folded, that an everyday word is said for; best first.
    pub(crate) fn legal_terms(&self, folded: &str) -> &[String] {
        self.everyday.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Tells whether an everyday word begins with a folded text.
    pub(crate) fn begins_everyday(&self, folded: &str) -> bool {
        let from = (Bound::Included(folded), Bound::Unbounded);
        let next = self.everyday.range::<str, _>(from).next();
        next.is_some_and(|(word, _)| word.starts_with(folded))
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary")
            .field("everyday", &self.everyday.len())
            .field("particles", &self.particles.len())
            .finish_non_exhaustive()
    }
}

/// Words by their first character, each with its standard spelling.
type WordsByFirst = HashMap<char, Vec<(String, String)>>;

fn variant_words() -> WordsByFirst {
    let mut words = WordsByFirst::new();
    for [variant, standard] in rows(VARIANT_WORDS) {
        let (variant, standard) = (fold(Lang::Zh, variant), fold(Lang::Zh, standard));
        if let Some(first) = variant.chars().next() {
            words.entry(first).or_default().push((variant, standard));
        }
    }
    words
}

/// Adds the standard spellings as words that stand for themselves, and puts the longest first. 专著落户 is then read as
/// 专著 and 落户; without them its middle would be taken for 著落, a variant of 着落.
fn with_standards(mut words: WordsByFirst) -> WordsByFirst {
    let standards: HashSet<String> = words
        .values()
        .flatten()
        .map(|(_, standard)| standard.clone())
        .collect();
    for standard in standards {
        if let Some(first) = standard.chars().next() {
            words.entry(first).or_default().push((standard.clone(), standard));
        }
    }
    for of_one_character in words.values_mut() {
        of_one_character.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    }
    words
}

/// Returns the first two cells of the rows of a file.
fn rows(file: &'static str) -> impl Iterator<Item = [&'static str; 2]> {
    let lines = file.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some([cells.next()?, cells.next()?])
    })
}

#[cfg(test)]
mod tests;
