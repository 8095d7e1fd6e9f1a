//! The registry as other systems meet it: what an answer holds, what it never holds, and what is written on what.

use access::{Role, Scope};
use serde_json::{Value, json};

use super::house::{Asker, House};

/// A made-up number of nobody: there is no region 000000.
const NUMBER: &str = "000000198005010014";
const PHONE: &str = "13909710001";

fn zhaxi() -> Value {
    json!({
        "name": {"zh": "扎西", "bo": "བཀྲ་ཤིས"}, "identity_number": number(), "phones": [PHONE],
        "posts": [{"court": "qh-yushu", "kind": "judge", "from": "2010-07-01"}],
    })
}

/// [`NUMBER`] with the check character that belongs to it.
fn number() -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = NUMBER.chars().zip(weights);
    let sum: u32 = digits
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    let end = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11];
    format!("{}{end}", &NUMBER[..17])
}

async fn made(house: &House, who: &Asker, body: &Value) -> String {
    let answer = house.json(who, "POST", "/api/v1/people", &body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let body = answer.json();
    let id = body["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("location"), format!("/api/v1/people/{id}"));
    assert_eq!(answer.header("etag"), "\"1\"");
    id
}

#[tokio::test]
async fn no_answer_but_one_holds_a_number_in_full() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh-yushu"));
    let id = made(&house, &keeper, &zhaxi()).await;
    let entry = house.get(&keeper, &format!("/api/v1/people/{id}")).await;
    assert_eq!(entry.header("etag"), "\"1\"");
    assert_eq!(
        entry.json()["secrets"],
        json!([{"kind": "identity_number", "last_four": &number()[14..]}, {"kind": "phone", "last_four": "0001"}])
    );
    for path in [
        "",
        "/revisions",
        "/seen-by",
        "/duplicates",
        "/trainings",
        "/posts",
    ] {
        let answer = house.get(&keeper, &format!("/api/v1/people/{id}{path}")).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            !answer.text.contains(&number()) && !answer.text.contains(PHONE),
            "{path}"
        );
        assert!(!answer.text.contains("\"row\""), "{path}");
    }
    let list = house.get(&keeper, "/api/v1/people?name=zhaxi").await.json();
    let line = &list["items"][0];
    assert_eq!(
        (
            &line["name"],
            &line["court_name"],
            &line["born"],
            &line["last_four"]
        ),
        (
            &json!("扎西"),
            &json!("玉树州中级人民法院"),
            &json!(1980),
            &json!(&number()[14..])
        )
    );
    let path = format!("/api/v1/people/{id}/secrets/identity_number");
    let purpose = r#"{"purpose":"核对花名册"}"#;
    let seen = house.json(&keeper, "POST", &path, purpose).await;
    assert_eq!(
        (seen.json()["values"][0].as_str(), seen.header("cache-control")),
        (Some(&*number()), "no-store")
    );
    house.clock.advance_ms(app::accounts::PROOF_MS + 1);
    // Another node, which has not seen the browser a moment ago.
    let node = house.other_node();
    let late = house
        .ask(&node, &keeper, "POST", &path, "application/json", purpose)
        .await;
    late.problem(403, "proof-needed");
    let by = house
        .get(&keeper, &format!("/api/v1/people/{id}/seen-by"))
        .await
        .text;
    assert!(
        by.contains("核对花名册") && by.contains("see-personal-data"),
        "{by}"
    );
    // A system sees numbers by a scope of its own.
    let reader = Asker::system(&house.token("reader", &[Scope::RegistryRead], &[]).1);
    house
        .json(&reader, "POST", &path, purpose)
        .await
        .problem(403, "scope-missing");
    let trusted = Asker::system(&house.token("trusted", &[Scope::RegistryPii], &[]).1);
    assert_eq!(house.json(&trusted, "POST", &path, purpose).await.status, 200);
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_member_in_both_languages() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh-yushu"));
    let wrong = |member: &str, value: Value| {
        let mut body = zhaxi();
        body[member] = value;
        body.to_string()
    };
    let mut swapped = number();
    swapped.replace_range(10..12, "50");
    for (body, pointer, code) in [
        (
            wrong("identity_number", json!(swapped)),
            "/identity_number",
            "bad_identity_number",
        ),
        (
            wrong("identity_number", json!("6.3E+17")),
            "/identity_number",
            "bad_identity_number",
        ),
        (wrong("phones", json!(["12"])), "/phones/0", "bad_phone"),
        (
            wrong("born_on", json!("1981-05-01")),
            "/born_on",
            "birth_contradicts_identity_number",
        ),
        (wrong("sex", json!("无")), "/sex", "bad_member"),
        (
            wrong("posts", json!([{"court": "qh-yushu"}])),
            "/posts/0/kind",
            "bad_member",
        ),
        (
            wrong(
                "posts",
                json!([{"court": "nowhere", "kind": "judge", "from": "2010-07-01"}]),
            ),
            "/posts/0/court",
            "no_such_court",
        ),
        (
            wrong(
                "posts",
                json!([{"court": "qh-golog", "kind": "judge", "from": "2010-07-01"}]),
            ),
            "/posts",
            "post_outside",
        ),
    ] {
        let mut told = Vec::new();
        for language in ["zh", "en"] {
            let asker = keeper.clone().with("accept-language", language);
            let answer = house.json(&asker, "POST", "/api/v1/people", &body).await;
            let issue = answer.problem(422, "invalid-input")["issues"][0].clone();
            assert_eq!(
                (&issue["pointer"], &issue["code"]),
                (&json!(pointer), &json!(code)),
                "{body}"
            );
            told.push(issue["message"].as_str().unwrap().to_owned());
        }
        assert!(told.iter().all(|message| !message.contains(&swapped)), "{told:?}");
    }
}

