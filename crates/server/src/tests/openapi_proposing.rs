//! The API's document says of proposals, lookups, coverage and fields of law what the router does: every refusal that it
//! names.

use std::collections::BTreeSet;

use access::{Actor, ReadGlossary, Role};
use app::SearchRequest;
use serde_json::{Value, json};

use super::house::{Asker, House};
use super::openapi::{UNPROVOKED, check_declared};
use super::openapi_accounts::OF_RIGHTS;
use crate::problem::Code;
use crate::router::api_routes;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    Judge,
    Author,
}

use Who::{Author, Judge};

const NEW: &str = r#"{"reason":"开庭时没有查到","content":{"zh":"法拍房","bo":"ཁྲིམས་རྒྱ"}}"#;
const SAME: &str = r#"{"concept":"c-000001","reason":"r","content":{"zh":"法院","bo":"ཁྲིམས་ཁང"}}"#;
const NOWHERE: &str = r#"{"concept":"c-999999","reason":"r","content":{"zh":"法院"}}"#;
const ACCEPT: &str = r#"{"decision":"accept"}"#;
const SOUGHT: &str = r#"{"sought":"ཁྲིམས","replaced_by":"ལུགས"}"#;
const FIELD: &str = r#"{"name_zh":"民事","name_bo":"དམངས་དོན","source":"《西藏法制报藏文版》2022-01-11"}"#;

/// What is wrong with any body, whatever the route.
const BODIES: [(&str, &str); 5] = [
    ("{", "malformed-json"),
    ("LONG", "payload-too-large"),
    ("TEXT", "unsupported-media-type"),
    ("PACKED", "unsupported-encoding"),
    ("{\"what\":1}", "invalid-input"),
];

