//! Writing concepts: `POST /api/v1/concepts`, `PUT` and `DELETE` of one, and what else is done to one.

use access::{AuthoriseGlossary, Permit, ReadGlossary, WriteGlossary};
use app::{Joining, Mandate, Transition, Written};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use glossary::workflow::Act as Step;
use glossary::{Concept, ConceptId, Workflow};
use serde::Serialize;
use utoipa::ToSchema;

use super::concept_input::{ConceptInput, ConceptParams, ConceptUpdate, ConceptUpdateParams};
use super::concepts::{concept_id, tagged};
use super::schemas;
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{
    CONDITION_PROBLEMS, Fields, FromBody, FromQuery, IfMatch, KEY_PROBLEMS, Keyed, Members, NoMembers,
};
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::{Code, Conflict, FieldConflictBody, Issue, IssueBody, IssueCode, Problem, issue_bodies};
use crate::write::Repeating;

/// What writing a new concept can be refused with.
pub const CREATE_PROBLEMS: &[&[Code]] = &[KEY_PROBLEMS, &[Code::InvalidInput, Code::OutcomeUnknown]];

/// What taking a step can be refused with besides.
pub const STEP_PROBLEMS: &[Code] = &[
    Code::BatchClosed,
    Code::OutOfOrder,
    Code::NotForTokens,
    Code::NoSuchBatch,
    Code::BatchUndecided,
];

/// What writing to a concept can be refused with.
pub const WRITE_PROBLEMS: &[&[Code]] = &[
    CONDITION_PROBLEMS,
    &[Code::NoSuchConcept, Code::Merged, Code::OutcomeUnknown],
];

/// What a write came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenBody {
    #[schema(example = "c-000123")]
    id: String,
    /// The newest revision.
    revision: u64,
    /// The change that made it: what `min_seq` waits for.
    seq: u64,
}

impl WrittenBody {
    fn of(written: &Written) -> Self {
        Self {
            id: written.id.to_string(),
            revision: written.revision,
            seq: written.seq,
        }
    }
}

/// What writing a new concept came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedBody {
    #[serde(flatten)]
    written: WrittenBody,
    /// Other concepts that share a term with it, in either language and however it is written, as far as the caller may read
    /// and the index has come: perhaps it is one of them. At most twenty.
    #[schema(example = json!(["c-000007"]))]
    duplicates: Vec<String>,
    /// What nobody has said and was guessed, such as the form that takes the place of a deprecated one.
    warnings: Vec<IssueBody>,
}

/// Which revision is taken up again.
#[derive(Debug, ToSchema)]
pub struct RestoreParams {
    #[schema(value_type = u64, minimum = 1)]
    revision: Option<u64>,
    #[schema(value_type = String)]
    reason: Option<String>,
}

impl Members for RestoreParams {
    const NAMES: &'static [&'static str] = &["revision", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let revision = fields.number("revision", 1..=i64::MAX.unsigned_abs());
        let reason = fields.text("reason");
        Self {
            revision: fields.wanted("revision", revision),
            reason: fields.wanted("reason", reason),
        }
    }
}

/// Where a concept is to go.
#[derive(Debug, ToSchema)]
pub struct TransitionParams {
    /// `reviewed` by another than who drafted it; `authorised` in a batch, or without one if only spellings differ from what
    /// stands; `withdrawn`; or `draft` again.
    #[schema(schema_with = schemas::workflow, required = true)]
    to: Option<Workflow>,
    reason: Option<String>,
    /// The id or the number of a batch whose decision is known.
    batch: Option<String>,
}

impl Members for TransitionParams {
    const NAMES: &'static [&'static str] = &["to", "reason", "batch"];

    fn take(fields: &mut Fields) -> Self {
        let to = fields.one_of("to");
        Self {
            to: fields.wanted("to", to),
            reason: fields.text("reason"),
            batch: fields.text("batch"),
        }
    }
}

/// Into which concept this one is joined.
#[derive(Debug, ToSchema)]
pub struct MergeParams {
    /// The concept that stays.
    #[schema(value_type = String, example = "c-000007")]
    into: Option<ConceptId>,
    /// Its newest revision.
    #[schema(value_type = u64, minimum = 1)]
    into_revision: Option<u64>,
    #[schema(value_type = String)]
    reason: Option<String>,
}

