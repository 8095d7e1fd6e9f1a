//! The data directory on disk, and connections to the database in it.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::failure;
use super::lock::{DirectoryLock, LOCK_FILE};
use crate::{Error, Options};

/// The database file in a data directory.
pub(super) const DATABASE_FILE: &str = "shanjar.db";

/// What may stand in a directory before it becomes a data directory: the configuration, what a file system makes, and what
/// a power cut can leave of a database that was being made for the first time. Later there is no such journal: the log has
/// another name.
const BEFOREHAND: [&str; 3] = ["shanjar.toml", "lost+found", "shanjar.db-journal"];

/// Marks a SQLite file as ours: the letters `Shjr`.
pub(super) const APPLICATION_ID: i32 = 0x5368_6a72;

/// Room for the pages that a transaction writes, in KiB. An import moves tens of megabytes at once, and keys come in any
/// order; with SQLite's own 2 MiB it would read back what it has just written.
const WRITER_CACHE_KIB: i64 = 16 << 10;

/// Each repository has a few statements; all of them fit.
const CACHED_STATEMENTS: usize = 128;

/// Where the database is and how connections to it behave.
#[derive(Clone)]
pub(super) struct DataDirectory {
    directory: PathBuf,
    busy_timeout: Duration,
}

impl DataDirectory {
    pub(super) fn new(directory: &Path, options: &Options) -> Self {
        let busy_timeout = Duration::from_millis(options.busy_timeout_ms.into());
        Self {
            directory: directory.to_owned(),
            busy_timeout,
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.directory
    }

    pub(super) fn database(&self) -> PathBuf {
        self.directory.join(DATABASE_FILE)
    }

    /// Makes the directory if it is not there, and locks it. Nothing in it is touched before the lock is held, and
    /// nothing at all in one that holds other things and neither our database nor our lock.
    pub(super) fn make_and_lock(&self) -> Result<DirectoryLock, Error> {
        if self.directory.exists() && !self.directory.is_dir() {
            return Err(self.no_directory());
        }
        self.expect_no_strangers()?;
        // What lies in it is nobody else's to read: hashes of passwords, names.
        let mut making = fs::DirBuilder::new();
        making.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
        making
            .create(&self.directory)
            .map_err(|err| failure::of_file(&self.directory, &err))?;
        DirectoryLock::acquire(&self.directory)
    }

    fn expect_no_strangers(&self) -> Result<(), Error> {
        let entries = match fs::read_dir(&self.directory) {
            Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(|err| failure::of_file(&self.directory, &err))?,
        };
        let mut names = BTreeSet::new();
        for entry in entries {
            let entry = entry.map_err(|err| failure::of_file(&self.directory, &err))?;
            names.insert(entry.file_name());
        }
        if [DATABASE_FILE, LOCK_FILE]
            .iter()
            .any(|ours| names.contains(OsStr::new(ours)))
        {
            return Ok(());
        }
        match names
            .iter()
            .find(|name| BEFOREHAND.iter().all(|known| name.as_os_str() != *known))
        {
            None => Ok(()),
            Some(stranger) => Err(Error::Foreign {
                place: self.directory.clone().into(),
                reason: format!("it holds `{}` and no `{DATABASE_FILE}`", stranger.display()),
            }),
        }
    }

    /// Opens the database for the one writer, making it if it is not there.
    pub(super) fn connect_for_writing(&self) -> Result<Connection, Error> {
        let connection = self.open(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // Asked after the opening, not of the file: SQLite takes back what a power cut left of a database in the making.
        let pages: i64 = connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .map_err(|err| failure::of_opening(&self.database(), err))?;
        let fresh = pages == 0;
        if !fresh {
            self.expect_ours(&connection)?;
        }
        self.set_up_writer(&connection, fresh)
            .map_err(|err| failure::of_opening(&self.database(), err))?;
        Ok(connection)
    }

    /// Opens the database so that nothing can be written through the connection.
    pub(super) fn connect_for_reading(&self) -> Result<Connection, Error> {
        self.expect_database()?;
        let connection = self.open(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        self.expect_ours(&connection)?;
        Ok(connection)
    }

    /// Opens the database for reading without being the process that writes it.
    ///
    /// The connection could write but for `query_only`: the last one that is closed has to put the log away, and a
    /// connection that cannot write leaves it lying.
    pub(super) fn connect_beside_writer(&self) -> Result<Connection, Error> {
        self.expect_database()?;
        let connection = self.open(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        self.expect_ours(&connection)?;
        connection
            .pragma_update(None, "query_only", true)
            .map_err(|err| failure::of_opening(&self.database(), err))?;
        Ok(connection)
    }

    /// Refuses a directory without a database file.
    fn expect_database(&self) -> Result<(), Error> {
        if self.directory.exists() && !self.directory.is_dir() {
            return Err(self.no_directory());
        }
        if !self.database().exists() {
            return Err(Error::NotFound {
                what: "database",
                id: self.database().display().to_string(),
            });
        }
        Ok(())
    }

    fn open(&self, flags: OpenFlags) -> Result<Connection, Error> {
        if self.database().is_dir() {
            return Err(Error::Foreign {
                place: self.database().into(),
                reason: "it is a directory".to_owned(),
            });
        }
        let opened = || {
            // A connection is never used by two threads at once, so SQLite's own mutexes are not needed.
            let connection =
                Connection::open_with_flags(self.database(), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            connection.busy_timeout(self.busy_timeout)?;
            connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
            connection.pragma_update(None, "temp_store", "MEMORY")?;
            // Statements are planned once. Otherwise SQLite may plan one anew for each value, which cost an import a tenth of
            // its time; there are no statistics that the values could be looked up in.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            Ok(connection)
        };
        opened().map_err(|err| failure::of_opening(&self.database(), err))
    }

    /// Refuses a database that somebody else made, before anything in it is changed.
    fn expect_ours(&self, connection: &Connection) -> Result<(), Error> {
        let found: i32 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(|err| failure::of_opening(&self.database(), err))?;
        if found == APPLICATION_ID {
            return Ok(());
        }
        let reason = format!("it is a SQLite database of another program (application id {found})");
        Err(Error::Foreign {
            place: self.database().into(),
            reason,
        })
    }

    fn set_up_writer(&self, connection: &Connection, fresh: bool) -> rusqlite::Result<()> {
        if fresh {
            // Both are fixed once the first page is written.
            connection.pragma_update(None, "page_size", 8192)?;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        // NORMAL would lose acknowledged commits when the power fails.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // Negative: in KiB and not in pages.
        connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        // A large import must not leave a large log behind.
        connection.pragma_update_and_check(None, "journal_size_limit", 64 * 1024 * 1024, |_| Ok(()))?;
        Ok(())
    }

    fn no_directory(&self) -> Error {
        Error::Foreign {
            place: self.directory.clone().into(),
            reason: "it is not a directory".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(connection: &Connection, pragma: &str) -> String {
        connection
            .pragma_query_value(None, pragma, |row| row.get::<_, rusqlite::types::Value>(0))
            .map(|value| format!("{value:?}"))
            .unwrap()
    }

    #[test]
    fn the_writer_is_set_up_for_durability() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path(), &Options::default());
        let connection = data.connect_for_writing().unwrap();
        let cases = [
            ("journal_mode", "Text(\"wal\")"),
            ("synchronous", "Integer(2)"),
            ("foreign_keys", "Integer(1)"),
            ("page_size", "Integer(8192)"),
            ("application_id", "Integer(1399351922)"),
            ("busy_timeout", "Integer(5000)"),
        ];
        for (pragma, expected) in cases {
            assert_eq!(text_of(&connection, pragma), expected, "{pragma}");
        }
    }

    #[test]
    fn the_second_opening_keeps_what_the_first_fixed() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path(), &Options::default());
        drop(data.connect_for_writing().unwrap());
        let again = data.connect_for_writing().unwrap();
        assert_eq!(text_of(&again, "page_size"), "Integer(8192)");
        assert_eq!(text_of(&again, "synchronous"), "Integer(2)");
    }

    #[test]
    fn a_power_cut_while_the_database_was_made_does_not_make_it_a_strangers() {
        let directory = tempfile::tempdir().unwrap();
        // The first page was written and its journal, which says that there was no page before, was not removed.
        std::fs::write(directory.path().join(DATABASE_FILE), [0; 8192]).unwrap();
        let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
        for number in [0_u32, 7, 0, 512, 8192] {
            journal.extend(number.to_be_bytes());
        }
        journal.resize(512, 0);
        std::fs::write(directory.path().join("shanjar.db-journal"), journal).unwrap();
        let data = DataDirectory::new(directory.path(), &Options::default());
        let connection = data.connect_for_writing().unwrap();
        assert_eq!(text_of(&connection, "application_id"), "Integer(1399351922)");
        assert_eq!(text_of(&connection, "page_size"), "Integer(8192)");
    }

    /// Found by cutting the power: the name of the journal was on the disk, and those of the lock and the database were not.
    #[test]
    fn a_journal_alone_does_not_make_the_directory_a_strangers() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("shanjar.db-journal"), [0xd9; 512]).unwrap();
        let data = DataDirectory::new(directory.path(), &Options::default());
        let _lock = data.make_and_lock().unwrap();
        let connection = data.connect_for_writing().unwrap();
        assert_eq!(text_of(&connection, "application_id"), "Integer(1399351922)");
        // The log of a database that is gone is another matter: with it something was lost.
        let other = tempfile::tempdir().unwrap();
        fs::write(other.path().join("shanjar.db-wal"), [0; 32]).unwrap();
        let refused = DataDirectory::new(other.path(), &Options::default()).make_and_lock();
        assert!(matches!(refused, Err(Error::Foreign { .. })));
    }

    #[test]
    fn a_reader_cannot_write() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path(), &Options::default());
        let writer = data.connect_for_writing().unwrap();
        writer.execute_batch("CREATE TABLE a (b TEXT)").unwrap();
        for reader in [data.connect_for_reading(), data.connect_beside_writer()] {
            assert!(reader.unwrap().execute("INSERT INTO a VALUES ('x')", []).is_err());
        }
    }
}
