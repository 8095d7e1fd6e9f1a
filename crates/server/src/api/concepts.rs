//! `GET /api/v1/concepts/{id}` and its history.

use app::{Authority, ConceptEntry, ReadDrafts, ReadGlossary, Version};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use glossary::ConceptId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::concept_body::ConceptBody;
use super::hit::PartBody;
use super::timestamp::rfc3339;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members};
use crate::pools::Pool;
use crate::problem::{Code, Issue, IssueCode, Problem};

/// Which version of the concept; the one that everybody reads if none is given.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindParams {
    /// A revision by its number, or `newest` for what is being drafted, which needs the right to read drafts.
    #[param(value_type = Option<String>, pattern = "^([1-9][0-9]{0,18}|newest)$")]
    revision: Option<Version>,
    /// An edition by its number; not together with `revision`.
    #[param(minimum = 1)]
    edition: Option<u64>,
}

impl Members for FindParams {
    const NAMES: &'static [&'static str] = &["revision", "edition"];

    fn take(fields: &mut Fields) -> Self {
        let revision = fields.parsed("revision", revision_named);
        let edition = fields.number("edition", 1..=i64::MAX.unsigned_abs());
        if revision.is_some() && edition.is_some() {
            fields.refuse(Issue::of("edition", IssueCode::NotTogether).with("other", "revision"));
        }
        Self { revision, edition }
    }
}

impl FindParams {
    /// Returns the version that is meant.
    pub fn version(&self) -> Version {
        self.edition
            .map(Version::Edition)
            .or(self.revision)
            .unwrap_or(Version::Standing)
    }
}

/// Reads a number of a revision, or the word for the newest one.
fn revision_named(text: &str) -> Result<Version, Issue> {
    if text == "newest" {
        return Ok(Version::Newest);
    }
    let number = text
        .parse()
        .ok()
        .filter(|n| (1..=i64::MAX.unsigned_abs()).contains(n));
    let issue = || {
        Issue::of("revision", IssueCode::OutOfRange)
            .with("min", 1)
            .with("max", i64::MAX)
    };
    number.map(Version::Revision).ok_or_else(issue)
}

/// Which part of the history.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RevisionsParams {
    /// Only revisions below this one: the last `revision` of the list before.
    #[param(minimum = 1)]
    pub before: Option<u64>,
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
    Code::NoSuchEdition,
    Code::NotInEdition,
    Code::Merged,
    Code::Forbidden,
    Code::ScopeMissing,
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
    /// The revision that everybody reads.
    standing_revision: u64,
    /// The newest revision, for those who may read drafts: what a change has to be based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    newest_revision: Option<u64>,
    /// The act that authorised this revision, or the one from which it differs in spelling only; `null` if none has.
    authority: Option<AuthorityBody>,
    /// Only without Tibetan terms: the longest parts of the name that have a pair. No official rendering.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<PartBody>>,
}

/// The act that authorised a revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorityBody {
    batch: String,
    /// `meeting` or `published_before`.
    kind: &'static str,
    number: String,
    committee: String,
    decided_on: Option<String>,
    decision: Option<String>,
    /// The work in which it was published before.
    title: Option<String>,
    /// Whether only the spelling was changed since, which needs no decision of the body.
    is_respelled: bool,
}

impl From<Authority> for AuthorityBody {
    fn from(authority: Authority) -> Self {
        let Authority {
            batch,
            kind,
            number,
            committee,
            decided_on,
            decision,
            title,
            is_respelled,
        } = authority;
        Self {
            batch,
            kind: kind.as_str(),
            number,
            committee,
            decided_on,
            decision,
            title,
            is_respelled,
        }
    }
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
    /// What it was written for, such as `write`, `review` or `authorise`.
    act: &'static str,
    /// The batch that authorised it.
    batch: Option<String>,
    /// Why, for those who may read drafts.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Who wrote it, for those who may read drafts.
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    at: String,
    seq: u64,
}

impl EntryBody {
    /// Makes an item of a list: without the parts of a name, which only the entry itself has.
    pub fn listed(entry: ConceptEntry) -> Self {
        Self {
            parts: None,
            ..Self::from(entry)
        }
    }
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
            standing_revision: entry.standing,
            newest_revision: entry.newest,
            authority: entry.authority.map(AuthorityBody::from),
            parts: (!has_tibetan).then(|| entry.parts.into_iter().map(PartBody::from).collect()),
        }
    }
}

