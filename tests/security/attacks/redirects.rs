//! `next` leads to a page of this server, whatever stands in it.

use super::super::browser::{Browser, fresh_address};
use super::super::http::{Request, encoded};
use super::super::world::World;

/// Ways to write another site as if it were a path.
const ELSEWHERE: &[&str] = &[
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\u{0}//evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "/\r\nSet-Cookie: planted=1",
    "/\r\n\r\n<script>alert(1)</script>",
    "/\u{2028}/evil.example",
    "／／evil.example",
    "/。/evil.example",
    "",
];

#[track_caller]
fn check_stays(world: &World, location: &str, given: &str) {
    let own = format!("http://{}", world.address());
    let path = location.strip_prefix(&own).unwrap_or(location);
    let second = path.chars().nth(1);
    assert!(path.starts_with('/'), "`{given}` led to `{location}`");
    assert!(
        !matches!(second, Some('/' | '\\')),
        "`{given}` led to `{location}`"
    );
    assert!(
        path.chars().all(|c| c.is_ascii_graphic()),
        "`{given}` led to `{location}`"
    );
    // What a browser makes of dots: an empty first segment would be another host.
    let collapsed = path.replace("/./", "/").replace("%2e", ".").replace("%2E", ".");
    let without_query = collapsed.split(['?', '#']).next().unwrap_or_default();
    assert!(
        !without_query.contains("//") && !without_query.contains("/.."),
        "`{given}` led to `{location}`"
    );
    assert!(!without_query.contains('\\'), "`{given}` led to `{location}`");
}

#[test]
fn logging_in_leads_to_this_server() {
    // attack 34
    let world = World::start();
    let person = world.person("reader-a").clone();
    for next in ELSEWHERE {
        let mut browser = Browser::new(&world);
        let fields = [
            ("login_name", person.login_name.as_str()),
            ("password", &person.password),
            ("next", next),
        ];
        let answer = browser.post("/login", &fields).expect(303);
        check_stays(&world, answer.header("location").unwrap(), next);
        assert!(answer.header("planted").is_none());
        assert!(
            answer
                .all("set-cookie")
                .all(|cookie| !cookie.starts_with("planted")),
            "{answer}"
        );
        // The page that carries `next` on does so as text.
        let page = Browser::new(&world).get(&format!("/login?next={}", encoded(next)));
        assert!(page.status < 500, "{next}: {page}");
        assert!(!page.text().contains("<script>alert(1)</script>"), "{next}");
    }
}

#[test]
fn a_path_of_this_server_is_kept() {
    // attack 34: the control.
    let world = World::start();
    let person = world.person("reader-a").clone();
    for next in ["/account", "/?q=%E6%B3%95", "/c/c-000001"] {
        let mut browser = Browser::new(&world);
        let fields = [
            ("login_name", person.login_name.as_str()),
            ("password", &person.password),
            ("next", next),
        ];
        let answer = browser.post("/login", &fields).expect(303);
        assert_eq!(answer.header("location"), Some(next));
    }
}

#[test]
fn every_other_redirect_stays_here_too() {
    // attack 34
    let world = World::start();
    let password = world.person("reader-a").password.clone();
    let mut browser = world.logged_in("reader-a");
    for next in ELSEWHERE {
        // Passwords are counted by address, the right ones too.
        browser.address = fresh_address();
        let answer = browser
            .post("/account/prove", &[("password", &password), ("next", next)])
            .expect(303);
        check_stays(&world, answer.header("location").unwrap(), next);
        let answer = browser.get(&format!("/ui?to=en&back={}", encoded(next)));
        if let Some(location) = answer.header("location") {
            check_stays(&world, location, next);
        }
    }
    // Where the login page sends people back to is taken from the path alone.
    for target in [
        "//evil.example/account",
        "/account?x=//evil.example",
        "/\\evil.example",
    ] {
        let answer = world.send(&Request::get(target));
        if let Some(location) = answer.header("location") {
            check_stays(&world, location, target);
        }
    }
}
