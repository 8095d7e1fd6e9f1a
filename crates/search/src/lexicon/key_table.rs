//! Keys of one kind in the order of their bytes, each with the headword that it leads to.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::file::{Reader, Writer};
use super::flat::{NumberWriter, Numbers, TextWriter, Texts, first_from, lower_bound_in};
use super::signposts::Signposts;

/// Closes each key where they lie one behind the other; below every byte of a folded text, and in none.
pub(super) const END: u8 = 0;

/// A sorted table of keys. The same key stands in it once for each of its headwords, the best headword first.
#[derive(Debug, Clone)]
pub(crate) struct KeyTable {
    /// The keys, each with [`END`] behind it.
    keys: Texts,
    headwords: Numbers,
    signposts: Signposts,
}

impl KeyTable {
    pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
        let keys = reader.texts()?;
        let headwords = reader.numbers()?;
        let signposts = Signposts::new(reader.bytes()?, keys.len())?;
        (keys.len() == headwords.len()).then_some(Self {
            keys,
            headwords,
            signposts,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns the key at a place, in the order of the table; the empty one beyond the end.
    pub(crate) fn key(&self, place: usize) -> &str {
        std::str::from_utf8(self.key_bytes(place)).unwrap_or_default()
    }

    /// Returns the bytes of the key at a place.
    pub(crate) fn key_bytes(&self, place: usize) -> &[u8] {
        let closed = self.keys.bytes(place);
        closed.split_last().map_or(closed, |(_, key)| key)
    }

    /// Returns all keys one behind the other, each closed by [`END`].
    pub(super) fn closed_bytes(&self) -> OwnedBytes {
        self.keys.all_bytes().clone()
    }

    /// Returns where in [`KeyTable::closed_bytes`] the key at a place begins.
    pub(crate) fn start(&self, place: usize) -> usize {
        self.keys.start(place)
    }

    /// Returns the headword at a place.
    pub(crate) fn headword(&self, place: usize) -> u32 {
        self.headwords.get(place)
    }

    /// Returns the headwords of a range of places.
    pub(crate) fn headwords(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        self.headwords.range(range)
    }

    /// Returns the places whose key is `key`.
    pub(crate) fn equal(&self, key: &str) -> Range<usize> {
        let key = key.as_bytes();
        let start = self.first(key);
        start..first_from(start, self.len(), |at| self.key_bytes(at) != key)
    }

    /// Returns the places whose key begins with `prefix`, the key itself included.
    pub(crate) fn starting_with(&self, prefix: &str) -> Range<usize> {
        let start = self.first(prefix.as_bytes());
        start..self.end_of(prefix, start)
    }

    /// Returns the places from `start` on whose key begins with `prefix`, if no place from there on has one below it: quicker
    /// than [`KeyTable::starting_with`] the nearer they are.
    pub(crate) fn starting_from(&self, start: usize, prefix: &str) -> Range<usize> {
        let start = first_from(start, self.len(), |at| self.key_bytes(at) >= prefix.as_bytes());
        start..self.end_of(prefix, start)
    }

    fn end_of(&self, prefix: &str, start: usize) -> usize {
        first_from(start, self.len(), |at| {
            !self.key_bytes(at).starts_with(prefix.as_bytes())
        })
    }

    fn first(&self, key: &[u8]) -> usize {
        lower_bound_in(self.signposts.around(key, self.len()), |at| {
            self.key_bytes(at).cmp(key)
        })
    }
}

/// Keys as they are gathered, in any order.
#[derive(Debug, Default)]
pub(crate) struct KeyTableBuilder {
    bytes: Vec<u8>,
    /// Where each key lies in `bytes`, and its headword.
    entries: Vec<(u32, u32, u32)>,
}

impl KeyTableBuilder {
    /// Adds a key; an empty one leads nowhere and is left out.
    pub(crate) fn add(&mut self, key: &[u8], headword: u32) {
        if key.is_empty() {
            return;
        }
        let start = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(key);
        let end = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.entries.push((start, end, headword));
    }

    /// Replaces the numbers under which headwords were added by their final ones.
    pub(crate) fn renumber(&mut self, number: &[u32]) {
        for (.., headword) in &mut self.entries {
            *headword = number.get(*headword as usize).copied().unwrap_or(u32::MAX);
        }
    }

    /// Sorts the keys and writes them; returns for each place its headword.
    pub(crate) fn write(mut self, writer: &mut Writer) -> Vec<u32> {
        self.sort();
        let key = |start: u32, end: u32| self.bytes.get(start as usize..end as usize).unwrap_or_default();
        let mut keys = TextWriter::default();
        let mut headwords = NumberWriter::with_capacity(self.entries.len());
        for (start, end, headword) in &self.entries {
            keys.push_closed(key(*start, *end), END);
            headwords.push(*headword);
        }
        writer.texts(keys);
        writer.numbers(headwords);
        let keys = self.entries.iter().map(|(start, end, _)| key(*start, *end));
        writer.bytes(Signposts::bytes_of(keys));
        self.entries.into_iter().map(|(.., headword)| headword).collect()
    }

    /// Returns the headwords in the order of their keys.
    pub(crate) fn sorted_headwords(mut self) -> impl Iterator<Item = u32> {
        self.sort();
        self.entries.into_iter().map(|(.., headword)| headword)
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        let key = |start: u32, end: u32| bytes.get(start as usize..end as usize).unwrap_or_default();
        self.entries
            .sort_unstable_by(|a, b| key(a.0, a.1).cmp(key(b.0, b.1)).then(a.2.cmp(&b.2)));
        self.entries
            .dedup_by(|a, b| a.2 == b.2 && key(a.0, a.1) == key(b.0, b.1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(entries: &[(&str, u32)]) -> KeyTable {
        let mut builder = KeyTableBuilder::default();
        entries
            .iter()
            .for_each(|(key, headword)| builder.add(key.as_bytes(), *headword));
        let mut writer = Writer::in_memory();
        builder.write(&mut writer);
        KeyTable::read(&mut Reader::of(writer.finish().unwrap())).unwrap()
    }

    #[test]
    fn keys_are_found_whole_and_by_their_beginning() {
        let table = table(&[
            ("法院", 3),
            ("法", 9),
            ("人民", 4),
            ("法官", 5),
            ("法院", 1),
            ("", 7),
            ("ཁྲིམས་ཁང", 2),
            ("ཁྲིམས", 6),
            ("法院", 3),
        ]);
        let equal = |key| table.headwords(table.equal(key)).collect::<Vec<_>>();
        let starting = |key| table.headwords(table.starting_with(key)).collect::<Vec<_>>();
        assert_eq!(
            table.len(),
            7,
            "an empty key leads nowhere, and a pair stands once"
        );
        assert_eq!(equal("法院"), [1, 3], "the better headword first");
        assert_eq!(equal("院"), [0; 0]);
        assert_eq!(starting("法"), [9, 5, 1, 3]);
        assert_eq!(starting("ཁྲིམས"), [6, 2]);
        assert_eq!(starting("").len(), 7);
        assert_eq!(starting("龥"), [0; 0]);
    }

    proptest::proptest! {
        #[test]
        fn a_prefix_finds_what_begins_with_it(
            keys in proptest::collection::vec("[法院人ཁམab]{1,4}", 0..20),
            prefix in "[法院人ཁམab]{0,3}",
        ) {
            let entries: Vec<(&str, u32)> = keys.iter().map(String::as_str).zip(0..).collect();
            let table = table(&entries);
            let mut found: Vec<u32> = table.headwords(table.starting_with(&prefix)).collect();
            found.sort_unstable();
            let expect: Vec<u32> = entries.iter().filter(|e| e.0.starts_with(&prefix)).map(|e| e.1).collect();
            proptest::prop_assert_eq!(found, expect);
        }
    }
}
