//! The API's document says of writing the glossary what the router does: every refusal that it names.
//!
//! Long because most of it is the table of what is asked, and the table is in the order in which things happen.

use std::collections::BTreeSet;

use access::Role;
use serde_json::{Value, json};

use super::house::{Asker, House};
use super::openapi::{OF_AUTHORITY, UNPROVOKED, check_declared};
use super::openapi_accounts::OF_RIGHTS;
use super::openapi_proposing;
use crate::problem::Code;
use crate::router::api_routes;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    Author,
    Reviewer,
    Chair,
}

use Who::{Author, Chair, Reviewer};

const CONCEPT: &str = r#"{"zh":"证据","bo":"དཔང་རྟགས"}"#;
const BATCH: &str =
    r#"{"number":"NEXT","committee":"术语审定委员会","decided_on":"2026-11-20","decision":"1"}"#;
const WITHOUT_DECISION: &str = r#"{"number":"NEXT","committee":"术语审定委员会"}"#;

/// What is wrong with any body, whatever the route.
const BODIES: [(&str, &str); 5] = [
    ("{", "malformed-json"),
    ("LONG", "payload-too-large"),
    ("TEXT", "unsupported-media-type"),
    ("PACKED", "unsupported-encoding"),
    ("{\"what\":1}", "invalid-input"),
];

