//! The names of nightly backups: whose they are and of which minute.

use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// How many digits of a store's id stand in a name.
const STORE_DIGITS: usize = 8;

/// The name of a nightly backup: `shanjar-0a1b2c3d-20261125-0200.backup`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// The minute by the clock of the place.
    pub at: PrimitiveDateTime,
    /// The beginning of the id of the store, so that two servers can share a folder.
    pub store: String,
}

impl Name {
    pub(super) fn new(store_id: &str, at: PrimitiveDateTime) -> Self {
        Self {
            at,
            store: store_id.chars().take(STORE_DIGITS).collect(),
        }
    }

    /// Returns the name as text.
    pub(super) fn written(&self) -> String {
        let (year, month, day) = self.at.to_calendar_date();
        format!(
            "shanjar-{}-{year:04}{:02}{day:02}-{:02}{:02}.backup",
            self.store,
            u8::from(month),
            self.at.hour(),
            self.at.minute()
        )
    }

    /// Reads a name; `None` for any text that [`Name::written`] does not write.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.strip_suffix(".backup")?.split('-').collect();
        let ["shanjar", store, date, time] = words.as_slice() else {
            return None;
        };
        let number = |text: &str, from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
        let month = u8::try_from(number(date, 4, 6)?).ok()?;
        let day = u8::try_from(number(date, 6, 8)?).ok()?;
        let day = Date::from_calendar_date(number(date, 0, 4)?.into(), month.try_into().ok()?, day).ok()?;
        let hour = u8::try_from(number(time, 0, 2)?).ok()?;
        let minute = u8::try_from(number(time, 2, 4)?).ok()?;
        let at = PrimitiveDateTime::new(day, Time::from_hms(hour, minute, 0).ok()?);
        let name = Self::new(store, at);
        (name.written() == text).then_some(name)
    }
}

/// Returns the time at `now_ms` by clocks that are so many minutes ahead of UTC.
pub(super) fn local_time(now_ms: i64, utc_offset_minutes: i16) -> PrimitiveDateTime {
    let offset = UtcOffset::from_whole_seconds(i32::from(utc_offset_minutes) * 60).unwrap_or(UtcOffset::UTC);
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(now_ms) * 1_000_000);
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(offset);
    PrimitiveDateTime::new(at.date(), at.time())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_whose_backup_it_is_and_of_which_minute() {
        let at = local_time(1_795_000_000_123, 480);
        let name = Name::new("0a1b2c3d4e5f60718293a4b5c6d7e8f9", at);
        assert_eq!(name.written(), "shanjar-0a1b2c3d-20261118-1906.backup");
        let read = Name::parse(&name.written()).unwrap();
        assert_eq!(read.written(), name.written());
        assert_eq!(
            local_time(i64::MAX, 0),
            local_time(0, 0),
            "a clock beside all calendars"
        );
    }

    #[test]
    fn what_we_did_not_name_is_not_ours() {
        for text in [
            "",
            "shanjar-0a1b2c3d-20261118-1906.backup.part",
            "shanjar-0a1b2c3d-20261118-1906",
            "shanjar-0a1b2c3d-20261318-1906.backup",
            "shanjar-0a1b2c3d-20260230-1906.backup",
            "shanjar-0a1b2c3d-20261118-2460.backup",
            "shanjar-0a1b2c3d-2026118-1906.backup",
            "shanjar-0a1b2c3d4-20261118-1906.backup",
            "shanjar-0a1b2c3d-+0261118-1906.backup",
            "shanjar-0a1b2c3d-2026年11-1906.backup",
            "shanjar--20261118-1906.backup-1",
            "my-0a1b2c3d-20261118-1906.backup",
        ] {
            assert_eq!(Name::parse(text), None, "{text}");
        }
    }
}