/// Reads a concept.
// The tag is the revision, because a change has to name what it is based on. The answer holds more than the revision:
// the parts of a name come from other concepts, and collections can be hidden. So the tag never proves that a client has
// the answer already, and `If-None-Match` is passed over.
#[utoipa::path(get, path = "/api/v1/concepts/{id}", tag = "glossary",
    params(("id" = String, Path, description = "Such as `c-000123`"), FindParams), responses(
    (status = 200, description = "The concept", body = EntryBody, headers(("ETag" = String, description = "The revision, in quotes: what `If-Match` takes. It does not name the bytes, so no answer is 304")))))]
pub async fn find_concept(
    State(handle): State<Handle>,
    caller: Caller,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<FindParams>,
) -> Result<Response, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let id = concept_id(&id)?;
    let (version, drafts) = (params.version(), handle.drafts(&caller, params.version()).await?);
    let entry = handle
        .run(Pool::Reads, move |app| {
            app.find_concept(&permit, id, version, drafts.as_ref())
        })
        .await
        .map_err(|problem| leading_on(problem, "/api/v1/concepts/"))?;
    let revision = entry.revision;
    let mut response = tagged(revision, Json(EntryBody::from(entry)))?;
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
    caller: Caller,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<RevisionsParams>,
) -> Result<Json<RevisionsBody>, Problem> {
    let permit = handle.permit::<ReadGlossary>(&caller).await?;
    let id = concept_id(&id)?;
    let drafts = handle.may::<ReadDrafts>(&caller);
    let lines = handle
        .run(Pool::Reads, move |app| {
            app.list_revisions(&permit, id, params.before, drafts.as_ref())
        })
        .await?;
    let item = |line: app::RevisionLine| RevisionBody {
        revision: line.revision,
        workflow: line.workflow.map(glossary::Workflow::as_str),
        act: line.act.as_str(),
        batch: line.batch,
        reason: line.reason,
        author: line.author,
        at: rfc3339(line.at_ms),
        seq: line.seq,
    };
    Ok(Json(RevisionsBody {
        items: lines.into_iter().map(item).collect(),
    }))
}

/// Returns `problem` with the way to the concept that took another's place, below `folder`.
pub fn leading_on(problem: Problem, folder: &str) -> Problem {
    let into = problem.args.iter().find(|(name, _)| *name == "into");
    let place = into.and_then(|(_, id)| HeaderValue::from_str(&format!("{folder}{id}")).ok());
    match place {
        Some(place) if problem.code == Code::Merged => problem.with_header(header::LOCATION, place),
        _ => problem,
    }
}

/// Returns `answer` with a revision in quotes as its tag: what `If-Match` takes.
///
/// # Errors
/// None that a number can bring about.
pub fn tagged(revision: u64, answer: impl IntoResponse) -> Result<Response, Problem> {
    let tag = HeaderValue::from_str(&format!("\"{revision}\"")).map_err(Problem::internal)?;
    let mut response = answer.into_response();
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}

/// Returns the cursor of a list by id that goes on after `last`: opaque, of letters and digits.
pub fn cursor_after(last: ConceptId) -> String {
    last.to_string()
        .bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Reads the cursor of a list by id: the last id of the page before.
///
/// # Errors
/// [`Code::BadCursor`].
pub fn concept_cursor(raw: &str) -> Result<ConceptId, Problem> {
    let digit = |d: u8| char::from(d).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = raw.as_bytes().chunks(2).map(byte).collect();
    let id = bytes.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok());
    id.ok_or_else(|| Problem::bad_cursor(raw))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_was_a_plain_id() {
        let id = ConceptId::new(7);
        assert_eq!(concept_cursor(&cursor_after(id)).unwrap(), id);
        for raw in ["", "c-000007", "632d3", "zz", "6", "c3a9", &"6".repeat(5_000)] {
            assert_eq!(concept_cursor(raw).unwrap_err().code, Code::BadCursor, "{raw}");
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
