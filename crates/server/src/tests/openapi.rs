//! The API's document says what the router does.
//!
//! Long because most of it is the table of what is asked, a line for each refusal that is declared.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt;

use super::openapi_accounts::OF_RIGHTS;
use super::{Answer, TestServer, config};
use crate::handle::Handle;
use crate::problem::Code;
use crate::router::{self, api_routes, page_routes};

#[tokio::test]
async fn every_route_for_programs_stands_in_the_document_and_no_other() {
    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let mut routed: Vec<_> = api_routes()
        .iter()
        .map(|r| format!("{} {}", r.method, r.path))
        .collect();
    let mut documented = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        documented.extend(
            methods
                .as_object()
                .unwrap()
                .keys()
                .map(|m| format!("{} {path}", m.to_uppercase())),
        );
    }
    routed.sort();
    documented.sort();
    assert_eq!(routed, documented);
}

#[tokio::test]
async fn every_documented_parameter_is_understood_and_every_understood_one_documented() {
    use crate::api::{
        browse::BrowseParams, changes::ChangesParams, concept_lists::ConceptsParams, search::SearchParams,
        suggest::SuggestParams,
    };
    use crate::input::Members;

    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    for (path, names) in [
        ("/api/v1/search", SearchParams::NAMES),
        ("/api/v1/suggest", SuggestParams::NAMES),
        ("/api/v1/browse", BrowseParams::NAMES),
        ("/api/v1/changes", ChangesParams::NAMES),
        ("/api/v1/concepts", ConceptsParams::NAMES),
    ] {
        let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        let documented: Vec<_> = parameters.iter().map(|p| p["name"].as_str().unwrap()).collect();
        assert_eq!(documented, names, "{path}");
    }
    let members = document["components"]["schemas"]["SearchParams"]["properties"]
        .as_object()
        .unwrap();
    let mut members: Vec<_> = members.keys().map(String::as_str).collect();
    let mut names = SearchParams::NAMES.to_vec();
    members.sort_unstable();
    names.sort_unstable();
    assert_eq!(members, names);
}

