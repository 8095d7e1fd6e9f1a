//! What is put right by a page of its own: the details of a person, the plan of a training, and who is in which group.

use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::registry_pages::{Courts, NUMBER};

/// Returns `form` with other values for some of its fields.
fn with<'a>(form: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = form
        .iter()
        .filter(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    kept.chain(other).copied().collect()
}

#[tokio::test]
async fn the_details_of_a_person_are_put_right_and_the_rest_stays() {
    let courts = Courts::open();
    let house = &courts.house;
    let numbers = [("identity_number", NUMBER), ("phone", "13800001234")];
    let id = courts.person(&courts.yushu, "扎西", "qh-yushu", &numbers).await;
    let (person, path) = (format!("/people/{id}"), format!("/people/{id}/details"));
    let page = house.get(&courts.yushu, &person).await;
    check(&page, 200, &["更正基本信息", &format!("href=\"{path}\"")]);
    let page = house.get(&courts.yushu, &path).await;
    check(
        &page,
        200,
        &[
            "value=\"扎西\"",
            "value=\"1988-07-08\"",
            "…0018",
            "…1234",
            "id=\"education-2-school\"",
        ],
    );

    let form = [
        ("base", "1"),
        ("name_zh", "札西"),
        ("name_bo", "བཀྲ་ཤིས"),
        ("other_names", "Tashi\r\n\r\nབཀྲིས\r\n"),
        ("sex", "male"),
        ("ethnic_group", "藏族"),
        ("born_on", "1988-07-08"),
        ("entry_channel", "selected"),
        ("entered_on", "2012-09-01"),
        ("law_class", "A <b>"),
        ("note", "一行\r\n二行"),
        ("school", "青海民族大学"),
        ("subject", "法学"),
        ("degree", "学士"),
        ("finished_on", "2011-07-01"),
        ("school", ""),
        ("subject", ""),
        ("degree", ""),
        ("finished_on", ""),
        ("school", "西北民族大学"),
    ];
    assert_eq!(
        location(&house.post(&courts.yushu, &path, &form).await),
        format!("{person}?done=details")
    );
    let shown = [
        "基本信息已更正",
        "札西",
        "བཀྲ་ཤིས",
        "Tashi",
        "བཀྲིས",
        "遴选",
        "2012-09-01",
        "A &lt;b&gt;",
        "青海民族大学",
        "2011-07-01",
        "西北民族大学",
        "2015-01-01 –",
        "…0018",
        "…1234",
    ];
    check(
        &house.get(&courts.yushu, &format!("{person}?done=details")).await,
        200,
        &shown,
    );
    // What the form shows and is sent back is the same, and writes nothing.
    let again = with(&form, &[("base", "2"), ("law_qualification", "true")]);
    for _ in 0..2 {
        location(&house.post(&courts.yushu, &path, &again).await);
    }
    let none = with(
        &again,
        &[
            ("school", ""),
            ("subject", ""),
            ("degree", ""),
            ("finished_on", ""),
        ],
    );
    let none = with(
        &none,
        &[
            ("law_class", ""),
            ("law_qualification", ""),
            ("drop_phones", "true"),
        ],
    );
    location(&house.post(&courts.yushu, &path, &none).await);
    let page = house.get(&courts.yushu, &person).await;
    check(&page, 200, &["札西", "…0018"]);
    for gone in ["青海民族大学", "…1234", "法律职业资格"] {
        assert!(!page.text.contains(gone), "{gone}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_details_stands_beside_its_field_and_what_was_typed_stays() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts
        .person(&courts.yushu, "卓玛", "qh-yushu", &[("identity_number", NUMBER)])
        .await;
    let path = format!("/people/{id}/details");
    let form = [("base", "1"), ("name_zh", "卓玛 <b>")];
    for (wrong, expected) in [
        (&[("born_on", "1988-02-30")][..], "id=\"details-born_on-fault\""),
        (&[("born_on", "1990-01-01")], "与身份证号中的出生日期不一致"),
        (&[("sex", "female")], "id=\"details-sex-fault\""),
        (&[("ethnic_group", "某族")], "id=\"details-ethnic_group-fault\""),
        (
            &[("entered_on", "2012-09-01")],
            "id=\"details-entry_channel-fault\"",
        ),
        (
            &[("new_identity_number", "12345")],
            "id=\"details-new_identity_number-fault\"",
        ),
        (
            &[("new_phones", "13800001234，12")],
            "id=\"details-new_phones-fault\"",
        ),
        (
            &[
                ("finished_on", ""),
                ("finished_on", "去年"),
                ("school", ""),
                ("school", "某大学"),
            ],
            "id=\"education-1-finished_on-fault\"",
        ),
    ] {
        let answer = house.post(&courts.yushu, &path, &[&form, wrong].concat()).await;
        check(
            &answer,
            422,
            &[expected, "value=\"卓玛 &lt;b&gt;\"", "name=\"base\" value=\"1\""],
        );
        for secret in ["value=\"12345", "13800001234"] {
            assert!(!answer.text.contains(secret), "{wrong:?}");
        }
    }
    let nameless = house.post(&courts.yushu, &path, &[("base", "1")]).await;
    check(&nameless, 422, &["id=\"details-name_zh-fault\"", "没有姓名"]);
    let stale = house
        .post(&courts.yushu, &path, &with(&form, &[("base", "7")]))
        .await;
    check(
        &stale,
        422,
        &[
            "有人在您打开此页之后改过",
            "打开现在的内容",
            "value=\"卓玛 &lt;b&gt;\"",
        ],
    );
    for answer in [
        house.get(&courts.golog, &path).await,
        house.post(&courts.golog, &path, &form).await,
    ] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

/// Returns what a page sends in the field `name`.
fn value(page: &str, name: &str) -> String {
    let (_, after) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_plan_of_a_training_is_changed_until_it_is_over() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts.training("qh-yushu 1").await;
    let (training, path) = (format!("/trainings/{id}"), format!("/trainings/{id}/plan"));
    check(
        &house.get(&courts.whole, &training).await,
        200,
        &["更改计划", &format!("href=\"{path}\"")],
    );
    let page = house.get(&courts.whole, &path).await;
    check(
        &page,
        200,
        &[
            "value=\"第三期双语法官培训班 &lt;b&gt;\"",
            "value=\"青海省高级人民法院\"",
            "value=\"分会场\"",
        ],
    );
    let (_, programme) = page
        .text
        .split_once("\" selected")
        .map(|(before, _)| before.rsplit_once('"').unwrap())
        .unwrap();
    let form = [
        ("base", "1"),
        ("programme", programme),
        ("title", "第四期"),
        ("from", "2019-10-14"),
        ("to", "2019-10-16"),
        ("mode", "mixed"),
        ("number", "4"),
        ("number_in_year", "2"),
        ("court", "青海省高级人民法院"),
        ("base_name", "青海民族大学"),
        ("groups", "一组\r\nརུ་ཚན་གཉིས་པ\r\n"),
        ("documents", "青高法〔2019〕1号\r\n青高法〔2019〕2号"),
        ("cost", "12,000.50"),
        ("note", "备注 <b>"),
        ("venue_name", "主会场"),
        ("venue_place", "西宁"),
        ("venue_seats", "80"),
        ("venue_name", ""),
        ("venue_place", ""),
        ("venue_seats", ""),
    ];
    for (wrong, expected) in [
        (&[("to", "2019-10-13")][..], "id=\"plan-to-fault\""),
        (&[("number", "四")], "id=\"plan-number-fault\""),
        (&[("number", "0")], "期数从 1 开始"),
        (&[("cost", "一万")], "id=\"plan-cost-fault\""),
        (&[("court", "无此法院")], "id=\"plan-court-fault\""),
        (&[("groups", "一组\n一组")], "id=\"plan-groups-fault\""),
        (&[("programme", "")], "id=\"programme-fault\""),
        (
            &[("declared_source", "青高法〔2009〕3号")],
            "id=\"plan-declared_person_times-fault\"",
        ),
        (
            &[("declared_person_times", "30")],
            "id=\"plan-declared_source-fault\"",
        ),
        (&[("venue_name", "")], "id=\"venue-1-venue_name-fault\""),
        (
            &[
                ("venue_name", "主会场"),
                ("venue_name", ""),
                ("venue_name", "主会场"),
            ],
            "id=\"venue-2-venue_name-fault\"",
        ),
        (&[("base", "7")], "打开现在的内容"),
    ] {
        let answer = house.post(&courts.whole, &path, &with(&form, wrong)).await;
        check(&answer, 422, &[expected, "备注 &lt;b&gt;"]);
    }
    assert_eq!(
        location(&house.post(&courts.whole, &path, &form).await),
        format!("{training}?done=plan")
    );
    let shown = [
        "计划已更改",
        "第四期",
        "2019-10-14 – 2019-10-16",
        "线上线下结合",
        "当年第 2 期",
        "青海民族大学",
        "一组",
        "རུ་ཚན་གཉིས་པ",
        "青高法〔2019〕2号",
        "12000.50",
        "备注 &lt;b&gt;",
        "玉树州中级人民法院\t1",
    ];
    let page = house.get(&courts.whole, &format!("{training}?done=plan")).await;
    check(&page, 200, &shown);
    assert!(!page.text.contains("分会场"));
    let page = house.get(&courts.whole, &path).await;
    check(
        &page,
        200,
        &[
            "value=\"12000.50\"",
            "value=\"西宁\"",
            "value=\"80\"",
            "name=\"base\" value=\"2\"",
        ],
    );

    // Whose court does not hold it, and whoever comes when it is over.
    let foreign = house.get(&courts.yushu, &path).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let foreign = house
        .post(&courts.yushu, &path, &with(&form, &[("base", "2")]))
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let cancel = [("base", "2"), ("to", "cancelled"), ("reason", "改期")];
    location(
        &house
            .post(&courts.whole, &format!("{training}/state"), &cancel)
            .await,
    );
    assert_eq!(location(&house.get(&courts.whole, &path).await), training);
    let late = house
        .post(&courts.whole, &path, &with(&form, &[("base", "3")]))
        .await;
    check(&late, 422, &["不能再修改"]);
}

#[tokio::test]
async fn people_are_put_into_groups_by_pasted_rows() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts.training("").await;
    let (training, path) = (format!("/trainings/{id}"), format!("/trainings/{id}/groups"));
    for name in ["扎西", "卓玛"] {
        courts.person(&courts.yushu, name, "qh-yushu", &[]).await;
    }
    let named = [("people", "扎西\n卓玛")];
    location(
        &house
            .post(&courts.yushu, &format!("{training}/nominate"), &named)
            .await,
    );
    let plan = house.get(&courts.whole, &format!("{training}/plan")).await.text;
    let (before, _) = plan.split_once("\" selected").unwrap();
    let programme = before.rsplit_once('"').unwrap().1;
    let groups = [
        ("base", "1"),
        ("programme", programme),
        ("title", "第四期"),
        ("from", "2019-10-14"),
        ("to", "2019-10-15"),
        ("mode", "classroom"),
        ("court", "qh"),
        ("groups", "一组\n二组"),
        ("venue_name", "主会场"),
    ];
    location(
        &house
            .post(&courts.whole, &format!("{training}/plan"), &groups)
            .await,
    );

    let page = house.get(&courts.whole, &training).await;
    check(&page, 200, &["编入小组和会场", "扎西\t\t", "卓玛\t\t"]);
    let form = page.text.split_once(&format!("action=\"{path}\"")).unwrap().1;
    let base = value(form, "base");
    let wrong = [
        ("base", base.as_str()),
        ("rows", "扎西\t一组\n\n拉毛\t二组\n卓玛\t三 <b>"),
    ];
    check(
        &house.post(&courts.whole, &path, &wrong).await,
        422,
        &["第 3 行：", "三 &lt;b&gt;"],
    );
    let unknown = [("base", base.as_str()), ("rows", "扎西\t一组\n卓玛\t三组")];
    let answer = house.post(&courts.whole, &path, &unknown).await;
    check(&answer, 422, &["第 2 行：", "培训班没有“三组”", "一组、二组"]);
    let rows = [
        ("base", base.as_str()),
        ("rows", "扎西 二组\r\n卓玛\t一组\t主会场\r\n"),
    ];
    assert_eq!(
        location(&house.post(&courts.whole, &path, &rows).await),
        format!("{training}?done=groups")
    );
    let page = house.get(&courts.whole, &format!("{training}?done=groups")).await;
    check(&page, 200, &["分组已保存", "扎西\t二组\t", "卓玛\t一组\t主会场"]);
    let stale = house.post(&courts.whole, &path, &rows).await;
    check(&stale, 422, &["有人在您打开此页之后改过"]);
    // A court that sends people does not divide them.
    assert!(
        !house
            .get(&courts.yushu, &training)
            .await
            .text
            .contains("编入小组")
    );
    assert_eq!(
        house.post(&courts.yushu, &path, &rows).await.status,
        StatusCode::FORBIDDEN
    );
}
