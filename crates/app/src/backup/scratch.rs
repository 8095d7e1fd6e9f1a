//! A directory for work that is taken away when the work is over, and after a run that was killed by the next one.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::Error;
use super::place;
use crate::{Chance, hex};

/// What the names of such directories begin with.
const PREFIX: &str = ".scratch-";
/// The file in it whose lock says that the work goes on.
const LOCK: &str = "lock";

/// A directory that only its owner can look into.
pub(super) struct Scratch {
    path: PathBuf,
    _lock: File,
}

impl Scratch {
    /// Makes one in `parent`, which is made if it is not there, and clears away those that nobody works in any more.
    pub(super) fn make(parent: &Path, chance: &dyn Chance) -> Result<Self, Error> {
        place::private_folder(parent)?;
        clear(parent);
        let mut name = [0; 8];
        chance.fill(&mut name).map_err(Error::NoChance)?;
        let path = parent.join(format!("{PREFIX}{}", hex::encode(&name)));
        place::private_folder(&path)?;
        let lock = place::private_file(&path.join(LOCK)).map_err(Error::unwritable(&path))?;
        // Where there are no locks, another run may clear this one away, and both say so and lose nothing.
        drop(lock.try_lock());
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays is cleared away by the next run.
        drop(fs::remove_dir_all(&self.path));
    }
}

fn clear(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    let names = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    for path in names.map(|entry| entry.path()) {
        let Ok(lock) = File::open(path.join(LOCK)) else {
            // One that is being made has no lock yet; one that was killed just then is empty.
            drop(fs::remove_dir(&path));
            continue;
        };
        if !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
            drop(fs::remove_dir_all(&path));
        }
    }
}
