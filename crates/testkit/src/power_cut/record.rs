//! The record of what a program did to its database: how it is taken, read, and thinned out for the controls.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The library, as it is compiled where the tests run.
const SOURCE: &str = include_str!("recorder.c");

/// One thing that was done, in the order of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A file was made.
    Create(String),
    /// Bytes were written.
    Write {
        /// The file.
        file: String,
        /// Where in it, in bytes.
        offset: usize,
        /// What was written.
        bytes: Vec<u8>,
    },
    /// A file was cut or stretched.
    Truncate {
        /// The file.
        file: String,
        /// Its length from now on, in bytes.
        length: usize,
    },
    /// All that was written to a file before is on the disk.
    Sync(String),
    /// A file was removed.
    Unlink(String),
    /// All files that were made and removed before are so on the disk.
    SyncDirectory,
    /// The program printed something.
    Print(String),
    /// A sync that was asked for and does not count.
    Nothing,
}

/// The library that records, compiled.
pub struct Recorder {
    folder: tempfile::TempDir,
}

impl Recorder {
    /// Compiles the library with `cc`, which the linker of Rust needs too.
    #[must_use]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("recorder.c");
        fs::write(&source, SOURCE).unwrap();
        let compiled = Command::new("cc")
            .args([
                "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-pthread", "-o",
            ])
            .arg(folder.path().join("recorder.so"))
            .arg(&source)
            .status();
        assert!(compiled.unwrap().success(), "cc could not compile the recorder");
        Self { folder }
    }

    /// Lets `command` record what it does to the database in `directory`, which must be there.
    pub fn record(&self, command: &mut Command, directory: &Path) {
        command
            .env("LD_PRELOAD", self.folder.path().join("recorder.so"))
            .env("RECORDED_DIRECTORY", directory.canonicalize().unwrap())
            .env("RECORD_FILE", self.file());
    }

    /// Returns all that was recorded.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        read_record(&fs::read(self.file()).unwrap())
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("record")
    }
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads a record.
#[must_use]
pub fn read_record(mut rest: &[u8]) -> Vec<Event> {
    let mut events = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let line = std::str::from_utf8(&rest[..end]).unwrap();
        let [kind, file, offset, length] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("`{line}` is no line of a record")
        };
        let file = file.to_owned();
        let (offset, length): (usize, usize) = (offset.parse().unwrap(), length.parse().unwrap());
        let bytes = rest[end + 1..end + 1 + length].to_vec();
        rest = &rest[end + 1 + length..];
        events.push(match kind {
            "C" => Event::Create(file),
            "W" => Event::Write { file, offset, bytes },
            "T" => Event::Truncate { file, length: offset },
            "S" => Event::Sync(file),
            "U" => Event::Unlink(file),
            "D" => Event::SyncDirectory,
            "A" => Event::Print(String::from_utf8(bytes).unwrap()),
            _ => panic!("`{kind}` is no kind of event"),
        });
    }
    events
}

/// Returns the record as `synchronous=NORMAL` would have left it: without the syncs at commits.
///
/// SQLite then syncs its log in two places only: after it has written a new header, and before it copies the log into
/// the database. With `FULL` the log is synced after the frames of each commit as well, so a sync of the log is a
/// commit's if it is the first after a frame.
#[must_use]
pub fn without_commit_syncs(events: &[Event]) -> Vec<Event> {
    let mut ends_in_frame = false;
    let keep = |event: &Event| match event {
        Event::Write { file, offset, .. } if file.ends_with("-wal") => {
            ends_in_frame = *offset > 0;
            event.clone()
        }
        Event::Sync(file) if file.ends_with("-wal") && std::mem::take(&mut ends_in_frame) => Event::Nothing,
        other => other.clone(),
    };
    events.iter().map(keep).collect()
}

/// Returns the record as a disk would have left it that says it has synced and has not.
#[must_use]
pub fn without_syncs(events: &[Event]) -> Vec<Event> {
    let keep = |event: &Event| match event {
        Event::Sync(_) | Event::SyncDirectory => Event::Nothing,
        other => other.clone(),
    };
    events.iter().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(file: &str, offset: usize) -> Event {
        Event::Write {
            file: file.into(),
            offset,
            bytes: vec![7],
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let record = b"C a 0 0\nW a 5 3\nx\nyS a 0 0\nT a 9 0\nD . 0 0\nU a 0 0\nA - 0 3\nok\n";
        let expected = [
            Event::Create("a".into()),
            Event::Write {
                file: "a".into(),
                offset: 5,
                bytes: b"x\ny".to_vec(),
            },
            Event::Sync("a".into()),
            Event::Truncate {
                file: "a".into(),
                length: 9,
            },
            Event::SyncDirectory,
            Event::Unlink("a".into()),
            Event::Print("ok\n".into()),
        ];
        assert_eq!(read_record(record), expected);
    }

    #[test]
    fn only_the_syncs_at_commits_go() {
        let sync = |file: &str| Event::Sync(file.into());
        let events = [
            write("a-wal", 0),
            sync("a-wal"),
            write("a-wal", 32),
            sync("a-wal"),
            sync("a-wal"),
            write("a", 0),
            sync("a"),
        ];
        let mut expected = events.to_vec();
        expected[3] = Event::Nothing;
        assert_eq!(without_commit_syncs(&events), expected);
        assert_eq!(
            without_syncs(&events)
                .iter()
                .filter(|e| **e == Event::Nothing)
                .count(),
            4
        );
    }
}
