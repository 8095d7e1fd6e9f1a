//! Markup in what people type and in what is stored: it is shown and never becomes a part of a page.

use axum::body::Body;
use axum::http::Request;
use testkit::Application;

use crate::tests::{TestServer, html};
use crate::web::templates::percent_encode;

/// The texts, without the remarks above them.
fn texts() -> Vec<String> {
    let lines = include_str!("markup.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.replace("\\t", "\t").replace("\\n", "\n"))
        .collect()
}

/// Checks that nothing in `page` came from a text: no element, no attribute, no address.
#[track_caller]
fn check(page: &str, text: &str) {
    // Elements that are opened and closed in order, each script under its language, nothing inline.
    html::check(page, "zh-Hans");
    for tag in page
        .split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
    {
        let outside_values: String = tag.split('"').step_by(2).collect();
        assert!(!outside_values.contains("onx"), "{text:?} became <{tag}>");
        assert!(
            !tag.starts_with("script") || tag.contains(" src=\"/assets/"),
            "{text:?} became <{tag}>"
        );
    }
    for name in ["href", "src", "action", "formaction", "data"] {
        for value in html::attributes(page, name) {
            let is_address = value.starts_with('/') || value.starts_with('#') || value.starts_with("http");
            assert!(is_address, "{text:?} became {name}={value}");
        }
    }
}

// attack 29
#[tokio::test]
async fn what_is_typed_is_shown_on_every_page_as_what_it_is() {
    let server = TestServer::start();
    let texts = texts();
    assert!(texts.len() >= 60, "{}", texts.len());
    for text in &texts {
        let typed = percent_encode(text);
        for path in [
            "/?q=",
            "/?in=all&q=",
            "/lookup?q=",
            "/browse?lang=zh&from=",
            "/?q=a&collection=",
        ] {
            let page = server.get(&format!("{path}{typed}")).await;
            check(&page.text, text);
        }
    }
    let form = Request::post("/batch").header("content-type", "application/x-www-form-urlencoded");
    let all = percent_encode(&texts.join("\n"));
    let page = server
        .send(form.body(Body::from(format!("terms={all}"))).unwrap())
        .await;
    check(&page.text, "all of them");
}

// attack 29, attack 30
#[tokio::test]
async fn what_is_stored_is_shown_on_every_page_as_what_it_is() {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut csv = String::from("zh,bo,definition_zh,law,article,source,locator,note\n");
    // Tabs and line ends are refused when a term is stored.
    let texts: Vec<_> = texts()
        .iter()
        .map(|text| text.replace(['\t', '\n'], " "))
        .collect();
    for (n, text) in texts.iter().enumerate() {
        // A Chinese cell holds no Tibetan.
        let without_tibetan = text.replace(|c| ('\u{f00}'..='\u{fff}').contains(&c), "");
        let (named, defined) = (
            quoted(&format!("法院{n}{without_tibetan}")),
            quoted(&without_tibetan),
        );
        let text = quoted(text);
        csv.push_str(&format!(
            "{named},ཁྲིམས་ཁང,{defined},{text},{text},{text},{text},{text}\n"
        ));
    }
    let application = Application::empty();
    let report = application.import("rows.csv", &csv);
    assert!(report.applied, "{:?}", report.issues);
    application.catch_up();
    let server = TestServer::of(application);
    for (n, text) in texts.iter().enumerate() {
        let id = format!("c-{:06}", n + 1);
        let page = server.get(&format!("/c/{id}")).await;
        assert!(page.text.contains(&format!("法院{n}")), "{id} is there");
        check(&page.text, text);
        // Found by what is marked up, so that marks stand within it.
        for path in ["/?in=all&q=", "/lookup?q="] {
            let page = server
                .get(&format!("{path}{}", percent_encode(&format!("法院{n} onx"))))
                .await;
            check(&page.text, text);
        }
    }
    for path in [
        "/browse?lang=zh",
        "/browse?lang=bo",
        "/?q=%E6%B3%95%E9%99%A2&limit=100",
    ] {
        check(&server.get(path).await.text, path);
    }
}
