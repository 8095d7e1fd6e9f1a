//! The file into which the rejected rows of a sheet go: made before anything is imported, so that they are not lost.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

/// The file of the rejected rows, which is there before anything is written, and goes again if nothing comes into it.
pub struct RejectedPlace<'p> {
    /// Where it is.
    pub path: &'p Path,
    file: File,
    is_kept: bool,
}

impl<'p> RejectedPlace<'p> {
    /// Makes the file, which must not be there.
    ///
    /// # Errors
    /// What the system said.
    pub fn begin(path: &'p Path) -> io::Result<Self> {
        Ok(Self {
            path,
            file: File::create_new(path)?,
            is_kept: false,
        })
    }

    /// Saves the rows.
    ///
    /// # Errors
    /// What the system said.
    pub fn keep(mut self, bytes: &[u8]) -> io::Result<()> {
        self.is_kept = true;
        self.file.write_all(bytes)
    }
}

impl Drop for RejectedPlace<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            // An empty file that stays does no harm.
            let _ = std::fs::remove_file(self.path);
        }
    }
}
