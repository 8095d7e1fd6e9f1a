//! The host by which a request asks: one, well formed, and one of ours if they are named.

use axum::extract::Request;
use axum::http::{HeaderMap, header};

use crate::config::HostName;
use crate::problem::{Code, Problem};

/// Returns what the request says its host is, with its port; nothing if it says nothing.
///
/// # Errors
/// If it says it twice, differently in its address, or in a way in which no host is written.
pub fn of(request: &Request) -> Result<Option<&str>, Problem> {
    let malformed = || Problem::new(Code::MalformedRequest);
    let mut lines = request.headers().get_all(header::HOST).iter();
    let first = lines.next();
    if lines.next().is_some() {
        return Err(malformed());
    }
    let host = first
        .map(|value| value.to_str().map_err(|_| malformed()))
        .transpose()?;
    if host.is_some_and(|host| host.is_empty() || !host.bytes().all(is_of_host)) {
        return Err(malformed());
    }
    // An address with a host of its own counts instead of the header (RFC 9112, 3.2.2), so two are a trap.
    match (host, request.uri().authority()) {
        (Some(host), Some(authority)) if !authority.as_str().eq_ignore_ascii_case(host) => Err(malformed()),
        (None, Some(_)) => Err(malformed()),
        _ => Ok(host),
    }
}

/// Tells whether a request to `host` is for us: no name is wrong where none was configured.
pub fn is_ours(host: Option<&str>, names: &[HostName]) -> bool {
    names.is_empty() || host.is_some_and(|host| names.iter().any(|name| name.is(without_port(host))))
}

/// Tells whether `headers` ask for this very machine by a name that no other has.
pub fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    host.map(without_port).is_some_and(|host| {
        let address = host.trim_start_matches('[').trim_end_matches(']');
        let is_address = || address.parse::<std::net::IpAddr>().is_ok_and(|a| a.is_loopback());
        // RFC 6761, 6.3: every name below it too.
        host.eq_ignore_ascii_case("localhost")
            || host.to_ascii_lowercase().ends_with(".localhost")
            || is_address()
    })
}

/// Tells whether a page at `origin` is one of ours, given how and by which `host` we are asked.
pub fn is_own_origin(origin: &str, host: &str, is_secure: bool) -> bool {
    let (scheme, usual_port) = if is_secure {
        ("https://", ":443")
    } else {
        ("http://", ":80")
    };
    let host = host.strip_suffix(usual_port).unwrap_or(host);
    origin
        .strip_prefix(scheme)
        .is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        // The colons of an IPv6 address stand within brackets.
        Some((name, port)) if !port.ends_with(']') => name,
        _ => host,
    }
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-_:[]%~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_no_part_of_the_name() {
        for (host, name) in [
            ("a:80", "a"),
            ("a", "a"),
            ("[::1]:80", "[::1]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(without_port(host), name);
        }
    }

    #[test]
    fn a_page_is_ours_if_scheme_host_and_port_are() {
        for (origin, host, is_secure, is_own) in [
            ("https://a.example", "a.example", true, true),
            ("https://a.example", "A.example:443", true, true),
            ("https://a.example:8443", "a.example:8443", true, true),
            ("http://a.example", "a.example:80", false, true),
            ("http://a.example", "a.example", true, false),
            ("https://a.example", "a.example", false, false),
            ("https://a.example:8443", "a.example", true, false),
            ("https://b.example", "a.example", true, false),
            ("https://a.example.evil", "a.example", true, false),
            ("https://evil@a.example", "a.example", true, false),
            ("null", "a.example", true, false),
            ("", "a.example", true, false),
        ] {
            assert_eq!(is_own_origin(origin, host, is_secure), is_own, "{origin} {host}");
        }
    }
}
