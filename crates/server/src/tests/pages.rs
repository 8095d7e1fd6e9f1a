//! The pages as readers get them, from a real glossary.

use axum::http::StatusCode;

use super::{TestServer, html};
use crate::web::templates::percent_encode;

#[tokio::test]
async fn the_search_page_finds_a_pair_by_either_script() {
    let server = TestServer::start();
    for query in ["人民法院", "མི་དམངས་ཁྲིམས་ཁང་།"] {
        let page = server.get(&format!("/?q={}", percent_encode(query))).await;
        assert_eq!(page.status, StatusCode::OK);
        html::check(&page.text, "zh-Hans");
        let row = page.text.split("class=\"row\"").nth(1).unwrap();
        assert!(row.contains("href=\"/c/c-000001\""), "{query}");
        assert!(row.contains("data-copy=\"མི་དམངས་ཁྲིམས་ཁང\""), "{query}");
    }
}

#[tokio::test]
async fn what_matched_is_underlined() {
    let server = TestServer::start();
    let page = server.get(&format!("/?q={}", percent_encode("法院"))).await;
    assert!(page.text.contains("<mark>法院</mark>"));
    assert!(page.text.contains("人民<mark>法院</mark>"));
}

#[tokio::test]
async fn the_fragment_is_the_list_alone() {
    let server = TestServer::start();
    let fragment = server
        .get(&format!("/?q={}&fragment=results", percent_encode("ཁྲིམས་ཁང")))
        .await;
    assert!(!fragment.text.contains("<html") && fragment.text.contains("class=\"rows\""));
    let start = server.get("/?fragment=results").await;
    assert!(!start.text.contains("<html") && start.text.contains("class=\"examples\""));
}

#[tokio::test]
async fn a_list_entry_without_tibetan_says_so_with_its_parts_below() {
    let server = TestServer::start();
    for path in [
        format!("/?q={}", percent_encode("盗窃罪")),
        "/c/c-000003".to_owned(),
    ] {
        let page = server.get(&path).await;
        html::check(&page.text, "zh-Hans");
        let said = page.text.find("未有藏文").unwrap();
        let parts = said + page.text[said..].find("非官方译名").unwrap();
        assert!(
            page.text[parts..].contains("རྐུ་བ") && page.text[parts..].contains("旧词典"),
            "{path}"
        );
        assert!(page.text.contains("第264条"), "{path}");
    }
}

