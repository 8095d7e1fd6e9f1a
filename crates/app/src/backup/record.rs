//! What a data directory remembers of its backups: the last one that was verified, and whether the last night failed.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Error, place};

const VERIFIED: &str = "verified.json";
const FAILED: &str = "failed.json";
/// Neither file is longer; in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// A backup of the store that was restored for trial and found whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedBackup {
    /// The name of the file.
    pub file: String,
    /// The last change that is in it.
    pub seq: u64,
    /// When it was made, in milliseconds since 1970.
    pub made_at_ms: i64,
    /// When it was verified, in milliseconds since 1970.
    pub verified_at_ms: i64,
}

/// A nightly backup that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedBackup {
    /// When it failed, in milliseconds since 1970.
    pub at_ms: i64,
    /// Why, and what to do.
    pub cause: String,
}

/// What is known of the backups of a store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackupState {
    /// The youngest backup that was verified.
    pub last_verified: Option<VerifiedBackup>,
    /// The last nightly backup, if it failed.
    pub last_failure: Option<FailedBackup>,
}

impl BackupState {
    /// Reads what the data directory remembers. What cannot be read is not known.
    #[must_use]
    pub fn of(data_dir: &Path) -> Self {
        let folder = super::folder_in(data_dir);
        Self {
            last_verified: read(&folder.join(VERIFIED)),
            last_failure: read(&folder.join(FAILED)),
        }
    }

    /// Returns how old the youngest verified backup is: how much work would have to be done again, in milliseconds.
    #[must_use]
    pub fn age_ms(&self, now_ms: i64) -> Option<i64> {
        let verified = self.last_verified.as_ref()?;
        Some(now_ms.saturating_sub(verified.made_at_ms).max(0))
    }
}

/// Notes a verified backup, unless a younger one is noted; tells whether it is noted now.
pub(super) fn note_verified(data_dir: &Path, verified: &VerifiedBackup) -> Result<bool, Error> {
    let known = BackupState::of(data_dir).last_verified;
    if known.is_some_and(|known| known.seq > verified.seq) {
        return Ok(false);
    }
    write(&super::folder_in(data_dir).join(VERIFIED), verified)?;
    Ok(true)
}

pub(super) fn note_failure(data_dir: &Path, failed: &FailedBackup) -> Result<(), Error> {
    write(&super::folder_in(data_dir).join(FAILED), failed)
}

pub(super) fn forget_failure(data_dir: &Path) {
    // What stays says that a night failed, and the next night tries again.
    drop(fs::remove_file(super::folder_in(data_dir).join(FAILED)));
}

fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&place::read_at_most(path, MAX_BYTES).ok()?).ok()
}

/// Writes a file whole in place of the one before.
fn write(path: &PathBuf, value: &impl Serialize) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        place::private_folder(folder)?;
    }
    // Numbers and texts always have a JSON form.
    let json = serde_json::to_vec(value).unwrap_or_default();
    let begun = path.with_extension("part");
    fs::write(&begun, json).map_err(Error::unwritable(&begun))?;
    fs::rename(&begun, path).map_err(Error::unwritable(path))
}
