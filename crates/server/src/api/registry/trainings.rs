//! `/api/v1/trainings`: the plan, the timetable and the seats of trainings, and how they come further.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::registry::{TrainingEntry, TrainingPlace, TrainingsWanted};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use registry::{Declared, Lesson, Quota, Training, TrainingState, Venue};
use serde::Serialize;
use serde_json::Value;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::super::concepts::tagged;
use super::super::schemas;
use super::people::code;
use super::{created, members, repeating, shapes, written};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatch, Keyed, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

const DEFAULT_LIMIT: u64 = 20;

/// Which trainings.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrainingsParams {
    /// Those whose first day lies in this year.
    #[param(minimum = 1900, maximum = 2199)]
    year: Option<u64>,
    /// Those of this programme.
    programme: Option<String>,
    #[param(schema_with = state_schema)]
    state: Option<TrainingState>,
    /// At most this many.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Members for TrainingsParams {
    const NAMES: &'static [&'static str] = &["year", "programme", "state", "limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            year: fields.number("year", 1900..=2199),
            programme: fields.text("programme"),
            state: fields.chosen("state", |text| {
                code(TrainingState::ALL, TrainingState::as_str, text)
            }),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

fn state_schema() -> Object {
    schemas::closed_list(TrainingState::ALL.iter().map(|state| state.as_str()), None)
}

/// Trainings by their first day.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingsBody {
    items: Vec<TrainingBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A training.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingBody {
    id: String,
    revision: u64,
    programme: String,
    title: String,
    /// In the series, from 1.
    number: Option<u16>,
    number_in_year: Option<u16>,
    from: String,
    to: String,
    /// `classroom`, `online` or `mixed`.
    mode: &'static str,
    /// `planned`, `open`, `closed` or `cancelled`.
    state: &'static str,
    #[schema(value_type = Vec<shapes::Venue>)]
    venues: Vec<Venue>,
    groups: Vec<String>,
    /// The code of the court that holds it.
    court: Option<String>,
    organiser: Option<String>,
    base: Option<String>,
    trainee_class: Option<String>,
    #[schema(value_type = Vec<shapes::Quota>)]
    quotas: Vec<Quota>,
    #[schema(value_type = Vec<shapes::Lesson>)]
    lessons: Vec<Lesson>,
    cost_fen: Option<u64>,
    documents: Vec<String>,
    /// The totals of one whose roster is lost.
    #[schema(value_type = Option<shapes::DeclaredTotals>)]
    declared: Option<Declared>,
    /// Whether somebody stands on the roster, so that figures come from there and what is declared is history.
    has_roster: bool,
    note: Option<String>,
}

/// What a training is to say.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"programme": "g-0123456789abcdef01234567", "title": "第十一期双语法官培训班", "from": "2026-10-14", "to": "2026-10-24", "mode": "classroom"}))]
#[expect(dead_code, reason = "the members are what the document says of them")]
pub struct TrainingParams {
    programme: String,
    title: String,
    number: Option<u16>,
    number_in_year: Option<u16>,
    #[schema(schema_with = shapes::day)]
    from: String,
    #[schema(schema_with = shapes::day)]
    to: String,
    #[schema(schema_with = shapes::mode)]
    mode: String,
    #[schema(value_type = Option<Vec<shapes::Venue>>)]
    venues: Option<Vec<Value>>,
    groups: Option<Vec<String>>,
    /// The code of the court that holds it; without one, the highest court does.
    court: Option<String>,
    organiser: Option<String>,
    base: Option<String>,
    trainee_class: Option<String>,
    #[schema(value_type = Option<Vec<shapes::Quota>>)]
    quotas: Option<Vec<Value>>,
    #[schema(value_type = Option<Vec<shapes::Lesson>>)]
    lessons: Option<Vec<Value>>,
    cost_fen: Option<u64>,
    documents: Option<Vec<String>>,
    #[schema(value_type = Option<shapes::DeclaredTotals>)]
    declared: Option<Value>,
    note: Option<String>,
}

/// A training that was read.
#[derive(Debug)]
pub struct TrainingInput(Option<Training>);

impl Members for TrainingInput {
    const NAMES: &'static [&'static str] = &[
        "programme",
        "title",
        "number",
        "number_in_year",
        "from",
        "to",
        "mode",
        "venues",
        "groups",
        "court",
        "organiser",
        "base",
        "trainee_class",
        "quotas",
        "lessons",
        "cost_fen",
        "documents",
        "declared",
        "note",
    ];

    fn take(fields: &mut Fields) -> Self {
        let mut members = fields.rest();
        // How far it has come is changed by steps.
        let planned = TrainingState::Planned.as_str();
        members.insert("state".to_owned(), Value::from(planned));
        Self(members::object(fields, members))
    }
}

/// Where a training is to go.
#[derive(Debug, ToSchema)]
pub struct TrainingStepParams {
    /// Closing it credits hours and freezes them.
    #[schema(schema_with = state_schema, required = true)]
    to: Option<TrainingState>,
    /// Needed for cancelling and for opening again.
    reason: Option<String>,
}

