//! Every problem the server can answer with: one table of code, status and name in `/problems/`.
//!
//! Titles and explanations are translations: `problem.<code>.title`, `.detail`, `.help`.

use axum::http::StatusCode;

/// Declares the problems; a line is everything Rust knows of one.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:ident;)+) => {
        /// What went wrong, as a client can tell it apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every problem, in the order of status.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Returns the name that ends the problem's `type`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// Returns the HTTP status.
            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)+ }
            }
        }
    };
}

problems! {
    /// The concept was joined into another one, where the answer leads.
    Merged = "merged", PERMANENT_REDIRECT;
    /// The person was joined into another one, where the answer leads.
    RecordMerged = "record-merged", PERMANENT_REDIRECT;
    /// The request is not HTTP as we read it: a path that is no UTF-8, a broken header.
    MalformedRequest = "malformed-request", BAD_REQUEST;
    /// The port speaks TLS and was asked without.
    TlsNeeded = "tls-needed", BAD_REQUEST;
    /// The body is not JSON, or not an object.
    MalformedJson = "malformed-json", BAD_REQUEST;
    /// A query parameter stands twice.
    DuplicateParameter = "duplicate-parameter", BAD_REQUEST;
    /// A query parameter that the route does not know.
    UnknownParameter = "unknown-parameter", BAD_REQUEST;
    /// A form with a field that it does not have.
    UnknownField = "unknown-field", BAD_REQUEST;
    /// A cursor that was not given for this list.
    BadCursor = "bad-cursor", BAD_REQUEST;
    /// The request carries a token and a session, or two tokens.
    TwoCredentials = "two-credentials", BAD_REQUEST;
    /// Signing in could help.
    Unauthenticated = "unauthenticated", UNAUTHORIZED;
    /// The right does not suffice.
    Forbidden = "forbidden", FORBIDDEN;
    /// The token has another scope.
    ScopeMissing = "scope-missing", FORBIDDEN;
    /// Only people do this.
    NotForTokens = "not-for-tokens", FORBIDDEN;
    /// The password has to be given again.
    ProofNeeded = "proof-needed", FORBIDDEN;
    /// Another one has to decide.
    SecondPersonNeeded = "second-person-needed", FORBIDDEN;
    /// Others could read the password on its way.
    InsecureOrigin = "insecure-origin", FORBIDDEN;
    /// A page of another site may have sent the request.
    CrossSite = "cross-site", FORBIDDEN;
    /// Nothing lives at this path.
    NotFound = "not-found", NOT_FOUND;
    /// No such concept, or none that the caller may know of.
    NoSuchConcept = "no-such-concept", NOT_FOUND;
    /// The concept has no such revision.
    NoSuchRevision = "no-such-revision", NOT_FOUND;
    /// There is no such edition.
    NoSuchEdition = "no-such-edition", NOT_FOUND;
    /// The edition has no such concept.
    NotInEdition = "not-in-edition", NOT_FOUND;
    /// There is no such batch.
    NoSuchBatch = "no-such-batch", NOT_FOUND;
    /// The batch has no scan of its decision.
    NoSuchScan = "no-such-scan", NOT_FOUND;
    /// There is no such import.
    NoSuchImport = "no-such-import", NOT_FOUND;
    /// The import has given no rows back.
    NoRejectedRows = "no-rejected-rows", NOT_FOUND;
    /// The path has other methods.
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED;
    /// The body did not arrive in time.
    RequestTimeout = "request-timeout", REQUEST_TIMEOUT;
    /// Nobody could give rights any more.
    LastAdministrator = "last-administrator", CONFLICT;
    /// Two roles are never in one hand.
    RoleConflict = "role-conflict", CONFLICT;
    /// The step does not follow on what the concept is, or another one has to take it.
    OutOfOrder = "out-of-order", CONFLICT;
    /// The batch stays as it is.
    BatchClosed = "batch-closed", CONFLICT;
    /// There is nothing in the batch.
    BatchEmpty = "batch-empty", CONFLICT;
    /// The batch has as many concepts as one act authorises.
    BatchFull = "batch-full", CONFLICT;
    /// The batch was not decided yet.
    BatchUndecided = "batch-undecided", CONFLICT;
    /// Another batch has the number.
    BatchNumberTaken = "batch-number-taken", CONFLICT;
    /// Concepts that cannot be put into the batch or authorised in it; `issues` names each.
    BatchObstacles = "batch-obstacles", CONFLICT;
    /// The import has come to its end.
    ImportEnded = "import-ended", CONFLICT;
    /// Only drafts are deleted.
    NotADraft = "not-a-draft", CONFLICT;
    /// A proposal is decided once.
    ProposalDecided = "proposal-decided", CONFLICT;
    /// The proposal says what stands there.
    NothingProposed = "nothing-proposed", CONFLICT;
    /// The caller has more open proposals than anybody reads.
    TooManyProposals = "too-many-proposals", CONFLICT;
    /// What is to be replaced does not stand there, or would become too long.
    NothingReplaced = "nothing-replaced", CONFLICT;
    /// A change set is undone once.
    ChangeSetUndone = "change-set-undone", CONFLICT;
    /// The concept whose Tibetan is asked for has some.
    HasTibetan = "has-tibetan", CONFLICT;
    /// Nothing is authorised that could be frozen.
    NothingAuthorised = "nothing-authorised", CONFLICT;
    /// The list changed since the cursor was given.
    CursorGone = "cursor-gone", GONE;
    /// The change that a reader follows from is not one of this installation.
    ChangesGone = "changes-gone", GONE;
    /// Somebody else has written the concept meanwhile.
    StaleRevision = "stale-revision", PRECONDITION_FAILED;
    /// The body is longer than the route takes.
    PayloadTooLarge = "payload-too-large", PAYLOAD_TOO_LARGE;
    /// The URL is longer than 64 KiB.
    UriTooLong = "uri-too-long", URI_TOO_LONG;
    /// The body is not declared as JSON.
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE;
    /// The body is packed in a way that is not unpacked here.
    UnsupportedEncoding = "unsupported-encoding", UNSUPPORTED_MEDIA_TYPE;
    /// The host is none of ours.
    UnknownHost = "unknown-host", MISDIRECTED_REQUEST;
    /// Nothing was asked.
    EmptyQuery = "empty-query", UNPROCESSABLE_ENTITY;
    /// Values that cannot be used; `issues` names each.
    InvalidInput = "invalid-input", UNPROCESSABLE_ENTITY;
    /// The idempotency key cannot be one.
    BadIdempotencyKey = "bad-idempotency-key", UNPROCESSABLE_ENTITY;
    /// The idempotency key was used for another request.
    IdempotencyKeyUsed = "idempotency-key-used", UNPROCESSABLE_ENTITY;
    /// A write has to say which revision it is based on.
    RevisionNeeded = "revision-needed", PRECONDITION_REQUIRED;
    /// There were too many tries to sign in.
    TooManyAttempts = "too-many-attempts", TOO_MANY_REQUESTS;
    /// The address, or the token, asks more than it may.
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS;
    /// Too many imports wait.
    ImportsFull = "imports-full", TOO_MANY_REQUESTS;
    /// The headers are larger than is read.
    HeadTooLarge = "head-too-large", REQUEST_HEADER_FIELDS_TOO_LARGE;
    /// Something that should not have happened.
    InternalError = "internal-error", INTERNAL_SERVER_ERROR;
    /// The index has not come as far as `min_seq`.
    NotYetIndexed = "not-yet-indexed", SERVICE_UNAVAILABLE;
    /// There is no index yet.
    IndexBuilding = "index-building", SERVICE_UNAVAILABLE;
    /// Too many requests of this kind are under way.
    Busy = "busy", SERVICE_UNAVAILABLE;
    /// The database does not answer.
    StoreUnavailable = "store-unavailable", SERVICE_UNAVAILABLE;
    /// It is not known whether the change was kept.
    OutcomeUnknown = "outcome-unknown", SERVICE_UNAVAILABLE;
}

