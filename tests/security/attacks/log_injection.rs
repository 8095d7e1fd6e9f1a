//! The log holds lines of ours: nothing that people send ends a line, moves the cursor or shows a secret.

use super::super::browser::Browser;
use super::super::http::{Request, send_bytes};
use super::super::world::World;

/// Texts that would write lines of their own.
const FORGED: &[&str] = &[
    "x\r\n2026-01-01T00:00:00Z  INFO forged: line",
    "x\nforged line",
    "x\u{1b}[2J\u{1b}[31mforged",
    "x\u{85}forged",
    "x\u{2028}forged",
    "x\u{202E}degrof",
    "x\u{0}forged",
    "x\u{8}\u{8}\u{8}forged",
    "{\"level\":\"INFO\",\"forged\":true}",
];

#[track_caller]
fn check_log(log: &str) {
    assert!(!log.is_empty());
    for line in log.lines() {
        assert!(
            !line.starts_with("forged") && !line.contains("INFO forged"),
            "{line}"
        );
        let control = line
            .chars()
            .find(|c| c.is_control() || ['\u{2028}', '\u{202E}', '\u{85}'].contains(c));
        assert_eq!(control, None, "{line:?}");
    }
}

#[test]
fn nothing_that_is_sent_writes_a_line_of_its_own() {
    // attack 62
    for format in ["plain", "json"] {
        let world = World::start_with(&["--log-level", "trace", "--log-format", format]);
        for text in FORGED {
            let mut browser = Browser::new(&world);
            browser.log_in(text, "no such password at all");
            browser.get(&format!("/{}", super::super::http::encoded(text)));
            browser.get(&format!("/login?next={}", super::super::http::encoded(text)));
            let mut admin = world.browser_of("security-admin-a");
            let body = serde_json::json!({"name": text, "scopes": ["glossary:read"], "expires_at": "x"});
            admin.post_json("/api/v1/tokens", &body);
            // As headers, byte by byte: a client library would refuse to send them.
            for name in [
                "User-Agent",
                "X-Request-Id",
                "X-Forwarded-For",
                "Referer",
                "Cookie",
            ] {
                let one_line: String = text.chars().filter(|c| !"\r\n\u{0}".contains(*c)).collect();
                let head = format!(
                    "GET /healthz HTTP/1.1\r\nHost: {}\r\n{name}: {one_line}\r\nConnection: close\r\n\r\n",
                    world.address()
                );
                let _ = send_bytes(world.address(), head.as_bytes());
            }
        }
        check_log(&world.log());
    }
}

#[test]
fn an_id_that_the_client_chose_is_not_taken_for_ours() {
    // attack 62
    let world = World::start();
    let answer = world.send(&Request::get("/api/v1/nothing").header("X-Request-Id", "chosen-by-the-client"));
    assert_ne!(answer.json()["request_id"], "chosen-by-the-client");
}

#[test]
fn a_forged_line_would_be_found() {
    let found = std::panic::catch_unwind(|| check_log("2026 INFO ours\nforged line\n"));
    assert!(found.is_err());
    let found = std::panic::catch_unwind(|| check_log("2026 INFO \u{1b}[31m\n"));
    assert!(found.is_err());
}
