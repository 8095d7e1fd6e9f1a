//! Turns what SQLite and the file system say into errors named after what the caller can do.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::Error;

/// Names a failure of a statement on a database that was opened well.
pub(super) fn of_statement(err: rusqlite::Error) -> Error {
    let cause = err.to_string();
    match err.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::damaged(cause),
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
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
            (ffi::SQLITE_CANTOPEN, "Unavailable"),
            (ffi::SQLITE_CONSTRAINT, "Internal"),
            (ffi::SQLITE_ERROR, "Internal"),
        ];
        for (code, expected) in cases {
            assert_eq!(name(&of_statement(sqlite(code))), expected, "{code}");
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
