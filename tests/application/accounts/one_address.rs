//! Many people behind one address: only what went wrong there is counted against it.

use std::sync::Barrier;

use app::Error;
use app::access::Role;
use app::accounts::SessionDigest;
use testkit::is_in_any_file;

use super::{DESK, PASSWORD, World, origin};

/// Wrong tries that are looked at from one address in a minute.
const TRIES_OF_ADDRESS: usize = 30;

/// What came of tries.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcomes {
    right: usize,
    wrong: usize,
    too_many: usize,
    busy: usize,
}

impl Outcomes {
    #[track_caller]
    fn note<T>(&mut self, outcome: &Result<T, Error>) {
        match outcome {
            Ok(_) => self.right += 1,
            Err(Error::WrongLogin) => self.wrong += 1,
            Err(Error::TooManyAttempts { .. }) => self.too_many += 1,
            Err(Error::Password(app::credentials::password::PasswordError::Busy(_))) => self.busy += 1,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Tries names that nobody has from the usual desk until the address is refused, and returns how many were looked at.
fn wrong_ones_left(world: &World, prefix: &str) -> usize {
    let mut outcomes = Outcomes::default();
    for nth in 0..TRIES_OF_ADDRESS + 10 {
        outcomes.note(&world.log_in(&format!("{prefix}{nth}"), "Spring2026!!", DESK));
    }
    outcomes.wrong
}

/// Signs in from the usual desk at the same moment as all others, and returns what came of it.
fn side_by_side(world: &World, logins: &[(String, &str)]) -> Outcomes {
    let start = Barrier::new(logins.len());
    let mut outcomes = Outcomes::default();
    std::thread::scope(|scope| {
        let tries: Vec<_> = logins
            .iter()
            .map(|(name, password)| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    world.log_in(name, password, DESK)
                })
            })
            .collect();
        for tried in tries {
            outcomes.note(&tried.join().unwrap());
        }
    });
    outcomes
}

#[test]
fn a_court_that_signs_in_in_the_morning_is_not_locked_out() {
    let world = World::new();
    let names = ["zhuoma", "扎西", "བཀྲ་ཤིས"];
    for name in names {
        world.person(name, &[Role::Reader], "qh");
    }
    for nth in 0..2 * TRIES_OF_ADDRESS {
        let name = names[nth % names.len()];
        world.log_in(name, PASSWORD, DESK).unwrap_or_else(|err| {
            panic!("{name}, login {nth} of this minute: {err}");
        });
    }
    // Whatever was right before, the wrong ones are as many as ever, and then nothing is looked at any more.
    assert_eq!(wrong_ones_left(&world, "nobody"), TRIES_OF_ADDRESS);
    assert!(matches!(
        world.log_in("zhuoma", PASSWORD, DESK),
        Err(Error::TooManyAttempts { .. })
    ));
    world.wait_ms(60 * 1_000);
    assert!(world.log_in("zhuoma", PASSWORD, DESK).is_ok());
}

#[test]
fn right_ones_at_the_same_moment_wait_in_line_and_all_get_in() {
    let world = World::new();
    world.person("zhuoma", &[Role::Reader], "");
    let logins = vec![("zhuoma".to_owned(), PASSWORD); TRIES_OF_ADDRESS + 10];
    let outcomes = side_by_side(&world, &logins);
    assert_eq!((outcomes.wrong, outcomes.too_many), (0, 0), "{outcomes:?}");
    assert_eq!(outcomes.right + outcomes.busy, logins.len(), "{outcomes:?}");
    assert_eq!(wrong_ones_left(&world, "nobody"), TRIES_OF_ADDRESS);
}

