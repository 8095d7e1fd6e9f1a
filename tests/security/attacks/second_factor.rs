//! The second factor: a code counts once, holds for its step and the two beside it, and cannot be tried out.

use super::super::browser::Browser;
use super::super::http::{Answer, Request};
use super::super::one_time_password::{code_of_step, secret_of, step};
use super::super::world::World;

/// Returns the secret that the page shows for typing, in groups.
fn shown_secret(page: &str) -> String {
    let rest = page.split("class=\"secret\">").nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no secret in {page}"));
    rest.split('<').next().unwrap_or_default().to_owned()
}

/// Returns the recovery codes of a page: words of the form `7KQ4-9M2X-HT3V`.
fn shown_codes(page: &str) -> Vec<String> {
    let is_code = |word: &&str| {
        let groups: Vec<&str> = word.split('-').collect();
        let of_letters =
            |g: &&str| g.len() == 4 && g.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        groups.len() >= 2 && groups.iter().all(of_letters)
    };
    let words = page.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.filter(is_code).map(str::to_owned).collect()
}

/// Switches the second factor on: its secret and its recovery codes.
#[track_caller]
fn switch_on(world: &World, browser: &mut Browser<'_>) -> (Vec<u8>, Vec<String>) {
    let page = browser.post("/account/second-factor", &[]).expect(200).text();
    let text = shown_secret(&page);
    world.keep_secret("a secret of an authenticator", &text);
    world.keep_secret("a secret of an authenticator", &text.replace(' ', ""));
    let secret = secret_of(&text);
    // Of the step before, so that the next steps are left for the test.
    let code = code_of_step(&secret, step(world.now_seconds()) - 1);
    let confirmed = browser.post("/account/second-factor/confirm", &[("code", &code)]);
    assert!([200, 303].contains(&confirmed.status), "{confirmed}");
    let page = if confirmed.status == 200 {
        confirmed.text()
    } else {
        browser.get("/account").text()
    };
    let codes = shown_codes(&page);
    for code in &codes {
        world.keep_secret("a recovery code", code);
    }
    (secret, codes)
}

fn give(browser: &mut Browser<'_>, code: &str) -> Answer {
    browser.post("/login/code", &[("code", code)])
}

/// A browser that has given the right password and no code yet.
#[track_caller]
fn half_way(world: &World) -> Browser<'_> {
    let mut browser = Browser::new(world);
    let answer = browser
        .log_in("reader-a", &world.person("reader-a").password)
        .expect(303);
    assert!(
        answer.header("location").unwrap().starts_with("/login/code"),
        "{answer}"
    );
    browser
}

#[test]
fn the_password_alone_opens_nothing() {
    // attack 23
    let world = World::start();
    switch_on(&world, &mut world.logged_in("reader-a"));
    let mut browser = half_way(&world);
    assert!(!browser.is_signed_in());
    for page in [
        "/account",
        "/account/sessions/end",
        "/account/second-factor/remove",
    ] {
        let answer = if page == "/account" {
            browser.get(page)
        } else {
            browser.post(page, &[])
        };
        assert_eq!(answer.status, 303, "{page}: {answer}");
        assert!(
            answer.header("location").unwrap().starts_with("/login"),
            "{page}: {answer}"
        );
    }
}

#[test]
fn a_code_counts_once() {
    // attack 23
    let world = World::start();
    let (secret, _) = switch_on(&world, &mut world.logged_in("reader-a"));
    let now = step(world.now_seconds());
    let code = code_of_step(&secret, now);
    let mut first = half_way(&world);
    give(&mut first, &code).expect(303);
    assert!(first.is_signed_in());
    // The same code again, and the one that switched it on, in another login.
    for used in [code, code_of_step(&secret, now - 1)] {
        let mut second = half_way(&world);
        assert_eq!(give(&mut second, &used).status, 401);
        assert!(!second.is_signed_in());
    }
}

