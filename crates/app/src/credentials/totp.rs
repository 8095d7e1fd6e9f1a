//! Codes of six digits that a telephone shows for thirty seconds (RFC 6238: SHA-1, 6 digits, 30 s).

use std::fmt;
use std::fmt::Write;

use totp_rs::{Algorithm, Builder, Secret};
use zeroize::Zeroizing;

use super::error::NoChance;
use super::typed;
use crate::Chance;

/// Who the codes are for, as the telephone lists it.
pub const ISSUER: &str = "Shanjar";
/// How long a code is shown, in seconds.
const STEP_SECONDS: u64 = 30;
const DIGITS: u8 = 6;
/// How far the clock of a telephone may be off, in steps to either side.
const STEPS_OFF: u64 = 1;

/// 160 random bits that a telephone and the store share (RFC 4226, section 4). Kept sealed.
pub struct TotpSecret(Zeroizing<[u8; 20]>);

impl TotpSecret {
    /// Draws a secret.
    ///
    /// # Errors
    /// If there are no random bytes.
    pub fn draw(chance: &dyn Chance) -> Result<Self, NoChance> {
        let mut bytes = Zeroizing::new([0; 20]);
        chance.fill(bytes.as_mut_slice()).map_err(NoChance)?;
        Ok(Self(bytes))
    }

    /// Takes what [`Self::bytes`] gave; `None` for any other number of bytes than 20.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Returns the bytes, to be sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// Returns the secret in Base32 (RFC 4648) for typing it into a telephone that reads no pictures; 32 characters.
    #[must_use]
    pub fn base32(&self) -> Zeroizing<String> {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut text = Zeroizing::new(String::with_capacity(32));
        // Five bytes are eight digits, and twenty bytes four times that.
        for five in self.0.chunks_exact(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            let digits = (0..8)
                .rev()
                .filter_map(|at| ALPHABET.get((bits >> (5 * at) & 31) as usize));
            text.extend(digits.map(|digit| char::from(*digit)));
        }
        text
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret")
    }
}

/// Returns the step that `code` belongs to if it is right at `now_ms` and no code of this or a later step was used yet;
/// keep it as the last one used before letting anybody in.
///
/// One step to either side is taken for a clock that is off. The code may be typed with blanks, in full width or in
/// Tibetan digits. Every step is tried, so the time does not say which one it was.
#[must_use]
pub fn verify(secret: &TotpSecret, code: &str, now_ms: i64, last_step: Option<u64>) -> Option<u64> {
    let code = typed::plain(code)?;
    let now = u64::try_from(now_ms).ok()? / 1_000 / STEP_SECONDS;
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_secret(Secret::new_stack(*secret.0))
        .with_skew(0)
        .with_step_duration(STEP_SECONDS)
        .build()
        .ok()?;
    let steps = now.saturating_sub(STEPS_OFF)..=now + STEPS_OFF;
    let is_right = |step: &u64| totp.check(&code, step * STEP_SECONDS).is_some();
    let right: Vec<u64> = steps.filter(is_right).collect();
    right
        .into_iter()
        .find(|step| last_step.is_none_or(|last| *step > last))
}

/// Returns the address that a telephone reads from a QR code. `login_name` says which account it is; a colon in it would
/// end the issuer and is left out.
#[must_use]
pub fn provisioning_uri(secret: &TotpSecret, login_name: &str) -> Zeroizing<String> {
    let name = Zeroizing::new(percent_encoded(login_name));
    let base32 = secret.base32();
    let mut uri = Zeroizing::new(String::with_capacity(192 + name.len()));
    for part in [
        "otpauth://totp/",
        ISSUER,
        ":",
        &name,
        "?secret=",
        &base32,
        "&issuer=",
        ISSUER,
    ] {
        uri.push_str(part);
    }
    uri.push_str("&algorithm=SHA1&digits=6&period=30");
    uri
}

/// Writes everything but the unreserved characters of RFC 3986 as `%` and two digits a byte.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes().filter(|byte| *byte != b':') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            // Writing to a string does not fail.
            _ => write!(encoded, "%{byte:02X}").unwrap_or_default(),
        }
    }
    encoded
}
