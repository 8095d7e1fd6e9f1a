//! Keys inside a backup, wrapped apart under a passphrase, so that one file and one sentence bring everything back.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};

use super::Error;
use super::header::{Cost, MAX_KEYS_BYTES, Wrapping};
use super::key::{Key, KeyId};
use super::place;
use crate::Chance;

/// What new backups ask of whoever tries a passphrase: 64 MiB and three passes, the second choice of RFC 9106 with one
/// lane, because a court's server has few cores.
const COST: Cost = Cost {
    memory_kib: 64 * 1024,
    passes: 3,
    lanes: 1,
};
/// A passphrase must outlast somebody who has the file and time.
const LEAST_CHARACTERS: usize = 12;
/// What the section is sealed as; in another place it does not open.
const BOUND_TO: &[u8] = b"shanjar backup keys";
/// No file of a key is larger; in bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024;

/// Words that wrap keys. Taken as they were typed.
pub struct Passphrase(String);

/// The files of the folder of keys, by name.
pub(super) struct KeyFiles(BTreeMap<String, Vec<u8>>);

impl Passphrase {
    /// Takes a passphrase for wrapping.
    ///
    /// # Errors
    /// [`Error::ShortPassphrase`] below 12 characters.
    pub fn to_wrap(text: String) -> Result<Self, Error> {
        let found = text.chars().count();
        if found < LEAST_CHARACTERS {
            return Err(Error::ShortPassphrase {
                found,
                least: LEAST_CHARACTERS,
            });
        }
        Ok(Self(text))
    }

    /// Takes a passphrase for opening; any may be tried.
    #[must_use]
    pub fn to_open(text: String) -> Self {
        Self(text)
    }

    fn derive(&self, cost: Cost, salt: &[u8; 16]) -> Option<[u8; 32]> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok()?;
        let mut memory = vec![Block::default(); params.block_count()];
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(self.0.as_bytes(), salt, &mut key, &mut memory)
            .ok()?;
        Some(key)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

impl KeyFiles {
    /// Reads every file in the folder of keys.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(Error::unreadable(folder))? {
            let path = entry.map_err(Error::unreadable(folder))?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let Some(name) = name.filter(|name| !name.ends_with(".part") && path.is_file()) else {
                continue;
            };
            files.insert(name.to_owned(), place::read_at_most(&path, MAX_FILE_BYTES)?);
        }
        Ok(Self(files))
    }

    /// Returns the key `id` if it is among the files.
    pub(super) fn key(&self, id: KeyId) -> Option<Key> {
        let texts = self
            .0
            .values()
            .filter_map(|bytes| std::str::from_utf8(bytes).ok());
        texts
            .filter_map(|text| Key::from_file(text).ok())
            .find(|key| key.id() == id)
    }

    /// Writes the files into the folder of keys, except those that are there already; returns the names it has written.
    pub(super) fn write(&self, folder: &Path) -> Result<Vec<String>, Error> {
        use std::io::Write;

        place::private_folder(folder)?;
        let mut written = Vec::new();
        for (name, bytes) in &self.0 {
            let path = folder.join(name);
            let mut file = match place::private_file(&path) {
                Err(err) if err.kind() == std::io::ErrorKind::AlreadyExists => continue,
                opened => opened.map_err(Error::unwritable(&path))?,
            };
            file.write_all(bytes).map_err(Error::unwritable(&path))?;
            file.sync_all().map_err(Error::unwritable(&path))?;
            written.push(name.clone());
        }
        place::sync_folder_of(&folder.join("x"))?;
        Ok(written)
    }

    /// Wraps the files; returns the section and what the header says of it.
    pub(super) fn wrap(
        &self,
        passphrase: &Passphrase,
        chance: &dyn Chance,
    ) -> Result<(Wrapping, Vec<u8>), Error> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        chance.fill(&mut salt).map_err(Error::NoChance)?;
        chance.fill(&mut nonce).map_err(Error::NoChance)?;
        let mut section = self.encode();
        let sealed = passphrase.derive(COST, &salt).and_then(|key| {
            XChaCha20Poly1305::new(&key.into())
                .encrypt_in_place(&nonce.into(), BOUND_TO, &mut section)
                .ok()
        });
        let bytes = u32::try_from(section.len())
            .ok()
            .filter(|&bytes| bytes <= MAX_KEYS_BYTES);
        let (Some(()), Some(bytes)) = (sealed, bytes) else {
            return Err(crate::Error::Internal("the keys are too many to be wrapped".to_owned()).into());
        };
        let wrapping = Wrapping {
            bytes,
            cost: COST,
            salt,
            nonce,
            sha256: Sha256::digest(&section).into(),
        };
        Ok((wrapping, section))
    }

    /// Opens a section; `None` if the passphrase is not the one.
    pub(super) fn unwrap(wrapping: &Wrapping, mut section: Vec<u8>, passphrase: &Passphrase) -> Option<Self> {
        let key = passphrase.derive(wrapping.cost, &wrapping.salt)?;
        XChaCha20Poly1305::new(&key.into())
            .decrypt_in_place(&wrapping.nonce.into(), BOUND_TO, &mut section)
            .ok()?;
        Self::decode(&section)
    }

    fn encode(&self) -> Vec<u8> {
        let coded: BTreeMap<&str, String> = self
            .0
            .iter()
            .map(|(name, bytes)| (name.as_str(), BASE64.encode(bytes)))
            .collect();
        // A map of texts always has a JSON form.
        serde_json::to_vec(&coded).unwrap_or_default()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let coded: BTreeMap<String, String> = serde_json::from_slice(bytes).ok()?;
        let files: Option<BTreeMap<String, Vec<u8>>> = coded
            .into_iter()
            .map(|(name, text)| is_plain_name(&name).then_some((name, BASE64.decode(text).ok()?)))
            .collect();
        Some(Self(files?))
    }
}

/// Tells whether a file of this name stays in its folder.
fn is_plain_name(name: &str) -> bool {
    let is_special = matches!(name, "" | "." | "..");
    !is_special && name.len() <= 255 && !name.contains(['/', '\\', '\0', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for name in [
            "",
            ".",
            "..",
            "a/b",
            "../x",
            "a\\b",
            "c:x",
            "a\0",
            &"x".repeat(256),
        ] {
            assert!(!is_plain_name(name), "{name:?}");
            let coded = serde_json::to_vec(&BTreeMap::from([(name, "")])).unwrap();
            assert!(KeyFiles::decode(&coded).is_none(), "{name:?}");
        }
        for name in ["backup.key", "密钥", ".hidden", "backup 2026.key"] {
            assert!(is_plain_name(name), "{name:?}");
        }
    }

    #[test]
    fn a_short_passphrase_is_refused_by_its_characters_and_not_its_bytes() {
        let refused = Passphrase::to_wrap("人民法院人民".into()).unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("has 6 characters and must have at least 12"),
            "{refused}"
        );
        assert!(Passphrase::to_wrap("人民法院双语术语库备份口令".into()).is_ok());
        assert_eq!(
            format!("{:?}", Passphrase::to_open("secret".into())),
            "Passphrase"
        );
    }
}
