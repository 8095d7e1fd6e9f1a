//! A directory held for this process alone, without a database in it.

use std::path::Path;

use crate::sqlite::{self, DirectoryLock};
use crate::{Error, Options};

/// A data directory of a node whose database is on a server: what the node keeps beside it is its own.
///
/// Let go when dropped, or when the process ends in any way.
pub struct HeldDirectory {
    _lock: DirectoryLock,
}

impl HeldDirectory {
    /// Holds `directory`, making it if it is not there.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has it; [`Error::Foreign`] if it holds other things, or a database of its
    /// own, which would be left without its index; [`Error::ReadOnly`].
    pub fn hold(directory: &Path) -> Result<Self, Error> {
        if sqlite::is_in(directory) {
            return Err(Error::Foreign {
                place: directory.into(),
                reason: "it holds a `shanjar.db`, and the database is to be on a server".to_owned(),
            });
        }
        let lock = sqlite::hold(directory, &Options::default())?;
        Ok(Self { _lock: lock })
    }
}
