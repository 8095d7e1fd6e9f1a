//! Tokens of systems: their scope, their end, their addresses, and one credential at a time.

use serde_json::json;

use super::super::http::{Request, send};
use super::super::town::{SCOPES, text_of};
use super::super::world::World;

/// Makes a token by the API and returns its id and its secret.
#[track_caller]
fn make(world: &World, body: &serde_json::Value) -> (String, String) {
    let made = world
        .logged_in("security-admin-a")
        .post_json("/api/v1/tokens", body)
        .expect(201)
        .json();
    let secret = text_of(&made, "secret");
    world.keep_secret("a token", &secret);
    (text_of(&made["token"], "id"), secret)
}

#[test]
fn a_token_without_the_scope_is_told_which_one_is_missing() {
    // attack 9
    let world = World::start_with(&["--public-read", "false"]);
    for scope in SCOPES {
        let secret = world.token(scope).secret.clone();
        let answer = world.send(&Request::get("/api/v1/search?q=a").bearer(&secret));
        let expect = if scope == "glossary:read" {
            (200, "")
        } else {
            (403, "scope-missing")
        };
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            expect,
            "{scope}: {answer}"
        );
    }
}

#[test]
fn a_revoked_token_is_refused_at_its_next_request() {
    // attack 9, attack 8
    let world = World::start();
    let token = world.token("object-own").clone();
    world
        .send(&Request::get("/api/v1/me").bearer(&token.secret))
        .expect(200);
    let mut admin = world.logged_in("security-admin-a");
    admin
        .ask(Request::new("DELETE", &format!("/api/v1/tokens/{}", token.id)))
        .expect(204);
    let answer = world
        .send(&Request::get("/api/v1/me").bearer(&token.secret))
        .expect(401);
    assert!(answer.header("www-authenticate").is_some(), "{answer}");
    // The list shows that it was, and never what it was.
    let list = admin.get("/api/v1/tokens").expect(200).text();
    assert!(list.contains(&token.id) && !list.contains(&token.secret));
}

#[test]
fn a_wrong_token_is_refused_where_none_is_needed() {
    // attack 9
    let world = World::start();
    let live = world.token("glossary:read").secret.clone();
    world.send(&Request::get("/api/v1/search?q=a")).expect(200);
    let upper = live.to_uppercase();
    let longer = format!("{live}A");
    for secret in [
        "sjt_",
        "sjt_AAAA",
        "",
        "x",
        &upper,
        &longer,
        &live[..live.len() - 1],
        &live.replace("sjt_", ""),
    ] {
        world
            .send(&Request::get("/api/v1/search?q=a").bearer(secret))
            .expect(401);
    }
    for value in [
        "Bearer".to_owned(),
        format!("Bearer {live}, Bearer {live}"),
        format!("Bearer {live} {live}"),
    ] {
        world
            .send(&Request::get("/api/v1/search?q=a").header("Authorization", &value))
            .expect(401);
    }
    // Another scheme may count as nothing, and never as the token.
    for value in [format!("Basic {live}"), live.clone(), format!("Token {live}")] {
        let answer = world.send(&Request::get("/api/v1/me").header("Authorization", &value));
        assert!(
            answer.status == 401 || answer.json()["kind"] == "anonymous",
            "{answer}"
        );
    }
    let twice = Request::get("/api/v1/search?q=a").bearer(&live).bearer(&live);
    assert!([400, 401].contains(&world.send(&twice).status));
}

#[test]
fn a_token_works_from_its_addresses_only() {
    // attack 9
    let world = World::behind_proxy();
    let body = json!({"name": "bound", "scopes": ["glossary:read"], "addresses": ["192.0.2.0/24", "2001:db8::7"], "expires_at": world.in_days(300)});
    let (_, secret) = make(&world, &body);
    let from = |address: &str| {
        let request = Request::get("/api/v1/me")
            .bearer(&secret)
            .header("X-Forwarded-For", address);
        send(world.address(), &request).status
    };
    for (address, expect) in [
        ("192.0.2.1", 200),
        ("192.0.2.255", 200),
        ("2001:db8::7", 200),
        ("192.0.3.1", 401),
        ("2001:db8::8", 401),
        ("10.0.0.1", 401),
        // Only the last hop is the proxy's word.
        ("192.0.2.1, 10.0.0.1", 401),
    ] {
        assert_eq!(from(address), expect, "{address}");
    }
}

#[test]
fn token_and_cookie_together_are_not_guessed_at() {
    // attack 9
    let world = World::start();
    let browser = world.logged_in("security-admin-a");
    let secret = world.token("glossary:read").secret.clone();
    for path in ["/api/v1/me", "/api/v1/accounts", "/api/v1/search?q=a"] {
        let answer = world.send(&browser.dressed(Request::get(path).bearer(&secret)));
        assert_eq!(answer.status, 400, "{path}: {answer}");
    }
}

#[test]
fn no_token_does_what_only_people_do() {
    // attack 9, attack 10
    let world = World::start();
    let all = json!({"name": "all", "scopes": SCOPES, "expires_at": world.in_days(300)});
    let (_, secret) = make(&world, &all);
    let object = world.person("object-a").id.clone();
    for (path, body) in [
        (
            "/api/v1/accounts".to_owned(),
            json!({"accounts": [{"login_name": "child", "display_name": "x", "court": "6301", "roles": ["reader"]}]}),
        ),
        (
            format!("/api/v1/accounts/{object}/roles"),
            json!({"role": "security_admin", "op": "grant", "reason": "x"}),
        ),
        (format!("/api/v1/accounts/{object}/reset"), json!({})),
        (
            "/api/v1/tokens".to_owned(),
            json!({"name": "child", "scopes": ["admin"], "expires_at": world.in_days(300)}),
        ),
    ] {
        let answer = world
            .send(&Request::post(&path).json(&body).bearer(&secret))
            .expect(403);
        assert_eq!(answer.problem(), "not-for-tokens", "{path}: {answer}");
    }
}

#[test]
fn tokens_have_an_end_and_scopes_that_exist() {
    // attack 9
    let world = World::start();
    let mut admin = world.logged_in("security-admin-a");
    for body in [
        json!({"name": "x", "scopes": ["glossary:read"], "expires_at": "2001-01-01T00:00:00Z"}),
        json!({"name": "x", "scopes": ["glossary:read"], "expires_at": "9999-12-31T23:59:59Z"}),
        json!({"name": "x", "scopes": ["everything"], "expires_at": world.in_days(300)}),
        json!({"name": "x", "scopes": [], "expires_at": world.in_days(300)}),
        json!({"name": "", "scopes": ["glossary:read"], "expires_at": world.in_days(300)}),
        json!({"name": "x", "scopes": ["glossary:read"], "addresses": ["nowhere"], "expires_at": world.in_days(300)}),
        json!({"name": "x", "scopes": ["glossary:read"], "addresses": ["0.0.0.0/0", "10.0.0.0/99"], "expires_at": world.in_days(300)}),
    ] {
        let answer = admin.post_json("/api/v1/tokens", &body);
        assert!((400..500).contains(&answer.status), "{body}: {answer}");
    }
}
