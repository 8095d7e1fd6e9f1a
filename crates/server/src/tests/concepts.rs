//! Reading one concept and its history.

use axum::http::StatusCode;
use serde_json::json;

use super::TestServer;

#[tokio::test]
async fn a_concept_is_read_whole() {
    let server = TestServer::start();
    let answer = server.get("/api/v1/concepts/c-000001").await;
    assert_eq!(answer.header("etag"), "\"1\"");
    let mut body = answer.json();
    assert!(body["updated_at"].as_str().unwrap().ends_with('Z'));
    body["updated_at"] = json!("…");
    insta::assert_snapshot!(serde_json::to_string_pretty(&body).unwrap());
}

#[tokio::test]
async fn the_same_revision_with_other_parts_is_sent_again() {
    let server = TestServer::start();
    let path = "/api/v1/concepts/c-000006";
    let seen = server.get(path).await;
    assert_eq!(seen.header("etag"), "\"1\"");
    let before = seen.json()["parts"].as_array().unwrap().len();
    assert!(
        server
            .application
            .import("more.csv", "zh,bo\n纠纷,གྱོད་གཞི\n")
            .applied
    );
    server.application.catch_up();
    for sent in ["\"1\"", "W/\"1\"", "*", "\"2\""] {
        let answer = server.get_with(path, &[("if-none-match", sent)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{sent}");
        assert_eq!(answer.header("etag"), "\"1\"", "{sent}");
        assert_eq!(
            answer.json()["parts"].as_array().unwrap().len(),
            before + 1,
            "{sent}"
        );
    }
}

#[tokio::test]
async fn an_older_revision_stays_readable() {
    let server = TestServer::start();
    let more = "zh,bo\n人民法院,མི་དམངས་ཁྲིམས་ཁང\n人民法院,དམངས་ཁྲིམས\n";
    assert!(server.application.import("more.csv", more).applied);
    let now = server.get("/api/v1/concepts/c-000001").await;
    assert_eq!(now.header("etag"), "\"2\"");
    let before = server.get("/api/v1/concepts/c-000001?revision=1").await;
    assert_eq!(before.header("etag"), "\"1\"");
    assert!(now.json()["terms"].as_array().unwrap().len() > before.json()["terms"].as_array().unwrap().len());
    let history = server.get("/api/v1/concepts/c-000001/revisions").await.json();
    let revisions: Vec<_> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["revision"].as_u64())
        .collect();
    assert_eq!(revisions, [Some(2), Some(1)]);
    let below = server
        .get("/api/v1/concepts/c-000001/revisions?before=2")
        .await
        .json();
    assert_eq!(below["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_that_names_it() {
    let server = TestServer::start();
    let problem = server
        .get("/api/v1/concepts/c-000999")
        .await
        .problem(404, "no-such-concept");
    assert!(problem["detail"].as_str().unwrap().contains("c-000999"));
    server
        .get("/api/v1/concepts/nonsense")
        .await
        .problem(404, "no-such-concept");
    server
        .get("/api/v1/concepts/c-000001?revision=9")
        .await
        .problem(404, "no-such-revision");
    server
        .get("/api/v1/concepts/c-000001?revision=0")
        .await
        .problem(422, "invalid-input");
    server
        .get("/api/v1/concepts/%FF")
        .await
        .problem(400, "malformed-request");
}

#[tokio::test]
async fn a_concept_without_tibetan_gives_its_parts() {
    let server = TestServer::start();
    let body = server.get("/api/v1/concepts/c-000003").await.json();
    assert_eq!(body["terms"][0]["text"], "盗窃罪");
    assert_eq!(body["parts"][0]["zh"], "盗窃");
    assert_eq!(body["parts"][0]["bo"][0]["register"], "older");
    assert_eq!(body["legal_basis"][0]["article"], "第264条");
}
