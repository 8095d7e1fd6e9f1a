//! The one place that says which problem an error of the use-cases is.

use app::accounts::{AccountFault, TokenFault};
use app::{Error, Refusal, StoreError};
use axum::http::{HeaderValue, header};

use super::authority::{batch_issue, obstacle, of_workflow};
use super::broken_rule::broken_rule;
use super::field_of_law::field_issue;
use super::files::{file_issue, scan_issue, template_issue};
use super::of_registry::of_registry;
use super::{Code, Issue, IssueCode, Problem, Told};
use crate::input::shortened;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal.into(),
            // As whatever lies outside what somebody may know of: no answer tells which of the two it is.
            Error::NoSuchAccount
            | Error::NoSuchToken
            | Error::NoSuchRoleChange
            | Error::NoSuchProposal
            | Error::NoSuchLookup
            | Error::NoSuchFilter
            | Error::NoSuchChangeSet
            | Error::NoSuchRecord(_)
            | Error::NoSuchField(_) => Self::new(Code::NotFound),
            // Pages show these two beside their form.
            Error::WrongLogin => Self::unauthenticated("Bearer"),
            Error::UnusablePassword(_) => Self::new(Code::InvalidInput),
            Error::TooManyAttempts { wait_seconds } => Self::new(Code::TooManyAttempts)
                .with("seconds", wait_seconds)
                .with_header(header::RETRY_AFTER, HeaderValue::from(wait_seconds)),
            Error::Accounts(faults) => Self::invalid(
                faults
                    .iter()
                    .map(|(nth, fault)| account_issue(*nth, fault))
                    .collect(),
            ),
            Error::TooManyAccounts { most } => {
                Self::invalid(vec![Issue::of("accounts", IssueCode::TooMany).with("max", most)])
            }
            Error::LastAdministrator => Self::new(Code::LastAdministrator),
            Error::RoleConflict(conflict) => Self::new(Code::RoleConflict)
                .with("one", conflict.0)
                .with("other", conflict.1),
            Error::SecondPersonNeeded => Self::new(Code::SecondPersonNeeded),
            Error::ReasonMissing => Self::invalid(vec![Issue::of("reason", IssueCode::Missing)]),
            Error::BadToken(fault) => Self::invalid(vec![token_issue(&fault)]),
            Error::Password(_) => retry_soon(Code::Busy),
            Error::NoSuchConcept(id) => Self::new(Code::NoSuchConcept).with("id", id),
            Error::NoSuchRevision { id, revision } => Self::new(Code::NoSuchRevision)
                .with("id", id)
                .with("revision", revision),
            Error::Merged { id, into } => Self::new(Code::Merged).with("id", id).with("into", into),
            error @ (Error::RecordMerged { .. } | Error::StaleRecord { .. } | Error::Registry(_)) => {
                of_registry(error)
            }
            Error::StaleConcept {
                id,
                expected,
                current,
            } => Self::new(Code::StaleRevision)
                .with("id", id)
                .with("expected", expected)
                .with_current(current),
            Error::Workflow(fault) => of_workflow(&fault),
            Error::NoSuchBatch(batch) => Self::new(Code::NoSuchBatch).with("batch", shortened(&batch)),
            Error::Batch(faults) => Self::invalid(faults.into_iter().map(batch_issue).collect()),
            Error::BatchNumberTaken(number) => Self::new(Code::BatchNumberTaken).with("number", number),
            Error::BatchClosed(number) => Self::new(Code::BatchClosed).with("number", number),
            Error::BatchUndecided(number) => Self::new(Code::BatchUndecided).with("number", number),
            Error::BatchEmpty(number) => Self::new(Code::BatchEmpty).with("number", number),
            Error::BatchFull { most } => Self::new(Code::BatchFull).with("max", most),
            Error::BatchObstacles(obstacles) => Self {
                issues: obstacles.iter().map(obstacle).collect(),
                ..Self::new(Code::BatchObstacles).with("count", obstacles.len())
            },
            Error::Scan(fault) => Self::invalid(vec![scan_issue(&fault)]),
            Error::NoSuchScan(number) => Self::new(Code::NoSuchScan).with("number", number),
            Error::NoSuchImport(id) => Self::new(Code::NoSuchImport).with("id", shortened(&id)),
            Error::ImportEnded(id) => Self::new(Code::ImportEnded).with("id", id),
            Error::NoRejectedRows(id) => Self::new(Code::NoRejectedRows).with("id", id),
            Error::ImportsFull => retry_soon(Code::ImportsFull),
            Error::File(fault) => Self::invalid(vec![file_issue(&fault)]),
            Error::Template(fault) => Self::invalid(vec![template_issue(&fault)]),
            Error::StaleBatch {
                id,
                expected,
                current,
            } => Self::new(Code::StaleRevision)
                .with("id", id)
                .with("expected", expected)
                .with_current(current),
            Error::NotADraft { id, workflow } => Self::new(Code::NotADraft)
                .with("id", id)
                .with("workflow", workflow),
            Error::ProposalDecided { state } => Self::new(Code::ProposalDecided).with("state", state),
            Error::NothingProposed => Self::new(Code::NothingProposed),
            Error::TooManyProposals { most } => Self::new(Code::TooManyProposals).with("max", most),
            Error::NothingReplaced(None) => Self::invalid(vec![Issue::of("concepts", IssueCode::Missing)]),
            Error::NothingReplaced(Some(id)) | Error::TooLongReplaced(id) => {
                Self::new(Code::NothingReplaced).with("id", id)
            }
            Error::ChangeSetUndone => Self::new(Code::ChangeSetUndone),
            Error::HasTibetan(id) => Self::new(Code::HasTibetan).with("id", id),
            Error::Fields(faults) => Self::invalid(faults.iter().map(field_issue).collect()),
            Error::IntoItself(id) => {
                Self::invalid(vec![Issue::of("into", IssueCode::IntoItself).with("value", id)])
            }
            Error::BadFilterName => Self::invalid(vec![Issue::of("name", IssueCode::BadFilterName)]),
            Error::EmptyFilter => Self::invalid(vec![Issue::of("filter", IssueCode::Missing)]),
            Error::TooManyFilters { most } => Self::invalid(vec![
                Issue::of("name", IssueCode::TooManyFilters).with("max", most),
            ]),
            Error::TitleMissing => Self::invalid(vec![Issue::of("title", IssueCode::Missing)]),
            Error::NothingAuthorised => Self::new(Code::NothingAuthorised),
            Error::NoSuchEdition(edition) => Self::new(Code::NoSuchEdition).with("edition", edition),
            Error::NotInEdition { id, edition } => Self::new(Code::NotInEdition)
                .with("id", id)
                .with("edition", edition),
            Error::Invalid(violations) => Self::invalid(violations.iter().map(broken_rule).collect()),
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
            Error::Busy | Error::Store(StoreError::StaleRow { .. }) => retry_soon(Code::Busy),
            Error::BadIdempotencyKey(key) => Self::new(Code::BadIdempotencyKey).with("key", key),
            Error::Store(StoreError::OtherRequest { key }) => {
                Self::new(Code::IdempotencyKeyUsed).with("key", key)
            }
            Error::Store(StoreError::OutcomeUnknown { cause }) => Self {
                cause: Some(cause),
                ..retry_soon(Code::OutcomeUnknown)
            },
            Error::Store(StoreError::NulInText { start }) => Self::invalid(vec![Issue::nul(&start)]),
            // The cause names tables and paths: it is for the operator's log, not for the client.
            Error::Store(cause) => Self {
                cause: Some(cause.to_string()),
                ..retry_soon(Code::StoreUnavailable)
            },
            other => Self::internal(other),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unauthenticated { .. } => Self::unauthenticated("Bearer"),
            Refusal::Forbidden { action } => Self::new(Code::Forbidden).with("action", action),
            Refusal::ScopeMissing { action, scope: None } => {
                Self::new(Code::NotForTokens).with("action", action)
            }
            Refusal::ScopeMissing {
                action,
                scope: Some(scope),
            } => Self::new(Code::ScopeMissing)
                .with("action", action)
                .with("scope", scope),
            Refusal::ProofNeeded { .. } => Self::new(Code::ProofNeeded),
            Refusal::Hidden => Self::new(Code::NotFound),
        }
    }
}

