//! What the log is told of a request, and what it must never be told.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{TestServer, config};
use crate::config::ServerConfig;
use crate::handle::Handle;
use crate::router;

/// Keeps everything that is said on this thread.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<String>>);

impl Recorder {
    /// Returns what was said so far.
    pub fn said(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut said = self.0.lock().unwrap();
        event.record(&mut Line(&mut said));
        said.push('\n');
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{}={value:?} ", field.name()).unwrap();
    }
}

/// Bodies with texts that nobody else may learn, in both scripts, also where they are refused.
const POSTED: [(&str, &str); 5] = [
    (
        "/api/v1/search",
        "{\"q\": \"离婚\", \"explain\": true, \"facets\": true}",
    ),
    ("/api/v1/search", "{\"q\": \"རྐུ་བ\", \"lang\": \"secret-lang\"}"),
    ("/api/v1/search/batch", "{\"queries\": [\"离婚纠纷\", \"རྐུ་བ\"]}"),
    (
        "/api/v1/search/batch",
        "{\"queries\": [\"离婚\"], \"secret-member\": 1}",
    ),
    ("/api/v1/search", "{\"q\": \"secret-text"),
];

/// Returns what is logged while `paths` are asked for, and [`POSTED`] is sent.
async fn logged(server: &TestServer, paths: &[&str]) -> String {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    for path in paths {
        server.get(path).await;
    }
    for (path, body) in POSTED {
        server.post(path, body).await;
    }
    let pasted = Request::post("/batch").header("content-type", "application/x-www-form-urlencoded");
    let pasted = pasted.body(Body::from("terms=%E7%A6%BB%E5%A9%9A%0Alihun"));
    let page = server.send(pasted.unwrap()).await;
    assert!(page.text.contains("离婚"));
    recorder.said()
}

#[tokio::test]
async fn the_log_names_route_and_status_and_never_what_was_asked() {
    let server = TestServer::start();
    let paths = [
        "/?q=%E7%A6%BB%E5%A9%9A",
        "/api/v1/search?q=%E7%A6%BB&colour=red",
        "/c/c-000001",
        "/secret-name",
        "/api/v1/suggest?q=%E7%A6%BB",
        "/api/v1/suggest?q=%E0%BD%A2%E0%BE%90%E0%BD%B4&secret=1",
    ];
    let said = logged(&server, &paths).await;
    let lines: Vec<_> = said.lines().filter(|line| line.contains("request_id=")).collect();
    assert_eq!(lines.len(), paths.len() + POSTED.len() + 1, "{said}");
    for (line, expected) in lines.iter().zip([
        "route=\"/\"",
        "status=400",
        "/c/{id}",
        "unmatched",
        "/api/v1/suggest",
        "status=400",
        "method=POST",
    ]) {
        assert!(line.contains(expected), "{expected} is missing in {line}");
    }
    assert!(
        lines.last().is_some_and(|line| line.contains("route=\"/batch\"")),
        "{said}"
    );
    let counted = server.get("/metrics").await.text;
    for asked in ["离", "རྐུ", "%E7", "%E0", "colour", "c-000001", "secret", "lihun"] {
        assert!(!said.contains(asked), "the log was told `{asked}`:\n{said}");
        assert!(
            !counted.contains(asked),
            "the metrics were told `{asked}`:\n{counted}"
        );
    }
    assert!(counted.contains("route=\"/api/v1/search/batch\""), "{counted}");
}

#[tokio::test]
async fn the_log_of_requests_can_be_switched_off() {
    let server = TestServer::start();
    let quiet = ServerConfig {
        log_requests: false,
        ..config()
    };
    let handle = Handle::new(server.application.app.clone(), quiet);
    let server = TestServer {
        router: router::router(handle),
        ..server
    };
    let said = logged(&server, &["/"]).await;
    assert!(!said.contains("route="), "{said}");
}
