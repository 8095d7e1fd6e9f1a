//! What every answer says to browsers, whatever was asked and however it went.

use super::super::http::{Answer, Request, send, send_bytes};
use super::super::world::World;

#[track_caller]
fn check_armour(answer: &Answer, what: &str) {
    let header = |name: &str| {
        answer
            .header(name)
            .unwrap_or_else(|| panic!("{what} has no {name}: {answer}"))
            .to_lowercase()
    };
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    let policy = header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    for unsafe_word in [
        "unsafe-inline",
        "unsafe-eval",
        "unsafe-hashes",
        " data:",
        " * ",
        " http:",
        " https:",
    ] {
        assert!(
            !policy.replace("img-src 'self' data:", "").contains(unsafe_word),
            "{what}: {unsafe_word} in {policy}"
        );
    }
    for directive in ["default-src", "base-uri", "form-action"] {
        assert!(policy.contains(directive), "{what}: no {directive} in {policy}");
    }
    assert!(
        ["no-referrer", "same-origin", "strict-origin"].contains(&header("referrer-policy").as_str()),
        "{what}"
    );
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("access-control-allow-origin"), None, "{what}");
    assert_eq!(answer.header("x-powered-by"), None, "{what}");
    // None is there twice, or a browser takes the one it likes.
    for name in [
        "content-type",
        "content-security-policy",
        "x-content-type-options",
        "cache-control",
        "referrer-policy",
    ] {
        assert!(answer.all(name).count() <= 1, "{what}: two {name}");
    }
}

/// Requests of every kind of outcome.
fn outcomes(world: &World) -> Vec<Request> {
    let reader = world.person("reader-a").cookie.clone();
    let long = "x".repeat(70_000);
    vec![
        Request::get("/"),
        Request::get("/?q=a"),
        Request::get("/account"),
        Request::get("/account").header("Cookie", &reader),
        Request::get("/accounts").header("Cookie", &reader),
        Request::get("/audit").header("Cookie", &reader),
        Request::get("/login"),
        Request::get("/lookup?q=a").header("Cookie", &reader),
        Request::get("/c/c-999999"),
        Request::get("/no/such/page"),
        Request::get("/assets/nothing/here.css"),
        Request::get("/api/v1/search?q=a"),
        Request::get("/api/v1/search?q=a&q=b"),
        Request::get("/api/v1/me"),
        Request::get("/api/v1/accounts"),
        Request::get("/api/v1/me").bearer("sjt_nothing"),
        Request::get("/api/v1/nothing"),
        Request::get(&format!("/?q={long}")),
        Request::get("/healthz"),
        Request::get("/metrics"),
        Request::get("/problems/not-found"),
        Request::get("/api/v1/openapi.json"),
        Request::post("/login").form(&[("login_name", "x"), ("password", "y")]),
        Request::post("/api/v1/search").body("text/plain", "x"),
        Request::post("/api/v1/search").body("application/json", "x"),
        Request::post("/api/v1/search").body("application/json", "x".repeat(3 * 1024 * 1024)),
        Request::new("DELETE", "/"),
        Request::new("PUT", "/api/v1/search"),
        Request::new("OPTIONS", "/api/v1/search"),
        Request::new("BREW", "/"),
    ]
}

#[test]
fn every_answer_is_armoured() {
    // attack 32, attack 33
    let world = World::start();
    let mut statuses = std::collections::BTreeSet::new();
    for request in outcomes(&world) {
        let target: String = request.target.chars().take(60).collect();
        let what = format!("{} {target}", request.method);
        let answer = world.send(&request);
        statuses.insert(answer.status);
        check_armour(&answer, &what);
    }
    for status in [200, 303, 400, 401, 403, 404, 405, 413, 414, 415] {
        assert!(
            statuses.contains(&status),
            "no case answers {status}: {statuses:?}"
        );
    }
}

#[test]
fn what_is_no_http_is_answered_with_armour_or_not_at_all() {
    // attack 32
    let world = World::start();
    for bytes in [
        "nonsense\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
        format!(
            "GET / HTTP/1.1\r\nHost: {}\r\nbroken header\r\n\r\n",
            world.address()
        ),
        format!(
            "GET /%ff%fe HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            world.address()
        ),
        format!("GET / HTTP/9.9\r\nHost: {}\r\n\r\n", world.address()),
    ] {
        if let Some(answer) = send_bytes(world.address(), bytes.as_bytes()) {
            assert!(
                (400..500).contains(&answer.status) || answer.status == 505,
                "{bytes}: {answer}"
            );
            check_armour(&answer, &bytes);
        }
    }
}

#[test]
fn browsers_are_held_to_tls_only_where_there_is_tls() {
    // attack 32
    let world = World::behind_proxy();
    let plain = send(world.address(), &Request::get("/"));
    assert_eq!(plain.header("strict-transport-security"), None);
    let secure = send(
        world.address(),
        &Request::get("/").header("X-Forwarded-Proto", "https"),
    );
    let held = secure.header("strict-transport-security").unwrap_or_default();
    let seconds = held
        .split("max-age=")
        .nth(1)
        .and_then(|rest| rest.split(';').next()?.trim().parse::<u64>().ok());
    assert!(seconds.is_some_and(|s| s >= 180 * 24 * 60 * 60), "`{held}`");
    let error = send(
        world.address(),
        &Request::get("/no/such/page").header("X-Forwarded-Proto", "https"),
    );
    assert!(error.header("strict-transport-security").is_some());
}
