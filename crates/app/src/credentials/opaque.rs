//! Random names that whoever has them may use: ids of login sessions, and tokens of systems.
//!
//! The store keeps digests alone and is asked for a digest, so no comparison can tell how much of a guess was right.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::NoChance;
use crate::Chance;

/// What every token begins with, so that one that got into a file or a chat is found by searching for it.
pub const TOKEN_PREFIX: &str = "sjt_";

/// How many random bytes a name has.
const BYTES: usize = 32;
/// How many characters these are in base64url.
const CHARACTERS: usize = 43;

/// A name of 256 random bits, shown once and never kept.
pub struct Opaque {
    text: Zeroizing<String>,
    digest: [u8; 32],
}

impl Opaque {
    /// Returns the text to hand over, in letters that need no escaping in a cookie, a header or an address.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what the store keeps instead.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opaque")
    }
}

/// Draws the id of a login session.
///
/// # Errors
/// If there are no random bytes.
pub fn draw_session_id(chance: &dyn Chance) -> Result<Opaque, NoChance> {
    draw("", session_digest, chance)
}

/// Draws a token.
///
/// # Errors
/// If there are no random bytes.
pub fn draw_token(chance: &dyn Chance) -> Result<Opaque, NoChance> {
    draw(TOKEN_PREFIX, token_digest, chance)
}

/// Returns the digest that a session is found by; `None` for text that can be no id, which is not worth a look-up.
#[must_use]
pub fn session_digest(id: &str) -> Option<[u8; 32]> {
    digest("shanjar login session\0", id)
}

/// Returns the digest that a token is found by; `None` for text that can be no token, which is not worth a look-up.
#[must_use]
pub fn token_digest(token: &str) -> Option<[u8; 32]> {
    digest("shanjar token\0", token.strip_prefix(TOKEN_PREFIX)?)
}

fn draw(
    prefix: &str,
    digest: impl Fn(&str) -> Option<[u8; 32]>,
    chance: &dyn Chance,
) -> Result<Opaque, NoChance> {
    let mut bytes = Zeroizing::new([0; BYTES]);
    chance.fill(bytes.as_mut_slice()).map_err(NoChance)?;
    let mut text = Zeroizing::new(String::with_capacity(prefix.len() + CHARACTERS));
    text.push_str(prefix);
    BASE64.encode_string(bytes.as_slice(), &mut text);
    let digest = digest(&text).ok_or_else(|| NoChance("a name cannot be written".to_owned()))?;
    Ok(Opaque { text, digest })
}

/// Digests the bytes that a name stands for; each has one text only, since base64 is read strictly.
fn digest(label: &str, name: &str) -> Option<[u8; 32]> {
    if name.len() != CHARACTERS {
        return None;
    }
    let bytes = Zeroizing::new(BASE64.decode(name).ok()?);
    let labelled = Sha256::new().chain_update(label);
    (bytes.len() == BYTES).then(|| labelled.chain_update(bytes.as_slice()).finalize().into())
}
