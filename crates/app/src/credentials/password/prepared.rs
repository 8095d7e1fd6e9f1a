//! A password as it is counted, hashed and compared: in NFC, and short enough to be worth the work.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// No password is longer, in Unicode scalar values after NFC.
pub const MOST_CHARACTERS: usize = 256;
/// Longer text is refused before anything is done with it, in bytes: no 256 characters need so many in any form.
pub const MOST_BYTES: usize = 8 * 1024;

/// A password in NFC with at most [`MOST_CHARACTERS`].
pub(super) struct Prepared(Zeroizing<String>);

impl Prepared {
    /// Prepares what was typed; `None` if it is longer than a password may be.
    pub(super) fn new(typed: &str) -> Option<Self> {
        if typed.len() > MOST_BYTES {
            return None;
        }
        // NFC makes at most three bytes of one; text that has to move leaves a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(3 * typed.len()));
        text.extend(typed.nfc());
        (text.chars().count() <= MOST_CHARACTERS).then_some(Self(text))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}
