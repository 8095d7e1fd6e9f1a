//! Identity numbers and telephone numbers in cells: read, kept out of messages, and known again when they are masked.

use registry::{IdentityNumber, IdentityNumberError, Phone, PhoneError};

use super::bad;
use crate::issue::Fault;

/// The digits in a row, with what may stand between them, from which on a text may be somebody's number.
const DIGITS_MIN: usize = 10;

/// Reads an identity number.
pub(in crate::roster) fn identity_number(typed: &str) -> Result<IdentityNumber, Fault> {
    IdentityNumber::read(typed).map_err(|error| {
        let card = "请与证件核对";
        let (zh, hint) = match &error {
            IdentityNumberError::Number => (
                "被存为数值，末几位已丢失".to_owned(),
                "请把该列设为“文本”格式，再重新输入号码",
            ),
            IdentityNumberError::Length(n) => (format!("有 {n} 位，应为 18 位"), card),
            IdentityNumberError::Character(n) => (format!("第 {n} 位不是数字"), card),
            IdentityNumberError::Birth => ("第 7 至 14 位不是出生日期".to_owned(), card),
            IdentityNumberError::CheckCharacter => ("校验位不符，其中有一位写错".to_owned(), card),
        };
        said(&error.to_string(), (&zh, hint))
    })
}

/// Reads the telephone numbers of a cell, which may hold several.
pub(in crate::roster) fn phones(typed: &str) -> Result<Vec<Phone>, Fault> {
    let parts = typed
        .split(['/', '、', ',', '，', ';', '；', '\n', '|'])
        .map(str::trim);
    let read = |part: &str| Phone::read(part).map_err(phone_fault);
    parts
        .filter(|part| !part.is_empty() && !is_masked(part))
        .map(read)
        .collect()
}

fn phone_fault(error: PhoneError) -> Fault {
    let (zh, hint) = match error {
        PhoneError::Number => ("被存为数值".to_owned(), "请把该列设为“文本”格式，再重新输入号码"),
        PhoneError::Digits(n) => (
            format!("有 {n} 位数字"),
            "手机号为 11 位；固定电话请带区号，如 0971-6123456",
        ),
        PhoneError::Character(n) => (format!("第 {n} 个字符不是数字"), "多个号码请用顿号隔开"),
    };
    said(&error.to_string(), (&zh, hint))
}

/// Takes the sentence and the hint of an error of the registry apart.
fn said(english: &str, (zh, hint_zh): (&str, &str)) -> Fault {
    let (wrong, hint) = english.split_once(" (hint: ").unwrap_or((english, ""));
    bad((wrong, zh), (hint.trim_end_matches(')'), hint_zh))
}

/// Tells whether a number was masked, as our own sheets do: it says nothing, and is no fault.
pub(in crate::roster) fn is_masked(typed: &str) -> bool {
    typed
        .chars()
        .filter(|c| matches!(c, '*' | '＊' | '●' | '•'))
        .count()
        >= 3
}

/// Returns the four characters that a masked number leaves to be seen.
pub(in crate::roster) fn last_four_of(typed: &str) -> Option<String> {
    let end: Vec<char> = typed.trim().chars().rev().take(4).collect();
    let is_number = |c: &char| c.is_ascii_digit() || matches!(c, 'x' | 'X');
    let is_whole = end.len() == 4 && end.iter().all(is_number);
    is_whole.then(|| end.into_iter().rev().collect::<String>().to_uppercase())
}

/// Returns a number of which only the end is to be seen, for messages.
pub(in crate::roster) fn masked(typed: &str) -> String {
    let characters: Vec<char> = typed.trim().chars().collect();
    let seen = if characters.len() > 8 { 4 } else { 0 };
    let hidden = characters.len().saturating_sub(seen).min(20);
    let end = characters.iter().skip(characters.len() - seen);
    std::iter::repeat_n(&'*', hidden).chain(end).collect()
}

/// Returns a text with every part that may be somebody's number masked, in whatever column it was typed.
pub(in crate::roster) fn without_numbers(text: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let joins = |c: char| matches!(c, ' ' | '-' | '\u{3000}' | '－' | 'x' | 'X' | 'ｘ' | 'Ｘ');
    let mut kept = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        if is_digit(c) || (joins(c) && !run.is_empty()) {
            run.push(c);
            continue;
        }
        let digits = run.chars().filter(|c| is_digit(*c)).count();
        if digits >= DIGITS_MIN {
            kept.push_str(&masked(&run));
        } else {
            kept.push_str(&run);
        }
        run.clear();
        kept.push(c);
    }
    kept.pop();
    kept
}
