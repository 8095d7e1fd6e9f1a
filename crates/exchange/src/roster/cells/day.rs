//! Days as people type them and as spreadsheets store them.

use registry::{Day, Period};

use super::{bad, narrow};
use crate::issue::Fault;

/// The day from which a workbook counts the numbers that stand for days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::roster) enum Epoch {
    /// 1 is 1900-01-01, and 60 a day that never was.
    #[default]
    Of1900,
    /// 0 is 1904-01-01.
    Of1904,
}

/// When somebody was born, as far as the sheet says it: 出生年月 has the month only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Birth {
    /// On this day.
    On(Day),
    /// In this month of this year. Enough to tell two people of one name apart, too little to be kept as a day of birth.
    In {
        /// The year.
        year: i16,
        /// The month, from 1.
        month: u8,
    },
}

impl Birth {
    /// Tells whether somebody born on `day` fits.
    #[must_use]
    pub fn fits(self, day: Day) -> bool {
        match self {
            Self::On(own) => own == day,
            Self::In { year, month } => (day.year(), day.month()) == (year, month),
        }
    }

    /// Returns the day, if it is known.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        match self {
            Self::On(day) => Some(day),
            Self::In { .. } => None,
        }
    }
}

impl std::fmt::Display for Birth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::On(day) => day.fmt(f),
            Self::In { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

/// A day as the heading of a column has it, which leaves the year out where the title says it, and the month where the
/// column before says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetDay {
    /// The year, if it stands there.
    pub year: Option<i16>,
    /// The month, if it stands there.
    pub month: Option<u8>,
    /// The day of the month.
    pub day: u8,
}

impl SheetDay {
    /// Returns the day in full, if it says itself which or if `period` has exactly one such day.
    #[must_use]
    pub fn within(self, period: Option<Period>) -> Option<Day> {
        if let (Some(year), Some(month)) = (self.year, self.month) {
            return Day::new(year, month, self.day);
        }
        let period = period?;
        let last = period.to.unwrap_or(period.from);
        // No training is longer than 400 days, and in more a month and a day would mean two days.
        let days = std::iter::successors(Some(period.from), |day| day.next()).take(400);
        let mut fitting = days
            .take_while(|day| *day <= last)
            .filter(|day| day.day() == self.day && self.month.is_none_or(|month| month == day.month()));
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

impl From<Day> for SheetDay {
    fn from(day: Day) -> Self {
        Self {
            year: Some(day.year()),
            month: Some(day.month()),
            day: day.day(),
        }
    }
}

impl std::fmt::Display for SheetDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.year, self.month) {
            (Some(year), Some(month)) => write!(f, "{year:04}-{month:02}-{:02}", self.day),
            (_, Some(month)) => write!(f, "{month}月{}日", self.day),
            _ => write!(f, "{}日", self.day),
        }
    }
}

/// Reads a day.
pub(in crate::roster) fn day(typed: &str, epoch: Epoch) -> Result<Day, Fault> {
    match day_or_month(typed, epoch)? {
        Birth::On(day) => Ok(day),
        Birth::In { .. } => Err(bad(
            ("is a month and no day", "只有年月，没有日"),
            ("write the day, too, like 2016-03-05", "请写明日期，如 2016-03-05"),
        )),
    }
}

/// Reads a day, or a month where only that is known.
pub(in crate::roster) fn day_or_month(typed: &str, epoch: Epoch) -> Result<Birth, Fault> {
    let plain = narrow(typed);
    // Most cells are as programs write days.
    if let Ok(day) = plain.parse() {
        return Ok(Birth::On(day));
    }
    if plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(found) = of_digits(&plain, epoch)
    {
        return found;
    }
    let numbers = numbers_of(without_time(&plain));
    match numbers[..] {
        [year, month, day] if year >= 1000 => in_calendar(year, month, day),
        [year, month] if year >= 1000 => in_month(year, month),
        _ => Err(no_day()),
    }
}

/// Reads the first and the last day of a training: 2019年10月14日至24日, 2019.10.14-10.24, 2019-10-14—2019-11-02, or one day.
pub(in crate::roster) fn period(typed: &str, epoch: Epoch) -> Result<(Day, Day), Fault> {
    let plain = narrow(typed);
    let plain = plain.split(['(', '（', '共']).next().unwrap_or_default();
    if let Ok(one) = day(plain, epoch) {
        return Ok((one, one));
    }
    let is_compact = |part: &str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = plain
        .split(['-', '—', '–', '~', '～', '至', '到'])
        .map(str::trim)
        .collect();
    if let [from, to] = parts[..]
        && is_compact(from)
        && is_compact(to)
    {
        return ordered(day(from, epoch)?, day(to, epoch)?);
    }
    let (from, to) = match numbers_of(plain)[..] {
        [year, month, first, last] => ((year, month, first), (year, month, last)),
        [year, month, first, until, last] => ((year, month, first), (year, until, last)),
        [year, month, first, until_year, until, last] => ((year, month, first), (until_year, until, last)),
        _ => return Err(no_period()),
    };
    let day = |(year, month, day)| match in_calendar(year, month, day) {
        Ok(Birth::On(day)) => Ok(day),
        _ => Err(no_period()),
    };
    ordered(day(from)?, day(to)?)
}

