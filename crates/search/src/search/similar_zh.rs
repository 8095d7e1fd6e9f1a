//! Chinese terms of the same sound, or with a character that is another, missing, too many or out of place.

use std::collections::HashMap;

use glossary::Lang;
use text::zh::{homophone, pinyin};

use super::edits::{EDIT, EXCHANGED, cost};
use super::gather::Gathering;
use crate::MatchKind;
use crate::definition::Extent;
use crate::rooms::Room;

/// Shorter texts are one edit from far too many terms.
const LEAST_CHARACTERS: usize = 3;
/// From this length on, two edits are looked for.
const LONG: usize = 6;
/// Longer texts are no terms.
const MOST_CHARACTERS: usize = 64;
/// Headwords that are compared for one half of a text.
const MOST_COMPARED: usize = 1 << 14;
/// Places of pairs of characters that are counted.
const MOST_COUNTED: usize = 1 << 14;
/// What is little for ten characters, in tenths of a letter: two edits from nine characters on.
const MOST_PER_TEN: usize = 23;
/// What a character of the same sound costs in place of another.
const SAME_SOUND: u16 = 6;

impl Gathering<'_> {
    /// Gathers the terms that sound like `folded`; the most like it first.
    pub(crate) fn homophones(&mut self, folded: &str) {
        let key = homophone::key(folded);
        if key.is_empty() || folded.chars().nth(1).is_none() {
            return;
        }
        let typed: Vec<char> = folded.chars().collect();
        let sound = pinyin::best_key(folded).spaced;
        for room in self.desk.rooms.each() {
            let table = &room.lexicon.confused;
            for headword in table.headwords(table.equal(&key)).take(self.together()) {
                self.steps += 1;
                let term: Vec<char> = room.lexicon.fold(headword).chars().collect();
                let other = typed.iter().zip(&term).filter(|(a, b)| a != b).count();
                let heard = pinyin::cost(&sound, &pinyin::best_key(room.lexicon.text(headword)).spaced);
                let cost = u16::try_from(other).unwrap_or(u16::MAX);
                let cost = cost.saturating_add(u16::try_from(heard).unwrap_or(u16::MAX));
                self.offer(&room, headword, (MatchKind::Homophone, Extent::Whole), cost, 0);
            }
        }
    }

    /// Gathers the terms that are an edit from `folded`, two for a long text.
    ///
    /// One edit leaves the first or the second half as it is, so terms that begin with the one or end with the other are
    /// all that can be meant. Two edits leave most pairs of neighbours.
    pub(crate) fn similar_zh(&mut self, folded: &str) {
        let typed: Vec<char> = folded.chars().take(MOST_CHARACTERS + 1).collect();
        if !(LEAST_CHARACTERS..=MOST_CHARACTERS).contains(&typed.len()) {
            return;
        }
        let limit = if typed.len() < LONG { EDIT } else { 2 * EDIT };
        for room in self.desk.rooms.each() {
            self.exchanged(&room, &typed);
            let side = room.lexicon.side(Lang::Zh);
            let (first, second) = typed.split_at(typed.len() / 2);
            let begun = side.keys.starting_with(&first.iter().collect::<String>());
            let ended = side.ending_with(&room.lexicon.headwords, &second.iter().collect::<String>());
            let begun = side.keys.headwords(begun).take(MOST_COMPARED);
            let ended = side.reversed(ended).take(MOST_COMPARED);
            self.compare(&room, &typed, limit, begun.chain(ended));
            if limit > EDIT {
                let sharing = self.sharing_pairs(&room, &typed);
                self.compare(&room, &typed, limit, sharing.into_iter());
            }
        }
    }

    fn compare(&mut self, room: &Room<'_>, typed: &[char], limit: u16, headwords: impl Iterator<Item = u32>) {
        let mut term: Vec<char> = Vec::new();
        for headword in headwords {
            self.steps += 1;
            term.clear();
            term.extend(room.lexicon.fold(headword).chars());
            if term.len().abs_diff(typed.len()) > usize::from(limit / EDIT) {
                continue;
            }
            if let Some(cost) = cost(typed, &term, limit, substitution).filter(|cost| *cost > 0) {
                self.offer(
                    room,
                    headword,
                    (MatchKind::Fuzzy, extent(cost, typed.len())),
                    cost,
                    0,
                );
            }
        }
    }

    /// Gathers the terms that `typed` is with two neighbours in the wrong order.
    fn exchanged(&mut self, room: &Room<'_>, typed: &[char]) {
        let keys = &room.lexicon.side(Lang::Zh).keys;
        for at in 1..typed.len() {
            let mut exchanged = typed.to_vec();
            exchanged.swap(at - 1, at);
            let exchanged: String = exchanged.into_iter().collect();
            self.steps += 1;
            for headword in keys.headwords(keys.equal(&exchanged)) {
                self.offer(room, headword, (MatchKind::Fuzzy, Extent::Whole), EXCHANGED, 0);
            }
        }
    }

    /// Returns the headwords that share most pairs of neighbours with `typed`, looking at the rarest pairs.
    fn sharing_pairs(&mut self, room: &Room<'_>, typed: &[char]) -> Vec<u32> {
        let postings = &room.lexicon.side(Lang::Zh).postings;
        let pairs = typed
            .array_windows()
            .filter_map(|[a, b]| postings.find((*a).into(), (*b).into()));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_by_key(|posting| posting.len());
        let mut shared: HashMap<u32, u8> = HashMap::new();
        let mut left = MOST_COUNTED;
        for posting in &pairs {
            if posting.len() > left {
                break;
            }
            left -= posting.len();
            self.steps += posting.len();
            for headword in postings.headwords(posting) {
                *shared.entry(headword).or_default() += 1;
            }
        }
        // Two edits spoil four pairs at most.
        let least = typed.len().saturating_sub(5).clamp(1, 3);
        let mut sharing: Vec<u32> = shared
            .into_iter()
            .filter(|(_, count)| usize::from(*count) >= least)
            .map(|(headword, _)| headword)
            .collect();
        sharing.sort_unstable();
        sharing
    }
}

/// Tells whether an edit is little for a text of so many characters.
fn extent(cost: u16, characters: usize) -> Extent {
    let is_little = cost <= EDIT || usize::from(cost) * 10 <= MOST_PER_TEN * characters;
    if is_little { Extent::Whole } else { Extent::Far }
}

/// Characters of the same sound are more easily put for each other.
fn substitution(a: &char, b: &char) -> u16 {
    let sound = |c: &char| homophone::key(c.encode_utf8(&mut [0; 4]));
    let key = sound(a);
    if !key.is_empty() && key == sound(b) {
        SAME_SOUND
    } else {
        EDIT
    }
}
