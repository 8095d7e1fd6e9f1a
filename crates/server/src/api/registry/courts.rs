//! `/api/v1/courts`: where courts stand, what posts they have, and whom they are to have.

use access::{CourtCode, Permit, ReadRegistry, WriteRegistry};
use app::registry::CourtEntry;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use registry::{Court, EstablishedPosts, LanguageTarget};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::concepts::tagged;
use super::super::paging::PartParams;
use super::{members, shapes, written};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatchOrNew, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// The courts of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourtsBody {
    items: Vec<CourtBody>,
    /// Where the next part begins.
    next_cursor: Option<String>,
}

/// A court.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourtBody {
    code: String,
    /// 0 of a court of which nothing is known but what a table of courts says.
    revision: u64,
    name_zh: String,
    /// Only where somebody has written it so.
    name_bo: Option<String>,
    name_bo_source: Option<String>,
    /// `supreme`, `high`, `intermediate`, `basic` or `tribunal`.
    level: Option<&'static str>,
    /// The code of the court above it.
    parent: Option<String>,
    /// The code of its division (GB/T 2260).
    division: Option<String>,
    dialects: Vec<&'static str>,
    #[schema(value_type = Vec<shapes::EstablishedPosts>)]
    established: Vec<EstablishedPosts>,
    #[schema(value_type = Vec<shapes::LanguageTarget>)]
    targets: Vec<LanguageTarget>,
}

/// What a court is to say.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the members are what the document says of them")]
pub struct CourtParams {
    name_zh: String,
    name_bo: Option<String>,
    name_bo_source: Option<String>,
    level: Option<String>,
    parent: Option<String>,
    division: Option<String>,
    dialects: Option<Vec<String>>,
    #[schema(value_type = Option<Vec<shapes::EstablishedPosts>>)]
    established: Option<Vec<serde_json::Value>>,
    #[schema(value_type = Option<Vec<shapes::LanguageTarget>>)]
    targets: Option<Vec<serde_json::Value>>,
}

/// A court that was read.
#[derive(Debug)]
pub struct CourtInput(Option<Court>);

impl Members for CourtInput {
    const NAMES: &'static [&'static str] = &[
        "name_zh",
        "name_bo",
        "name_bo_source",
        "level",
        "parent",
        "division",
        "dialects",
        "established",
        "targets",
    ];

    fn take(fields: &mut Fields) -> Self {
        Self(members::record(fields))
    }
}

/// Lists the courts of the caller by code.
#[utoipa::path(get, path = "/api/v1/courts", tag = "registry", params(PartParams), responses(
    (status = 200, description = "The courts, by code", body = CourtsBody)))]
pub async fn list_courts(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    FromQuery(part): FromQuery<PartParams>,
) -> Result<Json<CourtsBody>, Problem> {
    let courts = handle
        .show(permit, |app, permit| app.list_court_records(permit))
        .await?;
    let (courts, next_cursor) = part.cut(courts, |court| &court.code)?;
    Ok(Json(CourtsBody {
        items: courts.into_iter().map(CourtBody::from).collect(),
        next_cursor,
    }))
}

/// Returns a court.
#[utoipa::path(get, path = "/api/v1/courts/{id}", tag = "registry",
    params(("id" = String, Path, description = "The code of the court")), responses(
    (status = 200, description = "The court", body = CourtBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn find_court(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(code): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_court_record(permit, &code))
        .await?;
    tagged(entry.revision, Json(CourtBody::from(entry)))
}

/// Writes a court. Name, level and court above are written by whoever keeps all courts.
#[utoipa::path(put, path = "/api/v1/courts/{id}", tag = "registry", request_body = CourtParams,
    params(("id" = String, Path, description = "The code of the court"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes; `\"0\"` for the first", pattern = "^\"(0|[1-9][0-9]{0,17})\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_court(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(code): Path<String>,
    IfMatchOrNew(expected): IfMatchOrNew,
    FromBody(CourtInput(court)): FromBody<CourtInput>,
) -> Result<Response, Problem> {
    let code: CourtCode = code.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let court = court.ok_or_else(|| Problem::new(Code::InvalidInput))?;
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_court_record(permit, &code, expected, court.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

impl From<CourtEntry> for CourtBody {
    fn from(entry: CourtEntry) -> Self {
        let court = entry.court;
        Self {
            code: entry.code,
            revision: entry.revision,
            name_zh: court.name_zh,
            name_bo: court.name_bo,
            name_bo_source: court.name_bo_source,
            level: court.level.map(|level| level.as_str()),
            parent: court.parent,
            division: court.division,
            dialects: court.dialects.iter().map(|dialect| dialect.as_str()).collect(),
            established: court.established,
            targets: court.targets,
        }
    }
}