/// What is asked of a route, and the code of the problem it answers with; none for an answer that is no problem.
pub const ASKED: &[(&str, &str, &str, &str)] = &[
    ("GET /api/v1/search", "?q=a", "", ""),
    ("GET /api/v1/search", "?q=a&q=b", "", "duplicate-parameter"),
    ("GET /api/v1/search", "?q=a&colour=red", "", "unknown-parameter"),
    ("GET /api/v1/search", "?q=a&cursor=x", "", "bad-cursor"),
    ("GET /api/v1/search", "?q=a&cursor=GONE", "", "cursor-gone"),
    ("GET /api/v1/search", "", "", "empty-query"),
    ("GET /api/v1/search", "?q=a&limit=0", "", "invalid-input"),
    ("GET /api/v1/search", "?q=a&min_seq=999999", "", "not-yet-indexed"),
    ("POST /api/v1/search", "", "{\"q\":\"a\"}", ""),
    ("POST /api/v1/search", "", "{", "malformed-json"),
    ("POST /api/v1/search", "?a=1&a=2", "{}", "duplicate-parameter"),
    ("POST /api/v1/search", "?q=b", "{}", "unknown-parameter"),
    ("POST /api/v1/search", "", "LONG", "payload-too-large"),
    ("POST /api/v1/search", "", "TEXT", "unsupported-media-type"),
    ("POST /api/v1/search", "", "PACKED", "unsupported-encoding"),
    (
        "POST /api/v1/search",
        "",
        "{\"q\":\"a\",\"cursor\":\"x\"}",
        "bad-cursor",
    ),
    (
        "POST /api/v1/search",
        "",
        "{\"q\":\"a\",\"cursor\":\"GONE\"}",
        "cursor-gone",
    ),
    ("POST /api/v1/search", "", "{}", "empty-query"),
    ("POST /api/v1/search", "", "{\"colour\":1}", "invalid-input"),
    (
        "POST /api/v1/search",
        "",
        "{\"q\":\"a\",\"min_seq\":999999}",
        "not-yet-indexed",
    ),
    ("GET /api/v1/concepts", "?law=x&article=1", "", ""),
    (
        "GET /api/v1/concepts",
        "?limit=1&limit=1",
        "",
        "duplicate-parameter",
    ),
    ("GET /api/v1/concepts", "?colour=red", "", "unknown-parameter"),
    ("GET /api/v1/concepts", "?cursor=x", "", "bad-cursor"),
    ("GET /api/v1/concepts", "?article=1", "", "invalid-input"),
    ("GET /api/v1/concepts", "?filter=lost", "", "invalid-input"),
    ("POST /api/v1/concepts/get", "", "{\"ids\":[\"c-000001\"]}", ""),
    ("POST /api/v1/concepts/get", "", "[]", "malformed-json"),
    (
        "POST /api/v1/concepts/get",
        "?a=1&a=2",
        "{}",
        "duplicate-parameter",
    ),
    ("POST /api/v1/concepts/get", "?q=b", "{}", "unknown-parameter"),
    ("POST /api/v1/concepts/get", "", "LONG", "payload-too-large"),
    ("POST /api/v1/concepts/get", "", "TEXT", "unsupported-media-type"),
    ("POST /api/v1/concepts/get", "", "PACKED", "unsupported-encoding"),
    ("POST /api/v1/concepts/get", "", "{\"ids\":[]}", "invalid-input"),
    ("POST /api/v1/search/batch", "", "{\"queries\":[\"a\"]}", ""),
    ("POST /api/v1/search/batch", "", "[]", "malformed-json"),
    (
        "POST /api/v1/search/batch",
        "?a=1&a=2",
        "{}",
        "duplicate-parameter",
    ),
    ("POST /api/v1/search/batch", "?q=b", "{}", "unknown-parameter"),
    ("POST /api/v1/search/batch", "", "LONG", "payload-too-large"),
    ("POST /api/v1/search/batch", "", "TEXT", "unsupported-media-type"),
    ("POST /api/v1/search/batch", "", "PACKED", "unsupported-encoding"),
    ("POST /api/v1/search/batch", "", "{}", "invalid-input"),
    ("GET /api/v1/suggest", "?q=a", "", ""),
    ("GET /api/v1/suggest", "?q=a&q=a", "", "duplicate-parameter"),
    ("GET /api/v1/suggest", "?q=a&in=all", "", "unknown-parameter"),
    ("GET /api/v1/suggest", "", "", "empty-query"),
    ("GET /api/v1/suggest", "?q=a&limit=x", "", "invalid-input"),
    (
        "GET /api/v1/suggest",
        "?q=a&min_seq=999999",
        "",
        "not-yet-indexed",
    ),
    ("GET /api/v1/browse", "", "", ""),
    (
        "GET /api/v1/browse",
        "?lang=bo&lang=zh",
        "",
        "duplicate-parameter",
    ),
    ("GET /api/v1/browse", "?q=a", "", "unknown-parameter"),
    ("GET /api/v1/browse", "?cursor=x", "", "bad-cursor"),
    ("GET /api/v1/browse", "?lang=en", "", "invalid-input"),
    ("GET /api/v1/browse", "?min_seq=999999", "", "not-yet-indexed"),
    ("GET /api/v1/concepts/{id}", "c-000001", "", ""),
    (
        "GET /api/v1/concepts/{id}",
        "c-000001?revision=1&revision=1",
        "",
        "duplicate-parameter",
    ),
    (
        "GET /api/v1/concepts/{id}",
        "c-000001?q=a",
        "",
        "unknown-parameter",
    ),
    (
        "GET /api/v1/concepts/{id}",
        "c-000001?edition=1",
        "",
        "no-such-edition",
    ),
    ("GET /api/v1/concepts/{id}", "c-999999", "", "no-such-concept"),
    (
        "GET /api/v1/concepts/{id}",
        "c-000001?revision=99",
        "",
        "no-such-revision",
    ),
    (
        "GET /api/v1/concepts/{id}",
        "c-000001?revision=0",
        "",
        "invalid-input",
    ),
    ("GET /api/v1/concepts/{id}/revisions", "c-000001", "", ""),
    (
        "GET /api/v1/concepts/{id}/revisions",
        "c-000001?before=2&before=2",
        "",
        "duplicate-parameter",
    ),
    (
        "GET /api/v1/concepts/{id}/revisions",
        "c-000001?limit=1",
        "",
        "unknown-parameter",
    ),
    ("GET /api/v1/concepts/{id}/revisions", "x", "", "no-such-concept"),
    (
        "GET /api/v1/concepts/{id}/revisions",
        "c-000001?before=0",
        "",
        "invalid-input",
    ),
    ("GET /api/v1/changes", "", "", ""),
    (
        "GET /api/v1/changes",
        "?since=1&since=1",
        "",
        "duplicate-parameter",
    ),
    ("GET /api/v1/changes", "?q=a", "", "unknown-parameter"),
    ("GET /api/v1/changes", "?include=all", "", "invalid-input"),
    ("GET /api/v1/changes", "?since=99999", "", "changes-gone"),
    ("GET /api/v1/changes/stream", "", "", ""),
    (
        "GET /api/v1/changes/stream",
        "?since=1&since=1",
        "",
        "duplicate-parameter",
    ),
    ("GET /api/v1/changes/stream", "?limit=1", "", "unknown-parameter"),
    ("GET /api/v1/changes/stream", "?include=all", "", "invalid-input"),
    ("GET /api/v1/changes/stream", "?since=99999", "", "changes-gone"),
    ("GET /api/v1/openapi.json", "", "", ""),
    ("GET /healthz", "", "", ""),
    ("GET /readyz", "", "", ""),
    ("GET /metrics", "", "", ""),
];

