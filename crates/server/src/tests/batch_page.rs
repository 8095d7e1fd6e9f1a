//! The page for a pasted list: what it finds, what it refuses, and what it keeps to itself.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{Answer, TestServer, html};
use crate::web::templates::percent_encode;

async fn paste(server: &TestServer, terms: &str) -> Answer {
    let request = Request::post("/batch").header("content-type", "application/x-www-form-urlencoded");
    let body = format!("terms={}", percent_encode(terms));
    server.send(request.body(Body::from(body)).unwrap()).await
}

/// Returns the rows of the table, each as its texts.
fn rows(page: &str) -> Vec<String> {
    let body = page
        .split("<tbody>")
        .nth(1)
        .unwrap()
        .split("</tbody>")
        .next()
        .unwrap();
    body.split("</tr>")
        .filter(|row| row.contains("<tr"))
        .map(|row| {
            let texts = html::texts(&format!("{}</tr>", row.trim()), "zh-Hans");
            let texts: Vec<_> = texts.iter().map(|t| t.text.trim().to_owned()).collect();
            texts.join(" ")
        })
        .collect()
}

#[tokio::test]
async fn each_line_has_its_best_hit_in_both_scripts() {
    let server = TestServer::start();
    let page = paste(&server, "法院\r\n\r\nརྐུ་བ\r\nrmfy\r\n没有的词 xyz").await;
    assert_eq!(page.status, StatusCode::OK);
    html::check(&page.text, "zh-Hans");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(
        rows(&page.text),
        [
            "1 法院 法院 ཁྲིམས་ཁང 草案 完全一致 1",
            "3 རྐུ་བ 盗窃 རྐུ་བ 旧词典 草案 完全一致 0",
            "4 rmfy 人民法院 མི་དམངས་ཁྲིམས་ཁང 草案 拼音首字母 0",
            "5 没有的词 xyz 未查到",
        ]
    );
    assert!(page.text.contains("共 4 行，其中 1 行未查到"));
    assert!(
        page.text
            .contains("3\tརྐུ་བ\t盗窃\tརྐུ་བ\t草案\t完全一致\t0\tc-000004")
    );
}

#[tokio::test]
async fn the_form_that_was_asked_for_stands_before_a_better_one() {
    let server = TestServer::start();
    let more = "zh,bo,bo_variants\n法律,བཅའ་ཁྲིམས,གཞུང་ལུགས\n";
    assert!(server.application.import("more.csv", more).applied);
    server.application.catch_up();
    for form in ["བཅའ་ཁྲིམས", "གཞུང་ལུགས"] {
        let page = paste(&server, form).await;
        assert!(
            rows(&page.text)[0].starts_with(&format!("1 {form} 法律 {form} ")),
            "{form}"
        );
    }
}

#[tokio::test]
async fn a_list_that_is_too_long_or_empty_is_refused_and_kept() {
    let server = TestServer::start();
    let page = paste(&server, &"法院\n\n".repeat(501)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    html::check(&page.text, "zh-Hans");
    assert!(
        page.text.contains("第 1001 行起超出一次可查的 500 行"),
        "{}",
        page.text
    );
    assert_eq!(
        page.text.matches("法院\n").count(),
        501,
        "nothing that was pasted is lost"
    );
    let page = paste(&server, " \n\t\n").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    assert!(page.text.contains("没有可查的内容") && page.text.contains("<title>错误："));
    assert_eq!(paste(&server, &"法院\n".repeat(500)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nothing_that_was_pasted_stands_in_an_address() {
    let server = TestServer::start();
    let page = paste(&server, "张三盗窃案\n法院").await;
    let encoded = percent_encode("张三");
    let addresses: Vec<_> = ["href", "action", "src"]
        .iter()
        .flat_map(|name| html::attributes(&page.text, name))
        .collect();
    assert!(addresses.len() > 10);
    assert!(
        addresses
            .iter()
            .all(|a| !a.contains("张三") && !a.contains(&encoded))
    );
    let got = server.get(&format!("/batch?terms={encoded}")).await;
    assert!(!got.text.contains("张三"), "an address looks nothing up");
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let server = TestServer::start();
    let json = server.post("/batch", "{\"terms\":\"法院\"}").await;
    assert_eq!(json.status, StatusCode::BAD_REQUEST);
    let long = Request::post("/batch").header("content-type", "application/x-www-form-urlencoded");
    let long = server
        .send(long.body(Body::from("a".repeat(3 << 20))).unwrap())
        .await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
}
