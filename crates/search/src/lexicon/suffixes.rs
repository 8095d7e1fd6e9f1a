//! What the terms of a script go on with from each of their units on, in the order of the bytes: one search finds every
//! place where a text stands within a term or at its end.
//!
//! A suffix array over the units of folded terms (Manber and Myers, “Suffix arrays: a new method for on-line string
//! searches”, 1993). Whole terms are not in it: they are the keys of the side.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::file::{Reader, Writer};
use super::flat::{NumberWriter, Numbers, first_from, lower_bound_in};
use super::key_table::{END, KeyTable};
use super::signposts::{Signposts, head_of};
use crate::grams::Unit;

const TSHEG: &str = "\u{f0b}";

/// The suffixes of the keys of a side, sorted; those of one text by their headwords, the best first.
#[derive(Debug, Clone)]
pub(crate) struct Suffixes {
    /// The keys one behind the other, each closed by [`END`].
    keys: OwnedBytes,
    /// Where in `keys` each suffix begins.
    starts: Numbers,
    headwords: Numbers,
    signposts: Signposts,
}

impl Suffixes {
    pub(crate) fn read(reader: &mut Reader, keys: &KeyTable) -> Option<Self> {
        let (starts, headwords) = (reader.numbers()?, reader.numbers()?);
        let signposts = Signposts::new(reader.bytes()?, starts.len())?;
        (starts.len() == headwords.len()).then(|| Self {
            keys: keys.closed_bytes(),
            starts,
            headwords,
            signposts,
        })
    }

    /// Returns the places of the suffixes that are `text`: where terms end with it.
    pub(crate) fn ending(&self, text: &str) -> Range<usize> {
        let text = text.as_bytes();
        let start = self.first(text);
        let is_ending = |at: usize| {
            let rest = self.rest(at);
            rest.starts_with(text) && rest.get(text.len()) == Some(&END)
        };
        start..first_from(start, self.len(), |at| !is_ending(at))
    }

    /// Returns the places of the suffixes that begin with `text` and go on behind it with another unit. `ending` is what
    /// [`Suffixes::ending`] says of the same text.
    pub(crate) fn going_on(&self, unit: Unit, text: &str, ending: &Range<usize>) -> Range<usize> {
        match unit {
            Unit::Char => self.beginning(text.as_bytes(), ending.end),
            Unit::Syllable => {
                // What goes on with a letter is another syllable.
                let text = [text, TSHEG].concat();
                let start = first_from(ending.end, self.len(), |at| self.rest(at) >= text.as_bytes());
                self.beginning(text.as_bytes(), start)
            }
        }
    }

    /// Returns the headwords of a range of places.
    pub(crate) fn headwords(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        self.headwords.range(range)
    }

    /// Returns the headwords of a range of places, each with where its suffix begins among the bytes of the keys.
    pub(crate) fn places(&self, range: Range<usize>) -> impl Iterator<Item = (u32, u32)> {
        self.headwords.range(range.clone()).zip(self.starts.range(range))
    }

    /// Writes the suffixes of keys given in the order of their table, each with its headword.
    pub(crate) fn write<'k>(writer: &mut Writer, unit: Unit, keys: impl Iterator<Item = (&'k str, u32)>) {
        let mut closed: Vec<u8> = Vec::new();
        let mut suffixes: Vec<Suffix> = Vec::new();
        for (key, headword) in keys {
            let key_start = closed.len();
            closed.extend_from_slice(key.as_bytes());
            closed.push(END);
            for at in inner_starts(unit, key) {
                let head = head_of(key.as_bytes().get(at..).unwrap_or_default());
                let start = u32::try_from(key_start + at).unwrap_or(u32::MAX);
                suffixes.push((head, start, headword));
            }
        }
        let text = |start: u32| {
            let rest = closed.get(start as usize..).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == END).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        };
        // The head is compared first, and lies beside; most suffixes part there.
        suffixes.sort_unstable_by(|a, b| {
            let by_text = || text(a.1).cmp(text(b.1));
            a.0.cmp(&b.0)
                .then_with(by_text)
                .then(a.2.cmp(&b.2))
                .then(a.1.cmp(&b.1))
        });
        writer.numbers(
            suffixes
                .iter()
                .map(|(_, start, _)| *start)
                .collect::<NumberWriter>(),
        );
        writer.numbers(suffixes.iter().map(|(.., headword)| *headword).collect());
        writer.bytes(Signposts::bytes_of(
            suffixes.iter().map(|(_, start, _)| text(*start)),
        ));
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    /// Returns the suffix at a place and what lies behind it.
    fn rest(&self, at: usize) -> &[u8] {
        self.keys.get(self.starts.place(at)..).unwrap_or_default()
    }

    /// Returns the first place whose suffix is not below `text`.
    fn first(&self, text: &[u8]) -> usize {
        // The byte that closes a key is below all others, so what lies behind a key never decides.
        lower_bound_in(self.signposts.around(text, self.len()), |at| {
            self.rest(at).cmp(text)
        })
    }

    /// Returns the places from `start` on whose suffix begins with `text`; the first of them stands at `start`.
    fn beginning(&self, text: &[u8], start: usize) -> Range<usize> {
        start..first_from(start, self.len(), |at| !self.rest(at).starts_with(text))
    }
}

