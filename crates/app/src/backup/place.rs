//! Files and folders of a backup: private ones, and one that appears under its name whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::Error;
use super::header::TITLE;
pub(super) use crate::private_files::create as private_file;
use crate::private_files::{create_folder, folder_of, owners_only, sync_folder};

/// What is appended to the name of a file while it is being made.
const PART: &str = ".part";

/// A file that is being made under another name, and taken away again unless it is finished.
pub(super) struct Part {
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
}

impl Part {
    /// Begins the file `target`, which must not be there. What a run that was killed left of it is written over.
    pub(super) fn begin(target: &Path) -> Result<Self, Error> {
        expect_free(target)?;
        let mut name = target.to_owned().into_os_string();
        name.push(PART);
        let path = PathBuf::from(name);
        expect_ours(&path)?;
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let file = owners_only(&mut options)
            .open(&path)
            .map_err(Error::unwritable(&path))?;
        match file.try_lock() {
            // Some file systems of the network have no locks; then two people must not make the same file at once.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::BeingMade(target.to_owned())),
        }
        file.set_len(0).map_err(Error::unwritable(&path))?;
        Ok(Self {
            file: Some(file),
            path,
            target: target.to_owned(),
        })
    }

    /// Brings the file to the disk and gives it its name, unless something else has it by now.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        if let Some(file) = &self.file {
            file.sync_all().map_err(Error::unwritable(&self.target))?;
        }
        put(&self.path, &self.target)?;
        self.file = None;
        Ok(())
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // What cannot be removed keeps a name that no command takes for a backup.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// Refuses a name that something has, or that is no file's.
pub(super) fn expect_free(target: &Path) -> Result<(), Error> {
    match target.symlink_metadata() {
        Ok(found) if found.is_dir() => Err(Error::IsDirectory(target.to_owned())),
        Ok(_) => Err(Error::Exists(target.to_owned())),
        Err(_) if target.file_name().is_none() => Err(Error::IsDirectory(target.to_owned())),
        Err(_) => Ok(()),
    }
}

/// Gives the file `from` the name `to`, which nothing may have, and brings the change of names to the disk.
pub(super) fn put(from: &Path, to: &Path) -> Result<(), Error> {
    // Renaming would write over what came to be there meanwhile; a second name cannot.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from).map_err(Error::unwritable(from))?,
        Err(err) if err.kind() == ErrorKind::AlreadyExists => return Err(Error::Exists(to.to_owned())),
        // A file system without second names.
        Err(_) => {
            expect_free(to)?;
            fs::rename(from, to).map_err(Error::unwritable(to))?;
        }
    }
    sync_folder_of(to)
}

/// Brings the names in the folder of `path` to the disk.
pub(super) fn sync_folder_of(path: &Path) -> Result<(), Error> {
    let folder = folder_of(path);
    sync_folder(folder).map_err(Error::unwritable(folder))
}

/// Makes the folder `path` and those above it; only the owner can look into a new one.
pub(super) fn private_folder(path: &Path) -> Result<(), Error> {
    create_folder(path).map_err(Error::unwritable(path))
}

/// Reads a file that cannot be larger than `limit` bytes.
pub(super) fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let file = File::open(path).map_err(Error::unreadable(path))?;
    let mut bytes = Vec::new();
    let read = file
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(Error::unreadable(path))?;
    if read as u64 > limit {
        let cause = io::Error::new(ErrorKind::FileTooLarge, format!("it has more than {limit} bytes"));
        return Err(Error::unreadable(path)(cause));
    }
    Ok(bytes)
}

/// Refuses to write over a file that happens to have the name of one that is being made.
fn expect_ours(path: &Path) -> Result<(), Error> {
    let Ok(found) = path.symlink_metadata() else {
        return Ok(());
    };
    if !found.is_file() {
        return Err(Error::Exists(path.to_owned()));
    }
    let mut start = Vec::new();
    let file = File::open(path).map_err(Error::unreadable(path))?;
    file.take(TITLE.len() as u64)
        .read_to_end(&mut start)
        .map_err(Error::unreadable(path))?;
    if TITLE.as_bytes().starts_with(&start) {
        Ok(())
    } else {
        Err(Error::Exists(path.to_owned()))
    }
}
