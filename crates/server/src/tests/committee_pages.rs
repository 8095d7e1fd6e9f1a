//! From a reviewed draft to an edition by the pages, what stands in the way, and who may open which page.
//!
//! Long because the way from a draft to an edition is gone here by its pages.

use access::{Role, Scope};
use axum::http::StatusCode;

use super::concept_pages::{Desk, check, location, pair};
use super::house::{Asker, House};
use crate::router::page_routes;

/// Opens a batch and returns its id.
async fn open_batch(desk: &Desk, number: &str, decision: &str) -> String {
    let day = if decision.is_empty() { "" } else { "2026-11-20" };
    let form = [
        ("kind", "meeting"),
        ("number", number),
        ("committee", "术语审定委员会"),
        ("decided_on", day),
        ("decision", decision),
    ];
    let place = location(&desk.house.post(&desk.reviewer, "/batches/new", &form).await);
    assert!(place.ends_with("?done=opened"));
    place
        .trim_start_matches("/batches/")
        .split('?')
        .next()
        .unwrap()
        .to_owned()
}

/// Writes a concept and has it reviewed.
async fn reviewed(desk: &Desk, zh: &str, bo: &str) -> String {
    let id = desk.write(zh, bo).await;
    location(&desk.step(&desk.reviewer, &id, "1", "reviewed", "").await);
    id
}

async fn authorise(desk: &Desk, batch: &str, base: &str) -> super::Answer {
    let path = format!("/batches/{batch}/authorise");
    desk.house.post(&desk.committee, &path, &[("base", base)]).await
}

#[tokio::test]
async fn a_draft_becomes_what_everybody_reads_and_an_edition_keeps_it() {
    let desk = Desk::open();
    let house = &desk.house;
    let draft = desk.write("法院", "ཁྲིམས་ཁང").await;
    let page = house.get(&desk.reviewer, "/editing").await;
    check(
        &page,
        200,
        &[
            "等待审读的草案",
            &format!("/c/{draft}?revision=newest"),
            "没有退回给您的草案",
        ],
    );
    location(&desk.step(&desk.reviewer, &draft, "1", "reviewed", "").await);
    let other = reviewed(&desk, "证据", "དཔང་རྟགས").await;
    let batch = open_batch(&desk, "2026年第1批", "").await;
    let page = house
        .get(&desk.reviewer, &format!("/batches/{batch}?done=opened"))
        .await;
    check(
        &page,
        200,
        &[
            "批次已建立",
            &format!("value=\"{draft}\""),
            &format!("value=\"{other}\""),
            "还没有写明",
        ],
    );
    assert!(
        !page.text.contains("/authorise\""),
        "a reviewer does not authorise"
    );
    // One by its page, one by the list of the batch.
    let put = house
        .post(&desk.reviewer, &format!("/c/{draft}/batch"), &[("batch", &batch)])
        .await;
    assert_eq!(location(&put), format!("/c/{draft}?revision=newest&done=put"));
    let numbers = format!(" {other}，{draft}");
    let put = house
        .post(
            &desk.reviewer,
            &format!("/batches/{batch}/put"),
            &[("numbers", &numbers)],
        )
        .await;
    assert_eq!(location(&put), format!("/batches/{batch}?done=put"));
    let take = house
        .post(
            &desk.reviewer,
            &format!("/batches/{batch}/take"),
            &[("concept", &other)],
        )
        .await;
    assert_eq!(location(&take), format!("/batches/{batch}?done=taken"));
    check(
        &authorise(&desk, &batch, "1").await,
        409,
        &["还没有写明决定日期和文号"],
    );
    let text = [
        ("base", "1"),
        ("kind", "meeting"),
        ("number", "2026年第1批"),
        ("committee", "术语审定委员会"),
        ("decided_on", "2026-11-20"),
        ("decision", "〔2026〕1号"),
    ];
    let changed = house
        .post(&desk.reviewer, &format!("/batches/{batch}/text"), &text)
        .await;
    assert_eq!(location(&changed), format!("/batches/{batch}?done=changed"));
    assert_eq!(
        location(&authorise(&desk, &batch, "2").await),
        format!("/batches/{batch}?done=authorised")
    );
    let page = house.get(&Asker::nobody(), &format!("/c/{draft}")).await;
    check(
        &page,
        200,
        &["2026年第1批", "〔2026〕1号", "已由审定机构批准使用"],
    );
    let page = house.get(&desk.author, &format!("/batches/{batch}")).await;
    check(&page, 200, &["已审定", "chair"]);
    assert!(!page.text.contains("/take\"") && !page.text.contains("/text\""));

    let empty = house
        .post(&desk.committee, "/editions", &[("note", "说明 <b>")])
        .await;
    check(&empty, 422, &["请填写名称", "说明 &lt;b&gt;"]);
    for (number, title) in [("1", "2026年第一版"), ("2", "2026年第二版")] {
        let frozen = house
            .post(&desk.committee, "/editions", &[("title", title)])
            .await;
        assert_eq!(location(&frozen), format!("/editions/{number}"));
    }
    check(
        &house.get(&Asker::nobody(), "/editions").await,
        200,
        &["2026年第一版", "1 个词条"],
    );
    check(
        &house.get(&Asker::nobody(), "/editions/1").await,
        200,
        &["/editions/1/diff/2", "?edition=1"],
    );
    check(
        &house.get(&Asker::nobody(), "/editions/1/diff/2").await,
        200,
        &["两版完全相同"],
    );
    assert_eq!(
        house.get(&Asker::nobody(), "/editions/9").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.get(&Asker::nobody(), "/editions/x").await.status,
        StatusCode::NOT_FOUND
    );

    // A successor: it is drafted beside what stands, compared with it in its batch, and shown by the next edition.
    let edited = [&pair("法院", "ཁྲིམས་ར", "save")[1..], &[("base", "3")]].concat();
    location(
        &house
            .post(&desk.author, &format!("/c/{draft}/edit"), &edited)
            .await,
    );
    let page = house.get(&desk.author, &format!("/c/{draft}")).await;
    check(&page, 200, &["第 4 版正在起草", "ཁྲིམས་ཁང"]);
    location(&desk.step(&desk.reviewer, &draft, "4", "reviewed", "").await);
    let second = open_batch(&desk, "2026年第2批", "2号").await;
    location(
        &house
            .post(
                &desk.reviewer,
                &format!("/batches/{second}/put"),
                &[("concepts", &draft)],
            )
            .await,
    );
    let page = house.get(&desk.committee, &format!("/batches/{second}")).await;
    check(&page, 200, &["与现行第 3 版的差别", "<del>", "<ins>"]);
    location(&authorise(&desk, &second, "1").await);
    location(
        &house
            .post(&desk.committee, "/editions", &[("title", "第三版")])
            .await,
    );
    let page = house.get(&Asker::nobody(), "/editions/1/diff/3").await;
    check(
        &page,
        200,
        &[
            "有修改",
            "<del>",
            &format!("/c/{draft}?edition=3"),
            "/api/v1/editions/1/diff/3?format=xlsx",
        ],
    );
    let book = house
        .get(&Asker::nobody(), "/api/v1/editions/1/diff/3?format=xlsx")
        .await;
    assert_eq!(book.status, StatusCode::OK);
    assert!(book.header("content-type").ends_with("spreadsheetml.sheet"));
    assert_eq!(
        book.header("content-disposition"),
        "attachment; filename=\"shanjar-editions-1-3.xlsx\""
    );
    assert!(book.text.starts_with("PK"), "a workbook is an archive");
    let missing = house
        .get(&Asker::nobody(), "/api/v1/editions/1/diff/9?format=xlsx")
        .await;
    missing.problem(404, "no-such-edition");
}

