//! `GET /api/v1/changes`: what happened since, for systems that keep a copy.

use app::{Change, ChangePage};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::concept_body::ConceptBody;
use super::timestamp::rfc3339;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::pools::Pool;
use crate::problem::{Problem, ProblemBody};

/// Which changes.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangesParams {
    /// Only changes after this one; default 0, which is all of them.
    #[param(value_type = Option<u64>)]
    since: u64,
    /// At most this many; default 20.
    #[param(minimum = 1, maximum = 100, value_type = Option<u64>)]
    limit: u64,
    /// `body`: each change carries the concept as it is now.
    #[param(rename = "include", value_type = Option<String>)]
    with_body: bool,
}

impl Members for ChangesParams {
    const NAMES: &'static [&'static str] = &["since", "limit", "include"];

    fn take(fields: &mut Fields) -> Self {
        let body = |text: &str| if text == "body" { Ok(()) } else { Err(vec!["body"]) };
        Self {
            since: fields.number("since", 0..=i64::MAX.unsigned_abs()).unwrap_or(0),
            limit: fields.number("limit", 1..=100).unwrap_or(20),
            with_body: fields.chosen("include", body).is_some(),
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
struct ChangeBody {
    seq: u64,
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
    (status = 200, description = "Changes, oldest first", body = ChangesBody),
    (status = 410, description = "`since` is older than what is kept: take a new export", body = ProblemBody),
    (status = 422, description = "A value out of range", body = ProblemBody)))]
pub async fn list_changes(
    State(handle): State<Handle>,
    FromQuery(params): FromQuery<ChangesParams>,
) -> Result<Json<ChangesBody>, Problem> {
    let permit = handle.permit_reading()?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let list = move |app: &app::App| app.list_changes(&permit, params.since, limit, params.with_body);
    let ChangePage { changes, last_seq } = handle.run(Pool::Reads, list).await?;
    Ok(Json(ChangesBody {
        changes: changes.into_iter().map(ChangeBody::from).collect(),
        last_seq,
    }))
}