#[tokio::test]
async fn an_entry_names_its_sources_and_leads_to_their_addresses() {
    let server = TestServer::start();
    let page = server.get("/c/c-000001").await;
    assert!(
        page.text
            .contains("href=\"https://example.cn/a\" rel=\"noreferrer nofollow external\"")
    );
    assert!(page.text.contains("2021-06-20") && page.text.contains("采自公开来源"));
    assert_eq!(
        server.get("/c/c-000001?revision=7").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_older_revision_says_that_it_is_one() {
    let server = TestServer::start();
    let before = server.get("/c/c-000001").await;
    assert!(!before.text.contains("之后有过修改"));
    assert!(
        server
            .application
            .import("more.csv", "zh,bo\n人民法院,དམངས་ཁྲིམས\n")
            .applied
    );
    let older = server.get("/c/c-000001?revision=1").await;
    assert!(older.text.contains("这是第 1 版，之后有过修改") && !older.text.contains("དམངས་ཁྲིམས</span>"));
    assert!(
        server
            .get("/c/c-000001")
            .await
            .text
            .contains("data-copy=\"དམངས་ཁྲིམས\"")
    );
}

#[tokio::test]
async fn more_results_are_a_link() {
    let server = TestServer::start();
    let pairs: Vec<_> = (0..30).map(|i| (format!("纠纷{i}号"), format!("ཀ{i}"))).collect();
    let pairs: Vec<_> = pairs.iter().map(|(zh, bo)| (zh.as_str(), bo.as_str())).collect();
    assert!(
        server
            .application
            .import("more.csv", &testkit::csv_file(&pairs))
            .applied
    );
    server.application.catch_up();
    let first = server.get(&format!("/?q={}", percent_encode("纠纷"))).await;
    let link = html::attributes(&first.text, "href")
        .find(|href| href.contains("cursor="))
        .unwrap()
        .replace("&amp;", "&");
    let second = server.get(&link).await;
    assert_eq!(second.status, StatusCode::OK);
    assert_eq!(first.text.matches("class=\"row\"").count(), 20);
    assert!(second.text.matches("class=\"row\"").count() >= 10);
    let back = format!("<a href=\"/?q={}\">回到第一页</a>", percent_encode("纠纷"));
    assert!(
        second.text.contains(&back) && !first.text.contains("回到第一页"),
        "{}",
        second.text
    );
}

#[tokio::test]
async fn the_language_is_chosen_by_a_link_and_kept_in_a_cookie() {
    let server = TestServer::start();
    let answer = server.get("/ui?to=en&back=%2F%3Fq%3D%25E6%25B3%2595").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/?q=%E6%B3%95")
    );
    let cookie = answer.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("ui=en; Path=/;") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let page = server
        .get_with("/?q=%E6%B3%95", &[("cookie", "ui=en"), ("accept-language", "zh")])
        .await;
    html::check(&page.text, "en");
    assert_eq!(page.header("content-language"), "en");
    let outside = server.get("/ui?to=bo&back=%2F%2Fevil.example").await;
    assert_eq!(outside.header("location"), "/");
    assert_eq!(
        server.get("/ui?to=xx").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn the_tibetan_interface_says_that_it_is_unreviewed() {
    let server = TestServer::start();
    let page = server.get_with("/", &[("cookie", "ui=bo")]).await;
    html::check(&page.text, "bo");
    assert!(page.text.contains("藏文界面未经审定"));
    assert!(!server.get("/").await.text.contains("藏文界面未经审定"));
}

#[tokio::test]
async fn everything_a_page_needs_is_served_by_us_and_kept() {
    let server = TestServer::start();
    let page = server.get("/").await;
    assert_eq!(page.header("cache-control"), "private, no-cache");
    let mut needed: Vec<_> = html::attributes(&page.text, "href")
        .chain(html::attributes(&page.text, "src"))
        .filter(|a| a.contains("/assets/"))
        .collect();
    needed.dedup();
    assert!(needed.len() >= 4, "{needed:?}");
    for path in needed {
        let asset = server.get(path).await;
        assert_eq!(asset.status, StatusCode::OK, "{path}");
        assert_eq!(
            asset.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_ne!(asset.header("content-type"), "application/octet-stream", "{path}");
    }
}

#[tokio::test]
async fn the_page_about_the_data_counts_what_can_be_found() {
    let server = TestServer::start();
    let page = server.get("/about").await;
    html::check(&page.text, "zh-Hans");
    assert!(page.text.contains("<dd>6</dd>"), "{}", page.text);
}

#[tokio::test]
async fn an_empty_glossary_says_so_and_offers_nothing_that_finds_nothing() {
    let server = TestServer::of(testkit::Application::empty());
    for path in ["/", "/?fragment=results"] {
        let page = server.get(path).await;
        assert!(page.text.contains("词库是空的"), "{path}");
        assert!(!page.text.contains("class=\"examples\""), "{path}");
    }
}

#[tokio::test]
async fn a_query_that_finds_nothing_is_repeated_as_far_as_it_can_be_read() {
    let server = TestServer::start();
    let page = server
        .get(&format!("/?q={}", percent_encode(&"鑫".repeat(200))))
        .await;
    let shown = format!("没有查到“{}…”", "鑫".repeat(40));
    assert!(page.text.contains(&shown), "{}", page.text);
    assert!(page.text.contains(&format!("<title>{}… · ", "鑫".repeat(40))));
}
