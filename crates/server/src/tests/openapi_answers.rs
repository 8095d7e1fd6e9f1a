//! What a search answers is what the API's document says, member by member: the bytes are not made of the types that
//! the document is made of.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::TestServer;
use crate::web::templates::percent_encode;

/// A document, and the members of its schemas that were met in answers.
struct Contract {
    document: Value,
    met: BTreeSet<String>,
}

impl Contract {
    /// Checks that `value` is as `schema` says; `place` is where it stands.
    #[track_caller]
    fn check(&mut self, value: &Value, schema: &Value, place: &str) {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self
                .document
                .pointer(reference.trim_start_matches('#'))
                .unwrap()
                .clone();
            let name = reference.rsplit('/').next().unwrap();
            return self.check(value, &target, name);
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            let is_null = |choice: &&Value| choice["type"] == "null";
            let fitting = choices.iter().find(|choice| is_null(choice) == value.is_null());
            return self.check(
                value,
                fitting.unwrap_or_else(|| panic!("{place}: {value}")),
                place,
            );
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_u64() && schema["type"] != "number" => "integer",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let is_declared = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().any(|k| k == kind),
            declared => declared == kind,
        };
        assert!(is_declared, "{place} is {value}, declared is {schema}");
        for item in value.as_array().into_iter().flatten() {
            self.check(item, &schema["items"], place);
        }
        if let Value::Object(members) = value {
            self.check_members(members, schema, place);
        }
    }

    #[track_caller]
    fn check_members(&mut self, members: &serde_json::Map<String, Value>, schema: &Value, place: &str) {
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(
                members.contains_key(required.as_str().unwrap()),
                "{place} lacks {required}"
            );
        }
        for (name, member) in members {
            let declared = match schema["properties"].get(name) {
                Some(declared) => declared,
                None => &schema["additionalProperties"],
            };
            assert!(declared.is_object(), "{place}.{name} is not declared");
            self.met.insert(format!("{place}.{name}"));
            self.check(member, declared, &format!("{place}.{name}"));
        }
    }

    /// Returns every member of the schemas that begin with one of `names`.
    fn declared(&self, names: &[&str]) -> BTreeSet<String> {
        let schemas = self.document["components"]["schemas"].as_object().unwrap();
        let wanted = schemas.iter().filter(|(name, _)| names.contains(&name.as_str()));
        let members = wanted.flat_map(|(name, schema)| {
            let members = schema["properties"].as_object().unwrap();
            members.keys().map(move |member| format!("{name}.{member}"))
        });
        members.collect()
    }
}

#[tokio::test]
async fn the_bytes_of_an_answer_are_what_the_document_declares() {
    let server = TestServer::start();
    let names = "zh,collection,number\n投机倒把罪,list-2024,1\n拐卖人口罪,list-2024,2\n";
    assert!(server.application.import("old.csv", names).applied);
    let names =
        "zh,number,replaces\n非法经营罪,1,投机倒把罪\n拐卖妇女罪,2,拐卖人口罪\n拐卖儿童罪,3,拐卖人口罪\n";
    assert!(
        server
            .application
            .succeed("list-2027", "list-2024", names)
            .applied
    );
    server.application.catch_up();
    let mut contract = Contract {
        document: server.get("/api/v1/openapi.json").await.json(),
        met: BTreeSet::new(),
    };
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    // A pair, a name without Tibetan, an older form, a reading of letters, a text that is too long, an empty answer, and names
    // of which another one took the place.
    let queries = [
        "法院",
        "མི་དམངས་ཁྲིམས་ཁང",
        "离婚纠纷",
        "盗窃",
        "rku ba",
        "%",
        &"法".repeat(300),
        "没有的词",
        "投机倒把罪",
        "拐卖人口罪",
    ];
    for query in queries {
        for more in ["", "&region=amdo", "&explain=true&facets=true&limit=1"] {
            let path = format!("/api/v1/search?q={}{more}", percent_encode(query));
            contract.check(&server.get(&path).await.json(), &schema("SearchBody"), "");
        }
    }
    let body = json!({"queries": queries, "explain": true}).to_string();
    let batch = server.post("/api/v1/search/batch", &body).await.json();
    contract.check(&batch, &schema("BatchBody"), "");
    let suggestions = server.get("/api/v1/suggest?q=%E6%B3%95").await.json();
    contract.check(&suggestions, &schema("SuggestBody"), "");
    let names = [
        "SearchBody",
        "HitBody",
        "MatchBody",
        "TermBody",
        "PartBody",
        "PlaceBody",
        "ListEntryBody",
        "ProvisionBody",
        "ReadingBody",
        "NoticeBody",
        "FacetsBody",
        "CountBody",
        "EffortBody",
        "BatchBody",
        "SuggestBody",
        "SuggestionBody",
    ];
    let declared = contract.declared(&names);
    let never: Vec<_> = declared.difference(&contract.met).collect();
    assert!(never.is_empty(), "declared, and in no answer: {never:?}");
}
