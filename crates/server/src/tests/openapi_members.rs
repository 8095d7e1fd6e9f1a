//! The API's document gives closed lists, ranges and defaults as the routes take them.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::TestServer;
use super::openapi::{ASKED, ask};

/// Returns the schema of each member that a request to `route` can have.
fn members(document: &Value, route: &str) -> Vec<(String, Value)> {
    let (method, path) = route.split_once(' ').unwrap();
    let operation = &document["paths"][path][method.to_lowercase()];
    if let Some(parameters) = operation["parameters"].as_array() {
        let in_query = parameters.iter().filter(|p| p["in"] == "query");
        return in_query
            .map(|p| (p["name"].as_str().unwrap().to_owned(), p["schema"].clone()))
            .collect();
    }
    let reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str();
    let schema = document
        .pointer(reference.unwrap().trim_start_matches('#'))
        .unwrap();
    schema["properties"]
        .as_object()
        .unwrap()
        .clone()
        .into_iter()
        .collect()
}

/// Returns what is said against `value` as the member `name`; nothing if it is taken.
async fn said_against(
    router: &Router,
    route: &str,
    path: &str,
    body: &str,
    name: &str,
    value: &Value,
) -> String {
    let answer = if route.starts_with("POST") {
        let mut body: Value = serde_json::from_str(body).unwrap();
        body[name] = value.clone();
        ask(router, route, path, &body.to_string(), "").await
    } else {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let joint = if path.contains('?') { '&' } else { '?' };
        ask(router, route, &format!("{path}{joint}{name}={value}"), body, "").await
    };
    let issues = if answer.status == StatusCode::OK {
        Value::Null
    } else {
        answer.json()["issues"].clone()
    };
    issues[0]["message"].as_str().unwrap_or_default().to_owned()
}

/// Tells whether a member is of this type, and perhaps nothing at all.
fn is_of(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind || schema["type"] == json!([kind, "null"])
}

#[tokio::test]
async fn the_document_gives_closed_lists_and_ranges_as_the_routes_take_them() {
    let server = TestServer::start();
    let document = server.get("/api/v1/openapi.json").await.json();
    let (mut lists, mut flags) = (0, 0);
    for (route, path, body, _) in ASKED.iter().filter(|asked| asked.3.is_empty()) {
        if route.ends_with(".json") || !route.contains("/api/") {
            continue;
        }
        for (name, schema) in members(&document, route)
            .into_iter()
            .filter(|(name, _)| name != "q")
        {
            let against =
                async |value: Value| said_against(&server.router, route, path, body, &name, &value).await;
            let word = against(Value::from("no-such-word")).await;
            let number = against(Value::from(u64::MAX)).await;
            let case = format!("{route} {name}: {schema}");
            if let Some(words) = schema["enum"].as_array() {
                // In a body, nothing is as good as left out.
                let words: Vec<_> = words.iter().filter_map(Value::as_str).collect();
                assert!(
                    word.ends_with(&format!("{}。", words.join(", "))),
                    "{case}: {word}"
                );
                for taken in words {
                    assert_eq!(against(Value::from(taken)).await, "", "{case}");
                }
                lists += 1;
            } else if is_of(&schema, "boolean") {
                assert!(!word.is_empty() && !number.is_empty(), "{case}: {word}");
                for taken in [true, false] {
                    assert_eq!(against(Value::from(taken)).await, "", "{case}");
                }
                flags += 1;
            } else {
                assert!(!word.contains("可用的值"), "{case}: {word}");
            }
            let most = schema["maximum"].as_u64();
            // A number of a change may be as large as the store can hold.
            if let Some(most) = most.filter(|most| *most < i64::MAX.unsigned_abs()) {
                assert!(number.contains(&format!("到 {most} 之间")), "{case}: {number}");
                assert!(
                    !against(Value::from(schema["minimum"].as_u64().unwrap() - 1))
                        .await
                        .is_empty(),
                    "{case}"
                );
                assert!(schema["default"].is_u64(), "{case}");
            } else {
                assert!(
                    !number.contains("之间") || number.contains("9223372036854775807"),
                    "{case}: {number}"
                );
            }
        }
    }
    assert_eq!(
        lists, 11,
        "lang, in and workflow of two routes, lang and direction of one, workflow of one, include of two"
    );
    assert_eq!(flags, 5, "facets and explain of two routes, explain of one");
}

