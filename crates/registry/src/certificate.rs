//! Certificates of completed trainings: what stands on one, the code by which anybody finds out whether it holds, and what
//! they are told of whose it is.

use crate::named_list::named_list;
use crate::{Enrolment, EnrolmentState, Training, TrainingState};

/// The characters of a code: none looks like another one.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// How many characters a code has, of five bits each.
const CODE_CHARS: usize = 16;
/// How many of them stand together when it is printed.
const GROUP_CHARS: usize = 4;

named_list! {
    /// Whether a certificate holds.
    CertificateState {
        /// It does.
        Valid = "valid", "有效";
        /// What it says has changed since.
        Revoked = "revoked", "已失效";
    }
}

/// The code by which a certificate is verified: 80 bits that nobody guesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateCode(String);

impl CertificateCode {
    /// Makes the code of a keyed digest over what the certificate is about.
    #[must_use]
    pub fn of_digest(digest: &[u8; 32]) -> Self {
        let mut bits = digest
            .iter()
            .flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1));
        let character = |_| {
            let five = bits
                .by_ref()
                .take(5)
                .fold(0_usize, |value, bit| value << 1 | usize::from(bit));
            ALPHABET.get(five).copied().map_or('2', char::from)
        };
        Self((0..CODE_CHARS).map(character).collect())
    }

    /// Reads a code as somebody typed it, in either case and with or without marks between; `None` for what is none.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let typed = typed.chars().filter(|c| !matches!(c, '-' | ' ' | '—' | '–'));
        let code: String = typed
            .take(CODE_CHARS + 1)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let is_code = code.len() == CODE_CHARS && code.bytes().all(|byte| ALPHABET.contains(&byte));
        is_code.then_some(Self(code))
    }

    /// Returns the characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CertificateCode {
    /// Writes it as it is printed, `7KQ4-9M2X-HT3V-P8RC`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, character) in self.0.chars().enumerate() {
            if place > 0 && place % GROUP_CHARS == 0 {
                f.write_str("-")?;
            }
            write!(f, "{character}")?;
        }
        Ok(())
    }
}

/// Returns the number that is printed: the year, the number of the training in the series if it has one, and the place in the
/// training, such as `2026-11-0003`.
#[must_use]
pub fn certificate_number(training: &Training, serial: u32) -> String {
    let year = training.year();
    match training.number {
        Some(number) => format!("{year}-{number:02}-{serial:04}"),
        None => format!("{year}-{serial:04}"),
    }
}

/// Tells whether a certificate of `enrolment` holds that was given for its revision `certified`: whatever was written since
/// ends it.
#[must_use]
pub fn certificate_state(
    certified: u64,
    (enrolment, revision): (&Enrolment, u64),
    training: &Training,
) -> CertificateState {
    let holds = training.state == TrainingState::Closed
        && enrolment.state == EnrolmentState::Completed
        && revision == certified;
    match holds {
        true => CertificateState::Valid,
        false => CertificateState::Revoked,
    }
}

/// Returns what anybody is told of a name: its first character, or its first syllable in Tibetan, and `*`.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let is_tibetan = name.starts_with(|c: char| ('\u{0f00}'..='\u{0fff}').contains(&c));
    let first: String = match is_tibetan {
        true => name
            .chars()
            .take_while(|c| !matches!(c, '\u{0f0b}' | '\u{0f0c}' | '\u{0f0d}' | ' '))
            .collect(),
        false => name.chars().take(1).collect(),
    };
    format!("{first}*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::tests::training;

    #[test]
    fn a_code_is_read_back_as_it_is_printed_and_typed() {
        let digest: [u8; 32] = std::array::from_fn(|n| u8::try_from(n * 37 % 256).unwrap());
        let code = CertificateCode::of_digest(&digest);
        assert_eq!(code.to_string().len(), 19);
        for typed in [
            code.to_string(),
            code.as_str().to_lowercase(),
            format!(" {code} "),
        ] {
            assert_eq!(CertificateCode::read(&typed).as_ref(), Some(&code), "{typed}");
        }
        for typed in ["", "7KQ4", "0000-0000-0000-0000", "7KQ4-9M2X-HT3V-P8RC-2", "法院"] {
            assert_eq!(CertificateCode::read(typed), None, "{typed}");
        }
        let mut other = digest;
        other[9] ^= 1;
        assert_ne!(CertificateCode::of_digest(&other), code, "80 bits count");
    }

    #[test]
    fn a_name_is_told_by_its_first_character_or_syllable() {
        for (name, masked) in [("扎西", "扎*"), ("拉毛·才让", "拉*"), ("བཀྲ་ཤིས", "བཀྲ*"), ("", "*")]
        {
            assert_eq!(masked_name(name), masked);
        }
    }

    #[test]
    fn a_number_says_year_series_and_place() {
        let mut class = training();
        class.number = Some(3);
        assert_eq!(certificate_number(&class, 7), format!("{}-03-0007", class.year()));
        class.number = None;
        assert_eq!(
            certificate_number(&class, 12_345),
            format!("{}-12345", class.year())
        );
    }
}
