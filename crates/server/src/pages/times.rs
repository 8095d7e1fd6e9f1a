//! Times as pages show them: ISO date and minute in the configured zone.

use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

/// Writes milliseconds since 1970 in a zone so many minutes ahead of UTC, such as `2026-11-18 19:06`.
pub fn shown(at_ms: i64, utc_offset_minutes: i16) -> String {
    let offset = UtcOffset::from_whole_seconds(i32::from(utc_offset_minutes) * 60).unwrap_or(UtcOffset::UTC);
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000);
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(offset);
    at.format(format_description!("[year]-[month]-[day] [hour]:[minute]"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_in_the_courts_zone() {
        assert_eq!(shown(1_795_000_000_123, 480), "2026-11-18 19:06");
        assert_eq!(shown(1_795_000_000_123, 0), "2026-11-18 11:06");
        assert_eq!(shown(0, i16::MAX), "1970-01-01 00:00");
    }
}
