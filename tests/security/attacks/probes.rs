//! What a supervisor is told: counts and states, and nothing that would help anybody else.

use super::super::http::{Request, send};
use super::super::world::{World, add_setting};

/// What the answer to a probe names, and nothing besides.
#[track_caller]
fn expect_members(value: &serde_json::Value, known: &[&str]) {
    for (name, member) in value.as_object().unwrap() {
        assert!(
            known.contains(&name.as_str()),
            "`{name}` is told to everybody: {value}"
        );
        if member.is_object() {
            expect_members(member, known);
        }
    }
}

#[test]
fn probes_name_no_path_no_person_and_no_word_that_was_asked() {
    // attack 61
    let world = World::start();
    world.send(&Request::get("/api/v1/search?q=sought-word-4711"));
    world.send(&Request::get("/no/such/path-4711"));
    let data_dir = world.place().data_dir().display().to_string();
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = world.send(&Request::get(path)).expect(200);
        let text = answer.text();
        let secret = [
            data_dir.as_str(),
            "4711",
            "reader-a",
            "127.",
            "sqlite",
            "shanjar.db",
        ];
        for word in secret {
            assert!(!text.contains(word), "{path} tells {word}: {text}");
        }
    }
    let health = world.send(&Request::get("/healthz")).json();
    expect_members(&health, &["status", "version"]);
    let ready = world.send(&Request::get("/readyz")).json();
    expect_members(
        &ready,
        &[
            "status",
            "store",
            "index",
            "backup",
            "reachable",
            "last_seq",
            "position",
            "lag_changes",
            "lag_ms",
            "rebuilding",
            "concepts",
            "last_verified",
            "failed_at",
            "made_at",
            "verified_at",
            "age_ms",
            "seq",
        ],
    );
}

#[test]
fn with_a_listener_of_their_own_the_metrics_are_on_no_other() {
    // attack 61
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let inside = free.local_addr().unwrap().to_string();
    drop(free);
    let mut world = World::start();
    world.restart(|place| {
        add_setting(place, &format!("metrics_listen = \"{inside}\"\n"));
    });
    world.send(&Request::get("/metrics")).expect(404);
    for path in [
        "/metrics",
        "//metrics",
        "/metrics/",
        "/%6detrics",
        "/Metrics",
        "/metrics?x=1",
    ] {
        let answer = world.send(&Request::get(path));
        assert!(
            !answer.text().contains("shanjar_http_requests"),
            "{path}: {answer}"
        );
    }
    let metrics = send(&inside, &Request::get("/metrics")).expect(200);
    assert!(metrics.text().contains("shanjar_http_requests"), "{metrics}");
    // And the pages are not on the metrics' own.
    for path in ["/", "/login", "/api/v1/me", "/api/v1/search?q=a"] {
        send(&inside, &Request::get(path)).expect(404);
    }
}
