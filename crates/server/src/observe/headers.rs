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
    // A page's URL holds what was asked; a linked source must not learn it.
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
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

/// How many headers an answer has: those above, what it holds and how long it is, for how long it is kept, the request's id.
pub const MOST: usize = COUNT + 4;

/// Puts the security headers on an answer; what a handler set for itself stays, except the policy.
pub fn secure(headers: &mut HeaderMap) {
    // Once, instead of growing twice on the way.
    headers.reserve(MOST - headers.len().min(MOST));
    for (name, value) in HEADERS {
        headers.insert(name, value);
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
        secure(&mut headers);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }

    #[test]
    fn a_handler_decides_how_long_its_answer_is_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        secure(&mut headers);
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    }
}
