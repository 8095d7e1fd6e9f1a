//! Sheets of the registry over HTTP: what arrives, of whom, with which numbers, and what is refused.

use std::collections::BTreeSet;

use access::{Role, Scope};
use serde_json::json;

use super::Answer;
use super::house::{Asker, House};
use super::openapi::{UNPROVOKED, check_declared};
use super::openapi_accounts::OF_RIGHTS;
use crate::problem::Code;
use crate::router::api_routes;

const PHONE: &str = "13909710001";

/// A house with somebody in each of two courts, on the roster of one training; returns the id of that.
async fn furnished(house: &House, keeper: &Asker) -> String {
    let made = async |path: &str, body: serde_json::Value| {
        let answer = house.json(keeper, "POST", path, &body.to_string()).await;
        assert_eq!(answer.status, 201, "{path}: {}", answer.text);
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    let programme = made(
        "/api/v1/programmes",
        json!({"name_zh": "双语法官培训", "kind": "bilingual"}),
    )
    .await;
    let plan = json!({"programme": programme, "title": "第十一期双语法官培训班", "number": 11, "from": "2026-10-14",
        "to": "2026-10-15", "mode": "classroom", "court": "qh"});
    let training = made("/api/v1/trainings", plan).await;
    for (zh, bo, court) in [("扎西", "བཀྲ་ཤིས", "qh-yushu"), ("多杰", "རྡོ་རྗེ", "qh-golog")]
    {
        let posts = json!([{"court": court, "kind": "judge", "from": "2010-07-01"}]);
        let person = json!({"name": {"zh": zh, "bo": bo}, "phones": [PHONE], "posts": posts});
        let person = made("/api/v1/people", person).await;
        let trainee = json!({"trainee": {"person": person}});
        made(&format!("/api/v1/trainings/{training}/enrolments"), trainee).await;
    }
    training
}

#[tokio::test]
async fn a_sheet_holds_those_whom_the_caller_may_see_with_numbers_masked() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh"));
    let (_, yushu) = house.person("yushu", &[Role::Coordinator], Some("qh-yushu"));
    let training = furnished(&house, &keeper).await;
    let roster = format!("/api/v1/exports/roster?format=csv&training={training}");
    for (asker, path, expected) in [
        (&keeper, "/api/v1/exports/people?format=csv", vec!["多杰", "扎西"]),
        (&yushu, "/api/v1/exports/people?format=csv", vec!["扎西"]),
        (
            &keeper,
            "/api/v1/exports/people?format=csv&court=qh-golog",
            vec!["多杰"],
        ),
        (&keeper, "/api/v1/exports/people?format=csv&name=zx", vec!["扎西"]),
        (&keeper, roster.as_str(), vec!["多杰", "扎西"]),
        (&yushu, roster.as_str(), vec!["扎西"]),
        (
            &keeper,
            "/api/v1/exports/enrolments?format=csv&number=11&court=qh-yushu",
            vec!["扎西"],
        ),
        (&keeper, "/api/v1/exports/enrolments?format=csv&number=12", vec![]),
        (&keeper, "/api/v1/exports/attendance?format=csv", vec![]),
    ] {
        let answer = house.get(asker, path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        let names: Vec<&str> = ["多杰", "扎西"]
            .into_iter()
            .filter(|name| answer.text.contains(*name))
            .collect();
        assert_eq!(names, expected, "{path}: {}", answer.text);
        assert!(!answer.text.contains(PHONE), "{}", answer.text);
        if expected.contains(&"扎西") {
            assert!(
                answer.text.contains("བཀྲ་ཤིས") && answer.text.contains("玉树州中级人民法院"),
                "{}",
                answer.text
            );
            assert!(answer.text.contains("*******0001"), "{}", answer.text);
        }
    }
    let workbook = house.get(&keeper, "/api/v1/exports/trainings").await;
    assert!(workbook.text.starts_with("PK"));
    let named = "attachment; filename*=UTF-8''%E5%9F%B9%E8%AE%AD%E7%8F%AD-2026-01-01.xlsx";
    assert_eq!(workbook.header("content-disposition"), named);
}

#[tokio::test]
async fn numbers_in_full_are_for_those_who_may_see_them_and_are_written_down() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh"));
    furnished(&house, &keeper).await;
    let path = "/api/v1/exports/people?format=csv&purpose=%E8%AF%81%E4%B9%A6";
    let post = async |who: &Asker| {
        house
            .ask(&house.router, who, "POST", path, "application/octet-stream", "")
            .await
    };
    let full = post(&keeper).await;
    assert_eq!(full.text.matches(PHONE).count(), 2, "{}", full.text);
    let reader = Asker::system(&house.token("reader", &[Scope::RegistryRead], &[]).1);
    post(&reader).await.problem(403, "scope-missing");
    house.get(&keeper, path).await.problem(400, "unknown-parameter");
    house.clock.advance_ms(app::accounts::PROOF_MS + 1);
    let node = house.other_node();
    let late = house.ask(&node, &keeper, "POST", path, "", "").await;
    late.problem(403, "proof-needed");
    let people = house.get(&keeper, "/api/v1/people").await.json();
    let id = people["items"][0]["id"].as_str().unwrap();
    let seen = house
        .get(&keeper, &format!("/api/v1/people/{id}/seen-by"))
        .await
        .text;
    assert!(
        seen.contains("see-personal-data") && seen.contains("证书"),
        "{seen}"
    );
}