/// A suffix that is to be sorted: its head, where it begins among the keys, its headword. There are millions.
type Suffix = (u64, u32, u32);

/// Returns where the units of a folded text but the first begin, in bytes.
fn inner_starts(unit: Unit, key: &str) -> impl Iterator<Item = usize> {
    key.char_indices()
        .zip(key.chars().skip(1))
        .filter_map(move |((at, c), _)| {
            (unit == Unit::Char || TSHEG.starts_with(c)).then_some(at + c.len_utf8())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::key_table::KeyTableBuilder;

    fn suffixes(unit: Unit, keys: &[String]) -> Suffixes {
        let mut builder = KeyTableBuilder::default();
        (0..)
            .zip(keys)
            .for_each(|(headword, key)| builder.add(key.as_bytes(), headword));
        let mut writer = Writer::in_memory();
        let by_place = builder.write(&mut writer);
        let by_place = by_place
            .iter()
            .map(|headword| (keys[*headword as usize].as_str(), *headword));
        Suffixes::write(&mut writer, unit, by_place);
        let mut reader = Reader::of(writer.finish().unwrap());
        let table = KeyTable::read(&mut reader).unwrap();
        Suffixes::read(&mut reader, &table).unwrap()
    }

    /// Checks in which keys `text` stands at the end, and in which within, by their numbers.
    #[track_caller]
    fn check(unit: Unit, keys: &[&str], text: &str, ends: &[u32], within: &[u32]) {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let suffixes = suffixes(unit, &keys);
        let ending = suffixes.ending(text);
        assert_eq!(
            suffixes.headwords(ending.clone()).collect::<Vec<_>>(),
            ends,
            "{text} at the end"
        );
        let going_on = suffixes.going_on(unit, text, &ending);
        assert_eq!(
            suffixes.headwords(going_on).collect::<Vec<_>>(),
            within,
            "{text} within"
        );
    }

    #[test]
    fn a_text_is_found_at_the_end_and_within() {
        let keys = [
            "人民法院",
            "法院",
            "法院组织法",
            "最高人民法院规则",
            "court of law",
        ];
        check(Unit::Char, &keys, "法院", &[0], &[3]);
        check(Unit::Char, &keys, "法", &[2], &[0, 3]);
        check(Unit::Char, &keys, "law", &[4], &[]);
        check(Unit::Char, &keys, "罪", &[], &[]);
    }

    #[test]
    fn a_tibetan_text_is_found_as_whole_syllables() {
        let keys = ["མི་དམངས་ཁྲིམས་ཁང", "ཁྲིམས་ཁང", "རང་མིག", "ངའི་མི་གྲངས", "ང་མི1་ང"];
        check(Unit::Syllable, &keys, "ཁྲིམས", &[], &[0]);
        check(Unit::Syllable, &keys, "ཁང", &[0, 1], &[]);
        check(Unit::Syllable, &keys, "མི", &[], &[3]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_what_looking_through_finds(
            keys in proptest::collection::vec("[法院a]{1,6}", 0..40),
            text in "[法院a]{1,3}",
        ) {
            let suffixes = suffixes(Unit::Char, &keys);
            let ending = suffixes.ending(&text);
            let going_on = suffixes.going_on(Unit::Char, &text, &ending);
            let mut found: Vec<(u32, usize)> = Vec::new();
            let mut expect: Vec<(u32, usize)> = Vec::new();
            for (key, number) in keys.iter().zip(0..) {
                let places = key.char_indices().skip(1).filter(|(at, _)| key[*at..].starts_with(&text));
                expect.extend(places.map(|(at, _)| (number, key.len() - at)));
            }
            for (headword, start) in suffixes.places(ending.start..going_on.end) {
                let rest = suffixes.keys[start as usize..].iter().position(|b| *b == END).unwrap();
                found.push((headword, rest));
            }
            found.sort_unstable();
            expect.sort_unstable();
            proptest::prop_assert_eq!(found, expect);
        }
    }
}
