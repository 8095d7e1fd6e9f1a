//! The server on a real socket: address, probes, long URLs, stopping.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use axum::http::StatusCode;
use testkit::Application;
use tokio::sync::oneshot;

use super::log::Recorder;
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
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn what_the_http_library_refuses_is_a_problem_with_an_id_and_a_line_in_the_log() {
    let application = Application::empty();
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let server = Server::bind(application.app.clone(), config()).await.unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let long = "a".repeat(70 * 1024);
    let longest = "a".repeat(300 * 1024);
    let many = "x: y\r\n".repeat(200);
    for (request, status, kind, code) in [
        (
            format!("GET /api/v1/search?q={long} HTTP/1.1\r\n\r\n"),
            414,
            "application/problem+json",
            "uri-too-long",
        ),
        (
            format!("GET /api/v1/search?q={longest} HTTP/1.1\r\n\r\n"),
            414,
            "application/problem+json",
            "uri-too-long",
        ),
        (
            format!("GET /?q={long} HTTP/1.1\r\n\r\n"),
            414,
            "text/html",
            "<h1>",
        ),
        (
            format!("HEAD /api/v1/search?q={long} HTTP/1.1\r\n\r\n"),
            414,
            "application/problem+json",
            "",
        ),
        (
            format!("GET /api/v1/search HTTP/1.1\r\n{many}\r\n"),
            431,
            "application/problem+json",
            "head-too-large",
        ),
        (
            "GET /api/v1/search FTP/1\r\n\r\n".to_owned(),
            400,
            "application/problem+json",
            "malformed-request",
        ),
        ("\u{f40}\r\n\r\n".to_owned(), 400, "text/html", "<h1>"),
        // The second request of a connection is told apart from the first.
        (
            format!(
                "GET /about HTTP/1.1\r\nHost: a\r\n\r\n THEN GET /api/v1/search?q={long} HTTP/1.1\r\n\r\n"
            ),
            414,
            "application/problem+json",
            "uri-too-long",
        ),
    ] {
        let answer = exchange(address, request).await;
        let (head, body) = answer.rsplit_once("\r\n\r\n").unwrap();
        let head = &head[head.rfind("HTTP/1.1 ").unwrap()..];
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
        assert!(head.contains(&format!("content-type: {kind}")), "{head}");
        assert!(
            head.contains("nosniff") && head.contains("connection: close"),
            "{head}"
        );
        assert!(
            body.contains(code) && body.is_empty() == code.is_empty(),
            "{body}"
        );
        let id = head
            .split("x-request-id: ")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap();
        assert!(code.is_empty() || body.contains(id), "{body}");
        let said = recorder.said();
        let line = said.lines().find(|line| line.contains(id));
        assert!(
            line.is_some_and(|line| line.contains(&format!("status={status}"))),
            "{said}"
        );
        assert!(!said.contains("aaaa"), "the log was told what was asked");
    }
    let counted = ask(address, "/metrics").await;
    assert!(
        counted.contains(r#"route="unread",method="other",status="4xx"} 8"#),
        "{counted}"
    );
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_url_that_is_too_long_was_refused_in_chinese_whatever_was_asked_for() {
    let application = Application::empty();
    let server = Server::bind(application.app.clone(), config()).await.unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let long = "a".repeat(70 * 1024);
    for (accepted, language) in [
        ("Accept-Language: en", "en"),
        ("accept-language:  en-GB, en;q=0.9", "en"),
        ("X: y\r\nACCEPT-LANGUAGE: zh", "zh-Hans"),
        ("X: y", "zh-Hans"),
    ] {
        for path in ["/api/v1/search", "/"] {
            let request = format!("GET {path}?q={long} HTTP/1.1\r\nHost: a\r\n{accepted}\r\n\r\n");
            let answer = exchange(address, request).await;
            assert!(answer.starts_with("HTTP/1.1 414 "), "{answer}");
            let expected = format!("content-language: {language}\r\n");
            assert!(answer.contains(&expected), "{accepted} {path}: {answer}");
        }
    }
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_is_still_sending_too_much_hears_why_it_is_refused() {
    let application = Application::empty();
    let server = Server::bind(application.app.clone(), config()).await.unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move {
        let _ = stopped.await;
    }));
    let body = "a".repeat(12 << 20);
    let head =
        "POST /api/v1/search HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n";
    for request in [
        format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()),
        format!(
            "{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
            body.len()
        ),
        // One that asks first is answered before it sends.
        format!(
            "{head}Expect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            body.len()
        ),
    ] {
        let answer = exchange(address, request).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        assert!(answer.contains("/problems/payload-too-large"), "{answer}");
    }
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

/// Sends `request`, in two pieces with the first answer between them where `THEN` stands, and reads to the end.
async fn exchange(address: SocketAddr, request: String) -> String {
    let exchanged = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let mut answer = Vec::new();
        let mut pieces = request.split(" THEN ");
        stream.write_all(pieces.next().unwrap().as_bytes()).unwrap();
        for piece in pieces {
            while !String::from_utf8_lossy(&answer).contains("</html>") {
                let mut some = [0; 4096];
                let read = stream.read(&mut some).unwrap();
                answer.extend(&some[..read]);
            }
            stream.write_all(piece.as_bytes()).unwrap();
        }
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    });
    exchanged.await.unwrap()
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
async fn the_age_of_the_last_verified_backup_stands_in_the_probes() {
    // A database on a server has backups of its own.
    let server = TestServer::of(Application::with_pairs_in_directory(&[("法院", "ཁྲིམས་ཁང་")]));
    let none = server.get("/readyz").await.json();
    assert_eq!(
        none["backup"],
        serde_json::json!({ "last_verified": null, "failed_at": null })
    );
    let folder = server.application.directory().join("backups");
    std::fs::create_dir(&folder).unwrap();
    // Made an hour before the clock of the tests stands still.
    let verified = r#"{"file":"a.backup","seq":3,"made_at_ms":1767222000000,"verified_at_ms":1767222060000}"#;
    std::fs::write(folder.join("verified.json"), verified).unwrap();
    let failed = r#"{"at_ms":1767225000000,"cause":"`/mnt/secret-share` cannot be written"}"#;
    std::fs::write(folder.join("failed.json"), failed).unwrap();
    let ready = server.get("/readyz").await;
    assert_eq!(
        ready.status,
        StatusCode::OK,
        "a failed backup does not make the server unready"
    );
    let expected = serde_json::json!({
        "last_verified": {
            "made_at": "2025-12-31T23:00:00Z",
            "verified_at": "2025-12-31T23:01:00Z",
            "age_ms": 3_600_000,
            "seq": 3
        },
        "failed_at": "2025-12-31T23:50:00Z"
    });
    assert_eq!(ready.json()["backup"], expected);
    let text = server.get("/metrics").await.text;
    for line in ["shanjar_backup_age_seconds 3600", "shanjar_backup_failed 1"] {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
    assert!(!text.contains("secret-share"));
    std::fs::write(folder.join("verified.json"), "{ not json").unwrap();
    let unread = server.get("/readyz").await.json();
    assert_eq!(unread["backup"]["last_verified"], serde_json::Value::Null);
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
    let handle = crate::handle::Handle::new(server.application.app.clone(), config);
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
