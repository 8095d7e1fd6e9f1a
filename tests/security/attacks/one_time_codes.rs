//! Codes of slips: one use, by one person, until they end; a newer slip ends the older one.

use serde_json::json;

use super::super::browser::Browser;
use super::super::town::{COURT_A, text_of};
use super::super::world::World;

const PASSWORD: &str = "a password from a slip 12";

/// Resets an account and returns the code of its slip.
#[track_caller]
fn reset(world: &World, login_name: &str) -> String {
    let id = world.person(login_name).id.clone();
    let mut admin = world.logged_in("security-admin-a");
    let document = admin
        .post_json(&format!("/api/v1/accounts/{id}/reset"), &json!({}))
        .expect(200)
        .json();
    let code = text_of(document.get("slip").unwrap_or(&document), "code");
    world.keep_secret("a reset code", &code);
    code
}

fn redeem(world: &World, login_name: &str, code: &str) -> u16 {
    let fields = [
        ("login_name", login_name),
        ("code", code),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    Browser::new(world).post("/login/first", &fields).status
}

#[test]
fn a_code_is_used_once() {
    // attack 26, attack 12
    let world = World::start();
    let code = reset(&world, "object-a");
    assert_eq!(redeem(&world, "object-a", &code), 303);
    assert_eq!(redeem(&world, "object-a", &code), 401);
    Browser::new(&world).log_in("object-a", PASSWORD).expect(303);
}

#[test]
fn a_code_used_twice_at_once_counts_once() {
    // attack 26, attack 69
    let world = World::start();
    let code = reset(&world, "object-a");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let redeemed: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| redeem(&world, "object-a", &code)))
            .collect();
        redeemed.into_iter().map(|r| r.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        1,
        "{statuses:?}"
    );
}

#[test]
fn a_code_is_of_one_person() {
    // attack 26
    let world = World::start();
    let code = reset(&world, "object-a");
    assert_eq!(redeem(&world, "object-b", &code), 401);
    assert_eq!(redeem(&world, "security-admin-b", &code), 401);
    assert_eq!(redeem(&world, "object-a", &code), 303, "others' tries use it up");
}

#[test]
fn a_newer_slip_ends_the_older_one() {
    // attack 26
    let world = World::start();
    let older = reset(&world, "object-a");
    let newer = reset(&world, "object-a");
    assert_ne!(older, newer);
    assert_eq!(redeem(&world, "object-a", &older), 401);
    assert_eq!(redeem(&world, "object-a", &newer), 303);
}

#[test]
fn a_refused_password_does_not_use_the_code_up() {
    // attack 12
    let world = World::start();
    let code = reset(&world, "object-a");
    let fields = [
        ("login_name", "object-a"),
        ("code", code.as_str()),
        ("password", "short"),
        ("password_again", "short"),
    ];
    Browser::new(&world).post("/login/first", &fields).expect(422);
    let fields = [
        ("login_name", "object-a"),
        ("code", code.as_str()),
        ("password", PASSWORD),
        ("password_again", "another one 123"),
    ];
    Browser::new(&world).post("/login/first", &fields).expect(422);
    assert_eq!(redeem(&world, "object-a", &code), 303);
}

#[test]
fn a_code_ends_by_itself() {
    // attack 26: its end is moved into the past, which is the same as moving the clock.
    let mut world = World::start();
    let code = reset(&world, "object-a");
    world.restart(|place| {
        let database = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
        let ended = "UPDATE one_time_code SET expires_at_ms = created_at_ms + 1 WHERE used_at_ms IS NULL";
        assert_eq!(database.execute(ended, []).unwrap(), 1);
    });
    assert_eq!(redeem(&world, "object-a", &code), 401);
}

#[test]
fn the_slip_of_a_new_account_says_when_it_ends() {
    // attack 12
    let world = World::start();
    let account =
        json!({"login_name": "newcomer", "display_name": "新来的", "court": COURT_A, "roles": ["reader"]});
    let mut admin = world.logged_in("security-admin-a");
    let answer = admin
        .post_json("/api/v1/accounts", &json!({"accounts": [account]}))
        .expect(201);
    let slip = answer.json()["slips"][0].clone();
    let code = text_of(&slip, "code");
    world.keep_secret("a first code", &code);
    assert!(text_of(&slip, "expires_at").ends_with('Z'), "{slip}");
    // It is shown this once.
    let id = text_of(&slip, "account");
    for page in [
        "/accounts".to_owned(),
        format!("/accounts/{id}"),
        format!("/api/v1/accounts/{id}"),
    ] {
        assert!(!admin.get(&page).text().contains(&code), "{page}");
    }
    // Without the code there is no password that works.
    for password in ["newcomer", &code] {
        assert_ne!(
            Browser::new(&world).log_in("newcomer", password).status,
            303,
            "`{password}`"
        );
    }
    assert_eq!(redeem(&world, "newcomer", &code), 303);
}
