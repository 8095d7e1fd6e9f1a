//! Terms by what they are in Latin letters: pinyin, initials, Wylie, the sound of the Tibetan.

use glossary::Lang;
use text::zh::pinyin;

use super::gather::Gathering;
use super::stands::Naming;
use crate::MatchKind;
use crate::definition::Extent;
use crate::lexicon::{KeyTable, Lexicon};
use crate::read::{Latin, Needle};
use crate::rooms::Room;

/// Fewer letters are initials of a tenth of all terms, and say nothing about how a term begins.
const LEAST_LETTERS: usize = 2;
/// Whole matches of one spelling whose syllables are compared.
const MOST_COMPARED: usize = 64;
/// What it costs that the syllables were typed apart at other places.
const OTHER_SYLLABLES: u16 = 1;

impl Gathering<'_> {
    /// Gathers the terms that the letters of `latin` may stand for: whole ones, and what begins so where those are few.
    pub(crate) fn romanised(&mut self, needle: &Needle, latin: &Latin) {
        let few = self.desk.definition.limits.few_hits;
        let full = latin.full_pinyin();
        if !latin.ewts.is_empty() {
            let tibetan = Needle::of_reading(Lang::Bo, &latin.ewts);
            self.literal(&tibetan, Naming::As(MatchKind::Ewts));
        }
        for room in self.desk.rooms.each() {
            self.pinyin(&room, latin, &full);
            self.keyed(
                &room,
                &room.lexicon.initials,
                latin,
                &latin.initials,
                MatchKind::Initials,
                0,
            );
            // Below what is Wylie as it was set apart.
            self.keyed(
                &room,
                &room.lexicon.wylie,
                latin,
                &latin.wylie,
                MatchKind::Ewts,
                1,
            );
            for (at, key) in (0..).zip(&latin.phonetic) {
                self.keyed(&room, &room.lexicon.phonetic, latin, key, MatchKind::Phonetic, at);
            }
        }
        if self.found.len() < few {
            self.fuzzy_pinyin(needle, latin);
        }
        if self.found.len() < few {
            self.begun(latin, &full);
        }
    }

    fn pinyin(&mut self, room: &Room<'_>, latin: &Latin, full: &str) {
        if full.is_empty() {
            return;
        }
        let table = &room.lexicon.pinyin;
        let is_spaced = latin.pinyin.contains(' ');
        for headword in self.admitted(room, table.headwords(table.equal(full))) {
            if !holds(room.lexicon, headword, latin) {
                continue;
            }
            let is_other = is_spaced
                && !pinyin::keys(room.lexicon.text(headword))
                    .iter()
                    .take(MOST_COMPARED)
                    .any(|key| key.spaced == latin.pinyin);
            let cost = if is_other { OTHER_SYLLABLES } else { 0 };
            self.offer(room, headword, (MatchKind::Pinyin, Extent::Whole), cost, 0);
        }
    }

    /// Gathers the headwords of `key` in `table`.
    fn keyed(
        &mut self,
        room: &Room<'_>,
        table: &KeyTable,
        latin: &Latin,
        key: &str,
        kind: MatchKind,
        cost: u16,
    ) {
        if key.is_empty() {
            return;
        }
        for headword in self.admitted(room, table.headwords(table.equal(key))) {
            if holds(room.lexicon, headword, latin) {
                self.offer(room, headword, (kind, Extent::Whole), cost, 0);
            }
        }
    }

    /// Gathers terms whose pinyin differs only by what is often confused; the nearest first.
    fn fuzzy_pinyin(&mut self, needle: &Needle, latin: &Latin) {
        let mut keys: Vec<String> = Vec::new();
        for way in &latin.syllables {
            let key = pinyin::fuzzy_key(way);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let typed = latin.syllables.first().unwrap_or(&needle.fold);
        for room in self.desk.rooms.each() {
            let table = &room.lexicon.confused;
            for key in &keys {
                for headword in self.admitted(&room, table.headwords(table.equal(key))) {
                    if holds(room.lexicon, headword, latin) {
                        let sound = pinyin::best_key(room.lexicon.text(headword)).spaced;
                        let cost = u16::try_from(pinyin::cost(typed, &sound)).unwrap_or(u16::MAX);
                        self.offer(&room, headword, (MatchKind::FuzzyPinyin, Extent::Whole), cost, 0);
                    }
                }
            }
        }
    }

    /// Gathers the best terms that begin so.
    fn begun(&mut self, latin: &Latin, full: &str) {
        for room in self.desk.rooms.each() {
            let lexicon = room.lexicon;
            if full.len() >= LEAST_LETTERS {
                self.beginning(&room, &lexicon.pinyin, full, MatchKind::Pinyin, latin);
            }
            if latin.initials.len() >= LEAST_LETTERS {
                self.beginning(
                    &room,
                    &lexicon.initials,
                    &latin.initials,
                    MatchKind::Initials,
                    latin,
                );
            }
            if latin.wylie.len() >= LEAST_LETTERS {
                self.beginning(&room, &lexicon.wylie, &latin.wylie, MatchKind::Ewts, latin);
            }
            for key in &latin.phonetic {
                // The next syllable begins behind a space.
                self.beginning(
                    &room,
                    &lexicon.phonetic,
                    &format!("{key} "),
                    MatchKind::Phonetic,
                    latin,
                );
            }
        }
    }

    fn beginning(&mut self, room: &Room<'_>, table: &KeyTable, key: &str, kind: MatchKind, latin: &Latin) {
        let range = table.starting_with(key);
        self.steps += range.len();
        let wanted = self.wanted(room);
        let best = super::literal::smallest(table.headwords(range), wanted, |headword| {
            holds(room.lexicon, headword, latin)
                && self
                    .filter
                    .admits(room, room.lexicon.headwords.document(headword))
        });
        for headword in best {
            self.offer(room, headword, (kind, Extent::Begun), 0, 0);
        }
    }
}

/// Tells whether a headword holds the characters that stood among the letters.
fn holds(lexicon: &Lexicon, headword: u32, latin: &Latin) -> bool {
    let fold = || lexicon.fold(headword);
    latin.characters.is_empty()
        || latin
            .characters
            .iter()
            .all(|characters| fold().contains(characters))
}