/// Who asks what, and the code of the problem that answers; none for an answer that is none. `FIRST`, `SECOND` … stand for
/// the ids of proposals in the order in which they are made, `KEY` for a lookup without an answer. The house has the concepts
/// c-000001 (with Tibetan), c-000002 (without), c-000003 (joined into the first).
#[rustfmt::skip]
const ASKED: &[(Who, &str, &str, &str, &str)] = &[
    (Judge, "POST /api/v1/proposals", "", NEW, ""),
    (Judge, "POST /api/v1/proposals", "", SAME, "nothing-proposed"),
    (Judge, "POST /api/v1/proposals", "", NOWHERE, "no-such-concept"),
    (Judge, "GET /api/v1/proposals", "", "", ""),
    (Judge, "GET /api/v1/proposals", "?cursor=x", "", "bad-cursor"),
    (Judge, "GET /api/v1/proposals", "?state=lost", "", "invalid-input"),
    (Judge, "GET /api/v1/proposals/{id}", "FIRST", "", ""),
    (Judge, "GET /api/v1/proposals/{id}", "p-none", "", "not-found"),
    (Author, "POST /api/v1/proposals/{id}/decision", "p-none", ACCEPT, "not-found"),
    (Author, "POST /api/v1/proposals/{id}/decision", "FIRST", ACCEPT, ""),
    (Author, "POST /api/v1/proposals/{id}/decision", "FIRST", ACCEPT, "proposal-decided"),
    (Judge, "DELETE /api/v1/proposals/{id}", "FIRST", "", "proposal-decided"),
    (Judge, "DELETE /api/v1/proposals/{id}", "p-none", "", "not-found"),
    // What becomes of a concept between a proposal and the decision.
    (Judge, "POST /api/v1/proposals", "", r#"{"concept":"c-000002","manner":"replace","revision":7,"reason":"r","content":{"zh":"庭长"}}"#, ""),
    (Author, "POST /api/v1/proposals/{id}/decision", "SECOND", ACCEPT, "stale-revision"),
    (Judge, "POST /api/v1/proposals", "", r#"{"concept":"c-000003","reason":"r","content":{"zh":"大法院"}}"#, ""),
    (Author, "MERGE", "", "", ""),
    (Author, "POST /api/v1/proposals/{id}/decision", "THIRD", ACCEPT, "merged"),
    (Judge, "POST /api/v1/proposals", "", r#"{"concept":"c-000004","reason":"r","content":{"zh":"大法官"}}"#, ""),
    (Author, "DELETE-CONCEPT", "", "", ""),
    (Author, "POST /api/v1/proposals/{id}/decision", "FOURTH", ACCEPT, "no-such-concept"),
    (Judge, "DELETE /api/v1/proposals/{id}", "FOURTH", "", ""),
    // What was looked for in vain.
    (Author, "GET /api/v1/lookups/unanswered", "", "", ""),
    (Author, "GET /api/v1/lookups/unanswered", "?cursor=x", "", "bad-cursor"),
    (Author, "GET /api/v1/lookups/unanswered", "?limit=0", "", "invalid-input"),
    (Author, "POST /api/v1/lookups/unanswered/{key}/proposal", "none", "", "not-found"),
    (Author, "POST /api/v1/lookups/unanswered/{key}/proposal", "KEY", "", ""),
    (Author, "POST /api/v1/lookups/unanswered/{key}/proposal", "KEY", "", "not-found"),
    (Author, "DELETE /api/v1/lookups/unanswered/{key}", "none", "", "not-found"),
    (Author, "DELETE /api/v1/lookups/unanswered/{key}", "KEY", "", ""),
    (Judge, "POST /api/v1/concepts/{id}/tibetan-requests", "c-000002", "", ""),
    (Judge, "POST /api/v1/concepts/{id}/tibetan-requests", "c-000001", "", "has-tibetan"),
    (Judge, "POST /api/v1/concepts/{id}/tibetan-requests", "c-999999", "", "no-such-concept"),
    (Author, "GET /api/v1/lookups/tibetan-requests", "", "", ""),
    (Author, "GET /api/v1/lookups/tibetan-requests", "?cursor=3-法", "", "bad-cursor"),
    (Author, "GET /api/v1/lookups/tibetan-requests", "?limit=0", "", "invalid-input"),
    // Coverage and fields of law.
    (Judge, "GET /api/v1/coverage", "", "", ""),
    (Judge, "GET /api/v1/coverage", "?collection=charges-2024", "", ""),
    (Judge, "GET /api/v1/coverage", "?collection=%E6%B3%95", "", "invalid-input"),
    (Judge, "GET /api/v1/coverage/changes", "?collection=charges-2024", "", ""),
    (Judge, "GET /api/v1/coverage/changes", "?collection=charges-2024&kind=new", "", ""),
    (Judge, "GET /api/v1/coverage/changes", "", "", "invalid-input"),
    (Judge, "GET /api/v1/subject-fields", "", "", ""),
    (Author, "PUT /api/v1/subject-fields/{code}", "civil", FIELD, ""),
    (Author, "PUT /api/v1/subject-fields/{code}", "family", r#"{"name_zh":"婚姻家庭","parent":"civil"}"#, ""),
    (Author, "DELETE /api/v1/subject-fields/{code}", "civil", "", "invalid-input"),
    (Author, "DELETE /api/v1/subject-fields/{code}", "family", "", ""),
    (Author, "DELETE /api/v1/subject-fields/{code}", "family", "", "not-found"),
    (Judge, "POST /api/v1/saved-filters", "", r#"{"name":"缺藏文","filter":"without:bo"}"#, ""),
    (Author, "POST /api/v1/saved-filters", "", r#"{"name":"ཟིན་བྲིས","filter":"workflow:draft","shared":true}"#, ""),
    (Judge, "POST /api/v1/saved-filters", "", r#"{"name":" ","filter":"without:bo"}"#, "invalid-input"),
    (Author, "GET /api/v1/saved-filters", "", "", ""),
    (Judge, "DELETE /api/v1/saved-filters/{id}", "f-none", "", "not-found"),
    (Judge, "DELETE /api/v1/saved-filters/{id}", "FILTER", "", ""),
    // Change sets; the first concept says ཁྲིམས་ཁང and was written twice by now.
    (Author, "POST /api/v1/change-sets/preview", "", SOUGHT, ""),
    (Author, "POST /api/v1/change-sets/preview", "", r#"{"sought":"ཁྲིམས","replaced_by":"ལུགས","cursor":"x"}"#, "bad-cursor"),
    (Author, "POST /api/v1/change-sets/preview", "", r#"{"sought":"ཁྲིམས","replaced_by":"ཁྲིམས"}"#, "invalid-input"),
    (Author, "POST /api/v1/change-sets", "", r#"{"sought":"ཞལ","replaced_by":"ཁྲིམས","reason":"r","concepts":[{"id":"c-000001","revision":2}]}"#, "nothing-replaced"),
    (Author, "POST /api/v1/change-sets", "", r#"{"sought":"ཁྲིམས","replaced_by":"ལུགས","reason":"r","concepts":[{"id":"c-000001","revision":1}]}"#, "stale-revision"),
    (Author, "POST /api/v1/change-sets", "", r#"{"sought":"ཁྲིམས","replaced_by":"ལུགས","reason":"r","concepts":[{"id":"c-999999","revision":1}]}"#, "no-such-concept"),
    (Author, "POST /api/v1/change-sets", "", r#"{"sought":"ཁྲིམས","replaced_by":"ལུགས","reason":"r","concepts":[{"id":"c-000003","revision":1}]}"#, "merged"),
    (Author, "POST /api/v1/change-sets", "", r#"{"sought":"ཁྲིམས","replaced_by":"ལུགས","reason":"统一写法","concepts":[{"id":"c-000001","revision":2}]}"#, ""),
    (Author, "GET /api/v1/change-sets", "", "", ""),
    (Author, "GET /api/v1/change-sets", "?cursor=x", "", "bad-cursor"),
    (Author, "GET /api/v1/change-sets", "?limit=0", "", "invalid-input"),
    (Author, "GET /api/v1/change-sets/{id}", "SET", "", ""),
    (Author, "GET /api/v1/change-sets/{id}", "s-none", "", "not-found"),
    (Author, "POST /api/v1/change-sets/{id}/undo", "s-none", "", "not-found"),
    (Author, "POST /api/v1/change-sets/{id}/undo", "SET", "", ""),
    (Author, "POST /api/v1/change-sets/{id}/undo", "SET", "", "change-set-undone"),
];

/// Refusals that would need hundreds of proposals; the application's own tests make them.
const NOT_HERE: [&str; 2] = [
    "POST /api/v1/proposals too-many-proposals",
    "POST /api/v1/lookups/unanswered/{key}/proposal too-many-proposals",
];

/// What readers say is missing, and what editors do about it.
pub fn is_asked_here(route: &str) -> bool {
    [
        "/proposals",
        "/lookups/",
        "/change-sets",
        "/saved-filters",
        "/coverage",
        "/subject-fields",
        "/tibetan-requests",
    ]
    .iter()
    .any(|part| route.contains(part))
}

struct Desk {
    house: House,
    judge: Asker,
    author: Asker,
    proposals: Vec<String>,
    key: String,
    set: String,
    filter: String,
}

impl Desk {
    async fn open() -> Self {
        let house = House::open();
        let (_, judge) = house.person("judge", &[Role::Reader], None);
        let (_, author) = house.person("author", &[Role::Terminologist], None);
        for body in [
            r#"{"zh":"法院","bo":"ཁྲིམས་ཁང"}"#,
            r#"{"zh":"庭"}"#,
            r#"{"zh":"法庭"}"#,
            r#"{"zh":"法官"}"#,
        ] {
            house.json(&author, "POST", "/api/v1/concepts", body).await.json();
        }
        let key = look_up_in_vain(&house);
        let key = tokio::task::spawn_blocking(key).await.unwrap();
        Self {
            house,
            judge,
            author,
            proposals: vec![],
            key,
            set: String::new(),
            filter: String::new(),
        }
    }

    fn address(&self, pattern: &str, path: &str) -> String {
        let (word, query) = path
            .split_once('?')
            .map_or((path, ""), |(word, query)| (word, query));
        let nth = ["FIRST", "SECOND", "THIRD", "FOURTH"]
            .iter()
            .position(|name| *name == word);
        let word = match nth {
            Some(nth) => &self.proposals[nth],
            None if word == "KEY" => &self.key,
            None if word == "SET" => &self.set,
            None if word == "FILTER" => &self.filter,
            None => word,
        };
        let place = match (pattern.find('{'), pattern.find('}')) {
            (Some(from), Some(to)) => format!("{}{word}{}", &pattern[..from], &pattern[to + 1..]),
            _ => pattern.to_owned(),
        };
        if query.is_empty() {
            place
        } else {
            format!("{place}?{query}")
        }
    }

    async fn ask(&self, who: Who, method: &str, path: &str, body: &str) -> super::Answer {
        let asker = if who == Judge { &self.judge } else { &self.author };
        let packed = asker.clone().with("content-encoding", "br");
        let asker = if body == "PACKED" { &packed } else { asker };
        let kind = match body {
            "" => "",
            "TEXT" => "text/plain",
            _ => "application/json",
        };
        let long = " ".repeat(3 << 20);
        let body = if body == "LONG" { &long } else { body };
        self.house
            .ask(&self.house.router, asker, method, path, kind, body)
            .await
    }

    /// Joins the third concept into the first, or deletes the fourth.
    async fn change_concepts(&self, route: &str) {
        let asker = self.author.clone().with("if-match", "\"1\"");
        let (method, path, body) = match route {
            "MERGE" => (
                "POST",
                "/api/v1/concepts/c-000003/merge",
                json!({"into": "c-000001", "into_revision": 1, "reason": "r"}).to_string(),
            ),
            _ => ("DELETE", "/api/v1/concepts/c-000004", String::new()),
        };
        let kind = if body.is_empty() { "" } else { "application/json" };
        let answer = self
            .house
            .ask(&self.house.router, &asker, method, path, kind, &body)
            .await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }

    async fn check(
        &mut self,
        document: &Value,
        answered: &mut BTreeSet<String>,
        (who, route, path, body, code): (Who, &str, &str, &str, &str),
    ) {
        let Some((method, pattern)) = route.split_once(' ') else {
            return self.change_concepts(route).await;
        };
        let answer = self.ask(who, method, &self.address(pattern, path), body).await;
        check_declared(document, route, &answer);
        if code.is_empty() {
            assert!(answer.status.is_success(), "{route} {path}: {}", answer.text);
            if route == "POST /api/v1/proposals" {
                self.proposals
                    .push(answer.json()["id"].as_str().unwrap().to_owned());
            }
            if route == "POST /api/v1/saved-filters" && who == Judge {
                answer.json()["id"].as_str().unwrap().clone_into(&mut self.filter);
            }
            if route == "POST /api/v1/change-sets" {
                answer.json()["id"].as_str().unwrap().clone_into(&mut self.set);
            }
        } else {
            answer.problem(Code::named(code).unwrap().status().as_u16(), code);
            answered.insert(format!("{route} {code}"));
        }
    }
}

/// Looks a word up in vain, often enough on two days, and returns its key.
fn look_up_in_vain(house: &House) -> impl FnOnce() -> String + Send + 'static {
    let (app, clock) = (house.app.clone(), house.clock.clone());
    move || {
        app.wait_for_index().unwrap();
        let _counting = app.count_lookups(true).unwrap();
        let permit = app.policy().permit::<ReadGlossary>(&Actor::anonymous()).unwrap();
        for _ in 0..2 {
            for _ in 0..2 {
                app.look_up()
                    .search(&permit, &SearchRequest::new("围猎"))
                    .unwrap();
            }
            app.write_tally().unwrap();
            clock.advance_ms(24 * 60 * 60 * 1_000);
        }
        clock.advance_ms(-2 * 24 * 60 * 60 * 1_000);
        let drafts = app.policy().permit(&Actor::Operator).unwrap();
        let listed = app.list_unanswered_lookups(&drafts, None, 9).unwrap();
        assert_eq!(listed.len(), 1);
        listed[0].key.clone()
    }
}

#[tokio::test]
async fn everything_that_can_be_answered_about_proposals_is_declared_and_provoked() {
    let mut desk = Desk::open().await;
    let document = desk
        .house
        .get(&Asker::nobody(), "/api/v1/openapi.json")
        .await
        .json();
    let mut answered = BTreeSet::from(NOT_HERE.map(str::to_owned));
    let routes = api_routes();
    let here = || {
        let named = routes
            .iter()
            .map(|route| (route, format!("{} {}", route.method, route.path)));
        named.filter(|(_, name)| is_asked_here(name))
    };
    for (route, name) in here() {
        let slashed = if route.path.contains('{') { "x" } else { "" };
        let takes_body = route.problems.contains(&Code::MalformedJson);
        for (query, code) in [("?a=1", "unknown-parameter"), ("?a=1&a=1", "duplicate-parameter")] {
            let (path, body) = (format!("{slashed}{query}"), if takes_body { "{}" } else { "" });
            desk.check(&document, &mut answered, (Author, &name, &path, body, code))
                .await;
        }
        for (body, code) in BODIES.into_iter().filter(|_| takes_body) {
            desk.check(&document, &mut answered, (Author, &name, slashed, body, code))
                .await;
        }
    }
    for asked in ASKED {
        desk.check(&document, &mut answered, *asked).await;
    }
    let declared: BTreeSet<_> = here()
        .flat_map(|(route, name)| {
            let codes = route
                .problems
                .iter()
                .filter(|c| !UNPROVOKED.contains(c) && !OF_RIGHTS.contains(c));
            codes
                .map(move |code| format!("{name} {}", code.as_str()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(answered, declared);
}

#[tokio::test]
async fn a_proposal_reads_back_as_it_was_made_and_says_what_became_of_it() {
    let desk = Desk::open().await;
    let made = desk.ask(Judge, "POST", "/api/v1/proposals", NEW).await;
    assert_eq!(made.status.as_u16(), 201);
    let place = made.header("location").to_owned();
    let read = desk.ask(Judge, "GET", &place, "").await.json();
    assert_eq!(read, made.json());
    assert_eq!(
        (
            &read["state"],
            &read["manner"],
            &read["proposed_by"],
            &read["made"]
        ),
        (&json!("open"), &json!("new"), &json!("judge"), &Value::Null)
    );
    assert_eq!(read["content"]["terms"][1]["text"], "ཁྲིམས་རྒྱ");
    let decision = format!("{place}/decision");
    let body = r#"{"decision":"accept","reason":"谢谢 ཐུགས་རྗེ་ཆེ།"}"#;
    let decided = desk.ask(Author, "POST", &decision, body).await.json();
    assert_eq!(
        (&decided["state"], &decided["answer"], &decided["made"]),
        (
            &json!("accepted"),
            &json!("谢谢 ཐུགས་རྗེ་ཆེ།"),
            &json!({"id": "c-000005", "revision": 1})
        )
    );
    assert_eq!(desk.ask(Judge, "GET", &place, "").await.json(), decided);
    // Another reader does not learn that there is one.
    let (_, other) = desk.house.person("other", &[Role::Reader], None);
    desk.house.get(&other, &place).await.problem(404, "not-found");
}
