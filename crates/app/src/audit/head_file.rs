//! The file of the head: read as it lies there, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use access::chain::{Head, HeadError};

use super::AuditKeys;

/// No head is longer; in bytes.
const MAX_BYTES: u64 = 1_024;

/// Why a file is no head of ours.
#[derive(Debug, thiserror::Error)]
pub(super) enum HeadFileError {
    /// The system does not let it be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// What is in it is not ours.
    #[error(transparent)]
    Text(#[from] HeadError),
}

/// Returns the head in the file `path`; `None` if there is no file.
///
/// # Errors
/// If there is one and it is not ours.
pub(super) fn read(path: &Path, keys: &dyn AuditKeys) -> Result<Option<Head>, HeadFileError> {
    read_signed(path, |text, signature| keys.is_signature(text, signature))
}

/// Returns the head in the file `path`, whoever has signed it; `None` if there is none that can be read.
pub(super) fn read_unproved(path: &Path) -> Option<Head> {
    read_signed(path, |_, _| true).ok().flatten()
}

fn read_signed(
    path: &Path,
    is_signed: impl FnOnce(&[u8], &[u8; 64]) -> bool,
) -> Result<Option<Head>, HeadFileError> {
    let file = match File::open(path) {
        Err(err) if err.kind() == ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    // Bytes that are no text become characters that no head has.
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(Head::read(&text, is_signed)?))
}

/// Writes the head in place of the one before; a power cut leaves either of them.
///
/// # Errors
/// If the folder or the file cannot be written.
pub(super) fn write(path: &Path, head: &Head, keys: &dyn AuditKeys) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut file = File::create(&part)?;
    file.write_all(head.signed(|text| keys.sign(text)).as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs::rename(&part, path)?;
    match File::open(folder)?.sync_all() {
        // A file system of the network may not know this for folders.
        Err(err) if !matches!(err.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Err(err),
        _ => Ok(()),
    }
}
