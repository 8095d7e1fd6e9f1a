//! The server on a real socket: address, probes, long URLs, stopping.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::http::StatusCode;
use testkit::Application;
use tokio::sync::oneshot;

use super::{TestServer, config};
use crate::{Error, Server, ServerConfig};

async fn ask(address: SocketAddr, target: &str) -> String {
    let request = format!("GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let asked = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    });
    asked.await.unwrap()
}

#[tokio::test]
async fn a_server_answers_until_it_is_told_to_stop() {
    let application = Application::with_pairs(&[("法院", "ཁྲིམས་ཁང")]);
    let server = Server::bind(application.app.clone(), config()).await.unwrap();
    let address = server.address();
    assert_ne!(address.port(), 0);
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let answer = ask(address, "/healthz").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let long = format!("/?q={}", "a".repeat(70 * 1024));
    let answer = ask(address, &long).await;
    assert!(
        answer.starts_with("HTTP/1.1 414"),
        "{}",
        &answer[..80.min(answer.len())]
    );
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn a_client_that_never_finishes_does_not_hold_up_the_end() {
    let application = Application::empty();
    let config = ServerConfig {
        grace_ms: 50,
        ..config()
    };
    let server = Server::bind(application.app.clone(), config).await.unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let mut stream = TcpStream::connect(address).unwrap();
    let head = "POST /api/v1/search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    stream.write_all(head.as_bytes()).unwrap();
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(20), running)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let application = Application::empty();
    let first = Server::bind(application.app.clone(), config()).await.unwrap();
    let config = ServerConfig {
        listen: first.address(),
        ..config()
    };
    let Err(error) = Server::bind(application.app.clone(), config).await else {
        panic!("two servers on one port")
    };
    assert!(matches!(error, Error::Listen { .. }));
    assert!(
        error.to_string().contains(&first.address().to_string()),
        "{error}"
    );
}

#[tokio::test]
async fn the_probes_say_how_far_the_index_has_come() {
    let server = TestServer::start();
    let ready = server.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK);
    let body = ready.json();
    assert_eq!(body["status"], "ready");
    assert_eq!(body["store"]["last_seq"], body["index"]["position"]);
    assert_eq!(body["index"]["lag_changes"], 0);
    assert_eq!(server.get("/healthz").await.json()["status"], "ok");
}

#[tokio::test]
async fn metrics_name_routes_by_their_pattern_and_never_what_was_asked() {
    let server = TestServer::start();
    for path in [
        "/api/v1/search?q=%E7%A6%BB%E5%A9%9A",
        "/c/c-000001",
        "/c/c-000002",
        "/secret-name",
    ] {
        server.get(path).await;
    }
    let text = server.get("/metrics").await.text;
    assert!(
        text.contains(r#"route="/c/{id}",method="GET",status="2xx"} 2"#),
        "{text}"
    );
    assert!(text.contains(r#"route="unmatched""#));
    for said in ["离婚", "%E7", "c-000001", "secret"] {
        assert!(!text.contains(said), "{said}");
    }
    assert!(text.trim_end().ends_with("# EOF"));
}

#[tokio::test]
async fn metrics_move_to_their_own_listener() {
    let server = TestServer::start();
    let config = ServerConfig {
        metrics_listen: Some(([127, 0, 0, 1], 0).into()),
        ..config()
    };
    let handle = crate::handle::Handle::new(server.application.app.clone(), config).unwrap();
    let inside = TestServer {
        router: crate::router::metrics_router(handle.clone()),
        ..server
    };
    assert_eq!(inside.get("/metrics").await.status, StatusCode::OK);
    assert_eq!(inside.get("/").await.status, StatusCode::NOT_FOUND);
    let outside = TestServer {
        router: crate::router::router(handle),
        ..inside
    };
    assert_eq!(outside.get("/metrics").await.status, StatusCode::NOT_FOUND);
}
