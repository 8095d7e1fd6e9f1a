//! The change feed.

use super::TestServer;

#[tokio::test]
async fn a_copy_follows_the_feed_from_where_it_stands() {
    let server = TestServer::start();
    let all = server.get("/api/v1/changes?limit=100").await.json();
    let changes = all["changes"].as_array().unwrap();
    let seqs: Vec<_> = changes.iter().filter_map(|c| c["seq"].as_u64()).collect();
    assert!(seqs.is_sorted());
    assert_eq!(seqs.last().copied(), all["last_seq"].as_u64());
    assert_eq!(
        (changes[0]["kind"].as_str(), changes[0]["op"].as_str()),
        (Some("concept"), Some("upsert"))
    );
    assert!(changes[0].get("body").is_none());
    let rest = server
        .get(&format!("/api/v1/changes?since={}&include=body", seqs[0]))
        .await
        .json();
    assert_eq!(rest["changes"].as_array().unwrap().len(), changes.len() - 1);
    assert!(rest["changes"][0]["body"]["terms"].is_array());
    let end = server
        .get(&format!("/api/v1/changes?since={}", all["last_seq"]))
        .await
        .json();
    assert!(end["changes"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_follower_that_is_ahead_of_the_server_is_told_to_take_a_new_export() {
    let server = TestServer::start();
    let last = server.get("/api/v1/changes").await.json()["last_seq"]
        .as_u64()
        .unwrap();
    for since in [last + 1, 99_999, i64::MAX.unsigned_abs()] {
        let problem = server
            .get_with(
                &format!("/api/v1/changes?since={since}"),
                &[("accept-language", "en")],
            )
            .await
            .problem(410, "changes-gone");
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.contains(&since.to_string()) && detail.contains("new export"),
            "{detail}"
        );
    }
}

#[tokio::test]
async fn what_the_feed_does_not_understand_is_refused() {
    let server = TestServer::start();
    for query in [
        "since=-1",
        "since=x",
        "limit=0",
        "limit=101",
        "include=everything",
    ] {
        server
            .get(&format!("/api/v1/changes?{query}"))
            .await
            .problem(422, "invalid-input");
    }
}
