//! `GET` and `POST /api/v1/search`: the pair for what was typed.

use std::time::{Duration, Instant};

use app::{LangChoice, ReadGlossary, ReadyHit, Scope, SearchAnswer, SearchRequest};
use axum::extract::State;
use glossary::{CollectionName, Region, SubjectField, Workflow};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::search_body::{self, Manner, SearchBody, Written};
use super::{position, schemas};
use crate::caller::Caller;
use crate::error::Error;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
use crate::web::Web;
use crate::web::ui::Ui;

/// What is searched, and how: query parameters of `GET`, members of the body of `POST`.
#[derive(Debug, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// What was typed, in any script. Cut after 256 characters with the notice `truncated`.
    #[schema(example = "ཁྲིམས་ཁང")]
    #[param(required)]
    pub q: String,
    /// The language preferred among equals.
    #[schema(schema_with = lang_schema)]
    #[param(schema_with = lang_schema)]
    pub lang: LangChoice,
    /// Forms of this region first: `u-tsang`, `kham`, `amdo` or a division code.
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub region: Option<Region>,
    /// Only concepts of this field of law.
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub subject_field: Option<SubjectField>,
    /// Only concepts that have come this far.
    #[schema(schema_with = schemas::workflow)]
    #[param(schema_with = schemas::workflow)]
    pub workflow: Option<Workflow>,
    /// Only concepts of this collection.
    #[schema(value_type = Option<String>)]
    #[param(value_type = Option<String>)]
    pub collection: Option<CollectionName>,
    /// Terms alone, or `all` for definitions too.
    #[schema(rename = "in", schema_with = scope_schema)]
    #[param(rename = "in", schema_with = scope_schema)]
    pub scope: Scope,
    /// Whether the hits are counted by subject field, collection and workflow.
    #[schema(schema_with = schemas::flag)]
    #[param(schema_with = schemas::flag)]
    pub facets: bool,
    /// Whether each hit says by what it was placed.
    #[schema(schema_with = schemas::flag)]
    #[param(schema_with = schemas::flag)]
    pub explain: bool,
    /// At most this many hits.
    #[schema(schema_with = limit_schema)]
    #[param(schema_with = limit_schema)]
    pub limit: u64,
    /// `next_cursor` of the page before, with the same question.
    pub cursor: Option<String>,
    /// Waits up to a second until the index has read this change.
    pub min_seq: Option<u64>,
}

impl Members for SearchParams {
    const NAMES: &'static [&'static str] = &[
        "q",
        "lang",
        "region",
        "subject_field",
        "workflow",
        "collection",
        "in",
        "facets",
        "explain",
        "limit",
        "cursor",
        "min_seq",
    ];

    fn take(fields: &mut Fields) -> Self {
        Self {
            q: fields.text("q").unwrap_or_default(),
            lang: fields.word_of("lang", &LANGS).unwrap_or_default(),
            region: fields.name("region"),
            subject_field: fields.name("subject_field"),
            workflow: fields.one_of("workflow"),
            collection: fields.name("collection"),
            scope: fields.word_of("in", &SCOPES).unwrap_or_default(),
            facets: fields.flag("facets").unwrap_or_default(),
            explain: fields.flag("explain").unwrap_or_default(),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
            min_seq: fields.number("min_seq", 0..=u64::MAX),
        }
    }
}

impl From<SearchParams> for SearchRequest {
    fn from(params: SearchParams) -> Self {
        Self {
            text: params.q,
            lang: params.lang,
            region: params.region,
            subject_field: params.subject_field,
            workflow: params.workflow,
            collection: params.collection,
            scope: params.scope,
            facets: params.facets,
            limit: usize::try_from(params.limit).unwrap_or(usize::MAX),
            cursor: params.cursor,
        }
    }
}

/// Finds the pair for what was typed.
#[utoipa::path(get, path = "/api/v1/search", tag = "glossary", params(SearchParams), responses(
    (status = 200, description = "The hits; an unknown word has none", body = SearchBody)))]
pub async fn search(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromQuery(params): FromQuery<SearchParams>,
) -> Result<Written, Problem> {
    answer(&handle, &caller, context.ui, params).await
}

/// What a search can be refused with, however it is asked for.
pub const PROBLEMS: &[Code] = &[
    Code::BadCursor,
    Code::Unauthenticated,
    Code::CursorGone,
    Code::EmptyQuery,
    Code::InvalidInput,
    Code::NotYetIndexed,
    Code::IndexBuilding,
];

/// The same for texts that must not stand in a URL.
#[utoipa::path(post, path = "/api/v1/search", tag = "glossary", request_body = SearchParams, responses(
    (status = 200, description = "The hits", body = SearchBody)))]
pub async fn search_by_body(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
    FromBody(params): FromBody<SearchParams>,
) -> Result<Written, Problem> {
    answer(&handle, &caller, context.ui, params).await
}

async fn answer(handle: &Handle, caller: &Caller, ui: Ui, params: SearchParams) -> Result<Written, Problem> {
    let permit = handle.permit::<ReadGlossary>(caller).await?;
    position::wait_for(handle, params.min_seq).await?;
    let manner = Manner {
        web: handle.web(),
        ui,
        explains: params.explain,
    };
    let started = Instant::now();
    let answer = handle.look_up().search_ready(&permit, &params.into())?;
    let mut json = Vec::new();
    search_body::write(&mut json, manner, answer, started.elapsed()).map_err(Problem::internal)?;
    Ok(Written(json))
}

/// Returns the answer to a search exactly as the API gives it, for commands that print JSON. Its remarks are in
/// Chinese, as the API's are for whoever accepts no other language.
///
/// # Errors
/// If the translations compiled into the binary are broken, or an entry of the index is.
pub fn search_document(answer: SearchAnswer<ReadyHit>, took: Duration) -> Result<serde_json::Value, Error> {
    let manner = Manner {
        web: &Web::load()?,
        ui: Ui::Zh,
        explains: false,
    };
    let mut json = Vec::new();
    search_body::write(&mut json, manner, answer, took)?;
    Ok(serde_json::from_slice(&json)?)
}

/// Where a search is asked for by words, these are they.
const LANGS: [(&str, LangChoice); 3] = [
    ("auto", LangChoice::Auto),
    ("zh", LangChoice::Zh),
    ("bo", LangChoice::Bo),
];

const SCOPES: [(&str, Scope); 2] = [("terms", Scope::Terms), ("all", Scope::All)];

const DEFAULT_LIMIT: u64 = 20;

fn lang_schema() -> Object {
    schemas::word_of(&LANGS, Some("auto"))
}

fn scope_schema() -> Object {
    schemas::word_of(&SCOPES, Some("terms"))
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}
