//! `GET /api/v1/changes`: what happened since, for systems that keep a copy.

use app::{Change, ChangePage, ReadGlossary};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::openapi::schema::{Object, ObjectBuilder};
use utoipa::{IntoParams, ToSchema};

use super::concept_body::ConceptBody;
use super::schemas;
use super::timestamp::rfc3339;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::pools::Pool;
use crate::problem::{Code, Problem};

/// Which changes.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangesParams {
    /// Only changes after this one, which must be one of this installation; 0 is all of them.
    #[param(schema_with = since_schema)]
    since: u64,
    /// At most this many.
    #[param(schema_with = limit_schema)]
    limit: u64,
    /// `body`: each change carries the concept as it is now.
    #[param(rename = "include", schema_with = include_schema)]
    with_body: bool,
}

/// What the feed can be refused with.
pub const PROBLEMS: &[Code] = &[
    Code::Unauthenticated,
    Code::ChangesGone,
    Code::InvalidInput,
    Code::Busy,
    Code::StoreUnavailable,
];

pub const INCLUDES: [(&str, ()); 1] = [("body", ())];
pub const DEFAULT_SINCE: u64 = 0;
const DEFAULT_LIMIT: u64 = 20;

pub fn since_schema() -> Object {
    ObjectBuilder::from(schemas::seq(Some(DEFAULT_SINCE)))
        .maximum(Some(i64::MAX))
        .build()
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

pub fn include_schema() -> Object {
    schemas::word_of(&INCLUDES, None)
}

impl Members for ChangesParams {
    const NAMES: &'static [&'static str] = &["since", "limit", "include"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            since: fields
                .number("since", 0..=i64::MAX.unsigned_abs())
                .unwrap_or(DEFAULT_SINCE),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            with_body: fields.word_of("include", &INCLUDES).is_some(),
        }
    }
}

/// Changes, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangesBody {
    changes: Vec<ChangeBody>,
    /// The last change there is.
    last_seq: u64,
}

/// One committed write.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    pub seq: u64,
    /// What changed: `concept`.
    kind: &'static str,
    id: String,
    revision: u64,
    /// `upsert`, `delete` or `merge`.
    op: &'static str,
    /// Only of a merge: the concept that says the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    at: String,
    /// Only with `include=body`, and only if the concept is there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<ConceptBody>,
}

impl From<Change> for ChangeBody {
    fn from(change: Change) -> Self {
        Self {
            seq: change.seq,
            kind: "concept",
            id: change.id.to_string(),
            revision: change.revision,
            op: change.op.as_str(),
            target: change.target.map(|id| id.to_string()),
            at: rfc3339(change.at_ms),
            body: change.body.map(ConceptBody::from),
        }
    }
}

/// Lists committed writes in their order. A reader who applies them in order ends with the present state.
#[utoipa::path(get, path = "/api/v1/changes", tag = "glossary", params(ChangesParams), responses(
    (status = 200, description = "Changes, oldest first", body = ChangesBody)))]
pub async fn list_changes(
    State(handle): State<Handle>,
    caller: Caller,
    FromQuery(params): FromQuery<ChangesParams>,
) -> Result<Json<ChangesBody>, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let list = move |app: &app::App| app.list_changes(&permit, params.since, limit, params.with_body);
    let ChangePage {
        changes, last_seq, ..
    } = handle.run(Pool::Reads, list).await?;
    Ok(Json(ChangesBody {
        changes: changes.into_iter().map(ChangeBody::from).collect(),
        last_seq,
    }))
}
