//! When work of the night is due: once a night, in the hour that begins at the time the installation names.

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The time of day from which the work of a night may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NightTime {
    /// Minutes after midnight of the installation.
    pub minute_of_day: u16,
    /// How far the clocks of the installation are ahead of UTC, in minutes.
    pub utc_offset_minutes: i16,
}

impl NightTime {
    /// Tells whether the work is to be done at `now_ms` when it was last done, or the process started, at `last_ms`; both
    /// in milliseconds since 1970.
    ///
    /// A night on which the process was off, or busy for the whole hour, is not made up for: the next one comes, and by day
    /// people wait for answers.
    #[must_use]
    pub fn is_due(self, now_ms: i64, last_ms: i64) -> bool {
        let ahead_ms = i64::from(self.utc_offset_minutes) * MINUTE_MS;
        let after_midnight_ms = i64::from(self.minute_of_day) * MINUTE_MS;
        let of_this_place = now_ms.saturating_add(ahead_ms - after_midnight_ms);
        let since_ms = of_this_place.rem_euclid(DAY_MS);
        let begun_ms = now_ms.saturating_sub(since_ms);
        // After a clock was set back, the last time lies ahead and says nothing.
        let is_open = last_ms < begun_ms || last_ms > now_ms;
        since_ms < HOUR_MS && is_open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `day hh:mm` as milliseconds after the midnight of UTC with which some day began.
    fn ms(text: &str) -> i64 {
        let (day, time) = text.split_once(' ').unwrap();
        let (hour, minute) = time.split_once(':').unwrap();
        let [day, hour, minute] = [day, hour, minute].map(|number| number.parse::<i64>().unwrap());
        20_000 * DAY_MS + day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS
    }

    #[test]
    fn the_work_is_done_once_a_night_and_never_by_day() {
        // The time of day, the hours ahead of UTC; then in UTC: last, now; whether it is due.
        let table = "\
            03:00 +0 | 0 12:00 | 0 13:00 | no, by day
            03:00 +0 | 0 12:00 | 1 02:59 | no, too early
            03:00 +0 | 0 12:00 | 1 03:00 | due
            03:00 +0 | 0 12:00 | 1 03:59 | due, the indexer was busy
            03:00 +0 | 0 12:00 | 1 04:00 | no, the hour is over
            03:00 +0 | 1 03:00 | 1 03:20 | no, it is done
            03:00 +0 | 1 03:20 | 2 03:00 | due
            03:00 +0 | 1 03:10 | 1 03:20 | no, started within the hour
            03:00 +0 | 1 09:00 | 1 09:01 | no, off at night: the next one
            03:00 +0 | 1 09:00 | 2 03:30 | due
            03:00 +0 | 1 01:00 | 9 12:00 | no, asleep for days, and awake by day
            03:00 +0 | 1 01:00 | 9 03:01 | due
            03:00 +8 | 0 12:00 | 0 18:59 | no, too early
            03:00 +8 | 0 12:00 | 0 19:00 | due
            03:00 +8 | 0 12:00 | 1 03:00 | no, noon of this place
            03:00 +8 | 0 19:30 | 1 18:30 | no, it is done
            03:00 -5 | 0 12:00 | 1 08:00 | due
            23:30 +0 | 0 12:00 | 0 23:45 | due
            23:30 +0 | 0 12:00 | 1 00:29 | due, on the next day
            23:30 +0 | 0 23:40 | 1 00:10 | no, it is done
            23:30 +0 | 1 00:10 | 1 23:30 | due
            00:00 +0 | 0 00:00 | 1 00:00 | due
            00:00 +0 | 1 00:00 | 1 00:00 | no, at this very moment
            03:00 +0 | 5 03:00 | 1 03:00 | due, the clock was set back
            03:00 +0 | 5 03:00 | 1 12:00 | no, by day";
        for row in table.lines() {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let (at, ahead) = cells[0].split_once(' ').unwrap();
            let at = NightTime {
                minute_of_day: u16::try_from(ms(&format!("0 {at}")) % DAY_MS / MINUTE_MS).unwrap(),
                utc_offset_minutes: 60 * ahead.parse::<i16>().unwrap(),
            };
            assert_eq!(
                at.is_due(ms(cells[2]), ms(cells[1])),
                cells[3].starts_with("due"),
                "{row}"
            );
        }
    }

    #[test]
    fn a_clock_that_stands_anywhere_does_no_harm() {
        let at = NightTime {
            minute_of_day: 180,
            utc_offset_minutes: -720,
        };
        for extreme in [i64::MIN, 0, i64::MAX] {
            assert!(!at.is_due(extreme, extreme));
        }
    }
}