#[test]
fn a_code_holds_for_its_step_and_the_two_beside_it() {
    // attack 23: a world each, because whoever is wrong a few times has to wait.
    for far in [-20, -2, 3, 20] {
        let world = World::start();
        let (secret, _) = switch_on(&world, &mut world.logged_in("reader-a"));
        let now = step(world.now_seconds());
        let code = code_of_step(&secret, now.checked_add_signed(far).unwrap());
        assert_eq!(give(&mut half_way(&world), &code).status, 401, "{far}");
    }
    let world = World::start();
    let (secret, _) = switch_on(&world, &mut world.logged_in("reader-a"));
    // The step after this one still holds when this one turns.
    let code = code_of_step(&secret, step(world.now_seconds()) + 1);
    give(&mut half_way(&world), &code).expect(303);
}

#[test]
fn the_same_code_given_twice_at_once_opens_one_session() {
    // attack 23, attack 69
    let world = World::start();
    let (secret, _) = switch_on(&world, &mut world.logged_in("reader-a"));
    let code = code_of_step(&secret, step(world.now_seconds()));
    let browsers: Vec<_> = (0..4).map(|_| half_way(&world)).collect();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let given: Vec<_> = browsers
            .into_iter()
            .map(|mut browser| {
                let code = &code;
                scope.spawn(move || give(&mut browser, code).status)
            })
            .collect();
        given.into_iter().map(|g| g.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        1,
        "{statuses:?}"
    );
}

#[test]
fn six_digits_cannot_be_tried_out() {
    // attack 23
    let world = World::start();
    let (secret, _) = switch_on(&world, &mut world.logged_in("reader-a"));
    let mut statuses = Vec::new();
    for n in 0..40 {
        let mut browser = Browser::new(&world);
        browser.log_in("reader-a", &world.person("reader-a").password);
        statuses.push(give(&mut browser, &format!("{n:06}")).status);
    }
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    assert!(looked_at <= 10, "{statuses:?}");
    // Afterwards the right one is not looked at either.
    let mut browser = Browser::new(&world);
    browser.log_in("reader-a", &world.person("reader-a").password);
    give(&mut browser, &code_of_step(&secret, step(world.now_seconds())));
    assert!(!browser.is_signed_in());
}

#[test]
fn a_recovery_code_counts_once() {
    // attack 23
    let world = World::start();
    let (_, codes) = switch_on(&world, &mut world.logged_in("reader-a"));
    assert!(codes.len() >= 8, "{codes:?}");
    let mut browser = half_way(&world);
    give(&mut browser, &codes[0]).expect(303);
    assert!(browser.is_signed_in());
    assert_eq!(give(&mut half_way(&world), &codes[0]).status, 401);
    // As people type it: small letters, without dashes.
    give(&mut half_way(&world), &codes[1].to_lowercase().replace('-', " ")).expect(303);
}

#[test]
fn switching_it_on_ends_the_other_sessions() {
    // attack 20
    let world = World::start();
    let mut other = world.logged_in("reader-a");
    let mut browser = world.logged_in("reader-a");
    switch_on(&world, &mut browser);
    assert!(browser.is_signed_in());
    assert!(!other.is_signed_in());
}

#[test]
fn a_reset_keeps_the_second_factor() {
    // attack 26
    let world = World::start();
    switch_on(&world, &mut world.logged_in("reader-a"));
    let id = world.person("reader-a").id.clone();
    let mut admin = world.logged_in("security-admin-a");
    let document = admin
        .post_json(&format!("/api/v1/accounts/{id}/reset"), &serde_json::json!({}))
        .expect(200)
        .json();
    let slip = document.get("slip").unwrap_or(&document).clone();
    let code = slip["code"].as_str().unwrap();
    world.keep_secret("a reset code", code);
    let password = "a password after reset 12";
    let fields = [
        ("login_name", "reader-a"),
        ("code", code),
        ("password", password),
        ("password_again", password),
    ];
    let mut browser = Browser::new(&world);
    browser.post("/login/first", &fields).expect(303);
    assert!(!browser.is_signed_in(), "a slip is one factor");
}

#[test]
fn a_token_is_no_second_factor() {
    // attack 9
    let world = World::start();
    let secret = world.token("admin").secret.clone();
    for page in ["/account", "/login/code"] {
        let answer = world.send(&Request::post(page).form(&[("code", "000000")]).bearer(&secret));
        assert!(
            (400..500).contains(&answer.status) || answer.status == 303,
            "{page}: {answer}"
        );
    }
}
