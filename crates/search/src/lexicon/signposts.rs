//! The heads of every 32nd key of a sorted table: they bring a search among many keys near its end without touching them.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

/// Keys from one signpost to the next.
const SPAN: usize = 32;
/// Bytes of a head, compared as one number.
const HEAD: usize = 8;

/// The first bytes of the keys at the places 0, 32, 64 …; what a shorter key lacks is zero.
#[derive(Debug, Clone)]
pub(crate) struct Signposts {
    heads: OwnedBytes,
}

impl Signposts {
    /// Reads the signposts of a table of `keys` keys.
    pub(crate) fn new(heads: OwnedBytes, keys: usize) -> Option<Self> {
        (heads.len() == keys.div_ceil(SPAN) * HEAD).then_some(Self { heads })
    }

    /// Returns between which of `keys` places the first key that is not below `sought` stands, both ends included.
    ///
    /// A zero byte must end each key, or nothing: a key is then below all that it begins.
    pub(crate) fn around(&self, sought: &[u8], keys: usize) -> Range<usize> {
        let head = head_of(sought);
        let heads = self.heads.as_chunks::<HEAD>().0;
        let below = heads.partition_point(|post| u64::from_be_bytes(*post) < head);
        let alike = heads.get(below..).unwrap_or_default();
        let not_above = below + alike.partition_point(|post| u64::from_be_bytes(*post) == head);
        let start = below.checked_sub(1).map_or(0, |last| last * SPAN + 1);
        start..(not_above * SPAN).clamp(start, keys.max(start))
    }

    /// Writes the signposts of keys given in their order.
    pub(crate) fn bytes_of<'k>(keys: impl Iterator<Item = &'k [u8]>) -> Vec<u8> {
        keys.step_by(SPAN)
            .flat_map(|key| head_of(key).to_be_bytes())
            .collect()
    }
}

/// Returns the first bytes of `key` as a number that orders as they do.
pub(super) fn head_of(key: &[u8]) -> u64 {
    let mut head = [0; HEAD];
    for (slot, byte) in head.iter_mut().zip(key) {
        *slot = *byte;
    }
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_first_key_that_is_not_below_stands_around_there(
            mut keys in proptest::collection::vec("[法院ཁམab]{0,4}", 0..200),
            sought in "[法院ཁམab]{0,4}",
        ) {
            keys.sort_unstable();
            let heads = Signposts::bytes_of(keys.iter().map(String::as_bytes));
            let signposts = Signposts::new(OwnedBytes::new(heads), keys.len()).unwrap();
            let around = signposts.around(sought.as_bytes(), keys.len());
            let first = keys.iter().filter(|key| **key < sought).count();
            proptest::prop_assert!(around.start <= first && first <= around.end, "{} in {:?}", first, around);
            proptest::prop_assert!(around.end <= keys.len());
        }
    }

    #[test]
    fn keys_of_different_heads_are_told_apart_to_one_span() {
        let keys: Vec<String> = (0..1_000).map(|n| format!("{n:04}")).collect();
        let heads = Signposts::bytes_of(keys.iter().map(String::as_bytes));
        let signposts = Signposts::new(OwnedBytes::new(heads), keys.len()).unwrap();
        assert_eq!(signposts.around(b"0500", keys.len()), 481..512);
        assert_eq!(signposts.around(b"", keys.len()), 0..0);
        assert_eq!(signposts.around(b"9", keys.len()), 993..1_000);
    }

    #[test]
    fn a_table_and_its_signposts_belong_together() {
        assert!(Signposts::new(OwnedBytes::new(vec![0; 8]), 33).is_none());
        assert!(Signposts::new(OwnedBytes::empty(), 0).is_some());
    }
}
