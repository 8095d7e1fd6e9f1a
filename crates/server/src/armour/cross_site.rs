//! Whether a page of another site may have sent a request that changes something.
//!
//! Browsers say so in `Sec-Fetch-Site`, which no page can write, but only to hosts that they trust: over TLS and to the
//! machine itself. Older ones, and all of them without TLS, say in `Origin` which page asks; `null` where the page told
//! them to keep that to themselves, as ours do. What is left over is proven by a token in the form.

use axum::http::{HeaderMap, HeaderValue, Method, header};

use super::{cors, host};
use crate::config::WebOrigin;

/// What is proven of a request that changes something; an extension of every such request that gets as far as a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrossSite {
    /// A page of ours has sent it, or a program that no page can make send anything.
    Passed,
    /// Nothing. A handler that changes something refuses it unless the form brings the token of its login session; never
    /// seen below `/api`, where it is refused already.
    NeedsToken,
}

/// What a request says about who sent it.
pub struct Sender<'a> {
    pub headers: &'a HeaderMap,
    /// Whether it came over TLS.
    pub is_secure: bool,
    /// The host that it asks.
    pub host: Option<&'a str>,
    /// Whether it asks the API.
    pub is_program: bool,
    /// Pages that may ask the API without credentials.
    pub cors_origins: &'a [WebOrigin],
}

/// Tells whether `method` may change something.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

impl Sender<'_> {
    /// Returns what is proven; nothing if the request is to be refused.
    pub fn judge(&self) -> Option<CrossSite> {
        let (mut sites, mut origins) = (
            self.headers.get_all("sec-fetch-site").iter(),
            self.headers.get_all(header::ORIGIN).iter(),
        );
        match (sites.next(), origins.next()) {
            // Whoever says two things has been tampered with.
            _ if sites.next().is_some() || origins.next().is_some() => None,
            (Some(site), _) if site == "same-origin" || site == "none" => Some(CrossSite::Passed),
            (Some(_), _) => self.shared(),
            (None, Some(origin)) if self.is_own(origin) => Some(CrossSite::Passed),
            (None, Some(origin)) if origin == "null" => self.unproven(),
            (None, Some(_)) => self.shared(),
            (None, None) if self.is_of_program() => Some(CrossSite::Passed),
            (None, None) => self.unproven(),
        }
    }

    fn is_own(&self, origin: &HeaderValue) -> bool {
        let said = origin.to_str().ok().zip(self.host);
        said.is_some_and(|(origin, host)| host::is_own_origin(origin, host, self.is_secure))
    }

    /// No page can make a browser send `Authorization`, and without a cookie nobody's rights are used.
    fn is_of_program(&self) -> bool {
        self.headers.contains_key(header::AUTHORIZATION) || !self.headers.contains_key(header::COOKIE)
    }

    /// A page that may read the API may ask it too, in nobody's name.
    fn shared(&self) -> Option<CrossSite> {
        let is_shared = self.is_program
            && !self.headers.contains_key(header::COOKIE)
            && cors::allowed(self.headers, self.cors_origins).is_some();
        is_shared.then_some(CrossSite::Passed)
    }

    /// The API has no forms, and programs bring a token of their own.
    fn unproven(&self) -> Option<CrossSite> {
        (!self.is_program).then_some(CrossSite::NeedsToken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks `https://a.example` with the header lines `said`, a page and the API.
    #[track_caller]
    fn check(said: &[(&'static str, &'static str)], page: Option<CrossSite>, api: Option<CrossSite>) {
        let mut headers = HeaderMap::new();
        for (name, value) in said {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let cors_origins = ["https://case.example".parse().unwrap()];
        for (is_program, expected) in [(false, page), (true, api)] {
            let sender = Sender {
                headers: &headers,
                is_secure: true,
                host: Some("a.example"),
                is_program,
                cors_origins: &cors_origins,
            };
            assert_eq!(sender.judge(), expected, "{said:?}, API: {is_program}");
        }
    }

    const PASSED: Option<CrossSite> = Some(CrossSite::Passed);
    const TOKEN: Option<CrossSite> = Some(CrossSite::NeedsToken);

    // attack 27
    #[test]
    fn a_browser_that_says_where_the_page_is_from_is_believed() {
        let cookie = ("cookie", "shanjar=1");
        for (site, expected) in [
            ("same-origin", PASSED),
            ("none", PASSED),
            ("same-site", None),
            ("cross-site", None),
            ("Same-Origin", None),
            ("", None),
        ] {
            check(&[("sec-fetch-site", site), cookie], expected, expected);
            let own = ("origin", "https://a.example");
            check(&[("sec-fetch-site", site), own], expected, expected);
        }
        let twice = [
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "same-origin"),
        ];
        check(&twice, None, None);
    }

    // attack 27
    #[test]
    fn without_that_the_page_must_be_ours() {
        let cookie = ("cookie", "shanjar=1");
        check(&[("origin", "https://a.example"), cookie], PASSED, PASSED);
        for origin in [
            "http://a.example",
            "https://a.example:8443",
            "https://b.example",
            "https://a.example.b.example",
            "https://A.example/",
            "a.example",
            "",
        ] {
            check(&[("origin", origin)], None, None);
            check(&[("origin", origin), cookie], None, None);
        }
        let twice = [("origin", "https://a.example"), ("origin", "https://b.example")];
        check(&twice, None, None);
    }

    // attack 27
    #[test]
    fn who_says_neither_is_a_program_or_needs_the_token_of_the_form() {
        check(&[], PASSED, PASSED);
        check(
            &[("authorization", "Bearer x"), ("cookie", "a=1")],
            PASSED,
            PASSED,
        );
        check(&[("cookie", "ui=en")], TOKEN, None);
        check(&[("origin", "null")], TOKEN, None);
        check(&[("origin", "null"), ("cookie", "a=1")], TOKEN, None);
        check(
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            None,
            None,
        );
    }

    // attack 33
    #[test]
    fn a_page_that_may_read_the_api_may_ask_it_in_nobodys_name() {
        let case = ("origin", "https://case.example");
        check(&[case], None, PASSED);
        check(&[case, ("sec-fetch-site", "cross-site")], None, PASSED);
        check(&[case, ("authorization", "Bearer x")], None, PASSED);
        check(&[case, ("cookie", "shanjar=1")], None, None);
    }

    #[test]
    fn reading_is_never_in_question() {
        for (method, expected) in [
            (Method::GET, false),
            (Method::HEAD, false),
            (Method::OPTIONS, false),
            (Method::POST, true),
            (Method::PUT, true),
            (Method::DELETE, true),
            (Method::PATCH, true),
            (Method::from_bytes(b"BREW").unwrap(), true),
        ] {
            assert_eq!(is_unsafe(&method), expected, "{method}");
        }
    }
}
