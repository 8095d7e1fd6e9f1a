//! Requests that a proxy in front could read otherwise than we do.

use super::Running;
use crate::tests::config;

const POST: &str =
    "POST /api/v1/search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n";
/// A second request, hidden in what is the body of the first to somebody.
const HIDDEN: &str = "GET /about HTTP/1.1\r\nHost: a\r\n\r\n";

/// Sends `request` and checks that there is one answer, of `status`, and that the connection ends.
async fn check(server: &Running, request: &str, status: u16) -> String {
    let answer = server.exchange(request).await;
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status} ")),
        "{request:?}: {answer}"
    );
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{request:?}: {answer}");
    answer
}

// attack 54
#[tokio::test]
async fn a_request_with_two_lengths_is_refused_and_nothing_behind_it_is_read() {
    let server = Running::start(config()).await;
    for lengths in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4, 4\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: 0x4\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length\u{b}: 4\r\n",
    ] {
        let request = format!("{POST}{lengths}\r\n0\r\n\r\n{HIDDEN}");
        let answer = check(&server, &request, 400).await;
        assert!(answer.contains("/problems/malformed-request"), "{answer}");
    }
    server.stop().await;
}

// attack 54
#[tokio::test]
async fn only_a_whole_line_end_ends_a_line() {
    let server = Running::start(config()).await;
    for request in [
        "GET /about HTTP/1.1\nHost: a\r\n\r\n",
        "GET /about HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
        "GET /about HTTP/1.1\r\nHost: a\r\n\n",
        "GET /about HTTP/1.1\r\nHost: a\r\nX: b\rY: c\r\n\r\n",
        "GET /about HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n",
        "GET /about HTTP/1.1\r\nHost: a\r\nX: b\r\n\tfolded\r\n\r\n",
        "GET /about HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET /about HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n",
    ] {
        check(&server, request, 400).await;
    }
    server.stop().await;
}

// attack 54
#[tokio::test]
async fn what_stands_behind_the_size_of_a_chunk_says_nothing() {
    let server = Running::start(config()).await;
    let chunked = |chunks: &str| format!("{POST}Transfer-Encoding: chunked\r\n\r\n{chunks}");
    let body = "{\"q\":\"a\"}";
    check(
        &server,
        &chunked(&format!("9;a=b;c=\"d\"\r\n{body}\r\n0;e\r\n\r\n")),
        200,
    )
    .await;
    for chunks in [
        // A line feed within, at which another reader could see the end of the line.
        format!("9;a\n\r\n{body}\r\n0\r\n\r\n"),
        format!("9;\n0\r\n\r\n{HIDDEN}"),
        format!("9\n{body}\r\n0\r\n\r\n"),
        format!("+9\r\n{body}\r\n0\r\n\r\n"),
        format!("0x9\r\n{body}\r\n0\r\n\r\n"),
        format!("fffffffffffffffff\r\n{body}\r\n0\r\n\r\n"),
        format!("9{}\r\n{body}\r\n0\r\n\r\n", ";x".repeat(40_000)),
    ] {
        let answer = server.exchange(&chunked(&chunks)).await;
        assert!(!answer.contains("HTTP/1.1 200"), "{chunks:?}: {answer}");
        assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{chunks:?}: {answer}");
    }
    server.stop().await;
}

// attack 54
#[tokio::test]
async fn a_second_request_in_the_same_packet_is_looked_at_too() {
    let server = Running::start(config()).await;
    let answer = server
        .exchange("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\nHost: a\n\n")
        .await;
    let statuses: Vec<_> = answer
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|answer| &answer[..3])
        .collect();
    assert_eq!(statuses, ["200", "400"], "{answer}");
    server.stop().await;
}
