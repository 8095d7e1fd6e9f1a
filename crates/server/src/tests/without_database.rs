//! While the database is away: searches answer and say so, pages that need it say so, and then it is back.

use axum::http::StatusCode;
use testkit::postgres::PostgresServer;
use testkit::{Application, TcpProxy};

use super::{TestServer, aside};

fn codes(answer: &serde_json::Value) -> Vec<&str> {
    let notices = answer["notices"].as_array().unwrap();
    notices.iter().map(|n| n["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn searching_answers_and_says_that_the_database_is_away() {
    let (proxy, application) = aside(|| {
        let server = PostgresServer::shared();
        let proxy = TcpProxy::to(([127, 0, 0, 1], server.port()).into());
        let database = server.fresh_database();
        let application =
            Application::on_database(&format!("postgres://postgres@{}/{database}", proxy.address()));
        application.import("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང\n");
        application.catch_up();
        (proxy, application)
    })
    .await;
    let server = TestServer::of(application);
    let look_up = server.application.app.look_up();
    let query = "q=%E6%B3%95%E9%99%A2";

    proxy.refuse(true);
    proxy.cut();
    while !look_up.is_store_away() {
        tokio::task::yield_now().await;
    }
    for (language, words) in [("en", "cannot be reached"), ("zh", "数据库暂时无法访问")] {
        let headers = [("accept-language", language)];
        let answer = server
            .get_with(&format!("/api/v1/search?{query}"), &headers)
            .await;
        let json = answer.json();
        assert_eq!(json["hits"][0]["bo"][0]["text"], "ཁྲིམས་ཁང");
        assert_eq!(codes(&json), ["store_unavailable"]);
        assert!(
            json["notices"][0]["message"].as_str().unwrap().contains(words),
            "{json}"
        );
        let page = server.get_with(&format!("/?{query}"), &headers).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text.contains(words) && page.text.contains("ཁྲིམས་ཁང"),
            "{}",
            page.text
        );
        let entry = server.get_with("/c/c-000001", &headers).await;
        assert_eq!(entry.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(entry.text.contains(words), "{}", entry.text);
        assert!(!entry.header("retry-after").is_empty());
    }
    let batch = server
        .post("/api/v1/search/batch", "{\"queries\":[\"法院\"]}")
        .await
        .json();
    assert_eq!(codes(&batch["results"][0]), ["store_unavailable"]);
    server
        .get("/api/v1/concepts/c-000001")
        .await
        .problem(503, "store-unavailable");
    assert_eq!(server.get("/healthz").await.status, StatusCode::OK);
    let ready = server.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.json()["store"]["reachable"], false);

    proxy.refuse(false);
    while look_up.is_store_away() {
        tokio::task::yield_now().await;
    }
    let answer = server.get(&format!("/api/v1/search?{query}")).await.json();
    assert_eq!(codes(&answer), [""; 0]);
    let ready = server.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK);
    // The backups of a server are its own, and an alarm for old ones of ours must not ring.
    assert_eq!(ready.json()["backup"], serde_json::Value::Null);
    assert!(!server.get("/metrics").await.text.contains("shanjar_backup"));
}
