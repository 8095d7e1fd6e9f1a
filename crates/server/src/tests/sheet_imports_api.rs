//! Sheets that come in over HTTP and by the pages: what is asked, written and taken back, and what is refused.
//!
//! Long because the five steps of the pages are gone in one test.

use std::collections::BTreeSet;

use access::{Role, Scope};
use serde_json::{Value, json};

use super::Answer;
use super::house::{Asker, House};
use super::openapi::{UNPROVOKED, check_declared};
use super::openapi_accounts::OF_RIGHTS;
use crate::problem::Code;
use crate::router::api_routes;

/// One person is new, and another one has a birth that is none.
const PEOPLE: &str = "姓名,藏文姓名,所在法院,职务,任职日期,出生日期\n\
                      扎西,བཀྲ་ཤིས,玉树州中级人民法院,法官,2010-07-01,1980-05-01\n\
                      多杰,རྡོ་རྗེ,玉树州中级人民法院,法官,2010-07-01,八零年\n";

fn good() -> String {
    PEOPLE.replace("八零年", "1981-01-02")
}

async fn staged(house: &House, who: &Asker, query: &str, body: &str) -> String {
    let path = format!("/api/v1/imports/people{query}");
    let answer = house
        .ask(
            &house.router,
            who,
            "POST",
            &path,
            "application/octet-stream",
            body,
        )
        .await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("/api/v1/imports/{id}"));
    id
}

