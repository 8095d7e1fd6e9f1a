//! The folder `index/` of a data directory: a subfolder for each definition, side by side, so that an older program finds
//! its index as it left it.
//!
//! A subfolder is named after the hash of its definition. In it lies the file `USED`, locked by whoever works with the
//! index, and last written when that began or went on. A program touches the subfolder of its own definition alone, but for
//! removing others that nobody uses.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::folder::{Folder, POINTER, at, names};
use super::position;
use super::setup::Origin;
use crate::Error;
use crate::definition::HASH_CHARS;

const USED: &str = "USED";
/// Other definitions than the one used last before this one are kept so long after their last use: a program that is
/// just being tried out is not to build twice.
const KEPT: Duration = Duration::from_hours(24);
/// How often a subfolder is made that another program removes at the same moment.
const ATTEMPTS: usize = 5;
/// The pointers of the layout before definitions stood side by side.
const FORMER_POINTERS: [&str; 2] = [POINTER, "CURRENT.new"];

/// The folder `index/`.
#[derive(Debug)]
pub(super) struct Definitions {
    root: PathBuf,
    is_read_only: bool,
}

/// Shows others that a definition is in use, until it is dropped.
#[derive(Debug)]
pub(super) struct InUse(File);

/// A definition that is not the own one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Other {
    name: String,
    used: SystemTime,
    /// Whether its index was ever whole.
    is_built: bool,
}

impl Definitions {
    /// Tells whether an index of ours is in `root`, whole or not. Makes nothing.
    pub(super) fn is_in(root: &Path) -> bool {
        let names = names(root).unwrap_or_default();
        names.iter().any(|name| is_ours(root, name))
    }

    /// Opens the folder and makes it if it is missing. A folder of other things is refused and left alone.
    pub(super) fn open(root: &Path) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(at(root))?;
        expect_ours(root)?;
        Ok(Self {
            root: root.to_owned(),
            is_read_only: false,
        })
    }

    /// Opens the folder as it is, also if there is none.
    pub(super) fn open_for_reading(root: &Path) -> Result<Self, Error> {
        if root.is_dir() {
            expect_ours(root)?;
        }
        Ok(Self {
            root: root.to_owned(),
            is_read_only: true,
        })
    }

    /// Opens the subfolder of the definition `hash` and shows that it is in use; made if it is missing, but not for
    /// reading.
    ///
    /// Indexes of other definitions that have read further than `origin` goes are removed: they hold changes that were
    /// undone, and nobody could tell once the store has as many changes again.
    pub(super) fn of(self, hash: &str, origin: &Origin) -> Result<Folder, Error> {
        let path = self.root.join(hash);
        let in_use = if self.is_read_only {
            InUse::join(&path)
        } else {
            let in_use = InUse::take(&path).map_err(at(&path))?;
            for other in others(&path).into_iter().map(|other| self.root.join(other.name)) {
                if is_overtaken(&other, origin) {
                    remove(&other).map_err(at(&other))?;
                }
            }
            Some(in_use)
        };
        Ok(Folder::new(path, in_use))
    }
}

impl InUse {
    /// Makes the subfolder if it is missing, and waits for whoever is removing it.
    fn take(definition: &Path) -> io::Result<Self> {
        for _ in 0..ATTEMPTS {
            fs::create_dir_all(definition)?;
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(definition.join(USED));
            let file = match file {
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                opened => opened?,
            };
            lock_shared(&file)?;
            // What was removed while we waited is a file without a name.
            if file.metadata()?.nlink() > 0 {
                let in_use = Self(file);
                // On a full disk an index that is there can still be read.
                drop(in_use.mark());
                return Ok(in_use);
            }
        }
        Err(io::Error::from(io::ErrorKind::ResourceBusy))
    }

    /// Uses a subfolder that is there; writes nothing.
    fn join(definition: &Path) -> Option<Self> {
        let file = File::open(definition.join(USED)).ok()?;
        file.try_lock_shared().ok()?;
        Some(Self(file))
    }

    /// Notes that the definition is still in use; returns the time that was noted, by the clock of the file system.
    fn mark(&self) -> io::Result<SystemTime> {
        self.0.write_all_at(b"\n", 0)?;
        self.0.metadata()?.modified()
    }
}

/// Tells whether another definition than that of the folder `own` has an index beside it.
pub(super) fn has_others(own: &Path) -> bool {
    let Some(root) = own.parent() else { return false };
    others(own).iter().any(|other| other.is_built)
        || names(root).unwrap_or_default().iter().any(|name| is_former(name))
}

