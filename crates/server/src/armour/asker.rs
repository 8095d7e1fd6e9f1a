//! Who asks, and whether over TLS: what the connection says, or what a proxy says that is trusted.
//!
//! Whoever sends a request can write any header, so that of a stranger says nothing. Of the addresses that proxies have
//! written down, each behind the one it has seen, the right-most counts that is not itself a trusted proxy.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, header};

use super::host;
use access::AddressRange;

use crate::config::ForwardedHeader;
use crate::listening::Connected;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asker {
    /// The address.
    pub address: IpAddr,
    /// Whether nobody on the way could read along.
    pub is_secure: bool,
    /// Whether it never leaves this machine, so that browsers take it for as good as TLS.
    pub is_loopback: bool,
    /// Whether a proxy on this machine asks for somebody else, and nobody said that it may be believed.
    pub is_behind_unknown_proxy: bool,
}

impl Asker {
    /// Returns who asks with `headers` over a connection of which `connected` is known.
    pub fn of(
        headers: &HeaderMap,
        connected: Connected,
        proxies: &[AddressRange],
        believed: ForwardedHeader,
    ) -> Self {
        let direct = connected.address.to_canonical();
        let is_trusted = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
        let is_forwarded = || {
            headers.contains_key(&X_FORWARDED_FOR)
                || headers.contains_key(header::FORWARDED)
                || headers.contains_key(header::VIA)
        };
        if !is_trusted(direct) {
            let is_local = direct.is_loopback();
            let is_forwarded = is_local && is_forwarded();
            return Self {
                address: direct,
                is_secure: connected.is_tls,
                is_loopback: is_local && !is_forwarded && host::is_local(headers),
                is_behind_unknown_proxy: is_forwarded,
            };
        }
        let (address, scheme) = match believed {
            ForwardedHeader::XForwarded => of_x_forwarded(headers, direct, is_trusted),
            ForwardedHeader::Forwarded => of_forwarded(headers, direct, is_trusted),
        };
        Self {
            address,
            is_secure: scheme.map_or(connected.is_tls, |scheme| scheme.eq_ignore_ascii_case("https")),
            is_loopback: false,
            is_behind_unknown_proxy: false,
        }
    }
}

/// Returns the address and the scheme that `X-Forwarded-For` and `X-Forwarded-Proto` tell.
fn of_x_forwarded(
    headers: &HeaderMap,
    direct: IpAddr,
    is_trusted: impl Fn(IpAddr) -> bool,
) -> (IpAddr, Option<&str>) {
    let mut address = direct;
    for hop in from_the_right(headers, &X_FORWARDED_FOR) {
        // What cannot be read was written by no proxy of ours, so the one before it is all that is known.
        let Some(next) = node(hop) else { break };
        address = next;
        if !is_trusted(address) {
            break;
        }
    }
    (address, from_the_right(headers, &X_FORWARDED_PROTO).next())
}

/// Returns the address and the scheme that `Forwarded` tells, both of the same element.
fn of_forwarded(
    headers: &HeaderMap,
    direct: IpAddr,
    is_trusted: impl Fn(IpAddr) -> bool,
) -> (IpAddr, Option<&str>) {
    let (mut address, mut scheme) = (direct, None);
    for element in from_the_right(headers, &header::FORWARDED) {
        let parameter = |wanted: &str| {
            let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
            pairs
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.trim_matches('"'))
        };
        let Some(next) = parameter("for").and_then(node) else {
            break;
        };
        address = next;
        scheme = parameter("proto");
        if !is_trusted(address) {
            break;
        }
    }
    (address, scheme)
}

/// Returns the elements of all headers `name`, the last first. A comma in quotation marks parts an element in two that
/// cannot be read, which is as good: addresses hold none.
fn from_the_right<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lines: Vec<_> = headers.get_all(name).iter().collect();
    lines
        .into_iter()
        .rev()
        .flat_map(|line| line.to_str().unwrap_or_default().rsplit(','))
        .map(str::trim)
}

