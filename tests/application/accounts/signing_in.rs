//! Names, passwords, codes, sessions, and how often one may try.

use std::sync::{Arc, Mutex};

use app::access::{self, Role};
use app::accounts::{IDLE_MS, LIFETIME_MS, Login, LoginCounts, SessionDigest};
use app::{App, Error};

use super::{DESK, PASSWORD, World, new_account, origin};

const MINUTE_MS: i64 = 60 * 1_000;

#[test]
fn an_account_begins_with_a_code_and_goes_on_with_a_password() {
    let world = World::new();
    for name in ["zhuoma", "扎西", "བཀྲ་ཤིས"] {
        let person = world.person(name, &[Role::Terminologist], "qh");
        assert_eq!(person.actor.name(), name);
        assert!(world.permit::<access::WriteGlossary>(&person).is_ok());
        assert!(world.permit::<access::ReadAudit>(&person).is_err());
    }
}

#[test]
fn who_is_wrong_learns_nothing_and_costs_one_hash_either_way() {
    let world = World::new();
    world.person("zhuoma", &[Role::Reader], "");
    world.slip("fresh", &[Role::Reader], "");
    for (name, password) in [
        ("zhuoma", "not the password"),
        ("nobody", PASSWORD),
        ("fresh", PASSWORD),
        ("no name at all", PASSWORD),
        ("", ""),
    ] {
        let before = world.app().password_runs();
        let refused = world.log_in(name, password, "192.0.2.77").unwrap_err();
        assert!(matches!(refused, Error::WrongLogin), "{name}: {refused}");
        assert_eq!(world.app().password_runs() - before, 1, "{name}");
    }
}

#[test]
fn a_code_works_once_for_a_week_and_for_its_own_account() {
    let world = World::new();
    let slip = world.slip("zhuoma", &[Role::Reader], "");
    let other = world.slip("tashi", &[Role::Reader], "");
    let redeem = |name: &str, code: &str| world.app().redeem_code(name, code, PASSWORD, &origin(DESK));
    assert!(matches!(redeem("zhuoma", &other.code), Err(Error::WrongLogin)));
    // However it is typed.
    let typed = slip.code.to_lowercase().replace('-', " ");
    redeem("zhuoma", &typed).unwrap();
    assert!(matches!(redeem("zhuoma", &slip.code), Err(Error::WrongLogin)));
    world.wait_ms(other.expires_at_ms - slip.expires_at_ms + 7 * 24 * 60 * MINUTE_MS);
    assert!(matches!(redeem("tashi", &other.code), Err(Error::WrongLogin)));
}

#[test]
fn a_password_that_breaks_a_rule_leaves_the_code_good() {
    let world = World::new();
    let slip = world.slip("zhuoma", &[Role::Reader], "");
    for short in ["", "short", "zhuoma-zhuoma", "aaaaaaaaaaaaaaaa"] {
        let refused = world
            .app()
            .redeem_code("zhuoma", &slip.code, short, &origin(DESK));
        assert!(matches!(refused, Err(Error::UnusablePassword(_))), "{short}");
        world.wait_ms(20 * MINUTE_MS);
    }
    world
        .app()
        .redeem_code("zhuoma", &slip.code, PASSWORD, &origin(DESK))
        .unwrap();
}

