//! Reads a time of day, such as 03:00.

/// Returns the minutes after midnight, `None` for an empty text; says what was expected of any other text.
pub(super) fn parse(text: &str) -> Result<Option<u16>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let form = time::macros::format_description!("[hour]:[minute]");
    let time = time::Time::parse(text, form);
    time.map(|time| Some(u16::from(time.hour()) * 60 + u16::from(time.minute())))
        .map_err(|_| "a time of day such as 03:00, or in a file \"\" for never".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_has_two_digits_each_and_is_one() {
        for (text, minutes) in [("00:00", 0), ("03:00", 180), ("23:59", 1439)] {
            assert_eq!(parse(text), Ok(Some(minutes)), "{text}");
        }
        assert_eq!(parse(""), Ok(None));
        for text in [
            "24:00", "3", "3:00", "03:60", "03:00:00", "never", "三点", " 03:00",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
