//! What is wrong at one place of a file.

use std::fmt;

use crate::{Language, Place};

/// Longest value that is repeated in a message, in characters.
const MAX_VALUE_CHARS: usize = 60;

/// Something wrong at one place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Where.
    pub place: Place,
    /// The column's heading as the file writes it; in JSON Lines the pointer to the member, in TBX the tag.
    pub column: Option<String>,
    /// What kind of thing is wrong: one of [`codes`](crate::codes).
    pub code: &'static str,
    /// The value, cut at 60 characters, with invisible characters written out.
    pub value: String,
    /// The whole story in an English sentence: place, column, value, what is wrong and the way out.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
    /// How much of the file cannot be used because of it.
    pub extent: Extent,
}

/// How much of a file cannot be used because of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// One row; the others are unharmed.
    Row,
    /// All rows of a sheet, or of a text file from here on.
    Sheet,
}

/// What is wrong, before it is known where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub code: &'static str,
    /// What is wrong, as the rest of a sentence that begins with the value.
    pub wrong: Words,
    /// The way out.
    pub hint: Words,
}

/// The same words in both languages of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// In a box, as errors hold them, which are handed on by value.
impl<E: Into<String>, Z: Into<String>> From<(E, Z)> for Box<Words> {
    fn from(words: (E, Z)) -> Self {
        Self::new(words.into())
    }
}

impl Words {
    /// Counts bytes.
    #[must_use]
    pub fn bytes(count: usize) -> Box<Self> {
        (format!("{count} bytes"), format!("{count} 字节")).into()
    }
}

/// Shows the English ones, as messages for programs do.
impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl<E: Into<String>, Z: Into<String>> From<(E, Z)> for Words {
    fn from((en, zh): (E, Z)) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }
}

impl Fault {
    pub(crate) fn new(code: &'static str, wrong: impl Into<Words>, hint: impl Into<Words>) -> Self {
        Self {
            code,
            wrong: wrong.into(),
            hint: hint.into(),
        }
    }
}

impl Issue {
    /// Tells of `fault` in `value` at `place`, in the column headed `column`.
    pub(crate) fn new(place: Place, column: Option<&str>, value: &str, fault: Fault, extent: Extent) -> Self {
        let value = shorten(value);
        let (mut en, mut zh) = (place.to_string(), place.to_string());
        if let Some(heading) = column {
            // JSON has members, and a pointer to one begins with a slash; XML has elements, written as tags.
            let (what, what_zh) = match heading.chars().next() {
                Some('/') => ("member", "成员"),
                Some('<') => ("element", "元素"),
                _ => ("column", "列"),
            };
            let heading = shorten(heading);
            en += &format!(", {what} `{heading}`");
            zh += &format!("，{what_zh} `{heading}`");
        }
        let named = if value.is_empty() {
            String::new()
        } else {
            format!("`{value}` ")
        };
        let Fault { code, wrong, hint } = fault;
        en += &format!(": {named}{} (hint: {})", wrong.en, hint.en);
        zh += &format!("：{named}{}（提示：{}）", wrong.zh, hint.zh);
        Self {
            place,
            column: column.map(str::to_owned),
            code,
            value,
            message: en,
            message_zh: zh,
            extent,
        }
    }

    /// Returns the whole story in `language`.
    #[must_use]
    pub fn message_in(&self, language: Language) -> &str {
        match language {
            Language::En => &self.message,
            Language::Zh => &self.message_zh,
        }
    }
}

/// Returns `value` in a form that fits a sentence: at most 60 characters, then `…`; what cannot be seen is written out.
pub(crate) fn shorten(value: &str) -> String {
    let mut short = String::new();
    for (n, c) in value.chars().enumerate() {
        if n == MAX_VALUE_CHARS {
            short.push('…');
            break;
        }
        if is_invisible(c) {
            short.extend(c.escape_default())
        } else {
            short.push(c)
        }
    }
    short
}

/// Tells whether `c` is a control character, or one that turns the direction of the text around it.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_short_and_visible() {
        for (value, shown) in [
            ("法院", "法院".to_owned()),
            ("a\tb\u{0}\u{202e}c", "a\\tb\\u{0}\\u{202e}c".to_owned()),
            (&"法".repeat(60), "法".repeat(60)),
            (&"ཁྲི".repeat(21), format!("{}…", "ཁྲི".repeat(20))),
        ] {
            assert_eq!(shorten(value), shown);
        }
    }

    #[test]
    fn a_message_names_place_column_value_and_way_out() {
        let place = Place::of_sheet(&"a.csv".into(), None).on_line(3);
        let fault = Fault::new(
            "bad_value",
            ("is not a region", "不是地区"),
            ("use `amdo`", "请用 `amdo`"),
        );
        let issue = Issue::new(place.clone(), Some("地区"), "北京", fault.clone(), Extent::Row);
        assert_eq!(
            issue.message,
            "a.csv:3, column `地区`: `北京` is not a region (hint: use `amdo`)"
        );
        assert_eq!(
            issue.message_in(Language::Zh),
            "a.csv:3，列 `地区`：`北京` 不是地区（提示：请用 `amdo`）"
        );
        let issue = Issue::new(place, None, "", fault, Extent::Row);
        assert_eq!(issue.message, "a.csv:3: is not a region (hint: use `amdo`)");
    }
}
