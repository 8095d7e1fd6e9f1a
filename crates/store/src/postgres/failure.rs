//! Turns what PostgreSQL and the network say into errors named after what the caller can do.

use std::error::Error as _;

use tokio_postgres::error::{DbError, Severity, SqlState};

use crate::{Error, Place};

/// Why a statement did not go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) kind: FailureKind,
}

/// What a failure means for the transaction and the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailureKind {
    /// The statement is wrong, or refused; the transaction is lost.
    Refused,
    /// The user in the address lacks the right; the transaction is lost.
    Forbidden,
    /// The database asks for the transaction to be run again from the start.
    RunAgain,
    /// The connection is gone, or no longer leads to where it should.
    Broken,
}

impl Failure {
    /// Names what the driver itself refuses.
    pub(super) fn refused(error: Error) -> Self {
        Self {
            error,
            kind: FailureKind::Refused,
        }
    }

    /// Names a connection that gave no answer.
    pub(super) fn broken(cause: impl Into<String>) -> Self {
        Self {
            error: Error::Unavailable { cause: cause.into() },
            kind: FailureKind::Broken,
        }
    }

    /// Names what the client library says.
    pub(super) fn of(err: &tokio_postgres::Error) -> Self {
        match err.as_db_error() {
            Some(said) => Self::of_server(said),
            // Values are checked before they are sent, so what else there is has to do with the connection.
            None => Self::broken(chain(err)),
        }
    }

    fn of_server(said: &DbError) -> Self {
        let is_end = matches!(said.parsed_severity(), Some(Severity::Fatal | Severity::Panic));
        let kind = match said.code() {
            _ if is_end => FailureKind::Broken,
            // A primary that has become a standby: another host takes the writes now.
            &SqlState::READ_ONLY_SQL_TRANSACTION => FailureKind::Broken,
            &SqlState::INSUFFICIENT_PRIVILEGE => FailureKind::Forbidden,
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => FailureKind::RunAgain,
            _ => FailureKind::Refused,
        };
        Self {
            error: error_of(said.code(), is_end, sentence(said)),
            kind,
        }
    }

    /// Names a failure while the schema was made or looked at.
    pub(super) fn at_opening(self, place: &Place) -> Error {
        match self.error {
            Error::Internal { cause } if self.kind == FailureKind::Forbidden => Error::ReadOnly {
                place: place.clone(),
                cause,
            },
            Error::Unavailable { cause } => Error::Unavailable {
                cause: format!("`{place}`: {cause}"),
            },
            other => other,
        }
    }
}

/// Returns why the library failed, from the outside in.
pub(super) fn chain(err: &tokio_postgres::Error) -> String {
    if let Some(said) = err.as_db_error() {
        return sentence(said);
    }
    let mut causes = vec![err.to_string()];
    let mut source = err.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    causes.join(": ")
}

/// Returns what the server says, without the detail: that repeats values of rows.
pub(super) fn sentence(said: &DbError) -> String {
    format!("{} ({})", said.message(), said.code().code())
}

fn error_of(code: &SqlState, is_end: bool, cause: String) -> Error {
    // Classes of PostgreSQL's appendix A: 08 connection, 40 rollback, 53 resources, 57 intervention, 58 system.
    let is_passing = ["08", "40", "53", "57", "58"]
        .iter()
        .any(|class| code.code().starts_with(class));
    match code {
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => Error::damaged(cause),
        _ if is_end || is_passing || *code == SqlState::LOCK_NOT_AVAILABLE => Error::Unavailable { cause },
        _ => Error::internal(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &SqlState, is_end: bool, expected: &str) {
        let name = format!("{:?}", error_of(code, is_end, "said".to_owned()));
        assert!(name.starts_with(expected), "{code:?}: {name}");
    }

    #[test]
    fn a_failed_statement_says_what_can_be_done() {
        check(&SqlState::DATA_CORRUPTED, false, "Damaged");
        check(&SqlState::DISK_FULL, false, "Unavailable");
        check(&SqlState::TOO_MANY_CONNECTIONS, false, "Unavailable");
        check(&SqlState::ADMIN_SHUTDOWN, false, "Unavailable");
        check(&SqlState::IO_ERROR, false, "Unavailable");
        check(&SqlState::LOCK_NOT_AVAILABLE, false, "Unavailable");
        check(&SqlState::T_R_DEADLOCK_DETECTED, false, "Unavailable");
        check(
            &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
            true,
            "Unavailable",
        );
        check(&SqlState::UNIQUE_VIOLATION, false, "Internal");
        check(&SqlState::UNDEFINED_TABLE, false, "Internal");
        check(&SqlState::IN_FAILED_SQL_TRANSACTION, false, "Internal");
    }

    #[test]
    fn a_right_that_is_missing_names_the_database() {
        let place = Place::Database("postgres://u@h:5432/db".to_owned());
        let failure = Failure {
            error: Error::internal("permission denied for schema public (42501)"),
            kind: FailureKind::Forbidden,
        };
        assert_eq!(
            failure.at_opening(&place).to_string(),
            "`postgres://u@h:5432/db` cannot be written: permission denied for schema public (42501) (hint: give the \
             user in the address the right to write there, or choose another database with `--database`)"
        );
        let gone = Failure::broken("connection closed")
            .at_opening(&place)
            .to_string();
        assert_eq!(
            gone,
            "the database is not available: `postgres://u@h:5432/db`: connection closed"
        );
    }
}
