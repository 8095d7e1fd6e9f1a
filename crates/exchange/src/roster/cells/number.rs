//! Numbers, hours and scores.

use registry::Hours;

use super::{bad, narrow};
use crate::issue::Fault;

/// Reads a whole number that fits `T`, with the unit that people put behind it.
pub(in crate::roster) fn count<T: TryFrom<u32>>(typed: &str) -> Result<T, Fault> {
    let plain = narrow(typed);
    let plain = plain.trim_end_matches(['人', '次', '名', '个']).trim();
    let number = plain.strip_suffix(".0").unwrap_or(plain);
    let number = number
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| number.parse::<u32>().ok())
        .flatten();
    number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| {
        bad(
            ("is no whole number of a possible size", "不是大小合理的整数"),
            ("write digits only", "请只写数字"),
        )
    })
}

/// Reads hours, with half ones: 48, 4.5, 48学时.
pub(in crate::roster) fn hours(typed: &str) -> Result<Hours, Fault> {
    let plain = narrow(typed);
    let number = ["学时", "课时", "小时", "个学时", "h"]
        .iter()
        .find_map(|unit| plain.strip_suffix(unit))
        .unwrap_or(&plain);
    of_tenths(number.trim()).map(Hours).ok_or_else(|| {
        bad(
            ("are no hours", "不是学时数"),
            (
                "write a number such as 48 or 4.5; days are not hours: multiply them by the hours of the programme",
                "请写数字，如 48 或 4.5；天数不是学时，请按项目规定折算",
            ),
        )
    })
}

pub(in crate::roster) fn hours_text(hours: Hours) -> String {
    hours.to_string()
}

/// Reads points: 85, 85.5, 85分.
pub(in crate::roster) fn tenths(typed: &str) -> Result<u16, Fault> {
    let plain = narrow(typed);
    let number = plain.trim_end_matches('分').trim();
    let found = of_tenths(number).and_then(|tenths| u16::try_from(tenths).ok());
    found.ok_or_else(|| {
        bad(
            ("is no score", "不是分数"),
            (
                "write points with at most one decimal, such as 85.5",
                "请写分数，最多一位小数，如 85.5",
            ),
        )
    })
}

pub(in crate::roster) fn tenths_text(tenths: u16) -> String {
    Hours(u32::from(tenths)).to_string()
}

/// Returns ten times the number; `None` if it has more than one decimal, which spreadsheets make of a calculation.
fn of_tenths(plain: &str) -> Option<u32> {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 7 || !is_digits(whole) || !is_digits(decimals) {
        return None;
    }
    let tenth = match decimals.trim_end_matches('0') {
        "" => 0,
        one if one.len() == 1 => one.parse().ok()?,
        _ => return None,
    };
    whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenth)
}

/// Reads the number of a training: 11, 第11期, 第十一期, 11期.
pub(in crate::roster) fn training_number(typed: &str) -> Result<u16, Fault> {
    let plain = narrow(typed);
    let plain = plain.strip_prefix('第').unwrap_or(&plain);
    let plain = ["期", "届", "班", "次"]
        .iter()
        .find_map(|unit| plain.strip_suffix(unit))
        .unwrap_or(plain)
        .trim();
    let plain = plain.strip_suffix(".0").unwrap_or(plain);
    let number = match plain.bytes().all(|b| b.is_ascii_digit()) {
        true => plain.parse().ok(),
        false => chinese_number(plain),
    };
    let number = number
        .and_then(|number| u16::try_from(number).ok())
        .filter(|number| *number > 0);
    number.ok_or_else(|| {
        bad(
            ("is no number of a training", "不是期次"),
            ("write it like 11 or 第十一期", "请写成 11 或 第十一期"),
        )
    })
}

/// Reads a Chinese number below a thousand, or digits in a row as years have them: 十一, 一百零二, 二〇一六.
pub(super) fn chinese_number(text: &str) -> Option<u32> {
    let digit = |c: char| {
        let c = if matches!(c, '零' | '○') { '〇' } else { c };
        "〇一二三四五六七八九".chars().position(|known| known == c)
    };
    let digits: Vec<char> = text.chars().collect();
    if digits.is_empty() || digits.len() > 7 {
        return None;
    }
    if digits.len() > 1 && digits.iter().all(|c| digit(*c).is_some()) {
        return digits.iter().try_fold(0_u32, |number, c| {
            Some(number * 10 + u32::try_from(digit(*c)?).ok()?)
        });
    }
    let (mut sum, mut last) = (0_u32, None::<u32>);
    for c in digits {
        match c {
            '百' => sum += last.take()? * 100,
            '十' => sum += last.take().unwrap_or(1) * 10,
            other => {
                let found = u32::try_from(digit(other)?).ok()?;
                if last.is_some_and(|last| last != 0) {
                    return None;
                }
                last = Some(found);
            }
        }
    }
    Some(sum + last.unwrap_or(0))
}
