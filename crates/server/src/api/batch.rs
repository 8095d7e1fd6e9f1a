//! `POST /api/v1/search/batch`: many short searches in one request, for translators and other systems.

use std::time::Instant;

use app::SearchRequest;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::schemas;
use super::search::SearchBody;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, Members};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::{Code, Problem};

/// How many texts one request may hold.
const MAX_QUERIES: usize = 500;

/// Texts to search.
#[derive(Debug, ToSchema)]
pub struct BatchParams {
    /// At most 500 texts, none of them empty.
    #[schema(max_items = 500, example = json!(["人民法院", "ཁྲིམས་ཁང"]))]
    queries: Vec<String>,
    /// At most this many hits a text.
    #[schema(schema_with = limit_schema)]
    limit: u64,
}

/// What many searches can be refused with.
pub const PROBLEMS: &[Code] = &[
    Code::Unauthenticated,
    Code::InvalidInput,
    Code::IndexBuilding,
    Code::Busy,
];

const DEFAULT_LIMIT: u64 = 3;

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

impl Members for BatchParams {
    const NAMES: &'static [&'static str] = &["queries", "limit"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            queries: fields.texts("queries", MAX_QUERIES),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
        }
    }
}

/// One answer a text, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchBody {
    results: Vec<SearchBody>,
}

/// Answers many texts.
#[utoipa::path(post, path = "/api/v1/search/batch", tag = "glossary", request_body = BatchParams, responses(
    (status = 200, description = "One answer a text, in their order", body = BatchBody)))]
pub async fn search_batch(
    State(handle): State<Handle>,
    context: RequestContext,
    FromBody(params): FromBody<BatchParams>,
) -> Result<Json<BatchBody>, Problem> {
    let permit = handle.permit_reading()?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    // Five hundred searches would hold up everybody else on this worker, so they leave it.
    let search = move |app: &app::App| {
        let answers = params.queries.iter().map(|text| {
            let started = Instant::now();
            let request = SearchRequest {
                limit,
                ..SearchRequest::new(text)
            };
            Ok((app.look_up().search(&permit, &request)?, started.elapsed()))
        });
        answers.collect::<Result<Vec<_>, app::Error>>()
    };
    let answers = handle.run(Pool::Reads, search).await?;
    let results = answers
        .into_iter()
        .map(|(answer, took)| SearchBody::of(&handle.web().translations, context.ui, answer, took))
        .collect();
    Ok(Json(BatchBody { results }))
}
