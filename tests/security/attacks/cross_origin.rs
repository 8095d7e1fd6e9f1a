//! No other origin reads our answers or frames our pages, unless it is configured word for word.

use super::super::http::Request;
use super::super::world::{World, add_setting};

/// Origins that look like the configured one.
const LIKE_IT: &[&str] = &[
    "null",
    "https://e-case.court.example.evil.example",
    "https://evil-e-case.court.example",
    "https://e-case.court.example:444",
    "http://e-case.court.example",
    "https://E-CASE.court.example.",
    "https://sub.e-case.court.example",
    "https://e-case.court.example/",
    "https://e-case-court.example",
    "https://e-case.court.example\u{0}.evil.example",
    "*",
];
const IT: &str = "https://e-case.court.example";

fn with_origin() -> World {
    let lines = format!("[cors]\nallowed_origins = [\"{IT}\"]\n[embed]\nallowed_origins = [\"{IT}\"]\n");
    World::prepared(&[], |place| add_setting(place, &lines))
}

#[test]
fn without_a_setting_no_origin_reads_anything() {
    // attack 33
    let world = World::start();
    for origin in [IT, "null", "https://evil.example"] {
        for request in [
            Request::get("/api/v1/search?q=a"),
            Request::new("OPTIONS", "/api/v1/search"),
        ] {
            let answer = world.send(
                &request
                    .header("Origin", origin)
                    .header("Access-Control-Request-Method", "POST"),
            );
            for (name, _) in &answer.headers {
                assert!(
                    !name.to_lowercase().starts_with("access-control-"),
                    "{origin}: {answer}"
                );
            }
        }
    }
}

#[test]
fn only_the_configured_origin_reads_and_never_with_cookies() {
    // attack 33
    let world = with_origin();
    let ask = |origin: &str| world.send(&Request::get("/api/v1/search?q=a").header("Origin", origin));
    assert_eq!(ask(IT).header("access-control-allow-origin"), Some(IT));
    assert_eq!(ask(IT).header("access-control-allow-credentials"), None);
    let varies = ask(IT).all("vary").collect::<Vec<_>>().join(",").to_lowercase();
    assert!(varies.contains("origin"), "{varies}");
    for origin in LIKE_IT {
        assert_eq!(
            ask(origin).header("access-control-allow-origin"),
            None,
            "{origin}"
        );
    }
    // What belongs to people is nobody else's, configured or not.
    let reader = world.person("reader-a").cookie.clone();
    for path in ["/account", "/login", "/api/v1/accounts"] {
        let answer = world.send(&Request::get(path).header("Origin", IT).header("Cookie", &reader));
        assert_eq!(answer.header("access-control-allow-credentials"), None, "{path}");
    }
}

#[test]
fn only_the_small_page_can_be_framed_and_it_knows_nobody() {
    // attack 33, attack 32
    let world = with_origin();
    let reader = world.person("reader-a").cookie.clone();
    let framed = world
        .send(&Request::get("/lookup?q=a").header("Cookie", &reader))
        .expect(200);
    let policy = framed.header("content-security-policy").unwrap();
    assert!(policy.contains(&format!("frame-ancestors {IT}")), "{policy}");
    assert_eq!(framed.all("set-cookie").count(), 0);
    assert!(
        !framed.text().contains("reader-a"),
        "the frame says who is logged in"
    );
    assert!(
        !framed.text().contains("<form method=\"post\""),
        "the frame has a form that acts"
    );
    for path in ["/", "/account", "/login", "/accounts"] {
        let answer = world.send(&Request::get(path).header("Cookie", &reader));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    }
}
