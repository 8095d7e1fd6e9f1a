//! Methods that nothing takes.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Running, server_of};
use crate::router::{api_routes, page_routes};
use crate::tests::config;

// attack 55
#[tokio::test]
async fn a_method_that_nobody_declared_is_refused_everywhere_by_name() {
    let server = server_of(config());
    let paths = api_routes()
        .into_iter()
        .chain(page_routes())
        .map(|route| route.path);
    for path in paths.chain(["/none", "/api/v1/none", "/assets/0/x"]) {
        for method in ["TRACE", "TRACK", "CONNECT", "BREW", "PROPFIND", "get"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty());
            let answer = server.send(request.unwrap()).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(!answer.header("allow").is_empty(), "{method} {path}");
            assert!(!answer.header("allow").contains(method), "{method} {path}");
        }
    }
}

// attack 55
#[tokio::test]
async fn nothing_that_was_sent_is_sent_back() {
    let server = Running::start(config()).await;
    for target in ["/", "*", "http://a/", "a:443"] {
        let method = if target == "a:443" { "CONNECT" } else { "TRACE" };
        let answer = server
            .exchange(&format!(
                "{method} {target} HTTP/1.1\r\nHost: {}\r\nCookie: secret=1\r\nConnection: close\r\n\r\n",
                if target == "a:443" { "a:443" } else { "a" }
            ))
            .await;
        assert!(answer.starts_with("HTTP/1.1 405"), "{method} {target}: {answer}");
        assert!(!answer.contains("secret"), "{answer}");
    }
    server.stop().await;
}
