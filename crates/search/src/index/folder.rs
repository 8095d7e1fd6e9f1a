//! The folder of the index: one subfolder for each built index, and a pointer to the one that serves.
//!
//! A subfolder is named after the hash of the definition and a generation, `8c1f…-3`. The pointer is replaced by an
//! atomic rename, so a crash leaves either the old index or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::Error;
use crate::definition::HASH_CHARS;

const POINTER: &str = "CURRENT";
const NEW_POINTER: &str = "CURRENT.new";

/// The folder `index/` of a data directory.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    path: PathBuf,
}

/// A subfolder that is removed when it is dropped, unless it became the current one.
#[derive(Debug)]
pub(crate) struct Pending {
    name: String,
    path: PathBuf,
    kept: bool,
}

impl Folder {
    /// Tells whether an index of ours is in `path`, whole or not. Makes nothing.
    pub(crate) fn is_in(path: &Path) -> bool {
        let path = path.to_owned();
        Self { path }.holds_index().unwrap_or_default()
    }

    /// Opens the folder and makes it if it is missing. A folder of other things is refused and left alone.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        fs::create_dir_all(path).map_err(at(path))?;
        let folder = Self {
            path: path.to_owned(),
        };
        folder.expect_ours()?;
        Ok(folder)
    }

    /// Opens the folder as it is, also if there is none.
    pub(crate) fn open_for_reading(path: &Path) -> Result<Self, Error> {
        let folder = Self {
            path: path.to_owned(),
        };
        if path.is_dir() {
            folder.expect_ours()?;
        }
        Ok(folder)
    }

    /// Refuses a folder in which something lies and nothing shows that it is ours: neither a pointer that can be read
    /// nor a subfolder named as ours are.
    fn expect_ours(&self) -> Result<(), Error> {
        let mut names = self.names()?;
        names.sort_unstable();
        let is_pointer = |name: &str| name == POINTER || name == NEW_POINTER;
        match names.into_iter().find(|name| !is_pointer(name)) {
            Some(found) if !self.holds_index()? => Err(Error::Foreign {
                path: self.path.clone(),
                found,
            }),
            _ => Ok(()),
        }
    }

    fn holds_index(&self) -> Result<bool, Error> {
        Ok(self.names()?.iter().any(|name| parse(name).is_some()) || self.current()?.is_some())
    }

    /// Returns the name of the subfolder that serves; `None` if none ever did or the pointer is not readable.
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

    /// Returns the path of the subfolder `name`.
    pub(crate) fn subfolder(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Makes a new, empty subfolder for an index of `hash`, of a generation that no other one has.
    pub(crate) fn prepare(&self, hash: &str) -> Result<Pending, Error> {
        let generation = self
            .names()?
            .iter()
            .filter_map(|n| parse(n))
            .map(|(_, g)| g)
            .max()
            .unwrap_or(0);
        let name = format!("{hash}-{}", generation + 1);
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

    /// Removes every other subfolder. What cannot be removed now is tried again after the next rebuild.
    pub(crate) fn remove_all_but(&self, kept: &Pending) {
        let Ok(names) = self.names() else { return };
        for name in names.iter().filter(|n| **n != kept.name && parse(n).is_some()) {
            drop(fs::remove_dir_all(self.subfolder(name)));
        }
    }

    fn names(&self) -> Result<Vec<String>, Error> {
        let entries = fs::read_dir(&self.path).map_err(at(&self.path))?;
        Ok(entries
            .filter_map(|e| e.ok()?.file_name().into_string().ok())
            .collect())
    }
}

impl Pending {
    /// Returns the path of the subfolder.
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

/// Returns the hash and the generation in the name of a subfolder; `None` for any other name, such as a path.
pub(crate) fn parse(name: &str) -> Option<(&str, u64)> {
    let (hash, generation) = name.split_once('-')?;
    // Nothing else is named like this: not even a folder of photographs, 2024-01.
    let is_hash = hash.len() == HASH_CHARS && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let is_number = generation.bytes().all(|b| b.is_ascii_digit());
    Some((hash, generation.parse().ok()?)).filter(|_| is_hash && is_number)
}

fn at(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Folder {
        path: path.clone(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "8c1f00000000abcd";

    #[test]
    fn a_pointer_to_anywhere_else_is_no_pointer() {
        for name in [
            "",
            "..",
            "../x",
            "8c1f00000000abcd",
            "8c1f00000000abcd-",
            "-1",
            "xyz100000000abcd-1",
            "8c1f00000000abcd-1/..",
            "8c1f00000000abcd-+1",
            "/8c1f00000000abcd-1",
            "2024-01",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
        assert_eq!(parse("8c1f00000000abcd-12"), Some(("8c1f00000000abcd", 12)));
    }

    #[test]
    fn what_is_not_promoted_leaves_nothing_behind() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(&temp.path().join("index")).unwrap();
        let path = folder.prepare(HASH).unwrap().path().to_owned();
        assert!(!path.exists());
        assert_eq!(folder.current().unwrap(), None);
    }

    #[test]
    fn generations_rise_and_only_the_newest_stays() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(temp.path()).unwrap();
        for generation in [1, 2] {
            let mut pending = folder.prepare(HASH).unwrap();
            folder.promote(&mut pending).unwrap();
            folder.remove_all_but(&pending);
            assert_eq!(
                folder.current().unwrap().as_deref(),
                Some(&format!("{HASH}-{generation}")[..])
            );
        }
        assert_eq!(folder.names().unwrap().len(), 2, "the pointer and one subfolder");
    }

    #[test]
    fn a_garbled_pointer_is_read_as_none() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::open(temp.path()).unwrap();
        for bytes in [&b"\xff\xfe"[..], b"", b"../../etc-1", b"\0\0\0"] {
            fs::write(temp.path().join(POINTER), bytes).unwrap();
            assert_eq!(folder.current().unwrap(), None);
        }
    }

    /// Opens a folder in which `names` lie: a name that ends in `/` is a folder, `CURRENT=x` a file with text.
    fn opened(names: &[&str]) -> Result<(), String> {
        let temp = tempfile::tempdir().unwrap();
        for name in names {
            let (name, text) = name.split_once('=').unwrap_or((name, ""));
            let path = temp.path().join(name);
            if name.ends_with('/') {
                fs::create_dir(path).unwrap();
            } else {
                fs::write(path, text).unwrap();
            }
        }
        let before = fs::read_dir(temp.path()).unwrap().count();
        let is_index = names.iter().any(|name| name.contains(HASH));
        assert_eq!(Folder::is_in(temp.path()), is_index, "{names:?}");
        let opened = Folder::open(temp.path());
        assert_eq!(
            fs::read_dir(temp.path()).unwrap().count(),
            before,
            "nothing was put in"
        );
        let path = temp.path().display().to_string();
        opened
            .map(|_| ())
            .map_err(|e| e.to_string().replace(&path, "DIR"))
    }

    #[test]
    fn a_folder_of_other_things_is_refused() {
        for (names, found) in [
            (&["report.pdf", "scans/"][..], "report.pdf"),
            (&["CURRENT=MANIFEST-000001", "LOCK", "MANIFEST-000001"], "LOCK"),
            (&["2024-01/", "2024-02/"], "2024-01"),
        ] {
            assert_eq!(
                opened(names),
                Err(format!(
                    "`DIR` is not an index of ours: it holds `{found}` (hint: move that elsewhere, or choose another \
                     data directory)"
                ))
            );
        }
    }

    #[test]
    fn a_folder_is_ours_by_its_pointer_or_a_subfolder() {
        let serving = format!("{HASH}-1/");
        let pointer = format!("CURRENT={HASH}-1");
        for names in [
            &[][..],
            &["CURRENT="],
            &["CURRENT.new=rubbish"],
            &[&serving],
            &["CURRENT=rubbish", &serving, "note.txt"],
            &[&pointer, "note.txt"],
        ] {
            assert_eq!(opened(names), Ok(()), "{names:?}");
        }
    }
}