/// Makes a problem that passes by itself, telling the client when to ask again.
pub fn retry_soon(code: Code) -> Problem {
    Problem::new(code).with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
}

/// Returns what is wrong with the account `nth` of a list, as an issue of the member it is about.
pub fn account_issue(nth: usize, fault: &AccountFault) -> Issue {
    let issue = |name, code| Issue::within("accounts", nth, name, code);
    match fault {
        AccountFault::Taken(name) => issue("login_name", IssueCode::Taken).with("value", name),
        AccountFault::NoSuchCourt(court) => issue("court", IssueCode::NoSuchCourt).with("value", court),
        AccountFault::Conflict(conflict) => issue("roles", IssueCode::RolesConflict)
            .with("one", conflict.0)
            .with("other", conflict.1),
        AccountFault::NotByOne(role) => issue("roles", IssueCode::RoleNotByOne).with("value", role),
        AccountFault::CoordinatorWithoutCourt => {
            issue("court", IssueCode::CourtNeeded).with("value", access::Role::Coordinator)
        }
        AccountFault::BadDisplayName => issue("display_name", IssueCode::BadDisplayName),
    }
}

/// Returns what is wrong with a token, as an issue of the member it is about.
pub fn token_issue(fault: &TokenFault) -> Issue {
    match fault {
        TokenFault::BadName => Issue::of("name", IssueCode::BadTokenName),
        TokenFault::NoScope => Issue::of("scopes", IssueCode::NoScope),
        TokenFault::BadEnd => Issue::of("expires_at", IssueCode::BadTokenEnd),
        TokenFault::NoSuchCourt(court) => Issue::of("court", IssueCode::NoSuchCourt).with("value", court),
        TokenFault::TooManyOfName(name) => Issue::of("name", IssueCode::TooManyOfName).with("value", name),
    }
}

