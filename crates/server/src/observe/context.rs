//! What is known of a request before anybody looks at what it asks for.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::armour::Armour;
use crate::listening::Connected;
use crate::pages::lookup::LOOKUP;
use crate::problem::Problem;
use crate::web::negotiate;
use crate::web::ui::Ui;

/// Who is to be answered, in which language and form.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// The request's id.
    pub id: String,
    /// The address of whoever asks; what a proxy says of it only where the proxy is trusted.
    pub peer: IpAddr,
    /// Whether the request came over TLS, as far as a trusted proxy.
    pub is_secure: bool,
    /// Whether it came from this machine to this machine, which browsers take for as good as TLS.
    pub is_loopback: bool,
    /// The language of the answer.
    pub ui: Ui,
    /// Whether a program asks: problems are JSON then, else pages.
    pub is_program: bool,
    /// Path and query as asked, for the links of a page that lead back to it; empty for a program.
    pub here: String,
}

/// What is known of a request that came by no connection, as in tests: it never left this machine.
const NO_CONNECTION: Connected = Connected {
    address: IpAddr::V4(Ipv4Addr::LOCALHOST),
    is_tls: false,
};

impl RequestContext {
    /// Reads the context of `request`.
    pub fn of(request: &Request, armour: &Armour, id: String) -> Self {
        let path = request.uri().path();
        let is_program = is_for_programs(path);
        let headers = request.headers();
        // In a frame of another page there is no cookie to choose by.
        let ui = if is_program || path == LOOKUP {
            negotiate::accepted_language(headers)
        } else {
            negotiate::page_language(headers)
        };
        let asked = || request.uri().path_and_query().map_or("/", |p| p.as_str());
        let here = if is_program { "" } else { asked() }.to_owned();
        let connected = request.extensions().get::<Connected>().copied();
        let asker = armour.asker(headers, connected.unwrap_or(NO_CONNECTION));
        Self {
            id,
            peer: asker.address,
            is_secure: asker.is_secure,
            is_loopback: asker.is_loopback,
            ui,
            is_program,
            here,
        }
    }

    /// Tells whether a whole page is wanted: no program asks, nor a script for a part of one.
    pub fn is_page(&self) -> bool {
        !self.is_program && !self.here.contains("fragment=")
    }

    /// Makes the context of a request that could not be read, of which `start` is known, and of `headers` the languages.
    pub fn of_unread(start: &[u8], headers: &HeaderMap, connected: Connected, id: String) -> Self {
        let start = String::from_utf8_lossy(start);
        let target = start.split(' ').nth(1).unwrap_or_default();
        let path = target.split('?').next().unwrap_or_default();
        let is_program = is_for_programs(path);
        Self {
            id,
            peer: connected.address,
            is_secure: connected.is_tls,
            is_loopback: false,
            ui: if is_program {
                negotiate::accepted_language(headers)
            } else {
                negotiate::page_language(headers)
            },
            is_program,
            here: "/".to_owned(),
        }
    }
}

fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || ["/api", "/healthz", "/readyz", "/metrics"].contains(&path)
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let context = parts.extensions.get::<Self>().cloned();
        context.ok_or_else(|| Problem::internal("the observing layer is missing from the router"))
    }
}

/// Gives ids to requests: the process's own prefix and a number.
#[derive(Debug)]
pub struct RequestIds {
    instance: String,
    next: AtomicU64,
}

impl RequestIds {
    /// Starts counting. What `instance` has besides letters and digits is left out: ids stand in headers.
    pub fn new(instance: &str) -> Self {
        let instance = instance
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(32)
            .collect();
        Self {
            instance,
            next: AtomicU64::new(1),
        }
    }

    /// Returns an id that this process has not given before.
    pub fn next(&self) -> String {
        format!(
            "{}-{:06}",
            self.instance,
            self.next.fetch_add(1, Ordering::Relaxed)
        )
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn ids_count_and_carry_nothing_that_a_header_could_not() {
        let ids = RequestIds::new("18f\r\n: 2");
        assert_eq!(
            (ids.next().as_str(), ids.next().as_str()),
            ("18f2-000001", "18f2-000002")
        );
    }

    #[test]
    fn programs_and_readers_are_told_apart_by_path() {
        let armour = Armour::new(&crate::tests::config());
        for (path, is_program) in [
            ("/api/v1/search", true),
            ("/api", true),
            ("/healthz", true),
            ("/", false),
            ("/apiary", false),
        ] {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            assert_eq!(
                RequestContext::of(&request, &armour, String::new()).is_program,
                is_program,
                "{path}"
            );
        }
    }
}
