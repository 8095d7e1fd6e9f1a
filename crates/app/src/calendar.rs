//! Times as files and lists write them: in UTC, by the calendar.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Writes milliseconds since 1970 by RFC 3339; a time that no calendar has is written as the epoch.
pub(crate) fn rfc3339(at_ms: i64) -> String {
    time_of(at_ms).format(&Rfc3339).unwrap_or_default()
}

/// Returns the civil date of a time in milliseconds since 1970, as `YYYY-MM-DD` in UTC.
pub(crate) fn civil_day(at_ms: i64) -> String {
    time_of(at_ms).date().to_string()
}

fn time_of(at_ms: i64) -> OffsetDateTime {
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000);
    at.unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days_are_of_utc() {
        for (at_ms, day, time) in [
            (0, "1970-01-01", "1970-01-01T00:00:00Z"),
            (1_704_067_199_999, "2023-12-31", "2023-12-31T23:59:59.999Z"),
            (1_704_067_200_000, "2024-01-01", "2024-01-01T00:00:00Z"),
            (i64::MAX, "1970-01-01", "1970-01-01T00:00:00Z"),
        ] {
            assert_eq!((civil_day(at_ms).as_str(), rfc3339(at_ms).as_str()), (day, time));
        }
    }
}
