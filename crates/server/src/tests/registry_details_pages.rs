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
