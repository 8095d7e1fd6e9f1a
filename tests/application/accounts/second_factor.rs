//! The second factor: setting it up, codes of the moment, recovery codes.

use app::Error;
use app::access::{self, Role};
use app::accounts::{LoggedIn, SessionDigest, SignedIn};

use super::{DESK, PASSWORD, Person, World, origin};

pub const STEP_MS: i64 = 30 * 1_000;

/// The secret of the phone, out of what is shown.
pub fn code_of(world: &World, secret: &str, steps: i64) -> String {
    testkit::totp_code(
        secret,
        app::Clock::now_ms(&world.application.clock) + steps * STEP_MS,
    )
}

/// Sets a second factor up; returns its secret and the recovery codes.
pub fn enrolled(world: &World, person: &Person) -> (String, Vec<String>) {
    let permit = world.permit(person).unwrap();
    let id = person.actor.id();
    let begun = world.app().begin_second_factor(&permit, id).unwrap();
    assert!(begun.qr.starts_with("<svg"));
    let wrong = world
        .app()
        .confirm_second_factor(&permit, id, "000000", &person.session);
    assert!(matches!(wrong, Err(Error::WrongLogin)));
    let code = code_of(world, &begun.secret, 0);
    let recovery = world
        .app()
        .confirm_second_factor(&permit, id, &code, &person.session);
    let recovery = recovery.unwrap().iter().map(|code| code.to_string()).collect();
    (begun.secret.to_string(), recovery)
}

pub fn half(world: &World) -> SessionDigest {
    let login = world.log_in("zhuoma", PASSWORD, DESK).unwrap();
    assert!(login.needs_second_factor);
    SessionDigest::read(login.secret.text()).unwrap()
}

pub fn give(world: &World, session: &SessionDigest, code: &str) -> Result<LoggedIn, Error> {
    world
        .app()
        .give_second_factor(session, code, &origin(DESK), "test")
}

#[test]
fn a_session_without_its_second_factor_is_good_for_nothing_but_giving_it() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::SecurityAdmin], "");
    let (secret, _) = enrolled(&world, &person);
    world.wait_ms(STEP_MS);
    let session = half(&world);
    let known = world.app().signed_in(&session, &origin(DESK)).unwrap();
    assert!(matches!(known, Some(SignedIn::Half { .. })), "{known:?}");
    assert!(matches!(give(&world, &session, "123456"), Err(Error::WrongLogin)));
    let full = give(&world, &session, &code_of(&world, &secret, 0)).unwrap();
    assert!(!world.lives(&session), "the half session has ended");
    world.with(&full);
}

#[test]
fn a_code_is_good_once_and_one_step_to_either_side() {
    // Two worlds, because tries that fail one after the other are told to wait.
    for tries in [
        &[(-2, false), (2, false)][..],
        &[
            (-1, true),
            (-1, false),
            (0, true),
            (0, false),
            (1, true),
            (0, false),
        ],
    ] {
        check_codes(tries);
    }
}

#[track_caller]
fn check_codes(tries: &[(i64, bool)]) {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let (secret, _) = enrolled(&world, &person);
    world.wait_ms(10 * STEP_MS);
    for (steps, is_good) in tries.iter().copied() {
        let code = code_of(&world, &secret, steps);
        let session = half(&world);
        assert_eq!(give(&world, &session, &code).is_ok(), is_good, "{steps}");
    }
}

#[test]
fn a_recovery_code_stands_in_for_the_phone_once() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let (_, recovery) = enrolled(&world, &person);
    assert_eq!(recovery.len(), 10);
    assert!(give(&world, &half(&world), &recovery[3]).is_ok());
    assert!(matches!(
        give(&world, &half(&world), &recovery[3]),
        Err(Error::WrongLogin)
    ));
    let permit = world.permit(&person).unwrap();
    assert_eq!(
        world
            .app()
            .own_account(&permit, &person.session)
            .unwrap()
            .recovery_codes_left,
        9
    );
    let other = world.person("tashi", &[Role::Reader], "");
    let (_, of_another) = enrolled(&world, &other);
    assert!(matches!(
        give(&world, &half(&world), &of_another[0]),
        Err(Error::WrongLogin)
    ));
}

#[test]
fn setting_it_up_or_taking_it_away_needs_a_fresh_password_and_ends_other_sessions() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let elsewhere = world.signed_in("zhuoma");
    enrolled(&world, &person);
    assert!(!world.lives(&elsewhere.session));
    world.wait_ms(5 * 60 * 1_000);
    let stale = match world.app().signed_in(&person.session, &origin(DESK)).unwrap() {
        Some(SignedIn::Fully(actor)) => Person { actor, ..person },
        other => panic!("{other:?}"),
    };
    let permit = world.permit(&stale).unwrap();
    let refused = world.app().remove_second_factor(&permit, stale.actor.id());
    assert!(
        matches!(refused, Err(Error::Refused(access::Refusal::ProofNeeded { .. }))),
        "{refused:?}"
    );
    let refused = world.app().begin_second_factor(&permit, stale.actor.id());
    assert!(refused.is_err());
}

#[test]
fn the_kept_secret_is_sealed_for_its_account() {
    let world = World::in_directory();
    let person = world.person("zhuoma", &[Role::Reader], "");
    let (secret, recovery) = enrolled(&world, &person);
    let bytes = testkit::from_base32(&secret);
    let files = world.application.directory();
    for needle in [
        secret.as_bytes(),
        &bytes,
        recovery[0].as_bytes(),
        PASSWORD.as_bytes(),
    ] {
        assert!(!testkit::is_in_any_file(files, needle));
    }
    assert!(
        testkit::is_in_any_file(files, "zhuoma".as_bytes()),
        "the search looks where it should"
    );
}

#[test]
fn a_coordinator_who_resets_an_account_does_not_get_into_it() {
    let world = World::new();
    let person = world.person("zhuoma", &[Role::Reader], "qh-yushu");
    enrolled(&world, &person);
    let coordinator = world.person("coordinator", &[Role::Coordinator], "qh-yushu");
    let reset = |permit| {
        let slip = world.app().reset_account(&permit, person.actor.id()).unwrap();
        world
            .app()
            .redeem_code("zhuoma", &slip.code, PASSWORD, &origin(DESK))
            .unwrap();
        world
            .log_in("zhuoma", PASSWORD, DESK)
            .unwrap()
            .needs_second_factor
    };
    assert!(
        reset(world.permit(&coordinator).unwrap()),
        "the phone is still asked for"
    );
    assert!(
        !reset(world.operator()),
        "whoever has lost it needs an administrator"
    );
}
