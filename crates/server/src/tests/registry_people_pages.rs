//! The list of people: which columns it has, and what is done with those who are ticked.

use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::registry_pages::Courts;
use crate::web::templates::percent_encode;

/// Returns what the box of a person sends, as the list has it.
async fn tick_of(courts: &Courts, id: &str) -> String {
    let list = courts.house.get(&courts.yushu, "/people").await;
    let at = list.text.find(&format!("value=\"{id} ")).expect("a box");
    let value = &list.text[at + "value=\"".len()..];
    value
        .split('"')
        .next()
        .unwrap()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
}

#[tokio::test]
async fn the_columns_that_a_browser_has_chosen_stay_and_what_was_shown_is_noted() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts
        .person(
            &courts.yushu,
            "扎西",
            "qh-yushu",
            &[("name_bo", "བཀྲ་ཤིས"), ("rank", "judge-3")],
        )
        .await;
    let skill = [
        ("base", "1"),
        ("dialect", "kham"),
        ("spoken", "S2"),
        ("evidence", "examination"),
        ("assessed_on", "2019-10-24"),
    ];
    assert!(
        location(
            &house
                .post(&courts.yushu, &format!("/people/{id}/skills"), &skill)
                .await
        )
        .contains(&id)
    );
    let at_first = house.get(&courts.yushu, "/people").await;
    check(
        &at_first,
        200,
        &[
            "<th scope=\"col\">职务",
            "<th scope=\"col\">语言能力",
            "三级法官",
            "2019-10-24",
            "བཀྲ་ཤིས",
        ],
    );
    assert!(!at_first.text.contains("<th scope=\"col\">性别"));
    let chosen = house
        .get(
            &courts.yushu,
            "/people/columns?sex=true&trained=true&back=%2Fpeople%3Fname%3Dzx",
        )
        .await;
    assert_eq!(location(&chosen), "/people?name=zx");
    let cookie = chosen.header("set-cookie");
    assert!(
        cookie.starts_with("people-columns=trained.sex; Path=/people;"),
        "{cookie}"
    );
    let kept = courts.yushu.clone().with("cookie", "people-columns=trained.sex");
    let after = house.get(&kept, "/people?name=zx").await;
    check(&after, 200, &["<th scope=\"col\">性别", "0 人次", "扎西"]);
    assert!(!after.text.contains("<th scope=\"col\">职务"));
    for elsewhere in ["//h", "/accounts", "https://h/people"] {
        let back = house
            .get(&courts.yushu, &format!("/people/columns?back={elsewhere}"))
            .await;
        assert_eq!(location(&back), "/people", "{elsewhere}");
    }
    let wrong = house.get(&courts.yushu, "/people/columns?sex=yes").await;
    check(&wrong, 422, &["sex", "true"]);
}

