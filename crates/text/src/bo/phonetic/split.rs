//! Reads what somebody typed by ear as syllables.

use std::collections::HashMap;

use super::inventory::Inventory;
use super::letters::{Word, words};
use super::sound::write_key;
use super::spelling::{Condition, SPELLINGS, Spelling};

/// The longest text that is read as a query, in characters; a longer one has no reading.
pub const MAX_LETTERS: usize = 256;
/// The most readings that [`split`] and [`query`] return.
pub const MAX_READINGS: usize = 8;

/// Returns the keys that `latin` may be typed for, best first, at most [`MAX_READINGS`].
///
/// Like [`split`] over all native syllables, each reading joined as [`key`](super::key()) joins it: a text is
/// found when its key begins with, contains or is one of these. Empty when `latin` is no Tibetan by sound.
///
/// ```
/// use text::bo::phonetic::{key, query};
///
/// assert_eq!(query("Gampopa").first(), Some(&key("སྒམ་པོ་པ")));
/// for typed in ["lobsang", "lozang", "Lopzang"] {
///     assert!(query(typed).contains(&key("བློ་བཟང")), "{typed}");
/// }
/// ```
#[must_use]
pub fn query(latin: &str) -> Vec<String> {
    split(latin, Inventory::native())
        .into_iter()
        .map(|reading| reading.join(" "))
        .collect()
}

/// Splits `latin` into syllable keys of `inventory`, the best readings first, at most [`MAX_READINGS`].
///
/// Spaces, hyphens and punctuation end a syllable, apostrophes and marks on letters count for nothing, a number
/// is a syllable. Inside a word every way to cut it is tried; a consonant between vowels begins a syllable
/// rather, and sounds that stand only between two syllables (the r of dorje, the n of khandro) or in the place of
/// a suffix (the n of rindzin) cost more (`data/bo_phonetic_spellings.tsv`). A text of more than [`MAX_LETTERS`] characters, with a letter of another
/// script, or with a word that the inventory cannot make has no reading. Linear: at each letter a bounded number
/// of ways is tried and [`MAX_READINGS`] are kept.
///
/// ```
/// use text::bo::phonetic::{Inventory, split};
///
/// let inventory = Inventory::of(["མཁའ་འགྲོ", "ཁྲིམས་ཁང"]);
/// assert_eq!(split("khandro", &inventory), [["ga", "do"]]);
/// assert_eq!(split("thrim khang", &inventory), [["dim", "gaN"]]);
/// ```
#[must_use]
pub fn split(latin: &str, inventory: &Inventory) -> Vec<Vec<String>> {
    let Some(words) = words(latin, MAX_LETTERS) else {
        return Vec::new();
    };
    let mut chains = Chains::default();
    let mut readings = Best(vec![Reading {
        chain: START,
        cost: 0,
    }]);
    for word in &words {
        readings = match word {
            Word::Number(number) => {
                let with_number = |reading: &Reading| Reading {
                    chain: chains.with(reading.chain, number),
                    ..*reading
                };
                Best(readings.0.iter().map(with_number).collect())
            }
            Word::Letters(letters) => chains.word_readings(letters, &readings, inventory),
        };
    }
    let readings = readings.0.into_iter().map(|reading| chains.keys(reading.chain));
    readings.filter(|keys| !keys.is_empty()).collect()
}

/// Keys read so far, as a chain of [`Chains`], and what they cost.
#[derive(Debug, Clone, Copy)]
struct Reading {
    chain: usize,
    cost: u32,
}

/// The cheapest readings of one place, best first, no two with the same keys.
#[derive(Debug, Clone, Default)]
struct Best(Vec<Reading>);

impl Best {
    /// Tells whether a reading of this cost would be kept if its keys are new.
    fn has_room_for(&self, cost: u32) -> bool {
        self.0.len() < MAX_READINGS || self.0.last().is_some_and(|last| cost < last.cost)
    }

    fn add(&mut self, reading: Reading) {
        if let Some(at) = self.0.iter().position(|other| other.chain == reading.chain) {
            if self.0.get(at).is_some_and(|other| other.cost <= reading.cost) {
                return;
            }
            self.0.remove(at);
        }
        let at = self.0.partition_point(|other| other.cost <= reading.cost);
        self.0.insert(at, reading);
        self.0.truncate(MAX_READINGS);
    }
}

/// The chain without a key.
const START: usize = 0;

/// Sequences of keys that share their beginnings; the same keys are always the same chain.
#[derive(Debug, Default)]
struct Chains<'k> {
    /// The last key of each chain but the empty one, and the chain before it.
    links: Vec<(usize, &'k str)>,
    known: HashMap<(usize, &'k str), usize>,
}

impl<'k> Chains<'k> {
    /// Returns the chain of `before` with `key` behind it.
    fn with(&mut self, before: usize, key: &'k str) -> usize {
        let link = (before, key);
        if let Some(&chain) = self.known.get(&link) {
            return chain;
        }
        self.links.push(link);
        self.known.insert(link, self.links.len());
        self.links.len()
    }

    /// Returns the keys of `chain` in order.
    fn keys(&self, chain: usize) -> Vec<String> {
        let link = |chain: usize| self.links.get(chain.checked_sub(1)?);
        let back = std::iter::successors(link(chain), |(before, _)| link(*before));
        let mut keys: Vec<String> = back.map(|(_, key)| (*key).to_owned()).collect();
        keys.reverse();
        keys
    }

    /// Returns the best readings of what was read before and `word`.
    fn word_readings(&mut self, word: &str, before: &Best, inventory: &'k Inventory) -> Best {
        let is_first = before.0.iter().all(|reading| reading.chain == START);
        // One place before each letter and one at the end.
        let mut places: Vec<Best> = vec![Best::default(); word.len() + 1];
        if let Some(start) = places.first_mut() {
            start.clone_from(before);
        }
        for at in 0..word.len() {
            let here = places.get_mut(at).map(std::mem::take).unwrap_or_default();
            if here.0.is_empty() {
                continue;
            }
            for syllable in syllables_at(word, at, is_first, inventory) {
                let Some(place) = places.get_mut(syllable.end) else {
                    continue;
                };
                for reading in &here.0 {
                    let cost = reading.cost + syllable.cost;
                    if place.has_room_for(cost) {
                        let chain = self.with(reading.chain, syllable.key);
                        place.add(Reading { chain, cost });
                    }
                }
            }
        }
        places.pop().unwrap_or_default()
    }
}

/// A syllable that a stretch of a word may be.
struct Candidate<'k> {
    key: &'k str,
    end: usize,
    cost: u32,
}

