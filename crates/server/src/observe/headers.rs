//! The headers that keep a page to itself: no foreign script, frame, form or referrer.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Everything comes from our own host, and nothing stands inline.
const POLICY: &str =
    "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const HEADERS: [(HeaderName, HeaderValue); COUNT] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    // A page's URL holds what was asked; a linked source must not learn it. Without any referrer, browsers say `null` for
    // the origin of our own forms too (Fetch, 3.2), and those that know no `Sec-Fetch-Site` could not sign in.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

const COUNT: usize = 5;

/// For a year, the browser asks this host over TLS only. Other hosts of the domain are not ours to speak for.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// How many headers an answer has: those above, what it holds and how long it is, for how long it is kept, the request's
/// id, and one more under TLS.
pub const MOST: usize = COUNT + 5;

/// Puts the security headers on an answer; what a handler set for itself stays, except the policy.
pub fn secure(headers: &mut HeaderMap, is_secure: bool) {
    // Once, instead of growing twice on the way.
    headers.reserve(MOST - headers.len().min(MOST));
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    if is_secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_inline_script_or_style_is_ever_allowed() {
        let mut headers = HeaderMap::new();
        secure(&mut headers, false);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }

    // attack 32
    #[test]
    fn only_over_tls_a_browser_is_bound_to_tls() {
        for (is_secure, expected) in [(false, None), (true, Some(&STRICT_TRANSPORT))] {
            let mut headers = HeaderMap::new();
            secure(&mut headers, is_secure);
            assert_eq!(headers.get(header::STRICT_TRANSPORT_SECURITY), expected);
        }
    }

    #[test]
    fn a_handler_decides_how_long_its_answer_is_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        secure(&mut headers, false);
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    }
}
