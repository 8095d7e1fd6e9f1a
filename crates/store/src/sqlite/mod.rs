//! The SQLite driver: one file in a data directory, one writing thread, readers in the callers' threads.

mod connect;
pub(crate) mod copy;
mod failure;
mod lock;
mod migrate;
mod readers;
mod session;
mod writer;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::session::{Driver, WriteWork};
use crate::{Error, Options, Place, Session, StoreId, identity};
use connect::DataDirectory;
pub(crate) use lock::DirectoryLock;
use readers::Readers;
use session::SqliteSession;
use writer::Writer;

/// Tells whether a database file that is not empty is in `directory`.
pub(crate) fn is_in(directory: &Path) -> bool {
    std::fs::metadata(directory.join(connect::DATABASE_FILE))
        .is_ok_and(|file| file.is_dir() || file.len() > 0)
}

/// Returns where the database is in `directory`.
pub(crate) fn database_in(directory: &Path) -> PathBuf {
    directory.join(connect::DATABASE_FILE)
}

/// Holds `directory` for this process alone, making it if it is not there.
pub(crate) fn hold(directory: &Path, options: &Options) -> Result<DirectoryLock, Error> {
    DataDirectory::new(directory, options).make_and_lock()
}

/// Returns the names of the migrations, in their order.
#[cfg(test)]
pub(crate) fn migration_names() -> Vec<&'static str> {
    migrate::MIGRATIONS
        .iter()
        .map(|migration| migration.name)
        .collect()
}

/// A data directory held open.
pub(crate) struct Sqlite {
    // Dropped in this order: the writer closes last and empties the log, then the lock goes.
    readers: Readers,
    writer: Option<Writer>,
    directory: DataDirectory,
    _lock: Option<DirectoryLock>,
}

impl Sqlite {
    /// Opens `directory` for this process alone, brings it to the migrations of this version, and gives it the id
    /// `fresh_id` if it has none.
    pub(crate) fn open(directory: &Path, fresh_id: &StoreId, options: &Options) -> Result<Self, Error> {
        let directory = DataDirectory::new(directory, options);
        let lock = directory.make_and_lock()?;
        let mut connection = directory.connect_for_writing()?;
        migrate::bring_up(&directory, &mut connection)?;
        identity::give(&mut SqliteSession::new(&connection), fresh_id)?;
        let writer = Writer::start(connection, &directory)?;
        let readers = Readers::new(
            directory.clone(),
            DataDirectory::connect_for_reading,
            options.idle_readers,
        );
        Ok(Self {
            writer: Some(writer),
            readers,
            directory,
            _lock: Some(lock),
        })
    }

    /// Opens `directory` for reading, beside whoever holds it.
    pub(crate) fn open_read_only(directory: &Path, options: &Options) -> Result<Self, Error> {
        let directory = DataDirectory::new(directory, options);
        let connection = directory.connect_beside_writer()?;
        Self::for_reading(directory, &connection, None, options)
    }

    /// Opens `directory` for reading, and keeps everybody else from writing in it.
    pub(crate) fn open_held_read_only(directory: &Path, options: &Options) -> Result<Self, Error> {
        let directory = DataDirectory::new(directory, options);
        // Before the lock: in a directory that is not ours, no file is made.
        let connection = directory.connect_beside_writer()?;
        let lock = DirectoryLock::acquire(directory.path())?;
        Self::for_reading(directory, &connection, Some(lock), options)
    }

    fn for_reading(
        directory: DataDirectory,
        connection: &Connection,
        lock: Option<DirectoryLock>,
        options: &Options,
    ) -> Result<Self, Error> {
        migrate::expect_up(&directory, connection)?;
        let readers = Readers::new(
            directory.clone(),
            DataDirectory::connect_beside_writer,
            options.idle_readers,
        );
        Ok(Self {
            writer: None,
            readers,
            directory,
            _lock: lock,
        })
    }
}

impl Driver for Sqlite {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Session)) -> Result<(), Error> {
        self.readers.read(work)
    }

    fn write(&self, work: WriteWork) -> Result<(), Error> {
        match &self.writer {
            Some(writer) => writer.write(work),
            None => Err(Error::ReadOnly {
                place: self.directory.database().into(),
                cause: "it was opened for reading only".to_owned(),
            }),
        }
    }

    fn place(&self) -> Place {
        self.directory.path().into()
    }

    fn check_files(&self) -> Result<Vec<String>, Error> {
        self.readers.with_connection(check_files)?
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn wait_for_changes(&self, _limit: Duration) -> bool {
        false
    }
}

/// Returns what SQLite finds in its pages, indexes and references; at most 100 lines of each.
fn check_files(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut statement = connection
        .prepare("PRAGMA integrity_check(100)")
        .map_err(failure::of_statement)?;
    let lines = statement
        .query_map([], |row| row.get::<_, String>(0))
        .map_err(failure::of_statement)?;
    for line in lines {
        let line = line.map_err(failure::of_statement)?;
        if line != "ok" {
            found.push(line);
        }
    }
    let mut statement = connection
        .prepare("PRAGMA foreign_key_check")
        .map_err(failure::of_statement)?;
    let orphans = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?)))
        .map_err(failure::of_statement)?;
    for orphan in orphans.take(100) {
        let (table, parent) = orphan.map_err(failure::of_statement)?;
        found.push(format!("a row of `{table}` refers to no row of `{parent}`"));
    }
    Ok(found)
}
