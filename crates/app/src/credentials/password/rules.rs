//! Which passwords are taken: long ones of any script that nobody tries first.
//!
//! The rules are those of OWASP ASVS 5.0, 6.2: length counts and composition does not, so no kinds of characters are
//! asked for, and nothing is said about changing a password after some time.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::often_used::is_made_of_often_used;
use super::prepared::{MOST_CHARACTERS, Prepared};

/// No password is shorter, in Unicode scalar values after NFC.
pub const LEAST_CHARACTERS: usize = 12;
/// A unit of so many characters may not make the whole password by being repeated.
const SHORT_UNIT: usize = 4;
/// A login name of fewer letters stands in many words by chance.
const TELLING_NAME: usize = 4;

/// Rows whose order is known, with their sources.
const SIMPLE_ROWS: &str = include_str!("../../../data/simple_rows.tsv");

/// What is wrong with a password that somebody wants to have. The password itself stands in none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// It is too short.
    #[error("it has {found} characters and must have at least {LEAST_CHARACTERS}")]
    TooShort {
        /// How many Unicode scalar values it has after NFC.
        found: usize,
    },
    /// It is too long.
    #[error("it has more than {MOST_CHARACTERS} characters")]
    TooLong,
    /// Many people have had it, or it is made of two such passwords, or of one and a number.
    #[error(
        "it is made of passwords that are tried first (hint: several words that do not belong together are better)"
    )]
    OftenUsed,
    /// It is the login name, or holds it.
    #[error("it holds the login name")]
    HoldsLoginName,
    /// It is a few characters or a simple row over and over.
    #[error("it repeats itself or is a simple row such as 123456")]
    Repetitive,
    /// It holds a control character, which cannot be typed everywhere.
    #[error("it holds a control character, such as a tab or the end of a line")]
    ControlCharacter,
}

impl PasswordFault {
    /// Returns the name under which pages and the API know the fault.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::OftenUsed => "password_often_used",
            Self::HoldsLoginName => "password_holds_login_name",
            Self::Repetitive => "password_repetitive",
            Self::ControlCharacter => "password_control_character",
        }
    }
}

/// Says whether `password` may be the password of the account with this login name. Costs no hashing.
///
/// # Errors
/// Everything that is wrong with it, in the order of [`PasswordFault`].
pub fn check_rules(password: &str, login_name: &str) -> Result<(), Vec<PasswordFault>> {
    let Some(prepared) = Prepared::new(password) else {
        return Err(vec![PasswordFault::TooLong]);
    };
    let characters = Zeroizing::new(prepared.as_str().chars().collect::<Vec<char>>());
    let folded_text = folded(prepared.as_str());
    let found = characters.len();
    let rules = [
        (found < LEAST_CHARACTERS, PasswordFault::TooShort { found }),
        (is_made_of_often_used(&folded_text), PasswordFault::OftenUsed),
        (
            holds_name(&folded_text, &folded(login_name)),
            PasswordFault::HoldsLoginName,
        ),
        (
            is_repetitive(&characters) || is_row(&folded_text),
            PasswordFault::Repetitive,
        ),
        (
            characters.iter().any(|c| c.is_control()),
            PasswordFault::ControlCharacter,
        ),
    ];
    let faults: Vec<PasswordFault> = rules
        .into_iter()
        .filter_map(|(is_broken, fault)| is_broken.then_some(fault))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Returns text as it is compared with names and lists: small letters and digits of any width, and no signs.
pub(super) fn folded(text: &str) -> Zeroizing<String> {
    let plain = text.nfkc().flat_map(char::to_lowercase);
    Zeroizing::new(plain.filter(|c| c.is_alphanumeric()).collect())
}

/// Returns the shortest part that makes all of `characters` by being repeated, the last time perhaps cut off.
pub(super) fn smallest_unit(characters: &[char]) -> &[char] {
    let length = characters.len();
    let repeats = |unit: &usize| {
        characters
            .iter()
            .zip(characters.iter().skip(*unit))
            .all(|(a, b)| a == b)
    };
    let unit = (1..length).find(repeats).unwrap_or(length);
    characters.get(..unit).unwrap_or(characters)
}

fn holds_name(folded: &str, name: &str) -> bool {
    match name.chars().count() {
        0 => false,
        1..TELLING_NAME => folded == name,
        _ => folded.contains(name),
    }
}

/// Tells whether a short unit makes the whole, or hardly any two characters differ.
fn is_repetitive(characters: &[char]) -> bool {
    let unit = smallest_unit(characters);
    let mut different = Zeroizing::new(characters.to_vec());
    different.sort_unstable();
    different.dedup();
    let is_repeated = unit.len() < characters.len() && unit.len() <= SHORT_UNIT;
    is_repeated || (characters.len() > SHORT_UNIT && different.len() < SHORT_UNIT)
}

/// Tells whether folded text is part of a simple row, once or several times.
fn is_row(folded: &str) -> bool {
    let characters = Zeroizing::new(folded.chars().collect::<Vec<char>>());
    let unit = smallest_unit(&characters);
    unit.len() > SHORT_UNIT && (is_row_of_neighbours(unit) || is_listed_row(unit))
}

/// Tells whether each character follows the one before by the same step of one up or down, as in `abcdef` and `987654`;
/// after 9 comes 0, as on a keyboard.
fn is_row_of_neighbours(characters: &[char]) -> bool {
    let step = |pair: &[char]| match pair {
        ['9', '0'] => Some(1),
        ['0', '9'] => Some(-1),
        [from, to] => Some(i64::from(u32::from(*to)) - i64::from(u32::from(*from))),
        _ => None,
    };
    let mut steps = characters.windows(2).map(step);
    let first = steps.next().flatten();
    matches!(first, Some(1 | -1)) && steps.all(|step| step == first)
}

fn is_listed_row(characters: &[char]) -> bool {
    let forwards: Zeroizing<String> = Zeroizing::new(characters.iter().collect());
    let backwards: Zeroizing<String> = Zeroizing::new(characters.iter().rev().collect());
    let rows = SIMPLE_ROWS.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split('\t').next())
        .any(|row| row.contains(forwards.as_str()) || row.contains(backwards.as_str()))
}