/// Problems that pass by themselves, and that no request can bring about.
pub const UNPROVOKED: [Code; 5] = [
    Code::RequestTimeout,
    Code::IndexBuilding,
    Code::Busy,
    Code::StoreUnavailable,
    Code::OutcomeUnknown,
];

/// What reading a concept is refused with once something is authorised.
pub const OF_AUTHORITY: [&str; 2] = [
    "GET /api/v1/concepts/{id} merged",
    "GET /api/v1/concepts/{id} not-in-edition",
];

/// Asks `route` for what a line of [`ASKED`] says; `gone` is a cursor of an index that is gone.
pub async fn ask(router: &Router, route: &str, path: &str, body: &str, gone: &str) -> Answer {
    let (method, pattern) = route.split_once(' ').unwrap();
    let (id, query) = path
        .split_once('?')
        .map_or((path, String::new()), |(id, q)| (id, format!("?{q}")));
    let uri = format!("{}{}", pattern.replace("{id}", id), query.replace("GONE", gone));
    let kind = if body == "TEXT" {
        "text/plain"
    } else {
        "application/json"
    };
    let encoding = if body == "PACKED" { "br" } else { "identity" };
    let body = match body {
        "LONG" => " ".repeat(3 << 20),
        _ => body.replace("GONE", gone),
    };
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .header("content-type", kind)
        .header("content-encoding", encoding);
    Answer::read(
        router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap(),
    )
    .await
}

/// Checks that the document declares for `route` what `answer` is: its status with its type.
#[track_caller]
pub fn check_declared(document: &Value, route: &str, answer: &Answer) {
    let (method, path) = route.split_once(' ').unwrap();
    let responses = &document["paths"][path][method.to_lowercase()]["responses"];
    let kind = answer.header("content-type").split(';').next().unwrap();
    let declared = &responses[answer.status.as_str()]["content"][kind];
    assert!(
        declared.is_object() || answer.text.is_empty() && responses[answer.status.as_str()].is_object(),
        "{route} answers {} {kind}: {responses}",
        answer.status
    );
}