/// Returns the issue of a member of a concept that cannot be read.
pub fn unreadable(issue: app::Issue) -> Issue {
    let told = Told {
        code: issue.code,
        en: issue.message,
        zh: issue.message_zh,
    };
    Issue::told(issue.column.unwrap_or_default(), told)
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
        let action = "write-glossary";
        let scope = "glossary:write".parse().ok();
        for (refusal, status, code) in [
            (Refusal::Unauthenticated { action }, 401, "unauthenticated"),
            (Refusal::Forbidden { action }, 403, "forbidden"),
            (Refusal::ScopeMissing { action, scope }, 403, "scope-missing"),
            (
                Refusal::ScopeMissing { action, scope: None },
                403,
                "not-for-tokens",
            ),
            (Refusal::ProofNeeded { action }, 403, "proof-needed"),
            (Refusal::Hidden, 404, "not-found"),
        ] {
            check(refusal.into(), status, code);
        }
        check(Error::NoSuchConcept(ConceptId::new(1)), 404, "no-such-concept");
        check(
            Error::NoSuchRevision {
                id: ConceptId::new(1),
                revision: 2,
            },
            404,
            "no-such-revision",
        );
        check(Error::NoSuchEdition(7), 404, "no-such-edition");
        let (id, into) = (ConceptId::new(1), ConceptId::new(2));
        check(Error::NotInEdition { id, edition: 7 }, 404, "not-in-edition");
        check(Error::Merged { id, into }, 308, "merged");
        check(Error::NoSuchRecord("person"), 404, "not-found");
        for missing in [Error::NoSuchAccount, Error::NoSuchToken, Error::NoSuchRoleChange] {
            check(missing, 404, "not-found");
        }
        check(Error::LastAdministrator, 409, "last-administrator");
        let conflict = access::RoleConflict(access::Role::SystemAdmin, access::Role::Auditor);
        check(Error::RoleConflict(conflict), 409, "role-conflict");
        check(Error::SecondPersonNeeded, 403, "second-person-needed");
        let nul = StoreError::NulInText {
            start: "a\\0b".to_owned(),
        };
        check(Error::Store(nul), 422, "invalid-input");
        check(Error::ReasonMissing, 422, "invalid-input");
        check(Error::TooManyAccounts { most: 500 }, 422, "invalid-input");
        let late = check(
            Error::TooManyAttempts { wait_seconds: 9 },
            429,
            "too-many-attempts",
        );
        assert_eq!(
            late.headers,
            [(header::RETRY_AFTER, HeaderValue::from_static("9"))]
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
    fn a_fault_of_an_account_or_a_token_points_to_its_member() {
        let conflict = access::RoleConflict(access::Role::SecurityAdmin, access::Role::Auditor);
        for (fault, pointer, code) in [
            (
                AccountFault::Taken("卓玛".into()),
                "/accounts/2/login_name",
                "taken",
            ),
            (
                AccountFault::NoSuchCourt("x".into()),
                "/accounts/2/court",
                "no_such_court",
            ),
            (
                AccountFault::Conflict(conflict),
                "/accounts/2/roles",
                "roles_conflict",
            ),
            (
                AccountFault::NotByOne(access::Role::Auditor),
                "/accounts/2/roles",
                "role_not_by_one",
            ),
            (
                AccountFault::CoordinatorWithoutCourt,
                "/accounts/2/court",
                "court_needed",
            ),
            (
                AccountFault::BadDisplayName,
                "/accounts/2/display_name",
                "bad_display_name",
            ),
        ] {
            let issue = account_issue(2, &fault);
            assert_eq!((issue.pointer.as_str(), issue.code.as_str()), (pointer, code));
        }
        for (fault, pointer, code) in [
            (TokenFault::BadName, "/name", "bad_token_name"),
            (TokenFault::NoScope, "/scopes", "no_scope"),
            (TokenFault::BadEnd, "/expires_at", "bad_token_end"),
            (TokenFault::NoSuchCourt("x".into()), "/court", "no_such_court"),
            (
                TokenFault::TooManyOfName("电子卷宗".into()),
                "/name",
                "too_many_of_name",
            ),
        ] {
            let issue = token_issue(&fault);
            assert_eq!((issue.pointer.as_str(), issue.code.as_str()), (pointer, code));
        }
    }

    #[test]
    fn what_passes_by_itself_says_when_to_ask_again() {
        let cause = "cut".to_owned();
        for error in [
            Error::Busy,
            Error::Store(StoreError::StaleRow {
                what: "account",
                id: "a-1".to_owned(),
                expected: 1,
                current: 2,
            }),
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
