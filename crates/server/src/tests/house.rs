//! A server with courts, accounts and tokens in it, and people who ask it something.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use access::{Action, Origin, Permit, Role, Scope};
use app::accounts::{Login, LoginName, NewAccount, NewToken};
use app::{Actor, App, Policy};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use tempfile::TempDir;
use testkit::FixedClock;
use tower::ServiceExt;

use super::{Answer, config};
use crate::caller::Transport;
use crate::handle::Handle;
use crate::listening::Connected;
use crate::router;
use crate::web::templates::percent_encode;

/// The password of everybody here.
pub const PASSWORD: &str = "七棵树 ཤིང་ལྗང་ 12";

const COURTS: &str = "court_code,name_zh,parent_code
qh,青海省高级人民法院,
qh-yushu,玉树州中级人民法院,qh
qh-golog,果洛州中级人民法院,qh
";

/// A server without a network, on a directory of its own.
pub struct House {
    pub app: App,
    pub clock: FixedClock,
    pub router: Router,
    _directory: TempDir,
    /// Every login comes from an address of its own, so that no test is stopped by what counts tries.
    logins: AtomicU8,
}

/// Somebody who asks: the headers that say who, and how the request comes.
#[derive(Debug, Clone)]
pub struct Asker {
    pub headers: Vec<(&'static str, String)>,
    pub transport: Transport,
}

impl Asker {
    /// Somebody unknown.
    pub fn nobody() -> Self {
        Self {
            headers: vec![],
            transport: Transport::Loopback,
        }
    }

    /// A browser with a session.
    pub fn browser(secret: &str) -> Self {
        Self::nobody().with("cookie", &format!("ui=zh; shanjar-dev={secret}"))
    }

    /// Another system.
    pub fn system(token: &str) -> Self {
        Self::nobody().with("authorization", &format!("Bearer {token}"))
    }

    /// Adds a header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Comes another way.
    pub fn over(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }

    /// The same with the session that `answer` has set.
    #[track_caller]
    pub fn after(answer: &Answer) -> Self {
        let cookie = answer.header("set-cookie");
        let value = cookie.split(';').next().unwrap();
        assert!(value.len() > 20, "no session in {cookie:?}");
        Self::nobody().with("cookie", value)
    }
}

impl House {
    /// A house whose glossary everybody may read.
    pub fn open() -> Self {
        Self::new(true)
    }

    /// A house whose glossary is for those who have signed in.
    pub fn closed() -> Self {
        Self::new(false)
    }

    fn new(public_read: bool) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = FixedClock::default();
        let config_of = app::Config {
            data_dir: directory.path().into(),
            database: None,
            public_read,
            hidden_collections: vec![],
            keys_file: None,
        };
        let app = App::open(config_of, Arc::new(clock.clone()), testkit::fresh_chance()).unwrap();
        let house = Self {
            router: router::router(Handle::new(app.clone(), config())),
            app,
            clock,
            _directory: directory,
            logins: AtomicU8::new(1),
        };
        let courts = app::CourtTable::read("courts.csv", COURTS.as_bytes(), app::Format::Csv).unwrap();
        house
            .app
            .put_courts(&operator(), &courts, app::OnError::Stop)
            .unwrap();
        house.app.wait_for_index().unwrap();
        house
    }

    /// Another node of the same house, which remembers nothing.
    pub fn other_node(&self) -> Router {
        router::router(Handle::new(self.app.clone(), config()))
    }

    /// Makes an account and returns its id and the code of its slip.
    pub fn add(&self, name: &str, roles: &[Role], court: Option<&str>) -> (String, String) {
        let new = NewAccount {
            login_name: LoginName::new(name).unwrap(),
            display_name: format!("{name} <b>"),
            court: court.map(|code| code.parse().unwrap()),
            roles: roles.iter().copied().collect(),
        };
        let slip = self.app.create_accounts(&operator(), &[new]).unwrap().remove(0);
        (slip.account, slip.code.to_string())
    }

