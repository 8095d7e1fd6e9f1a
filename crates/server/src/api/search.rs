//! `GET` and `POST /api/v1/search`: the pair for what was typed.

use std::time::{Duration, Instant};

use app::{LangChoice, Notice, Reading, Scope, SearchAnswer, SearchRequest};
use axum::Json;
use axum::extract::State;
use glossary::{CollectionName, Region, SubjectField, Workflow};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::hit::HitBody;
use super::{position, schemas};
use crate::error::Error;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members};
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
use crate::web::Web;
use crate::web::i18n::Translations;
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
            facets: false,
            limit: usize::try_from(params.limit).unwrap_or(usize::MAX),
            cursor: params.cursor,
        }
    }
}

/// The answer to a search, best hits first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchBody {
    /// What was asked.
    query: String,
    /// How it was read.
    readings: Vec<ReadingBody>,
    /// How many concepts match in all.
    total: usize,
    hits: Vec<HitBody>,
    notices: Vec<NoticeBody>,
    /// Where the next page begins; bound to `index_seq`.
    next_cursor: Option<String>,
    /// The change up to which the index had read.
    index_seq: u64,
    /// Microseconds the search took.
    took_us: u64,
}

/// One way in which the text was understood.
#[derive(Debug, Serialize, ToSchema)]
struct ReadingBody {
    /// `han`, `tibetan`, `pinyin`, `initials`, `ewts`, `phonetic` or `latin`.
    kind: &'static str,
    text: String,
    /// Present and true if nothing can be found with this reading.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    invalid: bool,
}

/// Something the asker should know of the answer.
#[derive(Debug, Serialize, ToSchema)]
struct NoticeBody {
    /// A stable name, such as `truncated`.
    code: &'static str,
    /// The same in words.
    message: String,
}

impl SearchBody {
    /// Writes `answer`, which took so long to find, in the words of `ui`.
    pub fn of(translations: &Translations, ui: Ui, answer: SearchAnswer, took: Duration) -> Self {
        let notice = |notice: Notice| NoticeBody {
            code: notice.as_str(),
            message: translations
                .text(ui, &format!("notice.{}", notice.as_str()))
                .to_owned(),
        };
        let reading = |r: Reading| ReadingBody {
            kind: r.kind.as_str(),
            text: r.text,
            invalid: r.invalid,
        };
        Self {
            query: answer.query,
            readings: answer.readings.into_iter().map(reading).collect(),
            total: answer.total,
            hits: answer.hits.into_iter().map(HitBody::from).collect(),
            notices: answer.notices.into_iter().map(notice).collect(),
            next_cursor: answer.next_cursor,
            index_seq: answer.index_seq,
            took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        }
    }
}

/// Finds the pair for what was typed.
#[utoipa::path(get, path = "/api/v1/search", tag = "glossary", params(SearchParams), responses(
    (status = 200, description = "The hits; an unknown word has none", body = SearchBody)))]
pub async fn search(
    State(handle): State<Handle>,
    context: RequestContext,
    FromQuery(params): FromQuery<SearchParams>,
) -> Result<Json<SearchBody>, Problem> {
    answer(&handle, context.ui, params).await
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
    context: RequestContext,
    FromBody(params): FromBody<SearchParams>,
) -> Result<Json<SearchBody>, Problem> {
    answer(&handle, context.ui, params).await
}

async fn answer(handle: &Handle, ui: Ui, params: SearchParams) -> Result<Json<SearchBody>, Problem> {
    let permit = handle.permit_reading()?;
    position::wait_for(handle, params.min_seq).await?;
    let started = Instant::now();
    let answer = handle.look_up().search(&permit, &params.into())?;
    Ok(Json(SearchBody::of(
        &handle.web().translations,
        ui,
        answer,
        started.elapsed(),
    )))
}

/// Returns the answer to a search exactly as the API gives it, for commands that print JSON. Its remarks are in
/// Chinese, as the API's are for whoever accepts no other language.
///
/// # Errors
/// If the translations compiled into the binary are broken, or a value cannot be written as JSON.
pub fn search_document(answer: SearchAnswer, took: Duration) -> Result<serde_json::Value, Error> {
    let body = SearchBody::of(&Web::load()?.translations, Ui::Zh, answer, took);
    Ok(serde_json::to_value(body)?)
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
