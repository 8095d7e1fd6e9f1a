//! The subfolder of one definition in the folder of the index: a folder for each generation that was built, and a pointer
//! to the one that serves.
//!
//! A generation is named by its number. The pointer is replaced by an atomic rename, so a crash leaves either the old index
//! or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::definitions::{self, InUse};
use crate::Error;

pub(super) const POINTER: &str = "CURRENT";
const NEW_POINTER: &str = "CURRENT.new";

/// The subfolder of a definition, which need not be there for reading.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// `None` where there is nothing that could be used.
    in_use: Option<InUse>,
}

/// A generation that is removed when it is dropped, unless it became the current one.
#[derive(Debug)]
pub(crate) struct Pending {
    name: String,
    path: PathBuf,
    kept: bool,
}

impl Folder {
    pub(super) fn new(path: PathBuf, in_use: Option<InUse>) -> Self {
        Self { path, in_use }
    }

    /// Returns the name of the generation that serves; `None` if none ever did or the pointer is not readable.
    pub(crate) fn current(&self) -> Result<Option<String>, Error> {
        let pointer = self.path.join(POINTER);
        match fs::read(&pointer) {
            Ok(bytes) => {
                let name = String::from_utf8(bytes).unwrap_or_default();
                let name = name.trim_end();
                Ok(parse(name).map(|_| name.to_owned()))
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(at(&pointer)(e)),
        }
    }

    /// Tells whether other definitions have an index and this one has none.
    pub(crate) fn has_only_others(&self) -> bool {
        definitions::has_others(&self.path)
    }

    /// Returns the path of the generation `name`.
    pub(crate) fn subfolder(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Makes a new, empty folder for a generation that no other one is.
    pub(crate) fn prepare(&self) -> Result<Pending, Error> {
        let generations = names(&self.path)?;
        let newest = generations
            .iter()
            .filter_map(|name| parse(name))
            .max()
            .unwrap_or(0);
        let name = (newest + 1).to_string();
        let path = self.subfolder(&name);
        fs::create_dir(&path).map_err(at(&path))?;
        Ok(Pending {
            name,
            path,
            kept: false,
        })
    }

    /// Points to `pending` from now on.
    pub(crate) fn promote(&self, pending: &mut Pending) -> Result<(), Error> {
        let new = self.path.join(NEW_POINTER);
        let pointer = self.path.join(POINTER);
        let write = || {
            let mut file = fs::File::create(&new)?;
            writeln!(file, "{}", pending.name)?;
            file.sync_all()?;
            fs::rename(&new, &pointer)?;
            // The rename itself is only on disk once its folder is.
            fs::File::open(&self.path)?.sync_all()
        };
        write().map_err(at(&pointer))?;
        pending.kept = true;
        Ok(())
    }

    /// Removes every other generation. What cannot be removed now is tried again after the next rebuild.
    pub(crate) fn remove_all_but(&self, kept: &Pending) {
        let Ok(names) = names(&self.path) else { return };
        for name in names.iter().filter(|n| **n != kept.name && parse(n).is_some()) {
            drop(fs::remove_dir_all(self.subfolder(name)));
        }
    }

    /// Removes other definitions that are no longer needed: see [`definitions::remove_unused`].
    pub(crate) fn remove_unused_definitions(&self) {
        if let Some(in_use) = &self.in_use {
            definitions::remove_unused(&self.path, in_use);
        }
    }
}

impl Pending {
    /// Returns the path of the generation.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.kept {
            drop(fs::remove_dir_all(&self.path));
        }
    }
}

/// Returns the number of a generation; `None` for any other name, such as a path.
pub(super) fn parse(name: &str) -> Option<u64> {
    let is_number = name.bytes().all(|b| b.is_ascii_digit());
    name.parse().ok().filter(|_| is_number)
}

/// Returns the names of what lies in `folder`, but for those that are no text.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    Ok(entries
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .collect())
}

/// Returns the error for what cannot be used at `path`.
pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Folder {
        path: path.clone(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &Path) -> Folder {
        Folder::new(path.to_owned(), None)
    }

    #[test]
    fn a_pointer_to_anywhere_else_is_no_pointer() {
        for name in [
            "",
            "..",
            "../1",
            "1-",
            "-1",
            "+1",
            "x1",
            "1/..",
            "/1",
            "2024-01",
            "1 ",
            "99999999999999999999",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
        assert_eq!(parse("12"), Some(12));
    }

    #[test]
    fn what_is_not_promoted_leaves_nothing_behind() {
        let temp = tempfile::tempdir().unwrap();
        let folder = folder(temp.path());
        let path = folder.prepare().unwrap().path().to_owned();
        assert!(!path.exists());
        assert_eq!(folder.current().unwrap(), None);
    }

    #[test]
    fn generations_rise_and_only_the_newest_stays() {
        let temp = tempfile::tempdir().unwrap();
        let folder = folder(temp.path());
        for generation in ["1", "2"] {
            let mut pending = folder.prepare().unwrap();
            folder.promote(&mut pending).unwrap();
            folder.remove_all_but(&pending);
            assert_eq!(folder.current().unwrap().as_deref(), Some(generation));
        }
        assert_eq!(
            names(temp.path()).unwrap().len(),
            2,
            "the pointer and one generation"
        );
    }

    #[test]
    fn a_garbled_pointer_is_read_as_none() {
        let temp = tempfile::tempdir().unwrap();
        let folder = folder(temp.path());
        for bytes in [&b"\xff\xfe"[..], b"", b"../../etc-1", b"\0\0\0"] {
            fs::write(temp.path().join(POINTER), bytes).unwrap();
            assert_eq!(folder.current().unwrap(), None);
        }
    }
}
