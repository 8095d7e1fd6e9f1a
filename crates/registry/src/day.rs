//! Civil days and periods of them: no time zone, no time of day but the half.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;

/// A day of the Gregorian calendar from 1900-01-01 to 2199-12-31, written `YYYY-MM-DD`.
///
/// The range is that of the people and trainings there can be; a year outside it is a slip of whoever typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no day between 1900 and 2199 (hint: write it like 2019-10-14)")]
pub struct DayError(pub String);

named_list! {
    /// One of the two halves of a day, in which lessons are held and attendance is taken.
    HalfDay {
        /// Before noon.
        Morning = "morning", "上午";
        /// After noon.
        Afternoon = "afternoon", "下午";
    }
}

/// Days from the first to the last, both included; without a last one it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    #[serde(default)]
    pub to: Option<Day>,
}

impl Day {
    /// Returns the day, if the calendar has it and it lies in the range.
    #[must_use]
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let is_there = (1900..=2199).contains(&year) && (1..=days_in(year, month)).contains(&day);
        is_there.then_some(Self { year, month, day })
    }

    /// Returns the year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns the month, from 1.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Returns the number of the day, counted from 1900-01-01, which is 0.
    #[must_use]
    pub fn number(self) -> i32 {
        let years = i32::from(self.year) - 1900;
        // 1900 was no leap year, 2000 was one, 2100 is none.
        let leaps = (0..years).filter(|year| days_in(i16::try_from(1900 + year).unwrap_or(1900), 2) == 29);
        let before = (1..self.month).map(|month| i32::from(days_in(self.year, month)));
        years * 365 + i32::try_from(leaps.count()).unwrap_or(0) + before.sum::<i32>() + i32::from(self.day)
            - 1
    }

    /// Returns the day after this one; the last day of the range has none.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::new(self.year, self.month, self.day + 1)
            .or_else(|| Self::new(self.year, self.month + 1, 1))
            .or_else(|| Self::new(self.year + 1, 1, 1))
    }

    /// Returns how many whole years lie between this day and `later`: an age, if this is a day of birth. Whoever was born
    /// on 29 February is a year older on 1 March of other years.
    #[must_use]
    pub fn years_until(self, later: Self) -> i32 {
        let years = i32::from(later.year) - i32::from(self.year);
        let is_before = (later.month, later.day) < (self.month, self.day);
        years - i32::from(is_before)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let refused = || DayError(text.chars().take(40).collect());
        let number = |range: std::ops::Range<usize>| -> Option<i16> {
            let digits = text.get(range)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
            digits.parse().ok()
        };
        let has_form = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
            return Err(refused());
        };
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else {
            return Err(refused());
        };
        Self::new(year, month, day)
            .filter(|_| has_form)
            .ok_or_else(refused)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, DayError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl Period {
    /// Tells whether `day` lies in it.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Tells whether a day lies in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_in_time = |one: &Self, other: &Self| other.to.is_none_or(|to| one.from <= to);
        begins_in_time(self, other) && begins_in_time(other, self)
    }

    /// Tells whether it ends before it begins.
    #[must_use]
    pub fn is_reversed(&self) -> bool {
        self.to.is_some_and(|to| to < self.from)
    }

    /// Returns how many days it has; `None` for one without an end, 0 for a reversed one.
    #[must_use]
    pub fn days(&self) -> Option<u32> {
        let days = self.to?.number() - self.from.number() + 1;
        Some(u32::try_from(days).unwrap_or(0))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–", self.from)?;
        self.to.map_or(Ok(()), |to| write!(f, "{to}"))
    }
}

/// Returns the number of days of a month; 0 for one that there is not.
fn days_in(year: i16, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_one_that_the_calendar_has() {
        for good in ["1900-01-01", "2000-02-29", "2019-10-14", "2199-12-31"] {
            assert_eq!(day(good).to_string(), good);
        }
        for bad in [
            "1899-12-31",
            "2200-01-01",
            "1900-02-29",
            "2019-02-29",
            "2019-13-01",
            "2019-00-10",
            "2019-1-2",
            "2019/10/14",
            "20191014",
            "2019年10月14日",
            "+019-10-14",
            "２０１９-10-14",
            "",
            "法院法院法",
        ] {
            let error = bad.parse::<Day>().unwrap_err();
            assert!(error.to_string().contains(bad), "{bad}");
        }
    }

    #[test]
    fn an_age_is_the_years_that_are_over() {
        for (born, on, years) in [
            ("1985-03-12", "2019-03-11", 33),
            ("1985-03-12", "2019-03-12", 34),
            ("2000-02-29", "2019-02-28", 18),
            ("2000-02-29", "2019-03-01", 19),
            ("2019-01-01", "2018-12-31", -1),
        ] {
            assert_eq!(day(born).years_until(day(on)), years, "{born} {on}");
        }
    }

    #[test]
    fn days_are_numbered_without_a_gap() {
        let (mut at, mut number) = (day("1900-01-01"), 0);
        while let Some(next) = at.next() {
            number += 1;
            assert_eq!(next.number(), number, "{next}");
            assert!(next > at);
            at = next;
        }
        assert_eq!((at, number), (day("2199-12-31"), 109_572));
    }

    fn period() -> impl Strategy<Value = Period> {
        let days = (1900i16..2200, 1u8..13, 1u8..29).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap());
        (days.clone(), proptest::option::of(days)).prop_map(|(one, other)| Period {
            from: other.map_or(one, |other| one.min(other)),
            to: other.map(|other| one.max(other)),
        })
    }

    proptest! {
        #[test]
        fn two_periods_overlap_if_the_later_begin_lies_in_both(one in period(), other in period()) {
            let begin = one.from.max(other.from);
            prop_assert_eq!(one.overlaps(&other), one.contains(begin) && other.contains(begin));
            prop_assert_eq!(one.overlaps(&other), other.overlaps(&one));
            prop_assert!(!one.is_reversed());
        }
    }
}
