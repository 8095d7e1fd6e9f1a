//! Words and names in cells.

use std::borrow::Cow;

use registry::{PersonName, normalize_name};

use super::bad;
use crate::codes;
use crate::issue::Fault;

/// No text of a roster is longer, in characters.
const MAX_CHARS: usize = 500;
/// No name is longer, in characters.
const MAX_NAME_CHARS: usize = 60;

/// Returns a text as it is kept: one line, without blanks at its ends.
pub(in crate::roster) fn line(typed: &str) -> Result<String, Fault> {
    let trimmed = typed.trim();
    let kept = match trimmed.contains(char::is_whitespace) {
        true => trimmed.split_whitespace().collect::<Vec<_>>().join(" "),
        false => trimmed.to_owned(),
    };
    if kept.chars().any(is_unseen) {
        return Err(Fault::new(
            codes::CONTROL_CHARACTER,
            ("holds a character that cannot be seen", "含有看不见的控制字符"),
            ("type it anew", "请重新输入"),
        ));
    }
    if kept.chars().nth(MAX_CHARS).is_some() {
        return Err(bad(
            ("is longer than 500 characters", "超过 500 个字符"),
            ("shorten it", "请缩短"),
        ));
    }
    Ok(kept)
}

/// Returns the typed text with full-width characters made narrow and without blanks at its ends, for values whose letters
/// and digits matter and not their width.
pub(in crate::roster) fn narrow(typed: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}');
    let trimmed = typed.trim();
    if !trimmed.contains(is_wide) {
        return trimmed.into();
    }
    let narrow = trimmed.chars().map(|c| match c {
        '\u{3000}' => ' ',
        c if is_wide(c) => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    });
    narrow.collect()
}

/// Reads a name into the field of its script: a list in which 姓名 is written in Tibetan is no fault.
pub(in crate::roster) fn name(typed: &str, wants_tibetan: bool, into: &mut PersonName) -> Result<(), Fault> {
    let typed = line(typed)?;
    let has = |is: fn(char) -> bool| typed.chars().any(is);
    let (tibetan, han) = (has(is_tibetan), has(is_han));
    if tibetan && han {
        return Err(bad(
            ("holds a name in both scripts", "同时写有汉文和藏文姓名"),
            (
                "write the Tibetan name into a column 藏文姓名",
                "请把藏文姓名另写入“藏文姓名”列",
            ),
        ));
    }
    if has(|c| c.is_numeric()) || typed.chars().nth(MAX_NAME_CHARS).is_some() {
        return Err(bad(
            ("is no name", "不是姓名"),
            (
                "look whether the columns are shifted; one name a cell, without numbers",
                "请检查是否错列；一格只写一个姓名，不带数字",
            ),
        ));
    }
    if wants_tibetan && !tibetan {
        return Err(bad(
            ("is no name in Tibetan script", "不是藏文姓名"),
            (
                "write it in Tibetan, or empty the cell",
                "请用藏文填写，或清空该格",
            ),
        ));
    }
    // A name of Han characters alone is in its normal form, and most are.
    let is_normal = typed.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let kept = if is_normal { typed } else { normalize_name(&typed) };
    if kept.is_empty() {
        return Err(bad(("is no name", "不是姓名"), ("write the name", "请填写姓名")));
    }
    match tibetan {
        true => into.bo.get_or_insert(kept),
        false => into.zh.get_or_insert(kept),
    };
    Ok(())
}

fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_tibetan(c: char) -> bool {
    matches!(c, '\u{f00}'..='\u{fff}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
