//! What is left of an account that was disabled, a code that was used and a session that has ended.

use super::super::browser::Browser;
use super::super::world::World;

/// Returns the rows of a table that hold `text`, whole or in part.
fn rows_of(world: &World, table: &str, text: &str) -> Vec<String> {
    let (start, bytes) = (format!("{table}: "), bytes_of(text));
    let is_one = |row: &String| row.starts_with(&start) && row.contains(&bytes);
    world.rows(&[]).into_iter().filter(is_one).collect()
}

/// Returns how the bytes of `text` stand in a row.
fn bytes_of(text: &str) -> String {
    format!("{:?}", text.as_bytes())
        .trim_matches(['[', ']'])
        .to_owned()
}

/// Returns the hash that is kept of a password.
fn hash_of(world: &World, account: &str) -> Option<String> {
    let database = rusqlite::Connection::open(world.place().data_dir().join("shanjar.db")).unwrap();
    database
        .query_row("SELECT password FROM account WHERE id = ?1", [account], |row| {
            row.get(0)
        })
        .unwrap()
}

#[test]
fn a_disabled_account_keeps_no_session_and_no_code_that_opens_anything() {
    // attack 70: as far as there is anything to erase by now. Accounts themselves stay, so that a name in the audit is
    // never given to somebody else.
    let world = World::start();
    let reader = world.person("object-a").clone();
    let mut browser = world.browser_of(&reader.login_name);
    assert!(browser.is_signed_in());
    assert!(!rows_of(&world, "login_session", &reader.id).is_empty());
    let mut admin = world.logged_in("security-admin-a");
    let slip = admin
        .post_json(
            &format!("/api/v1/accounts/{}/reset", reader.id),
            &serde_json::json!({}),
        )
        .expect(200)
        .json();
    let slip = slip.get("slip").cloned().unwrap_or(slip);
    let code = slip["code"].as_str().unwrap().to_owned();
    world.keep_secret("a reset code", &code);
    admin
        .post_json(
            &format!("/api/v1/accounts/{}/disable", reader.id),
            &serde_json::json!({}),
        )
        .expect(204);
    assert_eq!(rows_of(&world, "login_session", &reader.id), [""; 0]);
    assert!(!browser.is_signed_in());
    let fields = [
        ("login_name", reader.login_name.as_str()),
        ("code", &code),
        ("password", "a password for this 12"),
        ("password_again", "a password for this 12"),
    ];
    let refused = Browser::new(&world).post("/login/first", &fields);
    assert_eq!(refused.status, 401, "{refused}");
    // A reset leaves no hash of the former password behind.
    assert_eq!(rows_of(&world, "account", &reader.login_name).len(), 1);
    assert_eq!(hash_of(&world, &reader.id), None);
}

#[test]
fn a_session_that_has_ended_leaves_no_row() {
    // attack 70
    let world = World::start();
    let id = world.person("reader-b").id.clone();
    let before = rows_of(&world, "login_session", &id).len();
    let mut browser = world.logged_in("reader-b");
    assert_eq!(rows_of(&world, "login_session", &id).len(), before + 1);
    browser.post("/logout", &[]).expect(303);
    assert_eq!(rows_of(&world, "login_session", &id).len(), before);
}

#[test]
fn a_new_password_leaves_nothing_of_the_former_one() {
    // attack 70
    let world = World::start();
    let reader = world.person("reviewer-b").clone();
    let former = hash_of(&world, &reader.id).unwrap();
    assert_eq!(
        rows_of(&world, "account", &former).len(),
        1,
        "it is found where it is"
    );
    let mut browser = world.logged_in(&reader.login_name);
    let change = [
        ("present", reader.password.as_str()),
        ("password", "a renewed password 52e3 雪山"),
        ("password_again", "a renewed password 52e3 雪山"),
    ];
    let changed = browser.post("/account/password", &change);
    assert!(changed.status < 400, "{changed}");
    world.keep_secret("a renewed password", change[1].1);
    let renewed = hash_of(&world, &reader.id).unwrap();
    assert_ne!(renewed, former);
    assert_eq!(rows_of(&world, "account", &renewed).len(), 1);
    let former = bytes_of(&former);
    let left: Vec<_> = world
        .rows(&[])
        .into_iter()
        .filter(|row| row.contains(&former))
        .collect();
    assert_eq!(left, [""; 0], "the former hash stands in a row");
}
