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
}
