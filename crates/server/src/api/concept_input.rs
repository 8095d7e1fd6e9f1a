//! A concept as a client writes it: the members of the answer that say something about it.

use glossary::{Concept, ConceptId};
use utoipa::ToSchema;
use utoipa::openapi::Schema;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};

use crate::input::{Fields, Members};
use crate::problem::{Issue, IssueCode, Problem, unreadable};

/// Declares what the document says of a concept in a body, with the members that one of two bodies has besides.
///
/// None of the members is needed by itself: whoever leaves a list out has nothing to say in it.
macro_rules! concept_params {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        // The members are read by the crate that reads files, so that a line of a file and a body mean the same.
        #[derive(Debug, ToSchema)]
        #[schema(example = json!({"zh": "取保候审", "bo": "ཁག་ཐེག་བཞག་ནས་འདྲི་གཅོད་སྒུག་པ", "subject_fields": ["criminal-procedure"]}))]
        #[expect(dead_code, reason = "the members are what the document says of them")]
        pub struct $name {
            $($own)*
            /// A Chinese term, or several: the first is preferred and the others are admitted.
            #[schema(schema_with = term_or_terms)]
            zh: Option<serde_json::Value>,
            /// A Tibetan term, or several: the first is preferred and the others are admitted.
            #[schema(schema_with = term_or_terms)]
            bo: Option<serde_json::Value>,
            /// Terms with everything known of them, as in the answer; each needs `lang` and `text`.
            #[schema(value_type = Option<Vec<Object>>)]
            terms: Option<Vec<serde_json::Value>>,
            subject_fields: Option<Vec<String>>,
            collections: Option<Vec<String>>,
            /// Each needs `collection` and `number`.
            #[schema(value_type = Option<Vec<Object>>)]
            list_entries: Option<Vec<serde_json::Value>>,
            /// Each needs `lang` and `text`.
            #[schema(value_type = Option<Vec<Object>>)]
            definitions: Option<Vec<serde_json::Value>>,
            /// Each needs `law`.
            #[schema(value_type = Option<Vec<Object>>)]
            legal_basis: Option<Vec<serde_json::Value>>,
            /// Each needs `kind` and `id`.
            #[schema(value_type = Option<Vec<Object>>)]
            relations: Option<Vec<serde_json::Value>>,
            /// Each needs `visibility` and `text`.
            #[schema(value_type = Option<Vec<Object>>)]
            notes: Option<Vec<serde_json::Value>>,
        }
    };
}

concept_params! {
    /// What a concept is to say. One of `zh`, `bo` and `terms` has a term, and no other member is needed. In place of `terms`,
    /// or beside it, `zh` and `bo` give a term or a list of terms each.
    ConceptParams {}
}

concept_params! {
    /// What a concept is to say instead, all of it: what is left out is gone. Otherwise as for a new one.
    ConceptUpdateParams {
        /// The id of the path, which need not be repeated.
        id: Option<String>,
        /// The revision of `If-Match`, which need not be repeated.
        #[schema(minimum = 1)]
        revision: Option<u64>,
    }
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

/// The members that say something of a concept.
macro_rules! names {
    ($($own:literal),*) => {
        &[
            $($own,)*
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
        ]
    };
}

/// A concept that was read.
#[derive(Debug)]
pub struct ConceptInput {
    /// What it says.
    pub concept: Concept,
    /// What of that nobody has said and was guessed.
    pub warnings: Vec<Issue>,
}

impl Members for ConceptInput {
    const NAMES: &'static [&'static str] = names!();

    fn take(fields: &mut Fields) -> Self {
        let (concept, warnings) = match app::read_concept_telling(fields.rest()) {
            Ok((concept, warnings)) => (concept, warnings.into_iter().map(unreadable).collect()),
            Err(issues) => {
                for issue in issues {
                    fields.refuse(unreadable(issue));
                }
                (Concept::draft(), Vec::new())
            }
        };
        Self { concept, warnings }
    }
}

/// What a concept is to say in place of what it says, with what the body says of which concept that is.
#[derive(Debug)]
pub struct ConceptUpdate {
    /// What it is to say.
    pub input: ConceptInput,
    id: Option<ConceptId>,
    revision: Option<u64>,
}

impl Members for ConceptUpdate {
    const NAMES: &'static [&'static str] = names!("id", "revision");

    fn take(fields: &mut Fields) -> Self {
        Self {
            id: fields.name("id"),
            revision: fields.number("revision", 1..=i64::MAX.unsigned_abs()),
            input: ConceptInput::take(fields),
        }
    }
}

impl ConceptUpdate {
    /// Returns what is written, if the body speaks of the concept of the path at the revision of `If-Match`. Whoever sends
    /// back what was read need not take anything out, and a body of another concept is not written over this one.
    ///
    /// # Errors
    /// [`Code::InvalidInput`](crate::problem::Code::InvalidInput) that names what contradicts.
    pub fn of(self, id: ConceptId, revision: u64) -> Result<ConceptInput, Problem> {
        let contradicts = |name, value: String, other| {
            let issue = Issue::of(name, IssueCode::Contradicts).with("value", value);
            issue.with("other", other)
        };
        let other_id = self.id.filter(|own| *own != id);
        let other_revision = self.revision.filter(|own| *own != revision);
        let issues: Vec<Issue> = [
            other_id.map(|own| contradicts("id", own.to_string(), format!("`/api/v1/concepts/{id}`"))),
            other_revision
                .map(|own| contradicts("revision", own.to_string(), format!("`If-Match: \"{revision}\"`"))),
        ]
        .into_iter()
        .flatten()
        .collect();
        if issues.is_empty() {
            Ok(self.input)
        } else {
            Err(Problem::invalid(issues))
        }
    }
}
