//! The API's document says of accounts what the router does: every refusal that it names, and who may.
//!
//! Long because most of it is the table of what is asked.

use access::{Role, Scope};
use serde_json::{Value, json};

use super::house::{Asker, House};
use super::openapi::{UNPROVOKED, check_declared};
use crate::problem::Code;
use crate::router::{Needs, api_routes};

/// What a security administrator asks, and an auditor of the audit, and the code of the problem it is answered with; none for an answer that is none.
/// `OWN`, `THEIRS`, `CHANGE`, `CLASH` and `TOKEN` stand for ids.
const ASKED: &[(&str, &str, &str, &str)] = &[
    ("GET /api/v1/me", "", "", ""),
    ("GET /api/v1/accounts", "", "", ""),
    (
        "GET /api/v1/accounts",
        "?limit=1&limit=1",
        "",
        "duplicate-parameter",
    ),
    ("GET /api/v1/accounts", "?q=a", "", "unknown-parameter"),
    ("GET /api/v1/accounts", "?cursor=x", "", "bad-cursor"),
    ("GET /api/v1/accounts", "?limit=0", "", "invalid-input"),
    ("POST /api/v1/accounts", "", NEW, ""),
    ("POST /api/v1/accounts", "", "{", "malformed-json"),
    ("POST /api/v1/accounts", "?a=1&a=2", "{}", "duplicate-parameter"),
    ("POST /api/v1/accounts", "?a=1", "{}", "unknown-parameter"),
    ("POST /api/v1/accounts", "", "LONG", "payload-too-large"),
    ("POST /api/v1/accounts", "", "TEXT", "unsupported-media-type"),
    ("POST /api/v1/accounts", "", "{}", "invalid-input"),
    ("GET /api/v1/accounts/{id}", "THEIRS", "", ""),
    (
        "GET /api/v1/accounts/{id}",
        "THEIRS?a=1&a=1",
        "",
        "duplicate-parameter",
    ),
    ("GET /api/v1/accounts/{id}", "THEIRS?a=1", "", "unknown-parameter"),
    ("GET /api/v1/accounts/{id}", "a-0", "", "not-found"),
    ("POST /api/v1/accounts/{id}/reset", "THEIRS", "", ""),
    (
        "POST /api/v1/accounts/{id}/reset",
        "THEIRS?a=1&a=1",
        "",
        "duplicate-parameter",
    ),
    (
        "POST /api/v1/accounts/{id}/reset",
        "THEIRS?a=1",
        "",
        "unknown-parameter",
    ),
    ("POST /api/v1/accounts/{id}/reset", "a-0", "", "not-found"),
    ("POST /api/v1/accounts/{id}/disable", "THEIRS", "", ""),
    (
        "POST /api/v1/accounts/{id}/disable",
        "THEIRS?a=1&a=1",
        "",
        "duplicate-parameter",
    ),
    (
        "POST /api/v1/accounts/{id}/disable",
        "THEIRS?a=1",
        "",
        "unknown-parameter",
    ),
    ("POST /api/v1/accounts/{id}/disable", "a-0", "", "not-found"),
    ("POST /api/v1/accounts/{id}/enable", "THEIRS", "", ""),
    (
        "POST /api/v1/accounts/{id}/enable",
        "THEIRS?a=1&a=1",
        "",
        "duplicate-parameter",
    ),
    (
        "POST /api/v1/accounts/{id}/enable",
        "THEIRS?a=1",
        "",
        "unknown-parameter",
    ),
    ("POST /api/v1/accounts/{id}/enable", "a-0", "", "not-found"),
    ("PUT /api/v1/accounts/{id}/person", "THEIRS", LINK, ""),
    (
        "PUT /api/v1/accounts/{id}/person",
        "THEIRS",
        "{",
        "malformed-json",
    ),
    (
        "PUT /api/v1/accounts/{id}/person",
        "THEIRS?a=1&a=1",
        LINK,
        "duplicate-parameter",
    ),
    (
        "PUT /api/v1/accounts/{id}/person",
        "THEIRS?a=1",
        LINK,
        "unknown-parameter",
    ),
    (
        "PUT /api/v1/accounts/{id}/person",
        "THEIRS",
        "LONG",
        "payload-too-large",
    ),
    (
        "PUT /api/v1/accounts/{id}/person",
        "THEIRS",
        "TEXT",
        "unsupported-media-type",
    ),
    (
        "PUT /api/v1/accounts/{id}/person",
        "THEIRS",
        "PACKED",
        "unsupported-encoding",
    ),
    (
        "PUT /api/v1/accounts/{id}/person",
        "THEIRS",
        "{}",
        "invalid-input",
    ),
    ("PUT /api/v1/accounts/{id}/person", "a-0", LINK, "not-found"),
    (
        "DELETE /api/v1/accounts/{id}/person",
        "THEIRS?a=1&a=1",
        "",
        "duplicate-parameter",
    ),
    (
        "DELETE /api/v1/accounts/{id}/person",
        "THEIRS?a=1",
        "",
        "unknown-parameter",
    ),
    ("DELETE /api/v1/accounts/{id}/person", "THEIRS", "", ""),
    ("DELETE /api/v1/accounts/{id}/person", "a-0", "", "not-found"),
    ("POST /api/v1/accounts/{id}/roles", "THEIRS", GRANT, ""),
    (
        "POST /api/v1/accounts/{id}/roles",
        "THEIRS",
        "{",
        "malformed-json",
    ),
    (
        "POST /api/v1/accounts/{id}/roles",
        "THEIRS?a=1&a=1",
        GRANT,
        "duplicate-parameter",
    ),
    (
        "POST /api/v1/accounts/{id}/roles",
        "THEIRS?a=1",
        GRANT,
        "unknown-parameter",
    ),
    (
        "POST /api/v1/accounts/{id}/roles",
        "THEIRS",
        "LONG",
        "payload-too-large",
    ),
    (
        "POST /api/v1/accounts/{id}/roles",
        "THEIRS",
        "TEXT",
        "unsupported-media-type",
    ),
    (
        "POST /api/v1/accounts/{id}/roles",
        "THEIRS",
        "{}",
        "invalid-input",
    ),
    ("POST /api/v1/accounts/{id}/roles", "a-0", GRANT, "not-found"),
    (
        "POST /api/v1/accounts/{id}/roles",
        "OWN",
        AUDITOR,
        "role-conflict",
    ),
    ("GET /api/v1/role-changes", "", "", ""),
    ("GET /api/v1/role-changes", "?a=1&a=1", "", "duplicate-parameter"),
    ("GET /api/v1/role-changes", "?a=1", "", "unknown-parameter"),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "MINE",
        APPROVE,
        "second-person-needed",
    ),
    ("POST /api/v1/role-changes/{id}/decision", "CHANGE", APPROVE, ""),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "CLASH",
        APPROVE,
        "role-conflict",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "CHANGE",
        APPROVE,
        "not-found",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "r-0",
        "{",
        "malformed-json",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "r-0?a=1&a=1",
        APPROVE,
        "duplicate-parameter",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "r-0?a=1",
        APPROVE,
        "unknown-parameter",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "r-0",
        "LONG",
        "payload-too-large",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "r-0",
        "TEXT",
        "unsupported-media-type",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "r-0",
        "{}",
        "invalid-input",
    ),
    ("GET /api/v1/tokens", "", "", ""),
    ("GET /api/v1/tokens", "?a=1&a=1", "", "duplicate-parameter"),
    ("GET /api/v1/tokens", "?a=1", "", "unknown-parameter"),
    ("POST /api/v1/tokens", "", MAKE, ""),
    ("POST /api/v1/tokens", "", "{", "malformed-json"),
    ("POST /api/v1/tokens", "?a=1&a=1", MAKE, "duplicate-parameter"),
    ("POST /api/v1/tokens", "?a=1", MAKE, "unknown-parameter"),
    ("POST /api/v1/tokens", "", "LONG", "payload-too-large"),
    ("POST /api/v1/tokens", "", "TEXT", "unsupported-media-type"),
    ("POST /api/v1/tokens", "", "{}", "invalid-input"),
    (
        "DELETE /api/v1/tokens/{id}",
        "TOKEN?a=1&a=1",
        "",
        "duplicate-parameter",
    ),
    ("DELETE /api/v1/tokens/{id}", "TOKEN?a=1", "", "unknown-parameter"),
    ("DELETE /api/v1/tokens/{id}", "TOKEN", "", ""),
    ("DELETE /api/v1/tokens/{id}", "TOKEN", "", "not-found"),
    ("POST /api/v1/accounts", "", "PACKED", "unsupported-encoding"),
    (
        "POST /api/v1/accounts/{id}/roles",
        "THEIRS",
        "PACKED",
        "unsupported-encoding",
    ),
    (
        "POST /api/v1/role-changes/{id}/decision",
        "r-0",
        "PACKED",
        "unsupported-encoding",
    ),
    ("POST /api/v1/tokens", "", "PACKED", "unsupported-encoding"),
    ("GET /api/v1/audit", "", "", ""),
    (
        "GET /api/v1/audit",
        "?object=account:a-1&from=2026-01-01T00:00:00Z",
        "",
        "",
    ),
    ("GET /api/v1/audit", "?limit=1&limit=1", "", "duplicate-parameter"),
    ("GET /api/v1/audit", "?q=a", "", "unknown-parameter"),
    ("GET /api/v1/audit", "?cursor=x", "", "bad-cursor"),
    ("GET /api/v1/audit", "?from=soon", "", "invalid-input"),
    ("GET /api/v1/audit/verification", "", "", ""),
    (
        "GET /api/v1/audit/verification",
        "?a=1&a=1",
        "",
        "duplicate-parameter",
    ),
    ("GET /api/v1/audit/verification", "?a=1", "", "unknown-parameter"),
];

