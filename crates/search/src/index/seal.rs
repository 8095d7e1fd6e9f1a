//! What the files of an index looked like when all of it was known to be whole, so that a start need not read every byte.
//!
//! A seal lists each file with its length and the times of its last change, of its bytes and of its entry in the file
//! system; the second cannot be set by a program. A file that was written to, cut, replaced or copied breaks the seal, and
//! then everything is compared with its checksums. What breaks no seal, a bit that turned on the disk, is found by the
//! comparison that follows in the background.

use std::fmt::Write as _;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

const SEAL: &str = "SEAL";
const NEW_SEAL: &str = ".SEAL.new";

/// What the files of a folder looked like at one moment.
pub(super) struct Look(String);

/// Looks at the files in `folder`.
pub(super) fn look(folder: &Path) -> io::Result<Look> {
    files(folder).map(|files| Look(with_checksum(&files)))
}

/// Seals the folder as it is now.
pub(super) fn write(folder: &Path) -> io::Result<()> {
    look(folder)?.keep(folder)
}

impl Look {
    /// Tells whether the folder has a seal and looked as it says.
    pub(super) fn is_sealed(&self, folder: &Path) -> bool {
        std::fs::read_to_string(folder.join(SEAL)).is_ok_and(|sealed| sealed == self.0)
    }

    /// Seals the folder as it looked then: what has changed since breaks the seal. One that holds already stays.
    ///
    /// A process that is ended meanwhile leaves the old seal or the new one.
    pub(super) fn keep(&self, folder: &Path) -> io::Result<()> {
        if self.is_sealed(folder) {
            return Ok(());
        }
        let new = folder.join(NEW_SEAL);
        std::fs::write(&new, &self.0)?;
        std::fs::rename(&new, folder.join(SEAL))
    }
}

/// Returns a line for each file. Locks and lists of what may be removed say nothing about the index, and begin with a dot.
fn files(folder: &Path) -> io::Result<String> {
    let mut lines = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == SEAL || name.starts_with('.') {
            continue;
        }
        let data = entry.metadata()?;
        let changed = (data.mtime(), data.mtime_nsec(), data.ctime(), data.ctime_nsec());
        lines.push(format!("{name} {} {changed:?}\n", data.len()));
    }
    lines.sort();
    Ok(lines.concat())
}

/// A seal that was written by halves is none.
fn with_checksum(files: &str) -> String {
    let mut sealed = files.to_owned();
    // Writing to a text cannot fail.
    let _ = writeln!(sealed, "{:08x}", crc32fast::hash(files.as_bytes()));
    sealed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(folder: &Path) -> bool {
        look(folder).unwrap().is_sealed(folder)
    }

    #[test]
    fn what_changes_after_the_look_breaks_the_seal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "one").unwrap();
        let before = look(folder.path()).unwrap();
        std::fs::write(&path, "longer").unwrap();
        before.keep(folder.path()).unwrap();
        assert!(!holds(folder.path()));
        look(folder.path()).unwrap().keep(folder.path()).unwrap();
        assert!(holds(folder.path()));
    }

    #[test]
    fn a_seal_that_holds_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path()).unwrap();
        let before = std::fs::metadata(folder.path().join(SEAL)).unwrap().ino();
        write(folder.path()).unwrap();
        assert_eq!(std::fs::metadata(folder.path().join(SEAL)).unwrap().ino(), before);
    }

    #[test]
    fn a_seal_holds_until_a_file_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert!(!holds(folder.path()), "there is none");
        std::fs::write(&path, "one").unwrap();
        write(folder.path()).unwrap();
        std::fs::write(folder.path().join(".lock"), "").unwrap();
        assert!(holds(folder.path()));
        // Longer, of the same length, gone, another beside it.
        let changes: [&dyn Fn(); 4] = [
            &|| std::fs::write(&path, "onetwo").unwrap(),
            &|| std::fs::write(&path, "two").unwrap(),
            &|| drop(std::fs::remove_file(&path)),
            &|| std::fs::write(folder.path().join("b"), "").unwrap(),
        ];
        for change in changes {
            std::fs::write(&path, "one").unwrap();
            write(folder.path()).unwrap();
            // The clock of file systems ticks every few milliseconds: until it does, nothing has changed for it.
            let is_noticed = (0..1_000_000).any(|_| {
                change();
                !holds(folder.path())
            });
            assert!(is_noticed);
        }
    }

    #[test]
    fn a_garbled_seal_is_none() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path()).unwrap();
        assert!(holds(folder.path()));
        for garbled in ["", "00000000\n", "a 3\n"] {
            std::fs::write(folder.path().join(SEAL), garbled).unwrap();
            assert_eq!(holds(folder.path()), garbled == "00000000\n", "{garbled}");
        }
    }
}
