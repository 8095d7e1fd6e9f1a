//! `/api/v1/corrections`: what people ask to have corrected in their own records, and what the courts decide.

use access::{AskCorrection, Permit, ReadRegistry, SeePersonalData, WriteRegistry};
use app::registry::rules::{CorrectionField, CorrectionState, CorrectionText};
use app::registry::{CorrectionEntry, CorrectionLine, CorrectionVerdict, CorrectionWish};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::openapi::schema::Object;
use utoipa::{IntoParams, ToSchema};

use super::super::schemas;
use super::super::time_cursor::{read_time_cursor, write_time_cursor};
use super::super::timestamp::rfc3339;
use super::people::code;
use super::people_body::PersonLineBody;
use super::person_acts::PurposeParams;
use super::repeating;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Keyed, Members};
use crate::problem::{Issue, IssueCode, Problem};
use crate::write::Repeating;

const DEFAULT_LIMIT: u64 = 20;
/// What is decided, and whether the record is corrected then.
pub const VERDICTS: [(&str, bool); 2] = [("accept", true), ("refuse", false)];

/// Which wishes.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CorrectionsParams {
    #[param(schema_with = state_schema)]
    state: CorrectionState,
    /// At most this many.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Members for CorrectionsParams {
    const NAMES: &'static [&'static str] = &["state", "limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        let state = fields.chosen("state", |text| {
            code(CorrectionState::ALL, CorrectionState::as_str, text)
        });
        Self {
            state: state.unwrap_or(CorrectionState::Open),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

fn state_schema() -> Object {
    schemas::closed_list(CorrectionState::ALL.iter().map(|one| one.as_str()), Some("open"))
}

fn field_schema() -> Object {
    schemas::closed_list(CorrectionField::ALL.iter().map(|one| one.as_str()), None)
}

fn verdict_schema() -> Object {
    schemas::word_of(&VERDICTS, None)
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

/// What is asked to be corrected.
#[derive(ToSchema)]
pub struct CorrectionParams {
    /// The part of the record.
    #[schema(schema_with = field_schema)]
    field: Option<CorrectionField>,
    /// What the record should say.
    #[schema(value_type = String, min_length = 1, max_length = 1000)]
    wanted: Option<String>,
    /// Why, and what shows it.
    #[schema(value_type = String, min_length = 1, max_length = 1000)]
    reason: Option<String>,
}

impl Members for CorrectionParams {
    const NAMES: &'static [&'static str] = &["field", "wanted", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let field = fields.chosen("field", |text| {
            code(CorrectionField::ALL, CorrectionField::as_str, text)
        });
        let (wanted, reason) = (fields.text("wanted"), fields.text("reason"));
        Self {
            field: fields.wanted("field", field),
            wanted: fields.wanted("wanted", wanted),
            reason: fields.wanted("reason", reason),
        }
    }
}

/// What the court decides.
#[derive(Debug, ToSchema)]
pub struct VerdictParams {
    /// `accept` or `refuse`.
    #[schema(schema_with = verdict_schema)]
    decision: Option<bool>,
    /// What the asker is told; a refusal needs it.
    answer: Option<String>,
}

impl Members for VerdictParams {
    const NAMES: &'static [&'static str] = &["decision", "answer"];

    fn take(fields: &mut Fields) -> Self {
        let decision = fields.word_of("decision", &VERDICTS);
        Self {
            decision: fields.wanted("decision", decision),
            answer: fields.text("answer"),
        }
    }
}

/// A wish that was taken down.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionAskedBody {
    id: String,
}

/// Wishes, the oldest first.
#[derive(Serialize, ToSchema)]
pub struct CorrectionsBody {
    items: Vec<CorrectionEntryBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A wish with the person whom it is about.
#[derive(Serialize, ToSchema)]
struct CorrectionEntryBody {
    person: PersonLineBody,
    correction: CorrectionBody,
}

/// A wish; what in its words may be a number is cut to the last four characters.
#[derive(Serialize, ToSchema)]
pub struct CorrectionBody {
    id: String,
    /// The part of the record.
    field: &'static str,
    wanted: String,
    reason: String,
    /// The revision of the person when this was asked.
    revision: u64,
    asked_by: String,
    asked_at: String,
    /// `open`, `accepted` or `refused`.
    state: &'static str,
    decided_by: Option<String>,
    decided_at: Option<String>,
    /// What the asker is told.
    answer: Option<String>,
    /// The first revision of the person that was written after it was accepted.
    written_as: Option<u64>,
}

/// The words of a wish in full.
#[derive(Serialize, ToSchema)]
pub struct CorrectionTextBody {
    wanted: String,
    reason: String,
}

impl From<CorrectionLine> for CorrectionBody {
    fn from(line: CorrectionLine) -> Self {
        let (decided_by, decided_at) = line.decided.unzip();
        Self {
            id: line.id,
            field: line.field.as_str(),
            wanted: line.text.wanted,
            reason: line.text.reason,
            revision: line.revision,
            asked_by: line.asked_by,
            asked_at: rfc3339(line.asked_at_ms),
            state: line.state.as_str(),
            decided_by,
            decided_at: decided_at.map(rfc3339),
            answer: line.answer,
            written_as: line.written_as,
        }
    }
}

/// Asks for a correction of the own record.
#[utoipa::path(post, path = "/api/v1/people/{id}/corrections", tag = "registry", request_body = CorrectionParams,
    params(("id" = String, Path, description = "The person with whom the caller's account is linked"),
        ("Idempotency-Key" = Option<String>, Header, description = "Under the same key, the same is written once", pattern = "^[!-~]{1,255}$")),
    responses((status = 201, description = "It was taken down", body = CorrectionAskedBody)))]
