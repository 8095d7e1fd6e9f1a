//! Passwords: long ones in any script, none cut short, common ones refused, huge ones thrown away.

use super::super::browser::Browser;
use super::super::http::Request;
use super::super::world::World;

/// Changes the password of a person who has just logged in; the status and the page.
fn change(browser: &mut Browser<'_>, present: &str, password: &str) -> (u16, String) {
    let answer = browser.post(
        "/account/password",
        &[
            ("present", present),
            ("password", password),
            ("password_again", password),
        ],
    );
    (answer.status, answer.text())
}

#[test]
fn long_passwords_of_any_script_are_taken_whole() {
    // attack 18
    let world = World::start();
    let person = world.person("reader-a").clone();
    let mut present = person.password.clone();
    let mut browser = world.logged_in("reader-a");
    let phrase = "雪山下的法庭今天开庭审理一起案件而且要用两种语言";
    let passwords = [
        "a quiet river past nine willow trees and the court of the old town".to_owned(),
        phrase.chars().cycle().take(256).collect::<String>(),
        "ཁྲིམས་ཁང་རྐུ་ལས་".chars().cycle().take(64).collect(),
        // Beyond the first plane, and a letter with marks that compose.
        "\u{20000}\u{2A6D6}e\u{301}u\u{308} twelve or more of them".to_owned(),
    ];
    for password in passwords {
        world.keep_secret("a long password", &password);
        let (status, page) = change(&mut browser, &present, &password);
        assert_eq!(status, 303, "{password}: {page}");
        // Without its last character it is another password.
        let mut cut = password.clone();
        cut.pop();
        assert_eq!(
            Browser::new(&world).log_in("reader-a", &cut).status,
            401,
            "{password}"
        );
        browser = Browser::new(&world);
        browser.log_in("reader-a", &password).expect(303);
        present = password;
    }
}

#[test]
fn composed_and_decomposed_are_one_password() {
    // attack 18, attack 48
    let world = World::start();
    let mut browser = world.logged_in("reader-a");
    let present = world.person("reader-a").password.clone();
    assert_eq!(
        change(&mut browser, &present, "caf\u{E9} with old friends").0,
        303
    );
    Browser::new(&world)
        .log_in("reader-a", "cafe\u{301} with old friends")
        .expect(303);
}

#[test]
fn short_common_and_obvious_passwords_are_refused() {
    // attack 18
    let world = World::start();
    let present = world.person("reader-a").password.clone();
    let mut browser = world.logged_in("reader-a");
    let too_long = "很".repeat(257);
    for password in [
        "",
        "short",
        "eleven char",
        "法院",
        // Of the lists of passwords that are tried first.
        "password1234",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "            ",
        too_long.as_str(),
    ] {
        let (status, page) = change(&mut browser, &present, password);
        assert_eq!(status, 422, "`{password}`: {page}");
    }
    // The old one still holds.
    world.logged_in("reader-a");
}

#[test]
fn a_password_of_a_mebibyte_is_thrown_away_unread() {
    // attack 18
    let world = World::start();
    let huge = "x".repeat(1024 * 1024);
    for path in ["/login", "/login/first", "/login/code"] {
        let fields = [
            ("login_name", "reader-a"),
            ("password", huge.as_str()),
            ("password_again", &huge),
            ("code", &huge),
        ];
        let answer = Browser::new(&world).post(path, &fields);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(
            answer.body.len() < 100_000,
            "{path} gives it back: {} bytes",
            answer.body.len()
        );
    }
    let nested = format!("{{\"accounts\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let mut admin = world.logged_in("security-admin-a");
    let answer = admin.ask(Request::post("/api/v1/accounts").body("application/json", nested));
    assert!((400..500).contains(&answer.status), "{answer}");
}

#[test]
fn the_present_password_is_needed_for_a_new_one() {
    // attack 24
    let world = World::start();
    let mut browser = world.logged_in("reader-a");
    let (status, _) = change(&mut browser, "not the present one 12", "another good phrase 12");
    assert!([401, 403, 422].contains(&status), "{status}");
    world.logged_in("reader-a");
}