#[tokio::test]
async fn the_document_declares_status_and_type_of_everything_a_route_answers() {
    let server = TestServer::start();
    let document = server.get("/api/v1/openapi.json").await.json();
    let gone = server.get("/api/v1/search?q=%E6%B3%95&limit=1").await.json()["next_cursor"].clone();
    assert!(server.application.import("more.csv", "zh,bo\n法,ཁྲིམས\n").applied);
    server.application.catch_up();
    // What has to be authorised first is asked for in `openapi_editing`.
    let mut answered = BTreeSet::from(OF_AUTHORITY.map(str::to_owned));
    for (route, path, body, code) in ASKED {
        // The cursor belongs to this question.
        let (path, body) = match *code {
            "cursor-gone" => (
                path.replace("q=a", "q=%E6%B3%95&limit=1"),
                body.replace("\"a\"", "\"法\",\"limit\":1"),
            ),
            _ => ((*path).to_owned(), (*body).to_owned()),
        };
        let answer = ask(&server.router, route, &path, &body, gone.as_str().unwrap()).await;
        check_declared(&document, route, &answer);
        if code.is_empty() {
            assert!(answer.status.is_success(), "{route}{path}");
        } else {
            answer.problem(Code::named(code).unwrap().status().as_u16(), code);
            answered.insert(format!("{route} {code}"));
        }
    }
    let mut declared = BTreeSet::new();
    for route in api_routes() {
        // What is refused to whoever may not, and all of accounts, is asked for in `openapi_accounts`.
        let is_here = ASKED
            .iter()
            .any(|asked| asked.0 == format!("{} {}", route.method, route.path));
        let codes = route
            .problems
            .iter()
            .filter(|code| is_here && !UNPROVOKED.contains(code) && !OF_RIGHTS.contains(code));
        declared.extend(codes.map(|code| format!("{} {} {}", route.method, route.path, code.as_str())));
    }
    assert_eq!(
        answered, declared,
        "what is asked here is all that a route says it can refuse"
    );
}

#[tokio::test]
async fn a_closed_glossary_refuses_what_the_document_says_it_can() {
    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    let directory = tempfile::tempdir().unwrap();
    let closed = app::Config {
        data_dir: directory.path().into(),
        database: None,
        public_read: false,
        hidden_collections: vec![],
        keys_file: None,
    };
    let app = app::App::open(
        closed,
        Arc::new(testkit::FixedClock::default()),
        testkit::fresh_chance(),
    )
    .unwrap();
    let router = router::router(Handle::new(app, config()));
    for (route, path, body, _) in ASKED.iter().filter(|asked| asked.3.is_empty()) {
        let answer = ask(&router, route, path, body, "").await;
        check_declared(&document, route, &answer);
        let is_refused = answer.status == StatusCode::UNAUTHORIZED;
        let (method, pattern) = route.split_once(' ').unwrap();
        let routes = api_routes();
        let route = routes
            .iter()
            .find(|r| r.method == *method && r.path == pattern)
            .unwrap();
        assert_eq!(
            is_refused,
            route.problems.contains(&Code::Unauthenticated),
            "{pattern}"
        );
    }
}

#[tokio::test]
async fn every_reference_in_the_document_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|v| references(v, found));
            }
            Value::Array(items) => items.iter().for_each(|v| references(v, found)),
            _ => {}
        }
    }
    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 10, "{found:?}");
    for reference in found {
        let target = document.pointer(reference.trim_start_matches('#'));
        assert!(target.is_some(), "{reference}");
    }
}

#[test]
fn no_page_lives_below_the_api() {
    assert!(page_routes().iter().all(|route| !route.path.starts_with("/api")));
}
