//! Why a row that reads well cannot be taken into the glossary as it stands.

use exchange::glossary::Row;
use exchange::{Extent, Issue};
use glossary::rules::Violation;
use glossary::{CollectionName, ConceptId, Lang};

/// The codes of the refusals made here; those of reading stand in [`exchange::codes`].
pub mod codes {
    /// The concept named by `id` does not exist.
    pub const UNKNOWN_ID: &str = "unknown_id";
    /// The row's name is the name of several concepts.
    pub const AMBIGUOUS_TERM: &str = "ambiguous_term";
    /// The number belongs to another name of the list.
    pub const NUMBER_TAKEN: &str = "number_taken";
    /// No entry with the number given as the broader one.
    pub const UNKNOWN_BROADER: &str = "unknown_broader";
}

/// A reason to refuse a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    UnknownId(ConceptId),
    Ambiguous(Vec<ConceptId>),
    NumberTaken {
        collection: CollectionName,
        number: String,
        holder: ConceptId,
        name: String,
    },
    UnknownBroader {
        collection: CollectionName,
        number: String,
    },
    Rule(Violation),
}

impl Refusal {
    /// Returns the issue that tells of this refusal of `row`.
    pub fn issue(&self, row: &Row) -> Issue {
        let concept = &row.contribution.concept;
        let name = concept
            .preferred(Lang::Zh)
            .or_else(|| concept.preferred(Lang::Bo))
            .unwrap_or_default();
        let (code, column, value, sentence) = match self {
            Self::UnknownId(id) => (
                codes::UNKNOWN_ID,
                Some("id"),
                id.to_string(),
                format!("there is no concept `{id}` (hint: leave `id` empty to add a new one)"),
            ),
            Self::Ambiguous(ids) => {
                let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let column = if concept.preferred(Lang::Zh).is_some() {
                    "zh"
                } else {
                    "bo"
                };
                let hint = "say which in the column `id`, or give `collection` and `number`";
                let sentence = format!("`{name}` is the name of several concepts: {ids} (hint: {hint})");
                (codes::AMBIGUOUS_TERM, Some(column), name.to_owned(), sentence)
            }
            Self::NumberTaken {
                collection,
                number,
                holder,
                name: known,
            } => (
                codes::NUMBER_TAKEN,
                Some("number"),
                number.clone(),
                format!(
                    "number `{number}` of `{collection}` is `{known}` ({holder}), not `{name}` (hint: a new edition \
                     of a list is a collection of its own)"
                ),
            ),
            Self::UnknownBroader { collection, number } => (
                codes::UNKNOWN_BROADER,
                Some("broader"),
                number.clone(),
                format!(
                    "`{collection}` has no other entry numbered `{number}` (hint: the row of the broader entry must \
                     be in the same file, or imported before)"
                ),
            ),
            Self::Rule(violation) => (violation.code(), None, name.to_owned(), violation.to_string()),
        };
        let named = column.map_or_else(String::new, |column| format!(", column `{column}`"));
        let message = format!("{}{named}: {sentence}", row.place);
        Issue {
            place: row.place.clone(),
            column: column.map(str::to_owned),
            code,
            value,
            message,
            extent: Extent::Row,
        }
    }
}
