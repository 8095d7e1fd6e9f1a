//! Terms that match only a part of what was typed: those that stand in it, and those that share words with it.

use glossary::{ConceptId, Lang};
use tantivy::query::{BooleanQuery, Query};

use super::explained::term;
use super::gather::Gathering;
use super::stands::find_units;
use crate::definition::Extent;
use crate::fold::unit;
use crate::grams::Unit;
use crate::read::Needle;
use crate::rooms::Room;
use crate::vocabulary::VOCABULARY;
use crate::{Error, MatchKind};

/// Units of a text in which terms are looked for; a phrase out of a judgment has fewer.
const MOST_UNITS: usize = 80;
/// Units of the longest term that is looked for in a text.
const MOST_TERM_UNITS: usize = 24;
/// Characters of the shortest one: single characters say nothing. A syllable of Tibetan may be a word.
const LEAST_CHARACTERS: usize = 2;
/// Concepts that share words with the text and are compared with it.
const MOST_SHARING: usize = 50;
/// What a match costs that covers nothing.
const NOTHING: u16 = 100;
/// What it costs more that a term does not stand in the text, but only shares words with it.
const ONLY_WORDS: u16 = 30;
/// A term that costs more has hardly anything to do with the text.
const MOST_COST: u16 = 80;
const PARTLY: (MatchKind, Extent) = (MatchKind::Words, Extent::Partly);

impl Gathering<'_> {
    /// Gathers the terms that stand in the needle, and those that share words with it.
    pub(crate) fn partly(&mut self, needle: &Needle) -> Result<(), Error> {
        let is_covered = self.contained(needle);
        if !self.has_only_parts() {
            return Ok(());
        }
        // What shares words with the text is looked for only where nothing is alike.
        self.found_words(needle);
        self.abbreviated(needle);
        // The full-text room costs most, so it is asked only where some of the text is in no term.
        if !is_covered {
            self.sharing_words(needle)
        } else {
            Ok(())
        }
    }

    /// Gathers the terms that stand in the needle; tells whether they cover all of it.
    fn contained(&mut self, needle: &Needle) -> bool {
        let unit = unit(needle.lang);
        let units = unit.split(&needle.fold);
        let units = units.get(..MOST_UNITS).unwrap_or(&units);
        let least = if unit == Unit::Char { LEAST_CHARACTERS } else { 1 };
        let joint = if unit == Unit::Char { "" } else { "་" };
        let mut covered_to = 0;
        for start in 0..units.len() {
            let most = (units.len() - start).min(MOST_TERM_UNITS);
            let mut text = units.get(start).copied().unwrap_or_default().to_owned();
            for length in 1..=most {
                if length > 1 {
                    text.push_str(joint);
                    text.push_str(units.get(start + length - 1).copied().unwrap_or_default());
                }
                let is_particle = length == 1 && VOCABULARY.is_particle(&text);
                if length < least || length == units.len() || is_particle {
                    continue;
                }
                let cost = uncovered(length, units.len(), length);
                let (begins_a_term, is_term) = self.standing_in(needle.lang, &text, cost);
                if is_term && start <= covered_to {
                    covered_to = covered_to.max(start + length);
                }
                let begins_everyday = needle.lang != Lang::Bo && VOCABULARY.begins_everyday(&text);
                if begins_everyday {
                    self.everyday(&text, PARTLY, cost);
                }
                if !begins_a_term && !begins_everyday {
                    break;
                }
            }
        }
        covered_to == units.len()
    }

    /// Gathers the terms that are `text`; tells whether any term begins so, and whether any is it.
    fn standing_in(&mut self, lang: Lang, text: &str, cost: u16) -> (bool, bool) {
        let (mut begins, mut is_term) = (false, false);
        for room in self.desk.rooms.each() {
            let keys = &room.lexicon.side(lang).keys;
            let range = keys.starting_with(text);
            self.steps += 1;
            begins |= !range.is_empty();
            for place in range.take_while(|place| keys.key(*place) == text) {
                is_term = true;
                self.offer(&room, keys.headword(place), PARTLY, cost, 0);
            }
        }
        (begins, is_term)
    }

    fn sharing_words(&mut self, needle: &Needle) -> Result<(), Error> {
        let (field, mut words): (_, Vec<String>) = match (needle.lang, self.desk.words.ready()) {
            (Lang::Bo, _) => (self.desk.fields.bo_syl, needle.pieces.clone()),
            (_, Some(segmenter)) => {
                let words = needle
                    .pieces
                    .iter()
                    .flat_map(|piece| segmenter.words_for_search(piece));
                (
                    self.desk.fields.zh_w,
                    words.map(|word| word.text.to_owned()).collect(),
                )
            }
            // Without the dictionary there are no words yet.
            _ => return Ok(()),
        };
        words.retain(|word| !VOCABULARY.is_particle(word));
        words.sort_unstable();
        words.dedup();
        words.truncate(self.desk.definition.limits.query_words);
        if words.is_empty() {
            return Ok(());
        }
        let clauses = words.iter().map(|word| term(field, word)).collect();
        let sharing: Box<dyn Query> = Box::new(BooleanQuery::union(clauses));
        let all = std::iter::once(sharing).chain(self.chosen());
        let query: Box<dyn Query> = Box::new(BooleanQuery::intersection(all.collect()));
        let (ids, _) = self.in_full_text(query.as_ref(), MOST_SHARING)?;
        for id in ids {
            if let Some((room, document)) = self.desk.rooms.find(ConceptId::new(id)) {
                self.offer_sharing(&room, document, needle, &words);
            }
        }
        Ok(())
    }

    /// Adds the concept by the term of it that shares most with the needle.
    fn offer_sharing(&mut self, room: &Room<'_>, document: u32, needle: &Needle, words: &[String]) {
        let side = room.lexicon.side(needle.lang);
        let asked = side.unit.split(&needle.fold).len();
        let best = room
            .lexicon
            .documents
            .headwords(document)
            .map(|headword| {
                let fold = room.lexicon.fold(headword);
                let covered = covered(side.unit, fold, words);
                let length = side.unit.split(fold).len();
                (
                    uncovered(covered, asked, length).saturating_add(ONLY_WORDS),
                    headword,
                )
            })
            .min();
        if let Some((cost, headword)) = best.filter(|(cost, _)| *cost <= MOST_COST) {
            self.offer(room, headword, PARTLY, cost, 0);
        }
    }
}

