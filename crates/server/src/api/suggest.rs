//! `GET /api/v1/suggest`: headwords that continue what is being typed.

use app::Suggestion;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::position;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::problem::{Code, Problem, ProblemBody};

/// What is being typed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestParams {
    /// What was typed so far.
    #[param(required, example = "盗")]
    q: String,
    /// At most this many headwords; default 8.
    #[param(minimum = 1, maximum = 100, value_type = Option<u64>)]
    limit: u64,
    /// Waits up to a second until the index has read this change.
    min_seq: Option<u64>,
}

impl Members for SuggestParams {
    const NAMES: &'static [&'static str] = &["q", "limit", "min_seq"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            q: fields.text("q").unwrap_or_default(),
            limit: fields.number("limit", 1..=100).unwrap_or(8),
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
    (status = 200, description = "Headwords, best first", body = SuggestBody),
    (status = 400, description = "A parameter twice or unknown", body = ProblemBody),
    (status = 422, description = "An empty `q`, or a value out of range", body = ProblemBody)))]
pub async fn suggest(
    State(handle): State<Handle>,
    FromQuery(params): FromQuery<SuggestParams>,
) -> Result<Json<SuggestBody>, Problem> {
    let permit = handle.permit_reading()?;
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
