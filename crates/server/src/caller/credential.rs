//! What a request shows of who sends it, before the store is asked whether it is good.

use app::accounts::{SessionDigest, TokenDigest};
use axum::http::{HeaderMap, header};

use super::{Transport, cookie};
use crate::problem::{Code, Problem};

/// What a request shows of who sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// Nothing.
    None,
    /// The session of a browser.
    Session(SessionDigest),
    /// The token of another system.
    Token(TokenDigest),
}

impl Credential {
    /// Reads the headers of a request.
    ///
    /// # Errors
    /// [`Code::TwoCredentials`] if there are two, since nobody could say who asks; [`Code::Unauthenticated`] for what
    /// can be no token.
    pub fn of(headers: &HeaderMap, transport: Transport) -> Result<Self, Problem> {
        let session = session_of(headers, transport);
        let mut bearers = headers
            .get_all(header::AUTHORIZATION)
            .iter()
            .filter_map(|value| bearer(value.as_bytes()));
        let Some(bearer) = bearers.next() else {
            return Ok(session.map_or(Self::None, Self::Session));
        };
        if session.is_some() || bearers.next().is_some() {
            return Err(Problem::new(Code::TwoCredentials));
        }
        let token = std::str::from_utf8(bearer).ok().and_then(TokenDigest::read);
        token.map(Self::Token).ok_or_else(wrong_token)
    }
}

/// Returns the session whose cookie the request carries.
pub fn session_of(headers: &HeaderMap, transport: Transport) -> Option<SessionDigest> {
    SessionDigest::read(cookie::value(headers, transport)?)
}

/// Returns the problem of a token that is unknown, over, revoked, or used from elsewhere; which of these is not said.
pub fn wrong_token() -> Problem {
    Problem::unauthenticated("Bearer error=\"invalid_token\"")
}

/// Returns what stands behind `Bearer`. Other schemes are those of a proxy in front of us.
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = value.split_at_checked("Bearer".len())?;
    let rest = if rest.is_empty() {
        rest
    } else {
        rest.strip_prefix(b" ")?
    };
    scheme
        .eq_ignore_ascii_case(b"bearer")
        .then_some(rest.trim_ascii())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// A text that can be the secret of a session.
    const SECRET: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn read(authorization: &[&str], cookie: &str) -> String {
        let mut headers = HeaderMap::new();
        for value in authorization {
            headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        if !cookie.is_empty() {
            headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
        }
        match Credential::of(&headers, Transport::Loopback) {
            Ok(Credential::None) => "none".to_owned(),
            Ok(Credential::Session(_)) => "session".to_owned(),
            Ok(Credential::Token(_)) => "token".to_owned(),
            Err(problem) => problem.code.as_str().to_owned(),
        }
    }

    #[test]
    fn a_token_a_session_or_nothing_but_never_two() {
        let cookie = format!("ui=en; shanjar-dev={SECRET}");
        let token = format!("Bearer sjt_{SECRET}");
        let (shouted, spaced) = (token.replace("Bearer", "bEaReR"), token.replace(' ', "   "));
        let without_prefix = format!("Bearer {SECRET}");
        let (token, without_prefix) = (token.as_str(), without_prefix.as_str());
        let cases: &[(&[&str], &str, &str)] = &[
            (&[], "", "none"),
            (&[], "ui=en", "none"),
            (&[], &cookie, "session"),
            // Nothing that we gave, so as good as none: a browser keeps what older versions left.
            (&[], "shanjar-dev=法", "none"),
            (&[], "shanjar-dev=short", "none"),
            (&[token], "", "token"),
            (&[&shouted], "", "token"),
            (&[&spaced], "", "token"),
            (&["Bearer"], "", "unauthenticated"),
            (&["Bearer x"], "", "unauthenticated"),
            (&["Bearer sjt_"], "", "unauthenticated"),
            (&[without_prefix], "", "unauthenticated"),
            (&["Basic Og=="], "", "none"),
            (&["Bearers x"], "", "none"),
            (&["Basic Og=="], &cookie, "session"),
            (&[token], &cookie, "two-credentials"),
            (&["Bearer x"], &cookie, "two-credentials"),
            (&[token, token], "", "two-credentials"),
        ];
        for (authorization, cookie, expected) in cases {
            assert_eq!(
                read(authorization, cookie),
                *expected,
                "{authorization:?} {cookie}"
            );
        }
    }
}