/// Who asks what, with which revision and body, and the code of the problem that answers; none for an answer that is none.
/// `FIRST`, `SECOND` … stand for the ids of the batches, in the order in which they are opened.
#[rustfmt::skip]
const ASKED: &[(Who, &str, &str, &str, &str, &str)] = &[
    // Drafting: the house has c-000001 (draft), c-000002 (reviewed), c-000003 (authorised), c-000004 joined into c-000003.
    (Author, "POST /api/v1/concepts", "", "", CONCEPT, ""),
    (Author, "POST /api/v1/concepts", "", "key=k1", CONCEPT, ""),
    (Author, "POST /api/v1/concepts", "", "key=k1", r#"{"zh":"别的"}"#, "idempotency-key-used"),
    (Author, "POST /api/v1/concepts", "", "key=ཀ", CONCEPT, "bad-idempotency-key"),
    (Author, "PUT /api/v1/concepts/{id}", "c-000001", "", CONCEPT, "revision-needed"),
    (Author, "PUT /api/v1/concepts/{id}", "c-000001", "9", CONCEPT, "stale-revision"),
    (Author, "PUT /api/v1/concepts/{id}", "c-999999", "1", CONCEPT, "no-such-concept"),
    (Author, "PUT /api/v1/concepts/{id}", "c-000004", "1", CONCEPT, "merged"),
    (Author, "PUT /api/v1/concepts/{id}", "c-000001", "1", CONCEPT, ""),
    (Author, "POST /api/v1/concepts/{id}/restore", "c-000001", "", r#"{"revision":1,"reason":"r"}"#, "revision-needed"),
    (Author, "POST /api/v1/concepts/{id}/restore", "c-000001", "9", r#"{"revision":1,"reason":"r"}"#, "stale-revision"),
    (Author, "POST /api/v1/concepts/{id}/restore", "c-000001", "2", r#"{"revision":8,"reason":"r"}"#, "no-such-revision"),
    (Author, "POST /api/v1/concepts/{id}/restore", "c-999999", "2", r#"{"revision":1,"reason":"r"}"#, "no-such-concept"),
    (Author, "POST /api/v1/concepts/{id}/restore", "c-000004", "2", r#"{"revision":1,"reason":"r"}"#, "merged"),
    (Author, "POST /api/v1/concepts/{id}/restore", "c-000001", "2", r#"{"revision":1,"reason":"r"}"#, ""),
    (Author, "POST /api/v1/concepts/{id}/merge", "c-000001", "", r#"{"into":"c-000002","into_revision":2,"reason":"r"}"#, "revision-needed"),
    (Author, "POST /api/v1/concepts/{id}/merge", "c-000001", "9", r#"{"into":"c-000002","into_revision":2,"reason":"r"}"#, "stale-revision"),
    (Author, "POST /api/v1/concepts/{id}/merge", "c-999999", "1", r#"{"into":"c-000002","into_revision":2,"reason":"r"}"#, "no-such-concept"),
    (Author, "POST /api/v1/concepts/{id}/merge", "c-000004", "1", r#"{"into":"c-000002","into_revision":2,"reason":"r"}"#, "merged"),
    // Reviewing and authorising.
    (Reviewer, "POST /api/v1/concepts/{id}/transitions", "c-000001", "", r#"{"to":"reviewed"}"#, "revision-needed"),
    (Reviewer, "POST /api/v1/concepts/{id}/transitions", "c-000001", "9", r#"{"to":"reviewed"}"#, "stale-revision"),
    (Reviewer, "POST /api/v1/concepts/{id}/transitions", "c-999999", "1", r#"{"to":"reviewed"}"#, "no-such-concept"),
    (Reviewer, "POST /api/v1/concepts/{id}/transitions", "c-000004", "1", r#"{"to":"reviewed"}"#, "merged"),
    (Reviewer, "POST /api/v1/concepts/{id}/transitions", "c-000002", "2", r#"{"to":"reviewed"}"#, "out-of-order"),
    (Chair, "POST /api/v1/concepts/{id}/transitions", "c-000002", "2", r#"{"to":"authorised","batch":"none"}"#, "no-such-batch"),
    (Reviewer, "POST /api/v1/concepts/{id}/transitions", "c-000001", "3", r#"{"to":"reviewed"}"#, ""),
    (Reviewer, "POST /api/v1/batches", "", "", WITHOUT_DECISION, ""),
    (Chair, "POST /api/v1/concepts/{id}/transitions", "c-000002", "2", r#"{"to":"authorised","batch":"FIRST"}"#, "batch-undecided"),
    (Reviewer, "POST /api/v1/batches", "", "", r#"{"number":"1","committee":"c"}"#, "batch-number-taken"),
    (Author, "GET /api/v1/batches", "", "", "", ""),
    (Author, "GET /api/v1/batches", "?limit=1&limit=1", "", "", "duplicate-parameter"),
    (Author, "GET /api/v1/batches", "?q=a", "", "", "unknown-parameter"),
    (Author, "GET /api/v1/batches", "?cursor=x", "", "", "bad-cursor"),
    (Author, "GET /api/v1/batches", "?limit=0", "", "", "invalid-input"),
    (Author, "GET /api/v1/batches/{id}", "FIRST", "", "", ""),
    (Author, "GET /api/v1/batches/{id}", "FIRST?a=1&a=1", "", "", "duplicate-parameter"),
    (Author, "GET /api/v1/batches/{id}", "FIRST?a=1", "", "", "unknown-parameter"),
    (Author, "GET /api/v1/batches/{id}", "none", "", "", "no-such-batch"),
    (Author, "GET /api/v1/batches/{id}/concepts", "FIRST", "", "", ""),
    (Author, "GET /api/v1/batches/{id}/concepts", "FIRST?limit=1&limit=1", "", "", "duplicate-parameter"),
    (Author, "GET /api/v1/batches/{id}/concepts", "FIRST?q=1", "", "", "unknown-parameter"),
    (Author, "GET /api/v1/batches/{id}/concepts", "FIRST?cursor=x", "", "", "bad-cursor"),
    (Author, "GET /api/v1/batches/{id}/concepts", "FIRST?limit=0", "", "", "invalid-input"),
    (Author, "GET /api/v1/batches/{id}/concepts", "none", "", "", "no-such-batch"),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "1", "", "batch-undecided"),
    (Reviewer, "PUT /api/v1/batches/{id}", "FIRST", "", BATCH, "revision-needed"),
    (Reviewer, "PUT /api/v1/batches/{id}", "FIRST", "9", BATCH, "stale-revision"),
    (Reviewer, "PUT /api/v1/batches/{id}", "none", "1", BATCH, "no-such-batch"),
    (Reviewer, "PUT /api/v1/batches/{id}", "FIRST", "1", r#"{"number":"1","committee":"c"}"#, "batch-number-taken"),
    (Reviewer, "PUT /api/v1/batches/{id}", "FIRST", "1", BATCH, ""),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "", "", "revision-needed"),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "x", "", "invalid-input"),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "9", "", "stale-revision"),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST?a=1", "2", "", "unknown-parameter"),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST?a=1&a=1", "2", "", "duplicate-parameter"),
    (Chair, "POST /api/v1/batches/{id}/authorise", "none", "2", "", "no-such-batch"),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "2", "", "batch-empty"),
    (Reviewer, "POST /api/v1/batches/{id}/concepts", "none", "", r#"{"concepts":["c-000002"]}"#, "no-such-batch"),
    (Reviewer, "POST /api/v1/batches/{id}/concepts", "FIRST", "", "{}", "invalid-input"),
    (Reviewer, "POST /api/v1/batches/{id}/concepts", "FIRST", "", r#"{"concepts":["c-000003"]}"#, "batch-obstacles"),
    (Reviewer, "POST /api/v1/batches/{id}/concepts", "FIRST", "", r#"{"concepts":["c-000001","c-000002"]}"#, ""),
    (Reviewer, "DELETE /api/v1/batches/{id}/concepts/{concept}", "FIRST c-000002", "", "", ""),
    (Reviewer, "DELETE /api/v1/batches/{id}/concepts/{concept}", "none c-000002", "", "", "no-such-batch"),
    (Reviewer, "DELETE /api/v1/batches/{id}/concepts/{concept}", "FIRST x", "", "", "no-such-concept"),
    (Reviewer, "DELETE /api/v1/batches/{id}/concepts/{concept}", "FIRST c-000002?a=1", "", "", "unknown-parameter"),
    (Reviewer, "DELETE /api/v1/batches/{id}/concepts/{concept}", "FIRST c-000002?a=1&a=1", "", "", "duplicate-parameter"),
    (Author, "PUT /api/v1/concepts/{id}", "c-000001", "4", r#"{"zh":"证据法","bo":"དཔང་རྟགས"}"#, ""),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "2", "", "batch-obstacles"),
    (Reviewer, "DELETE /api/v1/batches/{id}/concepts/{concept}", "FIRST c-000001", "", "", ""),
    (Reviewer, "POST /api/v1/batches/{id}/concepts", "FIRST", "", r#"{"concepts":["c-000002"]}"#, ""),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "2", "", ""),
    (Chair, "POST /api/v1/batches/{id}/authorise", "FIRST", "3", "", "batch-closed"),
    (Chair, "POST /api/v1/concepts/{id}/transitions", "c-000001", "5", r#"{"to":"authorised","batch":"FIRST"}"#, "batch-closed"),
    (Reviewer, "PUT /api/v1/batches/{id}", "FIRST", "3", BATCH, "batch-closed"),
    (Reviewer, "POST /api/v1/batches/{id}/concepts", "FIRST", "", r#"{"concepts":["c-000001"]}"#, "batch-closed"),
    (Reviewer, "DELETE /api/v1/batches/{id}/concepts/{concept}", "FIRST c-000002", "", "", "batch-closed"),
    (Reviewer, "DELETE /api/v1/concepts/{id}", "c-000002", "3", "", "not-a-draft"),
    (Author, "DELETE /api/v1/concepts/{id}", "c-000001", "", "", "revision-needed"),
    (Author, "DELETE /api/v1/concepts/{id}", "c-000001", "9", "", "stale-revision"),
    (Author, "DELETE /api/v1/concepts/{id}", "c-000001", "x", "", "invalid-input"),
    (Author, "DELETE /api/v1/concepts/{id}", "c-000001?a=1", "5", "", "unknown-parameter"),
    (Author, "DELETE /api/v1/concepts/{id}", "c-000001?a=1&a=1", "5", "", "duplicate-parameter"),
    (Author, "DELETE /api/v1/concepts/{id}", "c-999999", "5", "", "no-such-concept"),
    (Author, "DELETE /api/v1/concepts/{id}", "c-000004", "5", "", "merged"),
    (Author, "POST /api/v1/concepts/{id}/merge", "c-000005", "1", r#"{"into":"c-000001","into_revision":5,"reason":"r"}"#, ""),
    (Author, "DELETE /api/v1/concepts/{id}", "c-000006", "1", "", ""),
    // Editions, and what reading can be refused with because of them.
    (Chair, "POST /api/v1/editions", "", "", r#"{"title":"第一版"}"#, ""),
    (Author, "GET /api/v1/concepts/{id}", "c-000001?edition=1", "", "", "not-in-edition"),
    (Author, "GET /api/v1/concepts/{id}", "c-000004", "", "", "merged"),
    (Author, "GET /api/v1/editions", "", "", "", ""),
    (Author, "GET /api/v1/editions", "?a=1", "", "", "unknown-parameter"),
    (Author, "GET /api/v1/editions", "?a=1&a=1", "", "", "duplicate-parameter"),
    (Author, "GET /api/v1/editions/{n}/diff/{m}", "1 1", "", "", ""),
    (Author, "GET /api/v1/editions/{n}/diff/{m}", "1 2", "", "", "no-such-edition"),
    (Author, "GET /api/v1/editions/{n}/diff/{m}", "1 1?cursor=x", "", "", "bad-cursor"),
    (Author, "GET /api/v1/editions/{n}/diff/{m}", "1 1?limit=0", "", "", "invalid-input"),
    (Author, "GET /api/v1/editions/{n}/diff/{m}", "1 1?a=1", "", "", "unknown-parameter"),
    (Author, "GET /api/v1/editions/{n}/diff/{m}", "1 1?a=1&a=1", "", "", "duplicate-parameter"),
];

/// Refusals that a table of single requests cannot bring about: one batch would need thousands of concepts.
const NOT_HERE: [&str; 1] = ["POST /api/v1/batches/{id}/concepts batch-full"];

/// What writes the glossary, and what reads editions.
fn is_asked_here(route: &str) -> bool {
    let written = ["POST", "PUT", "DELETE"]
        .iter()
        .any(|method| route.starts_with(method));
    (written && route.contains("/api/v1/concepts") && !openapi_proposing::is_asked_here(route))
        || (route.contains("/api/v1/batches") && !route.ends_with("/scan"))
        || route.contains("/api/v1/editions")
}

struct Office {
    house: House,
    author: Asker,
    reviewer: Asker,
    chair: Asker,
    batches: Vec<String>,
}

impl Office {
    async fn open() -> Self {
        let house = House::open();
        let (_, author) = house.person("author", &[Role::Terminologist], None);
        let (_, reviewer) = house.person("reviewer", &[Role::Reviewer], None);
        let (_, chair) = house.person("chair", &[Role::Committee], None);
        let mut office = Self {
            house,
            author,
            reviewer,
            chair,
            batches: vec![],
        };
        let empty = office
            .ask(Chair, "POST", "/api/v1/editions", "", r#"{"title":"t"}"#)
            .await;
        empty.problem(409, "nothing-authorised");
        for zh in ["法院", "法官", "检察院", "审判机关"] {
            let body = json!({"zh": zh, "bo": "ཁྲིམས་ཁང"}).to_string();
            office.done(Author, "POST", "/api/v1/concepts", "", &body).await;
        }
        for id in ["c-000002", "c-000003"] {
            let path = format!("/api/v1/concepts/{id}/transitions");
            office
                .done(Reviewer, "POST", &path, "1", r#"{"to":"reviewed"}"#)
                .await;
        }
        let body = r#"{"number":"1","committee":"c","decided_on":"2026-11-20","decision":"1"}"#;
        let batch = office.done(Reviewer, "POST", "/api/v1/batches", "", body).await;
        let to = json!({"to": "authorised", "batch": batch["id"]}).to_string();
        office
            .done(Chair, "POST", "/api/v1/concepts/c-000003/transitions", "2", &to)
            .await;
        let into = r#"{"into":"c-000003","into_revision":3,"reason":"同一概念"}"#;
        office
            .done(Author, "POST", "/api/v1/concepts/c-000004/merge", "1", into)
            .await;
        // What the other concept said made a draft of what stands.
        let back = r#"{"revision":3,"reason":"不合并写法"}"#;
        office
            .done(Author, "POST", "/api/v1/concepts/c-000003/restore", "4", back)
            .await;
        office
    }

    async fn ask(&mut self, who: Who, method: &str, path: &str, revision: &str, body: &str) -> super::Answer {
        let asker = match who {
            Author => &self.author,
            Reviewer => &self.reviewer,
            Chair => &self.chair,
        };
        let mut asker = asker.clone();
        if let Some(key) = revision.strip_prefix("key=") {
            asker = asker.with("idempotency-key", key);
        } else if !revision.is_empty() {
            asker = asker.with("if-match", &format!("\"{revision}\""));
        }
        let kind = match body {
            "" => "",
            "TEXT" => "text/plain",
            _ => "application/json",
        };
        let long = " ".repeat(3 << 20);
        if body == "PACKED" {
            asker = asker.with("content-encoding", "br");
        }
        let body = if body == "LONG" { &long } else { body };
        let router = &self.house.router;
        self.house.ask(router, &asker, method, path, kind, body).await
    }

    async fn done(&mut self, who: Who, method: &str, path: &str, revision: &str, body: &str) -> Value {
        let answer = self.ask(who, method, path, revision, body).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text);
        answer.json()
    }

    /// Fills the places of `pattern` with the words of `path`, and the names of batches with their ids.
    fn address(&self, pattern: &str, path: &str) -> String {
        let (words, query) = path
            .split_once('?')
            .map_or((path, String::new()), |(w, q)| (w, format!("?{q}")));
        let mut address = pattern.to_owned();
        for word in words.split(' ') {
            let word = match word {
                "FIRST" => &self.batches[0],
                other => other,
            };
            if let Some((before, rest)) = address.split_once('{') {
                let after = rest.split_once('}').unwrap().1;
                address = format!("{before}{word}{after}");
            }
        }
        address + &query
    }
}

#[tokio::test]
async fn everything_that_an_editor_can_be_answered_is_declared_and_provoked() {
    let mut office = Office::open().await;
    let document = office
        .house
        .get(&Asker::nobody(), "/api/v1/openapi.json")
        .await
        .json();
    let mut answered = BTreeSet::from(NOT_HERE.map(str::to_owned));
    answered.insert("POST /api/v1/editions nothing-authorised".to_owned());
    let mut declared = BTreeSet::from(OF_AUTHORITY.map(str::to_owned));
    let with_bodies: Vec<_> = api_routes()
        .iter()
        .map(|route| format!("{} {}", route.method, route.path))
        .filter(|route| is_asked_here(route) && !route.starts_with("GET") && !route.starts_with("DELETE"))
        .filter(|route| !route.ends_with("/authorise"))
        .collect();
    for route in &with_bodies {
        let who = if route.contains("editions") {
            Chair
        } else {
            Reviewer
        };
        for (body, code) in BODIES {
            check(
                &mut office,
                &document,
                &mut answered,
                (who, route, "c-000001", "9", body, code),
            )
            .await;
        }
        for (path, code) in [
            ("c-000001?a=1", "unknown-parameter"),
            ("c-000001?a=1&a=1", "duplicate-parameter"),
        ] {
            check(
                &mut office,
                &document,
                &mut answered,
                (who, route, path, "9", "{}", code),
            )
            .await;
        }
    }
    for asked in ASKED {
        check(&mut office, &document, &mut answered, *asked).await;
    }
    let of_routes = api_routes();
    let of_routes = of_routes
        .iter()
        .filter(|route| is_asked_here(&format!("{} {}", route.method, route.path)))
        .flat_map(|route| {
            let codes = route
                .problems
                .iter()
                .filter(|c| !UNPROVOKED.contains(c) && !OF_RIGHTS.contains(c));
            codes.map(move |code| format!("{} {} {}", route.method, route.path, code.as_str()))
        });
    declared.extend(of_routes);
    assert_eq!(answered, declared);
}

async fn check(
    office: &mut Office,
    document: &Value,
    answered: &mut BTreeSet<String>,
    (who, route, path, revision, body, code): (Who, &str, &str, &str, &str, &str),
) {
    let (method, pattern) = route.split_once(' ').unwrap();
    let address = office.address(pattern, path);
    let first = office.batches.first().cloned().unwrap_or_default();
    let body = body.replace("FIRST", &first).replace("NEXT", "第二批");
    let answer = office.ask(who, method, &address, revision, &body).await;
    check_declared(document, route, &answer);
    if code.is_empty() {
        assert!(answer.status.is_success(), "{route} {path}: {}", answer.text);
        if route == "POST /api/v1/batches" {
            office
                .batches
                .push(answer.json()["id"].as_str().unwrap().to_owned());
        }
    } else {
        answer.problem(Code::named(code).unwrap().status().as_u16(), code);
        answered.insert(format!("{route} {code}"));
    }
}
