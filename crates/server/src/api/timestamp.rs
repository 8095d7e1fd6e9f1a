//! Times as the contract writes them: RFC 3339 in UTC.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Writes milliseconds since 1970. A time that no calendar has is written as the epoch.
pub fn rfc3339(at_ms: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000);
    at.unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .format(&Rfc3339)
        .unwrap_or_default()
}

/// Reads a time as milliseconds since 1970; `None` if it is none.
pub fn read_rfc3339(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_with_as_many_digits_as_needed() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_795_000_000_123), "2026-11-18T11:06:40.123Z");
        assert_eq!(rfc3339(i64::MAX), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn a_time_that_was_written_is_read_and_nothing_else_is() {
        for at_ms in [0, 1_795_000_000_123, -1] {
            assert_eq!(read_rfc3339(&rfc3339(at_ms)), Some(at_ms));
        }
        assert_eq!(
            read_rfc3339("2026-11-18T19:06:40.123+08:00"),
            Some(1_795_000_000_123)
        );
        for text in ["", "2026-11-18", "2026-11-18 19:06", "2026-02-30T00:00:00Z", "法"] {
            assert_eq!(read_rfc3339(text), None, "{text}");
        }
    }
}
