//! `/api/v1/editions`: the states of the authorised glossary that can be cited.

use access::{AuthoriseGlossary, Permit, ReadGlossary};
use app::{Edition, EditionChange};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::concepts::{concept_cursor, cursor_after};
use super::imports::language;
use super::schemas;
use super::timestamp::rfc3339;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What freezing can be refused with.
pub const FREEZE_PROBLEMS: &[Code] = &[Code::InvalidInput, Code::NothingAuthorised, Code::OutcomeUnknown];

/// What comparing can be refused with.
pub const COMPARE_PROBLEMS: &[Code] = &[Code::NoSuchEdition, Code::InvalidInput, Code::BadCursor];

/// How a new edition is called.
#[derive(Debug, ToSchema)]
pub struct EditionParams {
    #[schema(value_type = String, example = "2026年第一版")]
    title: Option<String>,
    note: Option<String>,
}

impl Members for EditionParams {
    const NAMES: &'static [&'static str] = &["title", "note"];

    fn take(fields: &mut Fields) -> Self {
        let title = fields.text("title");
        Self {
            title: fields.wanted("title", title),
            note: fields.text("note"),
        }
    }
}

/// Which part of a comparison.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompareParams {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: u64,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `xlsx` for all of it as a workbook, whatever `limit` and `cursor` say.
    #[param(schema_with = format_schema)]
    format: CompareFormat,
}

/// How a comparison is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum CompareFormat {
    #[default]
    Json,
    Xlsx,
}

const COMPARE_FORMATS: &[(&str, CompareFormat)] =
    &[("json", CompareFormat::Json), ("xlsx", CompareFormat::Xlsx)];

fn format_schema() -> Object {
    schemas::word_of(COMPARE_FORMATS, Some("json"))
}

impl Members for CompareParams {
    const NAMES: &'static [&'static str] = &["limit", "cursor", "format"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            limit: fields.number("limit", 1..=100).unwrap_or(20),
            cursor: fields.text("cursor"),
            format: fields.word_of("format", COMPARE_FORMATS).unwrap_or_default(),
        }
    }
}

/// The editions, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionsBody {
    items: Vec<EditionBody>,
}

/// An edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionBody {
    number: u64,
    title: String,
    note: Option<String>,
    frozen_at: String,
    /// The last change that it knows.
    seq: u64,
    /// How many concepts it has.
    concepts: u64,
}

/// What is not the same in two editions, by id.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparisonBody {
    from: u64,
    to: u64,
    items: Vec<EditionChangeBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A concept that is not the same.
#[derive(Debug, Serialize, ToSchema)]
struct EditionChangeBody {
    id: String,
    zh: Option<String>,
    bo: Option<String>,
    /// `added`, `changed` or `removed`.
    change: &'static str,
    /// Its revision in the first edition.
    from_revision: Option<u64>,
    /// Its revision in the second.
    to_revision: Option<u64>,
}

/// Lists the editions.
#[utoipa::path(get, path = "/api/v1/editions", tag = "glossary", responses(
    (status = 200, description = "Editions, newest first", body = EditionsBody)))]
pub async fn list_editions(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<EditionsBody>, Problem> {
    let editions = handle
        .show(permit, |app, permit| app.list_editions(permit))
        .await?;
    Ok(Json(EditionsBody {
        items: editions.into_iter().map(EditionBody::from).collect(),
    }))
}

/// Freezes all that is authorised as the next edition.
#[utoipa::path(post, path = "/api/v1/editions", tag = "editing", request_body = EditionParams, responses(
    (status = 201, description = "The new edition", body = EditionBody)))]
pub async fn freeze_edition(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<AuthoriseGlossary>,
    FromBody(params): FromBody<EditionParams>,
) -> Result<(StatusCode, Json<EditionBody>), Problem> {
    let title = params.title.unwrap_or_default();
    let work = move |app: &app::App, permit: &Permit<AuthoriseGlossary>| {
        app.freeze_edition(permit, &title, params.note.as_deref())
    };
    let edition = handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok((StatusCode::CREATED, Json(edition.into())))
}

/// Compares two editions.
#[utoipa::path(get, path = "/api/v1/editions/{n}/diff/{m}", tag = "glossary",
    params(("n" = u64, Path, description = "The first edition"), ("m" = u64, Path, description = "The second"), CompareParams),
    responses((status = 200, description = "What is not the same, by id; as a workbook, all of it",
        content((ComparisonBody = "application/json"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub async fn compare_editions(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    Path((from, to)): Path<(String, String)>,
    FromQuery(params): FromQuery<CompareParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (from, to) = (edition_number(&from)?, edition_number(&to)?);
    if params.format == CompareFormat::Xlsx {
        let language = language(&headers);
        let compare = move |app: &app::App, permit: &Permit<ReadGlossary>| {
            app.compare_editions_in_workbook(permit, (from, to), language)
        };
        let bytes = handle.show(permit, compare).await?;
        return workbook(bytes, &format!("shanjar-editions-{from}-{to}"));
    }
    let after = params.cursor.as_deref().map(concept_cursor).transpose()?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    // One more than asked for says whether there is a next page.
    let compare = move |app: &app::App, permit: &Permit<ReadGlossary>| {
        app.compare_editions(permit, (from, to), after, limit.saturating_add(1))
    };
    let mut changes = handle.show(permit, compare).await?;
    let goes_on = changes.len() > limit;
    changes.truncate(limit);
    Ok(Json(ComparisonBody {
        from,
        to,
        next_cursor: changes
            .last()
            .filter(|_| goes_on)
            .map(|change| cursor_after(change.id)),
        items: changes.into_iter().map(EditionChangeBody::from).collect(),
    })
    .into_response())
}

/// Answers with a workbook, to be saved under `name`.
fn workbook(bytes: Vec<u8>, name: &str) -> Result<Response, Problem> {
    let disposition = format!("attachment; filename=\"{name}.xlsx\"");
    let disposition = HeaderValue::from_str(&disposition).map_err(Problem::internal)?;
    let media_type = HeaderValue::from_static(app::ExportFormat::Xlsx.media_type());
    Ok((
        [
            (header::CONTENT_TYPE, media_type),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}

/// Reads a number in a path. What is no number names no edition: the answer is the same.
///
/// # Errors
/// [`Code::NoSuchEdition`].
pub fn edition_number(raw: &str) -> Result<u64, Problem> {
    let number = raw.parse().ok().filter(|n| i64::try_from(*n).is_ok());
    number.ok_or_else(|| {
        let shown: String = raw.chars().take(20).collect();
        Problem::new(Code::NoSuchEdition).with("edition", shown)
    })
}

impl From<Edition> for EditionBody {
    fn from(edition: Edition) -> Self {
        Self {
            number: edition.number,
            title: edition.title,
            note: edition.note,
            frozen_at: rfc3339(edition.frozen_at_ms),
            seq: edition.seq,
            concepts: edition.concepts,
        }
    }
}

impl From<EditionChange> for EditionChangeBody {
    fn from(change: EditionChange) -> Self {
        let kind = change.kind();
        Self {
            id: change.id.to_string(),
            zh: change.zh,
            bo: change.bo,
            change: kind,
            from_revision: change.from,
            to_revision: change.to,
        }
    }
}