impl Members for MergeParams {
    const NAMES: &'static [&'static str] = &["into", "into_revision", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let into = fields.name("into");
        let into_revision = fields.number("into_revision", 1..=i64::MAX.unsigned_abs());
        let reason = fields.text("reason");
        Self {
            into: fields.wanted("into", into),
            into_revision: fields.wanted("into_revision", into_revision),
            reason: fields.wanted("reason", reason),
        }
    }
}

/// Writes a new concept, a draft. What looks like it is named in the answer, and keeps nobody from writing it.
#[utoipa::path(post, path = "/api/v1/concepts", tag = "editing", request_body = ConceptParams,
    params(("Idempotency-Key" = Option<String>, Header, description = "Under the same key, the same is written once", pattern = "^[!-~]{1,255}$")),
    responses((status = 201, description = "The new concept", body = CreatedBody,
        headers(("ETag" = String, description = "The revision, in quotes"), ("Location" = String, description = "Its address")))))]
pub async fn create_concept(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteGlossary>,
    context: RequestContext,
    Keyed(key): Keyed,
    FromBody(ConceptInput { concept, warnings }): FromBody<ConceptInput>,
) -> Result<Response, Problem> {
    let repeating = if key.is_some() {
        Repeating::IsSafe
    } else {
        Repeating::WritesAgain
    };
    let said = concept.clone();
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.create_concept(permit, said.clone(), key.as_ref())
    };
    let written = handle.act(permit, repeating, work).await?;
    let body = CreatedBody {
        duplicates: duplicates(&handle, &caller, concept, written.id).await,
        warnings: issue_bodies(handle.web(), context.ui, &warnings),
        written: WrittenBody::of(&written),
    };
    let place =
        HeaderValue::from_str(&format!("/api/v1/concepts/{}", written.id)).map_err(Problem::internal)?;
    let mut response = tagged(written.revision, (StatusCode::CREATED, Json(body)))?;
    response.headers_mut().insert(header::LOCATION, place);
    Ok(response)
}

/// Returns the ids of other concepts that may say the same as the one that was written; none where the caller may not read.
///
/// The concept stands by then, so what keeps us from looking is no failure of the request.
async fn duplicates(handle: &Handle, caller: &Caller, concept: Concept, id: ConceptId) -> Vec<String> {
    let Some(permit) = handle.may::<ReadGlossary>(caller) else {
        return Vec::new();
    };
    let find = move |app: &app::App| app.find_alike(&permit, &concept, Some(id));
    let found = handle.run(Pool::Reads, find).await;
    let found = found.inspect_err(|problem| {
        let cause = problem.cause.as_deref().unwrap_or_default();
        tracing::warn!(
            cause,
            "what a new concept is like could not be looked for: {cause}"
        );
    });
    let found = found.unwrap_or_default().into_iter();
    found.map(|summary| summary.id.to_string()).collect()
}

/// Writes the next draft of a concept. What is authorised of it stands until this is authorised too.
///
/// Where somebody else has saved meanwhile, the problem names the newest revision as `current_revision`, and in `conflicts`
/// every field that this request or the other one changed since the revision of `If-Match`.
#[utoipa::path(put, path = "/api/v1/concepts/{id}", tag = "editing", request_body = ConceptUpdateParams,
    params(("id" = String, Path, description = "Such as `c-000123`"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = WrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn update_concept(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(update): FromBody<ConceptUpdate>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let concept = update.of(id, expected)?.concept;
    let mine = concept.clone();
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.update_concept(permit, id, expected, mine.clone())
    };
    let written = handle
        .act_unmapped(permit.clone(), Repeating::WritesAgain, work)
        .await?;
    match written {
        Ok(written) => answer(StatusCode::OK, &written),
        Err(stale @ app::Error::StaleConcept { .. }) => {
            let compare = move |app: &app::App, permit: &Permit<WriteGlossary>| {
                app.compare_with_newest(permit, id, expected, &concept)
            };
            Err(compared(stale.into(), handle.show(permit, compare).await))
        }
        Err(error) => Err(error.into()),
    }
}

/// Returns `problem` with what was saved meanwhile; as it is if that was not on the same revision.
fn compared(mut problem: Problem, collision: Result<app::Collision, Problem>) -> Problem {
    if let Ok(collision) = collision {
        let fields = collision.fields.into_iter().map(FieldConflictBody::from);
        problem.conflict = Some(Box::new(Conflict {
            current: collision.current,
            fields: fields.collect(),
        }));
    }
    problem
}

/// Takes a draft away that nobody has reviewed or authorised.
#[utoipa::path(delete, path = "/api/v1/concepts/{id}", tag = "editing",
    params(("id" = String, Path, description = "Such as `c-000123`"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 204, description = "It is gone; its history stays")))]