/// Removes the indexes of definitions that nobody uses, but for the one used last before that of the folder `own` and those
/// used within a day. What cannot be removed now is tried again the next time.
pub(super) fn remove_unused(own: &Path, in_use: &InUse) {
    let (Some(root), Ok(now)) = (own.parent(), in_use.mark()) else {
        return;
    };
    for other in outdated(others(own), now) {
        drop(remove(&root.join(other.name)));
    }
    for name in names(root).unwrap_or_default() {
        if is_former(&name) {
            drop(fs::remove_dir_all(root.join(name)));
        } else if FORMER_POINTERS.contains(&name.as_str()) {
            drop(fs::remove_file(root.join(name)));
        }
    }
}

/// Returns those of `others` that may go at `now`.
fn outdated(others: Vec<Other>, now: SystemTime) -> impl Iterator<Item = Other> {
    let before = others
        .iter()
        .filter(|other| other.is_built)
        .max_by_key(|other| other.used)
        .cloned();
    others.into_iter().filter(move |other| {
        // A time ahead of ours is a clock that was set back.
        let unused = now.duration_since(other.used).unwrap_or_default();
        Some(other) != before.as_ref() && unused >= KEPT
    })
}

/// Returns the definitions beside the folder `own`. What cannot be read is none.
fn others(own: &Path) -> Vec<Other> {
    let Some(root) = own.parent() else {
        return Vec::new();
    };
    let other = |name: String| {
        let path = root.join(&name);
        let used = path.join(USED).metadata().ok()?.modified().ok()?;
        let is_built = path.join(POINTER).is_file();
        (path != own && is_hash(&name)).then_some(Other { name, used, is_built })
    };
    names(root)
        .unwrap_or_default()
        .into_iter()
        .filter_map(other)
        .collect()
}

/// Tells whether the index in the folder of a definition has read changes that the store does not have. An index that
/// cannot be read has not: its own program will see that it is damaged.
fn is_overtaken(definition: &Path, origin: &Origin) -> bool {
    let read = || {
        let folder = Folder::new(definition.to_owned(), None);
        let generation = folder.subfolder(&folder.current().ok()??);
        let meta: serde_json::Value =
            serde_json::from_slice(&fs::read(generation.join("meta.json")).ok()?).ok()?;
        position::read_any(meta.get("payload")?.as_str()?)
    };
    read().is_some_and(|(id, seq)| id != origin.id || seq > origin.last_seq)
}

/// Removes the subfolder of a definition unless somebody uses it. `USED` goes last: what is left after a failure is still
/// known as ours.
fn remove(definition: &Path) -> io::Result<()> {
    let used = definition.join(USED);
    let file = File::options().write(true).open(&used)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Ok(()),
        locked => locked?,
    }
    // The pointer goes first: nobody takes for whole what is half gone.
    let pointer = definition.join(POINTER);
    if pointer.exists() {
        fs::remove_file(pointer)?;
    }
    for entry in fs::read_dir(definition)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else if path != used {
            fs::remove_file(path)?;
        }
    }
    fs::remove_file(used)?;
    fs::remove_dir(definition)
}

/// A file system without locks shows nobody's use; then nothing of others is removed either.
fn lock_shared(file: &File) -> io::Result<()> {
    match file.lock_shared() {
        Err(e) if e.kind() == io::ErrorKind::Unsupported => Ok(()),
        locked => locked,
    }
}

/// Refuses a folder in which something lies and nothing shows that it is ours.
fn expect_ours(root: &Path) -> Result<(), Error> {
    let mut names = names(root)?;
    names.sort_unstable();
    if names.iter().any(|name| is_ours(root, name)) {
        return Ok(());
    }
    match names
        .into_iter()
        .find(|name| !FORMER_POINTERS.contains(&name.as_str()))
    {
        Some(found) => Err(Error::Foreign {
            path: root.to_owned(),
            found,
        }),
        None => Ok(()),
    }
}

fn is_ours(root: &Path, name: &str) -> bool {
    let holds = |file| root.join(name).join(file).is_file();
    is_former(name) || is_hash(name) && (holds(USED) || holds(POINTER))
}

/// Tells whether a subfolder is of the layout before definitions stood side by side: a hash and a generation.
fn is_former(name: &str) -> bool {
    // Nothing else is named like this: not even a folder of photographs, 2024-01.
    let parts = name.split_once('-');
    parts.is_some_and(|(hash, generation)| is_hash(hash) && super::folder::parse(generation).is_some())
}

fn is_hash(name: &str) -> bool {
    name.len() == HASH_CHARS && name.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;
