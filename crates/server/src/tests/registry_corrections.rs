//! The own record and what is asked to be corrected in it, by their pages.

use access::Role;
use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::house::{Asker, House, operator};
use super::openapi::check_declared;
use super::registry_pages::Courts;

/// Somebody of the court `qh-yushu` with an account that is linked with the own record.
async fn linked(courts: &Courts) -> (Asker, String) {
    let id = courts
        .person(&courts.yushu, "卓玛", "qh-yushu", &[("phone", "13800001234")])
        .await;
    let (account, own) = courts
        .house
        .person("zhuoma", &[Role::SelfService], Some("qh-yushu"));
    let page = format!("/accounts/{account}");
    let done = courts
        .house
        .post(&courts.yushu, &format!("{page}/person"), &[("person", &id)])
        .await;
    assert_eq!(location(&done), format!("{page}?done=linked"));
    check(
        &courts.house.get(&courts.yushu, &page).await,
        200,
        &[&format!("href=\"/people/{id}\"")],
    );
    (own, id)
}

async fn asked(house: &House, own: &Asker) {
    let form = [
        ("field", "phone"),
        ("wanted", "应为 13909710001"),
        ("correction_reason", "ཁ་པར་བརྗེས <b>"),
    ];
    let done = house.post(own, "/record/corrections", &form).await;
    assert_eq!(location(&done), "/record?done=asked#wishes");
}

#[tokio::test]
async fn a_correction_goes_from_the_own_record_to_the_court_and_back() {
    let courts = Courts::open();
    let house = &courts.house;
    let (own, id) = linked(&courts).await;
    let record = house.get(&own, "/record").await;
    check(
        &record,
        200,
        &[
            "卓玛",
            "玉树州中级人民法院",
            "…1234",
            "action=\"/record/corrections\"",
            "href=\"/record\"",
        ],
    );
    assert_eq!(record.header("cache-control"), "no-store");
    assert!(!record.text.contains("href=\"/people\""), "{}", record.text);
    let empty = house
        .post(&own, "/record/corrections", &[("wanted", "多杰")])
        .await;
    check(&empty, 422, &["id=\"wish-field-fault\"", "多杰"]);
    let empty = house
        .post(
            &own,
            "/record/corrections",
            &[("field", "name"), ("wanted", "多杰")],
        )
        .await;
    check(&empty, 422, &["id=\"wish-correction_reason-fault\"", "多杰"]);
    asked(house, &own).await;
    check(
        &house.get(&own, "/record?done=asked").await,
        200,
        &["申请已提交", "…0001", "待处理"],
    );

    let people = house.get(&courts.yushu, "/people").await;
    check(
        &people,
        200,
        &[
            "href=\"/corrections\"",
            "<span class=\"mark warn number\">1</span>",
        ],
    );
    let list = house.get(&courts.yushu, "/corrections").await;
    check(&list, 200, &["应为 …0001", "ཁ་པར་བརྗེས", "&lt;b&gt;", &id]);
    assert!(!list.text.contains("13909710001"), "{}", list.text);
    let others = house.get(&courts.golog, "/corrections").await;
    assert!(
        !others.text.contains(&id) && !others.text.contains("0001"),
        "{}",
        others.text
    );
    let wish = list.text.split("action=\"/corrections/").nth(1).unwrap();
    let wish = format!("/corrections/{}", wish.split('/').next().unwrap());
    let path = |what: &str| format!("{wish}/{what}");
    let seen = house
        .post(&courts.yushu, &path("text"), &[("purpose", "核对")])
        .await;
    check(&seen, 200, &["应为 13909710001"]);
    assert_eq!(seen.header("cache-control"), "no-store");
    check(
        &house.post(&courts.yushu, &path("text"), &[]).await,
        422,
        &["请写明原因"],
    );
    for what in ["text", "decision"] {
        let form = [("purpose", "看看"), ("decision", "accept")];
        let form = if what == "text" { &form[..1] } else { &form[1..] };
        let outside = house.post(&courts.golog, &path(what), form).await;
        assert_eq!(outside.status, StatusCode::NOT_FOUND, "{what}");
    }
    let bare = house
        .post(&courts.yushu, &path("decision"), &[("decision", "refuse")])
        .await;
    check(&bare, 422, &["请写明原因"]);
    let refuse = [("decision", "refuse"), ("answer", "以户口簿为准")];
    let done = house.post(&courts.yushu, &path("decision"), &refuse).await;
    assert_eq!(location(&done), "/corrections?done=decided");
    check(
        &house.post(&courts.yushu, &path("decision"), &refuse).await,
        422,
        &["已有人处理"],
    );
    check(
        &house.get(&own, "/record").await,
        200,
        &["未采纳", "以户口簿为准"],
    );
    check(
        &house.get(&courts.yushu, "/corrections?state=refused").await,
        200,
        &["以户口簿为准"],
    );
}

