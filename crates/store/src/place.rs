//! Where a store is kept, in the words of messages.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::{Error, postgres};

/// Where a store is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a data directory: the directory, or the file in it that a message is about.
    Directory(PathBuf),
    /// In a database of a server: its address, without password and settings.
    Database(String),
}

impl Place {
    /// Reads the address `postgres://…` of a database.
    ///
    /// # Errors
    /// [`Error::Address`] if it cannot be used. Neither the place nor the error shows the password.
    pub fn of_database(url: &str) -> Result<Self, Error> {
        postgres::place_of(url)
    }

    /// Returns what it is called: `data directory` or `database`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Directory(_) => "data directory",
            Self::Database(_) => "database",
        }
    }

    /// Returns how another one is chosen.
    pub(crate) fn another(&self) -> &'static str {
        match self {
            Self::Directory(_) => "another directory with `--data-dir`",
            Self::Database(_) => "another database with `--database`",
        }
    }

    /// Returns who needs rights there.
    pub(crate) fn account(&self) -> &'static str {
        match self {
            Self::Directory(_) => "the account that runs shanjar",
            Self::Database(_) => "the user in the address",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(path) => write!(f, "{}", path.display()),
            Self::Database(address) => f.write_str(address),
        }
    }
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        Self::Directory(path.to_owned())
    }
}

impl From<PathBuf> for Place {
    fn from(path: PathBuf) -> Self {
        Self::Directory(path)
    }
}

impl From<&str> for Place {
    /// Takes the text for the path of a directory.
    fn from(path: &str) -> Self {
        Self::Directory(path.into())
    }
}
