//! The name by which a server is asked: what stands in `Host` before the port.

use std::str::FromStr;

/// A host name or an address, in small letters, without a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostName(String);

/// What is no name of a host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no host such as terms.court.example, 10.0.0.8 or [fd00::1]: without a scheme, a port or a path"
)]
pub struct NoHostName(String);

impl HostName {
    /// Tells whether `host` means this one; capitals mean the same.
    #[must_use]
    pub fn is(&self, host: &str) -> bool {
        self.0.eq_ignore_ascii_case(host)
    }
}

impl FromStr for HostName {
    type Err = NoHostName;

    fn from_str(text: &str) -> Result<Self, NoHostName> {
        let is_address = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok());
        let is_name = !text.is_empty()
            && text.len() <= 253
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
        if is_address || is_name {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(NoHostName(text.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_without_anything_around_it() {
        for text in ["terms.court.example", "TERMS", "10.0.0.8", "[fd00::1]", "a_b"] {
            assert!(
                text.parse::<HostName>().unwrap().is(&text.to_lowercase()),
                "{text}"
            );
        }
        for text in [
            "",
            "a:80",
            "http://a",
            "a/b",
            "*",
            "*.a",
            "fd00::1",
            "[fd00::1",
            "法院.example",
            "a b",
        ] {
            assert_eq!(text.parse::<HostName>(), Err(NoHostName(text.to_owned())));
        }
    }
}
