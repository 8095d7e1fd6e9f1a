//! Who asks: sessions, tokens, both at once, none; and for how long somebody is remembered.

use access::{Role, Scope};
use axum::http::StatusCode;

use super::house::{Asker, House, operator};

const SEARCH: &str = "/api/v1/search?q=%E6%B3%95";

#[tokio::test]
async fn a_closed_glossary_is_read_by_whoever_signs_in_and_by_tokens_of_the_scope() {
    let house = House::closed();
    let (_, reader) = house.person("reader", &[Role::Reader], None);
    let (_, nothing) = house.person("nothing", &[], None);
    let (_, token) = house.token("电子卷宗", &[Scope::GlossaryRead], &[]);
    let (_, other) = house.token("other", &[Scope::RegistryRead], &[]);
    for (who, status, code) in [
        (Asker::nobody(), 401, "unauthenticated"),
        (reader.clone(), 200, ""),
        (nothing, 403, "forbidden"),
        (Asker::system(&token), 200, ""),
        (Asker::system(&other), 403, "scope-missing"),
    ] {
        let answer = house.get(&who, SEARCH).await;
        if code.is_empty() {
            assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
        } else {
            answer.problem(status, code);
        }
        if status == 401 {
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
    for path in ["/", "/browse", "/batch", "/about", "/?q=%E6%B3%95"] {
        assert_eq!(house.get(&reader, path).await.status, StatusCode::OK, "{path}");
        let answer = house.get(&Asker::nobody(), path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        let next = crate::web::templates::percent_encode(path);
        assert_eq!(answer.header("location"), format!("/login?next={next}"));
    }
    // A script that fetches a part of a page is not to put the page for signing in there.
    let part = house.get(&Asker::nobody(), "/?q=a&fragment=results").await;
    assert_eq!(part.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_wrong_token_is_refused_where_nobody_needs_one_and_two_credentials_everywhere() {
    let house = House::open();
    let (_, reader) = house.person("reader", &[Role::Reader], None);
    let (_, token) = house.token("a", &[Scope::GlossaryRead], &[]);
    let unknown = format!("sjt_{}", "A".repeat(43));
    for path in [SEARCH, "/api/v1/me", "/api/v1/concepts/c-000001"] {
        for wrong in ["", "x", "sjt_", &unknown, &token[..token.len() - 1], &token[4..]] {
            let answer = house.get(&Asker::system(wrong), path).await;
            answer.problem(401, "unauthenticated");
            assert_eq!(
                answer.header("www-authenticate"),
                "Bearer error=\"invalid_token\""
            );
        }
        let both = reader.clone().with("authorization", &format!("Bearer {token}"));
        house.get(&both, path).await.problem(400, "two-credentials");
    }
    let ended = Asker::browser(&"A".repeat(43));
    assert_eq!(
        house.get(&ended, SEARCH).await.status,
        StatusCode::OK,
        "as good as none"
    );
    assert_eq!(
        house.get(&Asker::system(&token), SEARCH).await.status,
        StatusCode::OK
    );
    let proxy = Asker::nobody().with("authorization", "Basic Og==");
    assert_eq!(house.get(&proxy, SEARCH).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_is_good_only_from_where_it_may_be_used() {
    let house = House::open();
    let (_, here) = house.token("here", &[Scope::GlossaryRead], &["127.0.0.0/8"]);
    let (_, there) = house.token("there", &[Scope::GlossaryRead], &["203.0.113.7"]);
    assert_eq!(
        house.get(&Asker::system(&here), SEARCH).await.status,
        StatusCode::OK
    );
    house
        .get(&Asker::system(&there), SEARCH)
        .await
        .problem(401, "unauthenticated");
}

#[tokio::test]
async fn what_is_taken_away_here_is_gone_with_the_next_request() {
    let house = House::closed();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    let (id, reader) = house.person("reader", &[Role::Reader], None);
    let (token_id, token) = house.token("a", &[Scope::GlossaryRead], &[]);
    let system = Asker::system(&token);
    for who in [&reader, &system] {
        assert_eq!(house.get(who, SEARCH).await.status, StatusCode::OK);
    }
    let path = format!("/api/v1/accounts/{id}/disable");
    assert_eq!(
        house.json(&admin, "POST", &path, "").await.status,
        StatusCode::NO_CONTENT
    );
    house.get(&reader, SEARCH).await.problem(401, "unauthenticated");
    let path = format!("/api/v1/tokens/{token_id}");
    assert_eq!(
        house.json(&admin, "DELETE", &path, "").await.status,
        StatusCode::NO_CONTENT
    );
    house.get(&system, SEARCH).await.problem(401, "unauthenticated");
}

/// A second is what the memory of a node lasts, and its tests show that; here, that a node which remembers nobody asks.
#[tokio::test]
async fn what_is_taken_away_elsewhere_is_gone_for_a_node_that_does_not_remember() {
    let house = House::closed();
    let (id, reader) = house.person("reader", &[Role::Reader], None);
    let node = house.other_node();
    let status = async || house.ask(&node, &reader, "GET", SEARCH, "", "").await.status;
    house.app.set_account_disabled(&operator(), &id, true).unwrap();
    assert_eq!(status().await, StatusCode::UNAUTHORIZED);
    house.app.set_account_disabled(&operator(), &id, false).unwrap();
    assert_eq!(
        status().await,
        StatusCode::UNAUTHORIZED,
        "its sessions have ended for good"
    );
}

/// Whoever gives the password at one node is not asked for it again by another that remembers an older state.
#[tokio::test]
async fn a_proof_given_at_another_node_counts_at_once() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    house.clock.advance_ms(app::accounts::PROOF_MS);
    let node = house.other_node();
    let tokens = async || house.ask(&node, &admin, "GET", "/api/v1/tokens", "", "").await;
    tokens().await.problem(403, "proof-needed");
    let form = [("password", super::house::PASSWORD), ("next", "/tokens")];
    let proved = house.post(&admin, "/account/prove", &form).await;
    assert_eq!(proved.header("location"), "/tokens", "{}", proved.text);
    assert_eq!(tokens().await.status, StatusCode::OK);
}

#[tokio::test]
async fn me_says_who_asks() {
    let house = House::open();
    let (id, coordinator) = house.person("协调员", &[Role::Coordinator, Role::Reader], Some("qh-yushu"));
    let me = house.get(&coordinator, "/api/v1/me").await.json();
    assert_eq!(
        me,
        serde_json::json!({"kind": "account", "id": id, "name": "协调员", "roles": ["reader", "coordinator"],
            "scopes": [], "court": "qh-yushu"})
    );
    let (id, token) = house.token("电子卷宗", &[Scope::Documents, Scope::GlossaryRead], &[]);
    let answer = house.get(&Asker::system(&token), "/api/v1/me").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(
        answer.json(),
        serde_json::json!({"kind": "token", "id": id, "name": "电子卷宗", "roles": [],
            "scopes": ["glossary:read", "documents"], "court": null})
    );
    let nobody = house.get(&Asker::nobody(), "/api/v1/me").await.json();
    assert_eq!(
        (nobody["kind"].as_str(), nobody["name"].as_str()),
        (Some("anonymous"), Some(""))
    );
}
