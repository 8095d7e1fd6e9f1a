//! Replacing a string by the pages: hits with ticks, several pages of them, faults, what became of each, undoing.

use access::Role;

use super::concept_pages::{Desk, check, location, pair};
use super::house::Asker;
use crate::api::concepts::cursor_after;
use crate::web::templates::percent_encode;

const SOUGHT: &str = "ཁྲིམས་ར";
const BY: &str = "ཁྲིམས་ཁང";

fn asked(sought: &str, by: &str, filter: &str) -> String {
    let [sought, by, filter] = [sought, by, filter].map(percent_encode);
    format!("/change-sets?sought={sought}&replaced_by={by}&filter={filter}")
}

/// Returns the form with these ticks.
fn form<'a>(ticks: &[&'a str], reason: &'a str, deed: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("sought", SOUGHT),
        ("replaced_by", BY),
        ("reason", reason),
        ("do", deed),
    ];
    form.extend(ticks.iter().map(|tick| ("ticked", *tick)));
    form
}

/// Returns the values of the boxes of a page, and whether each is ticked.
fn boxes(page: &str) -> Vec<(String, bool)> {
    let tags = page
        .split("<input type=\"checkbox\" name=\"ticked\" value=\"")
        .skip(1);
    tags.map(|rest| {
        let (value, after) = rest.split_once('"').unwrap();
        (value.to_owned(), after.starts_with(" checked"))
    })
    .collect()
}

#[tokio::test]
async fn what_is_ticked_is_replaced_shown_and_undone_but_for_what_was_changed_since() {
    let desk = Desk::open();
    let ids = [
        desk.write("法院", "ཁྲིམས་ར").await,
        desk.write("人民法院", "མི་དམངས་ཁྲིམས་ར་ཆེ").await,
        desk.write("法律", "ཁྲིམས་ལུགས").await,
    ];
    let page = desk.house.get(&desk.author, "/change-sets").await;
    check(
        &page,
        200,
        &["批量替换藏文音节", "还没有批量替换过", "name=\"sought\""],
    );
    let hits = desk.house.get(&desk.author, &asked(SOUGHT, BY, "")).await;
    let expected = [
        "<mark>ཁྲིམས་ར</mark>",
        "<mark>ཁྲིམས་ཁང</mark>",
        "མི་དམངས་<mark>ཁྲིམས་ར</mark>་ཆེ",
        "<label class=\"tick\">",
    ];
    check(&hits, 200, &expected);
    assert_eq!(hits.header("cache-control"), "no-store");
    let ticks = [
        format!("{} 1 ཁྲིམས་ར", ids[0]),
        format!("{} 1 མི་དམངས་ཁྲིམས་ར་ཆེ", ids[1]),
    ];
    assert_eq!(boxes(&hits.text), ticks.clone().map(|tick| (tick, true)));
    let ticks = [&*ticks[0], &*ticks[1]];
    let made = location(
        &desk
            .house
            .post(&desk.author, "/change-sets", &form(&ticks, "统一 <b>", "make"))
            .await,
    );
    assert!(
        made.starts_with("/change-sets/s-") && made.ends_with("?done=made"),
        "{made}"
    );
    let page = desk.house.get(&desk.author, &made).await;
    let expected = [
        "已替换",
        "统一 &lt;b&gt;",
        "替换后未再改动",
        "撤销整批替换",
        "/editing?list=reviewer",
    ];
    check(&page, 200, &expected);
    assert_eq!(page.text.matches("替换后未再改动").count(), 2);
    let one = made.split('?').next().unwrap();
    // All of it goes into a batch at once; whoever made it does not review it.
    let batch = [("number", "〔2026〕9号"), ("committee", "术语审定委员会")];
    let batch = location(&desk.house.post(&desk.reviewer, "/batches/new", &batch).await);
    let batch = batch
        .split(['?'])
        .next()
        .unwrap()
        .trim_start_matches("/batches/")
        .to_owned();
    let page = desk.house.get(&desk.reviewer, one).await;
    check(&page, 200, &["整批审读并放入批次", "〔2026〕9号", &batch]);
    let settled = desk
        .house
        .post(&desk.reviewer, &format!("{one}/batch"), &[("batch", &batch)])
        .await;
    assert_eq!(location(&settled), format!("{one}?done=settled"));
    let page = desk.house.get(&desk.reviewer, &format!("/batches/{batch}")).await;
    check(&page, 200, &[&ids[0], &ids[1]]);
    let again = desk
        .house
        .post(&desk.reviewer, &format!("{one}/batch"), &[("batch", "b-none")])
        .await;
    check(&again, 404, &["id=\"faults\""]);
    // Somebody takes one of them back and writes it again.
    location(&desk.step(&desk.author, &ids[1], "3", "draft", "再看看").await);
    let mut form = pair("人民法院", "མི་དམངས་ཁྲིམས་ཁང་ཆེ་བ", "save");
    form[0].1 = "4";
    location(
        &desk
            .house
            .post(&desk.author, &format!("/c/{}/edit", ids[1]), &form)
            .await,
    );
    let undone = location(&desk.house.post(&desk.author, &format!("{one}/undo"), &[]).await);
    assert_eq!(undone, format!("{one}?done=undone"));
    let page = desk.house.get(&desk.author, &undone).await;
    check(
        &page,
        200,
        &["已恢复原来的内容", "替换后又有人改过，撤销时保留", "卓玛 于"],
    );
    assert!(!page.text.contains("/undo\""), "it is undone once");
    let again = desk.house.post(&desk.author, &format!("{one}/undo"), &[]).await;
    check(&again, 409, &["id=\"faults\"", "已恢复原来的内容"]);
    let list = desk.house.get(&desk.reviewer, "/change-sets").await;
    check(&list, 200, &[one, "统一 &lt;b&gt;", "撤销"]);
    let reader = desk.house.person("读者", &[Role::Reader], None).1;
    for path in ["/change-sets", one] {
        assert_eq!(desk.house.get(&reader, path).await.status.as_u16(), 403, "{path}");
    }
}