const NEW: &str = "{\"accounts\":[{\"login_name\":\"n\",\"display_name\":\"N\"}]}";
const GRANT: &str = "{\"role\":\"self\",\"op\":\"grant\",\"reason\":\"r\"}";
const AUDITOR: &str = "{\"role\":\"auditor\",\"op\":\"grant\",\"reason\":\"r\"}";
/// Stands for a link with somebody who is there.
const LINK: &str = "LINK";
const APPROVE: &str = "{\"approve\":true}";
const MAKE: &str = "{\"name\":\"n\",\"scopes\":[\"documents\"],\"expires_at\":\"2026-03-01T00:00:00Z\"}";

/// What is refused to whoever may not, which [`who_may_not_is_told_what_the_document_says`] brings about.
pub const OF_RIGHTS: [Code; 6] = [
    Code::TwoCredentials,
    Code::Unauthenticated,
    Code::Forbidden,
    Code::ScopeMissing,
    Code::NotForTokens,
    Code::ProofNeeded,
];

/// Asks for a change of roles and returns its id.
async fn asked_by(house: &House, who: &Asker, account: &str, role: &str) -> String {
    let body = json!({"role": role, "op": "grant", "reason": "r"}).to_string();
    let path = format!("/api/v1/accounts/{account}/roles");
    let before = waiting(house, who).await;
    let answer = house.json(who, "POST", &path, &body).await;
    assert_eq!(answer.json()["state"], "waits", "{}", answer.text);
    let after = waiting(house, who).await;
    after.into_iter().find(|id| !before.contains(id)).unwrap()
}

