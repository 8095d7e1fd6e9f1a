//! Query parameters: none twice, none unknown.

use std::collections::BTreeSet;

use axum::extract::{FromRequestParts, Query};
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
        Fields::of_query(pairs(&parts.uri)?).read().map(Self)
    }
}

fn known_names<M: Members>() -> String {
    if M::NAMES.is_empty() {
        "—".to_owned()
    } else {
        M::NAMES.join(", ")
    }
}

/// Returns the decoded pairs of the query. Bytes that are no UTF-8 become replacement characters, so that
/// a broken link is still answered.
fn pairs(uri: &Uri) -> Result<Vec<(String, String)>, Problem> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| Problem::new(Code::MalformedRequest))?;
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
