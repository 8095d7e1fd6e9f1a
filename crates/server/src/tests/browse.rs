//! Walking through the dictionary: by the API and by the page, in both scripts.

use axum::http::StatusCode;
use serde_json::Value;

use super::{TestServer, html};
use crate::web::templates::percent_encode;

/// Follows `next_cursor` from `query` to the end and returns all texts.
async fn walk(server: &TestServer, query: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut path = format!("/api/v1/browse?{query}");
    for _ in 0..100 {
        let page = server.get(&path).await.json();
        let items = page["items"].as_array().unwrap();
        texts.extend(items.iter().map(|item| item["text"].as_str().unwrap().to_owned()));
        let Value::String(cursor) = &page["next_cursor"] else {
            return texts;
        };
        path = format!("/api/v1/browse?{query}&cursor={cursor}");
    }
    panic!("no end after {texts:?}");
}

#[tokio::test]
async fn every_term_is_passed_once_whatever_the_length_of_a_page() {
    let server = TestServer::start();
    // རྐུ stands at ཀ, its root letter, and བཟའ at ཟ.
    let bo = ["རྐུ་བ", "ཁྲིམས་ཁང", "མི་དམངས་ཁྲིམས་ཁང", "བཟའ་ཚང་བྲལ་བ"];
    let zh = ["盗窃", "盗窃罪", "法院", "离婚", "离婚纠纷", "人民法院"];
    for (lang, expected) in [("bo", bo.to_vec()), ("zh", zh.to_vec())] {
        for limit in [1, 2, 100] {
            let query = format!("lang={lang}&limit={limit}");
            assert_eq!(walk(&server, &query).await, expected, "{query}");
            let mut back = walk(&server, &format!("{query}&direction=backward")).await;
            back.reverse();
            assert_eq!(back, expected, "{query} backward");
        }
    }
}

#[tokio::test]
async fn a_page_begins_at_any_text_and_shows_the_concept() {
    let server = TestServer::start();
    for (lang, from, expected) in [
        ("bo", "མ", "མི་དམངས་ཁྲིམས་ཁང"),
        ("bo", "ཁྲིམས་ཁང", "ཁྲིམས་ཁང"),
        ("zh", "F", "法院"),
        ("zh", "离", "离婚"),
        ("zh", "发", "法院"),
    ] {
        let path = format!("/api/v1/browse?lang={lang}&limit=1&from={}", percent_encode(from));
        let page = server.get(&path).await.json();
        assert_eq!(page["items"][0]["text"], expected, "{from}");
    }
    let page = server
        .get("/api/v1/browse?lang=zh&limit=1&from=ren%20min")
        .await
        .json();
    insta::assert_snapshot!(serde_json::to_string_pretty(&page["items"][0]).unwrap(), @r#"
    {
      "bo": [
        {
          "administrative_status": "preferred",
          "region": null,
          "register": "norm",
          "text": "མི་དམངས་ཁྲིམས་ཁང"
        }
      ],
      "id": "c-000001",
      "text": "人民法院",
      "workflow": "draft",
      "zh": [
        {
          "administrative_status": "preferred",
          "region": null,
          "register": "norm",
          "text": "人民法院"
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn a_cursor_is_good_for_its_list_only_and_outlives_a_change() {
    let server = TestServer::start();
    let first = server.get("/api/v1/browse?lang=zh&limit=2").await.json();
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    for query in ["lang=bo&limit=2", "lang=zh&direction=backward", "lang=zh&x=1"] {
        let answer = server
            .get(&format!("/api/v1/browse?{query}&cursor={cursor}"))
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let refused = server
        .get("/api/v1/browse?cursor=zz")
        .await
        .problem(400, "bad-cursor");
    assert!(refused["detail"].as_str().unwrap().contains("zz"));
    let lang = server
        .get("/api/v1/browse?lang=en")
        .await
        .problem(422, "invalid-input");
    assert_eq!(lang["issues"][0]["pointer"], "/lang");
    assert!(
        server
            .application
            .import("more.csv", "zh,bo\n安全,བདེ་འཇགས\n")
            .applied
    );
    server.application.catch_up();
    let next = server
        .get(&format!("/api/v1/browse?lang=zh&limit=2&cursor={cursor}"))
        .await;
    assert_eq!(next.json()["items"][0]["text"], "法院");
}

#[tokio::test]
async fn the_page_goes_on_and_back_by_links_in_the_order_of_the_dictionary() {
    let server = TestServer::start();
    let names: Vec<_> = (0..90).map(|n| format!("案{n:02}号")).collect();
    let pairs: Vec<_> = names.iter().map(|zh| (zh.as_str(), "གྱོད་གཞི")).collect();
    assert!(
        server
            .application
            .import("more.csv", &testkit::csv_file(&pairs))
            .applied
    );
    server.application.catch_up();
    let names_of = |text: &str| -> Vec<String> {
        let rows = text.split("<li class=\"row\">").skip(1);
        rows.map(|row| html::attributes(row, "data-copy").next().unwrap().to_owned())
            .collect()
    };
    let link_of = |text: &str, rel: &str| -> Option<String> {
        let link = text
            .split("<a ")
            .find(|a| a.contains(&format!("rel=\"{rel}\"")))?;
        let href = link.split_once("href=\"")?.1.split('"').next()?;
        Some(href.replace("&amp;", "&"))
    };
    let first = server.get("/browse?lang=zh").await;
    html::check(&first.text, "zh-Hans");
    assert_eq!(
        (names_of(&first.text).len(), link_of(&first.text, "prev")),
        (40, None)
    );
    let second = server.get(&link_of(&first.text, "next").unwrap()).await;
    let last = server.get(&link_of(&second.text, "next").unwrap()).await;
    assert_eq!(link_of(&last.text, "next"), None);
    let back = server.get(&link_of(&last.text, "prev").unwrap()).await;
    assert_eq!(names_of(&back.text), names_of(&second.text));
    let middle = server.get("/browse?lang=zh&from=F").await;
    assert_eq!(names_of(&middle.text)[0], "法院");
    assert!(link_of(&middle.text, "prev").is_some());
}

#[tokio::test]
async fn a_place_behind_the_last_term_leads_back() {
    let server = TestServer::start();
    for (from, text) in [("ཨ", "ཨ"), ("<b>", "&lt;b&gt;")] {
        let page = server
            .get(&format!("/browse?lang=bo&from={}", percent_encode(from)))
            .await;
        assert_eq!(page.status, StatusCode::OK);
        html::check(&page.text, "zh-Hans");
        assert!(page.text.contains(&format!("value=\"{text}\"")), "{}", page.text);
    }
    let page = server
        .get(&format!("/browse?lang=bo&from={}", percent_encode("ཨ")))
        .await;
    assert!(page.text.contains("这里没有词条") && page.text.contains("rel=\"prev\""));
    assert_eq!(
        server.get("/browse?lang=en").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