/// Returns the syllables of `inventory` that may begin at byte `at` of `word`, each end and key once.
fn syllables_at<'k>(word: &str, at: usize, is_first: bool, inventory: &'k Inventory) -> Vec<Candidate<'k>> {
    let mut found: Vec<Candidate<'k>> = Vec::new();
    let rest = word.get(at..).unwrap_or_default();
    let (mut whole_onset, mut key) = (String::new(), String::new());
    let onsets = SPELLINGS.onsets.at(rest).iter();
    for onset in onsets.filter(|onset| begins(onset, at, is_first)) {
        let Some(after_onset) = rest.strip_prefix(onset.latin) else {
            continue;
        };
        // A second consonant is part of an onset of foreign words only: dzr in badzra, hw in Amdo.
        for (second, cost, after) in seconds(onset, after_onset) {
            whole_onset.clear();
            whole_onset.extend([onset.key, second]);
            for vowel in SPELLINGS.vowels.at(after) {
                let Some(after_vowel) = after.strip_prefix(vowel.latin) else {
                    continue;
                };
                for coda in SPELLINGS.codas.at(after_vowel) {
                    if let Some(after_coda) = after_vowel.strip_prefix(coda.latin)
                        && closes(coda, after_coda)
                    {
                        key.clear();
                        assemble(&whole_onset, vowel, coda, &mut key);
                        if let Some(key) = inventory.get(&key) {
                            let own = onset.cost + vowel.cost + coda.cost;
                            let cost = own + cost + misfit(onset, coda, at == 0 && is_first);
                            keep(&mut found, key, word.len() - after_coda.len(), cost);
                        }
                    }
                }
            }
        }
    }
    found
}

/// Returns no second consonant, and each that may follow `onset`, with its cost and what follows it.
fn seconds<'a>(onset: &Spelling, rest: &'a str) -> impl Iterator<Item = (&'static str, u32, &'a str)> {
    let may_follow = !onset.key.is_empty() && onset.condition == Condition::None;
    let further = SPELLINGS
        .onsets
        .at(rest)
        .iter()
        .filter(move |second| may_follow && !second.key.is_empty() && second.condition == Condition::None)
        .filter_map(move |second| {
            rest.strip_prefix(second.latin)
                .map(|after| (second.key, SECOND_COST, after))
        });
    std::iter::once(("", 0, rest)).chain(further)
}

const SECOND_COST: u32 = 3;

fn keep<'k>(found: &mut Vec<Candidate<'k>>, key: &'k str, end: usize, cost: u32) {
    match found
        .iter_mut()
        .find(|other| other.end == end && other.key == key)
    {
        Some(other) => other.cost = other.cost.min(cost),
        None => found.push(Candidate { key, end, cost }),
    }
}

/// Tells whether `onset` is read so at byte `at` of a word.
fn begins(onset: &Spelling, at: usize, is_first: bool) -> bool {
    match onset.condition {
        Condition::Head => at == 0,
        Condition::Joined => at > 0,
        Condition::Later => at > 0 || !is_first,
        _ => true,
    }
}

/// Tells whether `coda` is read so before `rest`.
fn closes(coda: &Spelling, rest: &str) -> bool {
    match coda.condition {
        Condition::BeforeG => rest.starts_with(['g', 'k']),
        Condition::BeforeP => rest.starts_with(['p', 'b']),
        Condition::ElidedN => rest.starts_with(['k', 'g', 'c', 'j', 't', 'd']),
        Condition::ElidedM => rest.starts_with(['p', 'b', 't', 'd']),
        _ => true,
    }
}

/// Returns what it costs to read w before `coda`: as ba or bo it is open or has r (THL rule 5.6), as wa it is
/// rather closed or the first syllable.
fn misfit(onset: &Spelling, coda: &Spelling, is_first: bool) -> u32 {
    let like_a_suffix = !is_first && matches!(coda.key, "" | "r");
    match (onset.latin, onset.key) {
        ("w", "b") if !like_a_suffix => 2,
        ("w", "w") if like_a_suffix => 1,
        _ => 0,
    }
}

/// Writes the key of a syllable; no key has a before n or l, for both make it e.
fn assemble(onset: &str, vowel: &Spelling, coda: &Spelling, key: &mut String) {
    let umlaut = coda.condition == Condition::Umlaut || matches!(coda.key, "n" | "l");
    let symbol = vowel.key.chars().next().map(|symbol| match symbol {
        'a' if umlaut => 'e',
        other => other,
    });
    write_key(onset, symbol, coda.key, key);
}