impl Code {
    /// Returns the problem named `code` in a URL.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == code)
    }

    /// Returns the problem that says what a bare `status` of the HTTP library means.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PayloadTooLarge,
            StatusCode::URI_TOO_LONG => Self::UriTooLong,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::REQUEST_TIMEOUT => Self::RequestTimeout,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Self::HeadTooLarge,
            status if status.is_client_error() => Self::MalformedRequest,
            _ => Self::InternalError,
        }
    }

    /// Returns the path of the page that explains the problem; also its `type`.
    pub fn path(self) -> String {
        format!("/problems/{}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_and_statuses_are_those_that_clients_were_promised() {
        let table: Vec<_> = Code::ALL
            .iter()
            .map(|c| format!("{} {}", c.status().as_u16(), c.as_str()))
            .collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        308 merged
        308 record-merged
        400 malformed-request
        400 tls-needed
        400 malformed-json
        400 duplicate-parameter
        400 unknown-parameter
        400 unknown-field
        400 bad-cursor
        400 two-credentials
        401 unauthenticated
        403 forbidden
        403 scope-missing
        403 not-for-tokens
        403 proof-needed
        403 second-person-needed
        403 insecure-origin
        403 cross-site
        404 not-found
        404 no-such-concept
        404 no-such-revision
        404 no-such-edition
        404 not-in-edition
        404 no-such-batch
        404 no-such-scan
        404 no-such-import
        404 no-rejected-rows
        405 method-not-allowed
        408 request-timeout
        409 last-administrator
        409 role-conflict
        409 out-of-order
        409 batch-closed
        409 batch-empty
        409 batch-full
        409 batch-undecided
        409 batch-number-taken
        409 batch-obstacles
        409 import-ended
        409 not-a-draft
        409 proposal-decided
        409 nothing-proposed
        409 too-many-proposals
        409 nothing-replaced
        409 change-set-undone
        409 has-tibetan
        409 nothing-authorised
        410 cursor-gone
        410 changes-gone
        412 stale-revision
        413 payload-too-large
        414 uri-too-long
        415 unsupported-media-type
        415 unsupported-encoding
        421 unknown-host
        422 empty-query
        422 invalid-input
        422 bad-idempotency-key
        422 idempotency-key-used
        428 revision-needed
        429 too-many-attempts
        429 too-many-requests
        429 imports-full
        431 head-too-large
        500 internal-error
        503 not-yet-indexed
        503 index-building
        503 busy
        503 store-unavailable
        503 outcome-unknown
        ");
    }

    #[test]
    fn every_code_is_found_by_its_name_and_only_by_it() {
        for code in Code::ALL {
            assert_eq!(Code::named(code.as_str()), Some(*code));
        }
        assert_eq!(Code::named("not_found"), None);
    }

    #[test]
    fn a_bare_status_gets_a_problem_of_that_class() {
        for (status, code) in [
            (404, Code::NotFound),
            (405, Code::MethodNotAllowed),
            (418, Code::MalformedRequest),
        ] {
            assert_eq!(Code::of_status(StatusCode::from_u16(status).unwrap()), code);
        }
        assert_eq!(Code::of_status(StatusCode::BAD_GATEWAY), Code::InternalError);
    }
}
