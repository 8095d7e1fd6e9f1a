//! What a write is based on: the revision in `If-Match`, and the key by which it is done once.

use app::IdempotencyKey;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::problem::{Code, Issue, IssueCode, Problem};

/// What naming the revision can fail with.
pub const CONDITION_PROBLEMS: &[Code] = &[Code::RevisionNeeded, Code::StaleRevision, Code::InvalidInput];

/// What naming a key can fail with.
pub const KEY_PROBLEMS: &[Code] = &[Code::BadIdempotencyKey, Code::IdempotencyKeyUsed];

/// The revision that a write is based on, of `If-Match: "4"` (RFC 9110, 13.1.1). Any other form is refused, also `*`: whoever
/// has not read a text cannot have meant to replace it.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(pub u64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(tag) = only(&parts.headers, header::IF_MATCH) else {
            return Err(Problem::new(Code::RevisionNeeded));
        };
        let number = tag
            .trim()
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let revision = number.and_then(|number| number.parse().ok()).filter(|n| *n > 0);
        let shown: String = tag.chars().take(40).collect();
        revision.map(Self).ok_or_else(|| {
            let issue = Issue::of("If-Match", IssueCode::BadRevision).with("value", shown);
            Problem::invalid(vec![issue])
        })
    }
}

/// As [`IfMatch`], with `"0"` for what is written for the first time under a name that is there already.
#[derive(Debug, Clone, Copy)]
pub struct IfMatchOrNew(pub u64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatchOrNew {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match only(&parts.headers, header::IF_MATCH).as_deref() {
            Some("\"0\"") => Ok(Self(0)),
            _ => Ok(Self(IfMatch::from_request_parts(parts, state).await?.0)),
        }
    }
}

/// The key of `Idempotency-Key`, if there is one.
#[derive(Debug, Clone)]
pub struct Keyed(pub Option<IdempotencyKey>);

impl<S: Send + Sync> FromRequestParts<S> for Keyed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(key) = parts.headers.get("idempotency-key") else {
            return Ok(Self(None));
        };
        let key = String::from_utf8_lossy(key.as_bytes());
        Ok(Self(Some(key.parse()?)))
    }
}

/// Returns the one value of a header; several are as good as none, because one of them would be passed over.
fn only(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?.to_owned();
    values.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[tokio::test]
    async fn a_revision_is_a_number_in_quotes() {
        for (tags, expected) in [
            (&["\"4\""][..], Ok(4)),
            (&[" \"12\" "], Ok(12)),
            (&[], Err(Code::RevisionNeeded)),
            (&["\"1\"", "\"2\""], Err(Code::RevisionNeeded)),
            (&["4"], Err(Code::InvalidInput)),
            (&["*"], Err(Code::InvalidInput)),
            (&["W/\"4\""], Err(Code::InvalidInput)),
            (&["\"0\""], Err(Code::InvalidInput)),
            (&["\"ཀ\""], Err(Code::RevisionNeeded)),
        ] {
            let mut request = Request::builder();
            for tag in tags {
                request = request.header("if-match", *tag);
            }
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            let read = IfMatch::from_request_parts(&mut parts, &()).await;
            assert_eq!(read.map(|tag| tag.0).map_err(|p| p.code), expected, "{tags:?}");
        }
    }
}
