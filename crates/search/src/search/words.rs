//! Terms that have all the words of a text, in any order or with others between them.

use glossary::Lang;

use super::gather::Gathering;
use super::literal::{Grams, MOST_COUNTED, find_units};
use super::partly::uncovered;
use crate::MatchKind;
use crate::definition::Extent;
use crate::grams::Unit;
use crate::lexicon::{Posting, Side};
use crate::read::Needle;
use crate::rooms::Room;
use crate::vocabulary::VOCABULARY;

/// What it costs that words are in another order or apart: dictionary words, among them single characters, syllables.
const ONLY_WORDS: u16 = 10;
const ONLY_CHARACTERS: u16 = 25;
const ONLY_SYLLABLES: u16 = 30;
/// What it costs that the words stand in several terms of a concept.
const SCATTERED: u16 = 1;

impl Gathering<'_> {
    /// Gathers terms with all words that spaces set apart in the needle.
    pub(crate) fn typed_words(&mut self, needle: &Needle) {
        if needle.lang != Lang::Bo && needle.pieces.len() > 1 {
            for room in self.desk.rooms.each() {
                self.with_words(&room, needle, &needle.pieces, (MatchKind::Words, Extent::Whole));
            }
        }
    }

    /// Gathers terms with all words that the dictionary finds in the needle, or with all its syllables.
    pub(crate) fn found_words(&mut self, needle: &Needle) {
        let words = self.words_of(needle);
        if words.len() > 1 {
            for room in self.desk.rooms.each() {
                self.with_words(&room, needle, &words, (MatchKind::Words, Extent::Partly));
            }
        }
    }

    /// Returns the words of a needle: those that the dictionary finds, or the syllables without particles. Without the
    /// dictionary there are none of Chinese.
    pub(crate) fn words_of(&self, needle: &Needle) -> Vec<String> {
        let most = self.desk.definition.limits.query_words;
        if needle.lang == Lang::Bo {
            let mut syllables = needle.pieces.clone();
            syllables.retain(|piece| !VOCABULARY.is_particle(piece));
            return syllables;
        }
        let mut words: Vec<String> = Vec::new();
        if let Some(segmenter) = self.desk.words.ready() {
            for word in needle.pieces.iter().flat_map(|piece| segmenter.words(piece)) {
                if words.len() < most && !words.iter().any(|known| known == word.text) {
                    words.push(word.text.to_owned());
                }
            }
        }
        words
    }

    fn with_words(&mut self, room: &Room<'_>, needle: &Needle, words: &[String], kind: (MatchKind, Extent)) {
        let side = room.lexicon.side(needle.lang);
        let asked = side.unit.split(&needle.fold).len();
        let Some(lists) = lists(side, words) else { return };
        let Some((rarest, others)) = lists.split_first() else {
            return;
        };
        let mut cursors = vec![0; others.len()];
        let before = self.found.len();
        for headword in side.postings.headwords(rarest).take(MOST_COUNTED) {
            self.steps += 1;
            let in_others = others.iter().zip(&mut cursors).fold(true, |all, (other, from)| {
                all && side.postings.contains(other, from, headword)
            });
            if !in_others {
                continue;
            }
            let fold = room.lexicon.fold(headword);
            let places = words.iter().map(|word| find_units(side.unit, fold, word));
            if let Some(first) = places
                .collect::<Option<Vec<_>>>()
                .and_then(|all| all.into_iter().min())
            {
                let position = fold.get(..first).map_or(0, |text| text.chars().count());
                self.offer(
                    room,
                    headword,
                    kind,
                    cost_of(side, words, asked, fold, kind.1),
                    position,
                );
            }
            if self.found.len() >= self.together() {
                return;
            }
        }
        let few = self.desk.definition.limits.few_hits;
        if self.found.len() - before < few && kind.1 == Extent::Whole {
            self.scattered(room, side, words);
        }
    }

    /// Gathers concepts that have all words, but not in one term.
    fn scattered(&mut self, room: &Room<'_>, side: &Side, words: &[String]) {
        let headwords = &room.lexicon.headwords;
        let mut common: Option<Vec<u32>> = None;
        for word in words {
            let Some(grams) = Grams::of(side, word) else {
                return;
            };
            let holding = side.postings.headwords(&grams.rarest).take(MOST_COUNTED);
            let holding = holding.filter(|h| find_units(side.unit, room.lexicon.fold(*h), word).is_some());
            let mut documents: Vec<u32> = holding.map(|h| headwords.document(h)).collect();
            self.steps += grams.rarest.len().min(MOST_COUNTED);
            documents.sort_unstable();
            documents.dedup();
            if let Some(known) = &common {
                documents.retain(|d| known.binary_search(d).is_ok());
            }
            common = Some(documents);
        }
        for document in common.unwrap_or_default().into_iter().take(self.together()) {
            let speaks = |h: &u32| {
                let fold = room.lexicon.fold(*h);
                words
                    .iter()
                    .filter(|w| find_units(side.unit, fold, w).is_some())
                    .count()
            };
            // The term that has most of the words speaks for the concept; of equals, the better one.
            let best = room
                .lexicon
                .documents
                .headwords(document)
                .rev()
                .max_by_key(speaks);
            if let Some(headword) = best {
                self.offer(room, headword, (MatchKind::Words, Extent::Whole), SCATTERED, 0);
            }
        }
    }
}

/// Returns what a match by words costs: nothing where spaces set them apart; else what is not covered, and more the less
/// the words say by themselves.
fn cost_of(side: &Side, words: &[String], asked: usize, fold: &str, extent: Extent) -> u16 {
    if extent == Extent::Whole {
        return 0;
    }
    let units = |text: &str| side.unit.split(text).len();
    let covered: usize = words.iter().map(|word| units(word)).sum();
    let weak = match side.unit {
        Unit::Syllable => ONLY_SYLLABLES,
        Unit::Char if words.iter().any(|word| units(word) == 1) => ONLY_CHARACTERS,
        Unit::Char => ONLY_WORDS,
    };
    uncovered(covered, asked.max(covered), units(fold)).saturating_add(weak)
}

/// Returns the lists that a headword with all `words` is in, the shortest first; `None` if there is no such headword.
fn lists(side: &Side, words: &[String]) -> Option<Vec<Posting>> {
    let mut lists = Vec::new();
    for word in words {
        let Grams { rarest, others } = Grams::of(side, word)?;
        lists.push(rarest);
        lists.extend(others);
    }
    lists.sort_by_key(Posting::len);
    Some(lists)
}