#[tokio::test]
async fn a_form_with_a_particle_that_cannot_be_kept_is_shown_and_not_ticked() {
    let desk = Desk::open();
    desk.write("法院的事", "ཁྲིམས་རའི་ལས").await;
    desk.write("法院", SOUGHT).await;
    let found = desk.house.get(&desk.author, &asked(SOUGHT, BY, "")).await;
    check(&found, 200, &["ཁྲིམས་རའི</span> 带有格助词"]);
    // Only what would change has a box.
    assert_eq!(boxes(&found.text).len(), 1);
    let kept = desk.house.get(&desk.author, &asked(SOUGHT, "ཁྲིམས་པ", "")).await;
    assert_eq!(
        boxes(&kept.text)
            .iter()
            .filter(|(_, is_ticked)| *is_ticked)
            .count(),
        2
    );
    let body = serde_json::json!({"sought": SOUGHT, "replaced_by": BY}).to_string();
    let hits = desk
        .house
        .json(&desk.author, "POST", "/api/v1/change-sets/preview", &body)
        .await
        .json();
    let term = &hits["items"][0]["terms"][0];
    assert_eq!(
        (&term["becomes"], &term["ranges"]),
        (&term["text"], &serde_json::json!([]))
    );
    assert_eq!(term["left"], serde_json::json!([[0, 9]]));
    let cursor = desk
        .house
        .json(
            &desk.author,
            "POST",
            "/api/v1/change-sets/preview",
            &body.replace('}', ",\"limit\":1}"),
        )
        .await
        .json()["next_cursor"]
        .clone();
    assert!(
        cursor.as_str().unwrap().bytes().all(|b| b.is_ascii_hexdigit()),
        "{cursor}"
    );
}

