//! Whose records have run out, by the page and by programs: looked at, and never erased by it.

use access::Role;

use super::openapi::check_declared;
use super::registry_pages::Courts;

#[tokio::test]
async fn a_coordinator_sees_what_has_run_out_in_the_own_courts() {
    let courts = Courts::open();
    let person = courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    let path = format!("/api/v1/people/{person}/posts");
    let body = r#"{"items":[{"court":"qh-yushu","kind":"judge","from":"2015-01-01","to":"2020-06-30"}]}"#;
    let writer = courts.yushu.clone().with("if-match", "\"1\"");
    let answer = courts.house.json(&writer, "PUT", &path, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let house = &courts.house;
    let bare = house.get(&courts.yushu, "/retention").await;
    assert!(
        bare.status == 200 && bare.text.contains("years.record") && bare.text.contains("须由法院确定"),
        "{}",
        bare.text
    );
    let query = "?years.record=5&on=2026-01-01";
    let list = house.get(&courts.yushu, &format!("/retention{query}")).await;
    for part in [&*person, "扎西", "2025-06-30", "2020-06-30", "没有删除任何内容"] {
        assert!(list.text.contains(part), "{part}: {}", list.text);
    }
    let mut english = courts.yushu.clone();
    for (_, value) in &mut english.headers {
        *value = value.replace("ui=zh", "ui=en");
    }
    let english = house.get(&english, &format!("/retention{query}")).await;
    for (there, gone) in [
        ("Telephones", "电话"),
        ("Posts, languages, pools", "任职、语言能力"),
    ] {
        assert!(
            english.text.contains(there) && !english.text.contains(gone),
            "{there}: {}",
            english.text
        );
    }
    let other = house.get(&courts.golog, &format!("/retention{query}")).await;
    assert!(
        other.status == 200 && !other.text.contains(&*person) && other.text.contains("没有满期"),
        "{}",
        other.text
    );
    for wrong in ["?years.record=many", "?on=soon&years.record=5"] {
        let told = house.get(&courts.yushu, &format!("/retention{wrong}")).await;
        assert!(
            told.status == 422 && !told.text.contains(&*person),
            "{wrong}: {}",
            told.text
        );
    }
    let linked = house.get(&courts.yushu, "/people").await;
    assert!(linked.text.contains("href=\"/retention\""), "{}", linked.text);
    // Whoever does not erase is shown nothing.
    let (_, auditor) = house.person("auditor", &[Role::Auditor], None);
    assert_eq!(house.get(&auditor, "/retention").await.status, 403);
}

#[tokio::test]
async fn programs_read_the_same_page_by_page() {
    let courts = Courts::open();
    let house = &courts.house;
    let document = house.get(&courts.whole, "/api/v1/openapi.json").await.json();
    for name in ["扎西", "卓玛"] {
        let person = courts.person(&courts.yushu, name, "qh-yushu", &[]).await;
        let path = format!("/api/v1/people/{person}/posts");
        let body = r#"{"items":[{"court":"qh-yushu","kind":"judge","from":"2015-01-01","to":"2020-06-30"}]}"#;
        let writer = courts.yushu.clone().with("if-match", "\"1\"");
        house.json(&writer, "PUT", &path, body).await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/retention?years=record=5&on=2026-01-01&limit=1".to_owned();
    loop {
        let answer = house.get(&courts.whole, &path).await;
        check_declared(&document, "GET /api/v1/retention", &answer);
        let page = answer.json();
        let item = &page["items"][0];
        seen.push(item["person"]["name"].as_str().unwrap().to_owned());
        assert_eq!(
            (&item["due"][0]["class"], &item["due"][0]["due_on"]),
            (&"record".into(), &"2025-06-30".into()),
            "{page}"
        );
        match page["next_cursor"].as_str() {
            Some(next) => {
                path = format!("/api/v1/retention?years=record=5&on=2026-01-01&limit=1&cursor={next}");
            }
            None => break,
        }
    }
    seen.sort();
    assert_eq!(seen, ["卓玛", "扎西"]);
    let refused = house.get(&courts.whole, "/api/v1/retention?years=all=1").await;
    let issue = refused.problem(422, "invalid-input")["issues"][0].clone();
    assert_eq!(
        (&issue["code"], &issue["pointer"]),
        (&"no_such_class".into(), &"/years".into())
    );
}
