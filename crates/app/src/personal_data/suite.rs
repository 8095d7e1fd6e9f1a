//! The sets of algorithms that values are sealed and found with; its number stands in front of each sealed value.

/// A set of algorithms: one to seal with, one to make digests with.
///
/// A suite of the national algorithms (SM4, SM3) gets the next number; values of both then stand side by side, and what
/// is written anew is written by the suite of the present key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// AES-256-GCM-SIV (RFC 8452) and HMAC-SHA-256 (RFC 2104).
    Aes256GcmSivHmacSha256,
}

impl Suite {
    /// Every suite, in the order of their numbers.
    pub const ALL: [Self; 1] = [Self::Aes256GcmSivHmacSha256];

    /// Returns the number that stands in front of a sealed value; never 0, so that zeroed bytes name no suite.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Aes256GcmSivHmacSha256 => 1,
        }
    }

    /// Returns the name that stands in the file of keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aes256GcmSivHmacSha256 => "aes-256-gcm-siv",
        }
    }

    /// Returns the suite of a number; `None` for one that this version does not know.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.number() == number)
    }

    /// Returns the suite of a name in the file of keys; `None` for one that this version does not know.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.as_str() == name)
    }
}
