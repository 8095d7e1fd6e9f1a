//! Telephone numbers of people, in the one form in which they are compared.

use std::fmt;

/// No number is longer with its blanks and marks; in characters.
const MAX_TYPED_CHARS: usize = 40;

/// A telephone number: its digits, with a `-` before an extension. It shows itself masked; [`Phone::in_full`] is the one way
/// to the digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

/// Why a text is no telephone number. No message repeats the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// A spreadsheet has stored it as a number with an exponent.
    #[error("was stored as a number (hint: format the column as text and type the number anew)")]
    Number,
    /// A mobile number has 11 digits, one of a place 7 or 8, with its area 10 to 12.
    #[error(
        "has {0} digits (hint: a mobile number has 11; write one of a place with its area, such as 0971-6123456)"
    )]
    Digits(usize),
    /// A character that no number has, by its place from 1.
    #[error("has a character at place {0} that is no digit (hint: write one number a field)")]
    Character(usize),
}

impl Phone {
    /// Reads a number as somebody typed it: blanks, brackets, hyphens, full-width digits and the country's `+86` do not
    /// count; what follows `转` or `#` is an extension.
    ///
    /// # Errors
    /// With the first thing that is wrong.
    pub fn read(typed: &str) -> Result<Self, PhoneError> {
        let count = typed.chars().count();
        if count > MAX_TYPED_CHARS {
            return Err(PhoneError::Digits(count));
        }
        if typed.contains(['E', 'e']) && typed.contains('.') {
            return Err(PhoneError::Number);
        }
        let (mut digits, mut extension) = (String::new(), None::<String>);
        for (place, character) in typed.chars().enumerate() {
            let narrow = match character {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
                other => other,
            };
            match narrow {
                '0'..='9' => extension.as_mut().unwrap_or(&mut digits).push(narrow),
                '转' | '轉' | '#' if extension.is_none() && !digits.is_empty() => {
                    extension = Some(String::new())
                }
                '+' | '-' | '(' | ')' | '—' | '–' | '\'' => {}
                c if c.is_whitespace() => {}
                _ => return Err(PhoneError::Character(place + 1)),
            }
        }
        let abroad = ["0086", "86"].iter().find_map(|code| {
            let rest = digits.strip_prefix(code)?;
            (rest.len() >= 10).then(|| rest.to_owned())
        });
        let digits = match abroad {
            Some(rest) if rest.starts_with('1') || rest.starts_with('0') => rest,
            Some(rest) => format!("0{rest}"),
            None => digits,
        };
        let is_mobile = digits.len() == 11 && digits.starts_with('1');
        let is_of_a_place = match digits.len() {
            7 | 8 => !digits.starts_with('0'),
            10..=12 => digits.starts_with('0'),
            _ => false,
        };
        if !is_mobile && !is_of_a_place {
            return Err(PhoneError::Digits(digits.len()));
        }
        Ok(Self(match extension.filter(|extension| !extension.is_empty()) {
            Some(extension) => format!("{digits}-{extension}"),
            None => digits,
        }))
    }

    /// Returns all digits.
    #[must_use]
    pub fn in_full(&self) -> &str {
        &self.0
    }

    /// Returns the last four digits of the number, without an extension.
    #[must_use]
    pub fn last_four(&self) -> &str {
        let number = self.0.split('-').next().unwrap_or_default();
        number.get(number.len().saturating_sub(4)..).unwrap_or_default()
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Shows it masked.
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "*******{}", self.last_four())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_of_typing_one_is_the_same_number() {
        for (typed, number) in [
            ("13812345678", "13812345678"),
            ("138 1234 5678", "13812345678"),
            ("＋８６－１３８１２３４５６７８", "13812345678"),
            ("008613812345678", "13812345678"),
            ("(0971) 6123456", "09716123456"),
            ("+86 971 6123456", "09716123456"),
            ("0971-6123456转802", "09716123456-802"),
            ("6123456", "6123456"),
            ("010-12345678", "01012345678"),
        ] {
            assert_eq!(
                Phone::read(typed).map(|phone| phone.in_full().to_owned()),
                Ok(number.to_owned()),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_said_without_the_digits() {
        for (typed, error) in [
            ("", PhoneError::Digits(0)),
            ("1381234567", PhoneError::Digits(10)),
            ("138123456789", PhoneError::Digits(12)),
            ("1.38E+10", PhoneError::Number),
            ("13812345678/13912345678", PhoneError::Character(12)),
            ("扎西", PhoneError::Character(1)),
            ("23812345678", PhoneError::Digits(11)),
        ] {
            let found = Phone::read(typed).unwrap_err();
            assert_eq!(found, error, "{typed}");
            assert!(!found.to_string().contains("138123"), "{found}");
        }
    }

    #[test]
    fn it_shows_itself_masked() {
        let phone = Phone::read("0971-6123456转802").unwrap();
        assert_eq!(format!("{phone} {phone:?}"), "*******3456 *******3456");
    }

    proptest! {
        #[test]
        fn reading_takes_any_text_and_reads_its_own_again(typed in "[0-9+() 转#-]{0,24}") {
            if let Ok(phone) = Phone::read(&typed) {
                let (number, extension) = phone.in_full().split_once('-').unwrap_or((phone.in_full(), ""));
                let again = if extension.is_empty() { number.to_owned() } else { format!("{number}转{extension}") };
                prop_assert_eq!(Phone::read(&again), Ok(phone));
            }
        }
    }
}
