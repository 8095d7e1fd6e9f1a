//! Refusals say what to do, and nothing of what is inside.

use serde_json::json;

use super::super::http::{Answer, Request};
use super::super::world::World;

/// What only somebody who knows the inside would write.
const INSIDES: &[&str] = &[
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "sqlite",
    "rusqlite",
    "postgres",
    "panicked",
    "RUST_BACKTRACE",
    "src/",
    ".rs:",
    "/tmp/",
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    "argon2",
    "$argon",
    "axum",
    "hyper",
    "tokio",
    "shanjar.db",
    "stack backtrace",
    "Some(",
    "Err(",
    "None)",
    "login_key",
    "totp_secret",
];

#[track_caller]
fn check(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {answer}");
    let text = answer.text();
    for inside in INSIDES {
        assert!(!text.contains(inside), "{what} says `{inside}`: {answer}");
    }
    let head = format!("{:?}", answer.headers).to_lowercase();
    for name in ["\"server\"", "x-powered-by", "x-runtime"] {
        assert!(!head.contains(name), "{what}: {head}");
    }
    if answer.status >= 400 && answer.header("content-type").is_some_and(|t| t.contains("json")) {
        let document = answer.json();
        for member in ["type", "title", "status", "detail", "request_id"] {
            assert!(
                document.get(member).is_some(),
                "{what} has no `{member}`: {answer}"
            );
        }
    }
}

#[test]
fn no_refusal_shows_the_inside() {
    // attack 60
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let texts = [
        "'",
        "''; DROP TABLE account; --",
        "\" OR 1=1 --",
        "\u{0}",
        "%00",
        "../../../../etc/passwd",
        "\\..\\..",
        "ཀ".repeat(3_000).as_str(),
        "\u{202E}",
        "\u{FFFF}",
        "{}",
        "[]",
        "-1",
        "9223372036854775808",
        "1e400",
        "NaN",
    ]
    .map(str::to_owned);
    for text in &texts {
        let encoded = super::super::http::encoded(text);
        for start in [
            "/api/v1/accounts/",
            "/accounts/",
            "/api/v1/tokens/",
            "/c/",
            "/api/v1/concepts/",
            "/problems/",
            "/assets/",
        ] {
            check(
                &admin.get(&format!("{start}{encoded}")),
                &format!("{start}{text}"),
            );
        }
        for start in [
            "/api/v1/accounts?limit=",
            "/api/v1/accounts?cursor=",
            "/api/v1/accounts?order=",
            "/api/v1/changes?since=",
        ] {
            check(
                &admin.get(&format!("{start}{encoded}")),
                &format!("{start}{text}"),
            );
        }
        let body =
            json!({"accounts": [{"login_name": text, "display_name": text, "court": text, "roles": [text]}]});
        check(&admin.post_json("/api/v1/accounts", &body), text);
        let body =
            json!({"name": text, "scopes": [text], "court": text, "addresses": [text], "expires_at": text});
        check(&admin.post_json("/api/v1/tokens", &body), text);
        check(
            &admin.ask(Request::post("/api/v1/tokens").body("application/json", text.clone())),
            text,
        );
        check(&admin.post("/accounts/new", &[("rows", text)]), text);
        let mut auditor = world.browser_of("auditor-a");
        for name in ["actor", "action", "object", "from", "to", "cursor"] {
            check(
                &auditor.get(&format!("/api/v1/audit?{name}={encoded}")),
                &format!("{name}={text}"),
            );
        }
    }
    assert!(!world.log().contains("panicked"), "{}", world.log());
}

#[test]
fn bodies_that_are_no_json_of_ours_are_refused_in_words() {
    // attack 43, attack 60
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let deep = "[".repeat(10_000);
    for body in [
        "",
        "x",
        "null",
        "[]",
        "\"x\"",
        "1",
        "{",
        "{}x",
        "{\"a\":1}{\"b\":2}",
        "{\"name\":\"\\ud800\"}",
        "{\"name\":1e400}",
        "\u{FEFF}{}",
        "{\"name\":18446744073709551616}",
        deep.as_str(),
        "{\"name\":\"\u{0}\"}",
        "NaN",
    ] {
        for path in ["/api/v1/tokens", "/api/v1/accounts"] {
            let answer = admin.ask(Request::post(path).body("application/json", body));
            assert!(
                (400..500).contains(&answer.status),
                "{path} took {body}: {answer}"
            );
            check(&answer, body);
        }
    }
    let answer = admin
        .ask(Request::post("/api/v1/tokens").body("application/json", b"{\"name\":\"\xff\xfe\"}".as_slice()));
    assert!((400..500).contains(&answer.status), "{answer}");
}

#[test]
fn an_unexpected_name_of_a_problem_page_is_not_there() {
    // attack 60, attack 50
    let world = World::start();
    for path in [
        "/assets/../../Cargo.toml",
        "/assets/x/..%2f..%2fCargo.toml",
        "/assets/x/%252e%252e/Cargo.toml",
        "/problems/..%2fx",
    ] {
        let answer = world.send(&Request::get(path)).expect(404);
        check(&answer, path);
    }
}
