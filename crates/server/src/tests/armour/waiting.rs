//! Clients that keep the server waiting, and those who come meanwhile.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::Running;
use super::running::read_to_close;
use crate::config::{Patience, ServerConfig};
use crate::tests::config;

const ASK: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
/// So short that a test may wait for it.
const SHORT: Duration = Duration::from_millis(50);

fn impatient() -> ServerConfig {
    ServerConfig {
        patience: Patience {
            head: SHORT,
            idle: SHORT,
            reader: SHORT,
        },
        ..config()
    }
}

// attack 57
#[tokio::test]
async fn a_head_that_does_not_come_ends_the_connection() {
    let server = Running::start(impatient()).await;
    for begun in ["", "G", "GET / HTTP/1.1\r\nHost: a\r\nX: "] {
        let mut stream = server.connect().await;
        stream.write_all(begun.as_bytes()).await.unwrap();
        assert_eq!(read_to_close(&mut stream).await, "", "{begun}");
    }
    server.stop().await;
}

// attack 57
#[tokio::test]
async fn a_connection_that_is_not_used_again_ends() {
    let server = Running::start(impatient()).await;
    let mut stream = server.connect().await;
    stream.write_all(ASK).await.unwrap();
    let answer = read_to_close(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.stop().await;
}

// attack 57
#[tokio::test]
async fn an_answer_that_nobody_reads_ends_the_connection() {
    let server = Running::start(ServerConfig {
        patience: Patience {
            reader: SHORT,
            ..Patience::default()
        },
        ..config()
    })
    .await;
    let mut stream = server.connect().await;
    // More answers than lie between the two ends, and none is read: writing fails once the server has given up.
    let many = ASK.repeat(1000);
    while stream.write_all(&many).await.is_ok() {}
    server.stop().await;
}

// attack 57
#[tokio::test]
async fn who_comes_when_every_place_is_taken_gets_that_of_an_idle_one() {
    let server = Running::start(ServerConfig {
        max_connections: 2,
        ..config()
    })
    .await;
    let mut idle = Vec::new();
    for _ in 0..2 {
        let mut stream = server.connect().await;
        stream.write_all(ASK).await.unwrap();
        let mut start = [0; 15];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        idle.push(stream);
    }
    // Patience has an end of more than a minute, so only the newcomer can have closed them.
    let mut newcomer = server.connect().await;
    newcomer.write_all(ASK).await.unwrap();
    let mut start = [0; 15];
    newcomer.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 200 OK");
    for stream in &mut idle {
        read_to_close(stream).await;
    }
    drop(newcomer);
    server.stop().await;
}

// attack 57
#[tokio::test]
async fn who_comes_while_every_place_waits_for_a_head_waits_and_is_answered() {
    let server = Running::start(ServerConfig {
        max_connections: 3,
        ..impatient()
    })
    .await;
    let mut slow = Vec::new();
    for _ in 0..9 {
        let mut stream = server.connect().await;
        stream.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        slow.push(stream);
    }
    let answer = server
        .exchange("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for stream in &mut slow {
        assert_eq!(read_to_close(stream).await, "");
    }
    server.stop().await;
}
