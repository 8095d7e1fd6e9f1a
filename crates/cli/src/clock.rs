//! The program's only clock; everything else is told the time.

use std::time::{SystemTime, UNIX_EPOCH};

/// Returns the milliseconds since 1970-01-01T00:00:00Z by the machine's clock; 0 on a machine set before that.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the program reads the machine's clock"
)]
pub fn now_ms() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_counts_milliseconds_and_not_seconds() {
        let first_of_2024_ms = 1_704_067_200_000;
        assert!(now_ms() > first_of_2024_ms);
    }
}
