//! The cookie of a login session: what it is called and how long it lives is decided by how the request arrived.

use axum::http::{HeaderMap, HeaderValue, header};

use super::Transport;
use crate::problem::Problem;

/// Returns what the cookie is called; `None` where a session would be readable on the way.
///
/// The prefix makes browsers refuse it from another host, another path or without TLS (RFC 6265bis, 4.1.3.2); the other
/// name is for work on one machine, where there is no TLS.
pub fn name(transport: Transport) -> Option<&'static str> {
    match transport {
        Transport::Encrypted => Some("__Host-shanjar"),
        Transport::Loopback => Some("shanjar-dev"),
        Transport::Open => None,
    }
}

/// Returns the value of the cookie.
pub fn value(headers: &HeaderMap, transport: Transport) -> Option<&str> {
    let name = name(transport)?;
    let lines = headers.get_all(header::COOKIE).iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Puts the session `secret` into the browser, until that is closed: the store knows when it ends.
///
/// # Errors
/// Where a session would be readable on the way.
pub fn keep_session(headers: &mut HeaderMap, transport: Transport, secret: &str) -> Result<(), Problem> {
    set(headers, transport, secret, "")
}

/// Takes the session out of the browser again.
///
/// # Errors
/// Where there can be none.
pub fn forget_session(headers: &mut HeaderMap, transport: Transport) -> Result<(), Problem> {
    set(headers, transport, "", "; Max-Age=0")
}

fn set(headers: &mut HeaderMap, transport: Transport, value: &str, more: &str) -> Result<(), Problem> {
    let name = name(transport).ok_or_else(|| Problem::internal("a session is not sent in the clear"))?;
    let secure = if transport == Transport::Encrypted {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
    // The value is drawn by us of letters that a header may hold; the error must not show it.
    let mut cookie =
        HeaderValue::from_str(&cookie).map_err(|_| Problem::internal("the cookie cannot be written"))?;
    cookie.set_sensitive(true);
    headers.append(header::SET_COOKIE, cookie);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cookies: &[&'static str], transport: Transport) -> String {
        let mut headers = HeaderMap::new();
        for line in cookies {
            headers.append(header::COOKIE, HeaderValue::from_static(line));
        }
        value(&headers, transport).unwrap_or("none").to_owned()
    }

    #[test]
    fn only_the_name_that_belongs_to_the_way_is_read() {
        use Transport::{Encrypted, Loopback, Open};
        for (cookies, transport, expected) in [
            (&["ui=bo; __Host-shanjar=a; shanjar-dev=b"][..], Encrypted, "a"),
            (&["ui=bo; __Host-shanjar=a; shanjar-dev=b"], Loopback, "b"),
            (&["ui=bo; __Host-shanjar=a; shanjar-dev=b"], Open, "none"),
            (&["ui=bo", "shanjar-dev=b"], Loopback, "b"),
            (&["x-shanjar-dev=b; shanjar-dev2=c"], Loopback, "none"),
            (&["__host-shanjar=a"], Encrypted, "none"),
            (&["shanjar-dev="], Loopback, ""),
            (&["shanjar-dev"], Loopback, "none"),
            (&[], Encrypted, "none"),
        ] {
            assert_eq!(read(cookies, transport), expected, "{cookies:?} {transport:?}");
        }
    }

    #[test]
    fn flags_follow_the_way() {
        let set = |transport, is_kept| {
            let mut headers = HeaderMap::new();
            let outcome = if is_kept {
                keep_session(&mut headers, transport, "s")
            } else {
                forget_session(&mut headers, transport)
            };
            outcome
                .ok()
                .map(|()| headers[header::SET_COOKIE].to_str().unwrap().to_owned())
        };
        for (transport, is_kept, expected) in [
            (
                Transport::Encrypted,
                true,
                Some("__Host-shanjar=s; Path=/; HttpOnly; SameSite=Lax; Secure"),
            ),
            (
                Transport::Encrypted,
                false,
                Some("__Host-shanjar=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"),
            ),
            (
                Transport::Loopback,
                true,
                Some("shanjar-dev=s; Path=/; HttpOnly; SameSite=Lax"),
            ),
            (Transport::Open, true, None),
            (Transport::Open, false, None),
        ] {
            assert_eq!(set(transport, is_kept).as_deref(), expected, "{transport:?}");
        }
    }
}
