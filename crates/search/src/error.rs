//! What can go wrong with the index, by what the caller can do about it.

use std::path::PathBuf;

/// A failure of the index itself. What a user typed is never one: it is answered with notices.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The files compiled into the program contradict each other; only a corrected program helps.
    #[error("the index definition is wrong: {0}")]
    Definition(String),
    /// A folder or file cannot be made, read or removed: check the directory and try again.
    #[error(
        "`{path}` cannot be used: {source} (hint: check that the directory is writable and has space left)"
    )]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something else lies where the index is to be: it must not be mixed with an index, whose old parts are removed.
    #[error(
        "`{path}` is not an index of ours: it holds `{found}` (hint: move that elsewhere, or choose another data directory)"
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What lies in it.
        found: String,
    },
    /// Another writer holds the index, in this process or in another one: drop that one first.
    #[error("another writer holds the index (hint: only one process may use a data directory)")]
    Busy,
    /// The index has to be rebuilt before anything can be put in.
    #[error("there is no index yet to write to (hint: rebuild it first)")]
    NotBuilt,
    /// The index cannot be read or written: drop the writer, open the index again and rebuild if it says so.
    #[error("the index cannot be used: {0} (hint: it can be built anew from the store)")]
    Unusable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(..) => Self::Busy,
            other => Self::Unusable(Box::new(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_place_and_the_way_out() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let folder = Error::Folder {
            path: "/data/index".into(),
            source: full,
        };
        assert_eq!(
            folder.to_string(),
            "`/data/index` cannot be used: no storage space (hint: check that the directory is writable and has space left)"
        );
        for error in [Error::Busy, Error::NotBuilt, Error::Unusable("x".into()), folder] {
            assert!(error.to_string().contains("(hint: "), "{error}");
        }
    }

    #[test]
    fn a_taken_lock_means_that_somebody_else_writes() {
        let lock = tantivy::directory::error::LockError::LockBusy;
        assert!(matches!(
            Error::from(tantivy::TantivyError::LockFailure(lock, None)),
            Error::Busy
        ));
        let damaged = tantivy::TantivyError::InternalError("x".to_owned());
        assert!(matches!(Error::from(damaged), Error::Unusable(_)));
    }
}
