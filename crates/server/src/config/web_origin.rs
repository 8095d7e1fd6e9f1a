//! The origin of a web page: scheme, host and port, as a browser writes it (RFC 6454).

use std::str::FromStr;

use axum::http::HeaderValue;
use axum::http::uri::Uri;

/// An origin, in the one form in which browsers send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebOrigin(String);

/// What is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no origin such as https://case.court.example or http://10.0.0.8:8080: a scheme, a host in small letters, a port if it is not the usual one, and no path"
)]
pub struct NoWebOrigin(String);

impl WebOrigin {
    /// Returns the origin as it stands in a header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether a browser that says `sent` means this origin.
    #[must_use]
    pub fn is(&self, sent: &HeaderValue) -> bool {
        sent.as_bytes() == self.0.as_bytes()
    }
}

impl FromStr for WebOrigin {
    type Err = NoWebOrigin;

    fn from_str(text: &str) -> Result<Self, NoWebOrigin> {
        let refused = || NoWebOrigin(text.to_owned());
        let uri: Uri = text.parse().map_err(|_| refused())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(refused());
        };
        // Whatever a browser would write in another way would never be equal to what it sends.
        let is_written_so = text == format!("{scheme}://{authority}")
            && matches!(scheme, "http" | "https")
            && !authority.host().is_empty()
            && authority.host().bytes().all(is_of_host)
            && authority.as_str().len() == authority.host().len() + port_length(scheme, authority.port_u16());
        if is_written_so {
            Ok(Self(text.to_owned()))
        } else {
            Err(refused())
        }
    }
}

/// A wildcard is none of these, and neither is what could end a value in a header.
fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte)
}

/// Returns how long `port` is written with its colon, if browsers write it.
fn port_length(scheme: &str, port: Option<u16>) -> usize {
    match (scheme, port) {
        (_, None) => 0,
        // Never equal, so an origin that names it is refused.
        ("http", Some(80)) | ("https", Some(443)) => usize::MAX / 2,
        (_, Some(port)) => 1 + port.to_string().len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_taken_only_as_browsers_write_it() {
        for text in [
            "https://case.court.example",
            "http://10.0.0.8:8080",
            "https://[fd00::1]:8443",
            "http://localhost",
        ] {
            let origin: WebOrigin = text.parse().unwrap();
            assert!(origin.is(&HeaderValue::from_static(text)));
        }
        for text in [
            "",
            "*",
            "null",
            "https://*",
            "https://*.court.example",
            "https://case.court.example/",
            "https://case.court.example/path",
            "https://case.court.example?q",
            "https://Case.court.example",
            "HTTPS://case.court.example",
            "https://case.court.example:443",
            "http://case.court.example:80",
            "https://case.court.example:0443",
            "https://user@case.court.example",
            "https://法院.example",
            "ftp://case.court.example",
            "case.court.example",
            "https://",
            "https://a;b",
            "https://a b",
            "https://a'b",
        ] {
            assert_eq!(
                text.parse::<WebOrigin>(),
                Err(NoWebOrigin(text.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_only_looks_alike_is_another_origin() {
        let origin: WebOrigin = "https://case.court.example".parse().unwrap();
        for sent in [
            "null",
            "http://case.court.example",
            "https://case.court.example:8443",
            "https://case.court.example.evil.example",
            "https://evil-case.court.example",
            "https://case.court.example@evil.example",
            "https://case.court.exampl",
            "https://case-court.example",
            "https://CASE.court.example",
        ] {
            assert!(!origin.is(&HeaderValue::from_static(sent)), "{sent}");
        }
    }
}
