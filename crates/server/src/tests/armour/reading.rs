//! Reading, which changes nothing, and what strangers may read.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::server_of;
use crate::config::ServerConfig;
use crate::router::{api_routes, page_routes};
use crate::tests::{TestServer, config};

// attack 28
#[tokio::test]
async fn reading_every_address_changes_nothing() {
    let server = TestServer::start();
    let state = async || {
        let mut ready = server.get("/readyz").await.json();
        // How long ago the index looked is no state.
        ready["index"]["lag_ms"] = 0.into();
        let changes = server.get("/api/v1/changes?limit=100").await.text;
        let entries = server
            .get("/api/v1/search?q=%E6%B3%95&in=all&limit=100")
            .await
            .json();
        (ready, changes, entries["hits"].clone())
    };
    let before = state().await;
    let paths = api_routes()
        .into_iter()
        .chain(page_routes())
        .map(|route| route.path);
    for path in paths.chain(["/ui?to=bo&back=/", "/?q=a&delete=1", "/c/c-000001?_method=DELETE"]) {
        for method in ["GET", "HEAD", "OPTIONS"] {
            let request = Request::builder()
                .method(method)
                .uri(path.replace("{id}", "c-000001"))
                .header("x-http-method-override", "DELETE");
            let answer = server.send(request.body(Body::empty()).unwrap()).await;
            assert!(!answer.status.is_server_error(), "{method} {path}");
        }
    }
    assert_eq!(state().await, before);
}

// attack 61
#[tokio::test]
async fn figures_are_not_public_where_they_have_an_address_of_their_own() {
    let server = server_of(ServerConfig {
        metrics_listen: Some(([127, 0, 0, 1], 0).into()),
        ..config()
    });
    assert_eq!(server.get("/metrics").await.status, StatusCode::NOT_FOUND);
    for path in ["/metrics/", "/Metrics", "/%6detrics", "//metrics", "/./metrics"] {
        assert_eq!(server.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

// attack 59
#[tokio::test]
async fn a_list_is_never_longer_than_it_may_be() {
    let server = TestServer::start();
    for path in [
        "/api/v1/search?q=a&",
        "/api/v1/browse?lang=zh&",
        "/api/v1/changes?",
        "/api/v1/suggest?q=a&",
    ] {
        for limit in ["1000000000", "101", "18446744073709551616", "-1", "0x10", "1e3"] {
            let answer = server.get(&format!("{path}limit={limit}")).await;
            answer.problem(422, "invalid-input");
        }
    }
}
