//! `GET /api/v1/suggest`: headwords that continue what is being typed.

use app::{ReadGlossary, Suggestion};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::{position, schemas};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::problem::{Code, Problem};

/// What is being typed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestParams {
    /// What was typed so far.
    #[param(required, example = "盗")]
    q: String,
    /// At most this many headwords.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// Waits up to a second until the index has read this change.
    min_seq: Option<u64>,
}

/// What a suggestion can be refused with.
pub const PROBLEMS: &[Code] = &[
    Code::Unauthenticated,
    Code::EmptyQuery,
    Code::InvalidInput,
    Code::NotYetIndexed,
    Code::IndexBuilding,
];

const DEFAULT_LIMIT: u64 = 8;

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

impl Members for SuggestParams {
    const NAMES: &'static [&'static str] = &["q", "limit", "min_seq"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            q: fields.text("q").unwrap_or_default(),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            min_seq: fields.number("min_seq", 0..=u64::MAX),
        }
    }
}

/// Headwords, best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestBody {
    suggestions: Vec<SuggestionBody>,
}

/// A headword that continues what was typed.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestionBody {
    text: String,
    lang: &'static str,
    /// The concept it names.
    id: String,
    /// How it matches, as in a search.
    kind: &'static str,
}

impl From<Suggestion> for SuggestionBody {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            text: suggestion.text,
            lang: suggestion.lang.as_str(),
            id: suggestion.id.to_string(),
            kind: suggestion.kind.as_str(),
        }
    }
}

/// Offers headwords that continue what was typed.
#[utoipa::path(get, path = "/api/v1/suggest", tag = "glossary", params(SuggestParams), responses(
    (status = 200, description = "Headwords, best first", body = SuggestBody)))]
pub async fn suggest(
    State(handle): State<Handle>,
    caller: Caller,
    FromQuery(params): FromQuery<SuggestParams>,
) -> Result<Json<SuggestBody>, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    if params.q.trim().is_empty() {
        return Err(Problem::new(Code::EmptyQuery));
    }
    position::wait_for(&handle, params.min_seq).await?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let found = handle.look_up().suggest(&permit, &params.q, limit)?;
    Ok(Json(SuggestBody {
        suggestions: found.into_iter().map(SuggestionBody::from).collect(),
    }))
}
