//! Civil dates as entries write them.

/// Tells whether `text` is a day that the calendar has, written `YYYY-MM-DD`, from the year 1.
///
/// Such days compare as texts as they follow one another in time.
///
/// ```
/// assert!(glossary::is_civil_date("2024-02-29"));
/// assert!(!glossary::is_civil_date("2023-02-29"));
/// ```
#[must_use]
pub fn is_civil_date(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| -> Option<u16> {
        let digits = text.get(range)?;
        // `parse` alone would take a plus sign.
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        digits.parse().ok()
    };
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(5..7), part(8..10)) else {
        return false;
    };
    let has_form = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u16::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    has_form && year > 0 && (1..=days).contains(&day)
}

/// Returns the day that comes so many days after 1970-01-01, as `YYYY-MM-DD`; days before the year 1 and after 9999 are the
/// first and the last of those that can be written.
///
/// The method is that of a calendar that begins in March, so that the day of a leap year comes last: years of 365 days, a
/// day more every fourth, one less every hundredth, one more every four hundredth.
///
/// ```
/// assert_eq!(glossary::civil_date(0), "1970-01-01");
/// assert_eq!(glossary::civil_date(20_783), "2026-11-26");
/// ```
#[must_use]
pub fn civil_date(days_since_1970: i64) -> String {
    // Days of 400 years, and from the first of March of the year 0 to the beginning of 1970.
    const CYCLE: i64 = 146_097;
    const TO_1970: i64 = 719_468;
    let days = days_since_1970.clamp(-719_162, 2_932_896) + TO_1970;
    let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // From March on, the months have 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31 days: five make 153.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carried) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", cycle * 400 + year + carried)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_that_the_calendar_has() {
        for day in [
            "2018-10-26",
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "9999-12-31",
        ] {
            assert!(is_civil_date(day), "{day}");
        }
        for day in [
            "2023-02-29",
            "1900-02-29",
            "2018-13-01",
            "2018-00-01",
            "2018-04-31",
            "2018-01-00",
            "0000-01-01",
            "2018/10/26",
            "2018-1-2",
            "2018年10月26日",
            "+018-10-26",
            "２０１８-10-26",
            "2018-10-26x",
            "法院法院法",
            "",
        ] {
            assert!(!is_civil_date(day), "{day}");
        }
    }

    #[test]
    fn every_day_of_four_hundred_years_follows_on_the_one_before() {
        let (mut last, first) = (civil_date(-1), -1_i64);
        assert_eq!(last, "1969-12-31");
        for day in first + 1..146_097 {
            let next = civil_date(day);
            assert!(is_civil_date(&next) && next > last, "{last} {next}");
            last = next;
        }
        // As many days as the calendar has: none was left out.
        assert_eq!(last, "2369-12-31");
    }

    #[test]
    fn the_first_and_the_last_day_hold_for_those_beyond() {
        assert_eq!(civil_date(i64::MIN), "0001-01-01");
        assert_eq!(civil_date(-719_162), "0001-01-01");
        assert_eq!(civil_date(-719_161), "0001-01-02");
        assert_eq!(civil_date(i64::MAX), "9999-12-31");
        assert_eq!(civil_date(2_932_896), "9999-12-31");
        assert_eq!(civil_date(2_932_895), "9999-12-30");
        assert_eq!(civil_date(19_782), "2024-02-29");
    }
}