/// Returns how many units of `fold` stand in one of `words`.
fn covered(unit: Unit, fold: &str, words: &[String]) -> usize {
    let units = unit.split(fold).len();
    let mut is_covered = vec![false; units];
    for word in words {
        if let Some(at) = find_units(unit, fold, word) {
            let before = unit.split(fold.get(..at).unwrap_or_default()).len();
            let length = unit.split(word).len();
            is_covered
                .iter_mut()
                .skip(before)
                .take(length)
                .for_each(|c| *c = true);
        }
    }
    is_covered.into_iter().filter(|c| *c).count()
}

/// Returns the cost of what is not covered: of `asked` units of the text and `term` units of the term, `covered` are the
/// same. What the text has besides counts in full, what the term has besides by a third, for names are longer than what
/// people say (the measure of Tversky, 1977).
pub(super) fn uncovered(covered: usize, asked: usize, term: usize) -> u16 {
    let besides = 3 * asked.saturating_sub(covered) + term.saturating_sub(covered);
    let share = usize::from(NOTHING) * 3 * covered / (3 * covered + besides).max(1);
    NOTHING.saturating_sub(u16::try_from(share).unwrap_or(NOTHING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_counts_for_more_than_what_the_term_has_besides() {
        assert_eq!(uncovered(4, 4, 4), 0);
        assert_eq!(uncovered(0, 4, 4), NOTHING);
        assert_eq!(uncovered(0, 0, 0), NOTHING);
        assert!(uncovered(4, 4, 8) < uncovered(4, 8, 4));
        // All of 伪造公司印章罪 in a long name, against 公司 alone.
        assert!(uncovered(7, 7, 23) < uncovered(2, 7, 2));
    }

    #[test]
    fn words_cover_each_character_once() {
        let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            covered(Unit::Char, "人民法院", &words(&["人民", "民法", "法官"])),
            3
        );
        assert_eq!(
            covered(Unit::Syllable, "མི་དམངས་ཁྲིམས་ཁང", &words(&["ཁྲིམས", "ཁང", "མིག"])),
            2
        );
    }
}
