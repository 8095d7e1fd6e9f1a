//! The body of a concept as programs send it: what it needs, what it may repeat, and what the answer tells of it.

use access::{Role, Scope};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Answer;
use super::concept_pages::Desk;

async fn post(desk: &Desk, body: &Value) -> Answer {
    let (house, who) = (&desk.house, &desk.author);
    house
        .json(who, "POST", "/api/v1/concepts", &body.to_string())
        .await
}

#[tokio::test]
async fn a_put_of_what_was_read_was_refused_because_of_id_and_revision() {
    let desk = Desk::open();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let path = format!("/api/v1/concepts/{id}");
    let put = async |revision: &str, own: Value| {
        let mut body = json!({"zh": "法院", "bo": "ཁྲིམས་ར"});
        for (name, value) in own.as_object().unwrap() {
            body[name] = value.clone();
        }
        let who = desk.author.clone().with("if-match", revision);
        desk.house.json(&who, "PUT", &path, &body.to_string()).await
    };
    assert_eq!(
        put("\"1\"", json!({"id": id, "revision": 1})).await.status,
        StatusCode::OK
    );
    assert_eq!(
        put("\"2\"", json!({"id": null, "revision": null})).await.status,
        StatusCode::OK
    );
    for (own, pointers) in [
        (json!({"id": "c-000099"}), &["/id"][..]),
        (json!({"revision": 2}), &["/revision"]),
        (json!({"id": "c-000099", "revision": 4}), &["/id", "/revision"]),
    ] {
        let problem = put("\"3\"", own).await.problem(422, "invalid-input");
        let issues = problem["issues"].as_array().unwrap();
        let found: Vec<_> = issues
            .iter()
            .map(|issue| issue["pointer"].as_str().unwrap())
            .collect();
        assert_eq!(found, pointers);
        assert!(
            issues.iter().all(|issue| issue["code"] == "contradicts"),
            "{problem}"
        );
    }
    put("\"3\"", json!({"id": "x"}))
        .await
        .problem(422, "invalid-input");
    // A new concept has neither.
    post(&desk, &json!({"zh": "证据", "id": "c-000099"}))
        .await
        .problem(422, "invalid-input");
}

#[tokio::test]
async fn the_document_called_members_needed_that_can_be_left_out() {
    let desk = Desk::open();
    let document = desk.house.get(&desk.author, "/api/v1/openapi.json").await.json();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let update = format!("/api/v1/concepts/{id}");
    for (method, route, path) in [
        ("POST", "/api/v1/concepts", "/api/v1/concepts"),
        ("PUT", "/api/v1/concepts/{id}", update.as_str()),
    ] {
        let operation = &document["paths"][route][method.to_lowercase()];
        let reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str();
        let schema = document
            .pointer(reference.unwrap().trim_start_matches('#'))
            .unwrap();
        let needed = schema["required"].as_array().map_or(0, Vec::len);
        assert_eq!(needed, 0, "{schema}");
        // What is needed is all there, and each of the others can be nothing.
        let mut nothing = json!({"zh": "证据"});
        for name in schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| *name != "zh")
        {
            nothing[name] = Value::Null;
        }
        for (revision, body) in [("\"1\"", json!({"zh": "证据"})), ("\"2\"", nothing)] {
            let who = desk.author.clone().with("if-match", revision);
            let answer = desk.house.json(&who, method, path, &body.to_string()).await;
            assert!(answer.status.is_success(), "{method} {body}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_concept_that_was_there_already_was_written_again_without_a_word() {
    let desk = Desk::open();
    let first = desk.write("人民法院", "མི་དམངས་ཁྲིམས་ཁང").await;
    for (body, expected) in [
        (json!({"zh": "《人民法院》"}), vec![&first]),
        (json!({"zh": "法庭", "bo": "མི་དམངས་ཁྲིམས་ཁང་།"}), vec![&first]),
        (json!({"zh": "证据"}), vec![]),
    ] {
        let answer = post(&desk, &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let written = answer.json();
        let duplicates: Vec<_> = written["duplicates"].as_array().unwrap().iter().collect();
        assert!(
            expected.iter().all(|id| duplicates.contains(&&json!(id))),
            "{body}: {written}"
        );
        assert_eq!(duplicates.is_empty(), expected.is_empty(), "{body}: {written}");
        assert!(!duplicates.contains(&&written["id"]), "{written}");
        assert_eq!(written["warnings"], json!([]));
    }
}

#[tokio::test]
async fn who_may_only_write_is_not_told_what_there_is() {
    let desk = Desk::open();
    desk.write("人民法院", "མི་དམངས་ཁྲིམས་ཁང").await;
    desk.house.person("writer", &[Role::Terminologist], None);
    let (_, secret) = desk.house.token("writing", &[Scope::GlossaryWrite], &[]);
    let who = super::house::Asker::system(&secret);
    let body = json!({"zh": "人民法院"}).to_string();
    let written = desk.house.json(&who, "POST", "/api/v1/concepts", &body).await;
    assert_eq!(written.status, StatusCode::CREATED, "{}", written.text);
    let may_read = desk.house.get(&who, "/api/v1/changes").await.status == StatusCode::OK;
    let is_told = written.json()["duplicates"] != json!([]);
    assert_eq!(is_told, may_read);
}

#[tokio::test]
async fn what_takes_the_place_of_a_form_was_guessed_without_a_word() {
    let desk = Desk::open();
    let old = json!({"lang": "bo", "text": "ཁྲིམས་ཁང", "administrative_status": "deprecated"});
    let body = json!({"zh": "法院", "terms": [old, {"lang": "bo", "text": "ཁྲིམས་ར"}]});
    let written = post(&desk, &body).await.json();
    let warnings = written["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{written}");
    assert_eq!(
        (&warnings[0]["pointer"], &warnings[0]["code"]),
        (&json!("/terms/0/replaced_by"), &json!("replacement_guessed"))
    );
    assert!(
        warnings[0]["message"].as_str().unwrap().contains("ཁྲིམས་ར"),
        "{written}"
    );
    let mut named = body.clone();
    named["terms"][0]["replaced_by"] = json!("ཁྲིམས་ར");
    assert_eq!(post(&desk, &named).await.json()["warnings"], json!([]));
}

#[tokio::test]
async fn a_member_inside_a_term_that_stands_twice_is_refused_with_its_place() {
    let desk = Desk::open();
    let body = r#"{"terms":[{"lang":"zh","text":"法院"},{"lang":"bo","text":"ཁྲིམས་ཁང","text":"ཁྲིམས་ར"}]}"#;
    let answer = desk
        .house
        .json(&desk.author, "POST", "/api/v1/concepts", body)
        .await;
    let issue = answer.problem(422, "invalid-input")["issues"][0].clone();
    assert_eq!(
        (&issue["pointer"], &issue["code"]),
        (&json!("/terms/1/text"), &json!("duplicate_member"))
    );
}
