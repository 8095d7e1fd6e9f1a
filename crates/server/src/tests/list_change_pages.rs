//! What readers see of the new edition of an official list: its changes, the entries it is about, and hits by old names.

use access::WriteGlossary;
use app::{Format, ImportFile, ImportOptions, OnError, ReadOptions};
use serde_json::Value;

use super::concept_pages::check;
use super::house::{Asker, House, operator};
use crate::web::templates::percent_encode;

const OLD: &str = "zh,collection,number\n盗窃罪,charges-2024,1\n投机倒把罪,charges-2024,2\n抢劫罪,charges-2024,3\n\
                   拐卖人口罪,charges-2024,4\n";
const NEW: &str = "zh,number,replaces\n盗窃罪,1,\n非法经营罪,2,投机倒把罪\n拐卖妇女罪,3,拐卖人口罪\n拐卖儿童罪,4,拐卖人口罪\n";

fn nobody(ui: &str) -> Asker {
    Asker::nobody()
        .with("sec-fetch-site", "same-origin")
        .with("cookie", &format!("ui={ui}"))
}

fn import(house: &House, text: &str, edition: Option<(&str, &str)>) {
    let file = ImportFile {
        name: "list.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
        format: Format::Csv,
    };
    let options = ImportOptions {
        read: ReadOptions {
            collection: edition.map(|(newer, _)| newer.parse().unwrap()),
            ..ReadOptions::default()
        },
        on_error: OnError::Stop,
        ids: app::FileIds::Ours,
        dry_run: false,
        succeeds: edition.map(|(_, older)| older.parse().unwrap()),
    };
    let report = house
        .app
        .import_glossary(&operator::<WriteGlossary>(), &file, &options)
        .unwrap();
    assert!(report.applied, "{:?}", report.issues);
}

fn with_new_edition() -> House {
    let house = House::open();
    import(&house, OLD, None);
    import(&house, NEW, Some(("charges-2027", "charges-2024")));
    house.app.wait_for_index().unwrap();
    house
}

#[tokio::test]
async fn the_changes_of_a_list_are_a_page_in_both_languages() {
    let house = with_new_edition();
    let page = house.get(&nobody("zh"), "/coverage").await;
    check(
        &page,
        200,
        &[
            "/coverage/changes?collection=charges-2027",
            "更名 3，新增 0，取消 1，未变 1",
        ],
    );
    let changes = house
        .get(&nobody("zh"), "/coverage/changes?collection=charges-2027")
        .await;
    check(
        &changes,
        200,
        &[
            "投机倒把罪",
            "非法经营罪",
            "拐卖儿童罪",
            "抢劫罪",
            "href=\"/c/c-000003\"",
            "旧名和取消的名称仍可检索",
        ],
    );
    let english = house
        .get(
            &nobody("en"),
            "/coverage/changes?collection=charges-2027&kind=abolished",
        )
        .await;
    for part in ["What the new edition of the list changed", "抢劫罪", "Abolished"] {
        assert!(english.text.contains(part), "{part}");
    }
    assert!(!english.text.contains("拐卖儿童罪"));
    let none = house
        .get(&nobody("zh"), "/coverage/changes?collection=charges-2024")
        .await;
    check(&none, 200, &["没有取代其他名录"]);
    assert_eq!(
        house
            .get(&nobody("zh"), "/coverage/changes")
            .await
            .status
            .as_u16(),
        422
    );
}

#[tokio::test]
async fn an_entry_says_what_lists_call_it_now() {
    let house = with_new_edition();
    for (id, said) in [
        ("c-000002", "原称“投机倒把罪”"),
        ("c-000003", "已无此名称"),
        ("c-000004", "改称“拐卖妇女罪”"),
        ("c-000005", "原称“拐卖人口罪”"),
    ] {
        let page = house.get(&nobody("zh"), &format!("/c/{id}")).await;
        check(
            &page,
            200,
            &[said, "href=\"/coverage/changes?collection=charges-2027\""],
        );
    }
    let stays = house.get(&nobody("zh"), "/c/c-000001").await;
    assert!(!stays.text.contains("/coverage/changes"));
}

