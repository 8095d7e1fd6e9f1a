//! The unit in which spellings differ.

use std::ops::Add;

/// How far two spellings are apart, in tenths of a wholly different letter.
///
/// Costs add up and stop at [`Cost::MAX`], which also stands for spellings that are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cost(u16);

impl Cost {
    /// No difference at the search level.
    pub const ZERO: Self = Self(0);
    /// A letter that has nothing to do with the other.
    pub const LETTER: Self = Self(10);
    /// Not to be compared: too long, or farther apart than can be counted.
    pub const MAX: Self = Self(u16::MAX);

    /// Returns the cost of `tenths` of a letter.
    ///
    /// ```
    /// use text::bo::similar::Cost;
    /// assert_eq!(Cost::new(4) + Cost::new(6), Cost::LETTER);
    /// ```
    #[must_use]
    pub const fn new(tenths: u16) -> Self {
        Self(tenths)
    }

    /// Returns the tenths of a letter.
    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }

    /// Returns the cost `count` times.
    pub(super) fn times(self, count: usize) -> Self {
        Self(u16::try_from(count).map_or(u16::MAX, |count| self.0.saturating_mul(count)))
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_add_up_to_the_highest_and_stay_there() {
        assert_eq!(Cost::new(3) + Cost::new(4), Cost::new(7));
        assert_eq!(Cost::MAX + Cost::LETTER, Cost::MAX);
        assert_eq!(Cost::new(7).times(3).tenths(), 21);
        assert_eq!(Cost::LETTER.times(usize::MAX), Cost::MAX);
        assert_eq!(Cost::MAX.times(0), Cost::ZERO);
    }
}
