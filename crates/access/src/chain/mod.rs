//! The chain that audit entries hang on: each link is a keyed digest over the one before it, its number and its entry.
//!
//! Whoever lacks the key cannot change, leave out, move or add what is sealed without [`verify`] naming the first number
//! that is wrong. What the chain itself cannot tell is that its end was cut off: for that there is a [`Head`], which is
//! signed and kept outside the database. Keys stay with the caller, who lends them as functions.

mod entry;
mod head;
mod verify;

#[cfg(test)]
mod tests;

pub use entry::Entry;
pub use head::{Head, HeadError, Signature};
pub use verify::{Bad, Fault, Row, Verified, verify};

/// A keyed digest: HMAC-SHA-256 where the program seals, 32 bytes in any case.
pub type Digest = [u8; 32];

/// Says what the digest is of, so that an anchor can never stand for a link, nor a link for an anchor.
const LINK: u8 = b'L';
const ANCHOR: u8 = b'A';

/// A place in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The number of a link; 0 is before the first.
    pub number: u64,
    /// The digest of that link.
    pub digest: Digest,
}

impl Point {
    /// Before the first link.
    pub const BEGINNING: Self = Self {
        number: 0,
        digest: [0; 32],
    };

    /// Returns the link that follows, over the canonical bytes of its entry.
    #[must_use]
    pub fn next(&self, entry: &[u8], mac: impl FnOnce(&[u8]) -> Digest) -> Self {
        let number = self.number.saturating_add(1);
        Self {
            number,
            digest: mac(&link_text(&self.digest, number, entry)),
        }
    }

    /// Returns what is digested for an anchor: the place up to which links have been removed, and when, in milliseconds
    /// since 1970.
    #[must_use]
    pub fn anchor_text(&self, at_ms: i64) -> Vec<u8> {
        let mut text = vec![ANCHOR];
        text.extend_from_slice(&self.digest);
        text.extend_from_slice(&self.number.to_be_bytes());
        text.extend_from_slice(&at_ms.to_be_bytes());
        text
    }
}

/// Returns what is digested for a link. Everything but the entry has a fixed length, so no two links share a text.
fn link_text(previous: &Digest, number: u64, entry: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(1 + previous.len() + 8 + entry.len());
    text.push(LINK);
    text.extend_from_slice(previous);
    text.extend_from_slice(&number.to_be_bytes());
    text.extend_from_slice(entry);
    text
}