#[tokio::test]
async fn a_hit_by_an_old_name_says_what_replaced_it() {
    let house = with_new_edition();
    let page = house
        .get(&nobody("zh"), &format!("/?q={}", percent_encode("投机倒把罪")))
        .await;
    check(&page, 200, &["已由 非法经营罪 取代"]);
    let split = house
        .get(&nobody("zh"), &format!("/?q={}", percent_encode("拐卖人口罪")))
        .await;
    check(&split, 200, &["已由 拐卖妇女罪 取代", "href=\"/c/c-000006\""]);

    let hits = async |more: &str| -> Value {
        let path = format!("/api/v1/search?q={}{more}", percent_encode("拐卖人口罪"));
        let answer = house.get(&nobody("zh"), &path).await;
        serde_json::from_str::<Value>(&answer.text).unwrap()["hits"][0].clone()
    };
    let expected = serde_json::json!([
        {"id": "c-000005", "name": "拐卖妇女罪"},
        {"id": "c-000006", "name": "拐卖儿童罪"},
    ]);
    for more in ["", "&region=amdo"] {
        let hit = hits(more).await;
        assert_eq!(hit["replaced_by"], expected, "{more}");
        assert_eq!(hit["match"]["term"], "拐卖人口罪");
    }
    let renamed = house
        .get(
            &nobody("zh"),
            &format!("/api/v1/search?q={}", percent_encode("投机倒把罪")),
        )
        .await;
    let renamed: Value = serde_json::from_str(&renamed.text).unwrap();
    let hit = &renamed["hits"][0];
    assert_eq!(
        (hit.get("replaced_by"), hit["zh"][0]["text"].as_str()),
        (None, Some("非法经营罪"))
    );
    assert_eq!(hit["zh"][1]["replaced_by"], "非法经营罪");
}

#[tokio::test]
async fn programs_read_the_changes_of_a_list() {
    let house = with_new_edition();
    let read = async |path: &str| -> Value {
        serde_json::from_str(&house.get(&nobody("zh"), path).await.text).unwrap()
    };
    let all = read("/api/v1/coverage/changes?collection=charges-2027").await;
    assert_eq!(all["predecessor"], "charges-2024");
    assert_eq!(
        all["counts"],
        serde_json::json!({"unchanged": 1, "new": 0, "renamed": 3, "abolished": 1})
    );
    assert_eq!(all["items"].as_array().unwrap().len(), 5);
    let gone = read("/api/v1/coverage/changes?collection=charges-2027&kind=abolished").await;
    assert_eq!(
        gone["items"],
        serde_json::json!([{"kind": "abolished", "old": {"id": "c-000003", "number": "3", "name": "抢劫罪", "article": null}, "new": null}])
    );
    let listed = read("/api/v1/coverage?collection=charges-2027").await;
    assert_eq!(listed["items"][0]["succeeds"]["predecessor"], "charges-2024");
}

#[tokio::test]
async fn pages_call_a_list_by_its_title_and_a_field_by_its_name_as_soon_as_somebody_gave_them() {
    let house = House::open();
    // The answer is narrowed by what some of more than six hits share.
    let others: String = (1..=7).map(|n| format!("取保文书{n},,golog-words,\n")).collect();
    let first = "取保候审,བདག་འཁྲི་ལེན་འཇོག,yushu-words,bail\n";
    import(
        &house,
        &format!("zh,bo,collection,subject_field\n{first}{others}"),
        None,
    );
    house.app.wait_for_index().unwrap();
    let entry = house.get(&nobody("zh"), "/c/c-000001").await;
    check(&entry, 200, &["<p>yushu-words</p>", "<p>bail</p>"]);

    let described = app::Collection {
        name: "yushu-words".parse().unwrap(),
        title_zh: Some("玉树州法院词语".to_owned()),
        title_en: Some("Words of the courts of Yushu".to_owned()),
        title_bo: None,
        bo_source: None,
        kind: None,
        licence: None,
        source: None,
        note: None,
        register: app::Register::Norm,
    };
    let permit = operator::<WriteGlossary>();
    house.app.write_collections(&permit, vec![described]).unwrap();
    let field = app::FieldOfLaw {
        code: "bail".parse().unwrap(),
        parent: None,
        name_zh: "强制措施".to_owned(),
        name_bo: None,
        name_en: Some("Measures before trial".to_owned()),
        source: None,
        position: 0,
    };
    house.app.write_subject_fields(&permit, vec![field]).unwrap();
    for (ui, list, name) in [
        ("zh", "玉树州法院词语", "强制措施"),
        ("en", "Words of the courts of Yushu", "Measures before trial"),
    ] {
        for address in [
            "/c/c-000001".to_owned(),
            format!("/?q={}", percent_encode("取保")),
        ] {
            let page = house.get(&nobody(ui), &address).await;
            for said in [list, name] {
                assert!(page.text.contains(said), "{address} in {ui}: no {said}");
            }
        }
    }
}
