//! Those who ask too much, and what of it is unbearable.

use std::num::NonZeroU32;

use axum::http::StatusCode;

use super::{Running, server_of};
use crate::config::{RateLimit, ServerConfig};
use crate::tests::config;

fn limited(burst: u32) -> ServerConfig {
    ServerConfig {
        rate_limit: Some(RateLimit {
            per_minute: NonZeroU32::MIN,
            burst: NonZeroU32::new(burst).unwrap(),
            exempt: vec!["10.0.0.0/8".parse().unwrap()],
        }),
        trusted_proxies: vec!["127.0.0.1".parse().unwrap()],
        ..config()
    }
}

// attack 59
#[tokio::test]
async fn who_asks_too_much_is_told_when_to_come_again_and_others_are_not_held_up() {
    let server = server_of(limited(3));
    let from = |address| [("x-forwarded-for", address)];
    for _ in 0..3 {
        let answer = server.get_with("/api/v1/search?q=a", &from("192.0.2.1")).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    // Whatever it asks, also what is not there.
    for path in ["/api/v1/search?q=a", "/api/v1/none", "/healthz"] {
        let answer = server.get_with(path, &from("192.0.2.1")).await;
        answer.problem(429, "too-many-requests");
        let seconds: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
        assert_eq!(answer.header("ratelimit-limit"), "1");
        assert_eq!(answer.header("ratelimit-remaining"), "0");
        assert_eq!(answer.header("ratelimit-reset"), answer.header("retry-after"));
        assert!(answer.text.contains(&seconds.to_string()));
    }
    let page = server.get_with("/", &from("192.0.2.1")).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text.contains("<h1>"), "a reader gets a page");
    let counted = server.get_with("/metrics", &from("10.1.2.3")).await.text;
    assert!(
        counted
            .lines()
            .any(|line| line == "shanjar_http_requests_limited_total 4"),
        "{counted}"
    );
    for other in ["192.0.2.2", "198.51.100.1, 192.0.2.3"] {
        assert_eq!(
            server.get_with("/healthz", &from(other)).await.status,
            StatusCode::OK
        );
    }
    for _ in 0..9 {
        assert_eq!(
            server.get_with("/healthz", &from("10.1.2.3")).await.status,
            StatusCode::OK
        );
    }
}

// attack 59
#[tokio::test]
async fn writing_another_address_before_ones_own_gives_no_more() {
    let server = server_of(limited(1));
    let statuses = ["198.51.100.1", "198.51.100.2", "198.51.100.3"].map(async |made_up| {
        let said = format!("{made_up}, 192.0.2.1");
        server
            .get_with("/healthz", &[("x-forwarded-for", &said)])
            .await
            .status
            .as_u16()
    });
    let mut seen = Vec::new();
    for status in statuses {
        seen.push(status.await);
    }
    assert_eq!(seen, [200, 429, 429]);
}

// attack 58
#[tokio::test]
async fn a_flood_of_headers_and_an_endless_address_are_refused_and_the_server_lives() {
    let server = Running::start(config()).await;
    let flood = format!("X: {}\r\n", "y".repeat(8 << 10)).repeat(100);
    let long = "q".repeat(64 << 10);
    for (request, status) in [
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{flood}\r\n"), "431"),
        (
            format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(101)),
            "431",
        ),
        (format!("GET /?q={long} HTTP/1.1\r\nHost: a\r\n\r\n"), "414"),
        (
            format!("GET /?q={} HTTP/1.1\r\nHost: a\r\n\r\n", long.repeat(10)),
            "414",
        ),
    ] {
        let answer = server.exchange(&request).await;
        // What is still on its way when the connection closes may take the answer with it.
        assert!(answer.is_empty() || answer.get(9..12) == Some(status), "{answer}");
    }
    server.stop().await;
}
