//! The text of a file of keys: a title, then a line for each key, with its id as the checksum of the line.
//!
//! ```text
//! shanjar field keys 1
//! key 3f9a0c12ab34cd56 aes-256-gcm-siv present <64 digits>
//! key 0011223344556677 aes-256-gcm-siv opens <64 digits>
//! ```
//!
//! The first key that is `present` seals; every key opens. A `retired` one is kept for the audit and for old backups.

use zeroize::Zeroizing;

use super::key::{KeyId, MasterKey};
use super::suite::Suite;
use crate::hex;

/// The first line of the file.
const TITLE: &str = "shanjar field keys 1";
/// A file holds no more keys: one a year for a lifetime.
pub(super) const MOST_KEYS: usize = 64;

/// What a key in the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It seals and opens.
    Present,
    /// It opens what was sealed with it; or waits until every node of a cluster has it.
    Opens,
    /// Nothing in the store stands under it any more. It opens what an old backup brings back, and the audit is checked with
    /// it as long as entries of its time are kept.
    Retired,
}

/// The keys of a file in their order.
#[derive(Debug)]
pub(super) struct KeyFile {
    keys: Vec<(MasterKey, KeyState)>,
}

/// What is wrong with a file of keys, and in which line, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyFileFault {
    pub line: usize,
    pub reason: &'static str,
}

impl KeyState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Present, Self::Opens, Self::Retired];

    /// Returns the name that stands in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Opens => "opens",
            Self::Retired => "retired",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl KeyFile {
    /// Returns the file of one key, which is present.
    pub(super) fn of_one(key: MasterKey) -> Self {
        Self {
            keys: vec![(key, KeyState::Present)],
        }
    }

    /// Reads the text of a file.
    pub(super) fn parse(text: &str) -> Result<Self, KeyFileFault> {
        let fault = |line, reason| Err(KeyFileFault { line, reason });
        let mut lines = text.lines().map(str::trim_end);
        if lines.next() != Some(TITLE) {
            return fault(1, "it is not `shanjar field keys 1`");
        }
        let mut keys: Vec<(MasterKey, KeyState)> = Vec::new();
        for (at, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            let line_number = at + 2;
            let (key, state) = match parse_line(line) {
                Ok(read) => read,
                Err(reason) => return fault(line_number, reason),
            };
            if keys.iter().any(|(other, _)| other.id() == key.id()) {
                return fault(line_number, "the key stands in the file twice");
            }
            if keys.len() == MOST_KEYS {
                return fault(line_number, "there are more than 64 keys");
            }
            keys.push((key, state));
        }
        match keys.iter().any(|(_, state)| *state == KeyState::Present) {
            true => Ok(Self { keys }),
            false => fault(1, "no key of the file is `present`"),
        }
    }

    /// Returns the text of the file.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        // Room for all of it, because text that has to move leaves a copy behind.
        let mut text = Zeroizing::new(String::with_capacity(64 + self.keys.len() * 160));
        text.push_str(TITLE);
        text.push('\n');
        for (key, state) in &self.keys {
            let digits = Zeroizing::new(hex::encode(key.bytes()));
            let id = key.id().to_string();
            for word in [
                "key ",
                &id,
                " ",
                key.suite().as_str(),
                " ",
                state.as_str(),
                " ",
                &digits,
                "\n",
            ] {
                text.push_str(word);
            }
        }
        text
    }

    /// Returns what each key is for, in the order of the file.
    pub(super) fn states(&self) -> impl Iterator<Item = (KeyId, Suite, KeyState)> {
        self.keys
            .iter()
            .map(|(key, state)| (key.id(), key.suite(), *state))
    }

    /// Returns the keys, the one that seals first.
    pub(super) fn by_use(&self) -> impl Iterator<Item = &MasterKey> {
        let is_present = |(_, state): &&(MasterKey, KeyState)| *state == KeyState::Present;
        let sealing = self.keys.iter().find(is_present).map(|(key, _)| key);
        let sealing_id = sealing.map(MasterKey::id);
        let others = self.keys.iter().map(|(key, _)| key);
        sealing
            .into_iter()
            .chain(others.filter(move |key| Some(key.id()) != sealing_id))
    }

    pub(super) fn is_full(&self) -> bool {
        self.keys.len() >= MOST_KEYS
    }

    /// Adds a key in front of the others; if it is present, it seals from now on and the others only open.
    pub(super) fn add(&mut self, key: MasterKey, state: KeyState) {
        let id = key.id();
        self.keys.insert(0, (key, KeyState::Opens));
        if state == KeyState::Present {
            self.make_present(id);
        }
    }

    /// Makes the key `id` the one that seals, the one before only opens; tells whether there is such a key.
    pub(super) fn make_present(&mut self, id: KeyId) -> bool {
        let is_there = self.keys.iter().any(|(key, _)| key.id() == id);
        if is_there {
            for (key, state) in &mut self.keys {
                *state = match *state {
                    _ if key.id() == id => KeyState::Present,
                    KeyState::Present => KeyState::Opens,
                    other => other,
                };
            }
        }
        is_there
    }

    /// Retires the key `id`; the caller knows that it is there and does not seal.
    pub(super) fn retire(&mut self, id: KeyId) {
        for (key, state) in &mut self.keys {
            if key.id() == id {
                *state = KeyState::Retired;
            }
        }
    }
}

fn parse_line(line: &str) -> Result<(MasterKey, KeyState), &'static str> {
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap_or_default();
    if word() != "key" {
        return Err("it does not begin with `key`");
    }
    let id = KeyId::parse(word()).ok_or("its second word is not an id of 16 digits")?;
    let suite = Suite::from_name(word()).ok_or("its third word is no suite that this version knows")?;
    let state =
        KeyState::from_name(word()).ok_or("its fourth word is none of `present`, `opens` and `retired`")?;
    let key = hex::decode(word()).map(|bytes| MasterKey::from_bytes(suite, bytes));
    match key {
        Some(key) if words.next().is_none() => match key.id() == id {
            true => Ok((key, state)),
            // Somebody who typed it from paper is told which of the two it is.
            false => Err("the key does not fit its id, so a digit of one of them is wrong"),
        },
        _ => Err("its fifth and last word is not a key of 64 digits"),
    }
}
