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

/// Seals the folder as it is now.
pub(super) fn write(folder: &Path) -> io::Result<()> {
    let files = files(folder)?;
    std::fs::write(folder.join(SEAL), with_checksum(&files))
}

/// Tells whether the folder has a seal and every file is as it was then.
pub(super) fn holds(folder: &Path) -> bool {
    let sealed = std::fs::read_to_string(folder.join(SEAL)).unwrap_or_default();
    files(folder).is_ok_and(|files| with_checksum(&files) == sealed)
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
