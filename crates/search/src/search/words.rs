//! Terms that have all the words of a text, in any order or with others between them.

use glossary::Lang;

use super::gather::Gathering;
use super::literal::MOST_COUNTED;
use super::partly::uncovered;
use super::stands::{Grams, find_units};
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
/// Terms with the rarest word whose concepts are looked at for the others.
const MOST_SCATTERED: usize = 2_000;
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
            let in_others = side.postings.in_all(others, &mut cursors, headword);
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
            if self.found_in(room) >= self.together() {
                return;
            }
        }
        let few = self.desk.definition.limits.few_hits;
        if self.found.len() - before < few && kind.1 == Extent::Whole {
            self.scattered(room, side, words);
        }
    }

    /// Gathers concepts that have all words, but not in one term: those that have the rarest word are looked at.
    fn scattered(&mut self, room: &Room<'_>, side: &Side, words: &[String]) {
        let headwords = &room.lexicon.headwords;
        let lists: Option<Vec<(&String, Grams)>> = words
            .iter()
            .map(|word| Some((word, Grams::of(side, word)?)))
            .collect();
        let rarest = lists
            .into_iter()
            .flatten()
            .min_by_key(|(_, grams)| grams.rarest.len());
        let Some((rare, grams)) = rarest else { return };
        let mut last = None;
        for headword in side.postings.headwords(&grams.rarest).take(MOST_SCATTERED) {
            self.steps += 1;
            let document = headwords.document(headword);
            let same_side = |h: &u32| std::ptr::eq(room.lexicon.side(headwords.traits(*h).lang), side);
            let is_alone = room
                .lexicon
                .documents
                .headwords(document)
                .filter(same_side)
                .nth(1)
                .is_none();
            let is_there =
                grams.others.is_empty() || find_units(side.unit, room.lexicon.fold(headword), rare).is_some();
            if is_alone || !is_there || last.replace(document) == Some(document) {
                continue;
            }
            let terms = || room.lexicon.documents.headwords(document);
            let has = |h: u32, word: &str| find_units(side.unit, room.lexicon.fold(h), word).is_some();
            if words.iter().all(|word| terms().any(|h| has(h, word))) {
                // The term that has most of the words speaks for the concept; of equals, the better one.
                let count = |h: &u32| words.iter().filter(|word| has(*h, word)).count();
                if let Some(best) = terms().rev().max_by_key(count) {
                    self.offer(room, best, (MatchKind::Words, Extent::Whole), SCATTERED, 0);
                }
            }
            if self.found_in(room) >= self.together() {
                return;
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
