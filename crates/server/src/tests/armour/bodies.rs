//! Bodies that are packed, or not what they say.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::server_of;
use crate::tests::{Answer, TestServer, config, gzip};

async fn post(server: &TestServer, encoding: &[&str], body: Vec<u8>) -> Answer {
    let mut request = Request::post("/api/v1/search").header("content-type", "application/json");
    for line in encoding {
        request = request.header("content-encoding", *line);
    }
    server.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_packed_body_is_read_like_any_other() {
    let server = server_of(config());
    for q in ["法院", "ཁྲིམས་ཁང"] {
        let answer = post(
            &server,
            &["gzip"],
            gzip::of(format!("{{\"q\": \"{q}\"}}").as_bytes()),
        )
        .await;
        assert_eq!(
            answer.json()["hits"][0]["zh"][0]["text"],
            "法院",
            "{}",
            answer.text
        );
    }
    let form = Request::post("/batch")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-encoding", "gzip")
        .body(Body::from(gzip::of(b"terms=%E6%B3%95%E9%99%A2")));
    assert!(server.send(form.unwrap()).await.text.contains("ཁྲིམས་ཁང"));
}

// attack 44
#[tokio::test]
async fn the_length_of_a_body_counts_after_it_is_unpacked() {
    let server = server_of(config());
    // As long as it may be to the byte, and one more.
    let longest = format!("{{\"q\": \"{}\"}}", "a".repeat((2 << 20) - 9));
    assert_eq!(longest.len(), 2 << 20);
    let more = [longest.as_bytes(), b" "].concat();
    // Packed like this it is longer than it may be before, so only the unpacked one is of that length.
    assert_eq!(
        post(&server, &[], longest.into_bytes()).await.status,
        StatusCode::OK
    );
    post(&server, &[], more).await.problem(413, "payload-too-large");
    post(&server, &["gzip"], gzip::bomb(300 << 20))
        .await
        .problem(413, "payload-too-large");
    post(&server, &["gzip"], vec![0x1f; 10 << 20])
        .await
        .problem(413, "payload-too-large");
}

// attack 44
#[tokio::test]
async fn a_body_that_is_packed_otherwise_is_refused() {
    let server = server_of(config());
    let once = gzip::of(b"{\"q\": \"a\"}");
    for encoding in [
        &["gzip, gzip"][..],
        &["gzip", "gzip"],
        &["br"],
        &["zstd"],
        &["identity, gzip"],
    ] {
        let answer = post(&server, encoding, gzip::of(&once)).await;
        answer.problem(415, "unsupported-encoding");
        assert_eq!(answer.header("accept-encoding"), "gzip");
    }
    // Once said, twice done: what is inside is no JSON.
    post(&server, &["gzip"], gzip::of(&once))
        .await
        .problem(400, "malformed-json");
    post(&server, &["gzip"], b"{\"q\": \"a\"}".to_vec())
        .await
        .problem(400, "malformed-request");
}

// attack 27
#[tokio::test]
async fn what_a_form_can_send_is_no_json() {
    let server = server_of(config());
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "text/json",
        "",
    ] {
        for path in ["/api/v1/search", "/api/v1/search/batch"] {
            let request = Request::post(path).header("content-type", kind);
            let answer = server
                .send(request.body(Body::from("{\"q\": \"a\"}")).unwrap())
                .await;
            answer.problem(415, "unsupported-media-type");
        }
    }
}