#[tokio::test]
async fn what_stands_in_the_way_of_a_batch_is_told_at_its_concepts() {
    let desk = Desk::open();
    let house = &desk.house;
    let sound = reviewed(&desk, "法院", "ཁྲིམས་ཁང").await;
    let without = reviewed(&desk, "离婚纠纷", "").await;
    let draft = desk.write("证据", "དཔང་རྟགས").await;
    let batch = open_batch(&desk, "1", "1号").await;
    let put = format!("/batches/{batch}/put");
    let none = house.post(&desk.reviewer, &put, &[]).await;
    check(&none, 422, &["没有选择词条"]);
    let bad = house.post(&desk.reviewer, &put, &[("numbers", "c-1 法院")]).await;
    check(&bad, 422, &["法院"]);
    let early = house
        .post(
            &desk.reviewer,
            &put,
            &[("concepts", &sound), ("concepts", &draft)],
        )
        .await;
    check(&early, 409, &[&format!("{draft}：这一版还没有审读")]);
    location(
        &house
            .post(
                &desk.reviewer,
                &put,
                &[("concepts", &sound), ("concepts", &without)],
            )
            .await,
    );
    let refused = authorise(&desk, &batch, "1").await;
    check(
        &refused,
        409,
        &[
            "有 1 个词条",
            "class=\"item blocked\"",
            &format!("{without}：不符合词条规则"),
        ],
    );
    let page = house.get(&Asker::nobody(), &format!("/c/{sound}")).await;
    assert!(!page.text.contains("已由审定机构批准使用"), "all or none");
    let taken = open_batch_again(&desk, "1").await;
    check(
        &taken,
        409,
        &["已经有编号为 1 的批次", "value=\"委员会 &lt;b&gt;\""],
    );
    let wrong = [
        ("kind", "meeting"),
        ("number", ""),
        ("committee", ""),
        ("decided_on", "2026年"),
    ];
    let wrong = house.post(&desk.reviewer, "/batches/new", &wrong).await;
    check(
        &wrong,
        422,
        &[
            "id=\"number-fault\"",
            "id=\"committee-fault\"",
            "id=\"decided_on-fault\"",
            "2026年",
        ],
    );
    let before = [
        ("kind", "published_before"),
        ("number", "词典"),
        ("committee", "x"),
    ];
    let before = house.post(&desk.reviewer, "/batches/new", &before).await;
    check(&before, 422, &["id=\"title-fault\"", "id=\"publisher-fault\""]);
    let stale = [
        ("base", "7"),
        ("kind", "meeting"),
        ("number", "1"),
        ("committee", "改过的名称"),
    ];
    let stale = house
        .post(&desk.reviewer, &format!("/batches/{batch}/text"), &stale)
        .await;
    check(&stale, 412, &["value=\"改过的名称\""]);
    assert_eq!(
        authorise(&desk, "b-none", "1").await.status,
        StatusCode::NOT_FOUND
    );
}

