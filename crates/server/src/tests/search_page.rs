//! The result page: groups, why a row is there, what narrows the search, what else may have been meant.

use super::{TestServer, html};
use crate::web::templates::percent_encode;

async fn results(server: &TestServer, asked: &str) -> String {
    let (q, rest) = asked.split_once('&').unwrap_or((asked, ""));
    let page = server.get(&format!("/?q={}&{rest}", percent_encode(q))).await;
    html::check(&page.text, "zh-Hans");
    page.text
}

/// Returns the rows as `group: first term, why`.
fn rows(page: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for group in page.split("<section class=\"group group-").skip(1) {
        let name = group.split('"').next().unwrap();
        for row in group.split("<li class=\"row\">").skip(1) {
            let term = html::attributes(row, "data-copy").next().unwrap();
            let why = row.split("<span class=\"kind kind-").nth(1).unwrap();
            rows.push(format!("{name}: {term}, {}", why.split('"').next().unwrap()));
        }
    }
    rows
}

#[tokio::test]
async fn hits_stand_in_the_part_of_the_page_that_their_match_belongs_to() {
    let server = TestServer::start();
    for (asked, expected) in [
        ("法院", vec!["term: 法院, exact", "related: 人民法院, ending"]),
        ("ཁྲིམས་ཁང་།", vec!["term: 法院, exact", "related: 人民法院, ending"]),
        ("rmfy", vec!["term: 人民法院, initials"]),
        ("renmin fayuan", vec!["term: 人民法院, pinyin"]),
        (
            "khrims khang",
            vec!["term: 法院, ewts", "related: 人民法院, ewts"],
        ),
        ("trimkhang", vec!["term: 法院, phonetic"]),
        ("法元", vec!["alike: 法院, homophone"]),
        ("法院离婚", vec!["partly: 法院, words", "partly: 离婚, words"]),
    ] {
        assert_eq!(rows(&results(&server, asked).await), expected, "{asked}");
    }
}

#[tokio::test]
async fn a_row_names_the_reading_that_found_it() {
    let server = TestServer::start();
    for (asked, said) in [
        (
            "renminfayuan",
            "拼音 <span lang=\"zh-Latn-pinyin\">ren min fa yuan</span>",
        ),
        (
            "khrims khang",
            "威利转写 <span lang=\"bo\" class=\"bo\">ཁྲིམས་ཁང</span>",
        ),
        ("rmfy", "拼音首字母 <span lang=\"zh-Latn-pinyin\">RMFY</span>"),
    ] {
        assert!(results(&server, asked).await.contains(said), "{said}");
    }
}

#[tokio::test]
async fn what_is_only_alike_is_offered_as_another_question_under_a_warning() {
    let server = TestServer::start();
    let page = results(&server, "法元&workflow=draft").await;
    let link = format!("<a href=\"/?q={}&amp;workflow=draft\">", percent_encode("法院"));
    let meant = page.split("class=\"meant\"").nth(1).unwrap();
    assert!(meant.contains(&link), "{meant}");
    assert!(page.contains("“订金”不适用") && page.contains("同音（非同一词）"));
    let page = results(&server, "法院").await;
    assert!(!page.contains("class=\"meant\"") && !page.contains("“订金”不适用"));
}

#[tokio::test]
async fn a_search_is_narrowed_by_links_with_counts_and_widened_again() {
    let server = TestServer::start();
    let rows: String = (0..9)
        .map(|n| {
            let field = if n < 4 { "civil" } else { "land" };
            format!("土地纠纷{n}号,ས་ཞིང་{n},{field}\n")
        })
        .collect();
    let more = format!("zh,bo,subject_field\n{rows}");
    assert!(server.application.import("more.csv", &more).applied);
    server.application.catch_up();
    let page = results(&server, "土地").await;
    let civil = format!("/?q={}&subject_field=civil", percent_encode("土地"));
    let offered = format!(
        "<a href=\"{}\" rel=\"nofollow\">民事 <span class=\"number\">4</span></a>",
        civil.replace('&', "&amp;")
    );
    assert!(page.contains(&offered), "{page}");
    let narrowed = server.get(&civil).await.text;
    html::check(&narrowed, "zh-Hans");
    assert!(narrowed.contains("共 4 条") && !narrowed.contains("subject_field=land"));
    let chip = format!("<a class=\"chip\" href=\"/?q={}\">", percent_encode("土地"));
    assert!(narrowed.contains(&chip), "{narrowed}");
}

#[tokio::test]
async fn an_explanation_is_found_when_asked_for_and_the_place_is_marked() {
    let server = TestServer::start();
    let more = "zh,bo,definition_zh\n抢劫,འཕྲོག་བཅོམ,以暴力<b>强行劫取</b>他人财物\n";
    assert!(server.application.import("more.csv", more).applied);
    server.application.catch_up();
    assert_eq!(rows(&results(&server, "强行劫取").await), [""; 0]);
    let page = results(&server, "强行劫取&in=all").await;
    assert_eq!(rows(&page), ["explained: 抢劫, definition"]);
    assert!(
        page.contains("以暴力&lt;b&gt;<mark>强行劫取</mark>&lt;/b&gt;他人财物"),
        "{page}"
    );
    assert!(page.contains("name=\"in\" value=\"all\" checked"));
}

#[tokio::test]
async fn suggestions_go_on_from_what_was_typed_and_say_how_letters_were_read() {
    let server = TestServer::start();
    let page = results(&server, "rm").await;
    let suggestions = page.split("class=\"suggestions\"").nth(1).unwrap();
    let first = suggestions.split("</li>").next().unwrap();
    assert!(
        first.contains("人民法院") && first.contains("拼音首字母"),
        "{first}"
    );
    let page = results(&server, "离婚").await;
    let suggestions = page.split("class=\"suggestions\"").nth(1).unwrap();
    let suggestions = suggestions.split("</div>").next().unwrap();
    assert!(suggestions.contains("离婚纠纷") && !suggestions.contains("class=\"kind\""));
    assert!(!suggestions.contains(">离婚<"), "what was typed is not offered");
}