async fn read(house: &House, who: &Asker, id: &str) -> Value {
    let answer = house.get(who, &format!("/api/v1/imports/{id}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// Returns somebody who applies an import as it was read just now.
async fn as_read(house: &House, who: &Asker, id: &str) -> Asker {
    let answer = house.get(who, &format!("/api/v1/imports/{id}")).await;
    let tag = answer.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", answer.json()["revision"]));
    who.clone().with("if-match", &tag)
}

/// Applies an import as its page does that shows the counts.
async fn press(house: &House, who: &Asker, place: &str, fields: &[(&str, &str)]) -> Answer {
    let counts = house.get(who, &format!("{place}/counts")).await.text;
    let revision = counts.split("name=\"revision\" value=\"").nth(1).unwrap();
    let revision = revision.split('"').next().unwrap();
    let fields = [fields, &[("revision", revision)]].concat();
    house.post(who, &format!("{place}/apply"), &fields).await
}

#[tokio::test]
async fn a_sheet_is_tried_written_and_taken_back() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh-yushu"));
    let (_, other) = house.person("other", &[Role::Coordinator], Some("qh-yushu"));
    let document = house.get(&keeper, "/api/v1/openapi.json").await.json();
    let id = staged(
        &house,
        &keeper,
        "?mode=preview&name=%E5%90%8D%E5%86%8C.csv",
        PEOPLE,
    )
    .await;
    let seen = read(&house, &keeper, &id).await;
    assert_eq!(
        (&seen["state"], &seen["rejected"], &seen["created"]),
        (&json!("staged"), &json!(1), &json!(1))
    );
    let issue = &seen["issues"][0];
    assert_eq!(
        (&issue["line"], &issue["value"]),
        (&json!(3), &json!("八零年")),
        "{seen}"
    );
    assert!(
        issue["message"].as_str().unwrap().starts_with("名册.csv:3"),
        "{issue}"
    );
    house
        .get(&other, &format!("/api/v1/imports/{id}"))
        .await
        .problem(404, "no-such-import");
    let path = format!("/api/v1/imports/{id}");
    let rejected = house.get(&keeper, &format!("{path}/rejected")).await;
    assert!(
        rejected.text.contains("多杰") && !rejected.text.contains("扎西"),
        "{}",
        rejected.text
    );
    let looked = as_read(&house, &keeper, &id).await;
    let stop = house.json(&looked, "POST", &format!("{path}/apply"), "{}").await;
    assert_eq!(
        stop.problem(422, "invalid-input")["issues"][0]["code"],
        "rows_faulty"
    );
    let skip = house
        .json(
            &looked,
            "POST",
            &format!("{path}/apply"),
            r#"{"on_error":"skip"}"#,
        )
        .await;
    check_declared(&document, "POST /api/v1/imports/{id}/apply", &skip);
    assert_eq!(
        (&skip.json()["rejected"], skip.status.as_u16()),
        (&json!(1), 200),
        "{}",
        skip.text
    );
    assert!(house.get(&keeper, "/api/v1/people").await.text.contains("扎西"));
    let told = read(&house, &keeper, &id).await;
    assert_eq!(
        (
            &told["state"],
            &told["rejected"],
            &told["left_out"],
            &told["revision"]
        ),
        (&json!("applied"), &json!(1), &json!(0), &Value::Null)
    );
    assert_eq!(told["issues"][0], *issue);
    let undone = house.json(&keeper, "POST", &format!("{path}/undo"), "").await;
    check_declared(&document, "POST /api/v1/imports/{id}/undo", &undone);
    assert_eq!(
        undone.json()["undone"].as_array().map(Vec::len),
        Some(1),
        "{}",
        undone.text
    );
    assert!(!house.get(&keeper, "/api/v1/people").await.text.contains("扎西"));
    // Without a wrong row, one request does it all; the same again changes nothing.
    for (created, unchanged) in [(2, 0), (0, 2)] {
        let id = staged(&house, &keeper, "", &good()).await;
        let seen = read(&house, &keeper, &id).await;
        assert_eq!(
            (&seen["state"], &seen["created"], &seen["unchanged"]),
            (&json!("applied"), &json!(created), &json!(unchanged)),
            "{seen}"
        );
    }
    // A sheet without a header is read by the names of its columns.
    let lines: Vec<String> = good().lines().skip(1).map(|line| format!("{line}\n")).collect();
    let named = "?columns=name,name_bo,court,post,post_from,born_on";
    let id = staged(&house, &keeper, named, &lines.concat()).await;
    let seen = read(&house, &keeper, &id).await;
    assert_eq!(
        (&seen["state"], &seen["unchanged"]),
        (&json!("applied"), &json!(2)),
        "{seen}"
    );
    let token = Asker::system(&house.token("writer", &[Scope::RegistryWrite], &[]).1);
    let id = staged(&house, &token, "?mode=preview", &good()).await;
    // Its own import is read by the right of the registry alone, and by no other one.
    assert_eq!(read(&house, &token, &id).await["state"], "staged");
    let reader = Asker::system(&house.token("reader", &[Scope::RegistryRead], &[]).1);
    let refused = house.get(&reader, &format!("/api/v1/imports/{id}")).await;
    refused.problem(403, "scope-missing");
    let gone = house
        .ask(
            &house.router,
            &token,
            "DELETE",
            &format!("/api/v1/imports/{id}"),
            "",
            "",
        )
        .await;
    assert_eq!(gone.status, 204, "{}", gone.text);
}

#[tokio::test]
async fn who_somebody_is_is_asked_and_answered() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh-yushu"));
    staged(&house, &keeper, "", &good()).await;
    // Of the same name and court, and of a birth that is not said.
    let namesake = good()
        .replace("1980-05-01", "")
        .lines()
        .take(2)
        .collect::<Vec<_>>()
        .join("\n");
    let id = staged(&house, &keeper, "", &namesake).await;
    let seen = read(&house, &keeper, &id).await;
    assert_eq!(seen["state"], "staged", "{seen}");
    let question = &seen["questions"][0];
    assert_eq!(
        (&question["name"], &question["may_be_new"], &question["verdict"]),
        (&json!("扎西"), &json!(true), &Value::Null)
    );
    let candidate = &question["candidates"][0];
    assert_eq!(
        (&candidate["line"]["name"], &candidate["line"]["born"]),
        (&json!("扎西"), &json!(1980))
    );
    let path = format!("/api/v1/imports/{id}/answers");
    let wrong = json!({"answers": [{"question": question["id"], "verdict": "same"}]}).to_string();
    let issue = house
        .json(&keeper, "POST", &path, &wrong)
        .await
        .problem(422, "invalid-input")["issues"][0]
        .clone();
    assert_eq!(issue["pointer"], "/answers/0/person");
    let new = json!({"answers": [{"question": question["id"], "verdict": "new_apart"}]}).to_string();
    let answered = house.json(&keeper, "POST", &path, &new).await;
    assert_eq!(
        answered.json()["questions"][0]["verdict"],
        "new_apart",
        "{}",
        answered.text
    );
    let applied = house
        .json(
            &as_read(&house, &keeper, &id).await,
            "POST",
            &format!("/api/v1/imports/{id}/apply"),
            "{}",
        )
        .await;
    assert_eq!(applied.status, 200, "{}", applied.text);
    let people = house.get(&keeper, "/api/v1/people?name=zhaxi").await.json();
    assert_eq!(people["items"].as_array().map(Vec::len), Some(2));
}

/// What is asked, with `IMPORT` for an import that is staged, and the code of the problem that answers.
#[rustfmt::skip]
const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("", "nothing", "x", "not-found"),
    ("", "people?format=pdf", "x", "invalid-input"),
    ("", "people?columns=name,name", "x", "invalid-input"),
    ("", "people?a=1", "x", "unknown-parameter"),
    ("", "people?mode=preview&mode=preview", "x", "duplicate-parameter"),
    ("", "people", "LONG", "payload-too-large"),
    ("", "people", "PACKED", "unsupported-encoding"),
    ("/answers", "none", r#"{"answers":[]}"#, "no-such-import"),
    ("/answers", "IMPORT", r#"{"answers":[{"question":"q","verdict":"new"}]}"#, "invalid-input"),
    ("/answers", "IMPORT", "{", "malformed-json"),
    ("/answers", "IMPORT", "TEXT", "unsupported-media-type"),
    ("/answers", "IMPORT", "PACKED", "unsupported-encoding"),
    ("/answers", "IMPORT", "LONG", "payload-too-large"),
    ("/answers", "IMPORT?a=1", "{}", "unknown-parameter"),
    ("/answers", "IMPORT?a=1&a=1", "{}", "duplicate-parameter"),
    ("/apply", "none", "{}", "no-such-import"),
    ("/apply", "IMPORT", r#"{"on_error":"ask"}"#, "invalid-input"),
    ("/apply", "IMPORT", "UNSEEN", "revision-needed"),
    ("/apply", "IMPORT", "{}", "stale-revision"),
    ("/apply", "IMPORT", "{", "malformed-json"),
    ("/apply", "IMPORT", "TEXT", "unsupported-media-type"),
    ("/apply", "IMPORT", "PACKED", "unsupported-encoding"),
    ("/apply", "IMPORT", "LONG", "payload-too-large"),
    ("/apply", "IMPORT?a=1", "{}", "unknown-parameter"),
    ("/apply", "IMPORT?a=1&a=1", "{}", "duplicate-parameter"),
    ("/undo", "none", "", "no-such-import"),
    ("/undo", "IMPORT", "", "invalid-input"),
    ("/undo", "IMPORT?a=1", "", "unknown-parameter"),
    ("/undo", "IMPORT?a=1&a=1", "", "duplicate-parameter"),
];

#[tokio::test]
async fn everything_that_a_sheet_that_comes_in_can_be_refused_with_is_declared_and_provoked() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh-yushu"));
    let document = house.get(&keeper, "/api/v1/openapi.json").await.json();
    let id = staged(&house, &keeper, "?mode=preview", &good()).await;
    let mut answered = BTreeSet::new();
    for (act, place, body, code) in REFUSED {
        let place = place.replace("IMPORT", &id);
        let (word, query) = place
            .split_once('?')
            .map_or((place.as_str(), String::new()), |(word, query)| {
                (word, format!("?{query}"))
            });
        let path = format!("/api/v1/imports/{word}{act}{query}");
        let mut asker = keeper.clone();
        if *act == "/apply" && *body != "UNSEEN" {
            asker = asker.with("if-match", "\"9\"");
        }
        if *body == "PACKED" {
            asker = asker.with("content-encoding", "br");
        }
        let long = match *body {
            "LONG" if act.is_empty() => " ".repeat(app::registry::sheets::MAX_SHEET_BYTES + 1),
            "LONG" => " ".repeat(3 << 20),
            "UNSEEN" => "{}".to_owned(),
            other => other.to_owned(),
        };
        let kind = match *body {
            "TEXT" => "text/plain",
            _ if act.is_empty() => "application/octet-stream",
            _ => "application/json",
        };
        let answer: Answer = house.ask(&house.router, &asker, "POST", &path, kind, &long).await;
        let label = format!("POST /api/v1/imports/{{id}}{act}");
        check_declared(&document, &label, &answer);
        answer.problem(Code::named(code).unwrap().status().as_u16(), code);
        answered.insert(format!("{label} {code}"));
    }
    let routes = api_routes();
    let here = routes
        .iter()
        .filter(|route| route.method == "POST" && route.path.starts_with("/api/v1/imports/{id}"));
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

#[tokio::test]
async fn the_five_steps_lead_from_a_file_to_what_is_written_and_back() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh-yushu"));
    let part = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = PEOPLE.replace("姓名,藏", "干部姓名,藏");
    let body = format!(
        "{}--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"名册.csv\"\r\n\r\n{file}\r\n--x--\r\n",
        part("kind", "people")
    );
    let first = house.get(&keeper, "/imports").await;
    assert!(
        first.text.contains("enctype=\"multipart/form-data\""),
        "{}",
        first.text
    );
    let send = async |body: &str| {
        house
            .ask(
                &house.router,
                &keeper,
                "POST",
                "/imports",
                "multipart/form-data; boundary=x",
                body,
            )
            .await
    };
    let none = send(&format!("{}--x--\r\n", part("kind", "people"))).await;
    assert!(
        none.status == 422 && none.text.contains("请选择文件"),
        "{}",
        none.text
    );
    let sent = send(&body).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let place = sent.header("location").to_owned();
    let columns = house.get(&keeper, &place).await.text;
    assert!(
        columns.contains("干部姓名") && columns.contains("aria-current=\"step\""),
        "{columns}"
    );
    let chosen = house
        .post(
            &keeper,
            &format!("{place}/columns"),
            &[("heading.0", "干部姓名"), ("was.0", ""), ("is.0", "name_zh")],
        )
        .await;
    assert_eq!(
        chosen.header("location"),
        format!("{place}/check"),
        "{}",
        chosen.text
    );
    let check = house.get(&keeper, &format!("{place}/check")).await.text;
    assert!(
        check.contains("八零年") && check.contains("名册.csv:3"),
        "{check}"
    );
    let counts = house.get(&keeper, &format!("{place}/counts")).await.text;
    assert!(counts.contains("name=\"skip\""), "{counts}");
    let unseen = house
        .post(&keeper, &format!("{place}/apply"), &[("skip", "true")])
        .await;
    assert_eq!(unseen.status, 409, "{}", unseen.text);
    assert!(
        unseen.text.contains("登记库在您核对以后有变动"),
        "{}",
        unseen.text
    );
    let refused = press(&house, &keeper, &place, &[]).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    let applied = press(&house, &keeper, &place, &[("skip", "true")]).await;
    assert_eq!(
        applied.header("location"),
        format!("{place}/done"),
        "{}",
        applied.text
    );
    let done = house.get(&keeper, &format!("{place}/done")).await.text;
    assert!(done.contains("有错误而没有写入的：1 行"), "{done}");
    assert!(
        done.contains(&format!("{place}/rejected")) && done.contains(&format!("{place}/undo")),
        "{done}"
    );
    assert!(house.get(&keeper, "/people").await.text.contains("扎西"));
    let rejected = house.get(&keeper, &format!("{place}/rejected")).await;
    assert!(rejected.text.contains("多杰"), "{}", rejected.text);
    let undone = house.post(&keeper, &format!("{place}/undo"), &[]).await;
    assert!(undone.text.contains("已撤销，恢复了 1 项"), "{}", undone.text);
    assert!(!house.get(&keeper, "/people").await.text.contains("扎西"));
    let list = house.get(&keeper, "/imports").await.text;
    assert!(list.contains("名册.csv") && list.contains("已撤销"), "{list}");
    // What is wrong with who somebody is comes back as it was answered.
    let again = send(&body.replace("干部姓名", "姓名").replace("八零年", "1981-01-02")).await;
    let place = again.header("location").to_owned();
    let applied = press(&house, &keeper, &place, &[]).await;
    assert_eq!(applied.status, 303, "{}", applied.text);
    let namesake = body
        .replace("干部姓名", "姓名")
        .replace("八零年", "1981-01-02")
        .replace("1980-05-01", "");
    let place = send(&namesake).await.header("location").to_owned();
    let check = house.get(&keeper, &format!("{place}/check")).await.text;
    let id = check
        .split("name=\"question.0\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let answered = house
        .post(
            &keeper,
            &format!("{place}/answers"),
            &[("question.0", id), ("answer.0", "leave_out")],
        )
        .await;
    assert_eq!(
        answered.header("location"),
        format!("{place}/counts"),
        "{}",
        answered.text
    );
    let discarded = house.post(&keeper, &format!("{place}/discard"), &[]).await;
    assert_eq!(discarded.header("location"), "/imports");
}
