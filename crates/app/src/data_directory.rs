//! What must hold of a data directory before anything in it is opened.

use std::path::{Path, PathBuf};

use search::SearchIndex;
use store::Store;

use crate::Error;

/// Returns the folder of the index in the data directory `directory`.
pub(crate) fn index_folder(directory: &Path) -> PathBuf {
    directory.join("index")
}

/// Tells whether `directory` is a data directory with a database in it. Makes nothing.
#[must_use]
pub fn holds_data(directory: &Path) -> bool {
    Store::is_in(directory)
}

/// Refuses a directory without data, for whoever only reads. Makes nothing.
///
/// # Errors
/// [`Error::NoData`], or [`Error::DatabaseLost`] where there was data.
pub fn expect_data(directory: &Path) -> Result<(), Error> {
    expect_no_loss(directory)?;
    // A file in place of the directory is refused with its own sentence when it is opened.
    if holds_data(directory) || directory.is_file() {
        return Ok(());
    }
    Err(Error::NoData {
        directory: directory.to_owned(),
    })
}

/// Refuses a directory whose index is there and whose database is not: an empty glossary would take the place of the one
/// that was lost, and nobody would notice.
pub(crate) fn expect_no_loss(directory: &Path) -> Result<(), Error> {
    let index = index_folder(directory);
    if !holds_data(directory) && SearchIndex::is_in(&index) {
        return Err(Error::DatabaseLost {
            directory: directory.to_owned(),
            index,
        });
    }
    Ok(())
}
