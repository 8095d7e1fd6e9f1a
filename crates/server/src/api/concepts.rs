//! `GET /api/v1/concepts/{id}` and its history.

use app::ConceptEntry;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use glossary::ConceptId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::concept_body::ConceptBody;
use super::hit::PartBody;
use super::timestamp::rfc3339;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::pools::Pool;
use crate::problem::{Code, Problem};

/// Which state of the concept.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindParams {
    /// The revision to read; the present one if none is given.
    #[param(minimum = 1)]
    revision: Option<u64>,
}

impl Members for FindParams {
    const NAMES: &'static [&'static str] = &["revision"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            revision: fields.number("revision", 1..=i64::MAX.unsigned_abs()),
        }
    }
}

/// Which part of the history.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RevisionsParams {
    /// Only revisions below this one: the last `revision` of the list before.
    #[param(minimum = 1)]
    before: Option<u64>,
}

impl Members for RevisionsParams {
    const NAMES: &'static [&'static str] = &["before"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            before: fields.number("before", 1..=i64::MAX.unsigned_abs()),
        }
    }
}

/// What reading a concept can be refused with.
pub const PROBLEMS: &[Code] = &[
    Code::Unauthenticated,
    Code::NoSuchConcept,
    Code::NoSuchRevision,
    Code::InvalidInput,
    Code::Busy,
    Code::StoreUnavailable,
];

/// What reading its history can be refused with.
pub const HISTORY_PROBLEMS: &[Code] = &[
    Code::Unauthenticated,
    Code::NoSuchConcept,
    Code::InvalidInput,
    Code::Busy,
    Code::StoreUnavailable,
];

/// A concept in one of its revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryBody {
    #[schema(example = "c-000123")]
    id: String,
    revision: u64,
    #[serde(flatten)]
    concept: ConceptBody,
    /// When this revision was written.
    updated_at: String,
    /// The change that made it.
    seq: u64,
    /// Only without Tibetan terms: the longest parts of the name that have a pair. No official rendering.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<PartBody>>,
}

/// The history of a concept, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionsBody {
    items: Vec<RevisionBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RevisionBody {
    revision: u64,
    /// How far the concept had come; `null` if this revision took it away.
    workflow: Option<&'static str>,
    at: String,
    seq: u64,
}

impl From<ConceptEntry> for EntryBody {
    fn from(entry: ConceptEntry) -> Self {
        let has_tibetan = entry.concept.preferred(glossary::Lang::Bo).is_some();
        Self {
            id: entry.id.to_string(),
            revision: entry.revision,
            concept: entry.concept.into(),
            updated_at: rfc3339(entry.updated_at_ms),
            seq: entry.seq,
            parts: (!has_tibetan).then(|| entry.parts.into_iter().map(PartBody::from).collect()),
        }
    }
}

/// Reads a concept.
#[utoipa::path(get, path = "/api/v1/concepts/{id}", tag = "glossary",
    params(("id" = String, Path, description = "Such as `c-000123`"), FindParams), responses(
    (status = 200, description = "The concept", body = EntryBody, headers(("ETag" = String, description = "The revision, in quotes"))),
    (status = 304, description = "The client has this revision")))]
pub async fn find_concept(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<FindParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let permit = handle.permit_reading()?;
    let id = concept_id(&id)?;
    let entry = handle
        .run(Pool::Reads, move |app| {
            app.find_concept(&permit, id, params.revision)
        })
        .await?;
    let etag = format!("\"{}\"", entry.revision);
    let mut response = if client_has(&headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Json(EntryBody::from(entry)).into_response()
    };
    let tag = HeaderValue::from_str(&etag).map_err(Problem::internal)?;
    response.headers_mut().insert(header::ETAG, tag);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// Reads the history of a concept, at most a hundred revisions.
#[utoipa::path(get, path = "/api/v1/concepts/{id}/revisions", tag = "glossary",
    params(("id" = String, Path, description = "Such as `c-000123`"), RevisionsParams), responses(
    (status = 200, description = "Revisions, newest first", body = RevisionsBody)))]
pub async fn list_revisions(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<RevisionsParams>,
) -> Result<Json<RevisionsBody>, Problem> {
    let permit = handle.permit_reading()?;
    let id = concept_id(&id)?;
    let lines = handle
        .run(Pool::Reads, move |app| {
            app.list_revisions(&permit, id, params.before)
        })
        .await?;
    let item = |line: app::RevisionLine| RevisionBody {
        revision: line.revision,
        workflow: line.workflow.map(glossary::Workflow::as_str),
        at: rfc3339(line.at_ms),
        seq: line.seq,
    };
    Ok(Json(RevisionsBody {
        items: lines.into_iter().map(item).collect(),
    }))
}

/// Reads an id in a path. What is no id names no concept: the answer is the same.
///
/// # Errors
/// [`Code::NoSuchConcept`].
pub fn concept_id(raw: &str) -> Result<ConceptId, Problem> {
    raw.parse().map_err(|_| {
        let shown: String = raw.chars().take(40).collect();
        Problem::new(Code::NoSuchConcept).with("id", shown)
    })
}

fn client_has(headers: &HeaderMap, etag: &str) -> bool {
    let tags = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok());
    let mut tags = tags.flat_map(|line| line.split(',')).map(str::trim);
    // Weak comparison (RFC 9110, 13.1.2): a cache may have weakened the tag.
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_has_what_one_of_its_tags_says() {
        for (sent, expected) in [
            ("\"4\"", true),
            ("\"3\", W/\"4\"", true),
            ("*", true),
            ("\"44\"", false),
            ("4", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(sent).unwrap());
            assert_eq!(client_has(&headers, "\"4\""), expected, "{sent}");
        }
    }

    #[test]
    fn what_is_no_id_names_no_concept() {
        for raw in ["", "x", "c-0", "法院", &"9".repeat(5_000)] {
            assert_eq!(concept_id(raw).unwrap_err().code, Code::NoSuchConcept);
        }
        assert_eq!(concept_id("c-000007").unwrap(), ConceptId::new(7));
    }
}
