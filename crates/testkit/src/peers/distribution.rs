//! Mean and percentiles of measured times.

/// The times of many queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution(Vec<u64>);

impl Distribution {
    /// Takes times in any order.
    #[must_use]
    pub fn of(mut times: Vec<u64>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// Returns the mean, 0 of nothing.
    #[must_use]
    pub fn mean(&self) -> u64 {
        let count = self.0.len() as u64;
        self.0.iter().sum::<u64>().checked_div(count).unwrap_or(0)
    }

    /// Returns the smallest time that at least `percent` of a hundred do not exceed, 0 of nothing.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> u64 {
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let check = |times: &[u64], percent: usize, expected: u64| {
            assert_eq!(Distribution::of(times.to_vec()).percentile(percent), expected);
        };
        let hundred: Vec<u64> = (1..=100).rev().collect();
        check(&hundred, 50, 50);
        check(&hundred, 99, 99);
        check(&hundred, 100, 100);
        check(&[7, 3], 50, 3);
        check(&[7, 3], 99, 7);
        check(&[7], 0, 7);
        check(&[], 50, 0);
    }

    #[test]
    fn the_mean_of_nothing_is_nothing() {
        assert_eq!(Distribution::of(vec![1, 2, 6]).mean(), 3);
        assert_eq!(Distribution::of(Vec::new()).mean(), 0);
    }
}
