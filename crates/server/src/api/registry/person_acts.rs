//! What is done to people besides writing them: duplicates, joining, numbers in full, who has looked, erasing.

use access::{ErasePeople, Permit, ReadRegistry, SeePersonalData, WriteRegistry};
use app::registry::{JoiningPeople, Overlap, PersonRevision, Resemblance, TrainingDays};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use registry::SecretKind;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::concepts::{RevisionsParams, tagged};
use super::super::timestamp::rfc3339;
use super::people::code;
use super::people_body::{PersonLineBody, PersonText, SeenBody};
use super::written;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatch, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// How many revisions are listed at once.
const REVISIONS: usize = 50;
/// How many entries of the audit are listed.
const SEEN: usize = 200;

/// People who may be the one that was asked about.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicatesBody {
    items: Vec<DuplicateBody>,
}

/// Somebody who may be the same.
#[derive(Debug, Serialize, ToSchema)]
struct DuplicateBody {
    person: PersonLineBody,
    /// `same_identity_number`, `same_name_and_birth`, `same_name_and_court`.
    because: Vec<&'static str>,
    /// Trainings on the same days, one of each: joining the two is not refused, and credits both until one is corrected.
    overlapping_trainings: Vec<OverlapBody>,
}

/// What came of joining two records.
#[derive(Debug, Serialize, ToSchema)]
pub struct JoinedPeopleBody {
    id: String,
    /// The newest revision of the one that stays.
    revision: u64,
    /// The change from which on the two are one.
    seq: u64,
    /// Trainings on the same days, one of each record: both stay credited until one is corrected.
    overlapping_trainings: Vec<OverlapBody>,
}

/// Two trainings that one person cannot have been in both.
#[derive(Debug, Serialize, ToSchema)]
struct OverlapBody {
    one: TrainingDaysBody,
    other: TrainingDaysBody,
}

/// A training with its days.
#[derive(Debug, Serialize, ToSchema)]
struct TrainingDaysBody {
    id: String,
    title: String,
    from: String,
    to: String,
}

impl From<Overlap> for OverlapBody {
    fn from(overlap: Overlap) -> Self {
        let body = |training: TrainingDays| TrainingDaysBody {
            id: training.id,
            title: training.title,
            from: training.from.to_string(),
            to: training.to.to_string(),
        };
        Self {
            one: body(overlap.one),
            other: body(overlap.other),
        }
    }
}

/// The history of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonRevisionsBody {
    items: Vec<PersonRevisionBody>,
}

/// One revision.
#[derive(Debug, Serialize, ToSchema)]
struct PersonRevisionBody {
    revision: u64,
    /// `write`, `import`, `undo`, `merge` or `delete`.
    act: &'static str,
    reason: Option<String>,
    author: String,
    at: String,
    /// The change that made it.
    seq: u64,
    /// What it said; `null` if it took the person away.
    person: Option<PersonText>,
}

/// Who has looked or written, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenByBody {
    items: Vec<SeenBody>,
}

/// What is sealed, in full.
#[derive(Serialize, ToSchema)]
pub struct SecretsBody {
    values: Vec<String>,
}

/// Who is somebody else.
#[derive(Debug, ToSchema)]
pub struct ApartParams {
    #[schema(value_type = String)]
    other: Option<String>,
    #[schema(value_type = String)]
    reason: Option<String>,
}

impl Members for ApartParams {
    const NAMES: &'static [&'static str] = &["other", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let (other, reason) = (fields.text("other"), fields.text("reason"));
        Self {
            other: fields.wanted("other", other),
            reason: fields.wanted("reason", reason),
        }
    }
}

/// Into whom this person is joined.
#[derive(Debug, ToSchema)]
pub struct MergePeopleParams {
    /// Who stays.
    #[schema(value_type = String)]
    into: Option<String>,
    /// The newest revision of who stays.
    #[schema(value_type = u64, minimum = 1)]
    into_revision: Option<u64>,
    #[schema(value_type = String)]
    reason: Option<String>,
}

impl Members for MergePeopleParams {
    const NAMES: &'static [&'static str] = &["into", "into_revision", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let into = fields.text("into");
        let into_revision = fields.number("into_revision", 1..=i64::MAX.unsigned_abs());
        let reason = fields.text("reason");
        Self {
            into: fields.wanted("into", into),
            into_revision: fields.wanted("into_revision", into_revision),
            reason: fields.wanted("reason", reason),
        }
    }
}

/// What a number is needed for.
#[derive(Debug, ToSchema)]
pub struct PurposeParams {
    #[schema(value_type = String)]
    pub purpose: Option<String>,
}

impl Members for PurposeParams {
    const NAMES: &'static [&'static str] = &["purpose"];

    fn take(fields: &mut Fields) -> Self {
        let purpose = fields.text("purpose");
        Self {
            purpose: fields.wanted("purpose", purpose),
        }
    }
}

/// Why somebody is erased.
#[derive(Debug, ToSchema)]
pub struct ErasureParams {
    #[schema(value_type = String)]
    reason: Option<String>,
}

impl Members for ErasureParams {
    const NAMES: &'static [&'static str] = &["reason"];

    fn take(fields: &mut Fields) -> Self {
        let reason = fields.text("reason");
        Self {
            reason: fields.wanted("reason", reason),
        }
    }
}

/// Lists people of the caller's courts who may be the same person.
#[utoipa::path(get, path = "/api/v1/people/{id}/duplicates", tag = "registry",
    params(("id" = String, Path, description = "The person's id")), responses(
    (status = 200, description = "The likeliest first", body = DuplicatesBody)))]
