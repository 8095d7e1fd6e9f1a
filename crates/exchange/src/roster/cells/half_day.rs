//! Headings of columns of attendance: a day, and which half of it.

use registry::HalfDay;

use super::{SheetDay, narrow};

/// Reads headings such as 10月14日上午, 2019-10-14 下午, 10.14上 and 14日; `None` if it is no such heading.
pub(in crate::roster) fn half_day_heading(heading: &str) -> Option<(SheetDay, Option<HalfDay>)> {
    let plain = narrow(heading).to_lowercase();
    if plain.len() > 60 || !plain.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    // What stands before the day in headings that were joined from two rows.
    let plain = ["出勤情况", "考勤情况", "签到情况", "出勤", "考勤", "签到"]
        .iter()
        .find_map(|word| plain.strip_prefix(word))
        .unwrap_or(&plain);
    let (mut half, mut rest) = (None, plain.to_owned());
    for (word, meant) in HALVES {
        if rest.contains(word) {
            half = Some(meant);
            rest = rest.replace(word, " ");
            break;
        }
    }
    let (mut numbers, mut digits) = (Vec::new(), String::new());
    let (mut has_mark, mut bracket) = (false, false);
    for c in rest.chars().chain([' ']) {
        match c {
            _ if bracket => bracket = c != ')',
            '0'..='9' => digits.push(c),
            '(' => bracket = true,
            ' ' | '-' | '.' | '/' | '年' | '月' | '日' | '号' | '\n' => {
                has_mark |= !matches!(c, ' ' | '\n');
                if !digits.is_empty() {
                    numbers.push(digits.parse::<u16>().ok()?);
                    digits.clear();
                }
            }
            _ => return None,
        }
    }
    let small = |number: u16, most: u8| u8::try_from(number).ok().filter(|n| (1..=most).contains(n));
    let year = |number: u16| {
        i16::try_from(number)
            .ok()
            .filter(|year| (1900..=2199).contains(year))
    };
    let day = match numbers[..] {
        [y, m, d] => SheetDay {
            year: Some(year(y)?),
            month: Some(small(m, 12)?),
            day: small(d, 31)?,
        },
        [m, d] => SheetDay {
            year: None,
            month: Some(small(m, 12)?),
            day: small(d, 31)?,
        },
        // A bare number is a running number, unless it says that it is a day.
        [d] if has_mark || half.is_some() => SheetDay {
            year: None,
            month: None,
            day: small(d, 31)?,
        },
        _ => return None,
    };
    Some((day, half))
}

const HALVES: [(&str, HalfDay); 8] = [
    ("上午", HalfDay::Morning),
    ("下午", HalfDay::Afternoon),
    ("morning", HalfDay::Morning),
    ("afternoon", HalfDay::Afternoon),
    ("am", HalfDay::Morning),
    ("pm", HalfDay::Afternoon),
    ("上", HalfDay::Morning),
    ("下", HalfDay::Afternoon),
];
