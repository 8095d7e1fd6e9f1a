//! The file of keys on the disk: read only if nobody else can read it, and replaced as a whole.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::KeyError;
use super::key_file::KeyFile;
use crate::private_files;

/// No file of keys is larger; in bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024;

/// The right to change a file of keys: nobody else on this machine has it meanwhile.
pub(super) struct Change {
    path: PathBuf,
    _lock: File,
}

/// Reads a file of keys; `None` if there is none.
pub(super) fn read(path: &Path) -> Result<Option<KeyFile>, KeyError> {
    let unreadable = || KeyError::unreadable(path);
    let seen = match path.symlink_metadata() {
        Err(err) if err.kind() == ErrorKind::NotFound => return Ok(None),
        seen => seen.map_err(unreadable())?,
    };
    // Asked before opening: opening a pipe would wait for somebody to write.
    if !seen.is_file() {
        return Err(KeyError::NotAFile(path.to_owned()));
    }
    let file = File::open(path).map_err(unreadable())?;
    let opened = file.metadata().map_err(unreadable())?;
    expect_private(path, &seen, &opened)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE_BYTES as usize + 1));
    let read = file
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable())?;
    if read as u64 > MAX_FILE_BYTES {
        let cause = io::Error::new(
            ErrorKind::FileTooLarge,
            format!("it has more than {MAX_FILE_BYTES} bytes"),
        );
        return Err(unreadable()(cause));
    }
    let malformed = |line, reason| KeyError::Malformed {
        path: path.to_owned(),
        line,
        reason,
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| malformed(1, "the file is no text"))?;
    let keys = KeyFile::parse(text).map_err(|fault| malformed(fault.line, fault.reason))?;
    Ok(Some(keys))
}

impl Change {
    /// Waits for nobody: if another process changes the file, that is an error.
    pub(super) fn begin(path: &Path) -> Result<Self, KeyError> {
        let folder = private_files::folder_of(path);
        private_files::create_folder(folder).map_err(KeyError::unwritable(folder))?;
        // The folder is locked and not the file, because the file is replaced by another one.
        let lock = File::open(folder).map_err(KeyError::unwritable(folder))?;
        match lock.try_lock() {
            // Some file systems of the network have no locks; then two people must not change the keys at once.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(KeyError::BeingChanged(path.to_owned())),
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// Writes the first file.
    ///
    /// # Errors
    /// [`KeyError::Exists`] if something has its name.
    pub(super) fn create(&self, keys: &KeyFile) -> Result<(), KeyError> {
        self.put(keys, |begun, path| {
            if path.symlink_metadata().is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            // Renaming would write over keys that came to be there meanwhile; a second name cannot.
            match fs::hard_link(begun, path) {
                Ok(()) => fs::remove_file(begun),
                Err(err) if err.kind() == ErrorKind::AlreadyExists => Err(err),
                // A file system without second names.
                Err(_) => fs::rename(begun, path),
            }
        })
    }

    /// Writes the file whole under another name, brings it to the disk and gives it its name: at every moment there is a
    /// whole file, and a new key is on the disk before anything is sealed with it.
    pub(super) fn replace(&self, keys: &KeyFile) -> Result<(), KeyError> {
        self.put(keys, |begun, path| fs::rename(begun, path))
    }

    fn put(&self, keys: &KeyFile, name: impl FnOnce(&Path, &Path) -> io::Result<()>) -> Result<(), KeyError> {
        let mut begun = self.path.clone().into_os_string();
        // Backups of the folder pass over this name.
        begun.push(".part");
        let begun = PathBuf::from(begun);
        let named = write(&begun, keys).and_then(|()| {
            name(&begun, &self.path).map_err(|err| match err.kind() {
                ErrorKind::AlreadyExists => KeyError::Exists(self.path.clone()),
                _ => KeyError::unwritable(&self.path)(err),
            })
        });
        if named.is_err() {
            // What cannot be removed is removed by the next change.
            drop(fs::remove_file(&begun));
        }
        named?;
        private_files::sync_folder(private_files::folder_of(&self.path))
            .map_err(KeyError::unwritable(&self.path))
    }
}

/// Writes a file that is not there yet, over what a run that was killed left of it.
fn write(begun: &Path, keys: &KeyFile) -> Result<(), KeyError> {
    let unwritable = || KeyError::unwritable(begun);
    match fs::remove_file(begun) {
        Err(err) if err.kind() != ErrorKind::NotFound => return Err(unwritable()(err)),
        _ => {}
    }
    let mut file = private_files::create(begun).map_err(unwritable())?;
    file.write_all(keys.to_text().as_bytes()).map_err(unwritable())?;
    file.sync_all().map_err(unwritable())
}

#[cfg(unix)]
fn expect_private(path: &Path, seen: &Metadata, opened: &Metadata) -> Result<(), KeyError> {
    use std::os::unix::fs::MetadataExt;

    // A link that came in between leads to another file.
    if (seen.dev(), seen.ino()) != (opened.dev(), opened.ino()) {
        return Err(KeyError::NotAFile(path.to_owned()));
    }
    let mode = opened.mode() & 0o777;
    match mode & 0o077 {
        0 => Ok(()),
        _ => Err(KeyError::OpenToOthers {
            path: path.to_owned(),
            mode,
        }),
    }
}

#[cfg(not(unix))]
fn expect_private(_path: &Path, _seen: &Metadata, _opened: &Metadata) -> Result<(), KeyError> {
    Ok(())
}
