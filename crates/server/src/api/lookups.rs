//! `/api/v1/lookups`: what readers look for in vain. Nobody's name stands beside it.

use access::{Permit, Propose, ReadDrafts, ReadGlossary, WriteGlossary};
use app::{UnansweredLookup, WantedTibetan};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use glossary::ConceptId;
use serde::Serialize;
use utoipa::ToSchema;

use super::concepts::concept_id;
use super::proposals::created;
use super::term_batch_body::BatchPageParams;
use super::time_cursor::read_time_cursor;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{FromQuery, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What listing can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What dealing with a lookup can be refused with.
pub const DEAL_PROBLEMS: &[Code] = &[Code::NotFound, Code::OutcomeUnknown];
/// What making a proposal of one can be refused with besides.
pub const PROPOSE_PROBLEMS: &[Code] = &[Code::TooManyProposals];
/// What asking for Tibetan can be refused with.
pub const ASK_PROBLEMS: &[Code] = &[Code::NoSuchConcept, Code::HasTibetan];

/// Texts that were looked up in vain, the most wanted first.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupsBody {
    items: Vec<LookupBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A text that was looked up in vain, at least three times on two days.
#[derive(Debug, Serialize, ToSchema)]
struct LookupBody {
    /// What it is named by.
    key: String,
    lang: &'static str,
    /// As somebody typed it.
    text: String,
    /// How often.
    lookups: u64,
    /// On how many days.
    days: u64,
    /// `YYYY-MM-DD`, in UTC.
    first_day: String,
    last_day: String,
}

/// Concepts whose Tibetan was asked for, the most wanted first.
#[derive(Debug, Serialize, ToSchema)]
pub struct WantedBody {
    items: Vec<WantedConceptBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A concept without Tibetan that readers ask for.
#[derive(Debug, Serialize, ToSchema)]
struct WantedConceptBody {
    id: String,
    zh: Option<String>,
    requests: u64,
    first_day: String,
    last_day: String,
}

/// How often the Tibetan of a concept was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestsBody {
    requests: u64,
}

/// Lists what was looked up in vain, at least three times on two days. Counted are short texts without digits.
#[utoipa::path(get, path = "/api/v1/lookups/unanswered", tag = "proposals", params(BatchPageParams), responses(
    (status = 200, description = "Texts, the most wanted first", body = LookupsBody)))]
pub async fn list_unanswered(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    FromQuery(params): FromQuery<BatchPageParams>,
) -> Result<Json<LookupsBody>, Problem> {
    let after = params.cursor.as_deref().map(read_cursor).transpose()?;
    let limit = params.limit();
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        app.list_unanswered_lookups(permit, after, limit.saturating_add(1))
    };
    let mut lookups = handle.show(permit, list).await?;
    let goes_on = lookups.len() > limit;
    lookups.truncate(limit);
    let cursor = |last: &UnansweredLookup| write_cursor(last.lookups, &last.key);
    Ok(Json(LookupsBody {
        next_cursor: lookups.last().filter(|_| goes_on).map(cursor),
        items: lookups.into_iter().map(LookupBody::from).collect(),
    }))
}

/// Makes a proposal of a lookup: a concept with that one term, for somebody to add the other language.
#[utoipa::path(post, path = "/api/v1/lookups/unanswered/{key}/proposal", tag = "proposals",
    params(("key" = String, Path, description = "The lookup's key")), responses(
    (status = 201, description = "The proposal", body = super::proposal_body::ProposalBody, headers(("Location" = String, description = "Its address")))))]
pub async fn propose_lookup(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadDrafts>,
    Path(key): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let propose: Permit<Propose> = handle.permit(&caller).await?;
    let work = move |app: &app::App, drafts: &Permit<ReadDrafts>| app.propose_lookup(&propose, drafts, &key);
    created(handle.act(permit, Repeating::WritesAgain, work).await?)
}

