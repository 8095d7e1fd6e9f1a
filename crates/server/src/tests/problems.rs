//! What fails, fails alike everywhere: status, type, words, headers.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::get;

use super::{Answer, TestServer, config};
use crate::handle::Handle;
use crate::router::{Route, assemble};

// attack 56
#[tokio::test]
async fn a_parameter_twice_or_unknown_is_named() {
    let server = TestServer::start();
    let problem = server
        .get("/api/v1/search?q=a&q=b")
        .await
        .problem(400, "duplicate-parameter");
    assert!(problem["detail"].as_str().unwrap().contains('q'));
    let problem = server
        .get("/api/v1/search?q=a&colour=red")
        .await
        .problem(400, "unknown-parameter");
    assert!(problem["detail"].as_str().unwrap().contains("colour"));
    assert_eq!(problem["issues"][0]["pointer"], "/colour");
}

#[tokio::test]
async fn values_that_cannot_be_used_are_named_all_at_once() {
    let server = TestServer::start();
    let path = "/api/v1/search?q=a&limit=101&workflow=best&lang=fr&region=lhasa&in=titles&min_seq=x";
    let problem = server.get(path).await.problem(422, "invalid-input");
    let pointers: Vec<_> = problem["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(
        pointers,
        ["/lang", "/region", "/workflow", "/in", "/limit", "/min_seq"]
    );
    for path in [
        "/api/v1/search",
        "/api/v1/search?q=",
        "/api/v1/search?q=%20%E3%80%80",
    ] {
        server.get(path).await.problem(422, "empty-query");
    }
}

#[tokio::test]
async fn an_unknown_member_is_refused_unless_leniency_was_asked_for() {
    let server = TestServer::start();
    let body = "{\"q\": \"法院\", \"colour\": \"red\"}";
    let problem = server
        .post("/api/v1/search", body)
        .await
        .problem(422, "invalid-input");
    assert_eq!(problem["issues"][0]["code"], "unknown_member");
    let request = Request::post("/api/v1/search")
        .header("content-type", "application/json")
        .header("prefer", "handling=lenient");
    let answer = server.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn what_a_body_says_twice_or_its_url_says_too_is_never_passed_over() {
    let server = TestServer::start();
    let problem = server
        .post("/api/v1/search", "{\"q\": \"a\", \"q\": \"b\"}")
        .await
        .problem(422, "invalid-input");
    assert_eq!(problem["issues"][0]["code"], "duplicate_member");
    let problem = server
        .post("/api/v1/search?q=b", "{\"q\": \"a\"}")
        .await
        .problem(400, "unknown-parameter");
    assert_eq!(problem["issues"][0]["pointer"], "/q");
}

#[tokio::test]
async fn a_body_must_be_json_and_may_not_be_too_long() {
    let server = TestServer::start();
    server
        .post("/api/v1/search", "{\"q\":")
        .await
        .problem(400, "malformed-json");
    server
        .post("/api/v1/search", "[]")
        .await
        .problem(400, "malformed-json");
    let long = format!("{{\"q\": \"{}\"}}", "a".repeat(2 * 1024 * 1024));
    server
        .post("/api/v1/search", &long)
        .await
        .problem(413, "payload-too-large");
    let request = Request::post("/api/v1/search").header("content-type", "text/plain");
    let answer = server.send(request.body(Body::from("q=a")).unwrap()).await;
    answer.problem(415, "unsupported-media-type");
}

#[tokio::test]
async fn a_path_that_is_not_there_is_a_problem_to_programs_and_a_page_to_readers() {
    let server = TestServer::start();
    for path in ["/api/v1/none", "/api/none", "/api"] {
        server.get(path).await.problem(404, "not-found");
    }
    for path in ["/none", "/problems/none", "/assets/0/styles/page.css", "/c/none"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(answer.text.contains("<h1>") && answer.text.contains(answer.header("x-request-id")));
    }
}

#[tokio::test]
async fn a_method_that_is_not_there_names_those_that_are() {
    let server = TestServer::start();
    for (method, path, allow) in [
        ("DELETE", "/api/v1/search", "GET,HEAD,POST"),
        ("POST", "/api/v1/suggest", "GET,HEAD"),
        ("GET", "/api/v1/search/batch", "POST"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap();
        let answer = server.send(request).await;
        answer.problem(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), allow, "{path}");
    }
    let request = Request::post("/about").body(Body::empty()).unwrap();
    assert_eq!(server.send(request).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn words_are_in_the_language_that_was_asked_for() {
    let server = TestServer::start();
    for (accepted, title, language) in [
        ("en", "Nothing was asked", "en"),
        ("zh-CN,en;q=0.5", "没有输入检索内容", "zh-Hans"),
        ("fr", "没有输入检索内容", "zh-Hans"),
    ] {
        let answer = server
            .get_with("/api/v1/search?q=", &[("accept-language", accepted)])
            .await;
        assert_eq!(answer.problem(422, "empty-query")["title"], title);
        assert_eq!(answer.header("content-language"), language);
    }
}

#[tokio::test]
async fn every_answer_carries_an_id_and_the_security_headers() {
    let server = TestServer::start();
    let mut ids = Vec::new();
    for path in [
        "/",
        "/about",
        "/healthz",
        "/metrics",
        "/none",
        "/api/v1/none",
        "/api/v1/search?q=a",
        "/ui?to=en",
    ] {
        let answer = server.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        ids.push(answer.header("x-request-id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 8);
}

// attack 60
#[tokio::test]
async fn a_handler_that_panics_is_a_500_and_the_server_lives() {
    async fn broken() -> &'static str {
        panic!("a bug with 法院 in it")
    }
    let server = TestServer::start();
    let handle = Handle::new(server.application.app.clone(), config());
    let routes = vec![
        Route::get("/api/broken", get(broken)),
        Route::get("/broken", get(broken)),
    ];
    let broken = TestServer {
        router: assemble(routes, handle),
        ..server
    };
    for _ in 0..3 {
        let answer: Answer = broken.get("/api/broken").await;
        answer.problem(500, "internal-error");
        assert!(!answer.text.contains("法院"), "the cause is for the log alone");
        let page = broken.get("/broken").await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.text.contains("<h1>"));
    }
}

#[tokio::test]
async fn an_address_that_no_page_can_read_is_answered() {
    let server = TestServer::start();
    assert_eq!(server.get("/?q=%FF%FE").await.status, StatusCode::OK);
    assert_eq!(server.get("/?q=%00").await.status, StatusCode::OK);
    assert_eq!(
        server.get("/?utm_source=elsewhere&q=a").await.status,
        StatusCode::OK
    );
    assert_eq!(
        server.get("/?workflow=best").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
