//! A rule of the registry that a value breaks, told so that a cell or a field can be named.

use std::fmt;

use crate::{Day, Period};

/// What is wrong with a member, and the way out, in both languages of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule, by the name that problems and reports use.
    pub code: &'static str,
    /// The member it is about, as a JSON pointer into the aggregate, such as `/posts/1/to`.
    pub pointer: String,
    /// In English: what is wrong with which value, and a hint.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
}

impl Fault {
    /// Tells of a broken rule.
    pub(crate) fn new(
        code: &'static str,
        pointer: impl Into<String>,
        message: impl Into<String>,
        message_zh: impl Into<String>,
    ) -> Self {
        Self {
            code,
            pointer: pointer.into(),
            message: message.into(),
            message_zh: message_zh.into(),
        }
    }
}

/// Tells of a period that ends before it begins, at `pointer`, the object with its two days.
pub(crate) fn reversed(pointer: &str, period: Period) -> Option<Fault> {
    period.is_reversed().then(|| {
        Fault::new(
            "period_reversed",
            format!("{pointer}/to"),
            format!("{period} ends before it begins (hint: correct one of the two days)"),
            format!("{period} 的结束早于开始（提示：请更正其中一个日期）"),
        )
    })
}

/// A longer title fills the sheets on which it stands above every page.
pub(crate) const MAX_TITLE_CHARS: usize = 100;

/// Tells of a text with more than `most` characters.
pub(crate) fn too_many_characters(pointer: &str, text: &str, most: usize) -> Option<Fault> {
    let chars = text.chars().count();
    (chars > most).then(|| {
        Fault::new(
            "too_many_characters",
            pointer,
            format!("it has {chars} characters, more than {most} (hint: shorten it, and put the rest into the note)"),
            format!("有 {chars} 个字，超过 {most} 个（提示：请缩短，其余写在备注中）"),
        )
    })
}

/// Tells of a day after `today` that should be over.
pub(crate) fn in_future(pointer: &str, day: Day, today: Day) -> Option<Fault> {
    (day > today).then(|| {
        Fault::new(
            "day_in_future",
            pointer,
            format!("`{day}` is still to come (hint: correct the year)"),
            format!("`{day}` 尚未到来（提示：请核对年份）"),
        )
    })
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

/// Shows faults one a line for tests: pointer, code, both sentences.
#[cfg(test)]
pub(crate) fn show(faults: &[Fault]) -> String {
    let line = |fault: &Fault| {
        format!(
            "{} {}\n  {}\n  {}\n",
            fault.pointer, fault.code, fault.message, fault.message_zh
        )
    };
    faults.iter().map(line).collect()
}
