//! The code by which a court is named in rights.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The longest code, in bytes.
const MAX_BYTES: usize = 32;

/// The house's own code of a court. Division codes will not do: 632803 is two courts, and a railway court has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CourtCode(String);

impl CourtCode {
    /// Returns the code as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that cannot be the code of a court.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` cannot be the code of a court (a code has 1 to 32 letters a–z, digits and hyphens)")]
pub struct BadCourtCode(pub String);

impl FromStr for CourtCode {
    type Err = BadCourtCode;

    fn from_str(text: &str) -> Result<Self, BadCourtCode> {
        let is_code = (1..=MAX_BYTES).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_code {
            return Ok(Self(text.to_owned()));
        }
        Err(BadCourtCode(text.chars().take(40).collect()))
    }
}

impl fmt::Display for CourtCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_and_plain() {
        for good in ["qh", "6325", "qh-yushu-nangqen", &"9".repeat(32)] {
            assert_eq!(good.parse::<CourtCode>().unwrap().as_str(), good);
        }
        for bad in ["", "QH", "玉树", "ཡུས་ཤུལ", "a b", "a/b", "a%", &"9".repeat(33)] {
            assert!(bad.parse::<CourtCode>().is_err(), "{bad}");
        }
    }
}
