//! The API's document says what the router does.

use serde_json::Value;

use super::TestServer;
use crate::router::{api_routes, page_routes};

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
    use crate::api::{changes::ChangesParams, search::SearchParams, suggest::SuggestParams};
    use crate::input::Members;

    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    for (path, names) in [
        ("/api/v1/search", SearchParams::NAMES),
        ("/api/v1/suggest", SuggestParams::NAMES),
        ("/api/v1/changes", ChangesParams::NAMES),
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
