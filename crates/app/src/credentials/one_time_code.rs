//! Codes on paper that work once: for the first login, after a reset, and when the telephone is lost.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::NoChance;
use super::typed;
use crate::Chance;

/// How long the code on a slip works, in milliseconds: seven days.
pub const SLIP_LIFETIME_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// How many recovery codes an account gets at a time.
pub const RECOVERY_CODES: usize = 10;

/// The digits of Crockford's Base32: without I, L and O, which are read as digits, and without U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Twelve digits of five bits: 60 bits, which nobody guesses at ten tries in a quarter of an hour.
const LENGTH: usize = 12;
/// A code is shown in groups of so many digits.
const GROUP: usize = 4;

/// A code of 60 random bits.
pub struct OneTimeCode(Zeroizing<String>);

impl OneTimeCode {
    /// Draws a code.
    ///
    /// # Errors
    /// If there are no random bytes.
    pub fn draw(chance: &dyn Chance) -> Result<Self, NoChance> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        chance.fill(bytes.as_mut_slice()).map_err(NoChance)?;
        // 32 divides 256, so each digit is as likely as any other.
        let digits = bytes
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)));
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        text.extend(digits.map(|digit| char::from(*digit)));
        Ok(Self(text))
    }

    /// Reads a code as somebody typed it: in capitals or not, with or without its dashes, in any width; I and L are 1 and
    /// O is 0. `None` for what can be no code.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let plain = typed::plain(typed)?;
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        for character in plain.chars() {
            let digit = match character {
                'I' | 'L' => '1',
                'O' => '0',
                other => other,
            };
            if text.len() == LENGTH || !ALPHABET.iter().any(|known| char::from(*known) == digit) {
                return None;
            }
            text.push(digit);
        }
        (text.len() == LENGTH).then_some(Self(text))
    }

    /// Returns the code as it is shown: `7KQ4-9M2X-HT3V`.
    #[must_use]
    pub fn shown(&self) -> Zeroizing<String> {
        let mut shown = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for (at, digit) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                shown.push('-');
            }
            shown.push(digit);
        }
        shown
    }

    /// Returns what the store keeps instead of the code, and finds it by.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let labelled = Sha256::new().chain_update("shanjar one-time code\0");
        labelled.chain_update(self.0.as_bytes()).finalize().into()
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode")
    }
}

/// Draws the recovery codes of an account.
///
/// # Errors
/// If there are no random bytes.
pub fn draw_recovery(chance: &dyn Chance) -> Result<Vec<OneTimeCode>, NoChance> {
    (0..RECOVERY_CODES).map(|_| OneTimeCode::draw(chance)).collect()
}
