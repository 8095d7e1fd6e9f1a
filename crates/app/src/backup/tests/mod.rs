//! Backups from inside: what they are made of, what is refused, and what is left behind.

mod damage;
mod format;
mod keys;
mod nights;
mod places;
mod round;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use glossary::{Concept, Lang, Term};
use store::{Options, Stamp, Store, StoreId, changes};
use tempfile::TempDir;

use super::opening::Unlock;
use super::{Error, Made, Passphrase, Request, Restored, Verified, make, restore, verify};
use crate::{Actor, Operate, Permit, Policy};

/// A folder with the data directory `data` of a store in it, and room for backups.
pub struct Place {
    pub folder: TempDir,
    pub store: Store,
}

pub const NOW_MS: i64 = 1_795_000_000_123;
pub const PASSPHRASE: &str = "十二个字符以上的备份口令";

pub fn operator() -> Permit<Operate> {
    Policy { public_read: false }.permit(&Actor::Operator).unwrap()
}

/// Bytes that nobody has had before in this process.
pub fn chance(bytes: &mut [u8]) -> Result<(), String> {
    static GIVEN: AtomicU64 = AtomicU64::new(1);
    let number = GIVEN.fetch_add(1, Ordering::Relaxed).to_le_bytes();
    bytes
        .iter_mut()
        .zip(number.iter().cycle())
        .for_each(|(to, from)| *to = *from);
    Ok(())
}

pub fn open(data_dir: &Path) -> Store {
    Store::open(data_dir, &StoreId::from_random([1; 16]), Options::default()).unwrap()
}

pub fn write(store: &Store, zh: &str, bo: &str) -> u64 {
    let mut concept = Concept::draft();
    concept.terms.push(Term::new(Lang::Zh, zh).unwrap());
    concept.terms.push(Term::new(Lang::Bo, bo).unwrap());
    let stamp = Stamp {
        author: "tester".into(),
        at_ms: 1,
    };
    store
        .write(move |tx| tx.create(concept.clone(), &stamp))
        .unwrap()
        .seq
}

pub fn last_seq(store: &Store) -> u64 {
    store.read(changes::last_seq).unwrap()
}

/// Asks for a backup without configuration and keys.
pub fn request<'a>(data_dir: &'a Path, target: &'a Path) -> Request<'a> {
    Request {
        data_dir,
        configuration: None,
        target,
        with_keys: None,
        now_ms: NOW_MS,
    }
}

impl Place {
    /// Makes a store with one concept.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("data"));
        write(&store, "法院", "ཁྲིམས་ཁང");
        Self { folder, store }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data_dir(&self) -> PathBuf {
        self.path("data")
    }

    pub fn back_up(&self, name: &str) -> Result<Made, Error> {
        self.back_up_with(name, None)
    }

    pub fn back_up_with(&self, name: &str, with_keys: Option<&Passphrase>) -> Result<Made, Error> {
        let (data_dir, target) = (self.data_dir(), self.path(name));
        let configuration = data_dir.join("shanjar.toml");
        let request = Request {
            configuration: configuration.is_file().then_some(configuration.as_path()),
            with_keys,
            ..request(&data_dir, &target)
        };
        make(&operator(), &request, &chance)
    }

    pub fn verify(&self, name: &str) -> Result<Verified, Error> {
        self.verify_with(name, &unlock(&self.data_dir()))
    }

    pub fn verify_with(&self, name: &str, unlock: &Unlock<'_>) -> Result<Verified, Error> {
        let elsewhere = self.path("elsewhere");
        verify(
            &operator(),
            &self.path(name),
            unlock,
            &crate::personal_data::file_in(unlock.data_dir),
            &elsewhere,
            NOW_MS + 1,
            &chance,
        )
    }

    /// Restores with the key of the data directory.
    pub fn restore(&self, name: &str, into: &str) -> Result<Restored, Error> {
        let (into, key) = (self.path(into), self.key_file());
        let unlock = Unlock {
            key_file: Some(&key),
            ..unlock(&into)
        };
        restore(&operator(), &self.path(name), &unlock, &chance)
    }

    pub fn key_file(&self) -> PathBuf {
        self.data_dir().join("keys/backup.key")
    }

    /// Returns the names in a folder, in order.
    pub fn names(&self, folder: &str) -> Vec<String> {
        names_in(&self.path(folder))
    }
}

pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub fn unlock(data_dir: &Path) -> Unlock<'_> {
    Unlock {
        data_dir,
        key_file: None,
        passphrase: None,
    }
}

/// A refusal must name every one of `parts` and a way out, in one line.
#[track_caller]
pub fn check_refused<T: std::fmt::Debug>(outcome: Result<T, Error>, parts: &[&str]) {
    let told = outcome.unwrap_err().to_string();
    for part in parts.iter().chain(&["(hint: "]) {
        assert!(told.contains(part), "`{part}` is missing: {told}");
    }
    assert!(!told.contains('\n'), "{told}");
}
