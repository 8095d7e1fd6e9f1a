//! The name that is typed to sign in.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// How long a name is at most, in characters.
const MAX_CHARACTERS: usize = 64;
/// Names that an audit entry uses for somebody else.
const RESERVED: [&str; 2] = ["anonymous", "operator"];

/// A login name: as it is shown, and the key by which it is found however it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginName {
    shown: String,
    key: String,
}

/// Why a text is no login name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLoginName {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It has more than 64 characters.
    #[error("it has more than 64 characters")]
    TooLong,
    /// It holds a character that a name has not: others would look like it.
    #[error(
        "`{0}` is neither a Chinese character, a Tibetan letter, a letter a–z, a digit nor one of `.` `_` `-`"
    )]
    Character(char),
    /// The audit uses it for somebody else.
    #[error("it is reserved")]
    Reserved,
}

impl LoginName {
    /// Takes a name of Chinese characters, Tibetan letters, letters a–z, digits and `.` `_` `-`.
    ///
    /// Nothing else: a Cyrillic `а` looks like a Latin one, and an administrator reads names in lists (UTS #39, 5.1). Width
    /// and case do not matter, nor do tsheg and spaces around the name.
    ///
    /// # Errors
    /// The first reason why it is none.
    pub fn new(typed: &str) -> Result<Self, BadLoginName> {
        // Compatibility forms first, so that a full-width name typed in a Chinese input mode is the same one.
        let shown: String = typed
            .trim()
            .nfkc()
            .take(MAX_CHARACTERS + 1)
            .collect::<String>()
            .trim_matches(is_tsheg)
            .to_owned();
        if shown.is_empty() {
            return Err(BadLoginName::Empty);
        }
        if shown.chars().count() > MAX_CHARACTERS {
            return Err(BadLoginName::TooLong);
        }
        if let Some(stranger) = shown.chars().find(|&c| !is_of_a_name(c)) {
            return Err(BadLoginName::Character(stranger));
        }
        let key: String = shown.to_lowercase();
        if RESERVED.contains(&key.as_str()) {
            return Err(BadLoginName::Reserved);
        }
        Ok(Self { shown, key })
    }

    /// Returns the name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// Returns what all ways of typing it share.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

fn is_tsheg(c: char) -> bool {
    matches!(c, '\u{f0b}' | '\u{f0c}')
}

fn is_of_a_name(c: char) -> bool {
    let is_han = matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    // Letters, vowel signs, subjoined letters, digits and the tsheg between syllables; no other mark.
    let is_tibetan = is_tsheg(c)
        || matches!(c, '\u{f20}'..='\u{f29}' | '\u{f40}'..='\u{f6c}' | '\u{f71}'..='\u{f7d}' | '\u{f80}' | '\u{f90}'..='\u{fbc}');
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '·') || is_han || is_tibetan
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        for (typed, shown, key) in [
            ("zhuoma", "zhuoma", "zhuoma"),
            (" ZhuoMa\n", "ZhuoMa", "zhuoma"),
            ("ｚｈｕｏｍａ０１", "zhuoma01", "zhuoma01"),
            ("才让卓玛", "才让卓玛", "才让卓玛"),
            ("བཀྲ་ཤིས་", "བཀྲ་ཤིས", "བཀྲ་ཤིས"),
            ("a.b_c-d", "a.b_c-d", "a.b_c-d"),
        ] {
            let name = LoginName::new(typed).unwrap();
            assert_eq!((name.as_str(), name.key()), (shown, key), "{typed}");
        }
    }

    #[test]
    fn what_looks_like_another_name_is_none() {
        for (typed, reason) in [
            ("", BadLoginName::Empty),
            (" \u{3000}", BadLoginName::Empty),
            ("་", BadLoginName::Empty),
            ("zhu oma", BadLoginName::Character(' ')),
            ("zhuom\u{430}", BadLoginName::Character('\u{430}')),
            ("zhuo\u{200b}ma", BadLoginName::Character('\u{200b}')),
            ("\u{202e}amouhz", BadLoginName::Character('\u{202e}')),
            ("token:x", BadLoginName::Character(':')),
            ("a\0", BadLoginName::Character('\0')),
            ("བཀྲ།", BadLoginName::Character('།')),
            ("Operator", BadLoginName::Reserved),
            ("ＡＮＯＮＹＭＯＵＳ", BadLoginName::Reserved),
            (&"法".repeat(65), BadLoginName::TooLong),
            (&"ཀ".repeat(1_000_000), BadLoginName::TooLong),
        ] {
            assert_eq!(LoginName::new(typed), Err(reason), "{:.20}", typed);
        }
        assert!(LoginName::new(&"法".repeat(64)).is_ok());
    }

    proptest! {
        #[test]
        fn a_name_that_is_shown_can_be_typed(typed in "\\PC{0,20}") {
            if let Ok(name) = LoginName::new(&typed) {
                prop_assert_eq!(LoginName::new(name.as_str()), Ok(name.clone()));
                if name.as_str().is_ascii() {
                    let upper = LoginName::new(&name.as_str().to_uppercase()).unwrap();
                    prop_assert_eq!(upper.key(), name.key());
                }
            }
        }
    }
}
