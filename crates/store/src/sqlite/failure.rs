//! Turns what SQLite and the file system say into errors named after what the caller can do.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::Error;

const FULL_HINT: &str =
    "make room on the disk of the data directory and repeat the work: nothing of it was kept";
/// A disk that fails is often made read-only by the system, and SQLite then says no more than that it could not write.
const DISK_HINT: &str =
    "see whether the disk of the data directory can be written, and what the system's log says of it";

/// Names a failure of a statement on a database that was opened well.
pub(super) fn of_statement(err: rusqlite::Error) -> Error {
    let cause = err.to_string();
    match err.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::damaged(cause),
        Some(ErrorCode::DiskFull) => unavailable("the disk is full", FULL_HINT),
        Some(ErrorCode::SystemIoFailure | ErrorCode::ReadOnly) => unavailable(&cause, DISK_HINT),
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::CannotOpen
            | ErrorCode::OutOfMemory
            | ErrorCode::FileLockingProtocolFailed,
        ) => Error::Unavailable { cause },
        _ => Error::Internal { cause },
    }
}

/// Names a failure to open the database file `path`.
pub(super) fn of_opening(path: &Path, err: rusqlite::Error) -> Error {
    match err.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Error::Foreign {
            place: path.into(),
            reason: "it is not a SQLite database".to_owned(),
        },
        Some(
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied,
        ) => Error::ReadOnly {
            place: path.into(),
            cause: err.to_string(),
        },
        Some(ErrorCode::DatabaseCorrupt) => Error::damaged(format!("`{}`: {err}", path.display())),
        Some(ErrorCode::CannotOpen) => Error::Unavailable {
            cause: format!("`{}`: {err}", path.display()),
        },
        _ => of_statement(err),
    }
}

/// Names a failure of the file system at `path`.
pub(super) fn of_file(path: &Path, err: &io::Error) -> Error {
    use io::ErrorKind;
    let path_shown = path.display();
    match err.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::ReadOnly {
            place: path.into(),
            cause: err.to_string(),
        },
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory | ErrorKind::IsADirectory => Error::Foreign {
            place: path.into(),
            reason: err.to_string(),
        },
        _ => Error::Unavailable {
            cause: format!("`{path_shown}`: {err}"),
        },
    }
}

fn unavailable(cause: &str, hint: &str) -> Error {
    Error::Unavailable {
        cause: format!("{cause} (hint: {hint})"),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn sqlite(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    /// Returns the name of the variant.
    fn name(err: &Error) -> String {
        format!("{err:?}")
            .split([' ', '('])
            .next()
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn a_failed_statement_says_what_can_be_done() {
        let cases = [
            (ffi::SQLITE_CORRUPT, "Damaged"),
            (ffi::SQLITE_NOTADB, "Damaged"),
            (ffi::SQLITE_BUSY, "Unavailable"),
            (ffi::SQLITE_FULL, "Unavailable"),
            (ffi::SQLITE_IOERR_FSYNC, "Unavailable"),
            (ffi::SQLITE_READONLY, "Unavailable"),
            (ffi::SQLITE_CANTOPEN, "Unavailable"),
            (ffi::SQLITE_CONSTRAINT, "Internal"),
            (ffi::SQLITE_ERROR, "Internal"),
        ];
        for (code, expected) in cases {
            assert_eq!(name(&of_statement(sqlite(code))), expected, "{code}");
        }
    }

    #[test]
    fn a_disk_that_takes_nothing_is_named_with_what_can_be_done() {
        let cases = [
            (ffi::SQLITE_FULL, "the disk is full (hint: make room"),
            (
                ffi::SQLITE_IOERR_WRITE,
                "disk I/O error (hint: see whether the disk",
            ),
            (
                ffi::SQLITE_READONLY,
                "attempt to write a readonly database (hint: see whether the disk",
            ),
        ];
        for (code, expected) in cases {
            let sentence = of_statement(sqlite(code)).to_string();
            assert!(sentence.contains(expected), "{sentence}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_opened_says_which_and_why() {
        let path = Path::new("/data/shanjar.db");
        let cases = [
            (ffi::SQLITE_NOTADB, "Foreign"),
            (ffi::SQLITE_READONLY, "ReadOnly"),
            (ffi::SQLITE_READONLY_DIRECTORY, "ReadOnly"),
            (ffi::SQLITE_PERM, "ReadOnly"),
            (ffi::SQLITE_CORRUPT, "Damaged"),
            (ffi::SQLITE_CANTOPEN, "Unavailable"),
        ];
        for (code, expected) in cases {
            let err = of_opening(path, sqlite(code));
            assert_eq!(name(&err), expected, "{code}");
            assert!(err.to_string().contains("/data/shanjar.db"), "{err}");
        }
    }

    #[test]
    fn the_file_system_too() {
        let cases = [
            (io::ErrorKind::PermissionDenied, "ReadOnly"),
            (io::ErrorKind::ReadOnlyFilesystem, "ReadOnly"),
            (io::ErrorKind::NotADirectory, "Foreign"),
            (io::ErrorKind::AlreadyExists, "Foreign"),
            (io::ErrorKind::StorageFull, "Unavailable"),
        ];
        for (kind, expected) in cases {
            let err = of_file(Path::new("/data"), &io::Error::from(kind));
            assert_eq!(name(&err), expected, "{kind}");
            assert!(err.to_string().contains("/data"), "{err}");
        }
    }
}
