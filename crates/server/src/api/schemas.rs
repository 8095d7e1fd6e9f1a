//! Closed lists and numbers of requests as the API document writes them, made of what the handlers go by.

use glossary::Workflow;
use serde_json::json;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// A closed list of a request: each word with what it stands for.
pub type Words<T> = [(&'static str, T)];

/// Most items a list can be asked for.
pub const MAX_LIMIT: u64 = 100;

/// Describes a member that takes a word of `words`, and counts as `default` where it is left out.
pub fn word_of<T>(words: &Words<T>, default: Option<&str>) -> Object {
    closed_list(words.iter().map(|(word, _)| *word), default)
}

/// Describes a member that takes the name of a state of an entry.
pub fn workflow() -> Object {
    closed_list(Workflow::ALL.iter().map(|w| w.as_str()), None)
}

/// Describes a `limit` that counts as `default` where it is left out.
pub fn limit(default: u64) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1_u32))
        .maximum(Some(MAX_LIMIT as f64))
        .default(Some(json!(default)))
        .build()
}

/// Describes a yes or no that counts as no where it is left out.
pub fn flag() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Boolean)
        .default(Some(json!(false)))
        .build()
}

/// Describes a number of a change.
pub fn seq(default: Option<u64>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(0_u32))
        .default(default.map(|default| json!(default)))
        .build()
}

/// Describes a member that takes one of `words`, and counts as `default` where it is left out.
pub fn closed_list<'a>(words: impl Iterator<Item = &'a str>, default: Option<&str>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .default(default.map(|default| json!(default)))
        .build()
}
