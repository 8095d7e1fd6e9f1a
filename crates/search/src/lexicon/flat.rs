//! Numbers and texts in flat little-endian bytes, read where they lie: in a mapped file or in memory.

use std::cmp::Ordering;
use std::ops::Range;

use tantivy::directory::OwnedBytes;

/// A sequence of 32-bit numbers.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    bytes: OwnedBytes,
}

/// A sequence of texts.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    /// Where each text ends in `bytes`.
    ends: Numbers,
    bytes: OwnedBytes,
}

impl Numbers {
    pub(crate) fn new(bytes: OwnedBytes) -> Self {
        Self { bytes }
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len() / 4
    }

    /// Returns the number at `at`, 0 beyond the end.
    pub(crate) fn get(&self, at: usize) -> u32 {
        self.all().get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    /// Returns the number at `at` as a place in another sequence.
    pub(crate) fn place(&self, at: usize) -> usize {
        self.get(at) as usize
    }

    /// Returns the numbers of `range`; fewer where it reaches beyond the end.
    pub(crate) fn range(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        let numbers = self.all().get(start..end).unwrap_or_default();
        numbers.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// Returns the numbers between the ends of the entries before `at` and at `at`: the `at`-th of consecutive groups.
    pub(crate) fn group(&self, at: usize) -> Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.place(before));
        start..self.place(at).max(start)
    }

    fn all(&self) -> &[[u8; 4]] {
        self.bytes.as_chunks().0
    }
}

impl Texts {
    pub(crate) fn new(ends: Numbers, bytes: OwnedBytes) -> Self {
        Self { ends, bytes }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the bytes of all texts, one behind the other.
    pub(super) fn all_bytes(&self) -> &OwnedBytes {
        &self.bytes
    }

    /// Returns where among [`Texts::all_bytes`] the text at `at` begins.
    pub(super) fn start(&self, at: usize) -> usize {
        self.ends.group(at).start
    }

    /// Returns the bytes of the text at `at`, none beyond the end.
    pub(crate) fn bytes(&self, at: usize) -> &[u8] {
        self.bytes.get(self.ends.group(at)).unwrap_or_default()
    }

    /// Returns the text at `at`, the empty one beyond the end.
    pub(crate) fn get(&self, at: usize) -> &str {
        std::str::from_utf8(self.bytes(at)).unwrap_or_default()
    }
}

/// Returns the first place of `0..len` that is not [`Ordering::Less`], as `compare` tells for sorted places.
pub(crate) fn lower_bound(len: usize, compare: impl Fn(usize) -> Ordering) -> usize {
    lower_bound_in(0..len, compare)
}

/// Returns the first place of `places` that is not [`Ordering::Less`], the end if all are, as `compare` tells for sorted
/// places.
pub(super) fn lower_bound_in(places: Range<usize>, compare: impl Fn(usize) -> Ordering) -> usize {
    let (mut low, mut high) = (places.start, places.end);
    while low < high {
        let middle = low.midpoint(high);
        if compare(middle) == Ordering::Less {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Returns the first place of `from..len` at which `holds`, `len` if there is none; behind one at which it holds it holds
/// at all. The nearer that place, the sooner it is found.
pub(super) fn first_from(from: usize, len: usize, holds: impl Fn(usize) -> bool) -> usize {
    let mut step = 1;
    let mut low = from;
    let mut high = from;
    while high < len && !holds(high) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    let order = |at| {
        if holds(at) {
            Ordering::Greater
        } else {
            Ordering::Less
        }
    };
    lower_bound_in(low..high.min(len).max(low), order)
}

/// Writes numbers one behind the other.
#[derive(Debug, Default)]
pub(crate) struct NumberWriter {
    bytes: Vec<u8>,
}

/// Writes texts one behind the other.
#[derive(Debug, Default)]
pub(crate) struct TextWriter {
    ends: NumberWriter,
    bytes: Vec<u8>,
}

impl NumberWriter {
    pub(crate) fn with_capacity(numbers: usize) -> Self {
        let bytes = Vec::with_capacity(4 * numbers);
        Self { bytes }
    }

    pub(crate) fn push(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// Returns how many numbers were written.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.bytes.len() / 4).unwrap_or(u32::MAX)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl FromIterator<u32> for NumberWriter {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut writer = Self::default();
        numbers.into_iter().for_each(|number| writer.push(number));
        writer
    }
}

impl TextWriter {
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.close();
    }

    /// Adds a text with `end` as its last byte.
    pub(super) fn push_closed(&mut self, text: &[u8], end: u8) {
        self.bytes.extend_from_slice(text);
        self.bytes.push(end);
        self.close();
    }

    fn close(&mut self) {
        // A file of more than 4 GiB is refused when it is written.
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// Returns the ends and the bytes.
    pub(crate) fn into_bytes(self) -> (Vec<u8>, Vec<u8>) {
        (self.ends.into_bytes(), self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(all: &[u32]) -> Numbers {
        let mut writer = NumberWriter::with_capacity(all.len());
        all.iter().for_each(|n| writer.push(*n));
        Numbers::new(OwnedBytes::new(writer.into_bytes()))
    }

    #[test]
    fn numbers_are_read_where_they_lie_and_none_beyond_the_end() {
        let three = numbers(&[7, 0, u32::MAX]);
        assert_eq!((three.len(), three.get(2), three.get(3)), (3, u32::MAX, 0));
        for (range, expect) in [
            (0..2, vec![7, 0]),
            (1..9, vec![0, u32::MAX]),
            (5..9, vec![]),
            (Range { start: 2, end: 1 }, vec![]),
        ] {
            assert_eq!(three.range(range).collect::<Vec<_>>(), expect);
        }
        assert_eq!(numbers(&[]).range(0..1).count(), 0);
    }

    #[test]
    fn groups_follow_each_other() {
        let ends = numbers(&[2, 2, 5]);
        assert_eq!([ends.group(0), ends.group(1), ends.group(2)], [0..2, 2..2, 2..5]);
        assert!(ends.group(3).is_empty(), "none beyond the end");
    }

    #[test]
    fn texts_of_both_scripts_come_back() {
        let mut writer = TextWriter::default();
        for text in ["法院", "", "ཁྲིམས་ཁང"] {
            writer.push(text.as_bytes());
        }
        let (ends, bytes) = writer.into_bytes();
        let texts = Texts::new(Numbers::new(OwnedBytes::new(ends)), OwnedBytes::new(bytes));
        assert_eq!(texts.len(), 3);
        assert_eq!(
            [texts.get(0), texts.get(1), texts.get(2), texts.get(3)],
            ["法院", "", "ཁྲིམས་ཁང", ""]
        );
    }

    proptest::proptest! {
        #[test]
        fn the_lower_bound_is_where_a_number_belongs(mut all in proptest::collection::vec(0u32..20, 0..30), sought in 0u32..22) {
            all.sort_unstable();
            let found = lower_bound(all.len(), |at| all[at].cmp(&sought));
            proptest::prop_assert_eq!(found, all.iter().filter(|n| **n < sought).count());
        }

        #[test]
        fn the_first_place_from_another_one_is_the_first(all in proptest::collection::vec(0u32..20, 0..60), from in 0usize..60, sought in 0u32..22) {
            let (mut all, from) = (all.clone(), from.min(all.len()));
            all.sort_unstable();
            let expect = (from..all.len()).find(|at| all[*at] >= sought).unwrap_or(all.len());
            proptest::prop_assert_eq!(first_from(from, all.len(), |at| all[at] >= sought), expect);
        }
    }
}