#[tokio::test]
async fn what_the_document_calls_default_is_what_is_done_without_the_member() {
    let server = TestServer::start();
    let rows: String = (0..40).map(|n| format!("法{n},ཁྲིམས་{n}\n")).collect();
    assert!(
        server
            .application
            .import("more.csv", &format!("zh,bo\n{rows}"))
            .applied
    );
    server.application.catch_up();
    let document = server.get("/api/v1/openapi.json").await.json();
    let mut defaults = 0;
    for (route, path, body) in [
        ("GET /api/v1/search", "?q=%E6%B3%95", ""),
        ("POST /api/v1/search", "", "{\"q\":\"法\"}"),
        ("POST /api/v1/search/batch", "", "{\"queries\":[\"法\"]}"),
        ("GET /api/v1/suggest", "?q=%E6%B3%95", ""),
        ("GET /api/v1/browse", "?from=%E0%BD%80", ""),
        ("GET /api/v1/changes", "?limit=50", ""),
        ("GET /api/v1/changes", "?since=0", ""),
    ] {
        let without = ask(&server.router, route, path, body, "").await.json();
        for (name, schema) in members(&document, route) {
            let default = schema["default"].clone();
            if default.is_null() || path.contains(&format!("{name}=")) {
                continue;
            }
            let with = if route.starts_with("POST") {
                let mut body: Value = serde_json::from_str(body).unwrap();
                body[&name] = default;
                ask(&server.router, route, path, &body.to_string(), "").await
            } else {
                let default = default
                    .as_str()
                    .map_or_else(|| default.to_string(), str::to_owned);
                ask(
                    &server.router,
                    route,
                    &format!("{path}&{name}={default}"),
                    body,
                    "",
                )
                .await
            };
            assert_eq!(timeless(with.json()), timeless(without.clone()), "{route} {name}");
            defaults += 1;
        }
    }
    assert_eq!(defaults, 18);
}

#[tokio::test]
async fn the_document_asked_for_members_that_have_a_default() {
    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    let mut bodies = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for operation in methods.as_object().unwrap().values() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(reference) = schema["$ref"].as_str() else {
                continue;
            };
            let body = document.pointer(reference.trim_start_matches('#')).unwrap();
            assert_eq!(body["additionalProperties"], false, "{path}");
            for needed in body["required"].as_array().into_iter().flatten() {
                let member = &body["properties"][needed.as_str().unwrap()];
                assert!(member.get("default").is_none(), "{path} {needed}: {member}");
            }
            bodies += 1;
        }
    }
    assert!(bodies >= 2, "{bodies}");
}

#[tokio::test]
async fn the_document_said_that_a_header_can_be_null() {
    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    let mut headers = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for operation in methods.as_object().unwrap().values() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            for header in parameters.filter(|parameter| parameter["in"] == "header") {
                let kinds = header["schema"]["type"].to_string();
                assert!(!kinds.contains("null"), "{path} {}: {kinds}", header["name"]);
                headers += 1;
            }
        }
    }
    assert!(headers > 10, "{headers}");
}

/// Takes the time that a search took out of an answer.
fn timeless(mut answer: Value) -> Value {
    if let Some(results) = answer.get_mut("results").and_then(Value::as_array_mut) {
        results
            .iter_mut()
            .for_each(|result| result["took_us"] = Value::Null);
    } else {
        answer["took_us"] = Value::Null;
    }
    answer
}
