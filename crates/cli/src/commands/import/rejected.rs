//! Saves the sheet of rejected rows beside the file it came from, never over another file.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Saves `bytes` as `STEM.rejected.EXTENSION` in `directory`, with a number added if that exists; returns where.
///
/// # Errors
/// The path that was tried and what the system said.
pub fn save(
    directory: &Path,
    stem: &str,
    extension: &str,
    bytes: &[u8],
) -> Result<PathBuf, (PathBuf, io::Error)> {
    let mut path = directory.join(format!("{stem}.rejected.{extension}"));
    for number in 2_u64.. {
        match File::create_new(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all());
                return written.map(|()| path.clone()).map_err(|err| (path, err));
            }
            Err(err) if err.kind() == ErrorKind::AlreadyExists => {
                path = directory.join(format!("{stem}.rejected-{number}.{extension}"));
            }
            Err(err) => return Err((path, err)),
        }
    }
    Err((path, ErrorKind::AlreadyExists.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_sheet_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let saved: Vec<_> = ["one", "two", "three"]
            .iter()
            .map(|content| save(dir.path(), "词条", "csv", content.as_bytes()).unwrap())
            .collect();
        let names: Vec<_> = saved
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap())
            .collect();
        assert_eq!(
            names,
            ["词条.rejected.csv", "词条.rejected-2.csv", "词条.rejected-3.csv"]
        );
        assert_eq!(std::fs::read_to_string(&saved[0]).unwrap(), "one");
        assert_eq!(std::fs::read_to_string(&saved[2]).unwrap(), "three");
    }

    #[test]
    fn a_directory_that_is_gone_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let (path, err) = save(&dir.path().join("gone"), "a", "tsv", b"").unwrap_err();
        assert_eq!(path, dir.path().join("gone").join("a.rejected.tsv"));
        assert_eq!(err.kind(), ErrorKind::NotFound);
    }
}
