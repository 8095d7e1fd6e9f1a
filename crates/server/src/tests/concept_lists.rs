//! Many concepts at once: walked through with conditions, and fetched by their ids.

use serde_json::{Value, json};

use super::TestServer;

/// Returns the Chinese name of each item.
fn names(body: &Value) -> Vec<&str> {
    let items = body["items"].as_array().unwrap();
    items
        .iter()
        .map(|i| i["terms"][0]["text"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn conditions_hold_together_and_a_law_is_known_by_its_short_name() {
    let server = TestServer::start();
    for (query, expected) in [
        (
            "",
            &["人民法院", "法院", "盗窃罪", "盗窃", "离婚", "离婚纠纷"][..],
        ),
        ("?collection=charges-2024", &["盗窃罪"]),
        ("?subject_field=criminal", &["盗窃罪", "盗窃"]),
        (
            "?subject_field=criminal&collection=older-tibetan-chinese-dictionary",
            &["盗窃"],
        ),
        ("?workflow=authorised", &[]),
        ("?workflow=draft&subject_field=court", &["人民法院", "法院"]),
        ("?law=刑法", &["盗窃罪"]),
        ("?law=《中华人民共和国刑法》&article=第二百六十四条", &["盗窃罪"]),
        ("?law=刑法&article=第264条第2款", &["盗窃罪"]),
        ("?law=刑法&article=第265条", &[]),
        ("?law=民法", &[]),
        ("?collection=nobody", &[]),
        ("?filter=without:bo", &["盗窃罪", "离婚纠纷"]),
        (
            "?filter=-without:bo+-collection:general-dictionaries",
            &["人民法院", "盗窃"],
        ),
        ("?filter=without:bo&subject_field=civil", &["离婚纠纷"]),
        // Who wrote it is nobody's business here.
        ("?filter=author:operator", &[]),
    ] {
        let body = server
            .get(&format!("/api/v1/concepts{}", encoded(query)))
            .await
            .json();
        assert_eq!(names(&body), expected, "{query}");
        assert_eq!(body["next_cursor"], Value::Null, "{query}");
    }
}

#[tokio::test]
async fn pages_hold_every_concept_once_in_the_order_of_ids() {
    let server = TestServer::start();
    for limit in 1..=7 {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let body = server
                .get(&format!("/api/v1/concepts?limit={limit}{cursor}"))
                .await
                .json();
            let items = body["items"].as_array().unwrap();
            assert!(items.len() <= limit);
            seen.extend(items.iter().map(|i| i["id"].as_str().unwrap().to_owned()));
            let Some(next) = body["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        let all: Vec<_> = (1..=6).map(|n| format!("c-{n:06}")).collect();
        assert_eq!(seen, all, "{limit}");
    }
}

#[tokio::test]
async fn an_item_says_what_the_entry_says_but_for_the_parts_of_its_name() {
    let server = TestServer::start();
    let listed = server.get("/api/v1/concepts").await.json();
    for item in listed["items"].as_array().unwrap() {
        let path = format!("/api/v1/concepts/{}", item["id"].as_str().unwrap());
        let mut entry = server.get(&path).await.json();
        entry.as_object_mut().unwrap().remove("parts");
        // Of the rights of nobody, nothing else differs.
        assert_eq!(*item, entry);
    }
}

#[tokio::test]
async fn concepts_are_fetched_in_the_order_asked_and_what_is_missing_is_named() {
    let server = TestServer::start();
    let body = r#"{"ids":["c-000004","c-999999","c-000001","c-000004"]}"#;
    let fetched = server.post("/api/v1/concepts/get", body).await.json();
    assert_eq!(names(&fetched), ["盗窃", "人民法院"]);
    assert_eq!(fetched["items"][0]["terms"][1]["text"], "རྐུ་བ");
    assert_eq!(
        fetched["missing"],
        json!([{"id": "c-999999", "merged_into": null}])
    );
}

#[tokio::test]
async fn every_id_that_cannot_be_one_is_named_with_its_place() {
    let server = TestServer::start();
    for (body, expected) in [
        ("{}", &["/ids missing"][..]),
        (r#"{"ids":[]}"#, &["/ids missing"]),
        (
            r#"{"ids":["c-000001","法院",7]}"#,
            &["/ids/1 bad_name", "/ids/2 wrong_type"],
        ),
    ] {
        let problem = server.post("/api/v1/concepts/get", body).await;
        let problem = problem.problem(422, "invalid-input");
        let told: Vec<_> = problem["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| {
                format!(
                    "{} {}",
                    i["pointer"].as_str().unwrap(),
                    i["code"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(told, expected, "{body}");
    }
    let many = json!({"ids": vec!["c-000001"; 501]}).to_string();
    let problem = server.post("/api/v1/concepts/get", &many).await;
    assert_eq!(
        problem.problem(422, "invalid-input")["issues"][0]["code"],
        "too_many"
    );
}

/// Returns a query with its values percent-encoded.
fn encoded(query: &str) -> String {
    let plain = |b: u8| b.is_ascii();
    query
        .bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
