//! An id that names something of another kind names nothing here.

use serde_json::json;

use super::super::http::{Answer, Request};
use super::super::world::{TRACES, World};

/// What an id can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Account,
    Token,
    RoleChange,
    Concept,
}

/// Where an id stands in an address, and of what kind it has to be there.
const ROUTES: &[(&str, &str, Kind)] = &[
    ("GET", "/api/v1/accounts/ID", Kind::Account),
    ("POST", "/api/v1/accounts/ID/reset", Kind::Account),
    ("POST", "/api/v1/accounts/ID/disable", Kind::Account),
    ("POST", "/api/v1/accounts/ID/enable", Kind::Account),
    ("POST", "/api/v1/accounts/ID/roles", Kind::Account),
    ("POST", "/api/v1/role-changes/ID/decision", Kind::RoleChange),
    ("DELETE", "/api/v1/tokens/ID", Kind::Token),
    ("GET", "/api/v1/concepts/ID", Kind::Concept),
    ("GET", "/api/v1/concepts/ID/revisions", Kind::Concept),
    ("GET", "/accounts/ID", Kind::Account),
    ("POST", "/accounts/ID/reset", Kind::Account),
    ("POST", "/accounts/ID/disable", Kind::Account),
    ("POST", "/accounts/ID/enable", Kind::Account),
    ("POST", "/accounts/ID/roles", Kind::Account),
    ("POST", "/role-changes/ID", Kind::RoleChange),
    ("POST", "/tokens/ID/revoke", Kind::Token),
    ("GET", "/c/ID", Kind::Concept),
];

/// Returns the same id with other digits at its end, which nothing has.
fn unknown_like(id: &str) -> String {
    let digit = |c: char| match c.to_digit(10) {
        Some(digit) => char::from_digit((digit + 7) % 10, 10).unwrap(),
        None => c,
    };
    id.chars().map(digit).collect()
}

/// What can be seen of an answer, without what was asked for and what is drawn anew.
fn seen(answer: &Answer, id: &str) -> String {
    let mut text = answer.text().replace(id, "ID");
    if let Some(request_id) = answer.header("x-request-id") {
        text = text.replace(request_id, "REQUEST");
    }
    format!("{} {text}", answer.status)
}

fn request(method: &str, path: &str) -> Request {
    match (method, path.starts_with("/api/")) {
        ("GET" | "DELETE", _) => Request::new(method, path),
        (_, true) if path.ends_with("/decision") => Request::post(path).json(&json!({"approve": true})),
        (_, true) if path.ends_with("/roles") => {
            Request::post(path).json(&json!({"role": "reviewer", "op": "grant", "reason": "调岗"}))
        }
        (_, true) => Request::post(path).json(&json!({})),
        // A form has its own fields and no other.
        (_, false) if path.ends_with("/roles") => {
            Request::post(path).form(&[("role", "reviewer"), ("op", "grant"), ("reason", "调岗")])
        }
        (_, false) if path.starts_with("/role-changes/") => {
            Request::post(path).form(&[("decision", "approve")])
        }
        (_, false) => Request::post(path).form(&[]),
    }
}

#[test]
fn an_id_of_another_kind_looks_like_one_that_is_not_there() {
    // attack 5
    let world = World::start();
    let mut asker = world.logged_in("security-admin-b");
    let object = world.person("object-a").id.clone();
    let asked = asker.post_json(
        &format!("/api/v1/accounts/{object}/roles"),
        &json!({"role": "reviewer", "op": "grant", "reason": "调岗"}),
    );
    assert!(asked.status < 300, "{asked}");
    let mut admin = world.logged_in("security-admin-a");
    let waiting = admin.get("/api/v1/role-changes").expect(200).json();
    let change = waiting["items"][0]["id"].as_str().unwrap().to_owned();
    let search = admin
        .get("/api/v1/search?q=%E6%B3%95%E9%99%A2")
        .expect(200)
        .json();
    let concept = search["hits"][0]["id"].as_str().unwrap().to_owned();
    let ids = [
        (Kind::Account, object),
        (Kind::Token, world.token("object-own").id.clone()),
        (Kind::RoleChange, change),
        (Kind::Concept, concept),
    ];
    let before = world.rows(TRACES);
    let mut n_asked = 0;
    for (method, path, wanted) in ROUTES {
        for (kind, id) in ids.iter().filter(|(kind, _)| kind != wanted) {
            let mut ask = |id: &str| admin.ask(request(method, &path.replace("ID", id)));
            let (answer, missing) = (ask(id), ask(&unknown_like(id)));
            assert_eq!(
                answer.status, 404,
                "{method} {path} with the id of a {kind:?}: {answer}"
            );
            assert_eq!(
                seen(&answer, id),
                seen(&missing, &unknown_like(id)),
                "{method} {path} with the id of a {kind:?}"
            );
            n_asked += 1;
        }
    }
    assert_eq!(world.rows(TRACES), before, "something was changed");
    println!("ids of another kind: {n_asked} asked, all as if nothing had them");
    // The control: where it belongs each id is found.
    for (path, kind) in [
        ("/api/v1/accounts/ID", Kind::Account),
        ("/api/v1/concepts/ID", Kind::Concept),
        ("/c/ID", Kind::Concept),
    ] {
        let id = &ids.iter().find(|(of, _)| *of == kind).unwrap().1;
        admin.get(&path.replace("ID", id)).expect(200);
    }
    admin
        .ask(request("DELETE", &format!("/api/v1/tokens/{}", ids[1].1)))
        .expect(204);
    admin
        .ask(request(
            "POST",
            &format!("/api/v1/role-changes/{}/decision", ids[2].1),
        ))
        .expect(204);
}
