//! Times as pages show and take them: ISO date and minute in the configured zone.

use time::macros::format_description;
use time::{Date, OffsetDateTime, UtcOffset};

/// Writes milliseconds since 1970 in a zone so many minutes ahead of UTC, such as `2026-11-18 19:06`.
pub fn shown(at_ms: i64, utc_offset_minutes: i16) -> String {
    let offset = UtcOffset::from_whole_seconds(i32::from(utc_offset_minutes) * 60).unwrap_or(UtcOffset::UTC);
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000);
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(offset);
    at.format(format_description!("[year]-[month]-[day] [hour]:[minute]"))
        .unwrap_or_default()
}

/// Returns when the day `text` begins; as [`end_of_day`] in everything else.
pub fn start_of_day(text: &str, utc_offset_minutes: i16) -> Option<i64> {
    Some(end_of_day(text, utc_offset_minutes)? - 24 * 60 * 60 * 1_000)
}

/// Returns when the day `text`, such as `2026-11-18`, is over in a zone so many minutes ahead of UTC, in milliseconds since
/// 1970; `None` if it is no day.
pub fn end_of_day(text: &str, utc_offset_minutes: i16) -> Option<i64> {
    let day = Date::parse(text, format_description!("[year]-[month]-[day]")).ok()?;
    let offset = UtcOffset::from_whole_seconds(i32::from(utc_offset_minutes) * 60).ok()?;
    let next = day.next_day()?.midnight().assume_offset(offset);
    i64::try_from(next.unix_timestamp_nanos() / 1_000_000).ok()
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

    #[test]
    fn a_day_is_over_when_the_next_begins_there() {
        for (day, offset, next) in [
            ("2026-11-18", 480, Some("2026-11-19 00:00")),
            ("2024-02-28", 0, Some("2024-02-29 00:00")),
            ("2026-02-29", 0, None),
            ("2026-11-18 12:00", 0, None),
            ("二〇二六", 0, None),
            ("", 0, None),
            ("9999-12-31", 0, None),
            ("2026-11-18", i16::MAX, None),
        ] {
            let at = end_of_day(day, offset);
            assert_eq!(at.map(|ms| shown(ms, offset)).as_deref(), next, "{day}");
            let begins = start_of_day(day, offset).map(|ms| shown(ms, offset));
            assert_eq!(begins, next.map(|_| format!("{day} 00:00")));
        }
    }
}
