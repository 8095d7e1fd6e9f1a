//! The lock that keeps a second process out of a data directory.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::failure;
use crate::Error;

/// The name of the lock file. It stays when the lock is released; only the lock on it means something.
pub(super) const LOCK_FILE: &str = "shanjar.lock";

/// An exclusive lock on a data directory, released when dropped or when the process ends in any way.
pub(crate) struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    /// Locks `directory`, which must exist, without waiting.
    pub(super) fn acquire(directory: &Path) -> Result<Self, Error> {
        let path = directory.join(LOCK_FILE);
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = opened.map_err(|err| failure::of_file(&path, &err))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked {
                directory: directory.to_owned(),
            }),
            Err(TryLockError::Error(err)) => Err(failure::of_file(&path, &err)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_cannot_be_written_says_so() {
        let plain = tempfile::tempdir().unwrap();
        let mut directory = plain.path().to_owned();
        let mut rights = std::fs::metadata(&directory).unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&directory, rights).unwrap();
        if std::fs::write(directory.join("probe"), "").is_ok() {
            // The superuser may write everywhere but in the kernel's own tree.
            directory = "/sys".into();
        }
        let err = DirectoryLock::acquire(&directory).map(|_| ()).unwrap_err();
        assert!(matches!(err, Error::ReadOnly { .. }), "{err:?}");
        let sentence = err.to_string().replace(&directory.display().to_string(), "DIR");
        // The system has more than one word for it.
        assert!(
            sentence.starts_with("`DIR/shanjar.lock` cannot be written: "),
            "{sentence}"
        );
        assert!(
            sentence.ends_with("or choose another directory with `--data-dir`)"),
            "{sentence}"
        );
    }

    #[test]
    fn a_directory_is_locked_once_until_it_is_released() {
        let directory = tempfile::tempdir().unwrap();
        let held = DirectoryLock::acquire(directory.path()).unwrap();
        let second = DirectoryLock::acquire(directory.path()).map(|_| ()).unwrap_err();
        assert_eq!(
            second,
            Error::Locked {
                directory: directory.path().to_owned()
            }
        );
        drop(held);
        assert!(
            DirectoryLock::acquire(directory.path()).is_ok(),
            "the file that stays behind is no lock"
        );
    }
}
