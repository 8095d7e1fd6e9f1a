//! Accounts through the use-cases: who gets in, who may do what with whose account, and what lies in the store afterwards.

mod keys;
mod managing;
mod one_address;
mod roles;
mod rotation;
mod second_factor;
mod signing_in;
mod tokens;

use std::collections::BTreeSet;
use std::net::IpAddr;

use app::access::{Actor, Origin, Role};
use app::accounts::{LoggedIn, Login, LoginName, NewAccount, SessionDigest, SignedIn, Slip};
use app::{Action, Error, Permit};
use testkit::Application;

/// A password that the rules take.
const PASSWORD: &str = "མཚོ་སྔོན་ 三江源头的水";
/// From where people sign in that nothing else is said of.
const DESK: &str = "192.0.2.10";

const COURTS: &str = "court_code,name_zh,parent_code\nqh,青海省高级人民法院,\nqh-yushu,玉树州中级人民法院,qh\n\
                      qh-yushu-nq,囊谦县人民法院,qh-yushu\nqh-golog,果洛州中级人民法院,qh\n";

/// An application with courts.
struct World {
    application: Application,
}

/// Somebody who has signed in.
struct Person {
    actor: Actor,
    session: SessionDigest,
}

impl World {
    fn new() -> Self {
        Self::of(Application::empty())
    }

    /// A world whose database is in its directory whatever backend the tests run on: for what lies in that file.
    fn in_directory() -> Self {
        Self::of(Application::with_pairs_in_directory(&[]))
    }

    fn of(application: Application) -> Self {
        let world = Self { application };
        let courts = app::CourtTable::read("courts.csv", COURTS.as_bytes(), app::Format::Csv).unwrap();
        world
            .app()
            .put_courts(&world.operator(), &courts, app::OnError::Stop)
            .unwrap();
        world
    }

    fn app(&self) -> &app::App {
        &self.application.app
    }

    fn operator<A: Action>(&self) -> Permit<A> {
        self.app().policy().permit(&Actor::Operator).unwrap()
    }

    /// Makes an account by the command on the machine.
    fn slip(&self, login_name: &str, roles: &[Role], court: &str) -> Slip {
        let new = new_account(login_name, roles, court);
        let mut slips = self.app().create_accounts(&self.operator(), &[new]).unwrap();
        slips.pop().unwrap()
    }

    /// Makes an account, sets its password and signs in.
    fn person(&self, login_name: &str, roles: &[Role], court: &str) -> Person {
        let slip = self.slip(login_name, roles, court);
        self.app()
            .redeem_code(login_name, &slip.code, PASSWORD, &origin(DESK))
            .unwrap();
        self.signed_in(login_name)
    }

    /// Signs in with the usual password from the usual desk.
    fn signed_in(&self, login_name: &str) -> Person {
        let login = self.log_in(login_name, PASSWORD, DESK).unwrap();
        self.with(&login)
    }

    fn with(&self, login: &LoggedIn) -> Person {
        let session = SessionDigest::read(login.secret.text()).unwrap();
        match self.app().signed_in(&session, &origin(DESK)).unwrap() {
            Some(SignedIn::Fully(actor)) => Person { actor, session },
            other => panic!("{other:?}"),
        }
    }

    fn log_in(&self, login_name: &str, password: &str, address: &str) -> Result<LoggedIn, Error> {
        self.app().log_in(&Login {
            login_name,
            password,
            origin: &origin(address),
            agent: "test",
            before: None,
        })
    }

    /// Returns whether the session still signs somebody in.
    fn lives(&self, session: &SessionDigest) -> bool {
        self.app().signed_in(session, &origin(DESK)).unwrap().is_some()
    }

    fn permit<A: Action>(&self, person: &Person) -> Result<Permit<A>, Error> {
        Ok(self.app().policy().permit(&person.actor)?)
    }

    /// Moves the clock.
    fn wait_ms(&self, ms: i64) {
        self.application.clock.advance_ms(ms);
    }
}

fn new_account(login_name: &str, roles: &[Role], court: &str) -> NewAccount {
    NewAccount {
        login_name: LoginName::new(login_name).unwrap(),
        display_name: login_name.to_owned(),
        court: court.parse().ok(),
        roles: roles.iter().copied().collect::<BTreeSet<_>>(),
    }
}

fn origin(address: &str) -> Origin {
    Origin {
        address: Some(address.parse::<IpAddr>().unwrap()),
        request_id: Some("r-1".to_owned()),
    }
}
