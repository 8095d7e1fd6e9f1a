//! A set of characters that is asked about each character of each query.

/// Bits of the characters of the basic plane; those beyond it are few, and taken to be in every set.
#[derive(Debug)]
pub(super) struct Characters {
    bits: Vec<u64>,
}

/// Characters of the basic plane.
const BASIC: usize = 1 << 16;

impl Characters {
    /// Tells whether `c` is in the set; beyond the basic plane always.
    pub(super) fn may_hold(&self, c: char) -> bool {
        let at = u32::from(c) as usize;
        self.bits
            .get(at / 64)
            .is_none_or(|bits| bits >> (at % 64) & 1 == 1)
    }
}

impl FromIterator<char> for Characters {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut bits = vec![0; BASIC / 64];
        for c in characters {
            let at = u32::from(c) as usize;
            if let Some(bits) = bits.get_mut(at / 64) {
                *bits |= 1 << (at % 64);
            }
        }
        Self { bits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_there_and_all_beyond_the_basic_plane() {
        let set: Characters = "法ཁ\u{ffff}\u{20000}".chars().collect();
        for c in ['法', 'ཁ', '\u{ffff}', '\u{20000}', '\u{2ffff}'] {
            assert!(set.may_hold(c), "{c:?}");
        }
        for c in ['\0', '院', 'ཀ', '\u{fffe}'] {
            assert!(!set.may_hold(c), "{c:?}");
        }
    }
}