fn ordered(from: Day, to: Day) -> Result<(Day, Day), Fault> {
    if to < from {
        return Err(bad(
            ("ends before it begins", "结束早于开始"),
            ("correct one of the two days", "请更正其中一个日期"),
        ));
    }
    Ok((from, to))
}

/// Returns what a row of digits says; `None` if it has a dot in a date's manner.
fn of_digits(plain: &str, epoch: Epoch) -> Option<Result<Birth, Fault>> {
    let part = |range: std::ops::Range<usize>| plain.get(range).and_then(|digits| digits.parse::<u32>().ok());
    match (plain.len(), plain.contains('.')) {
        (8, false) => Some(in_calendar(part(0..4)?, part(4..6)?, part(6..8)?)),
        (6, false) => Some(in_month(part(0..4)?, part(4..6)?)),
        (5, false) => Some(of_serial(part(0..5)?, epoch)),
        // A number of a day with a time of day.
        (6.., true) if plain.find('.') == Some(5) => Some(of_serial(part(0..5)?, epoch)),
        (_, true) => None,
        _ => Some(Err(no_day())),
    }
}

/// Returns the day for which a spreadsheet keeps the number `serial`.
fn of_serial(serial: u32, epoch: Epoch) -> Result<Birth, Fault> {
    // Days since 1900-01-01; spreadsheets have a 29 February 1900, which lies before every number of five digits.
    let since_1900 = match epoch {
        Epoch::Of1900 => serial.saturating_sub(2),
        Epoch::Of1904 => serial.saturating_add(1460),
    };
    let (mut year, mut rest) = (1900_u32, since_1900);
    let length = |year: u32| {
        if Day::new(i16::try_from(year).unwrap_or(0), 2, 29).is_some() {
            366
        } else {
            365
        }
    };
    while rest >= length(year) {
        rest -= length(year);
        year += 1;
    }
    let months = (1..=12_u32).map(|month| {
        let days = (28..=31).rev().find(|day| in_calendar(year, month, *day).is_ok());
        (month, days.unwrap_or(31))
    });
    for (month, days) in months {
        if rest < days {
            return in_calendar(year, month, rest + 1);
        }
        rest -= days;
    }
    Err(no_day())
}

/// Returns the text up to a time of day.
fn without_time(plain: &str) -> &str {
    let colon = plain.find(':').unwrap_or(plain.len());
    let before = plain.get(..colon).unwrap_or(plain);
    if before.len() == plain.len() {
        return plain;
    }
    let end = before.rfind([' ', 'T']).unwrap_or(before.len());
    before.get(..end).unwrap_or(before)
}

/// Returns the numbers in a text, Chinese ones too; nothing if something stands between them that no date has.
fn numbers_of(plain: &str) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut digits = String::new();
    let mut chinese = String::new();
    for c in plain.chars().chain(['/']) {
        match c {
            '0'..='9' if digits.len() < 8 => digits.push(c),
            '〇' | '零' | '○' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
                chinese.push(c)
            }
            '-' | '.' | '/' | '年' | '月' | '日' | '号' | '、' | ',' | ' ' | '—' | '–' | '~' | '～'
            | '至' | '到' | '起' | '止' => {
                numbers.extend(digits.parse::<u32>());
                digits.clear();
                if !chinese.is_empty() {
                    numbers.extend(super::number::chinese_number(&chinese));
                    chinese.clear();
                }
            }
            _ => return Vec::new(),
        }
    }
    numbers
}

fn in_calendar(year: u32, month: u32, day: u32) -> Result<Birth, Fault> {
    let part = |number: u32| u8::try_from(number).ok();
    let found = i16::try_from(year)
        .ok()
        .zip(part(month))
        .zip(part(day))
        .and_then(|((year, month), day)| Day::new(year, month, day));
    found.map(Birth::On).ok_or_else(|| {
        bad(
            (
                "is no day of the calendar between 1900 and 2199",
                "不是 1900 至 2199 年间的日期",
            ),
            ("correct it, like 2016-03-05", "请更正，如 2016-03-05"),
        )
    })
}

fn in_month(year: u32, month: u32) -> Result<Birth, Fault> {
    match in_calendar(year, month, 1)? {
        Birth::On(day) => Ok(Birth::In {
            year: day.year(),
            month: day.month(),
        }),
        month => Ok(month),
    }
}

fn no_day() -> Fault {
    bad(
        ("is no day", "不是日期"),
        (
            "write it with a year of four digits, like 2016-03-05 or 2016年3月5日",
            "请写四位年份，如 2016-03-05 或 2016年3月5日",
        ),
    )
}

fn no_period() -> Fault {
    bad(
        ("does not say the first and the last day", "没有写明起止日期"),
        (
            "write it like 2019-10-14至2019-10-24",
            "请写成 2019-10-14至2019-10-24",
        ),
    )
}