#[test]
fn ten_tries_and_no_more_in_a_quarter_of_an_hour_from_wherever_they_come() {
    let world = World::new();
    world.person("zhuoma", &[Role::SecurityAdmin], "");
    let mut answered = 0;
    // Each from an address of its own, with all the time in between that a growing delay may ask for.
    for nth in 0..14 {
        world.wait_ms(MINUTE_MS);
        match world.log_in("zhuoma", "wrong password", &format!("198.51.100.{nth}")) {
            Err(Error::WrongLogin) => answered += 1,
            Err(Error::TooManyAttempts { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(answered, 10);
    // The right password from elsewhere is not tried either, and the owner's own desk is not concerned.
    assert!(matches!(
        world.log_in("zhuoma", PASSWORD, "203.0.113.9"),
        Err(Error::TooManyAttempts { .. })
    ));
    assert!(world.log_in("zhuoma", PASSWORD, DESK).is_ok());
    world.wait_ms(15 * MINUTE_MS);
    assert!(world.log_in("zhuoma", PASSWORD, "203.0.113.9").is_ok());
}

#[test]
fn tries_one_after_the_other_wait_longer_and_longer() {
    let world = World::new();
    world.person("zhuoma", &[Role::Reader], "");
    let mut refused = Vec::new();
    for _ in 0..12 {
        match world.log_in("zhuoma", "wrong password", "198.51.100.1") {
            Err(Error::WrongLogin) => refused.push(0),
            Err(Error::TooManyAttempts { wait_seconds }) => {
                refused.push(wait_seconds);
                world.wait_ms(i64::try_from(wait_seconds).unwrap() * 1_000);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, [0, 0, 0, 0, 0, 1, 0, 2, 0, 4, 0, 8]);
}

#[test]
fn one_address_that_tries_many_names_is_stopped() {
    let world = World::new();
    let mut answered = 0;
    for nth in 0..40 {
        match world.log_in(&format!("name{nth}"), "Spring2026!!", "198.51.100.1") {
            Err(Error::WrongLogin) => answered += 1,
            Err(Error::TooManyAttempts { wait_seconds }) => assert!((1..=60).contains(&wait_seconds)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(answered, 30);
    assert!(matches!(
        world.log_in("name1", "x", "198.51.100.2"),
        Err(Error::WrongLogin)
    ));
}

/// Work for the moment in which the secret of a session is drawn: after the password was compared, before the session begins.
type Meanwhile = Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>>;

#[test]
fn a_login_whose_account_changes_while_it_waits_begins_no_session() {
    let directory = tempfile::tempdir().unwrap();
    let meanwhile = Meanwhile::default();
    let (chance, due) = (testkit::fresh_chance(), Arc::clone(&meanwhile));
    let config = app::Config {
        data_dir: directory.path().into(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    let chance = move |bytes: &mut [u8]| {
        let work = due.lock().unwrap().take();
        if let Some(work) = work {
            work();
        }
        chance.fill(bytes)
    };
    let app = App::open(config, Arc::new(testkit::FixedClock::default()), Arc::new(chance)).unwrap();
    let operator = || app.policy().permit(&access::Actor::Operator).unwrap();
    let check = |name: &str, change: Option<fn(&App, &str)>| {
        let new = new_account(name, &[Role::Reader], "");
        let slip = app.create_accounts(&operator(), &[new]).unwrap().remove(0);
        app.redeem_code(name, &slip.code, PASSWORD, &origin(DESK))
            .unwrap();
        if let Some(change) = change {
            let (app, id) = (app.clone(), slip.account);
            *meanwhile.lock().unwrap() = Some(Box::new(move || change(&app, &id)));
        }
        app.log_in(&Login {
            login_name: name,
            password: PASSWORD,
            origin: &origin(DESK),
            agent: "test",
            before: None,
        })
    };
    assert!(check("zhuoma", None).is_ok());
    let disabled = check(
        "tashi",
        Some(|app, id| {
            let permit = app.policy().permit(&access::Actor::Operator).unwrap();
            app.set_account_disabled(&permit, id, true).unwrap();
        }),
    );
    assert!(matches!(disabled, Err(Error::WrongLogin)), "{disabled:?}");
    let reset = check(
        "dawa",
        Some(|app, id| {
            let permit = app.policy().permit(&access::Actor::Operator).unwrap();
            app.reset_account(&permit, id).unwrap();
        }),
    );
    assert!(matches!(reset, Err(Error::WrongLogin)), "{reset:?}");
    assert!(meanwhile.lock().unwrap().is_none(), "both changes were made");
}

#[test]
fn a_session_ends_when_it_rests_and_when_it_is_old() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    world.wait_ms(IDLE_MS - 1);
    assert!(world.lives(&person.session));
    world.wait_ms(IDLE_MS);
    assert!(!world.lives(&person.session));
    let person = world.signed_in("zhuoma");
    let mut lived_ms = 0;
    while world.lives(&person.session) {
        world.wait_ms(20 * MINUTE_MS);
        lived_ms += 20 * MINUTE_MS;
    }
    assert_eq!(lived_ms, LIFETIME_MS);
}

#[test]
fn signing_in_again_ends_the_session_the_browser_had() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let again = world.app().log_in(&Login {
        login_name: "zhuoma",
        password: PASSWORD,
        origin: &origin(DESK),
        agent: "test",
        before: Some(&person.session),
    });
    let new = SessionDigest::read(again.unwrap().secret.text()).unwrap();
    assert_ne!(new, person.session);
    assert!(world.lives(&new) && !world.lives(&person.session));
    world.app().log_out(&new, &origin(DESK)).unwrap();
    assert!(!world.lives(&new));
}

#[test]
fn a_new_password_ends_every_other_session() {
    let world = World::new();
    let here = world.person("zhuoma", &[Role::Reader], "");
    let elsewhere = world.signed_in("zhuoma");
    let permit = world.permit(&here).unwrap();
    let new = "另一个很长的口令 2026";
    let wrong = world
        .app()
        .change_password(&permit, &here.session, "wrong password", new);
    assert!(matches!(wrong, Err(Error::WrongLogin)));
    assert!(world.lives(&elsewhere.session));
    world
        .app()
        .change_password(&permit, &here.session, PASSWORD, new)
        .unwrap();
    assert!(world.lives(&here.session) && !world.lives(&elsewhere.session));
    assert!(world.log_in("zhuoma", PASSWORD, DESK).is_err());
    assert!(world.log_in("zhuoma", new, DESK).is_ok());
}

#[test]
fn a_password_given_once_more_counts_for_five_minutes() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::SecurityAdmin], "");
    assert!(
        world.permit::<access::ManageAccounts>(&person).is_ok(),
        "just signed in"
    );
    world.wait_ms(5 * MINUTE_MS);
    let again = |session| match world.app().signed_in(session, &origin(DESK)).unwrap() {
        Some(app::accounts::SignedIn::Fully(actor)) => actor,
        other => panic!("{other:?}"),
    };
    let allows = |actor| {
        world
            .app()
            .policy()
            .permit::<access::ManageAccounts>(&actor)
            .is_ok()
    };
    assert!(!allows(again(&person.session)));
    let permit = world.permit(&person).unwrap();
    assert!(
        world
            .app()
            .prove(&permit, &person.session, "wrong password")
            .is_err()
    );
    assert!(!allows(again(&person.session)));
    world.app().prove(&permit, &person.session, PASSWORD).unwrap();
    assert!(allows(again(&person.session)));
}

#[test]
fn tries_to_sign_in_are_counted_by_what_came_of_them() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    super::second_factor::enrolled(&world, &person);
    // The password alone is no login yet.
    let half = super::second_factor::half(&world);
    let wrong = super::second_factor::give(&world, &half, "000000");
    assert!(matches!(wrong, Err(Error::WrongLogin)));
    for _ in 0..20 {
        let _ = world.log_in("nobody", PASSWORD, "192.0.2.88");
    }
    let counts = world.app().login_counts();
    let expected = LoginCounts {
        done: 1,
        refused: counts.refused,
        blocked: counts.blocked,
    };
    assert_eq!(counts, expected);
    assert_eq!(counts.refused + counts.blocked, 21, "{counts:?}");
    assert!(counts.refused > 1 && counts.blocked > 1, "{counts:?}");
}
