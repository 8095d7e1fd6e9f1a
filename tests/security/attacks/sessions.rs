//! Login sessions: drawn anew at every login, ended for good, at once, and by time; never readable by scripts.

use super::super::browser::Browser;
use super::super::http::{Answer, Request, send};
use super::super::world::World;

/// Half an hour and half a day, in milliseconds.
const IDLE_MS: i64 = 30 * 60 * 1000;
const LIFE_MS: i64 = 12 * 60 * 60 * 1000;

#[test]
fn a_session_from_before_the_login_is_not_the_one_after_it() {
    // attack 19
    let world = World::start();
    let person = world.person("reader-a").clone();
    let mut browser = Browser::new(&world);
    // What an attacker could have planted: a value of his choice, and one that the server once gave to himself.
    let others = world.person("reader-b").cookie.clone();
    let (name, planted) = others.split_once('=').unwrap();
    for planted in [planted, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        browser.cookies.insert(name.to_owned(), planted.to_owned());
        browser.log_in(&person.login_name, &person.password).expect(303);
        assert_ne!(browser.session(), planted);
        let mut attacker = Browser::new(&world);
        attacker.cookies.insert(name.to_owned(), planted.to_owned());
        let me = attacker.get("/api/v1/me").json();
        assert_ne!(me["name"], "reader-a", "{me}");
    }
    // The session that was there before the login has ended with it.
    assert!(!world.browser_of("reader-b").is_signed_in());
}

#[test]
fn every_login_draws_another_id_of_at_least_128_bits() {
    // attack 19, attack 22
    let world = World::start();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..5 {
        let session = world.logged_in("reader-a").session();
        // Base 64 carries six bits a letter, hexadecimal four.
        assert!(session.len() >= 22, "`{session}` is short");
        assert!(
            session.chars().collect::<std::collections::BTreeSet<_>>().len() >= 8,
            "{session}"
        );
        assert!(seen.insert(session));
    }
}

#[test]
fn logging_out_ends_the_session_and_no_other() {
    // attack 20
    let world = World::start();
    let mut one = world.logged_in("reader-a");
    let mut other = world.logged_in("reader-a");
    let copy = one.cookies.clone();
    let answer = one.post("/logout", &[]).expect(303);
    assert_eq!(answer.header("location"), Some("/"));
    let mut thief = Browser::new(&world);
    thief.cookies = copy;
    assert!(!thief.is_signed_in(), "the cookie still works after logging out");
    assert!(other.is_signed_in());
}

#[test]
fn a_new_password_ends_the_other_sessions_and_renews_this_one() {
    // attack 20, attack 19
    let world = World::start();
    let present = world.person("reader-a").password.clone();
    let mut one = world.logged_in("reader-a");
    let mut other = world.logged_in("reader-a");
    let before = one.session();
    let fields = [
        ("present", present.as_str()),
        ("password", "another good phrase 12"),
        ("password_again", "another good phrase 12"),
    ];
    one.post("/account/password", &fields).expect(303);
    assert!(one.is_signed_in());
    assert!(!other.is_signed_in());
    assert!(!world.browser_of("reader-a").is_signed_in());
    let mut thief = Browser::new(&world);
    let name = one
        .cookies
        .keys()
        .find(|n| super::super::browser::is_session_cookie(n))
        .unwrap()
        .clone();
    thief.cookies.insert(name, before.clone());
    assert!(before == one.session() || !thief.is_signed_in());
}

#[test]
fn other_sessions_can_be_ended_by_their_owner() {
    // attack 20
    let world = World::start();
    let mut one = world.logged_in("reader-a");
    let mut other = world.logged_in("reader-a");
    let mut stranger = world.logged_in("reader-b");
    one.post("/account/sessions/end", &[]).expect(303);
    assert!(one.is_signed_in());
    assert!(!other.is_signed_in());
    assert!(stranger.is_signed_in());
}

#[test]
fn a_reset_by_the_coordinator_ends_every_session() {
    // attack 20, attack 26
    let world = World::start();
    let mut browser = world.logged_in("object-a");
    let id = world.person("object-a").id.clone();
    let mut admin = world.logged_in("security-admin-a");
    let slip = admin
        .post_json(&format!("/api/v1/accounts/{id}/reset"), &serde_json::json!({}))
        .expect(200);
    keep_code(&world, &slip);
    assert!(!browser.is_signed_in());
    // The old password is gone as well.
    Browser::new(&world)
        .log_in("object-a", &world.person("object-a").password)
        .expect(401);
}

