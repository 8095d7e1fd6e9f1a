//! The head of a chain as text: what its last link was, signed, to be kept where the database's owner cannot reach it.

use std::fmt::Write as _;

use super::Point;

/// The first line of a head.
const TITLE: &str = "shanjar audit head 1";
/// No head is longer; in bytes.
const MAX_BYTES: usize = 1_024;
/// How the last line begins.
const SIGNATURE: &str = "signature ";

/// A signature by Ed25519 (RFC 8032).
pub type Signature = [u8; 64];

/// The last link of a chain, as somebody saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The link.
    pub point: Point,
    /// When it was seen, in milliseconds since 1970.
    pub at_ms: i64,
    /// The id of the store that the chain is in.
    pub store_id: String,
}

/// Why a text is no head of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// It is not written like one.
    #[error("line {line} is not that of an audit head")]
    Unreadable {
        /// The first line that is wrong, from 1.
        line: usize,
    },
    /// None of our keys has signed it.
    #[error("the signature of the audit head is not ours")]
    NotSigned,
}

impl Head {
    /// Returns the text of the head, with the signature of all lines before it in the last one.
    #[must_use]
    pub fn signed(&self, sign: impl FnOnce(&[u8]) -> Signature) -> String {
        let mut text = self.unsigned();
        let signature = sign(text.as_bytes());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{SIGNATURE}{}", hexadecimal(&signature));
        text
    }

    /// Reads the text of a head. Only what [`signed`](Self::signed) writes is taken, to the letter.
    ///
    /// # Errors
    /// [`HeadError::Unreadable`], or [`HeadError::NotSigned`] if `is_signed` says so of the lines before the signature.
    pub fn read(text: &str, is_signed: impl FnOnce(&[u8], &Signature) -> bool) -> Result<Self, HeadError> {
        if text.len() > MAX_BYTES {
            return Err(HeadError::Unreadable { line: 1 });
        }
        let mut lines = text.lines();
        let mut line = 0;
        let mut value = |name: &str| {
            line += 1;
            let found = lines.next().and_then(|found| found.strip_prefix(name));
            found.ok_or(HeadError::Unreadable { line })
        };
        value(TITLE)?;
        let number = value("number ")?;
        let digest = value("digest ")?;
        let at_ms = value("at_ms ")?;
        let store_id = value("store ")?;
        let signature = value(SIGNATURE)?;
        let unreadable = |line| HeadError::Unreadable { line };
        let head = Self {
            point: Point {
                number: number.parse().map_err(|_| unreadable(2))?,
                digest: bytes::<32>(digest).ok_or(unreadable(3))?,
            },
            at_ms: at_ms.parse().map_err(|_| unreadable(4))?,
            store_id: store_id.to_owned(),
        };
        let signature: Signature = bytes::<64>(signature).ok_or(unreadable(6))?;
        // Written again it must be the same: `+5`, an ending or a line more would be signed by nobody.
        if head.signed(|_| signature) != text {
            return Err(unreadable(first_difference(&head.signed(|_| signature), text)));
        }
        match is_signed(head.unsigned().as_bytes(), &signature) {
            true => Ok(head),
            false => Err(HeadError::NotSigned),
        }
    }

    fn unsigned(&self) -> String {
        format!(
            "{TITLE}\nnumber {}\ndigest {}\nat_ms {}\nstore {}\n",
            self.point.number,
            hexadecimal(&self.point.digest),
            self.at_ms,
            self.store_id
        )
    }
}

impl Point {
    /// Returns the digest in hexadecimal, as a head shows it.
    #[must_use]
    pub fn digest_text(&self) -> String {
        hexadecimal(&self.digest)
    }
}

fn first_difference(one: &str, other: &str) -> usize {
    let lines = one.split_inclusive('\n').zip(other.split_inclusive('\n'));
    let same = lines.take_while(|(a, b)| a == b);
    same.count() + 1
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads exactly `N` bytes of hexadecimal digits; capitals are found out when the head is written again.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    let mut bytes: [u8; N] = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}
