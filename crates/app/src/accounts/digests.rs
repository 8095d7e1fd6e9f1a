//! What a cookie or a bearer header is looked up by: the digest of the secret in it.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::credentials::opaque;
use crate::hex;
use crate::same_bytes::is_same;

/// The digest of the secret of a login session.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionDigest([u8; 32]);

/// The digest of a token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenDigest([u8; 32]);

impl SessionDigest {
    /// Reads the value of a cookie; `None` for what can be no secret, which is not worth looking up.
    #[must_use]
    pub fn read(cookie: &str) -> Option<Self> {
        opaque::session_digest(cookie).map(Self)
    }

    /// Returns what a form of this session carries, so that no page of another site can send it: only whoever has the
    /// session can know it, and it opens nothing.
    #[must_use]
    pub fn form_token(&self) -> String {
        let digest = Sha256::new().chain_update("shanjar form\0").chain_update(self.0);
        hex::encode(&digest.finalize())
    }

    /// Tells whether `token` is that of this session, in a time that does not say how much of it is right.
    #[must_use]
    pub fn is_form_token(&self, token: &str) -> bool {
        is_same(token.as_bytes(), self.form_token().as_bytes())
    }

    pub(super) fn bytes(&self) -> [u8; 32] {
        self.0
    }
}

impl TokenDigest {
    /// Reads what stands behind `Bearer`; `None` for what can be no token, which is not worth looking up.
    #[must_use]
    pub fn read(bearer: &str) -> Option<Self> {
        opaque::token_digest(bearer).map(Self)
    }

    pub(super) fn bytes(&self) -> [u8; 32] {
        self.0
    }
}

impl fmt::Debug for SessionDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionDigest")
    }
}

impl fmt::Debug for TokenDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenDigest")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_one_session_is_no_form_of_another() {
        let digests = ["A", "E"].map(|letter| SessionDigest::read(&letter.repeat(43)).unwrap());
        let [one, other] = digests;
        assert!(one.is_form_token(&one.form_token()));
        for wrong in ["", "x", &other.form_token(), &one.form_token().to_uppercase()] {
            assert!(!one.is_form_token(wrong) || wrong == one.form_token(), "{wrong}");
        }
        // It does not tell what the store finds the session by.
        assert_ne!(one.form_token(), hex::encode(&one.bytes()));
        assert_eq!(format!("{one:?}"), "SessionDigest");
    }
}
