//! Chinese terms of the same sound, or with a character that is another, missing, too many or out of place.

use glossary::Lang;
use text::zh::{homophone, pinyin};

use super::edits::{EDIT, EXCHANGED, cost};
use super::gather::Gathering;
use super::literal::smallest;
use crate::MatchKind;
use crate::definition::Extent;
use crate::lexicon::Posting;
use crate::rooms::Room;

/// Shorter texts are one edit from far too many terms.
const LEAST_CHARACTERS: usize = 3;
/// From this length on, two edits are looked for.
const LONG: usize = 6;
/// Longer texts are no terms.
const MOST_CHARACTERS: usize = 64;
/// Headwords that are compared for the beginning of a text, and for its end.
const MOST_COMPARED: usize = 1 << 14;
/// Places of pairs of characters that are counted.
const MOST_COUNTED: usize = 1 << 12;
/// What is little for ten characters, in tenths of a letter: two edits from nine characters on.
const MOST_PER_TEN: usize = 23;
/// What a character of the same sound costs in place of another.
const SAME_SOUND: u16 = 6;

impl Gathering<'_> {
    /// Gathers the terms that sound like `folded`; the most like it first.
    pub(crate) fn homophones(&mut self, folded: &str) {
        let sound = pinyin::best_key(folded).spaced;
        let key = pinyin::fuzzy_key(&sound);
        if key.is_empty() || folded.chars().nth(1).is_none() {
            return;
        }
        let typed: Vec<char> = folded.chars().collect();
        for room in self.desk.rooms.each() {
            let table = &room.lexicon.confused;
            for headword in self.admitted(&room, table.headwords(table.equal(&key))) {
                let term: Vec<char> = room.lexicon.fold(headword).chars().collect();
                let other = typed.iter().zip(&term).filter(|(a, b)| a != b).count();
                let heard = pinyin::cost(&sound, &pinyin::best_key(room.lexicon.text(headword)).spaced);
                let cost = u16::try_from(other).unwrap_or(u16::MAX);
                let cost = cost.saturating_add(u16::try_from(heard).unwrap_or(u16::MAX));
                self.offer(&room, headword, (MatchKind::Homophone, Extent::Whole), cost, 0);
            }
            // The next syllable begins behind a space.
            let range = table.starting_with(&format!("{key} "));
            self.steps += range.len();
            let wanted = self.wanted(&room);
            let best = smallest(table.headwords(range), wanted, |headword| {
                self.filter
                    .admits(&room, room.lexicon.headwords.document(headword))
            });
            for headword in best {
                self.offer(&room, headword, (MatchKind::Homophone, Extent::Begun), 0, 0);
            }
        }
    }

    /// Gathers the terms that are an edit from `folded`, two for a long text.
    ///
    /// A text with one edit begins or ends as its term does: an edit behind a place leaves what is before it, one before the
    /// place leaves what is behind. So the terms that begin with the one part or end with the other are all that can be
    /// meant, and the text is cut where those are fewest. Two edits leave most pairs of neighbours.
    pub(crate) fn similar_zh(&mut self, folded: &str) {
        let typed: Vec<char> = folded.chars().take(MOST_CHARACTERS + 1).collect();
        if !(LEAST_CHARACTERS..=MOST_CHARACTERS).contains(&typed.len()) {
            return;
        }
        let mut near = Vec::new();
        for room in self.desk.rooms.each() {
            self.exchanged(&room, &typed);
            near.clear();
            self.one_edit(&room, folded, &typed, &mut near);
            // Two edits are looked for only where nobody can have meant one.
            if near.is_empty() && typed.len() >= LONG {
                self.sharing_pairs(&room, &typed, &mut near);
            }
            near.sort_unstable();
            near.dedup();
            self.compare(&room, &typed, &near);
        }
    }

    /// Gathers into `near` the headwords that one edit of the typed text may mean.
    fn one_edit(&mut self, room: &Room<'_>, folded: &str, typed: &[char], near: &mut Vec<u32>) {
        let side = room.lexicon.side(Lang::Zh);
        let places = folded.char_indices().map(|(at, _)| at).skip(1);
        let cuts = places.filter_map(|at| {
            let (before, behind) = folded.split_at_checked(at)?;
            let begun = side.keys.starting_with(before);
            let ended = side.suffixes.ending(behind);
            let whole = side.keys.equal(behind);
            Some((begun.len() + ended.len() + whole.len(), begun, ended, whole))
        });
        let Some((length, begun, ended, whole)) = cuts.min_by_key(|(length, ..)| *length) else {
            return;
        };
        self.steps += length.min(2 * MOST_COMPARED);
        // A character has one to four bytes; most have three.
        let fits = |key: &[u8]| key.len().abs_diff(folded.len()) <= 4;
        for place in begun
            .take(MOST_COMPARED)
            .filter(|place| fits(side.keys.key_bytes(*place)))
        {
            near.extend(is_one_edit(typed, side.keys.key(place)).then(|| side.keys.headword(place)));
        }
        // What was typed before the place may be all that is too much.
        let ended = side.keys.headwords(whole).chain(side.suffixes.headwords(ended));
        for headword in ended.take(MOST_COMPARED) {
            let term = room.lexicon.fold(headword);
            if fits(term.as_bytes()) && is_one_edit(typed, term) {
                near.push(headword);
            }
        }
    }

    fn compare(&mut self, room: &Room<'_>, typed: &[char], headwords: &[u32]) {
        let limit = if typed.len() < LONG { EDIT } else { 2 * EDIT };
        let mut term: Vec<char> = Vec::new();
        for headword in headwords {
            self.steps += 1;
            term.clear();
            term.extend(room.lexicon.fold(*headword).chars());
            // Without the sounds first: they are looked up only for what is near enough.
            if cost(typed, &term, limit, |_, _| EDIT).is_some_and(|cost| cost > 0)
                && let Some(cost) = cost(typed, &term, limit, substitution)
            {
                self.offer(
                    room,
                    *headword,
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

    /// Gathers into `near` the headwords that share most of the rarest pairs of neighbours with `typed`.
    fn sharing_pairs(&mut self, room: &Room<'_>, typed: &[char], near: &mut Vec<u32>) {
        let postings = &room.lexicon.side(Lang::Zh).postings;
        let pairs = typed
            .array_windows()
            .filter_map(|[a, b]| postings.find((*a).into(), (*b).into()));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_by_key(Posting::len);
        let mut sharing: Vec<u32> = Vec::new();
        let mut lists = 0;
        for posting in &pairs {
            if sharing.len() + posting.len() > MOST_COUNTED {
                break;
            }
            lists += 1;
            sharing.extend(postings.headwords(posting));
        }
        self.steps += sharing.len();
        sharing.sort_unstable();
        // Two edits spoil four pairs at most.
        let least = (lists + typed.len()).saturating_sub(5 + pairs.len()).clamp(2, 4);
        for alike in sharing.chunk_by(|a, b| a == b) {
            if alike.len() >= least {
                near.extend(alike.first());
            }
        }
    }
}

/// Tells whether a character of `term` is another one, or one more or less than in `typed`; or nothing is.
fn is_one_edit(typed: &[char], term: &str) -> bool {
    let same = typed
        .iter()
        .zip(term.chars())
        .take_while(|(a, b)| **a == *b)
        .count();
    let rest = typed.len() - same;
    let behind = typed.iter().rev().zip(term.chars().rev());
    let same_behind = behind.take(rest).take_while(|(a, b)| **a == *b).count();
    let length = term.chars().count();
    let longer = typed.len().max(length);
    longer - typed.len().min(length) <= 1 && (same + same_behind).min(length) + 1 >= longer
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_may_be_another_missing_or_too_many() {
        for (typed, term, expect) in [
            ("取保候审", "取保后审", true),
            ("取保候审", "取保审", true),
            ("取保审", "取保候审", true),
            ("取保候审", "取保候审书", true),
            ("保候审", "取保候审", true),
            ("取保候审", "取保候审", true),
            ("取保候审", "取候保审", false),
            ("取保候审", "取保", false),
            ("人人", "人", true),
            ("人人人", "人", false),
        ] {
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(is_one_edit(&typed, term), expect, "{term}");
        }
    }

    proptest::proptest! {
        #[test]
        fn one_edit_is_what_the_distance_says(typed in "[取保候]{0,5}", term in "[取保候]{0,5}") {
            let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), term.chars().collect());
            // Exchanged neighbours are two edits here.
            let exchanged = (1..a.len()).any(|at| { let mut a = a.clone(); a.swap(at - 1, at); a == b });
            let near = cost(&a, &b, EDIT, |_, _| EDIT).is_some() && (!exchanged || a == b);
            proptest::prop_assert_eq!(is_one_edit(&a, &term), near);
        }
    }
}
