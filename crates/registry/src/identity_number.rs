//! Citizen identity numbers (GB 11643-1999), read as people type them and as spreadsheets spoil them.

use std::fmt;

use crate::{Day, Sex};

/// The weights of the first 17 digits (GB 11643-1999, 4.2; ISO 7064 MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The last character by the weighted sum modulo 11.
const CHECK_CHARACTERS: [u8; 11] = *b"10X98765432";
/// No number is longer with all the blanks and marks that people put into it; in characters.
const MAX_TYPED_CHARS: usize = 40;

/// An identity number whose check digit is right, in the one form in which it is compared: 18 characters, a capital X.
///
/// It shows itself masked, also where a program prints it for developers; [`IdentityNumber::in_full`] is the one way to the
/// characters, so that every place that needs them can be found.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityNumber {
    characters: [u8; 18],
    born_on: Day,
}

/// Why a text is no identity number. No message repeats the digits: a message may stand in a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityNumberError {
    /// A spreadsheet has stored it as a number and lost its last digits.
    #[error(
        "was stored as a number, and its last digits are lost (hint: format the column as text and type the number anew)"
    )]
    Number,
    /// Neither 18 nor, for the numbers of before 1999, 15 characters.
    #[error("has {0} characters instead of 18 (hint: compare it with the card)")]
    Length(usize),
    /// A character that no number has, by its place from 1.
    #[error("has a character at place {0} that is no digit (hint: compare it with the card)")]
    Character(usize),
    /// Its places 7 to 14 are no day.
    #[error("has no day of birth in its places 7 to 14 (hint: compare it with the card)")]
    Birth,
    /// The last character does not fit the others: one is mistyped, or two are exchanged.
    #[error(
        "has a last character that does not fit the others, so one of them is wrong (hint: compare it with the card)"
    )]
    CheckCharacter,
}

impl IdentityNumber {
    /// Reads a number as somebody typed it: full-width digits, blanks, hyphens and a small x are taken as what they stand
    /// for, and one of 15 digits, as they were issued before 1999, gets its century and its check character.
    ///
    /// # Errors
    /// With the first thing that is wrong.
    pub fn read(typed: &str) -> Result<Self, IdentityNumberError> {
        let mut found = Vec::new();
        for character in typed.chars().take(MAX_TYPED_CHARS).filter_map(plain) {
            found.push(character);
        }
        if typed.chars().count() > MAX_TYPED_CHARS {
            return Err(IdentityNumberError::Length(typed.chars().count()));
        }
        if is_scientific(&found) {
            return Err(IdentityNumberError::Number);
        }
        let is_allowed = |place: usize, c: char| c.is_ascii_digit() || (c == 'X' && place == 17);
        if let Some(place) = found
            .iter()
            .enumerate()
            .position(|(place, c)| !is_allowed(place, *c))
        {
            return Err(IdentityNumberError::Character(place + 1));
        }
        let digits: Vec<u8> = found.iter().filter_map(|c| u8::try_from(*c).ok()).collect();
        let number = match digits.len() {
            18 => <[u8; 18]>::try_from(digits).map_err(|_| IdentityNumberError::Length(18))?,
            15 => of_fifteen(&digits),
            other => return Err(IdentityNumberError::Length(other)),
        };
        let born_on = birth(&number).ok_or(IdentityNumberError::Birth)?;
        if number[17] != check_character(&number) {
            return Err(IdentityNumberError::CheckCharacter);
        }
        Ok(Self {
            characters: number,
            born_on,
        })
    }

    /// Returns all 18 characters.
    #[must_use]
    pub fn in_full(&self) -> &str {
        std::str::from_utf8(&self.characters).unwrap_or_default()
    }

    /// Returns the last four characters, by which lists tell two people of one name apart.
    #[must_use]
    pub fn last_four(&self) -> &str {
        self.in_full().get(14..).unwrap_or_default()
    }

    /// Returns the day of birth that it holds.
    #[must_use]
    pub fn born_on(&self) -> Day {
        self.born_on
    }

    /// Returns the sex that it holds: an odd place 17 is male (GB 11643-1999, 3.4).
    #[must_use]
    pub fn sex(&self) -> Sex {
        match self.characters[16] % 2 {
            1 => Sex::Male,
            _ => Sex::Female,
        }
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Shows it masked.
impl fmt::Display for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "**************{}", self.last_four())
    }
}

/// Returns the character that a typed one stands for; nothing for one that only divides.
fn plain(typed: char) -> Option<char> {
    let narrow = match typed {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(typed) - 0xfee0).unwrap_or(typed),
        other => other,
    };
    match narrow {
        'x' | '×' | 'Х' | 'х' => Some('X'),
        '-' | '\'' | '\u{200b}'..='\u{200f}' | '\u{feff}' => None,
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}

/// Tells whether a spreadsheet has written the number with an exponent, such as `6.3E+17`.
fn is_scientific(found: &[char]) -> bool {
    let mut mantissa = found.split(|c| matches!(c, 'E' | 'e'));
    let (Some(front), Some(exponent), None) = (mantissa.next(), mantissa.next(), mantissa.next()) else {
        return false;
    };
    let is_decimal = |c: &char| c.is_ascii_digit() || *c == '.';
    let exponent = exponent.strip_prefix(&['+']).unwrap_or(exponent);
    !front.is_empty()
        && front.iter().all(is_decimal)
        && !exponent.is_empty()
        && exponent.iter().all(char::is_ascii_digit)
}