#[test]
fn wrong_ones_at_the_same_moment_are_counted_before_they_are_looked_at() {
    let world = World::new();
    world.person("zhuoma", &[Role::Reader], "");
    let before = world.app().password_runs();
    let logins: Vec<_> = (0..2 * TRIES_OF_ADDRESS)
        .map(|nth| (format!("nobody{nth}"), "Spring2026!!"))
        .collect();
    let outcomes = side_by_side(&world, &logins);
    assert!(outcomes.wrong <= TRIES_OF_ADDRESS, "{outcomes:?}");
    assert_eq!(
        outcomes.wrong + outcomes.too_many + outcomes.busy,
        logins.len(),
        "{outcomes:?}"
    );
    assert!(
        world.app().password_runs() - before <= logins.len() as u64,
        "one turn each at most"
    );
    // Somebody who knows a password gets no more tries by using it in between.
    assert_eq!(
        wrong_ones_left(&world, "again"),
        TRIES_OF_ADDRESS - outcomes.wrong
    );
}

#[test]
fn a_right_password_before_a_second_factor_is_given_back_and_a_wrong_code_is_not() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let permit = world.permit(&person).unwrap();
    let enrolment = world
        .app()
        .begin_second_factor(&permit, person.actor.id())
        .unwrap();
    let code = testkit::totp_code(&enrolment.secret, app::Clock::now_ms(&world.application.clock));
    world
        .app()
        .confirm_second_factor(&permit, person.actor.id(), &code, &person.session)
        .unwrap();
    let mut session = None;
    for _ in 0..3 {
        let login = world.log_in("zhuoma", PASSWORD, DESK).unwrap();
        assert!(login.needs_second_factor);
        session = SessionDigest::read(login.secret.text());
    }
    let wrong = world
        .app()
        .give_second_factor(&session.unwrap(), "000000", &origin(DESK), "test");
    assert!(matches!(wrong, Err(Error::WrongLogin)));
    assert_eq!(wrong_ones_left(&world, "nobody"), TRIES_OF_ADDRESS - 1);
}

#[test]
fn slips_and_passwords_given_once_more_count_only_when_they_are_wrong() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let permit = world.permit(&person).unwrap();
    for nth in 0..8 {
        world.app().prove(&permit, &person.session, PASSWORD).unwrap();
        let name = format!("new{nth}");
        let slip = world.slip(&name, &[Role::Reader], "");
        world
            .app()
            .redeem_code(&name, &slip.code, PASSWORD, &origin(DESK))
            .unwrap();
        // A password that breaks a rule has compared no code.
        let refused = world.app().redeem_code(&name, &slip.code, "short", &origin(DESK));
        assert!(matches!(refused, Err(Error::UnusablePassword(_))));
    }
    let slip = world.slip("late", &[Role::Reader], "");
    let wrong = [
        world.app().prove(&permit, &person.session, "wrong password"),
        world
            .app()
            .redeem_code("late", "7KQ4-9M2X-HT3V", PASSWORD, &origin(DESK)),
        world
            .app()
            .redeem_code("nobody", &slip.code, PASSWORD, &origin(DESK)),
    ];
    for outcome in wrong {
        assert!(matches!(outcome, Err(Error::WrongLogin)), "{outcome:?}");
    }
    assert_eq!(wrong_ones_left(&world, "nobody"), TRIES_OF_ADDRESS - 3);
}

#[test]
fn a_secret_typed_as_the_login_name_lies_in_no_file() {
    let world = World::in_directory();
    world.person("zhuoma", &[Role::Reader], "");
    // They could all be names: a password, and an identity number that nobody has.
    let typed = ["Spring-Court-2026", "苹果树和一只猫", "000000199001010008"];
    for name in typed {
        assert!(world.log_in(name, "x", DESK).is_err());
        assert!(
            world
                .app()
                .redeem_code(name, "7KQ4-9M2X-HT3V", PASSWORD, &origin(DESK))
                .is_err()
        );
    }
    for name in typed {
        for bytes in [name.to_owned(), name.to_lowercase()] {
            let found = is_in_any_file(world.application.directory(), bytes.as_bytes());
            assert!(!found, "{bytes} lies in a file");
        }
    }
    // The control: the name of an account does.
    assert!(is_in_any_file(world.application.directory(), b"zhuoma"));
}
