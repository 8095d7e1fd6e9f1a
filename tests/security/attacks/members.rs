//! Bodies say what their route takes and nothing else.

use serde_json::{Value, json};

use super::super::http::Request;
use super::super::town::COURT_A;
use super::super::world::{TRACES, World};

/// Members that would be a gift to whoever may name them.
const GIFTS: &[(&str, &str)] = &[
    ("id", "\"00000000000000000000000000000000\""),
    ("revision", "99"),
    ("is_disabled", "false"),
    ("created_by", "\"somebody-else\""),
    ("created_at_ms", "1"),
    ("password", "\"known to me alone 12\""),
    ("password_at_ms", "1"),
    ("totp_secret", "\"AAAA\""),
    ("person", "\"p-1\""),
    ("login_key", "\"security-admin-a\""),
    ("digest", "\"00\""),
    ("secret", "\"sjt_known_to_me\""),
    ("state", "\"done\""),
    ("decided_by", "\"security-admin-b\""),
    ("asked_by", "\"security-admin-b\""),
    ("proved_at_ms", "9999999999999"),
    ("__proto__", "{}"),
];

/// Bodies that are taken, by route.
fn bodies(world: &World) -> Vec<(String, Value)> {
    let object = world.person("object-a").id.clone();
    vec![
        (
            "/api/v1/tokens".into(),
            json!({"name": "x", "scopes": ["glossary:read"], "expires_at": world.in_days(300)}),
        ),
        (
            format!("/api/v1/accounts/{object}/roles"),
            json!({"role": "reviewer", "op": "grant", "reason": "x"}),
        ),
        ("/api/v1/search".into(), json!({"q": "a"})),
    ]
}

#[test]
fn what_a_route_does_not_take_is_refused_and_not_passed_over() {
    // attack 3
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let before = world.rows(TRACES);
    for (path, body) in bodies(&world) {
        for (name, value) in GIFTS {
            let mut body = body.clone();
            body[*name] = serde_json::from_str(value).unwrap();
            let answer = admin.post_json(&path, &body);
            assert!(
                (400..500).contains(&answer.status),
                "{path} took {name}: {answer}"
            );
        }
    }
    let account = json!({"login_name": "gifted", "display_name": "x", "court": COURT_A, "roles": ["reader"]});
    for (name, value) in GIFTS {
        let mut account = account.clone();
        account[*name] = serde_json::from_str(value).unwrap();
        let answer = admin.post_json("/api/v1/accounts", &json!({"accounts": [account]}));
        assert!(
            (400..500).contains(&answer.status),
            "an account took {name}: {answer}"
        );
    }
    assert_eq!(world.rows(TRACES), before);
}

/// Forms that are taken, by page.
fn forms(world: &World) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let object = world.person("object-a").id.clone();
    vec![
        (
            "/accounts/new".into(),
            vec![
                ("login_name", "gifted"),
                ("display_name", "x"),
                ("roles", "reader"),
            ],
        ),
        (
            format!("/accounts/{object}/roles"),
            vec![("role", "reviewer"), ("op", "grant"), ("reason", "x")],
        ),
        (format!("/accounts/{object}/reset"), vec![]),
        (format!("/accounts/{object}/disable"), vec![]),
        (
            "/tokens".into(),
            vec![
                ("name", "x"),
                ("scopes", "glossary:read"),
                ("expires_on", "2027-01-31"),
            ],
        ),
        ("/account/sessions/end".into(), vec![]),
        (
            "/login/first".into(),
            vec![("login_name", "object-a"), ("code", "0000-0000-0000")],
        ),
    ]
}

#[test]
fn a_form_takes_the_fields_of_its_page_and_no_other() {
    // attack 3
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let before = world.rows(TRACES);
    for (path, fields) in forms(&world) {
        for (name, value) in GIFTS.iter().chain(&[("court_id", "1"), ("verified", "true")]) {
            if (*name, path.as_str()) == ("password", "/login/first") {
                continue;
            }
            let mut fields = fields.clone();
            fields.push((name, value));
            let answer = admin.post(&path, &fields);
            assert_eq!(answer.status, 400, "{path} took {name}: {answer}");
            assert!(
                answer.text().contains("unknown-field"),
                "{path}, {name}: {answer}"
            );
        }
    }
    assert_eq!(world.rows(TRACES), before);
}

#[test]
fn a_member_named_twice_is_not_taken() {
    // attack 3, attack 43
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    let end = world.in_days(300);
    let body =
        format!(r#"{{"name":"x","scopes":["glossary:read"],"scopes":["admin"],"expires_at":"{end}"}}"#);
    let answer = admin.ask(Request::post("/api/v1/tokens").body("application/json", body));
    assert!((400..500).contains(&answer.status), "{answer}");
    let fields = [
        ("present", "x"),
        ("password", "one good phrase 12"),
        ("password", "two good phrase 12"),
        ("password_again", "x"),
    ];
    let answer = admin.post("/account/password", &fields);
    assert!((400..500).contains(&answer.status), "{answer}");
}