#[test]
fn a_disabled_account_is_refused_at_its_next_request() {
    // attack 8
    let world = World::start();
    let mut browser = world.logged_in("object-a");
    assert!(browser.is_signed_in());
    let id = world.person("object-a").id.clone();
    let mut admin = world.logged_in("security-admin-a");
    admin
        .post_json(&format!("/api/v1/accounts/{id}/disable"), &serde_json::json!({}))
        .expect(204);
    assert!(!browser.is_signed_in());
    assert_eq!(browser.get("/account").status, 303);
    Browser::new(&world)
        .log_in("object-a", &world.person("object-a").password)
        .expect(401);
    // Enabled again, old sessions stay ended.
    admin
        .post_json(&format!("/api/v1/accounts/{id}/enable"), &serde_json::json!({}))
        .expect(204);
    assert!(!world.browser_of("object-a").is_signed_in());
    world.logged_in("object-a");
}

#[test]
fn a_session_ends_after_half_an_hour_of_rest_and_after_half_a_day() {
    // attack 21: the traces of the clock are moved, which is the same as moving the clock.
    let check = |seen_ago: i64, made_ago: i64, expect: bool| {
        let mut world = World::start();
        let session = world.logged_in("reader-a").cookies;
        world.restart(|place| {
            let database = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
            let moved =
                "UPDATE login_session SET created_at_ms = created_at_ms - ?1, seen_at_ms = seen_at_ms - ?2";
            assert!(database.execute(moved, [made_ago, seen_ago]).unwrap() > 0);
        });
        let mut browser = Browser::new(&world);
        browser.cookies = session;
        assert_eq!(
            browser.is_signed_in(),
            expect,
            "seen {seen_ago} ms ago, made {made_ago} ms ago"
        );
    };
    const MINUTE_MS: i64 = 60 * 1000;
    check(IDLE_MS - MINUTE_MS, IDLE_MS - MINUTE_MS, true);
    check(IDLE_MS + MINUTE_MS, IDLE_MS + MINUTE_MS, false);
    check(MINUTE_MS, LIFE_MS - MINUTE_MS, true);
    check(MINUTE_MS, LIFE_MS + MINUTE_MS, false);
}

#[test]
fn the_cookie_is_closed_to_scripts_and_other_sites() {
    // attack 22
    let world = World::behind_proxy();
    let person = world.person("reader-a").clone();
    let log_in = |scheme: &str| {
        let fields = [
            ("login_name", person.login_name.as_str()),
            ("password", &person.password),
            ("next", "/"),
        ];
        let request = Request::post("/login")
            .form(&fields)
            .header("Origin", &format!("{scheme}://{}", world.address()))
            .header("Sec-Fetch-Site", "same-origin");
        match scheme {
            "http" => world.send(&request),
            _ => send(world.address(), &request.header("X-Forwarded-Proto", scheme)),
        }
        .expect(303)
    };
    // On the machine itself without TLS: a name that nobody takes for the real one.
    let always = ["HttpOnly", "SameSite=Lax", "Path=/"];
    check_cookie(&log_in("http"), "shanjar-dev=", &always, &["Secure", "Domain"]);
    // Behind a trusted proxy that speaks TLS.
    let secure = ["HttpOnly", "SameSite=Lax", "Path=/", "Secure"];
    check_cookie(&log_in("https"), "__Host-shanjar=", &secure, &["Domain"]);
}

#[track_caller]
fn check_cookie(answer: &Answer, start: &str, with: &[&str], without: &[&str]) {
    let cookie = answer.all("set-cookie").find(|cookie| cookie.starts_with(start));
    let cookie = cookie.unwrap_or_else(|| panic!("no `{start}` in {answer}"));
    let attributes: Vec<&str> = cookie.split(';').skip(1).map(str::trim).collect();
    for name in with {
        assert!(attributes.contains(name), "{name}: {attributes:?}");
    }
    for name in without {
        assert!(
            !attributes.iter().any(|a| a.starts_with(name)),
            "{name}: {attributes:?}"
        );
    }
}

fn keep_code(world: &World, answer: &Answer) {
    let document = answer.json();
    let slip = document.get("slip").unwrap_or(&document);
    world.keep_secret("a reset code", slip["code"].as_str().unwrap());
}