pub async fn delete_concept(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    let id = concept_id(&id)?;
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.delete_concept(permit, id, expected);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the text of an earlier revision up as the next draft.
#[utoipa::path(post, path = "/api/v1/concepts/{id}/restore", tag = "editing", request_body = RestoreParams,
    params(("id" = String, Path, description = "Such as `c-000123`"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = WrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn restore_concept(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<RestoreParams>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let (revision, reason) = (
        params.revision.unwrap_or_default(),
        params.reason.unwrap_or_default(),
    );
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.restore_revision(permit, id, expected, revision, &reason)
    };
    answer(
        StatusCode::OK,
        &handle.act(permit, Repeating::WritesAgain, work).await?,
    )
}

/// Takes a concept a step further, or back. What was authorised last is read by everybody until its successor is.
#[utoipa::path(post, path = "/api/v1/concepts/{id}/transitions", tag = "editing", request_body = TransitionParams,
    params(("id" = String, Path, description = "Such as `c-000123`"),
        ("If-Match" = String, Header, description = "The newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = WrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn move_concept(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteGlossary>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<TransitionParams>,
) -> Result<Response, Problem> {
    let missing = || Problem::invalid(vec![Issue::of("to", IssueCode::Missing)]);
    let transition = Transition {
        to: params.to.ok_or_else(missing)?,
        reason: params.reason,
        batch: params.batch,
    };
    let mandate = mandate(&handle, &caller, &permit, transition.step()).await?;
    let id = concept_id(&id)?;
    let work = move |app: &app::App, _: &Permit<WriteGlossary>| {
        app.move_concept(&mandate, id, expected, &transition)
    };
    answer(
        StatusCode::OK,
        &handle.act(permit, Repeating::WritesAgain, work).await?,
    )
}

/// Returns the right that `step` needs.
///
/// # Errors
/// Those of [`Handle::permit`].
pub async fn mandate(
    handle: &Handle,
    caller: &Caller,
    permit: &Permit<WriteGlossary>,
    step: Step,
) -> Result<Mandate, Problem> {
    Ok(match step {
        Step::Reopen => Mandate::Drafting(permit.clone()),
        Step::Review | Step::AuthoriseSpelling => Mandate::Reviewing(handle.permit(caller).await?),
        Step::Authorise | Step::Withdraw => Mandate::Authorising(handle.permit(caller).await?),
    })
}

/// Joins a concept into another one that says the same. Its address leads there from then on.
#[utoipa::path(post, path = "/api/v1/concepts/{id}/merge", tag = "editing", request_body = MergeParams,
    params(("id" = String, Path, description = "The concept that goes, such as `c-000123`"),
        ("If-Match" = String, Header, description = "Its newest revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The concept that stays", body = WrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn merge_concept(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteGlossary>,
    Path(id): Path<String>,
    IfMatch(gone_revision): IfMatch,
    FromBody(params): FromBody<MergeParams>,
) -> Result<Response, Problem> {
    let missing = || Problem::invalid(vec![Issue::of("into", IssueCode::Missing)]);
    let joining = Joining {
        gone: concept_id(&id)?,
        gone_revision,
        kept: params.into.ok_or_else(missing)?,
        kept_revision: params.into_revision.unwrap_or_default(),
        reason: params.reason.unwrap_or_default(),
    };
    let committee = handle.may::<AuthoriseGlossary>(&caller);
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.merge_concepts(permit, &joining, committee.as_ref())
    };
    answer(
        StatusCode::OK,
        &handle.act(permit, Repeating::WritesAgain, work).await?,
    )
}

/// Returns the answer that tells of a write, with the revision as its tag.
pub fn answer(status: StatusCode, written: &Written) -> Result<Response, Problem> {
    tagged(written.revision, (status, Json(WrittenBody::of(written))))
}
