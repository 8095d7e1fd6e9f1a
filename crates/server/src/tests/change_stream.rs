//! The change feed as server-sent events.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::Value;
use testkit::Application;
use tower::ServiceExt;

use super::{Answer, TestServer, config};
use crate::config::{ServerConfig, StreamLimits};
use crate::handle::Handle;
use crate::router;

const STREAM: &str = "/api/v1/changes/stream";

/// Returns ids and data of the events in `text`.
fn events(text: &str) -> Vec<(u64, Value)> {
    let blocks = text.split("\n\n").filter(|block| block.starts_with("id: "));
    blocks
        .map(|block| {
            let (id, data) = block.split_once('\n').unwrap();
            let id = id.strip_prefix("id: ").unwrap().parse().unwrap();
            let data = data.strip_prefix("data: ").unwrap();
            (id, serde_json::from_str(data).unwrap())
        })
        .collect()
}

/// A server whose streams live as long as the test.
fn lasting(most: usize, heartbeat: Duration) -> (Application, Handle, Router) {
    let application = Application::with_pairs(&[("法院", "ཁྲིམས་ཁང")]);
    let config = ServerConfig {
        streams: StreamLimits {
            most,
            age: Duration::MAX,
            heartbeat,
        },
        ..config()
    };
    let handle = Handle::new(application.app.clone(), config);
    let router = router::router(handle.clone());
    (application, handle, router)
}

async fn open(router: &Router, path: &str) -> Body {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    response.into_body()
}

/// Reads `body` until `wanted` stands in what came, and returns that.
async fn until(body: &mut Body, wanted: &str) -> String {
    let mut text = String::new();
    while !text.contains(wanted) {
        let frame = body.frame().await.expect("the stream has ended").unwrap();
        text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
    }
    text
}

#[tokio::test]
async fn the_stream_says_what_the_feed_lists() {
    let server = TestServer::start();
    for query in ["", "?since=2", "?include=body"] {
        let answer = server.get(&format!("{STREAM}{query}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "text/event-stream")
        );
        let joint = if query.is_empty() { '?' } else { '&' };
        let list = server
            .get(&format!("/api/v1/changes{query}{joint}limit=100"))
            .await
            .json();
        let listed: Vec<_> = list["changes"].as_array().unwrap().clone();
        let (ids, data): (Vec<_>, Vec<_>) = events(&answer.text).into_iter().unzip();
        assert_eq!(data, listed, "{query}");
        let seqs: Vec<_> = listed.iter().map(|c| c["seq"].as_u64().unwrap()).collect();
        assert_eq!(ids, seqs, "{query}");
        assert!(!ids.is_empty());
    }
}

#[tokio::test]
async fn a_stream_of_more_than_a_page_is_whole() {
    let rows: String = (0..250).map(|n| format!("法{n},ཁྲིམས་{n}\n")).collect();
    let application = Application::empty();
    assert!(application.import("rows.csv", &format!("zh,bo\n{rows}")).applied);
    let server = TestServer::of(application);
    let ids: Vec<_> = events(&server.get(STREAM).await.text)
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(ids, (1..=250).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_comes_again_goes_on_after_the_last_id() {
    let server = TestServer::start();
    let after = async |id: &str| {
        let text = server
            .get_with(&format!("{STREAM}?since=1"), &[("last-event-id", id)])
            .await
            .text;
        events(&text).first().map(|(id, _)| *id)
    };
    assert_eq!(after("3").await, Some(4));
    assert_eq!(after("").await, Some(2), "a client that had nothing yet");
    for (id, status, code) in [
        ("99999", 410, "changes-gone"),
        ("x", 422, "invalid-input"),
        ("-1", 422, "invalid-input"),
        ("9223372036854775808", 422, "invalid-input"),
    ] {
        server
            .get_with(STREAM, &[("last-event-id", id)])
            .await
            .problem(status, code);
    }
}

#[tokio::test]
async fn what_is_written_while_the_stream_is_open_arrives_between_signs_of_life() {
    let (application, _, router) = lasting(1, Duration::ZERO);
    let mut body = open(&router, STREAM).await;
    let first = until(&mut body, "id: 1\n").await;
    assert!(first.starts_with("retry: "), "{first}");
    until(&mut body, ": \n\n").await;
    assert!(
        application
            .import("more.csv", "zh,bo\n离婚,བཟའ་ཚང་བྲལ་བ\n")
            .applied
    );
    // The index was not told: that another node has written is seen all the same.
    let second = until(&mut body, "id: 2\n").await;
    assert_eq!(events(&second)[0].1["op"], "upsert");
}

#[tokio::test]
async fn the_end_of_the_server_ends_the_stream_and_nobody_else_does() {
    let (_application, handle, router) = lasting(1, Duration::ZERO);
    let mut body = open(&router, STREAM).await;
    until(&mut body, ": \n\n").await;
    handle.streams().end_all();
    // Collecting fails where a body breaks off.
    body.collect().await.unwrap();
}

#[tokio::test]
async fn one_stream_too_many_is_asked_to_come_back() {
    let (_application, _, router) = lasting(1, Duration::from_secs(15));
    let body = open(&router, STREAM).await;
    let request = Request::get(STREAM).body(Body::empty()).unwrap();
    let refused = Answer::read(router.clone().oneshot(request).await.unwrap()).await;
    refused.problem(503, "busy");
    assert_eq!(refused.header("retry-after"), "1");
    drop(body);
    // The place is free when the task behind it has seen that its client is gone.
    loop {
        let request = Request::get(STREAM).body(Body::empty()).unwrap();
        match router.clone().oneshot(request).await.unwrap().status().as_u16() {
            503 => tokio::task::yield_now().await,
            status => break assert_eq!(status, 200),
        }
    }
}

#[tokio::test]
async fn what_is_hidden_is_not_streamed() {
    let application = Application::hiding(&["secret"]);
    let rows = "zh,bo,collection\n法院,ཁྲིམས་ཁང,secret\n离婚,བཟའ་ཚང་བྲལ་བ,\n";
    assert!(application.import("rows.csv", rows).applied);
    let server = TestServer::of(application);
    let text = server.get(&format!("{STREAM}?include=body")).await.text;
    let ops: Vec<_> = events(&text)
        .into_iter()
        .map(|(_, data)| data["op"].clone())
        .collect();
    assert_eq!(ops, ["delete", "upsert"]);
    assert!(!text.contains("法院") && text.contains("离婚"), "{text}");
}
