//! The key that backups are sealed with, and the folder where keys lie.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Error;
use super::place::{self, private_file};
use crate::{Chance, hex};

/// The file of the key that new backups are sealed with.
pub(super) const FILE: &str = "backup.key";
/// Files in the folder whose names begin and end like this hold keys of older backups.
const OLDER: (&str, &str) = ("backup", ".key");
/// The first line of the file of a key.
const TITLE: &str = "shanjar backup key 1";
/// No file of a key is larger; in bytes.
const MAX_FILE_BYTES: u64 = 4_096;

/// 256 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

/// What tells a key from others without giving it away: 64 bits of its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub(super) [u8; 8]);

impl Key {
    pub(super) fn draw(chance: &dyn Chance) -> Result<Self, Error> {
        let mut bytes = [0; 32];
        chance.fill(&mut bytes).map_err(Error::NoChance)?;
        Ok(Self::from_bytes(bytes))
    }

    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns what tells this key from others.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let digest = Sha256::new()
            .chain_update("shanjar backup key id")
            .chain_update(self.0)
            .finalize();
        let mut id = [0; 8];
        id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        KeyId(id)
    }

    /// Returns the text of the file of the key.
    pub(super) fn to_file(&self) -> String {
        format!("{TITLE}\nid {}\nkey {}\n", self.id(), hex::encode(&self.0))
    }

    /// Reads the text of a file; what is wrong with it is said in words.
    pub(super) fn from_file(text: &str) -> Result<Self, &'static str> {
        let mut lines = text.lines().map(str::trim);
        if lines.next() != Some(TITLE) {
            return Err("its first line is not `shanjar backup key 1`");
        }
        let mut value = |name| lines.next().and_then(|line| line.strip_prefix(name));
        let id = value("id ").and_then(hex::decode).map(KeyId);
        let key = value("key ").and_then(hex::decode).map(Self::from_bytes);
        match (id, key) {
            (Some(id), Some(key)) if key.id() == id => Ok(key),
            // Somebody who typed it from paper is told which of the two it is.
            (Some(_), Some(_)) => Err("the key does not fit its id, so a digit of one of them is wrong"),
            _ => Err("its second line is not `id` and 16 digits, or its third not `key` and 64 digits"),
        }
    }

    /// Reads the file of a key.
    ///
    /// # Errors
    /// If it cannot be read, or is none.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let bytes = place::read_at_most(path, MAX_FILE_BYTES)?;
        let text = String::from_utf8_lossy(&bytes);
        Self::from_file(&text).map_err(|reason| Error::BadKeyFile {
            path: path.to_owned(),
            reason,
        })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A key must not stand in a log.
        write!(f, "Key({})", self.id())
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// Returns the folder of keys in a data directory.
#[must_use]
pub fn folder_in(data_dir: &Path) -> PathBuf {
    data_dir.join("keys")
}

/// Returns the file of the key that new backups are sealed with.
pub(super) fn file_in(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Returns the key that new backups are sealed with, and whether it had to be made.
pub(super) fn present(folder: &Path, chance: &dyn Chance) -> Result<(Key, bool), Error> {
    let path = file_in(folder);
    if path.symlink_metadata().is_ok() {
        return Ok((Key::read(&path)?, false));
    }
    let key = Key::draw(chance)?;
    match put(folder, &key) {
        Ok(()) => Ok((key, true)),
        // Another process was quicker, and its key is as good.
        Err(Error::Exists(_)) => Ok((Key::read(&path)?, false)),
        Err(err) => Err(err),
    }
}

/// Makes `key` the one that new backups are sealed with, unless there is one; tells whether it was made so.
pub(super) fn adopt(folder: &Path, key: &Key) -> Result<bool, Error> {
    match put(folder, key) {
        Ok(()) => Ok(true),
        Err(Error::Exists(_)) => Ok(false),
        Err(err) => Err(err),
    }
}

/// Returns the key `id` if one of the files in `folder` holds it. Files that hold no key are passed over: one of them
/// being damaged must not hide another.
pub(super) fn find(folder: &Path, id: KeyId) -> Option<Key> {
    let entries = fs::read_dir(folder).ok()?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with(OLDER.0) && name.ends_with(OLDER.1))
        .collect();
    names.sort();
    names
        .iter()
        .filter_map(|name| Key::read(&folder.join(name)).ok())
        .find(|key| key.id() == id)
}

/// Writes the file of the key that new backups are sealed with.
///
/// # Errors
/// [`Error::Exists`] if there is one.
fn put(folder: &Path, key: &Key) -> Result<(), Error> {
    place::private_folder(folder)?;
    // Written whole under another name: a file that was begun would be taken for a damaged key.
    let begun = folder.join(format!("{FILE}.part"));
    let unwritable = || Error::unwritable(&begun);
    match fs::remove_file(&begun) {
        Err(err) if err.kind() != ErrorKind::NotFound => return Err(unwritable()(err)),
        _ => {}
    }
    let mut file = private_file(&begun).map_err(unwritable())?;
    file.write_all(key.to_file().as_bytes()).map_err(unwritable())?;
    file.sync_all().map_err(unwritable())?;
    place::put(&begun, &file_in(folder))
}
