//! What a failed request is answered with. Handlers return a [`Problem`]; the layer around them writes it out.
//!
//! A problem knows neither language nor request id, and whether a page or JSON is wanted is not its concern:
//! it travels as an extension of an empty response to [`rendered`], which knows all three.

mod authority;
mod broken_rule;
mod code;
mod conflict;
mod field_of_law;
mod files;
mod from_app;
mod issue;
mod of_registry;
mod render;
mod replacement;

pub use code::Code;
pub use conflict::{Conflict, FieldConflictBody};
pub use from_app::{account_issue, retry_soon, token_issue, unreadable};
pub use issue::{Issue, IssueCode, Told};
pub use render::{
    IssueBody, ProblemBody, content_of, is_problem, issue_bodies, problem_code, rendered, sentence_of,
};
pub use replacement::replacement_issue;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// A failed request: what went wrong, with which values.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What went wrong.
    pub code: Code,
    /// Values named in the explanation.
    pub args: Vec<(&'static str, String)>,
    /// What is wrong with single values of the input.
    pub issues: Vec<Issue>,
    /// Headers of the answer, such as `Retry-After`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// What was saved meanwhile, if that is what is wrong.
    pub conflict: Option<Box<Conflict>>,
    /// What the log is told and the client is not.
    pub cause: Option<String>,
}

impl Problem {
    /// Makes a problem that needs no values to be understood.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            args: Vec::new(),
            issues: Vec::new(),
            headers: Vec::new(),
            conflict: None,
            cause: None,
        }
    }

    /// Makes the problem of an input with `issues`.
    pub fn invalid(issues: Vec<Issue>) -> Self {
        Self {
            issues,
            ..Self::new(Code::InvalidInput)
        }
    }

    /// Makes the problem of a cursor that was not given for the list it is asked of.
    pub fn bad_cursor(raw: &str) -> Self {
        let shown: String = raw.chars().take(40).collect();
        Self::new(Code::BadCursor).with("cursor", shown)
    }

    /// Makes the problem of a request without right credentials; `challenge` says which would do (RFC 6750, 3).
    pub fn unauthenticated(challenge: &'static str) -> Self {
        Self::new(Code::Unauthenticated)
            .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// Makes the problem of something that should not have happened; `cause` is for the log alone.
    pub fn internal(cause: impl ToString) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(Code::InternalError)
        }
    }

    /// Names a value in the explanation.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Says which revision is the newest, where a write was based on an older one.
    #[must_use]
    fn with_current(mut self, current: u64) -> Self {
        let fields = Vec::new();
        self.conflict = Some(Box::new(Conflict { current, fields }));
        self.with("current", current)
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        for (name, value) in &self.headers {
            response.headers_mut().insert(name, value.clone());
        }
        response.extensions_mut().insert(self);
        response
    }
}
