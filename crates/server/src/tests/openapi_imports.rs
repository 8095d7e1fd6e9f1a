//! The API's document says of files that come in what the router does: every refusal that it names.

use std::collections::BTreeSet;

use access::Role;
use serde_json::json;

use super::house::{Asker, House};
use super::openapi::{UNPROVOKED, check_declared};
use super::openapi_accounts::OF_RIGHTS;
use crate::problem::Code;
use crate::router::api_routes;

const PAIRS: &str = "zh,bo\n法院,ཁྲིམས་ཁང\n";
const PDF: &str = "%PDF-1.7";

/// What is asked, with which key, and the code of the problem that answers; none for an answer that is none. `OPEN` and
/// `CLOSED` stand for the ids of batches, `IMPORT` for that of an import that has ended. `LONG` is a body that is too long,
/// `PACKED` one that is packed in another way.
#[rustfmt::skip]
const ASKED: &[(&str, &str, &str, &str, &str)] = &[
    ("GET /api/v1/batches/{id}/scan", "OPEN", "", "", "no-such-scan"),
    ("PUT /api/v1/batches/{id}/scan", "OPEN?name=%E5%86%B3%E5%AE%9A.pdf", "", PDF, ""),
    ("PUT /api/v1/batches/{id}/scan", "OPEN", "", "<html>", "invalid-input"),
    ("PUT /api/v1/batches/{id}/scan", "OPEN", "", "LONG", "payload-too-large"),
    ("PUT /api/v1/batches/{id}/scan", "OPEN", "", "PACKED", "unsupported-encoding"),
    ("PUT /api/v1/batches/{id}/scan", "OPEN?a=1", "", PDF, "unknown-parameter"),
    ("PUT /api/v1/batches/{id}/scan", "OPEN?name=a&name=b", "", PDF, "duplicate-parameter"),
    ("PUT /api/v1/batches/{id}/scan", "none", "", PDF, "no-such-batch"),
    ("PUT /api/v1/batches/{id}/scan", "CLOSED", "", PDF, "batch-closed"),
    ("GET /api/v1/batches/{id}/scan", "OPEN", "", "", ""),
    ("GET /api/v1/batches/{id}/scan", "OPEN?a=1", "", "", "unknown-parameter"),
    ("GET /api/v1/batches/{id}/scan", "OPEN?a=1&a=1", "", "", "duplicate-parameter"),
    ("GET /api/v1/batches/{id}/scan", "none", "", "", "no-such-batch"),
    ("GET /api/v1/imports", "", "", "", ""),
    ("GET /api/v1/imports", "?limit=0", "", "", "invalid-input"),
    ("GET /api/v1/imports", "?cursor=x", "", "", "bad-cursor"),
    ("GET /api/v1/imports", "?q=a", "", "", "unknown-parameter"),
    ("GET /api/v1/imports", "?limit=1&limit=1", "", "", "duplicate-parameter"),
    ("GET /api/v1/imports/{id}", "IMPORT", "", "", ""),
    ("GET /api/v1/imports/{id}", "none", "", "", "no-such-import"),
    ("GET /api/v1/imports/{id}", "IMPORT?a=1", "", "", "unknown-parameter"),
    ("GET /api/v1/imports/{id}", "IMPORT?a=1&a=1", "", "", "duplicate-parameter"),
    ("GET /api/v1/imports/{id}/rejected", "IMPORT", "", "", "no-rejected-rows"),
    ("GET /api/v1/imports/{id}/rejected", "none", "", "", "no-such-import"),
    ("GET /api/v1/imports/{id}/rejected", "IMPORT?a=1", "", "", "unknown-parameter"),
    ("GET /api/v1/imports/{id}/rejected", "IMPORT?a=1&a=1", "", "", "duplicate-parameter"),
    ("DELETE /api/v1/imports/{id}", "IMPORT", "", "", "import-ended"),
    ("DELETE /api/v1/imports/{id}", "none", "", "", "no-such-import"),
    ("DELETE /api/v1/imports/{id}", "IMPORT?a=1", "", "", "unknown-parameter"),
    ("DELETE /api/v1/imports/{id}", "IMPORT?a=1&a=1", "", "", "duplicate-parameter"),
    ("POST /api/v1/imports/glossary", "?format=csv", "k1", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=csv", "k1", "zh,bo\n", "idempotency-key-used"),
    ("POST /api/v1/imports/glossary", "?format=csv", "ཀ", PAIRS, "bad-idempotency-key"),
    ("POST /api/v1/imports/glossary", "", "", PAIRS, "invalid-input"),
    ("POST /api/v1/imports/glossary", "?format=csv&columns=zh,zh", "", PAIRS, "invalid-input"),
    ("POST /api/v1/imports/glossary", "?format=csv&a=1", "", PAIRS, "unknown-parameter"),
    ("POST /api/v1/imports/glossary", "?format=csv&format=csv", "", PAIRS, "duplicate-parameter"),
    ("POST /api/v1/imports/glossary", "?format=csv", "", "LONG", "payload-too-large"),
    ("POST /api/v1/imports/glossary", "?format=csv", "", "PACKED", "unsupported-encoding"),
    ("POST /api/v1/imports/glossary", "?format=csv", "", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=tsv", "", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=xlsx", "", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=jsonl", "", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=tbx&mode=preview", "", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=csv&on_error=skip", "", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=csv&collection=a-list&ignore_extra=true", "", PAIRS, ""),
    ("POST /api/v1/imports/glossary", "?format=csv", "", PAIRS, "imports-full"),
];

fn is_asked_here(route: &str) -> bool {
    // Sheets of the registry are sent in `sheet_imports_api`.
    let is_of_sheets = route.starts_with("POST /api/v1/imports/{id}");
    (route.contains("/api/v1/imports") && !is_of_sheets) || route.ends_with("/scan")
}

/// A house with an open batch, a closed one, and an import that has ended; nobody imports any more.
async fn furnished(house: &House, chair: &Asker, author: &Asker) -> [String; 3] {
    let id = |answer: super::Answer| answer.json()["id"].as_str().unwrap().to_owned();
    let mut batches = Vec::new();
    for number in ["1", "2"] {
        let body = json!({"number": number, "committee": "c", "decided_on": "2026-11-20", "decision": "1"});
        let made = house
            .json(chair, "POST", "/api/v1/batches", &body.to_string())
            .await;
        batches.push(id(made));
    }
    let concept = house
        .json(
            author,
            "POST",
            "/api/v1/concepts",
            r#"{"zh":"证据","bo":"དཔང་རྟགས"}"#,
        )
        .await;
    let at = |revision| chair.clone().with("if-match", revision);
    let path = format!("/api/v1/concepts/{}/transitions", id(concept));
    let reviewed = house
        .json(&at("\"1\""), "POST", &path, r#"{"to":"reviewed"}"#)
        .await;
    assert!(reviewed.status.is_success(), "{}", reviewed.text);
    let path = format!("/api/v1/batches/{}", batches[1]);
    let concepts = r#"{"concepts":["c-000001"]}"#;
    house
        .json(chair, "POST", &format!("{path}/concepts"), concepts)
        .await;
    let closed = house
        .json(&at("\"1\""), "POST", &format!("{path}/authorise"), "")
        .await;
    assert!(closed.status.is_success(), "{}", closed.text);
    let path = "/api/v1/imports/glossary?format=csv";
    let import = id(house
        .ask(&house.router, author, "POST", path, "text/csv", PAIRS)
        .await);
    let importer = house.app.start_imports().unwrap();
    importer.settle();
    let [open, closed] = [batches.remove(0), batches.remove(0)];
    [open, closed, import]
}

#[tokio::test]
async fn everything_that_a_file_can_be_answered_is_declared_and_provoked() {
    let house = House::open();
    let (_, chair) = house.person("chair", &[Role::Committee], None);
    let (_, author) = house.person("author", &[Role::Terminologist], None);
    let [open, closed, import] = furnished(&house, &chair, &author).await;
    let document = house.get(&Asker::nobody(), "/api/v1/openapi.json").await.json();
    let mut answered = BTreeSet::new();
    for (route, path, key, body, code) in ASKED {
        let (method, pattern) = route.split_once(' ').unwrap();
        let path = path
            .replace("OPEN", &open)
            .replace("CLOSED", &closed)
            .replace("IMPORT", &import);
        let (word, query) = path
            .split_once('?')
            .map_or((path.as_str(), String::new()), |(w, q)| (w, format!("?{q}")));
        let address = pattern.replace("{id}", word) + &query;
        let mut asker = chair.clone();
        if !key.is_empty() {
            asker = asker.with("idempotency-key", key);
        }
        if *body == "PACKED" {
            asker = asker.with("content-encoding", "br");
        }
        let long = if *body == "LONG" {
            " ".repeat(app::MAX_IMPORT_BYTES + 1)
        } else {
            String::new()
        };
        let body = if *body == "LONG" { long.as_str() } else { body };
        let answer = house
            .ask(
                &house.router,
                &asker,
                method,
                &address,
                "application/octet-stream",
                body,
            )
            .await;
        check_declared(&document, route, &answer);
        if code.is_empty() {
            assert!(answer.status.is_success(), "{route} {path}: {}", answer.text);
        } else {
            answer.problem(Code::named(code).unwrap().status().as_u16(), code);
            answered.insert(format!("{route} {code}"));
        }
    }
    let of_routes = api_routes();
    let declared: BTreeSet<String> = of_routes
        .iter()
        .filter(|route| is_asked_here(&format!("{} {}", route.method, route.path)))
        .flat_map(|route| {
            let codes = route
                .problems
                .iter()
                .filter(|c| !UNPROVOKED.contains(c) && !OF_RIGHTS.contains(c));
            codes.map(move |code| format!("{} {} {}", route.method, route.path, code.as_str()))
        })
        .collect();
    assert_eq!(answered, declared);
}
