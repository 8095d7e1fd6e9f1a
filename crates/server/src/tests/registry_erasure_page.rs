//! The page that erases a person: who is led to it, what it wants typed, and what is left.

use access::Role;
use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::registry_pages::{Courts, NUMBER};

#[tokio::test]
async fn a_person_is_erased_on_a_page_by_whoever_types_who_it_is_and_why() {
    let courts = Courts::open();
    let house = &courts.house;
    let known = [("identity_number", NUMBER), ("name_bo", "བཀྲ་ཤིས")];
    let id = courts.person(&courts.yushu, "扎西才让", "qh-yushu", &known).await;
    let (person, path) = (format!("/people/{id}"), format!("/people/{id}/erasure"));
    check(
        &house.get(&courts.yushu, &person).await,
        200,
        &[&format!("href=\"{path}\""), "删除个人信息"],
    );
    let pseudonym = app::registry::pseudonym(&id);
    check(
        &house.get(&courts.yushu, &path).await,
        200,
        &["扎西才让", "…0018", "删去的内容", "保留的内容", &pseudonym],
    );
    let send = async |confirmed: &str, base: &str, reason: &str| {
        let form = [("base", base), ("confirmed", confirmed), ("reason", reason)];
        house.post(&courts.yushu, &path, &form).await
    };
    let empty = send("", "1", "").await;
    check(
        &empty,
        422,
        &["id=\"erasure-confirmed-fault\"", "id=\"erasure-reason-fault\""],
    );
    for other in ["卓玛", "0019", "扎西"] {
        let refused = send(other, "1", "本人要求 <b>").await;
        check(&refused, 422, &["不是此人的姓名", "本人要求 &lt;b&gt;"]);
    }
    check(
        &send("0018", "9", "本人要求").await,
        422,
        &["有人在您打开此页之后改过"],
    );
    let done = send("བཀྲ་ཤིས", "1", "本人要求").await;
    assert_eq!(location(&done), format!("{person}?done=erased"));
    let left = house.get(&courts.yushu, &location(&done)).await;
    check(
        &left,
        200,
        &["个人信息已删除", &pseudonym, "玉树州中级人民法院", "2015-01-01"],
    );
    for gone in ["扎西才让", "བཀྲ་ཤིས", "…0018", "1988", "/erasure\"", "/details\""] {
        assert!(!left.text.contains(gone), "{gone}: {}", left.text);
    }
    assert_eq!(location(&house.get(&courts.yushu, &path).await), person);
}

#[tokio::test]
async fn the_page_that_erases_is_for_the_own_courts_and_asks_for_the_password_again() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts.person(&courts.yushu, "卓玛", "qh-yushu", &[]).await;
    let path = format!("/people/{id}/erasure");
    let form = [("base", "1"), ("confirmed", "卓玛"), ("reason", "本人要求")];
    for answer in [
        house.get(&courts.golog, &path).await,
        house.post(&courts.golog, &path, &form).await,
    ] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let (_, auditor) = house.person("auditor", &[Role::Auditor], None);
    assert_eq!(house.get(&auditor, &path).await.status, StatusCode::FORBIDDEN);
    house.clock.advance_ms(app::accounts::PROOF_MS);
    let asked = house.post(&courts.yushu, &path, &form).await;
    check(
        &asked,
        403,
        &["name=\"confirmed\" value=\"卓玛\"", "name=\"proof_password\""],
    );
    check(
        &house.get(&courts.yushu, &format!("/people/{id}")).await,
        200,
        &["卓玛"],
    );
}
