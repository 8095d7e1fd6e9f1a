//! Restoring a backup into a data directory that holds nothing yet.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use store::{StoreId, copy};

use super::opening::{Opened, Unlock};
use super::scratch::Scratch;
use super::{Error, Manifest, key, place};
use crate::data_directory::index_folder;
use crate::{Chance, Operate, Permit};

/// The names that a restored configuration file can have: the one it is read by, and one beside it.
const CONFIGURATION: [&str; 2] = ["shanjar.toml", "shanjar.toml.restored"];

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What was in the backup.
    pub manifest: Manifest,
    /// The id that the store has from now on.
    pub store_id: StoreId,
    /// Where the configuration file is, if there was one in the backup.
    pub configuration: Option<PathBuf>,
    /// The files of keys that were in the backup, or opened it, and were not there yet.
    pub keys: Vec<String>,
}

/// Restores the backup `path` into the data directory that `unlock` names, making it if it is not there.
///
/// A configuration file and keys that are there stay as they are; where there is none, the key that opened the backup is
/// the one for new ones. The store gets a new id, so that no index and no copy
/// that followed the old one is taken for one of it. The database gets its name last, when all else is in place.
///
/// # Errors
/// [`Error::Occupied`] if a database, or an index, is there. After any error there is no database.
pub fn restore(
    _: &Permit<Operate>,
    path: &Path,
    unlock: &Unlock<'_>,
    chance: &dyn Chance,
) -> Result<Restored, Error> {
    let directory = unlock.data_dir;
    expect_unoccupied(directory)?;
    let opened = Opened::open(path, unlock)?;
    let is_new = !directory.exists();
    let restored = restore_into(directory, opened, chance);
    if restored.is_err() && is_new {
        // Only if nothing is in it.
        drop(fs::remove_dir(directory));
    }
    restored
}

fn restore_into(directory: &Path, opened: Opened<'_>, chance: &dyn Chance) -> Result<Restored, Error> {
    let scratch = Scratch::make(directory, chance)?;
    let unpacked = opened.unpack(scratch.path())?;
    let mut id = [0; 16];
    chance.fill(&mut id).map_err(Error::NoChance)?;
    let store_id = StoreId::from_random(id);
    copy::give_new_id(scratch.path(), &store_id)?;
    let database = copy::database_in(scratch.path());
    let synced = File::open(&database).and_then(|file| file.sync_all());
    synced.map_err(Error::unwritable(&database))?;

    let folder = key::folder_in(directory);
    let mut keys = match &unpacked.keys {
        Some(files) => files.write(&folder)?,
        None => Vec::new(),
    };
    // Else the next night would draw another key, of which nobody has a copy elsewhere.
    if key::adopt(&folder, &unpacked.key)? {
        keys.push(key::FILE.to_owned());
    }
    let configuration = match &unpacked.configuration {
        Some(text) => Some(write_configuration(directory, text)?),
        None => None,
    };
    place::put(&database, &copy::database_in(directory))?;
    Ok(Restored {
        manifest: unpacked.manifest,
        store_id,
        configuration,
        keys,
    })
}

/// Refuses a directory in which a store is, or what was made from one.
fn expect_unoccupied(directory: &Path) -> Result<(), Error> {
    if directory.exists() && !directory.is_dir() {
        return Err(Error::Occupied(directory.to_owned()));
    }
    let [_, beside] = CONFIGURATION.map(|name| directory.join(name));
    let found = copy::remains_in(directory).or_else(|| {
        let others = [index_folder(directory), beside];
        others.into_iter().find(|path| path.symlink_metadata().is_ok())
    });
    found.map_or(Ok(()), |found| Err(Error::Occupied(found)))
}

fn write_configuration(directory: &Path, text: &[u8]) -> Result<PathBuf, Error> {
    let [usual, beside] = CONFIGURATION.map(|name| directory.join(name));
    let path = if usual.symlink_metadata().is_ok() {
        beside
    } else {
        usual
    };
    let mut file = place::private_file(&path).map_err(Error::unwritable(&path))?;
    file.write_all(text).map_err(Error::unwritable(&path))?;
    file.sync_all().map_err(Error::unwritable(&path))?;
    Ok(path)
}