    /// Makes an account with [`PASSWORD`] and returns its id.
    pub fn add_with_password(&self, name: &str, roles: &[Role], court: Option<&str>) -> String {
        let (id, code) = self.add(name, roles, court);
        self.app
            .redeem_code(name, &code, PASSWORD, &self.origin())
            .unwrap();
        id
    }

    /// Makes an account and signs in with it.
    pub fn person(&self, name: &str, roles: &[Role], court: Option<&str>) -> (String, Asker) {
        let id = self.add_with_password(name, roles, court);
        (id, self.log_in(name))
    }

    /// Signs in.
    pub fn log_in(&self, name: &str) -> Asker {
        let logged_in = self.app.log_in(&Login {
            login_name: name,
            password: PASSWORD,
            origin: &self.origin(),
            agent: "a browser",
            before: None,
        });
        Asker::browser(logged_in.unwrap().secret.text())
    }

    /// Makes a token and returns its id and its secret.
    pub fn token(&self, name: &str, scopes: &[Scope], addresses: &[&str]) -> (String, String) {
        let new = NewToken {
            name: name.to_owned(),
            scopes: scopes.iter().copied().collect::<BTreeSet<_>>(),
            court: None,
            addresses: addresses.iter().map(|range| range.parse().unwrap()).collect(),
            expires_at_ms: app::Clock::now_ms(&self.clock) + 24 * 60 * 60 * 1_000,
        };
        let (line, secret) = self.app.create_token(&operator(), &new).unwrap();
        (line.id, secret.text().to_owned())
    }

    /// Asks for a page or a list.
    pub async fn get(&self, who: &Asker, path: &str) -> Answer {
        self.ask(&self.router, who, "GET", path, "", "").await
    }

    /// Sends a form.
    pub async fn post(&self, who: &Asker, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs = form
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let kind = "application/x-www-form-urlencoded";
        self.ask(&self.router, who, "POST", path, kind, &body).await
    }

    /// Sends JSON.
    pub async fn json(&self, who: &Asker, method: &str, path: &str, body: &str) -> Answer {
        self.ask(&self.router, who, method, path, "application/json", body)
            .await
    }

    /// Asks `router` for something.
    pub async fn ask(
        &self,
        router: &Router,
        who: &Asker,
        method: &str,
        path: &str,
        kind: &str,
        body: &str,
    ) -> Answer {
        let host = match who.transport {
            Transport::Loopback => "localhost",
            Transport::Encrypted | Transport::Open => "court.example",
        };
        let mut request = Request::builder().method(method).uri(path).header("host", host);
        for (name, value) in &who.headers {
            request = request.header(*name, value);
        }
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        let last = self.logins.fetch_add(1, Ordering::Relaxed);
        let address = match who.transport {
            Transport::Loopback => Ipv4Addr::new(127, 0, 0, last.max(1)),
            Transport::Encrypted | Transport::Open => Ipv4Addr::new(192, 0, 2, last),
        };
        let connected = Connected {
            address: IpAddr::V4(address),
            is_tls: who.transport == Transport::Encrypted,
        };
        // What every browser of today says of a form on our own page.
        let site = who.headers.iter().any(|(name, _)| *name == "cookie");
        if site
            && !who
                .headers
                .iter()
                .any(|(name, _)| ["sec-fetch-site", "origin"].contains(name))
        {
            request = request.header("sec-fetch-site", "same-origin");
        }
        let request = request
            .extension(connected)
            .body(Body::from(body.to_owned()))
            .unwrap();
        Answer::read(router.clone().oneshot(request).await.unwrap()).await
    }

    fn origin(&self) -> Origin {
        let last = self.logins.fetch_add(1, Ordering::Relaxed);
        Origin {
            address: Some(Ipv4Addr::new(198, 51, 100, last).into()),
            request_id: None,
        }
    }
}

/// The right that the commands on the machine have.
pub fn operator<A: Action>() -> Permit<A> {
    Policy { public_read: true }.permit(&Actor::Operator).unwrap()
}
