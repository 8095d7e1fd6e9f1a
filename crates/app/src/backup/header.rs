//! What stands at the beginning of a backup in clear text, so that `head` shows which key it needs.
//!
//! ```text
//! shanjar backup 1
//! key 3f9a0c12ab34cd56
//! nonce 00112233445566778899aabbccddeeff001122
//! keys 412 argon2id 65536 3 1 <salt> <nonce> <SHA-256 of the section>
//!
//! ```
//!
//! The line `keys` stands only where keys are inside; the section of that many bytes follows the empty line. The rest
//! of the file is sealed, and every sealed piece is bound to these bytes.

use super::key::KeyId;
use crate::hex;

/// The first words of every backup.
pub(super) const TITLE: &str = "shanjar backup ";
/// The number of the format that this version writes and reads.
pub(super) const FORMAT: u32 = 1;
/// No header is longer; in bytes.
pub(super) const MAX_BYTES: usize = 512;
/// No section of keys is longer; in bytes.
pub(super) const MAX_KEYS_BYTES: u32 = 1 << 20;

/// What a backup says of itself before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The key that the rest is sealed with.
    pub key: KeyId,
    /// What makes this file's nonces different from those of every other file of the key.
    pub nonce: [u8; 19],
    /// The section of keys, if they are inside.
    pub wrapped: Option<Wrapping>,
}

/// How the keys inside are wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrapping {
    /// How long the section is.
    pub bytes: u32,
    /// Memory in KiB, passes and lanes of Argon2id.
    pub cost: Cost,
    pub salt: [u8; 16],
    pub nonce: [u8; 24],
    /// The digest of the section, so that a change in it is found without the passphrase.
    pub sha256: [u8; 32],
}

/// What trying one passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

/// Why bytes are not the beginning of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderFault {
    /// They begin otherwise.
    Foreign,
    /// They are of a later format, of this number.
    Newer(u32),
    /// They end too early.
    CutOff,
    /// A line is not as it is written; the byte at which it begins and that after it.
    Damaged { from: usize, to: usize },
}

impl Cost {
    /// Tells whether it is one that a backup may ask for: a hostile file must not take all memory.
    fn is_bearable(self) -> bool {
        (8..=256 * 1024).contains(&self.memory_kib) && (1..=16).contains(&self.passes) && self.lanes == 1
    }
}

impl Header {
    /// Returns the bytes at the beginning of the file.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut text = format!(
            "{TITLE}{FORMAT}\nkey {}\nnonce {}\n",
            self.key,
            hex::encode(&self.nonce)
        );
        if let Some(wrapping) = &self.wrapped {
            let Cost {
                memory_kib,
                passes,
                lanes,
            } = wrapping.cost;
            text += &format!(
                "keys {} argon2id {memory_kib} {passes} {lanes} {} {} {}\n",
                wrapping.bytes,
                hex::encode(&wrapping.salt),
                hex::encode(&wrapping.nonce),
                hex::encode(&wrapping.sha256),
            );
        }
        text.push('\n');
        text.into_bytes()
    }

    /// Reads the header that `bytes` begin with and returns how long it is. Only what [`Header::encode`] writes is read,
    /// so there is one way to write each header.
    ///
    /// # Errors
    /// See [`HeaderFault`]. At most [`MAX_BYTES`] are looked at.
    pub(super) fn decode(bytes: &[u8]) -> Result<(Self, usize), HeaderFault> {
        let bytes = bytes.get(..MAX_BYTES).unwrap_or(bytes);
        expect_format(bytes)?;
        let mut lines = Lines { bytes, at: 0 };
        lines.next()?;
        let key = KeyId(lines.read("key ", hex::decode)?);
        let nonce = lines.read("nonce ", hex::decode)?;
        let wrapped = match lines.peek("keys ") {
            true => Some(lines.read("keys ", Wrapping::decode)?),
            false => None,
        };
        lines.read("", |rest| rest.is_empty().then_some(()))?;
        Ok((Self { key, nonce, wrapped }, lines.at))
    }
}

impl Wrapping {
    fn decode(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let [bytes, "argon2id", memory_kib, passes, lanes, salt, nonce, sha256] = words.as_slice() else {
            return None;
        };
        let wrapping = Self {
            bytes: number(bytes)?,
            cost: Cost {
                memory_kib: number(memory_kib)?,
                passes: number(passes)?,
                lanes: number(lanes)?,
            },
            salt: hex::decode(salt)?,
            nonce: hex::decode(nonce)?,
            sha256: hex::decode(sha256)?,
        };
        (wrapping.cost.is_bearable() && wrapping.bytes <= MAX_KEYS_BYTES).then_some(wrapping)
    }
}

/// Lines of the header, each ending with a line feed.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Lines<'b> {
    /// Returns the next line and where it begins.
    fn next(&mut self) -> Result<(&'b str, usize), HeaderFault> {
        let from = self.at;
        let rest = self.bytes.get(from..).unwrap_or_default();
        let Some(length) = rest.iter().position(|&byte| byte == b'\n') else {
            return Err(if self.bytes.len() < MAX_BYTES {
                HeaderFault::CutOff
            } else {
                HeaderFault::Damaged { from, to: MAX_BYTES }
            });
        };
        self.at = from + length + 1;
        let line = rest.get(..length).and_then(|line| std::str::from_utf8(line).ok());
        line.map(|line| (line, from))
            .ok_or(HeaderFault::Damaged { from, to: self.at })
    }

    fn peek(&self, start: &str) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(start.as_bytes()))
    }

    /// Reads what follows `start` in the next line.
    fn read<T>(&mut self, start: &str, parse: impl FnOnce(&'b str) -> Option<T>) -> Result<T, HeaderFault> {
        let (line, from) = self.next()?;
        let value = line.strip_prefix(start).and_then(parse);
        value.ok_or(HeaderFault::Damaged { from, to: self.at })
    }
}

/// Refuses what is not `shanjar backup 1` and a line feed.
fn expect_format(bytes: &[u8]) -> Result<(), HeaderFault> {
    let Some(rest) = bytes.strip_prefix(TITLE.as_bytes()) else {
        let is_begun = !bytes.is_empty() && TITLE.as_bytes().starts_with(bytes);
        return Err(if is_begun {
            HeaderFault::CutOff
        } else {
            HeaderFault::Foreign
        });
    };
    let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
        return Err(if rest.len() < 10 {
            HeaderFault::CutOff
        } else {
            HeaderFault::Foreign
        });
    };
    let found = rest
        .get(..end)
        .and_then(|digits| std::str::from_utf8(digits).ok());
    match found.and_then(number) {
        Some(FORMAT) => Ok(()),
        Some(newer) if newer > FORMAT => Err(HeaderFault::Newer(newer)),
        _ => Err(HeaderFault::Foreign),
    }
}

/// Reads a number as it is written: without sign and leading zeros.
fn number(digits: &str) -> Option<u32> {
    let number: u32 = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}