#[tokio::test]
async fn those_who_are_ticked_come_into_a_pool_together_or_not_at_all() {
    let courts = Courts::open();
    let house = &courts.house;
    let first = courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    let second = courts.person(&courts.yushu, "卓玛 <b>", "qh-yushu", &[]).await;
    let (one, two) = (tick_of(&courts, &first).await, tick_of(&courts, &second).await);
    let pooling = [
        ("pool", "expert"),
        ("from", "2019-01-01"),
        ("decision", "青高法〔2019〕7号"),
        ("back", "/people?name=zx"),
    ];
    let send = async |ticks: &[&str], form: &[(&str, &str)]| {
        let ticks = ticks.iter().map(|tick| ("ticked", *tick));
        let all: Vec<(&str, &str)> = ticks.chain(form.iter().copied()).collect();
        house.post(&courts.yushu, "/people/pools", &all).await
    };
    let nobody = send(&[], &pooling).await;
    check(&nobody, 422, &["没有勾选任何人", "青高法〔2019〕7号"]);
    let empty = send(&[&one], &[("back", "/people")]).await;
    check(
        &empty,
        422,
        &[
            "id=\"act-pool-fault\"",
            "id=\"act-from-fault\"",
            "id=\"act-decision-fault\"",
            " checked><span class=\"unseen\">扎西",
        ],
    );
    let alone = send(&[&one], &pooling).await;
    assert_eq!(location(&alone), "/people?name=zx&done=pooled");
    check(
        &house.get(&courts.yushu, &location(&alone)).await,
        200,
        &["role=\"status\""],
    );
    // The first is in the pool by now, and its box is of an older revision: neither is taken in.
    let stale = send(&[&two, &one], &pooling).await;
    check(&stale, 422, &["扎西: ", "第 2 版"]);
    let again = send(&[&two, &tick_of(&courts, &first).await], &pooling).await;
    check(&again, 422, &["扎西: ", "已在“专家型”库中", "青高法〔2019〕7号"]);
    check(
        &house.get(&courts.yushu, "/people?pool=expert").await,
        200,
        &["扎西"],
    );
    assert!(
        !house
            .get(&courts.yushu, "/people?pool=expert")
            .await
            .text
            .contains(&second)
    );
    // Whoever may not know of them is told that there is nobody.
    let golog: Vec<(&str, &str)> = [("ticked", two.as_str())].into_iter().chain(pooling).collect();
    assert_eq!(
        house.post(&courts.golog, "/people/pools", &golog).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn those_who_are_ticked_are_named_for_a_training() {
    let courts = Courts::open();
    let house = &courts.house;
    let first = courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    let none = house.get(&courts.yushu, "/people").await;
    assert!(!none.text.contains("formaction"), "there is no training yet");
    let training = courts.training("玉树州中级人民法院 1").await;
    check(
        &house.get(&courts.yushu, "/people").await,
        200,
        &["formaction=\"/people/nominate\"", "2019-10-14 第三期"],
    );
    let tick = tick_of(&courts, &first).await;
    let nominate = async |form: &[(&str, &str)]| house.post(&courts.yushu, "/people/nominate", form).await;
    let (ticked, named) = (("ticked", tick.as_str()), ("training", training.as_str()));
    check(&nominate(&[ticked]).await, 422, &["id=\"act-training-fault\""]);
    check(&nominate(&[named]).await, 422, &["没有勾选任何人"]);
    let done = nominate(&[ticked, named]).await;
    assert!(
        location(&done).starts_with(&format!("/trainings/{training}?done=nominated&seated=")),
        "{}",
        location(&done)
    );
    let twice = nominate(&[ticked, named]).await;
    check(
        &twice,
        422,
        &["<h1>第三期双语法官培训班", &format!("扎西 {first}")],
    );
    let nowhere = nominate(&[ticked, ("training", "t-0123456789abcdef01234567")]).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_court_that_there_is_not_stays_in_the_filter_with_what_was_typed() {
    let courts = Courts::open();
    courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    // A court of others is told of in the same words.
    for court in ["火星", "qh-yushu"] {
        let path = format!("/people?court={}&name=zx&pool=expert", percent_encode(court));
        let told = courts.house.get(&courts.golog, &path).await;
        let typed = format!("value=\"{court}\"");
        check(
            &told,
            422,
            &[
                "id=\"filter-court-fault\"",
                "这些条件不能使用",
                "法院: 请填写您所辖的法院",
                &typed,
                "value=\"zx\"",
                "<option value=\"expert\" selected",
            ],
        );
        assert!(!told.text.contains("扎西"), "{}", told.text);
    }
}

#[tokio::test]
async fn a_number_in_full_is_offered_only_where_there_is_one() {
    let courts = Courts::open();
    let with_phone = [("phone", "13800001234")];
    let id = courts
        .person(&courts.yushu, "卓玛", "qh-yushu", &with_phone)
        .await;
    let page = courts.house.get(&courts.yushu, &format!("/people/{id}")).await;
    check(&page, 200, &["<option value=\"phone\""]);
    assert!(
        !page.text.contains("<option value=\"identity_number\""),
        "{}",
        page.text
    );
}