#[tokio::test]
async fn ticks_are_kept_over_pages_and_faults() {
    let desk = Desk::open();
    let mut ids = Vec::new();
    for n in 0..52 {
        ids.push(
            desk.write(&format!("法院{n}"), &format!("ཁྲིམས་ར་{}", "ཀ་".repeat(n + 1)))
                .await,
        );
    }
    let first = desk.house.get(&desk.author, &asked(SOUGHT, BY, "")).await;
    assert_eq!(boxes(&first.text).len(), 50);
    let term = "ཁྲིམས་ར་ཀ";
    let tick = format!("{} 1 {term}", ids[0]);
    // One tick of the first page goes on to the second, where everything is ticked.
    let mut more = form(&[&tick], "统一", "more");
    let behind = cursor_after(ids[49].parse().unwrap());
    more.push(("next", &behind));
    let second = desk.house.post(&desk.author, "/change-sets", &more).await;
    let hidden = format!("<input type=\"hidden\" name=\"ticked\" value=\"{tick}\">");
    check(&second, 200, &["已勾选 1 处", &hidden, "value=\"统一\""]);
    assert_eq!(
        boxes(&second.text)
            .iter()
            .filter(|(_, is_ticked)| *is_ticked)
            .count(),
        2
    );
    let mut none = form(&[&tick], "", "none");
    none.push(("cursor", &behind));
    let none = desk.house.post(&desk.author, "/change-sets", &none).await;
    check(&none, 200, &[&hidden]);
    assert!(boxes(&none.text).iter().all(|(_, is_ticked)| !is_ticked));
    let all = desk
        .house
        .post(&desk.author, "/change-sets", &form(&[], "", "all"))
        .await;
    assert!(boxes(&all.text).iter().all(|(_, is_ticked)| *is_ticked));
    // Nothing ticked, no reason, and a term that has changed meanwhile.
    let nothing = desk
        .house
        .post(&desk.author, "/change-sets", &form(&[], "统一", "make"))
        .await;
    check(&nothing, 422, &["没有勾选任何一处", "value=\"统一\""]);
    let unsaid = desk
        .house
        .post(&desk.author, "/change-sets", &form(&[&tick], " ", "make"))
        .await;
    check(&unsaid, 422, &["id=\"reason-fault\""]);
    let found = boxes(&unsaid.text);
    assert_eq!(
        found.iter().filter(|(_, t)| *t).collect::<Vec<_>>(),
        [&(tick.clone(), true)]
    );
    let stale = format!("{} 7 {term}", ids[0]);
    let late = desk
        .house
        .post(&desk.author, "/change-sets", &form(&[&stale], "统一", "make"))
        .await;
    check(&late, 412, &["id=\"faults\"", &ids[0]]);
    assert!(
        boxes(&late.text).iter().all(|(_, is_ticked)| !is_ticked),
        "of another text"
    );
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_told_beside_its_field() {
    let desk = Desk::open();
    desk.write("法院", "ཁྲིམས་ར").await;
    for (sought, by, filter, expected) in [
        ("(ཁྲིམས)", BY, "", vec!["id=\"sought-fault\"", "value=\"(ཁྲིམས)\""]),
        (SOUGHT, SOUGHT, "", vec!["id=\"replaced_by-fault\""]),
        (
            SOUGHT,
            BY,
            "workflow:<b>",
            vec!["id=\"filter-fault\"", "value=\"workflow:&lt;b&gt;\""],
        ),
        ("", BY, "x", vec!["id=\"sought-fault\"", "id=\"filter-fault\""]),
    ] {
        let page = desk.house.get(&desk.author, &asked(sought, by, filter)).await;
        check(&page, 422, &expected);
        assert!(boxes(&page.text).is_empty());
    }
    let none = desk
        .house
        .get(&desk.author, &asked(SOUGHT, BY, "workflow:authorised"))
        .await;
    check(&none, 200, &["没有命中"]);
    let broken = desk
        .house
        .post(&desk.author, "/change-sets", &form(&["c-1"], "x", "make"))
        .await;
    assert_eq!(broken.status.as_u16(), 422);
}

#[tokio::test]
async fn a_session_that_has_ended_keeps_the_ticks() {
    let desk = Desk::open();
    let nobody = Asker::nobody()
        .with("sec-fetch-site", "same-origin")
        .with("cookie", "ui=zh");
    let ticks = ["c-000001 1 ཀ", "c-000002 1 ཁ"];
    let kept = desk
        .house
        .post(&nobody, "/change-sets", &form(&ticks, "统一", "make"))
        .await;
    let carried = ticks.map(|tick| format!("name=\"ticked\" value=\"{tick}\""));
    check(
        &kept,
        401,
        &[
            "action=\"/change-sets\"",
            &carried[0],
            &carried[1],
            "value=\"统一\"",
        ],
    );
}

#[tokio::test]
async fn a_draft_is_deleted_from_its_page_and_nothing_else_is() {
    let desk = Desk::open();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let page = desk
        .house
        .get(&desk.author, &format!("/c/{id}?revision=newest"))
        .await;
    check(&page, 200, &["删除草案", &format!("/c/{id}/delete")]);
    let path = format!("/c/{id}/delete");
    let late = desk.house.post(&desk.author, &path, &[("base", "7")]).await;
    assert_eq!(late.status.as_u16(), 412);
    location(&desk.step(&desk.reviewer, &id, "1", "reviewed", "").await);
    let page = desk
        .house
        .get(&desk.author, &format!("/c/{id}?revision=newest"))
        .await;
    assert!(!page.text.contains(&path), "a reviewer has looked at it");
    assert_eq!(
        desk.house
            .post(&desk.author, &path, &[("base", "2")])
            .await
            .status
            .as_u16(),
        409
    );
    location(&desk.step(&desk.reviewer, &id, "2", "draft", "再改").await);
    let place = location(&desk.house.post(&desk.author, &path, &[("base", "3")]).await);
    assert_eq!(place, format!("/editing?deleted={id}"));
    let told = desk.house.get(&desk.author, &place).await;
    check(&told, 200, &[&format!("草案 {id} 已删除")]);
    assert_eq!(
        desk.house
            .get(&desk.author, &format!("/c/{id}"))
            .await
            .status
            .as_u16(),
        404
    );
}
