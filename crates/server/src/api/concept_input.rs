//! A concept as a client writes it: the members of the answer that say something about it.

use glossary::Concept;
use utoipa::ToSchema;
use utoipa::openapi::Schema;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};

use crate::input::{Fields, Members};
use crate::problem::unreadable;

/// What a concept is to say. In place of `terms`, or beside it, `zh` and `bo` give a term or a list of terms each.
// The members are read by the crate that reads files, so that a line of a file and a body mean the same.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"zh": "取保候审", "bo": "ཁག་ཐེག་བཞག་ནས་འདྲི་གཅོད་སྒུག་པ", "subject_fields": ["criminal-procedure"]}))]
#[expect(dead_code, reason = "the members are what the document says of them")]
pub struct ConceptParams {
    /// A Chinese term, or several: the first is preferred and the others are admitted.
    #[schema(schema_with = term_or_terms)]
    zh: Option<serde_json::Value>,
    /// A Tibetan term, or several: the first is preferred and the others are admitted.
    #[schema(schema_with = term_or_terms)]
    bo: Option<serde_json::Value>,
    /// Terms with everything known of them, as in the answer.
    #[schema(value_type = Vec<Object>)]
    terms: Vec<serde_json::Value>,
    subject_fields: Vec<String>,
    collections: Vec<String>,
    #[schema(value_type = Vec<Object>)]
    list_entries: Vec<serde_json::Value>,
    #[schema(value_type = Vec<Object>)]
    definitions: Vec<serde_json::Value>,
    #[schema(value_type = Vec<Object>)]
    legal_basis: Vec<serde_json::Value>,
    #[schema(value_type = Vec<Object>)]
    relations: Vec<serde_json::Value>,
    #[schema(value_type = Vec<Object>)]
    notes: Vec<serde_json::Value>,
}

/// A text, or a list of texts.
fn term_or_terms() -> Schema {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let nothing = ObjectBuilder::new().schema_type(Type::Null);
    OneOfBuilder::new()
        .item(text())
        .item(ArrayBuilder::new().items(text()))
        .item(nothing)
        .build()
        .into()
}

/// A concept that was read.
#[derive(Debug)]
pub struct ConceptInput(pub Concept);

impl Members for ConceptInput {
    const NAMES: &'static [&'static str] = &[
        "zh",
        "bo",
        "terms",
        "subject_fields",
        "collections",
        "list_entries",
        "definitions",
        "legal_basis",
        "relations",
        "notes",
    ];

    fn take(fields: &mut Fields) -> Self {
        match app::read_concept(fields.rest()) {
            Ok(concept) => Self(concept),
            Err(issues) => {
                for issue in issues {
                    fields.refuse(unreadable(issue));
                }
                Self(Concept::draft())
            }
        }
    }
}
