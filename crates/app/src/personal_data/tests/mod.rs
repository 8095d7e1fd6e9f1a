//! Personal data from inside: what is sealed, what opens, and what is refused before anything is served.

mod checks;
mod files;
mod heads;
mod rotation;
mod sealing;
mod vectors;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{FieldColumn, FieldPlace, KeyProvider, Keyring};
pub use crate::trial::{cases, chance, config, no_chance};

pub const ID_NUMBER: FieldColumn<'_> = FieldColumn {
    table: "person",
    column: "id_number",
};
pub const AT: FieldPlace<'_> = FieldPlace {
    table: "person",
    column: "id_number",
    row: "p-1",
};

/// A folder with room for a file of keys.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn file(&self) -> PathBuf {
        super::file_in(self.0.path())
    }

    pub fn keyring(&self) -> Keyring {
        Keyring::create(&self.file(), &chance).unwrap()
    }

    /// Puts `text` where the keys are expected, readable for its owner only.
    pub fn put(&self, text: &str) {
        fs::create_dir_all(self.file().parent().unwrap()).unwrap();
        fs::write(self.file(), text).unwrap();
        set_mode(&self.file(), 0o600);
    }
}

pub fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Asserts that an error says each of `parts`.
#[track_caller]
pub fn check_refused<T, E: std::error::Error>(result: Result<T, E>, parts: &[&str]) {
    let said = result.map(|_| ()).unwrap_err().to_string();
    for part in parts {
        assert!(said.contains(part), "`{part}` is missing in: {said}");
    }
}

#[test]
fn secrets_stand_in_no_debug_output() {
    let folder = Folder::new();
    let keyring = folder.keyring();
    let text = fs::read_to_string(folder.file()).unwrap();
    let digits = text.trim_end().rsplit(' ').next().unwrap();
    let id = keyring.present_key().to_string();
    let signature = keyring.sign_head(b"head");
    for said in [
        format!("{keyring:?}"),
        format!("{signature:?}"),
        format!("{:?}", keyring.head_keys()),
    ] {
        assert!(said.contains(&id), "{said}");
        assert!(!said.contains(&digits[..8]), "{said}");
    }
}