/// Returns the number of 18 that one of 15 became: a century, and a check character (GB 11643-1999, foreword).
fn of_fifteen(digits: &[u8]) -> [u8; 18] {
    let mut number = [b'0'; 18];
    let (front, back) = digits.split_at(6);
    let filled = front.iter().chain(b"19").chain(back);
    for (place, digit) in number.iter_mut().zip(filled) {
        *place = *digit;
    }
    number[17] = check_character(&number);
    number
}

fn birth(number: &[u8; 18]) -> Option<Day> {
    let value = |places: std::ops::Range<usize>| {
        let digits = number.get(places)?.iter();
        digits
            .map(|digit| i16::from(digit.wrapping_sub(b'0')))
            .reduce(|value, digit| value * 10 + digit)
    };
    let (month, day) = (
        u8::try_from(value(10..12)?).ok()?,
        u8::try_from(value(12..14)?).ok()?,
    );
    Day::new(value(6..10)?, month, day)
}

fn check_character(number: &[u8; 18]) -> u8 {
    let sum: u32 = WEIGHTS
        .iter()
        .zip(number)
        .map(|(weight, digit)| weight * u32::from(digit.wrapping_sub(b'0')))
        .sum();
    let place = usize::try_from(sum % 11).unwrap_or(0);
    CHECK_CHARACTERS[place]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The two that are printed in the standard.
    const PRINTED: [&str; 2] = ["11010519491231002X", "440524188001010014"];

    fn made(born: Day, front: u32, order: u16) -> String {
        let mut text = format!(
            "{front:06}{:04}{:02}{:02}{order:03}",
            born.year(),
            born.month(),
            born.day()
        );
        let mut number = [b'0'; 18];
        number[..17].copy_from_slice(text.as_bytes());
        text.push(char::from(check_character(&number)));
        text
    }

    #[test]
    fn the_numbers_of_the_standard_fit() {
        let first = IdentityNumber::read(PRINTED[0]).unwrap();
        assert_eq!(
            (first.born_on().to_string().as_str(), first.sex()),
            ("1949-12-31", Sex::Female)
        );
        assert_eq!(first.in_full(), PRINTED[0]);
        // Born in 1880, before every day of this registry, but its check character is that of the standard.
        let mut second = [0; 18];
        second.copy_from_slice(PRINTED[1].as_bytes());
        assert_eq!(check_character(&second), b'4');
        assert_eq!(IdentityNumber::read(PRINTED[1]), Err(IdentityNumberError::Birth));
    }

    #[test]
    fn every_way_of_typing_one_is_the_same_number() {
        for typed in [
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            " 110105 19491231 002X ",
            "110105-19491231-002X",
            "'11010519491231002X",
            "\u{feff}11010519491231002X",
            "110105491231002",
        ] {
            assert_eq!(
                IdentityNumber::read(typed).unwrap().in_full(),
                PRINTED[0],
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_said_without_the_digits() {
        use IdentityNumberError::{Birth, Character, CheckCharacter, Length, Number};
        for (typed, error) in [
            ("", Length(0)),
            ("6.3E+17", Number),
            ("6.32801198503123E+17", Number),
            ("11010519491231002", Length(17)),
            ("110105194912310021X", Character(19)),
            ("1101051949123100２１", CheckCharacter),
            ("110105194912310o2X", Character(16)),
            ("11010519491331002X", Birth),
            ("110105194912310020", CheckCharacter),
            ("扎西", Character(1)),
        ] {
            let found = IdentityNumber::read(typed).unwrap_err();
            assert_eq!(found, error, "{typed}");
            let message = found.to_string();
            assert!(
                !message.contains("110105") && message.contains("(hint: "),
                "{message}"
            );
        }
        assert_eq!(IdentityNumber::read(&"1".repeat(9_000)), Err(Length(9_000)));
    }

    #[test]
    fn it_shows_itself_masked() {
        let number = IdentityNumber::read(PRINTED[0]).unwrap();
        assert_eq!(
            format!("{number} {number:?}"),
            "**************002X **************002X"
        );
    }

    proptest! {
        #[test]
        fn a_digit_that_is_wrong_and_two_that_are_exchanged_are_found(
            born in 0i32..40_000, front in 110_000u32..660_000, order in 0u16..1000, place in 0usize..17, by in 1u8..10,
        ) {
            let mut day = Day::new(1940, 1, 1).unwrap();
            for _ in 0..born % 25_000 { day = day.next().unwrap(); }
            let right = made(day, front, order);
            let number = IdentityNumber::read(&right).unwrap();
            prop_assert_eq!(number.born_on(), day);

            let mut wrong = right.clone().into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            prop_assert!(IdentityNumber::read(std::str::from_utf8(&wrong).unwrap()).is_err());

            let mut turned = right.into_bytes();
            turned.swap(place, (place + 1).min(16));
            let turned = std::str::from_utf8(&turned).unwrap();
            prop_assert!(turned == number.in_full() || IdentityNumber::read(turned).is_err());
        }

        #[test]
        fn reading_takes_any_text(typed in ".{0,60}") {
            if let Ok(number) = IdentityNumber::read(&typed) {
                prop_assert_eq!(IdentityNumber::read(number.in_full()), Ok(number));
            }
        }
    }
}
