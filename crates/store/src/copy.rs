//! A database copied into a directory of its own while others work on it, and one that is taken into service again.
//!
//! What a backup holds is such a copy. It is of one change: every write that was acknowledged before the copying began
//! is in it, and none that began later. A database on a server has tools of its own for this.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::{Error, StoreId, sqlite};

/// What a database holds, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The id of its store.
    pub store_id: StoreId,
    /// The number of the last change.
    pub last_seq: u64,
    /// The rows of each table, by name; the tables that say how the database was made included.
    pub tables: BTreeMap<String, u64>,
    /// Where its audit chain ends; `None` if nothing was sealed.
    pub audit_end: Option<AuditEnd>,
}

/// The last link of an audit chain, or what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEnd {
    /// Its number.
    pub number: u64,
    /// Its digest, as it lies there.
    pub digest: Vec<u8>,
}

/// Copies the database of the data directory `directory` into the directory `into`, which is there and holds none.
///
/// It reads one snapshot beside whoever writes and makes nobody wait; the writer's log grows meanwhile. The copy is
/// packed: what was deleted leaves no trace in it. Costs a read of everything and a write of as much. The copy has not
/// been brought to the disk when this returns.
///
/// # Errors
/// [`Error::NotFound`] if there is no database, [`Error::Newer`] if a newer version made it, [`Error::Damaged`] if it
/// cannot be read to the end, [`Error::Unavailable`] if there is no room; what was written is left for the caller.
pub fn make(directory: &Path, into: &Path) -> Result<(), Error> {
    sqlite::copy::make(directory, into)
}

/// Counts what the database in `directory` holds. Changes nothing, also if it is of an older version.
///
/// # Errors
/// [`Error::Newer`] if a newer version made it, [`Error::Foreign`] if it is none of ours, [`Error::Damaged`] if it
/// cannot be read.
pub fn summarise(directory: &Path) -> Result<Summary, Error> {
    sqlite::copy::summarise(directory)
}

/// Gives the store in `directory`, which nobody has open, the id `fresh`; returns the one it had.
///
/// A store that goes on from an earlier state is another one: it will number other changes with the numbers that the
/// first one gave after that state, and whatever followed those must not take them for its own.
///
/// # Errors
/// As [`summarise`], and [`Error::ReadOnly`] or [`Error::Unavailable`] if it cannot be written.
pub fn give_new_id(directory: &Path, fresh: &StoreId) -> Result<StoreId, Error> {
    sqlite::copy::give_new_id(directory, fresh)
}

/// Returns where the database is in `directory`.
#[must_use]
pub fn database_in(directory: &Path) -> PathBuf {
    sqlite::database_in(directory)
}

/// Returns the first file in `directory` that belongs to a database, if there is one.
#[must_use]
pub fn remains_in(directory: &Path) -> Option<PathBuf> {
    let database = database_in(directory).into_os_string();
    // SQLite puts its log and its journal beside the file, under these names.
    ["", "-wal", "-shm", "-journal"].into_iter().find_map(|ending| {
        let mut name = database.clone();
        name.push(ending);
        let path = PathBuf::from(name);
        path.symlink_metadata().is_ok().then_some(path)
    })
}
