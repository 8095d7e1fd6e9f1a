//! Finds characters of the Tibetan block in UTF-8 without decoding, for tables over the block.

/// The bytes that each character of the block takes in UTF-8.
pub(crate) const BYTES: usize = 3;

/// Returns the offset in the block of the character that `bytes` begin with, and the bytes after it; `None` for any
/// other character.
#[inline(always)]
pub(crate) fn split_first(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        // U+0F00 to U+0FFF are E0 BC 80 to E0 BF BF.
        [0xe0, second @ 0xbc..=0xbf, third, after @ ..] => {
            Some((usize::from(second & 3) << 6 | usize::from(third & 0x3f), after))
        }
        _ => None,
    }
}

/// Returns the offset alone.
#[inline(always)]
pub(crate) fn offset(bytes: &[u8]) -> Option<usize> {
    split_first(bytes).map(|(offset, _)| offset)
}

/// Makes a table over the block from what `of` says of each character.
///
/// Of fixed size, so that no look-up with [`offset`] is checked.
pub(crate) fn table<T>(of: impl Fn(char) -> T) -> [T; 256] {
    std::array::from_fn(|offset| {
        let c = u32::try_from(offset)
            .ok()
            .and_then(|offset| char::from_u32(0xf00 + offset));
        of(c.unwrap_or(char::REPLACEMENT_CHARACTER))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_the_block_is_found_and_no_other() {
        for c in '\0'..=char::MAX {
            let expect = u32::from(c).checked_sub(0xf00).filter(|&offset| offset < 256);
            let found = offset(c.to_string().as_bytes());
            assert_eq!(
                found,
                expect.map(|offset| usize::try_from(offset).unwrap()),
                "{c:?}"
            );
        }
        assert_eq!(offset(&[]), None);
        assert_eq!(table(|c| c)[0x40], 'ཀ');
    }
}
