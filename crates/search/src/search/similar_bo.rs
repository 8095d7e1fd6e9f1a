//! Tibetan terms of the same sound, with a misspelt syllable, or with a tsheg lost or too many.

use glossary::Lang;
use text::bo::similar::{Cost, term_cost};
use text::bo::{self, phonetic};

use super::gather::Gathering;
use crate::MatchKind;
use crate::definition::Extent;
use crate::fold::unit;
use crate::lexicon::Side;
use crate::rooms::Room;

/// The farthest a syllable may be from the one that is meant.
const SYLLABLE_LIMIT: Cost = Cost::new(14);
/// The farthest a term may be.
const TERM_LIMIT: Cost = Cost::new(24);
/// Longer texts are no terms.
const MOST_SYLLABLES: usize = 24;
/// Near syllables that are tried in place of each syllable.
const MOST_NEAR: usize = 64;
/// Terms that are compared because half of their syllables are the same.
const MOST_COMPARED: usize = 512;

impl Gathering<'_> {
    /// Gathers the terms that are like `folded`, by sound and by spelling.
    pub(crate) fn similar_bo(&mut self, folded: &str) {
        let syllables = unit(Lang::Bo).split(folded);
        if syllables.is_empty() || syllables.len() > MOST_SYLLABLES {
            return;
        }
        let sound = phonetic::key(folded);
        for room in self.desk.rooms.each() {
            let table = &room.lexicon.phonetic;
            for headword in self.admitted(&room, table.headwords(table.equal(&sound))) {
                let cost = term_cost(folded, room.lexicon.fold(headword), TERM_LIMIT);
                let cost = cost.unwrap_or(TERM_LIMIT).tenths();
                self.offer(&room, headword, (MatchKind::Homophone, Extent::Whole), cost, 0);
            }
            let side = room.lexicon.side(Lang::Bo);
            self.respelt(&room, side, &syllables);
            self.rejoined(&room, side, &syllables);
            self.half_the_same(&room, side, folded, &syllables);
        }
    }

    /// Puts each near syllable in the place of each syllable.
    fn respelt(&mut self, room: &Room<'_>, side: &Side, syllables: &[&str]) {
        let similar = side.similar_syllables();
        for (at, syllable) in syllables.iter().enumerate() {
            let mut near = similar.near(syllable, SYLLABLE_LIMIT);
            near.sort_by_key(|(id, cost)| (*cost, *id));
            for (id, cost) in near
                .into_iter()
                .filter(|(_, cost)| *cost > Cost::ZERO)
                .take(MOST_NEAR)
            {
                let mut spelt = syllables.to_vec();
                if let Some(slot) = spelt.get_mut(at) {
                    *slot = similar.text(id);
                }
                self.spelt(room, side, &spelt.join("་"), cost.tenths());
            }
        }
    }

    /// Cuts syllables that were run together, and joins neighbours between which a tsheg is too many.
    fn rejoined(&mut self, room: &Room<'_>, side: &Side, syllables: &[&str]) {
        let cut: Vec<String> = syllables
            .iter()
            .map(|syllable| {
                bo::split_joined(syllable).map_or_else(|| (*syllable).to_owned(), |parts| parts.join("་"))
            })
            .collect();
        let cut = cut.join("་");
        if cut != syllables.join("་") {
            self.spelt(room, side, &cut, TSHEG);
        }
        for at in 1..syllables.len() {
            let (before, behind) = syllables.split_at(at);
            self.spelt(room, side, &[before.join("་"), behind.join("་")].concat(), TSHEG);
        }
    }

    /// Compares the terms that have the first or the second half of the syllables: one may be missing or too many.
    fn half_the_same(&mut self, room: &Room<'_>, side: &Side, folded: &str, syllables: &[&str]) {
        if syllables.len() < 2 {
            return;
        }
        let (first, second) = syllables.split_at(syllables.len() / 2);
        let begun = side.keys.starting_with(&format!("{}་", first.join("་")));
        let ended = side.suffixes.ending(&second.join("་"));
        let headwords = side.keys.headwords(begun).take(MOST_COMPARED);
        for headword in headwords.chain(side.suffixes.headwords(ended).take(MOST_COMPARED)) {
            self.steps += 1;
            let term = room.lexicon.fold(headword);
            let count = term.matches('་').count() + 1;
            if count.abs_diff(syllables.len()) == 1
                && let Some(cost) = term_cost(folded, term, TERM_LIMIT).filter(|cost| *cost > Cost::ZERO)
            {
                self.offer(
                    room,
                    headword,
                    (MatchKind::Fuzzy, extent(cost.tenths())),
                    cost.tenths(),
                    0,
                );
            }
        }
    }

    /// Gathers the terms that are `spelt` so, and those that begin so.
    fn spelt(&mut self, room: &Room<'_>, side: &Side, spelt: &str, cost: u16) {
        self.steps += 1;
        for headword in side.keys.headwords(side.keys.equal(spelt)) {
            self.offer(room, headword, (MatchKind::Fuzzy, extent(cost)), cost, 0);
        }
        let begun = side.keys.starting_with(&format!("{spelt}་"));
        for headword in side.keys.headwords(begun).take(MOST_NEAR) {
            self.steps += 1;
            self.offer(room, headword, (MatchKind::Fuzzy, Extent::Begun), cost, 0);
        }
    }
}

fn extent(cost: u16) -> Extent {
    if cost <= LITTLE {
        Extent::Whole
    } else {
        Extent::Far
    }
}

/// What is little between two spellings.
const LITTLE: u16 = 14;
/// What a tsheg lost or too many costs, as between terms.
const TSHEG: u16 = 2;
