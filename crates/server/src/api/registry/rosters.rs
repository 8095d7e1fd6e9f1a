//! `/api/v1/trainings/{id}/enrolments`, `/attendance` and `/results`: who is on a roster, who came, and what came of it.

use access::{EnrolPeople, Permit, ReadRegistry, WriteResults};
use app::registry::{AttendanceLine, EnrolmentStep, Nominee, ResultLine};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use registry::{Attendance, EnrolmentState, TestResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::super::concepts::tagged;
use super::super::paging::PartParams;
use super::super::schemas;
use super::people::code;
use super::person_lists::EnrolmentsBody;
use super::{RecordWrittenBody, members, repeating, shapes, written};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatch, Keyed, Members};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// Which part of a roster.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EnrolmentsParams {
    #[param(schema_with = state_schema)]
    state: Option<EnrolmentState>,
    #[param(ignore)]
    part: PartParams,
}

impl Members for EnrolmentsParams {
    const NAMES: &'static [&'static str] = &["state", "limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            state: fields.chosen("state", |text| {
                code(EnrolmentState::ALL, EnrolmentState::as_str, text)
            }),
            part: PartParams::take(fields),
        }
    }
}

fn state_schema() -> Object {
    schemas::closed_list(EnrolmentState::ALL.iter().map(|state| state.as_str()), None)
}

/// Who is to be enrolled.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"trainee": {"person": "p-0123456789abcdef01234567"}}))]
#[expect(dead_code, reason = "the members are what the document says of them")]
pub struct NomineeParams {
    /// `{"person": id}`, or `{"guest": {"name", "unit"}}`.
    #[schema(value_type = shapes::Trainee)]
    trainee: Value,
    group: Option<String>,
    venue: Option<String>,
    /// The enrolment in whose place this one comes.
    replaces: Option<String>,
    /// Why that one is taken back; needed with `replaces`.
    reason: Option<String>,
}

/// Somebody who was read.
#[derive(Debug)]
pub struct NomineeInput(Option<Nominee>);

impl Members for NomineeInput {
    const NAMES: &'static [&'static str] = &["trainee", "group", "venue", "replaces", "reason"];

    fn take(fields: &mut Fields) -> Self {
        Self(members::record(fields))
    }
}

/// What came of naming somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrollingBody {
    id: String,
    revision: u64,
    seq: u64,
    /// `nominated`, or `waiting` where there is no seat left for the court.
    state: &'static str,
    /// From 1.
    waiting_place: Option<u16>,
}

/// Where an enrolment is to go.
#[derive(Debug, ToSchema)]
pub struct EnrolmentStepParams {
    #[schema(schema_with = state_schema, required = true)]
    to: Option<EnrolmentState>,
    /// Needed for taking back, putting off and letting go, and for a seat that somebody else waits for longer.
    reason: Option<String>,
    /// If it is to be another one.
    group: Option<String>,
    /// If it is to be another one.
    venue: Option<String>,
}

impl Members for EnrolmentStepParams {
    const NAMES: &'static [&'static str] = &["to", "reason", "group", "venue"];

    fn take(fields: &mut Fields) -> Self {
        let to = fields.chosen("to", |text| {
            code(EnrolmentState::ALL, EnrolmentState::as_str, text)
        });
        Self {
            to: fields.wanted("to", to),
            reason: fields.text("reason"),
            group: fields.text("group"),
            venue: fields.text("venue"),
        }
    }
}

/// What sheets say, a line for each enrolment and half-day.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"items": [{"enrolment": "e-0123456789abcdef01234567", "day": "2026-10-14", "half": "morning", "presence": "present"}]}))]
pub struct AttendanceParams {
    #[schema(value_type = Vec<shapes::AttendanceLine>)]
    items: Vec<AttendanceLine>,
}

impl Members for AttendanceParams {
    const NAMES: &'static [&'static str] = &["items"];

    fn take(fields: &mut Fields) -> Self {
        let items = lines::<Attendance>(fields);
        let line = |(enrolment, attendance)| AttendanceLine {
            enrolment,
            attendance,
        };
        Self {
            items: items.into_iter().map(line).collect(),
        }
    }
}

/// What came of tests, a line for each enrolment and attempt.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"items": [{"enrolment": "e-0123456789abcdef01234567", "component": "written", "passed": true}]}))]
pub struct ResultsParams {
    #[schema(value_type = Vec<shapes::ResultLine>)]
    items: Vec<ResultLine>,
}

impl Members for ResultsParams {
    const NAMES: &'static [&'static str] = &["items"];

    fn take(fields: &mut Fields) -> Self {
        let items = lines::<TestResult>(fields);
        let line = |(enrolment, result)| ResultLine { enrolment, result };
        Self {
            items: items.into_iter().map(line).collect(),
        }
    }
}

/// Reads lines that name an enrolment beside the members of a `T`.
fn lines<T: DeserializeOwned>(fields: &mut Fields) -> Vec<(String, T)> {
    members::parsed_items(fields, "items", |pointer, mut line: Map<String, Value>| {
        let enrolment = match line.remove("enrolment") {
            Some(Value::String(enrolment)) => enrolment,
            _ => return Err(members::missing(pointer, "enrolment")),
        };
        Ok((enrolment, members::item(pointer, line)?))
    })
}

/// The enrolments that were written.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnteredBody {
    items: Vec<RecordWrittenBody>,
}

/// Lists who is on the roster of a training: everybody for the court that holds it, for others the people of their courts.
#[utoipa::path(get, path = "/api/v1/trainings/{id}/enrolments", tag = "registry",
    params(("id" = String, Path, description = "The training's id"), EnrolmentsParams, PartParams), responses(
    (status = 200, description = "By id, each part in the order in which the roster is printed", body = EnrolmentsBody)))]
