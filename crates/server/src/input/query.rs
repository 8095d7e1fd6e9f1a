//! Query parameters: none twice, none unknown.

use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;

use super::{Fields, Members};
use crate::problem::{Code, Issue, IssueCode, Problem};

/// What reading a query can fail with, besides values that cannot be used.
pub const QUERY_PROBLEMS: &[Code] = &[Code::DuplicateParameter, Code::UnknownParameter];

/// The query of a program's request: a name that is not understood is refused, since it would be ignored silently.
#[derive(Debug)]
pub struct FromQuery<M>(pub M);

/// The query of a page's URL: what other sites hang on to a link is ignored.
#[derive(Debug)]
pub struct FromPageQuery<M>(pub M);

impl<M: Members, S: Send + Sync> FromRequestParts<S> for FromQuery<M> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.uri)
    }
}

impl<M: Members> FromQuery<M> {
    /// Reads the query of `uri`.
    ///
    /// # Errors
    /// A name that stands twice or is not understood, and values that cannot be used.
    pub fn of(uri: &Uri) -> Result<Self, Problem> {
        let pairs = pairs(uri)?;
        let unknown: Vec<_> = pairs
            .iter()
            .filter(|(name, _)| !M::NAMES.contains(&name.as_str()))
            .collect();
        if let Some((first, _)) = unknown.first() {
            let mut problem = Problem::new(Code::UnknownParameter)
                .with("name", first)
                .with("known", known_names::<M>());
            problem.issues = unknown
                .iter()
                .map(|(name, _)| Issue::of(name, IssueCode::UnknownParameter))
                .collect();
            return Err(problem);
        }
        Fields::of_query(pairs).read().map(Self)
    }
}

impl<M: Members, S: Send + Sync> FromRequestParts<S> for FromPageQuery<M> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.uri)
    }
}

impl<M: Members> FromPageQuery<M> {
    /// Reads the query of `uri`.
    ///
    /// # Errors
    /// A name that stands twice, and values that cannot be used.
    pub fn of(uri: &Uri) -> Result<Self, Problem> {
        Fields::of_query(pairs(uri)?).read().map(Self)
    }
}

fn known_names<M: Members>() -> String {
    if M::NAMES.is_empty() {
        "—".to_owned()
    } else {
        M::NAMES.join(", ")
    }
}

/// Returns the decoded pairs of the query, as forms write it (`application/x-www-form-urlencoded` of the URL Standard).
/// Bytes that are no UTF-8 become replacement characters, so that a broken link is still answered.
fn pairs(uri: &Uri) -> Result<Vec<(String, String)>, Problem> {
    let pieces = uri.query().unwrap_or_default().split('&');
    let pair = |piece: &str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        (decoded(name), decoded(value))
    };
    let pairs: Vec<_> = pieces.filter(|piece| !piece.is_empty()).map(pair).collect();
    let mut seen = BTreeSet::new();
    for (name, _) in &pairs {
        if !seen.insert(name) {
            let mut problem = Problem::new(Code::DuplicateParameter).with("name", name);
            problem.issues = vec![Issue::of(name, IssueCode::DuplicateParameter)];
            return Err(problem);
        }
    }
    Ok(pairs)
}

/// Decodes a name or a value: `+` is a space, `%` and two digits a byte; a `%` without them stands for itself.
fn decoded(encoded: &str) -> String {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let digits = digit(after.first()).zip(digit(after.get(1)));
                match digits.and_then(|(high, low)| u8::try_from(16 * high + low).ok()) {
                    Some(byte) => {
                        rest = after.get(2..).unwrap_or_default();
                        byte
                    }
                    None => b'%',
                }
            }
            other => *other,
        });
    }
    String::from_utf8(bytes).unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_given_twice_is_named() {
        let problem = pairs(&Uri::from_static("/?q=a&lang=zh&q=b")).unwrap_err();
        assert_eq!(
            (problem.code, problem.args),
            (Code::DuplicateParameter, vec![("name", "q".to_owned())])
        );
    }

    #[test]
    fn a_query_is_read_as_the_http_library_reads_it() {
        for query in [
            "q=%E6%B3%95%E9%99%A2&lang=zh",
            "q=%e0%bd%81%e0%be%b2&limit=10",
            "q=a+b%2B%20c&&in=all&",
            "q",
            "q=",
            "=q",
            "q=a=b%3D",
            "%71=1",
            "q=%",
            "q=%4",
            "q=%zz%4g%g4%%41",
            "q=%+1",
            "q=%FF%C0%80&r=%E6%B3",
            "q=%00;a",
            "",
        ] {
            let uri: Uri = format!("/?{query}").parse().unwrap();
            let axum::extract::Query(expect) =
                axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).unwrap();
            assert_eq!(pairs(&uri).unwrap(), expect, "{query}");
        }
    }

    #[test]
    fn what_is_no_utf_8_becomes_replacement_characters() {
        let pairs = pairs(&Uri::from_static("/?q=%FF%E6%B3%95&b")).unwrap();
        assert_eq!(
            pairs,
            [
                ("q".to_owned(), "\u{FFFD}法".to_owned()),
                ("b".to_owned(), String::new())
            ]
        );
    }
}
