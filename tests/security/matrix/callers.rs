//! Everybody who asks: nobody, each role, each scope, and those whose right has ended.

use std::cell::RefCell;

use super::super::browser::is_session_cookie;
use super::super::http::{Answer, Request};
use super::super::town::{ROLES, SCOPES};
use super::super::world::World;

/// Who asks.
#[derive(Debug, Clone)]
pub struct Caller {
    pub name: String,
    pub kind: Kind,
    /// Set for those who can give their password.
    pub login_name: Option<String>,
    /// Changes when the server renews a login session.
    credential: RefCell<Credential>,
}

/// What the table goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Anonymous,
    /// An account with this role alone, of court A.
    Role(&'static str),
    /// A token with this scope alone.
    Scope(&'static str),
    /// A token that is made up, expired or revoked.
    DeadToken,
    /// A cookie that names no login session any more; the account was disabled or the value is made up.
    DeadCookie,
    /// A token and a cookie at once.
    Both,
}

#[derive(Debug, Clone)]
enum Credential {
    Nothing,
    Cookie(String),
    Token(String),
    Both(String, String),
}

impl Caller {
    /// Returns all callers.
    pub fn all(world: &World) -> Vec<Self> {
        let mut callers = vec![Self::new("anonymous", Kind::Anonymous, Credential::Nothing)];
        for role in ROLES {
            let person = world.person(&format!("{}-a", role.replace('_', "-")));
            let mut caller = Self::new(role, Kind::Role(role), Credential::Cookie(person.cookie.clone()));
            caller.login_name = Some(person.login_name.clone());
            callers.push(caller);
        }
        for scope in SCOPES {
            let secret = world.token(scope).secret.clone();
            callers.push(Self::new(
                &format!("token {scope}"),
                Kind::Scope(scope),
                Credential::Token(secret),
            ));
        }
        let live = world.token("glossary:read").secret.clone();
        // Of the right form, and another in the last place.
        let last = if live.ends_with('A') { "B" } else { "A" };
        let made_up = format!("{}{last}", &live[..live.len() - 1]);
        for (name, secret) in [
            ("made-up token", made_up),
            ("expired token", world.token("expired").secret.clone()),
            ("revoked token", world.token("revoked").secret.clone()),
        ] {
            callers.push(Self::new(name, Kind::DeadToken, Credential::Token(secret)));
        }
        let disabled = world.person("disabled-a").cookie.clone();
        let name_of_cookie = disabled.split('=').next().unwrap().to_owned();
        callers.push(Self::new(
            "disabled account",
            Kind::DeadCookie,
            Credential::Cookie(disabled),
        ));
        let made_up = format!("{name_of_cookie}={}", "A".repeat(43));
        callers.push(Self::new(
            "made-up session",
            Kind::DeadCookie,
            Credential::Cookie(made_up),
        ));
        let reader = world.person("bystander-a").cookie.clone();
        callers.push(Self::new(
            "token and cookie",
            Kind::Both,
            Credential::Both(live, reader),
        ));
        callers
    }

    fn new(name: &str, kind: Kind, credential: Credential) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            login_name: None,
            credential: RefCell::new(credential),
        }
    }

    /// Adds what the caller shows, and what a browser adds if it is one.
    pub fn dress(&self, world: &World, request: Request) -> Request {
        let changes_something = request.method != "GET";
        let request = match &*self.credential.borrow() {
            Credential::Token(secret) => return request.bearer(secret),
            Credential::Nothing => request,
            Credential::Cookie(cookie) => request.header("Cookie", cookie),
            Credential::Both(secret, cookie) => request.bearer(secret).header("Cookie", cookie),
        };
        let request = request.header("Sec-Fetch-Site", "same-origin");
        if changes_something {
            request.header("Origin", &format!("http://{}", world.address()))
        } else {
            request
        }
    }

    /// Goes on with the cookie of an answer, as a browser does.
    pub fn keep(&self, answer: &Answer) {
        for cookie in answer.all("set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or_default();
            if is_session_cookie(name) && !value.is_empty() && self.login_name.is_some() {
                *self.credential.borrow_mut() = Credential::Cookie(pair.to_owned());
            }
        }
    }
}