impl Members for TrainingStepParams {
    const NAMES: &'static [&'static str] = &["to", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let to = fields.chosen("to", |text| code(TrainingState::ALL, TrainingState::as_str, text));
        Self {
            to: fields.wanted("to", to),
            reason: fields.text("reason"),
        }
    }
}

/// Lists trainings. Everybody who may read the registry sees them; who is on a roster is another matter.
#[utoipa::path(get, path = "/api/v1/trainings", tag = "registry", params(TrainingsParams), responses(
    (status = 200, description = "Trainings, by their first day", body = TrainingsBody)))]
pub async fn list_trainings(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    FromQuery(params): FromQuery<TrainingsParams>,
) -> Result<Json<TrainingsBody>, Problem> {
    let after = params.cursor.map(place_of).transpose()?;
    let wanted = TrainingsWanted {
        year: params.year.and_then(|year| i16::try_from(year).ok()),
        programme: params.programme,
        state: params.state,
    };
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let mut found = handle
        .show(permit, move |app, permit| {
            app.list_trainings(permit, &wanted, after.as_ref(), limit.saturating_add(1))
        })
        .await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found
        .last()
        .map(|entry| format!("{}~{}", entry.training.from, entry.id));
    Ok(Json(TrainingsBody {
        items: found.into_iter().map(TrainingBody::from).collect(),
        next_cursor: last.filter(|_| has_more),
    }))
}

fn place_of(raw: String) -> Result<TrainingPlace, Problem> {
    let parts = raw.split_once('~');
    let read = parts.filter(|(day, id)| {
        day.parse::<registry::Day>().is_ok() && id.parse::<registry::TrainingId>().is_ok()
    });
    let (from, id) = read.ok_or_else(|| Problem::bad_cursor(&raw))?;
    Ok(TrainingPlace {
        from: from.to_owned(),
        id: id.to_owned(),
    })
}

/// Plans a training.
#[utoipa::path(post, path = "/api/v1/trainings", tag = "registry", request_body = TrainingParams,
    params(("Idempotency-Key" = Option<String>, Header, description = "Under the same key, the same is written once", pattern = "^[!-~]{1,255}$")),
    responses((status = 201, description = "The new training, planned", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes"), ("Location" = String, description = "Its address")))))]
pub async fn create_training(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Keyed(key): Keyed,
    FromBody(TrainingInput(training)): FromBody<TrainingInput>,
) -> Result<Response, Problem> {
    let training = training.ok_or_else(|| Problem::new(Code::InvalidInput))?;
    let repeating = repeating(key.as_ref());
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.create_training(permit, training.clone(), key.as_ref())
    };
    created("/api/v1/trainings", &handle.act(permit, repeating, work).await?)
}

/// Returns a training.
#[utoipa::path(get, path = "/api/v1/trainings/{id}", tag = "registry",
    params(("id" = String, Path, description = "The training's id")), responses(
    (status = 200, description = "The training", body = TrainingBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn find_training(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_training(permit, &id))
        .await?;
    tagged(entry.revision, Json(TrainingBody::from(entry)))
}

/// Writes the plan of a training anew; the court that holds it may. How far it has come stays.
#[utoipa::path(put, path = "/api/v1/trainings/{id}", tag = "registry", request_body = TrainingParams,
    params(("id" = String, Path, description = "The training's id"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_training(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(TrainingInput(training)): FromBody<TrainingInput>,
) -> Result<Response, Problem> {
    let training = training.ok_or_else(|| Problem::new(Code::InvalidInput))?;
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_training(permit, &id, expected, training.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

/// Takes a training a step further, or back.
#[utoipa::path(post, path = "/api/v1/trainings/{id}/transitions", tag = "registry", request_body = TrainingStepParams,
    params(("id" = String, Path, description = "The training's id"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn step_training(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<TrainingStepParams>,
) -> Result<Response, Problem> {
    let to = params.to.ok_or_else(|| Problem::new(Code::InvalidInput))?;
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.step_training(permit, &id, expected, to, params.reason.as_deref())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

impl From<TrainingEntry> for TrainingBody {
    fn from(entry: TrainingEntry) -> Self {
        let training = entry.training;
        Self {
            id: entry.id,
            revision: entry.revision,
            programme: training.programme.to_string(),
            title: training.title,
            number: training.number,
            number_in_year: training.number_in_year,
            from: training.from.to_string(),
            to: training.to.to_string(),
            mode: training.mode.as_str(),
            state: training.state.as_str(),
            venues: training.venues,
            groups: training.groups,
            court: training.court,
            organiser: training.organiser,
            base: training.base,
            trainee_class: training.trainee_class,
            quotas: training.quotas,
            lessons: training.lessons,
            cost_fen: training.cost_fen,
            documents: training.documents,
            declared: training.declared,
            has_roster: entry.has_roster,
            note: training.note,
        }
    }
}
