//! The one place that says which problem an error of the use-cases is.

use app::{Error, StoreError};
use axum::http::{HeaderValue, header};

use super::{Code, Issue, IssueCode, Problem};

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Unauthenticated { .. } => Self::new(Code::Unauthenticated)
                .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            Error::Forbidden { .. } => Self::new(Code::Forbidden),
            Error::NoSuchConcept(id) => Self::new(Code::NoSuchConcept).with("id", id),
            Error::NoSuchRevision { id, revision } => Self::new(Code::NoSuchRevision)
                .with("id", id)
                .with("revision", revision),
            Error::Invalid(violations) => Self::invalid(violations.iter().map(rule_broken).collect()),
            Error::EmptyQuery => Self::new(Code::EmptyQuery),
            Error::BadCursor(cursor) => Self::new(Code::BadCursor).with("cursor", cursor),
            Error::CursorGone => Self::new(Code::CursorGone),
            Error::ChangesGone { since, last_seq } => Self::new(Code::ChangesGone)
                .with("since", since)
                .with("last_seq", last_seq),
            Error::NotYetIndexed { position, wanted } => retry_soon(Code::NotYetIndexed)
                .with("position", position)
                .with("wanted", wanted),
            Error::IndexNotBuilt => retry_soon(Code::IndexBuilding),
            Error::Busy => retry_soon(Code::Busy),
            Error::BadIdempotencyKey(key) => Self::new(Code::BadIdempotencyKey).with("key", key),
            Error::Store(StoreError::OtherRequest { key }) => {
                Self::new(Code::IdempotencyKeyUsed).with("key", key)
            }
            Error::Store(StoreError::OutcomeUnknown { cause }) => Self {
                cause: Some(cause),
                ..retry_soon(Code::OutcomeUnknown)
            },
            // The cause names tables and paths: it is for the operator's log, not for the client.
            Error::Store(cause) => Self {
                cause: Some(cause.to_string()),
                ..retry_soon(Code::StoreUnavailable)
            },
            other => Self::internal(other),
        }
    }
}

/// Makes a problem that passes by itself, telling the client when to ask again.
pub fn retry_soon(code: Code) -> Problem {
    Problem::new(code).with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
}

fn rule_broken(violation: &glossary::rules::Violation) -> Issue {
    Issue {
        pointer: String::new(),
        code: IssueCode::RuleBroken,
        args: vec![("rule", violation.to_string())],
    }
}

#[cfg(test)]
mod tests {
    use glossary::ConceptId;

    use super::*;

    #[track_caller]
    fn check(error: Error, status: u16, code: &str) -> Problem {
        let problem = Problem::from(error);
        assert_eq!(
            (problem.code.status().as_u16(), problem.code.as_str()),
            (status, code)
        );
        problem
    }

    #[test]
    fn every_error_a_caller_can_act_on_has_its_own_problem() {
        check(Error::Unauthenticated { action: "read" }, 401, "unauthenticated");
        check(Error::Forbidden { action: "read" }, 403, "forbidden");
        check(Error::NoSuchConcept(ConceptId::new(1)), 404, "no-such-concept");
        check(
            Error::NoSuchRevision {
                id: ConceptId::new(1),
                revision: 2,
            },
            404,
            "no-such-revision",
        );
        check(Error::EmptyQuery, 422, "empty-query");
        check(Error::BadCursor("x".into()), 400, "bad-cursor");
        check(Error::CursorGone, 410, "cursor-gone");
        check(Error::BadIdempotencyKey("x y".into()), 422, "bad-idempotency-key");
        let key = "k".to_owned();
        check(
            Error::Store(StoreError::OtherRequest { key }),
            422,
            "idempotency-key-used",
        );
        let gone = Error::ChangesGone {
            since: 9,
            last_seq: 5,
        };
        check(gone, 410, "changes-gone");
        check(
            Error::Invalid(vec![glossary::rules::Violation::NoTerm]),
            422,
            "invalid-input",
        );
    }

    #[test]
    fn what_passes_by_itself_says_when_to_ask_again() {
        let cause = "cut".to_owned();
        for error in [
            Error::Busy,
            Error::Store(StoreError::OutcomeUnknown { cause }),
            Error::NotYetIndexed {
                position: 1,
                wanted: 2,
            },
        ] {
            let problem = Problem::from(error);
            assert!(
                problem
                    .headers
                    .iter()
                    .any(|(name, _)| name == header::RETRY_AFTER)
            );
        }
    }

    #[test]
    fn the_cause_of_an_internal_error_is_for_the_log_alone() {
        let problem = check(
            Error::Internal("table `concept` is gone".into()),
            500,
            "internal-error",
        );
        assert_eq!(problem.cause.as_deref(), Some("table `concept` is gone"));
        assert!(problem.args.is_empty());
    }
}