/// Reads an address, with or without a port.
fn node(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let address: Option<IpAddr> = text.parse().ok().or_else(with_port).or_else(bracketed);
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const PROXIES: [&str; 2] = ["127.0.0.1", "10.0.0.0/8"];

    #[track_caller]
    fn asker(direct: &str, believed: ForwardedHeader, headers: &[(&'static str, &'static str)]) -> Asker {
        let mut sent = HeaderMap::new();
        for (name, value) in headers {
            sent.append(*name, HeaderValue::from_static(value));
        }
        let connected = Connected {
            address: direct.parse().unwrap(),
            is_tls: false,
        };
        let proxies = PROXIES.map(|network| network.parse().unwrap());
        Asker::of(&sent, connected, &proxies, believed)
    }

    #[track_caller]
    fn check(direct: &str, headers: &[(&'static str, &'static str)], address: &str, is_secure: bool) {
        let asker = asker(direct, ForwardedHeader::XForwarded, headers);
        let expected: IpAddr = address.parse().unwrap();
        assert_eq!(
            (asker.address, asker.is_secure),
            (expected, is_secure),
            "{headers:?}"
        );
    }

    #[track_caller]
    fn check_forwarded(direct: &str, value: &'static str, address: &str, is_secure: bool) {
        let asker = asker(direct, ForwardedHeader::Forwarded, &[("forwarded", value)]);
        let expected: IpAddr = address.parse().unwrap();
        assert_eq!((asker.address, asker.is_secure), (expected, is_secure), "{value}");
    }

    // attack 53
    #[test]
    fn a_stranger_says_nothing_about_himself() {
        let said = [("x-forwarded-for", "192.0.2.1"), ("x-forwarded-proto", "https")];
        check("203.0.113.9", &said, "203.0.113.9", false);
        check_forwarded("203.0.113.9", "for=192.0.2.1;proto=https", "203.0.113.9", false);
    }

    #[test]
    fn a_trusted_proxy_is_believed_and_who_writes_before_it_is_not() {
        let said = |value| [("x-forwarded-for", value), ("x-forwarded-proto", "https")];
        check("127.0.0.1", &said("192.0.2.1"), "192.0.2.1", true);
        check("127.0.0.1", &said("198.51.100.7, 192.0.2.1"), "192.0.2.1", true);
        check(
            "127.0.0.1",
            &said("198.51.100.7, 192.0.2.1, 10.1.1.1"),
            "192.0.2.1",
            true,
        );
        check(
            "::ffff:127.0.0.1",
            &said("[2001:db8::1]:4711"),
            "2001:db8::1",
            true,
        );
        check("10.9.9.9", &said("2001:db8::1"), "2001:db8::1", true);
        check("10.9.9.9", &said("192.0.2.1:80"), "192.0.2.1", true);
        check("127.0.0.1", &said("192.0.2.1, unknown"), "127.0.0.1", true);
        check(
            "127.0.0.1",
            &said("192.0.2.1, unknown, 10.1.1.1"),
            "10.1.1.1",
            true,
        );
        check("127.0.0.1", &said("10.1.1.2, 10.1.1.1"), "10.1.1.2", true);
        check("127.0.0.1", &said(""), "127.0.0.1", true);
        let lines = [
            ("x-forwarded-for", "198.51.100.7"),
            ("x-forwarded-for", "192.0.2.1"),
        ];
        check("127.0.0.1", &lines, "192.0.2.1", false);
        let schemes = [("x-forwarded-proto", "https"), ("x-forwarded-proto", "http")];
        check("127.0.0.1", &schemes, "127.0.0.1", false);
    }

    #[test]
    fn of_two_kinds_of_headers_one_is_believed() {
        let both = [
            ("x-forwarded-for", "192.0.2.1"),
            ("forwarded", "for=198.51.100.7;proto=https"),
        ];
        check("127.0.0.1", &both, "192.0.2.1", false);
        let asker = asker("127.0.0.1", ForwardedHeader::Forwarded, &both);
        assert_eq!(asker.address.to_string(), "198.51.100.7");
    }

    #[test]
    fn the_standard_header_is_read_as_it_is_written() {
        check_forwarded(
            "127.0.0.1",
            "For=\"[2001:db8::1]:4711\";proto=HTTPS",
            "2001:db8::1",
            true,
        );
        check_forwarded(
            "127.0.0.1",
            "for=192.0.2.1;proto=http, for=10.1.1.1;proto=https",
            "192.0.2.1",
            false,
        );
        check_forwarded("127.0.0.1", "for=192.0.2.1;by=10.1.1.1", "192.0.2.1", false);
        check_forwarded("127.0.0.1", "for=_hidden;proto=https", "127.0.0.1", false);
        check_forwarded("127.0.0.1", "for=\"a,b\";proto=https", "127.0.0.1", false);
        check_forwarded("127.0.0.1", "proto=https", "127.0.0.1", false);
    }

    #[test]
    fn only_what_never_leaves_the_machine_is_as_good_as_tls() {
        for (direct, headers, is_loopback, is_proxied) in [
            ("::1", &[("host", "localhost:8080")][..], true, false),
            ("::1", &[("host", "[::1]:8080")], true, false),
            ("::1", &[("host", "app.localhost")], true, false),
            ("::1", &[("host", "terms.court.example")], false, false),
            ("::1", &[("host", "localhost.evil.example")], false, false),
            (
                "::1",
                &[("host", "localhost"), ("x-forwarded-for", "192.0.2.1")],
                false,
                true,
            ),
            ("::1", &[("host", "localhost"), ("via", "1.1 x")], false, true),
            ("::1", &[], false, false),
            ("192.0.2.1", &[("host", "localhost")], false, false),
            (
                "192.0.2.1",
                &[("host", "localhost"), ("via", "1.1 x")],
                false,
                false,
            ),
            (
                "127.0.0.1",
                &[("host", "localhost"), ("x-forwarded-for", "127.0.0.1")],
                false,
                false,
            ),
        ] {
            let asker = asker(direct, ForwardedHeader::XForwarded, headers);
            assert_eq!(
                (asker.is_loopback, asker.is_behind_unknown_proxy),
                (is_loopback, is_proxied),
                "{direct} {headers:?}"
            );
        }
    }
}
