//! A browser as far as the server can tell: cookies, `Origin` and `Sec-Fetch-Site`, and no redirect followed.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};

use super::http::{Answer, Request, send};
use super::world::World;

/// A person at a screen.
pub struct Browser<'w> {
    world: &'w World,
    pub cookies: BTreeMap<String, String>,
    /// Where the requests come from.
    pub address: Ipv4Addr,
}

/// What the cookie of a login session is called: over TLS, and on the machine itself without.
const SESSION_COOKIES: [&str; 2] = ["__Host-shanjar", "shanjar-dev"];

/// Addresses nobody else in this process was given, so that limits by address fall on who earned them.
static NEXT_ADDRESS: AtomicU32 = AtomicU32::new(1);

/// Whether a cookie of this name is that of a login session.
pub fn is_session_cookie(name: &str) -> bool {
    SESSION_COOKIES.contains(&name)
}

/// Returns an address of this machine that was never used before.
pub fn fresh_address() -> Ipv4Addr {
    Ipv4Addr::from(0x7F01_0000 + NEXT_ADDRESS.fetch_add(1, Ordering::Relaxed))
}

impl<'w> Browser<'w> {
    /// A browser that nobody has logged in with, at an address of its own.
    pub fn new(world: &'w World) -> Self {
        Self {
            world,
            cookies: BTreeMap::new(),
            address: fresh_address(),
        }
    }

    /// Sends a request with what a browser adds, and keeps the cookies of the answer.
    #[track_caller]
    pub fn ask(&mut self, request: Request) -> Answer {
        let answer = send(self.world.address(), &self.dressed(request));
        self.keep(&answer);
        answer
    }

    #[track_caller]
    pub fn get(&mut self, target: &str) -> Answer {
        self.ask(Request::get(target))
    }

    /// Sends a form of a page of this server.
    #[track_caller]
    pub fn post(&mut self, target: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(Request::post(target).form(fields))
    }

    /// Calls the API from a script of this server's page.
    #[track_caller]
    pub fn post_json(&mut self, target: &str, value: &serde_json::Value) -> Answer {
        self.ask(Request::post(target).json(value))
    }

    /// Logs in with name and password; the answer says how it went.
    #[track_caller]
    pub fn log_in(&mut self, login_name: &str, password: &str) -> Answer {
        let fields = [
            ("login_name", login_name),
            ("password", password),
            ("next", "/account"),
        ];
        self.post("/login", &fields)
    }

    /// Returns the cookie of the login session; empty without one.
    pub fn session(&self) -> String {
        let found = SESSION_COOKIES.iter().find_map(|name| self.cookies.get(*name));
        found.cloned().unwrap_or_default()
    }

    /// Whether the server takes it for somebody.
    #[track_caller]
    pub fn is_signed_in(&mut self) -> bool {
        let me = self.get("/api/v1/me").expect(200).json();
        me["kind"] == "account"
    }

    /// Returns the request with cookies and with the headers that a browser does not let pages set.
    pub fn dressed(&self, request: Request) -> Request {
        let has = |name: &str| request.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let (has_origin, has_site) = (has("origin"), has("sec-fetch-site"));
        let mut request = request.from(self.address);
        if request.method != "GET" && !has_origin {
            let origin = format!("http://{}", self.world.address());
            request = request.header("Origin", &origin);
        }
        if !has_site {
            request = request.header("Sec-Fetch-Site", "same-origin");
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            request = request.header("Cookie", &cookies.join("; "));
        }
        request
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.all("set-cookie") {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            let is_over = value.is_empty() || attributes.to_lowercase().contains("max-age=0");
            if is_over {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
                if is_session_cookie(name) {
                    self.world.keep_secret("a login session", value);
                }
            }
        }
    }
}
