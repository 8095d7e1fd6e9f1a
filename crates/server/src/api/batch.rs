//! `POST /api/v1/search/batch`: many short searches in one request, for translators and other systems.

use std::time::Instant;

use app::{LookUp, Permit, ReadGlossary, SearchRequest};
use axum::extract::State;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::schemas;
use super::search_body::{self, Manner, SearchBody, Written};
use crate::caller::Caller;
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
    /// Whether each hit says by what it was placed.
    #[schema(schema_with = schemas::flag)]
    explain: bool,
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
    const NAMES: &'static [&'static str] = &["queries", "limit", "explain"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            queries: fields.texts("queries", MAX_QUERIES),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            explain: fields.flag("explain").unwrap_or_default(),
        }
    }
}

/// One answer a text, in their order.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes in the API's document what `answers` writes")]
pub struct BatchBody {
    results: Vec<SearchBody>,
}

/// Answers many texts.
#[utoipa::path(post, path = "/api/v1/search/batch", tag = "glossary", request_body = BatchParams, responses(
    (status = 200, description = "One answer a text, in their order", body = BatchBody)))]
pub async fn search_batch(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromBody(params): FromBody<BatchParams>,
) -> Result<Written, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    // Five hundred searches would hold up everybody else on this worker, so they leave it, and are written there too.
    let web = handle.clone();
    let work = move |app: &app::App| {
        let manner = Manner {
            web: web.web(),
            ui: context.ui,
            explains: params.explain,
        };
        answers(app.look_up(), &permit, &params, manner)
    };
    Ok(Written(handle.run(Pool::Reads, work).await?))
}

/// Returns the JSON of the answers, one written before the next is looked for.
fn answers(
    look_up: &LookUp,
    permit: &Permit<ReadGlossary>,
    params: &BatchParams,
    manner: Manner<'_>,
) -> Result<Vec<u8>, app::Error> {
    let mut json = b"{\"results\":[".to_vec();
    for (n, text) in params.queries.iter().enumerate() {
        if n > 0 {
            json.push(b',');
        }
        let started = Instant::now();
        let request = SearchRequest {
            limit: usize::try_from(params.limit).unwrap_or(usize::MAX),
            ..SearchRequest::new(text)
        };
        let answer = look_up.search_ready(permit, &request)?;
        search_body::write(&mut json, manner, answer, started.elapsed())
            .map_err(|err| app::Error::Internal(err.to_string()))?;
    }
    json.extend_from_slice(b"]}");
    Ok(json)
}