/// Puts a lookup aside, because nothing is to come of it.
#[utoipa::path(delete, path = "/api/v1/lookups/unanswered/{key}", tag = "proposals",
    params(("key" = String, Path, description = "The lookup's key")), responses(
    (status = 204, description = "It is not listed any more")))]
pub async fn put_lookup_aside(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    Path(key): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.put_lookup_aside(permit, &key);
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists concepts without Tibetan that readers have asked for.
#[utoipa::path(get, path = "/api/v1/lookups/tibetan-requests", tag = "proposals", params(BatchPageParams), responses(
    (status = 200, description = "Concepts, the most wanted first", body = WantedBody)))]
pub async fn list_wanted_tibetan(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    FromQuery(params): FromQuery<BatchPageParams>,
) -> Result<Json<WantedBody>, Problem> {
    let after = params.cursor.as_deref().map(read_wanted_cursor).transpose()?;
    let limit = params.limit();
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        app.list_wanted_tibetan(permit, after, limit.saturating_add(1))
    };
    let mut wanted = handle.show(permit, list).await?;
    let goes_on = wanted.len() > limit;
    wanted.truncate(limit);
    let cursor = |last: &WantedTibetan| write_cursor(last.requests, &last.concept.id);
    Ok(Json(WantedBody {
        next_cursor: wanted.last().filter(|_| goes_on).map(cursor),
        items: wanted.into_iter().map(WantedConceptBody::from).collect(),
    }))
}

/// Asks for the Tibetan of a concept that has none. It is counted, and nothing else is kept.
#[utoipa::path(post, path = "/api/v1/concepts/{id}/tibetan-requests", tag = "proposals",
    params(("id" = String, Path, description = "Such as `c-000123`")), responses(
    (status = 202, description = "How often it was asked for by now", body = RequestsBody)))]
pub async fn ask_for_tibetan(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<(StatusCode, Json<RequestsBody>), Problem> {
    let id = concept_id(&id)?;
    let ask = move |app: &app::App, permit: &Permit<ReadGlossary>| app.ask_for_tibetan(permit, id);
    let requests = handle.show(permit, ask).await?;
    Ok((StatusCode::ACCEPTED, Json(RequestsBody { requests })))
}

/// Writes the cursor that goes on after a line: how often it was wanted, and what it is named by.
pub fn write_cursor(times: u64, id: &impl std::fmt::Display) -> String {
    format!("{times}-{id}")
}

/// Reads the cursor of a list of concepts.
///
/// # Errors
/// [`Code::BadCursor`].
pub fn read_wanted_cursor(raw: &str) -> Result<(u64, ConceptId), Problem> {
    let (requests, id) = read_cursor(raw)?;
    let id = id.parse().map_err(|_| Problem::bad_cursor(raw))?;
    Ok((requests, id))
}

/// Reads the cursor of a list of lookups.
///
/// # Errors
/// [`Code::BadCursor`].
pub fn read_cursor(raw: &str) -> Result<(u64, String), Problem> {
    let (count, id) = read_time_cursor(raw)?;
    let count = u64::try_from(count).map_err(|_| Problem::bad_cursor(raw))?;
    Ok((count, id))
}

impl From<UnansweredLookup> for LookupBody {
    fn from(lookup: UnansweredLookup) -> Self {
        Self {
            key: lookup.key,
            lang: lookup.lang.as_str(),
            text: lookup.text.unwrap_or_default(),
            lookups: lookup.lookups,
            days: lookup.days,
            first_day: lookup.first_day,
            last_day: lookup.last_day,
        }
    }
}

impl From<WantedTibetan> for WantedConceptBody {
    fn from(wanted: WantedTibetan) -> Self {
        Self {
            id: wanted.concept.id.to_string(),
            zh: wanted.concept.zh.into_iter().next().map(|term| term.text),
            requests: wanted.requests,
            first_day: wanted.first_day,
            last_day: wanted.last_day,
        }
    }
}
