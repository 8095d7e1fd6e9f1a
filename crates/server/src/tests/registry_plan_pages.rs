//! The plan of a training typed as rows, guests, entries of a person that end or go, and records that may be one person.

use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::registry_pages::Courts;

/// Returns the revision that the forms of a page send.
fn base(page: &str) -> String {
    let (_, after) = page.split_once("name=\"base\" value=\"").unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_plan_is_pasted_and_what_is_wrong_in_it_is_told_by_its_line() {
    let courts = Courts::open();
    let house = &courts.house;
    let training = courts.training("qh-yushu 1").await;
    let path = |rest: &str| format!("/trainings/{training}{rest}");
    let page = house.get(&courts.whole, &path("")).await;
    check(&page, 200, &["编辑课程表", "编辑名额", "玉树州中级人民法院\t1"]);
    let base_now = base(&page.text);

    let wrong = "10月14日\t上午\t审判用语\n\t夜里\t<i>模拟庭审";
    let answer = house
        .post(
            &courts.whole,
            &path("/timetable"),
            &[("base", &base_now), ("rows", wrong)],
        )
        .await;
    check(
        &answer,
        422,
        &["第 2 行：第二列写“上午”或“下午”。", "夜里\t&lt;i&gt;模拟庭审"],
    );
    let outside = "2019-10-14\t上午\t审判用语\n\n2020-01-01\t上午\t迟了";
    let answer = house
        .post(
            &courts.whole,
            &path("/timetable"),
            &[("base", &base_now), ("rows", outside)],
        )
        .await;
    check(&answer, 422, &["第 3 行：", "2020-01-01"]);

    let rows = "10月14日\t上午\tཁྲིམས་གཏུག\t某某教授\t101\t主会场\n\t下午\t模拟庭审";
    let form = [("base", base_now.as_str()), ("rows", rows)];
    assert_eq!(
        location(&house.post(&courts.whole, &path("/timetable"), &form).await),
        path("?done=timetable")
    );
    let stale = house.post(&courts.whole, &path("/timetable"), &form).await;
    check(&stale, 422, &["有人在您打开此页之后改过"]);
    // Saved once more as it came back, it would overwrite what somebody else has written.
    let (_, form_back) = stale.text.split_once("id=\"plan-timetable\"").unwrap();
    let (_, form_back) = form_back.split_once("name=\"base\" value=\"").unwrap();
    assert!(form_back.starts_with(&format!("{base_now}\"")), "{form_back}");
    let page = house.get(&courts.whole, &path("?done=timetable")).await;
    check(
        &page,
        200,
        &[
            "课程表已保存",
            "ཁྲིམས་གཏུག",
            "某某教授",
            "2019-10-14\t下午\t模拟庭审",
        ],
    );

    let seats = [
        ("base", base(&page.text)),
        ("rows", "玉树州中级人民法院 5\nqh-golog\t2".to_owned()),
    ];
    let seats: Vec<(&str, &str)> = seats
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    location(&house.post(&courts.whole, &path("/seats"), &seats).await);
    let page = house.get(&courts.whole, &path("")).await;
    check(&page, 200, &["名额 5", "名额 2"]);
    let wrong = [
        ("base", base(&page.text)),
        ("rows", "玉树州中级人民法院".to_owned()),
    ];
    let wrong: Vec<(&str, &str)> = wrong
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    check(
        &house.post(&courts.whole, &path("/seats"), &wrong).await,
        422,
        &["第 1 行：写成“玉树州中级人民法院 5”的形式。"],
    );
    // Whose court does not hold the training changes nothing of it.
    let page = house.get(&courts.yushu, &path("")).await;
    assert!(!page.text.contains("编辑课程表"));
    let answer = house.post(&courts.yushu, &path("/timetable"), &form).await;
    assert!([403, 404].contains(&answer.status.as_u16()), "{}", answer.status);
}

#[tokio::test]
async fn a_guest_is_a_name_and_a_unit() {
    let courts = Courts::open();
    let house = &courts.house;
    let training = courts.training("").await;
    let path = format!("/trainings/{training}/guests");
    let missing = house
        .post(
            &courts.whole,
            &path,
            &[("guest_name", "索朗"), ("guest_unit", " ")],
        )
        .await;
    check(&missing, 422, &["请填写外省学员的姓名和单位", "value=\"索朗\""]);
    let form = [("guest_name", "索朗"), ("guest_unit", "甘孜州中级人民法院")];
    location(&house.post(&courts.whole, &path, &form).await);
    let page = house.get(&courts.whole, &format!("/trainings/{training}")).await;
    check(&page, 200, &["索朗", "甘孜州中级人民法院"]);
    // A court that sends people has no guests.
    let answer = house.post(&courts.yushu, &path, &form).await;
    assert!(
        [403, 404, 422].contains(&answer.status.as_u16()),
        "{}",
        answer.status
    );
}

#[tokio::test]
async fn an_entry_ends_or_goes_and_a_pool_is_entered() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts.person(&courts.yushu, "卓玛", "qh-yushu", &[]).await;
    let path = |rest: &str| format!("/people/{id}{rest}");
    let pool = [
        ("base", "1"),
        ("pool", "translation"),
        ("from", "2018-01-01"),
        ("decision", "青高法〔2018〕1号"),
    ];
    check(
        &house.post(&courts.yushu, &path("/pools"), &pool[..3]).await,
        422,
        &["id=\"pools-decision-fault\""],
    );
    location(&house.post(&courts.yushu, &path("/pools"), &pool).await);
    let page = house.get(&courts.yushu, &path("?done=pools")).await;
    check(&page, 200, &["已列入人才库", "青高法〔2018〕1号"]);

    let end = |part, to, base| {
        [
            ("base", base),
            ("part", part),
            ("place", "0"),
            ("what", "end"),
            ("to", to),
        ]
    };
    check(
        &house
            .post(&courts.yushu, &path("/entries"), &end("pools", "", "2"))
            .await,
        422,
        &["请填写这一项"],
    );
    let early = house
        .post(&courts.yushu, &path("/entries"), &end("posts", "2010-01-01", "2"))
        .await;
    check(&early, 422, &["没有保存"]);
    location(
        &house
            .post(&courts.yushu, &path("/entries"), &end("pools", "2020-06-30", "2"))
            .await,
    );
    check(
        &house.get(&courts.yushu, &path("")).await,
        200,
        &["2018-01-01 – 2020-06-30"],
    );
    let remove = [
        ("base", "3"),
        ("part", "pools"),
        ("place", "0"),
        ("what", "remove"),
    ];
    location(&house.post(&courts.yushu, &path("/entries"), &remove).await);
    check(&house.get(&courts.yushu, &path("")).await, 200, &["不在人才库中"]);
    for wrong in [("part", "secrets"), ("place", "7")] {
        let mut form = remove.to_vec();
        form.retain(|(name, _)| *name != wrong.0);
        form.push(wrong);
        let answer = house.post(&courts.yushu, &path("/entries"), &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong:?}");
    }
}

