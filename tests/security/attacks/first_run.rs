//! A new installation: nobody can log in until somebody at the machine made an account.

use super::super::http::{Request, send};
use crate::cli::program::{Place, Serving};

#[test]
fn an_empty_installation_has_no_account_and_no_page_that_makes_one() {
    // attack 12
    let place = Place::with_database_file();
    let serving = Serving::start(&place, &[]);
    let address = serving.url().trim_start_matches("http://").to_owned();
    let post = |path: &str, fields: &[(&str, &str)]| {
        let request = Request::post(path)
            .form(fields)
            .header("Origin", &format!("http://{address}"));
        send(&address, &request.header("Sec-Fetch-Site", "same-origin")).status
    };
    for (name, password) in [
        ("admin", "admin"),
        ("admin", ""),
        ("root", "root"),
        ("shanjar", "shanjar"),
        ("", ""),
    ] {
        assert_ne!(
            post("/login", &[("login_name", name), ("password", password)]),
            303,
            "{name}"
        );
    }
    for path in [
        "/accounts/new",
        "/api/v1/accounts",
        "/setup",
        "/install",
        "/register",
        "/signup",
    ] {
        let answer = send(&address, &Request::get(path));
        assert_ne!(answer.status, 200, "{path}");
    }
    let fields = [
        ("login_name", "admin"),
        ("display_name", "x"),
        ("roles", "security_admin"),
    ];
    assert_ne!(post("/accounts/new", &fields), 200);
}

#[test]
fn the_slip_of_the_command_is_for_the_eyes_of_whoever_called_it() {
    // attack 12
    let place = Place::with_database_file();
    let ran = place.run(["user", "add", "first-admin", "--role", "security_admin", "--json"]);
    let slip = ran.json();
    let code = slip["code"].as_str().unwrap();
    assert!(
        code.len() >= 14,
        "a code of {} letters can be guessed",
        code.len()
    );
    assert!(!ran.stderr.contains(code));
    let found = super::super::world::clear_text(place.path(), &[("the code".to_owned(), code.to_owned())]);
    assert!(found.is_empty(), "{found:?}");
    // The same name is not made twice, and says nothing of the first code.
    let again = place.run(["user", "add", "first-admin", "--role", "security_admin", "--json"]);
    assert_eq!(again.status, 1, "{again:?}");
    assert!(!again.stdout.contains(code) && !again.stderr.contains(code));
}
