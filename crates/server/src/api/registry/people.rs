//! `/api/v1/people`: finding people, reading one, making and writing one.

use access::{Permit, ReadOwnRecord, ReadRegistry, WriteRegistry};
use app::registry::PeopleWanted;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use registry::{Day, Dialect, PersonId, Pool, PostKind, Spoken, Written};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::super::concepts::tagged;
use super::super::schemas;
use super::corrections::CorrectionBody;
use super::people_body::{PersonBody, PersonLineBody, PersonParams, PersonRead, SeenBody};
use super::person_lists::EnrolmentBody;
use super::{created, id_cursor, repeating, written};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatch, Keyed, Members, NoMembers};
use crate::problem::{Issue, IssueCode, Problem};
use crate::write::Repeating;

const DEFAULT_LIMIT: u64 = 20;

/// Which people.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeopleParams {
    /// A name or its beginning: in Chinese, in Tibetan, in pinyin, or the initials of that.
    name: Option<String>,
    /// People with a post in this court or below it.
    court: Option<String>,
    /// The day on which posts, pools and skills are looked at; today if it is left out.
    #[param(value_type = Option<String>)]
    on: Option<Day>,
    #[param(schema_with = pool_schema)]
    pool: Option<Pool>,
    #[param(schema_with = dialect_schema)]
    dialect: Option<Dialect>,
    /// The least level in speech.
    #[param(schema_with = spoken_schema)]
    spoken: Option<Spoken>,
    /// The least level in writing.
    #[param(schema_with = written_schema)]
    written: Option<Written>,
    #[param(schema_with = post_schema)]
    post: Option<PostKind>,
    /// At most this many.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Members for PeopleParams {
    const NAMES: &'static [&'static str] = &[
        "name", "court", "on", "pool", "dialect", "spoken", "written", "post", "limit", "cursor",
    ];

    fn take(fields: &mut Fields) -> Self {
        Self {
            name: fields.text("name"),
            court: fields.text("court"),
            on: fields.parsed("on", |text| day("on", text)),
            pool: fields.chosen("pool", |text| code(Pool::ALL, Pool::as_str, text)),
            dialect: fields.chosen("dialect", |text| code(Dialect::ALL, Dialect::as_str, text)),
            spoken: fields.chosen("spoken", |text| code(Spoken::ALL, Spoken::as_str, text)),
            written: fields.chosen("written", |text| code(Written::ALL, Written::as_str, text)),
            post: fields.chosen("post", |text| code(PostKind::ALL, PostKind::as_str, text)),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

/// Reads a day.
pub fn day(name: &str, text: &str) -> Result<Day, Issue> {
    let bad = |_| Issue::of(name, IssueCode::BadDay).with("value", crate::input::shortened(text));
    text.parse().map_err(bad)
}

/// Reads a member of a closed list by its code.
pub fn code<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Result<T, Vec<&'static str>> {
    let found = all.iter().copied().find(|member| name(*member) == text);
    found.ok_or_else(|| all.iter().copied().map(name).collect())
}

pub(super) fn pool_schema() -> Object {
    schemas::closed_list(Pool::ALL.iter().map(|member| member.as_str()), None)
}

pub(super) fn dialect_schema() -> Object {
    schemas::closed_list(Dialect::ALL.iter().map(|member| member.as_str()), None)
}

pub(super) fn spoken_schema() -> Object {
    schemas::closed_list(Spoken::ALL.iter().map(|member| member.as_str()), None)
}

pub(super) fn written_schema() -> Object {
    schemas::closed_list(Written::ALL.iter().map(|member| member.as_str()), None)
}

pub(super) fn post_schema() -> Object {
    schemas::closed_list(PostKind::ALL.iter().map(|member| member.as_str()), None)
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

/// People by id.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleBody {
    items: Vec<PersonLineBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// The own record.
#[derive(Serialize, ToSchema)]
pub struct OwnRecordBody {
    person: PersonBody,
    trainings: Vec<EnrolmentBody>,
    /// What was asked to be corrected, the newest first.
    corrections: Vec<CorrectionBody>,
    /// Who has looked or written, the newest first.
    seen_by: Vec<SeenBody>,
}

/// Lists people of the caller's courts.
#[utoipa::path(get, path = "/api/v1/people", tag = "registry", params(PeopleParams), responses(
    (status = 200, description = "People, by id", body = PeopleBody)))]
pub async fn list_people(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    FromQuery(params): FromQuery<PeopleParams>,
) -> Result<Json<PeopleBody>, Problem> {
    let after = params.cursor.map(id_cursor::<PersonId>).transpose()?;
    let wanted = PeopleWanted {
        court: params.court,
        on: params.on,
        name: params.name,
        pool: params.pool,
        dialect: params.dialect,
        spoken: params.spoken,
        written: params.written,
        post: params.post,
        columns: Vec::new(),
    };
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let page = handle
        .show(permit, move |app, permit| {
            app.list_people(permit, &wanted, after.as_deref(), limit)
        })
        .await?;
    Ok(Json(PeopleBody {
        items: page.lines.into_iter().map(PersonLineBody::from).collect(),
        next_cursor: page.next,
    }))
}

/// Makes a person with a post in a court of the caller's.
#[utoipa::path(post, path = "/api/v1/people", tag = "registry", request_body = PersonParams,
    params(("Idempotency-Key" = Option<String>, Header, description = "Under the same key, the same is written once", pattern = "^[!-~]{1,255}$")),
    responses((status = 201, description = "The new person", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes"), ("Location" = String, description = "Its address")))))]
pub async fn create_person(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Keyed(key): Keyed,
    FromBody(PersonRead(input)): FromBody<PersonRead>,
) -> Result<Response, Problem> {
    let repeating = repeating(key.as_ref());
    let work =
        move |app: &app::App, permit: &Permit<WriteRegistry>| app.create_person(permit, &input, key.as_ref());
    created("/api/v1/people", &handle.act(permit, repeating, work).await?)
}

/// Returns a person with everything that is not sealed; that it was read is written down.
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "registry",
    params(("id" = String, Path, description = "The person's id")), responses(
    (status = 200, description = "The person", body = PersonBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn find_person(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_person(permit, &id))
        .await?;
    tagged(entry.revision, Json(PersonBody::from(entry)))
}

/// Writes a person anew. Numbers that are left out stay.
#[utoipa::path(put, path = "/api/v1/people/{id}", tag = "registry", request_body = PersonParams,
    params(("id" = String, Path, description = "The person's id"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_person(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(PersonRead(input)): FromBody<PersonRead>,
) -> Result<Response, Problem> {
    let work =
        move |app: &app::App, permit: &Permit<WriteRegistry>| app.put_person(permit, &id, expected, &input);
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

/// Returns the record of the person with whom the caller's account is linked.
#[utoipa::path(get, path = "/api/v1/me/record", tag = "registry", responses(
    (status = 200, description = "The own record", body = OwnRecordBody)))]
pub async fn own_record(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadOwnRecord>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<OwnRecordBody>, Problem> {
    let record = handle.show(permit, |app, permit| app.own_record(permit)).await?;
    Ok(Json(OwnRecordBody {
        person: PersonBody::from(record.person),
        trainings: record.enrolments.into_iter().map(EnrolmentBody::from).collect(),
        corrections: record.corrections.into_iter().map(CorrectionBody::from).collect(),
        seen_by: record.seen_by.into_iter().map(SeenBody::from).collect(),
    }))
}