#[tokio::test]
async fn two_records_are_kept_apart_or_joined() {
    let courts = Courts::open();
    let house = &courts.house;
    let one = courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    let other = courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    let third = courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    let page = house.get(&courts.yushu, &format!("/people/{one}")).await;
    check(&page, 200, &["可能是同一人", "不是同一人", "合并"]);
    let apart = |reason| [("other", other.as_str()), ("reason", reason)];
    let path = format!("/people/{one}/apart");
    check(
        &house.post(&courts.yushu, &path, &apart("")).await,
        422,
        &["请写明原因"],
    );
    location(&house.post(&courts.yushu, &path, &apart("证件不同")).await);
    let page = house
        .get(&courts.yushu, &format!("/people/{one}?done=apart"))
        .await;
    check(&page, 200, &["已记下", &third]);
    assert!(!page.text.contains(&other));

    let revision = base(&page.text);
    let merge = |base, other_base, keep| {
        [
            ("base", base),
            ("other_base", other_base),
            ("other", third.as_str()),
            ("keep", keep),
            ("reason", "证件相同"),
            ("confirmed", "true"),
        ]
    };
    let path = format!("/people/{one}/merge");
    // What comes of it is said first, and nothing is done by that.
    let looked = house
        .post(&courts.yushu, &path, &merge(&revision, "1", "other")[..4])
        .await;
    check(
        &looked,
        200,
        &["还没有合并", "不能撤销", "name=\"keep\" value=\"other\""],
    );
    check(
        &house.get(&courts.yushu, &format!("/people/{one}")).await,
        200,
        &[&third],
    );
    check(
        &house
            .post(&courts.yushu, &path, &merge(&revision, "9", "other"))
            .await,
        422,
        &["有人在您打开此页之后改过", "value=\"证件相同\""],
    );
    let answer = house
        .post(&courts.yushu, &path, &merge(&revision, "1", "other"))
        .await;
    assert_eq!(location(&answer), format!("/people/{third}?done=merged"));
    let gone = house.get(&courts.yushu, &format!("/people/{one}")).await;
    assert_eq!(location(&gone), format!("/people/{third}"));
}