pub async fn list_enrolments(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<EnrolmentsParams>,
) -> Result<Json<EnrolmentsBody>, Problem> {
    roster(&handle, permit, id, params.state, params.part).await
}

/// Names somebody for a training.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/enrolments", tag = "registry", request_body = NomineeParams,
    params(("id" = String, Path, description = "The training's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "Under the same key, the same is written once", pattern = "^[!-~]{1,255}$")),
    responses((status = 201, description = "The enrolment", body = EnrollingBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn enrol(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<EnrolPeople>,
    Path(id): Path<String>,
    Keyed(key): Keyed,
    FromBody(NomineeInput(nominee)): FromBody<NomineeInput>,
) -> Result<Response, Problem> {
    let nominee = nominee.ok_or_else(|| Problem::new(Code::InvalidInput))?;
    let repeating = repeating(key.as_ref());
    let work =
        move |app: &app::App, permit: &Permit<EnrolPeople>| app.enrol(permit, &id, &nominee, key.as_ref());
    let enrolling = handle.act(permit, repeating, work).await?;
    let body = EnrollingBody {
        id: enrolling.written.id,
        revision: enrolling.written.revision,
        seq: enrolling.written.seq,
        state: enrolling.state.as_str(),
        waiting_place: enrolling.waiting_place,
    };
    tagged(body.revision, (StatusCode::CREATED, Json(body)))
}

/// Takes an enrolment a step further, or back.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/enrolments/{enrolment}/transitions", tag = "registry", request_body = EnrolmentStepParams,
    params(("id" = String, Path, description = "The training's id"),
        ("enrolment" = String, Path, description = "The enrolment's id"),
        ("If-Match" = String, Header, description = "The newest revision of the enrolment, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn step_enrolment(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<EnrolPeople>,
    Path((id, enrolment)): Path<(String, String)>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<EnrolmentStepParams>,
) -> Result<Response, Problem> {
    let step = EnrolmentStep {
        to: params.to.ok_or_else(|| Problem::new(Code::InvalidInput))?,
        reason: params.reason,
        group: params.group,
        venue: params.venue,
    };
    let work = move |app: &app::App, permit: &Permit<EnrolPeople>| {
        app.step_enrolment(permit, &id, &enrolment, expected, &step)
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

/// Lists who was there when, of those whom the caller may see.
#[utoipa::path(get, path = "/api/v1/trainings/{id}/attendance", tag = "registry",
    params(("id" = String, Path, description = "The training's id"), PartParams), responses(
    (status = 200, description = "The roster with its attendance", body = EnrolmentsBody)))]
pub async fn list_attendance(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(part): FromQuery<PartParams>,
) -> Result<Json<EnrolmentsBody>, Problem> {
    roster(&handle, permit, id, None, part).await
}

/// Enters attendance, all lines or none; a line takes the place of what was said of its half-day. It asks for no `If-Match`: a
/// line is about one half-day of one enrolment, and two clerks who type two half-days at once are not in each other's way.
#[utoipa::path(put, path = "/api/v1/trainings/{id}/attendance", tag = "registry", request_body = AttendanceParams,
    params(("id" = String, Path, description = "The training's id")), responses(
    (status = 200, description = "The enrolments", body = EnteredBody)))]
pub async fn enter_attendance(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteResults>,
    Path(id): Path<String>,
    FromBody(params): FromBody<AttendanceParams>,
) -> Result<Json<EnteredBody>, Problem> {
    let work =
        move |app: &app::App, permit: &Permit<WriteResults>| app.enter_attendance(permit, &id, &params.items);
    entered(handle.act(permit, Repeating::IsSafe, work).await?)
}

/// Lists what came of tests, of those whom the caller may see.
#[utoipa::path(get, path = "/api/v1/trainings/{id}/results", tag = "registry",
    params(("id" = String, Path, description = "The training's id"), PartParams), responses(
    (status = 200, description = "The roster with its results", body = EnrolmentsBody)))]
pub async fn list_results(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(part): FromQuery<PartParams>,
) -> Result<Json<EnrolmentsBody>, Problem> {
    roster(&handle, permit, id, None, part).await
}

/// Enters results of tests, all lines or none; a line takes the place of what was said of its attempt. As for attendance, it
/// asks for no `If-Match`.
#[utoipa::path(put, path = "/api/v1/trainings/{id}/results", tag = "registry", request_body = ResultsParams,
    params(("id" = String, Path, description = "The training's id")), responses(
    (status = 200, description = "The enrolments", body = EnteredBody)))]
pub async fn enter_results(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteResults>,
    Path(id): Path<String>,
    FromBody(params): FromBody<ResultsParams>,
) -> Result<Json<EnteredBody>, Problem> {
    let work =
        move |app: &app::App, permit: &Permit<WriteResults>| app.enter_results(permit, &id, &params.items);
    entered(handle.act(permit, Repeating::IsSafe, work).await?)
}

async fn roster(
    handle: &Handle,
    permit: Permit<ReadRegistry>,
    id: String,
    state: Option<EnrolmentState>,
    part: PartParams,
) -> Result<Json<EnrolmentsBody>, Problem> {
    let found = handle
        .show(permit, move |app, permit| app.list_enrolments(permit, &id, state))
        .await?;
    Ok(Json(EnrolmentsBody::of_roster(found, part)?))
}

fn entered(written: Vec<app::registry::RecordWritten>) -> Result<Json<EnteredBody>, Problem> {
    Ok(Json(EnteredBody {
        items: written.iter().map(RecordWrittenBody::from).collect(),
    }))
}
