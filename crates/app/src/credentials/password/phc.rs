//! The text in which a hashed password is kept: `$argon2id$v=19$m=47104,t=1,p=1$salt$hash`, the PHC string format.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

/// What one run of argon2id costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    /// In KiB.
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

/// A hashed password taken apart.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Hashed {
    pub cost: Cost,
    pub salt: Vec<u8>,
    pub hash: Vec<u8>,
}

/// No part of a hash that we made, or took over, is longer; in characters.
const MOST_TEXT: usize = 256;

impl Hashed {
    pub(super) fn to_text(&self) -> String {
        let Cost {
            memory_kib,
            passes,
            lanes,
        } = self.cost;
        let (salt, hash) = (BASE64.encode(&self.salt), BASE64.encode(&self.hash));
        format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${hash}")
    }

    /// Reads what [`Self::to_text`] writes; `None` for any other text, and for a cost above `most`: whoever can write to
    /// the database must not make a login eat all memory.
    pub(super) fn parse(text: &str, most: Cost) -> Option<Self> {
        if text.len() > MOST_TEXT {
            return None;
        }
        let rest = text.strip_prefix("$argon2id$v=19$m=")?;
        let (memory, rest) = rest.split_once(",t=")?;
        let (passes, rest) = rest.split_once(",p=")?;
        let (lanes, rest) = rest.split_once('$')?;
        let (salt, hash) = rest.split_once('$')?;
        let cost = Cost {
            memory_kib: number(memory, most.memory_kib)?,
            passes: number(passes, most.passes)?,
            lanes: number(lanes, most.lanes)?,
        };
        let (salt, hash) = (BASE64.decode(salt).ok()?, BASE64.decode(hash).ok()?);
        let is_whole = (8..=64).contains(&salt.len()) && (16..=64).contains(&hash.len());
        (is_whole && cost.memory_kib >= 8 * cost.lanes).then_some(Self { cost, salt, hash })
    }
}

/// Reads a number from 1 to `most` without sign and without leading zeros.
fn number(text: &str, most: u32) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let number = text.parse().ok().filter(|_| is_plain)?;
    (number <= most).then_some(number)
}