async fn waiting(house: &House, who: &Asker) -> Vec<String> {
    let list = house.get(who, "/api/v1/role-changes").await.json();
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn everything_that_an_administrator_can_be_answered_is_declared_and_provoked() {
    let house = House::open();
    let (own, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let (_, other) = house.person("other", &[Role::SecurityAdmin], None);
    let (_, auditor) = house.person("auditor", &[Role::Auditor], None);
    let (theirs, _) = house.add("theirs", &[Role::Reader], None);
    let (third, _) = house.add("third", &[Role::Reader], None);
    let ids = [
        ("OWN", own),
        ("MINE", asked_by(&house, &admin, &third, "committee").await),
        ("CHANGE", asked_by(&house, &other, &third, "auditor").await),
        ("CLASH", asked_by(&house, &other, &third, "system_admin").await),
        ("THEIRS", theirs),
        ("TOKEN", house.token("t", &[Scope::Documents], &[]).0),
    ];
    let person = app::registry::PersonInput {
        person: serde_json::from_value(
            json!({"name": {"zh": "扎西"}, "posts": [{"court": "qh", "kind": "judge", "from": "2015-01-01"}]}),
        )
        .unwrap(),
        ..app::registry::PersonInput::default()
    };
    let person = house.app.create_person(&super::house::operator(), &person, None);
    let person = person.unwrap().id;
    let document = house.get(&admin, "/api/v1/openapi.json").await.json();
    let mut answered = std::collections::BTreeSet::new();
    for (route, path, body, code) in ASKED {
        let (method, pattern) = route.split_once(' ').unwrap();
        let (id, query) = path
            .split_once('?')
            .map_or((*path, String::new()), |(id, q)| (id, format!("?{q}")));
        let id = ids.iter().find(|(name, _)| *name == id).map_or(id, |(_, id)| id);
        let path = format!("{}{query}", pattern.replace("{id}", id));
        let kind = if *body == "TEXT" {
            "text/plain"
        } else {
            "application/json"
        };
        let long = " ".repeat(3 << 20);
        let body = if *body == "LONG" { &long } else { *body };
        let linked = json!({"person": person}).to_string();
        let body = if body == LINK { &*linked } else { body };
        let asker = if pattern.contains("/audit") {
            &auditor
        } else {
            &admin
        };
        let packed = asker.clone().with("content-encoding", "br");
        let asker = if body == "PACKED" { &packed } else { asker };
        let answer = house.ask(&house.router, asker, method, &path, kind, body).await;
        check_declared(&document, route, &answer);
        if code.is_empty() {
            assert!(answer.status.is_success(), "{route} {path}: {}", answer.text);
        } else {
            answer.problem(Code::named(code).unwrap().status().as_u16(), code);
            answered.insert(format!("{route} {code}"));
        }
    }
    let declared: std::collections::BTreeSet<_> = api_routes()
        .iter()
        .filter(|route| {
            ASKED
                .iter()
                .any(|asked| asked.0 == format!("{} {}", route.method, route.path))
        })
        .flat_map(|route| {
            let codes = route
                .problems
                .iter()
                .filter(|c| !UNPROVOKED.contains(c) && !OF_RIGHTS.contains(c));
            codes.map(move |code| format!("{} {} {}", route.method, route.path, code.as_str()))
        })
        .collect();
    assert_eq!(answered, declared);
}

#[tokio::test]
async fn who_may_not_is_told_what_the_document_says() {
    let house = House::closed();
    let (_, nothing) = house.person("nothing", &[], None);
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let none = Asker::system(&house.token("none", &[Scope::Documents], &[]).1);
    // Who may see what is sealed is asked for the password.
    let (_, coordinator) = house.person("coordinator", &[Role::Coordinator], Some("qh"));
    let two = admin.clone().with("authorization", "Bearer x");
    // Some steps of a concept are taken by people only.
    let writer =
        Asker::system(&house.token("writer", &[Scope::GlossaryWrite], &[]).1).with("if-match", "\"1\"");
    let document = house.get(&admin, "/api/v1/openapi.json").await.json();
    house.clock.advance_ms(app::accounts::PROOF_MS);
    for route in api_routes() {
        let name = format!("{} {}", route.method, route.path);
        let path = route.path.replace("{id}", "a-0").replace("{kind}", "phone");
        let (kind, body) = match (route.method.as_str(), route.path) {
            ("POST", "/api/v1/search") => ("application/json", "{\"q\":\"a\"}"),
            ("POST", "/api/v1/search/batch") => ("application/json", "{\"queries\":[\"a\"]}"),
            ("POST", "/api/v1/concepts/{id}/transitions") => ("application/json", "{\"to\":\"reviewed\"}"),
            ("POST", "/api/v1/accounts") => ("application/json", NEW),
            ("POST", "/api/v1/accounts/{id}/roles") => ("application/json", GRANT),
            ("POST", "/api/v1/role-changes/{id}/decision") => ("application/json", APPROVE),
            ("POST", "/api/v1/tokens") => ("application/json", MAKE),
            _ => ("", ""),
        };
        let codes = async |who: &Asker| {
            let answer = house
                .ask(&house.router, who, route.method.as_str(), &path, kind, body)
                .await;
            check_declared(&document, &name, &answer);
            let code = if answer.header("content-type") == "application/problem+json" {
                answer.json()["type"].as_str().unwrap().replace("/problems/", "")
            } else {
                String::new()
            };
            Code::named(&code).filter(|code| OF_RIGHTS.contains(code))
        };
        let mut found = Vec::new();
        for who in [&two, &Asker::nobody(), &nothing, &none, &admin] {
            found.extend(codes(who).await);
        }
        if ["/api/v1/people", "/api/v1/corrections", "/api/v1/retention"]
            .iter()
            .any(|start| route.path.starts_with(start))
        {
            found.extend(codes(&coordinator).await);
        }
        if route.path.ends_with("/transitions") {
            found.extend(codes(&writer).await);
        }
        let mut seen = Vec::new();
        found.retain(|code| {
            !seen.contains(code) && {
                seen.push(*code);
                true
            }
        });
        let declared: Vec<_> = OF_RIGHTS
            .into_iter()
            .filter(|code| route.problems.contains(code))
            .collect();
        // Whoever needs no right is refused for wrong credentials alone.
        let expected = match route.needs {
            Needs::Caller => vec![Code::TwoCredentials],
            _ => declared,
        };
        assert_eq!(found, expected, "{name}");
    }
}

#[tokio::test]
async fn the_document_says_who_may() {
    let house = House::open();
    let document = house.get(&Asker::nobody(), "/api/v1/openapi.json").await.json();
    let of = |path: &str, method: &str| document["paths"][path][method].clone();
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["token"]["scheme"], "bearer");
    assert_eq!(
        (&schemes["session"]["in"], &schemes["session"]["name"]),
        (&json!("cookie"), &json!("__Host-shanjar"))
    );
    let search = of("/api/v1/search", "get");
    assert_eq!(
        search["security"],
        json!([{}, {"token": ["glossary:read"]}, {"session": []}])
    );
    assert_eq!(
        (&search["x-action"], &search["x-public"]),
        (&json!("read-glossary"), &json!(true))
    );
    let make = of("/api/v1/tokens", "post");
    assert_eq!(
        make["security"],
        json!([{"session": []}]),
        "no token makes tokens"
    );
    assert_eq!(
        (&make["x-action"], &make["x-roles"], &make["x-needs-proof"]),
        (
            &json!("manage-tokens"),
            &json!({"security_admin": "everywhere"}),
            &json!(true)
        )
    );
    assert_eq!(
        of("/api/v1/me", "get")["security"],
        json!([{}, {"token": []}, {"session": []}])
    );
    assert_eq!(of("/healthz", "get")["security"], Value::Null);
    // An import can be of the glossary or of a sheet of the registry, and is told to whoever may send one or the other.
    for (path, method, action) in [
        ("/api/v1/imports/{id}", "get", "read-drafts"),
        ("/api/v1/imports/{id}", "delete", "write-glossary"),
        ("/api/v1/imports/{id}/rejected", "get", "read-drafts"),
    ] {
        let import = of(path, method);
        assert_eq!(
            import["security"],
            json!([{"token": ["glossary:write"]}, {"token": ["registry:write"]}, {"session": []}])
        );
        assert_eq!(
            (&import["x-action"], &import["x-or-action"]),
            (&json!(action), &json!("write-results"))
        );
        assert_eq!(import["x-roles"]["terminologist"], "everywhere");
        assert_eq!(
            (&import["x-roles"]["coordinator"], &import["x-roles"]["lecturer"]),
            (&json!("own-courts"), &json!("own"))
        );
    }
    for route in api_routes() {
        let operation = of(route.path, &route.method.as_str().to_lowercase());
        let action = match route.needs {
            Needs::Right(rule) | Needs::EitherRight(rule, _) => json!(rule.name),
            Needs::Nothing | Needs::Caller => Value::Null,
        };
        assert_eq!(operation["x-action"], action, "{} {}", route.method, route.path);
    }
}