pub async fn list_duplicates(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<DuplicatesBody>, Problem> {
    let found = handle
        .show(permit, move |app, permit| app.find_duplicates(permit, &id))
        .await?;
    let body = |found: app::registry::Duplicate| DuplicateBody {
        person: found.line.into(),
        because: found.because.into_iter().map(why).collect(),
        overlapping_trainings: found.overlapping.into_iter().map(OverlapBody::from).collect(),
    };
    Ok(Json(DuplicatesBody {
        items: found.into_iter().map(body).collect(),
    }))
}

fn why(resemblance: Resemblance) -> &'static str {
    match resemblance {
        Resemblance::SameIdentityNumber => "same_identity_number",
        Resemblance::SameNameAndBirth => "same_name_and_birth",
        Resemblance::SameNameAndCourt => "same_name_and_court",
    }
}

/// Remembers that two people are two.
#[utoipa::path(post, path = "/api/v1/people/{id}/duplicates", tag = "registry", request_body = ApartParams,
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, description = "The person", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn keep_apart(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    FromBody(params): FromBody<ApartParams>,
) -> Result<Response, Problem> {
    let (other, reason) = (
        params.other.unwrap_or_default(),
        params.reason.unwrap_or_default(),
    );
    let work =
        move |app: &app::App, permit: &Permit<WriteRegistry>| app.keep_apart(permit, &id, &other, &reason);
    written(&handle.act(permit, Repeating::IsSafe, work).await?)
}

/// Joins a person into another record of the same person. The address leads there from then on.
#[utoipa::path(post, path = "/api/v1/people/{id}/merge", tag = "registry", request_body = MergePeopleParams,
    params(("id" = String, Path, description = "The one that goes"),
        ("If-Match" = String, Header, description = "Its newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The one that stays, and the change from which on the two are one", body = JoinedPeopleBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn merge_people(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(gone_revision): IfMatch,
    FromBody(params): FromBody<MergePeopleParams>,
) -> Result<Response, Problem> {
    let joining = JoiningPeople {
        gone: id,
        gone_revision,
        kept: params.into.unwrap_or_default(),
        kept_revision: params.into_revision.unwrap_or_default(),
        reason: params.reason.unwrap_or_default(),
    };
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| app.merge_people(permit, &joining);
    let joined = handle.act(permit, Repeating::WritesAgain, work).await?;
    let body = JoinedPeopleBody {
        id: joined.written.id,
        revision: joined.written.revision,
        seq: joined.written.seq,
        overlapping_trainings: joined.overlapping.into_iter().map(OverlapBody::from).collect(),
    };
    tagged(body.revision, Json(body))
}

/// Lists revisions of a person, the newest first.
#[utoipa::path(get, path = "/api/v1/people/{id}/revisions", tag = "registry",
    params(("id" = String, Path, description = "The person's id"), RevisionsParams), responses(
    (status = 200, description = "Up to 50", body = PersonRevisionsBody)))]
pub async fn list_person_revisions(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<RevisionsParams>,
) -> Result<Json<PersonRevisionsBody>, Problem> {
    let before = params.before;
    let found = handle
        .show(permit, move |app, permit| {
            app.person_revisions(permit, &id, before, REVISIONS)
        })
        .await?;
    let body = |one: PersonRevision| PersonRevisionBody {
        revision: one.revision,
        act: one.act.as_str(),
        reason: one.reason,
        author: one.author,
        at: rfc3339(one.at_ms),
        seq: one.seq,
        person: one.person.map(PersonText::from),
    };
    Ok(Json(PersonRevisionsBody {
        items: found.into_iter().map(body).collect(),
    }))
}

/// Lists who has looked at a person and who has written about the person.
#[utoipa::path(get, path = "/api/v1/people/{id}/seen-by", tag = "registry",
    params(("id" = String, Path, description = "The person's id")), responses(
    (status = 200, description = "The newest first", body = SeenByBody)))]
pub async fn list_seen_by(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<SeenByBody>, Problem> {
    let found = handle
        .show(permit, move |app, permit| app.person_seen_by(permit, &id, SEEN))
        .await?;
    Ok(Json(SeenByBody {
        items: found.into_iter().map(SeenBody::from).collect(),
    }))
}

/// Shows the identity number or the telephone numbers of a person in full. Who has looked and what for is written down
/// before; nothing keeps the answer.
#[utoipa::path(post, path = "/api/v1/people/{id}/secrets/{kind}", tag = "registry", request_body = PurposeParams,
    params(("id" = String, Path, description = "The person's id"),
        ("kind" = String, Path, description = "`identity_number` or `phone`")),
    responses((status = 200, description = "In full", body = SecretsBody)))]
pub async fn see_secret(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<SeePersonalData>,
    Path((id, kind)): Path<(String, String)>,
    FromBody(params): FromBody<PurposeParams>,
) -> Result<Response, Problem> {
    let kind = code(SecretKind::ALL, SecretKind::as_str, &kind).map_err(|_| Problem::new(Code::NotFound))?;
    let purpose = params.purpose.unwrap_or_default();
    let seen = handle
        .show(permit, move |app, permit| {
            app.see_secret(permit, &id, kind, &purpose)
        })
        .await?;
    let values = seen.iter().map(|value| value.to_string()).collect();
    let mut response = Json(SecretsBody { values }).into_response();
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    Ok(response)
}

/// Erases a person: what tells who it was goes from every revision, and what statistics rest on stays.
#[utoipa::path(post, path = "/api/v1/people/{id}/erasure", tag = "registry", request_body = ErasureParams,
    params(("id" = String, Path, description = "The person's id"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "What is left", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn erase_person(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ErasePeople>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<ErasureParams>,
) -> Result<Response, Problem> {
    let reason = params.reason.unwrap_or_default();
    let work =
        move |app: &app::App, permit: &Permit<ErasePeople>| app.erase_person(permit, &id, expected, &reason);
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}