#[tokio::test]
async fn the_link_of_an_account_is_ended_and_a_person_of_another_court_is_none() {
    let courts = Courts::open();
    let house = &courts.house;
    let (own, _) = linked(&courts).await;
    let account = house.app.list_accounts(&operator(), None, 99).unwrap();
    let account = account
        .into_iter()
        .find(|one| one.login_name == "zhuoma")
        .unwrap()
        .id;
    let page = format!("/accounts/{account}");
    let link = format!("{page}/person");
    let foreign = courts.person(&courts.golog, "扎西", "qh-golog", &[]).await;
    for id in [&*foreign, "p-000000000000000000000000", "扎西"] {
        let refused = house.post(&courts.yushu, &link, &[("person", id)]).await;
        check(&refused, 422, &["没有编号为", id]);
    }
    let done = house.post(&courts.yushu, &link, &[]).await;
    assert_eq!(location(&done), format!("{page}?done=unlinked"));
    assert_eq!(house.get(&own, "/record").await.status, StatusCode::NOT_FOUND);
    assert!(!house.get(&own, "/").await.text.contains("href=\"/record\""));
}

#[tokio::test]
async fn whether_a_certificate_holds_is_told_to_anybody_and_never_more() {
    let courts = Courts::open();
    let nobody = Asker::nobody();
    let document = courts.house.get(&nobody, "/api/v1/openapi.json").await.json();
    let route = "GET /api/v1/certificates/verify/{code}";
    for (query, code) in [
        ("2222-2222-2222-2222", "not-found"),
        ("%E6%B3%95%E9%99%A2", "not-found"),
        ("2222?a=1", "unknown-parameter"),
        ("2222?a=1&a=1", "duplicate-parameter"),
    ] {
        let answer = courts
            .house
            .get(&nobody, &format!("/api/v1/certificates/verify/{query}"))
            .await;
        check_declared(&document, route, &answer);
        assert_eq!(answer.json()["type"], format!("/problems/{code}"), "{query}");
    }
    let training = courts.training("qh-yushu 1").await;
    let page = courts
        .house
        .get(&courts.yushu, &format!("/trainings/{training}/certificates"))
        .await;
    check(&page, 200, &["还没有证书", "certificate.css"]);
}

#[tokio::test]
async fn a_wish_that_is_sent_twice_from_one_page_is_asked_once() {
    let courts = Courts::open();
    let house = &courts.house;
    let (own, _) = linked(&courts).await;
    let page = house.get(&own, "/record").await;
    let once = page.text.split("name=\"once\" value=\"").nth(1).unwrap();
    let once = once.split('"').next().unwrap();
    let form = [
        ("field", "name"),
        ("wanted", "多杰"),
        ("correction_reason", "笔误"),
        ("once", once),
    ];
    for _ in 0..2 {
        let done = house.post(&own, "/record/corrections", &form).await;
        assert_eq!(location(&done), "/record?done=asked#wishes");
    }
    let page = house.get(&own, "/record").await;
    assert_eq!(page.text.matches("笔误").count(), 1, "{}", page.text);
}