#[tokio::test]
async fn a_person_of_another_court_is_not_there() {
    let house = House::open();
    let (_, yushu) = house.person("yushu", &[Role::Coordinator], Some("qh-yushu"));
    let (_, golog) = house.person("golog", &[Role::Coordinator], Some("qh-golog"));
    let id = made(&house, &yushu, &zhaxi()).await;
    let path = format!("/api/v1/people/{id}");
    let foreign = house.get(&golog, &path).await.problem(404, "not-found");
    let missing = house
        .get(&golog, "/api/v1/people/p-000000000000000000000000")
        .await;
    let missing = missing.problem(404, "not-found");
    assert_eq!(
        (&foreign["title"], &foreign["detail"]),
        (&missing["title"], &missing["detail"])
    );
    assert_eq!(
        house.get(&golog, "/api/v1/people").await.json()["items"],
        json!([])
    );
    let posts = r#"{"items":[]}"#;
    let asker = golog.clone().with("if-match", "\"1\"");
    house
        .json(&asker, "PUT", &format!("{path}/posts"), posts)
        .await
        .problem(404, "not-found");
    let writer = yushu.clone().with("if-match", "\"1\"");
    let body =
        r#"{"items":[{"dialect":"kham","spoken":"S2","evidence":"examination","assessed_on":"2019-10-24"}]}"#;
    let put = house
        .json(&writer, "PUT", &format!("{path}/language-skills"), body)
        .await;
    assert_eq!((put.status.as_u16(), put.header("etag")), (200, "\"2\""));
    let stale = house
        .json(
            &writer,
            "PUT",
            &format!("{path}/language-skills"),
            r#"{"items":[]}"#,
        )
        .await;
    assert_eq!(stale.problem(412, "stale-revision")["current_revision"], 2);
}

#[tokio::test]
async fn a_list_of_courts_goes_on_from_its_cursor() {
    let house = House::open();
    let (_, whole) = house.person("whole", &[Role::Coordinator], Some("qh"));
    let all = house.get(&whole, "/api/v1/courts").await.json();
    let expected: Vec<&Value> = all["items"].as_array().unwrap().iter().collect();
    assert!(expected.len() >= 3 && all["next_cursor"].is_null(), "{all}");
    let mut seen: Vec<Value> = Vec::new();
    let mut path = "/api/v1/courts?limit=1".to_owned();
    loop {
        let page = house.get(&whole, &path).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/api/v1/courts?limit=1&cursor={next}");
    }
    assert_eq!(seen.iter().collect::<Vec<_>>(), expected);
    // Whoever does not reach a court cannot go on from it either.
    let (_, golog) = house.person("golog", &[Role::Coordinator], Some("qh-golog"));
    house
        .get(&golog, "/api/v1/courts?cursor=qh-yushu")
        .await
        .problem(400, "bad-cursor");
}

#[tokio::test]
async fn a_cursor_or_a_programme_that_there_is_not_was_an_empty_list() {
    let house = House::open();
    let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh-yushu"));
    for list in ["people", "programmes", "trainings"] {
        // An id of another kind is none of the list either.
        for cursor in ["xx", "t-0123456789abcdef01234567", "p-", "%21"] {
            let answer = house
                .get(&keeper, &format!("/api/v1/{list}?cursor={cursor}"))
                .await;
            answer.problem(400, "bad-cursor");
        }
    }
    for programme in ["zz", "g-0123456789abcdef01234567"] {
        let list = format!("/api/v1/trainings?programme={programme}");
        house.get(&keeper, &list).await.problem(404, "not-found");
    }
}