/// A form with a file as browsers send one; without bytes no file was chosen.
fn form(fields: &[(&str, &str)], file: &str) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let name = if file.is_empty() { "" } else { "表.xlsx" };
    let head = "Content-Disposition: form-data; name=\"template\"; filename=";
    let fields: String = fields.iter().map(part).collect();
    format!(
        "{fields}--x\r\n{head}\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n{file}\r\n--x--\r\n"
    )
}

#[tokio::test]
async fn pages_hand_out_sheets_by_forms_without_script() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh"));
    let training = furnished(&house, &keeper).await;
    let post = async |who: &Asker, path: &str, body: &str| {
        house
            .ask(
                &house.router,
                who,
                "POST",
                path,
                "multipart/form-data; boundary=x",
                body,
            )
            .await
    };
    let page = house.get(&keeper, "/people?name=zx").await.text;
    assert!(
        page.contains("action=\"/people/export\"") && page.contains("name=\"name\" value=\"zx\""),
        "{page}"
    );
    let people = post(
        &keeper,
        "/people/export",
        &form(&[("name", "zx"), ("format", "csv")], ""),
    )
    .await;
    assert_eq!(
        (people.status.as_u16(), people.text.lines().count()),
        (200, 2),
        "{}",
        people.text
    );
    let path = format!("/trainings/{training}/export");
    assert!(
        house
            .get(&keeper, &format!("/trainings/{training}"))
            .await
            .text
            .contains(&path)
    );
    let roster = post(
        &keeper,
        &path,
        &form(&[("kind", "roster"), ("format", "tsv")], ""),
    )
    .await;
    assert!(
        roster.text.contains("扎西") && roster.text.contains("第十一期双语法官培训班"),
        "{}",
        roster.text
    );
    let broken = post(&keeper, &path, &form(&[("kind", "roster")], "no workbook")).await;
    assert_eq!(broken.status, 422);
    assert!(broken.text.contains("模板不能读取"), "{}", broken.text);
    let foreign = keeper.clone().with("sec-fetch-site", "cross-site");
    assert_eq!(
        post(&foreign, &path, &form(&[("kind", "roster")], ""))
            .await
            .status,
        403
    );
    assert_eq!(post(&keeper, &path, "kind=roster").await.status, 400);
    assert_eq!(
        post(&keeper, &path, &form(&[("kind", "nothing")], ""))
            .await
            .status,
        404
    );
}

/// Method, query after the kind, body, and the code of the problem that answers.
#[rustfmt::skip]
const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("GET", "nothing", "", "not-found"),
    ("GET", "people?court=nowhere", "", "invalid-input"),
    ("GET", "roster?training=t-000000000000000000000000", "", "not-found"),
    ("GET", "roster?programme=x", "", "not-found"),
    ("GET", "people?format=pdf", "", "invalid-input"),
    ("GET", "people?training=x", "", "invalid-input"),
    ("GET", "people?a=1", "", "unknown-parameter"),
    ("GET", "people?court=qh&court=qh", "", "duplicate-parameter"),
    ("POST", "nothing", "", "not-found"),
    ("POST", "people", "no workbook", "invalid-input"),
    ("POST", "people", "LONG", "payload-too-large"),
    ("POST", "people", "PACKED", "unsupported-encoding"),
    ("POST", "people?a=1", "", "unknown-parameter"),
    ("POST", "people?court=qh&court=qh", "", "duplicate-parameter"),
];

#[tokio::test]
async fn everything_that_a_sheet_can_be_refused_with_is_declared_and_provoked() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh"));
    let document = house.get(&keeper, "/api/v1/openapi.json").await.json();
    let mut answered = BTreeSet::new();
    let ask = async |method: &str, kind: &str, body: &str| -> Answer {
        let mut asker = keeper.clone();
        if body == "PACKED" {
            asker = asker.with("content-encoding", "br");
        }
        let long = if body == "LONG" {
            " ".repeat((16 << 20) + 1)
        } else {
            body.to_owned()
        };
        let path = format!("/api/v1/exports/{kind}");
        house
            .ask(
                &house.router,
                &asker,
                method,
                &path,
                "application/octet-stream",
                &long,
            )
            .await
    };
    for (method, kind, body, code) in REFUSED {
        let answer = ask(method, kind, body).await;
        let label = format!("{method} /api/v1/exports/{{kind}}");
        check_declared(&document, &label, &answer);
        answer.problem(Code::named(code).unwrap().status().as_u16(), code);
        answered.insert(format!("{label} {code}"));
    }
    for method in ["GET", "POST"] {
        for format in ["csv", "tsv", "xlsx"] {
            let answer = ask(method, &format!("courts?format={format}"), "").await;
            check_declared(&document, &format!("{method} /api/v1/exports/{{kind}}"), &answer);
            assert_eq!(answer.status, 200);
        }
    }
    let routes = api_routes();
    let here = routes
        .iter()
        .filter(|route| route.path == "/api/v1/exports/{kind}");
    let declared: BTreeSet<String> = here
        .flat_map(|route| {
            let codes = route
                .problems
                .iter()
                .filter(|code| !UNPROVOKED.contains(code) && !OF_RIGHTS.contains(code));
            codes.map(move |code| format!("{} {} {}", route.method, route.path, code.as_str()))
        })
        .collect();
    assert_eq!(answered, declared);
}
