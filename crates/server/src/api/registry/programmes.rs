//! `/api/v1/programmes`: what trainings belong to, and how their hours count.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::ProgrammeEntry;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use registry::{HoursRule, Programme, ProgrammeId};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::concepts::tagged;
use super::super::paging::PartParams;
use super::{created, id_cursor, members, repeating, shapes, written};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatch, Keyed, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// Programmes by id.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammesBody {
    items: Vec<ProgrammeBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeBody {
    id: String,
    revision: u64,
    name_zh: String,
    name_bo: Option<String>,
    /// `bilingual`, `preparatory`, `induction`, `promotion`, `in_service`, `special` or `other`.
    kind: &'static str,
    #[schema(value_type = Vec<shapes::HoursRule>)]
    hours_rules: Vec<HoursRule>,
    note: Option<String>,
}

/// What a programme is to say.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the members are what the document says of them")]
pub struct ProgrammeParams {
    name_zh: String,
    name_bo: Option<String>,
    #[schema(schema_with = shapes::programme_kind)]
    kind: String,
    /// Each with the days for which it holds; what a half-day counts is in tenths of an hour.
    #[schema(value_type = Option<Vec<shapes::HoursRule>>)]
    hours_rules: Option<Vec<serde_json::Value>>,
    note: Option<String>,
}

/// A programme that was read.
#[derive(Debug)]
pub struct ProgrammeInput(Option<Programme>);

impl Members for ProgrammeInput {
    const NAMES: &'static [&'static str] = &["name_zh", "name_bo", "kind", "hours_rules", "note"];

    fn take(fields: &mut Fields) -> Self {
        Self(members::record(fields))
    }
}

/// Lists programmes.
#[utoipa::path(get, path = "/api/v1/programmes", tag = "registry", params(PartParams), responses(
    (status = 200, description = "Programmes, by id", body = ProgrammesBody)))]
pub async fn list_programmes(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    FromQuery(params): FromQuery<PartParams>,
) -> Result<Json<ProgrammesBody>, Problem> {
    let after = params.cursor.map(id_cursor::<ProgrammeId>).transpose()?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let mut found = handle
        .show(permit, move |app, permit| {
            app.list_programmes(permit, after.as_deref(), limit.saturating_add(1))
        })
        .await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|entry| entry.id.clone());
    Ok(Json(ProgrammesBody {
        items: found.into_iter().map(ProgrammeBody::from).collect(),
        next_cursor: last.filter(|_| has_more),
    }))
}

/// Makes a programme; whoever reaches the highest court may.
#[utoipa::path(post, path = "/api/v1/programmes", tag = "registry", request_body = ProgrammeParams,
    params(("Idempotency-Key" = Option<String>, Header, description = "Under the same key, the same is written once", pattern = "^[!-~]{1,255}$")),
    responses((status = 201, description = "The new programme", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes"), ("Location" = String, description = "Its address")))))]
pub async fn create_programme(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Keyed(key): Keyed,
    FromBody(ProgrammeInput(programme)): FromBody<ProgrammeInput>,
) -> Result<Response, Problem> {
    let programme = programme.ok_or_else(|| Problem::new(Code::InvalidInput))?;
    let repeating = repeating(key.as_ref());
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.create_programme(permit, programme.clone(), key.as_ref())
    };
    created("/api/v1/programmes", &handle.act(permit, repeating, work).await?)
}

/// Returns a programme.
#[utoipa::path(get, path = "/api/v1/programmes/{id}", tag = "registry",
    params(("id" = String, Path, description = "The programme's id")), responses(
    (status = 200, description = "The programme", body = ProgrammeBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn find_programme(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_programme(permit, &id))
        .await?;
    tagged(entry.revision, Json(ProgrammeBody::from(entry)))
}

/// Writes a programme anew.
#[utoipa::path(put, path = "/api/v1/programmes/{id}", tag = "registry", request_body = ProgrammeParams,
    params(("id" = String, Path, description = "The programme's id"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_programme(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(ProgrammeInput(programme)): FromBody<ProgrammeInput>,
) -> Result<Response, Problem> {
    let programme = programme.ok_or_else(|| Problem::new(Code::InvalidInput))?;
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_programme(permit, &id, expected, programme.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

impl From<ProgrammeEntry> for ProgrammeBody {
    fn from(entry: ProgrammeEntry) -> Self {
        let programme = entry.programme;
        Self {
            id: entry.id,
            revision: entry.revision,
            name_zh: programme.name_zh,
            name_bo: programme.name_bo,
            kind: programme.kind.as_str(),
            hours_rules: programme.hours_rules,
            note: programme.note,
        }
    }
}