async fn open_batch_again(desk: &Desk, number: &str) -> super::Answer {
    let form = [
        ("kind", "meeting"),
        ("number", number),
        ("committee", "委员会 <b>"),
    ];
    desk.house.post(&desk.reviewer, "/batches/new", &form).await
}

#[tokio::test]
async fn two_concepts_are_joined_side_by_side_and_the_old_address_leads_on() {
    let desk = Desk::open();
    let house = &desk.house;
    let kept = desk.write("人民法院", "མི་དམངས་ཁྲིམས་ཁང").await;
    let gone = desk.write("法庭 <b>", "མི་དམངས་ཁྲིམས་ཁང").await;
    let path = format!("/c/{gone}/merge");
    let link = format!("{path}?into={kept}");
    check(
        &house.get(&desk.author, &path).await,
        200,
        &["可能相同的词条", &link],
    );
    let query = crate::web::templates::percent_encode("人民");
    check(
        &house.get(&desk.author, &format!("{path}?q={query}")).await,
        200,
        &[&link],
    );
    check(
        &house
            .get(&desk.author, &format!("{path}?q=%E4%BA%86%E4%BA%86"))
            .await,
        200,
        &["没有查到"],
    );
    for typed in [
        format!("?q={kept}"),
        format!("?q=https%3A%2F%2Fexample.cn%2Fc%2F{kept}"),
        format!("?into={kept}"),
    ] {
        let both = house.get(&desk.author, &format!("{path}{typed}")).await;
        check(
            &both,
            200,
            &["人民法院", "法庭 &lt;b&gt;", "name=\"into_revision\" value=\"1\""],
        );
    }
    let form = [
        ("into", kept.as_str()),
        ("into_revision", "1"),
        ("base", "1"),
        ("reason", ""),
    ];
    assert_eq!(
        house.post(&desk.author, &path, &form).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let form = [
        ("into", kept.as_str()),
        ("into_revision", "1"),
        ("base", "1"),
        ("reason", "同一概念"),
    ];
    let merged = house.post(&desk.author, &path, &form).await;
    assert_eq!(
        location(&merged),
        format!("/c/{kept}?revision=newest&done=merged")
    );
    let old = house.get(&Asker::nobody(), &format!("/c/{gone}/edit")).await;
    assert_eq!(old.status, StatusCode::SEE_OTHER, "to the login");
    let old = house.get(&desk.author, &format!("/c/{gone}/edit")).await;
    assert_eq!(old.header("location"), format!("/c/{kept}"));
}

#[tokio::test]
async fn a_reader_sees_nothing_of_the_desk() {
    let desk = Desk::open();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let (_, reader) = desk.house.person("reader", &[Role::Reader], None);
    for who in [&reader, &Asker::nobody().with("cookie", "ui=zh")] {
        let page = desk.house.get(who, &format!("/c/{id}")).await;
        check(&page, 200, &["/editions"]);
        for hidden in ["/editing", "/edit\"", "/merge\"", "/transitions"] {
            assert!(!page.text.contains(hidden), "{hidden}");
        }
    }
    check(
        &desk.house.get(&desk.author, &format!("/c/{id}")).await,
        200,
        &["href=\"/editing\""],
    );
}

/// Askers in the order of the columns below.
const COLUMNS: [&str; 6] = [
    "nobody",
    "reader",
    "terminologist",
    "reviewer",
    "committee",
    "token",
];

/// What each is answered for a form without fields: 400, 404 and 422 are let through, shown as `ok`.
const TABLE: &str = "
GET /editing | 303 403 ok ok ok ok
GET /concepts/new | 303 403 ok ok ok ok
POST /concepts/new | 401 403 ok ok ok ok
GET /c/{id}/edit | 303 403 ok ok ok ok
POST /c/{id}/edit | 401 403 ok ok ok ok
GET /c/{id}/history | ok ok ok ok ok ok
POST /c/{id}/restore | 303 403 ok ok ok ok
POST /c/{id}/transitions | 303 403 ok ok ok ok
POST /c/{id}/batch | 303 403 403 ok ok 403
GET /c/{id}/merge | 303 403 ok ok ok ok
POST /c/{id}/merge | 303 403 ok ok ok ok
GET /batches | 303 403 ok ok ok ok
GET /batches/new | 303 403 403 ok ok 403
POST /batches/new | 303 403 403 ok ok 403
GET /batches/{id} | 303 403 ok ok ok ok
POST /batches/{id}/text | 303 403 403 ok ok 403
POST /batches/{id}/put | 303 403 403 ok ok 403
POST /batches/{id}/take | 303 403 403 ok ok 403
POST /batches/{id}/authorise | 303 403 403 403 ok 403
GET /editions | ok ok ok ok ok ok
POST /editions | 303 403 403 403 ok 403
GET /editions/{n} | ok ok ok ok ok ok
GET /editions/{n}/diff/{m} | ok ok ok ok ok ok
POST /c/{id}/tibetan | ok ok ok ok ok ok
GET /proposals | 303 ok ok ok ok ok
GET /proposals/new | 303 ok ok ok ok ok
POST /proposals/new | 401 ok ok ok ok ok
GET /proposals/{id} | 303 ok ok ok ok ok
POST /proposals/{id}/decision | 401 403 ok ok ok 403
POST /proposals/{id}/withdraw | 303 ok ok ok ok ok
GET /lookups | 303 403 ok ok ok ok
POST /lookups/{key}/proposal | 303 403 ok ok ok ok
POST /lookups/{key}/aside | 303 403 ok ok ok ok
GET /coverage | ok ok ok ok ok ok
GET /coverage/changes | ok ok ok ok ok ok
POST /c/{id}/delete | 303 403 ok ok ok ok
GET /concepts | ok ok ok ok ok ok
POST /concepts/filters | 401 ok ok ok ok ok
POST /concepts/filters/{id}/delete | 303 ok ok ok ok ok
GET /change-sets | 303 403 ok ok ok ok
POST /change-sets | 401 403 ok ok ok ok
GET /change-sets/{id} | 303 403 ok ok ok ok
POST /change-sets/{id}/undo | 303 403 ok ok ok ok
POST /change-sets/{id}/batch | 303 403 403 ok ok 403
";

#[tokio::test]
async fn each_page_asks_for_the_right_of_its_route_for_programs() {
    let house = House::open();
    let mut askers = vec![Asker::nobody().with("cookie", "ui=zh")];
    for (name, role) in [
        ("reader", Role::Reader),
        ("terminologist", Role::Terminologist),
        ("reviewer", Role::Reviewer),
        ("committee", Role::Committee),
    ] {
        askers.push(house.person(name, &[role], None).1);
    }
    askers.push(Asker::system(&house.token("all", &Scope::ALL, &[]).1));
    for line in TABLE.trim().lines() {
        let (route, expected) = line.split_once(" | ").unwrap();
        let (method, path) = route.split_once(' ').unwrap();
        let path = path
            .replace("{id}", "c-000009")
            .replace("{n}", "1")
            .replace("{m}", "2");
        let mut found = Vec::new();
        for who in &askers {
            let kind = if method == "POST" {
                "application/x-www-form-urlencoded"
            } else {
                ""
            };
            let answer = house.ask(&house.router, who, method, &path, kind, "").await;
            found.push(match answer.status.as_u16() {
                200 | 400 | 404 | 409 | 422 => "ok".to_owned(),
                status => status.to_string(),
            });
        }
        assert_eq!(found.join(" "), expected, "{route}: {}", COLUMNS.join(" "));
    }
}

#[test]
fn the_table_has_every_page_on_which_the_glossary_is_written() {
    let starts = [
        "/editing",
        "/concepts",
        "/c/{id}/",
        "/batches",
        "/editions",
        "/proposals",
        "/lookups",
        "/coverage",
        "/change-sets",
    ];
    for route in page_routes() {
        let is_edited = starts.iter().any(|start| route.path.starts_with(start));
        let line = format!("\n{} {} | ", route.method, route.path);
        assert!(!is_edited || TABLE.contains(&line), "the table lacks{line}");
    }
}