pub async fn ask_correction(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<AskCorrection>,
    Path(id): Path<String>,
    Keyed(key): Keyed,
    FromBody(params): FromBody<CorrectionParams>,
) -> Result<Response, Problem> {
    let Some(field) = params.field else {
        return Err(Problem::internal("a body without what it must have was taken"));
    };
    let wish = CorrectionWish {
        field,
        text: CorrectionText {
            wanted: params.wanted.unwrap_or_default(),
            reason: params.reason.unwrap_or_default(),
        },
    };
    let repeating = repeating(key.as_ref());
    let work = move |app: &app::App, permit: &Permit<AskCorrection>| {
        app.ask_correction(permit, &id, &wish, key.as_ref())
    };
    let asked = handle.act(permit, repeating, work).await?;
    Ok((StatusCode::CREATED, Json(CorrectionAskedBody { id: asked.id })).into_response())
}

/// Lists what people of the caller's courts ask to have corrected.
#[utoipa::path(get, path = "/api/v1/corrections", tag = "registry", params(CorrectionsParams), responses(
    (status = 200, description = "The oldest first", body = CorrectionsBody)))]
pub async fn list_corrections(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    FromQuery(params): FromQuery<CorrectionsParams>,
) -> Result<Json<CorrectionsBody>, Problem> {
    let after = params.cursor.as_deref().map(read_time_cursor).transpose()?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let state = params.state;
    let page = handle
        .show(permit, move |app, permit| {
            app.list_corrections(permit, state, after, limit)
        })
        .await?;
    let body = |entry: CorrectionEntry| CorrectionEntryBody {
        person: entry.person.into(),
        correction: entry.line.into(),
    };
    Ok(Json(CorrectionsBody {
        items: page.entries.into_iter().map(body).collect(),
        next_cursor: page.next.map(|(at_ms, id)| write_time_cursor(at_ms, &id)),
    }))
}

/// Accepts or refuses a wish. Whoever accepts it corrects the record then.
#[utoipa::path(post, path = "/api/v1/corrections/{id}/decision", tag = "registry", request_body = VerdictParams,
    params(("id" = String, Path, description = "The wish's id")),
    responses((status = 204, description = "It is decided")))]
pub async fn decide_correction(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    FromBody(params): FromBody<VerdictParams>,
) -> Result<StatusCode, Problem> {
    let answer = params.answer.unwrap_or_default();
    let verdict = match params.decision {
        Some(true) => CorrectionVerdict::Accept { answer },
        // The use-case calls it a reason; here it is what the asker is told.
        _ if answer.trim().is_empty() => {
            return Err(Problem::invalid(vec![Issue::of("answer", IssueCode::Missing)]));
        }
        _ => CorrectionVerdict::Refuse { answer },
    };
    let work =
        move |app: &app::App, permit: &Permit<WriteRegistry>| app.decide_correction(permit, &id, &verdict);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the words of a wish in full. Who has looked and what for is written down before; nothing keeps the answer.
#[utoipa::path(post, path = "/api/v1/corrections/{id}/text", tag = "registry", request_body = PurposeParams,
    params(("id" = String, Path, description = "The wish's id")),
    responses((status = 200, description = "In full", body = CorrectionTextBody)))]
pub async fn see_correction(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<SeePersonalData>,
    Path(id): Path<String>,
    FromBody(params): FromBody<PurposeParams>,
) -> Result<Response, Problem> {
    let purpose = params.purpose.unwrap_or_default();
    let text = handle
        .show(permit, move |app, permit| {
            app.see_correction(permit, &id, &purpose)
        })
        .await?;
    let body = CorrectionTextBody {
        wanted: text.wanted,
        reason: text.reason,
    };
    let mut response = Json(body).into_response();
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    Ok(response)
}
