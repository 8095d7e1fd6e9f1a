//! `/api/v1/batches`: what a committee decides about in one act.

use access::{AuthoriseGlossary, Permit, ReadDrafts, ReviewGlossary};
use app::{Batch, BatchAuthorised, BatchText};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::concepts::{concept_cursor, concept_id, cursor_after, tagged};
use super::term_batch_body::{
    BatchAuthorisedBody, BatchItemBody, BatchItemCountBody, BatchItemsBody, BatchItemsParams,
    BatchPageParams, TermBatchBody, TermBatchParams, TermBatchesBody,
};
use super::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{FromBody, FromQuery, IfMatch, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What listing can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What an action on one batch can be refused with.
pub const ONE_PROBLEMS: &[Code] = &[Code::NoSuchBatch];
/// What writing a batch can be refused with.
pub const WRITE_PROBLEMS: &[Code] = &[Code::InvalidInput, Code::BatchNumberTaken, Code::OutcomeUnknown];
/// What writing to one can be refused with besides.
pub const CHANGE_PROBLEMS: &[Code] = &[Code::RevisionNeeded, Code::StaleRevision, Code::BatchClosed];
/// What putting something in or taking it out can be refused with.
pub const ITEM_PROBLEMS: &[Code] = &[
    Code::BatchClosed,
    Code::BatchFull,
    Code::BatchObstacles,
    Code::InvalidInput,
    Code::OutcomeUnknown,
];
/// What authorising can be refused with.
pub const AUTHORISE_PROBLEMS: &[Code] = &[
    Code::BatchClosed,
    Code::BatchEmpty,
    Code::BatchUndecided,
    Code::BatchObstacles,
    Code::RevisionNeeded,
    Code::StaleRevision,
    Code::InvalidInput,
    Code::OutcomeUnknown,
];

/// Lists batches.
#[utoipa::path(get, path = "/api/v1/batches", tag = "editing", params(BatchPageParams), responses(
    (status = 200, description = "Batches, newest first", body = TermBatchesBody)))]
pub async fn list_batches(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    FromQuery(params): FromQuery<BatchPageParams>,
) -> Result<Json<TermBatchesBody>, Problem> {
    let before = params.cursor.as_deref().map(read_time_cursor).transpose()?;
    let limit = params.limit();
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        app.list_batches(permit, before, limit.saturating_add(1))
    };
    let mut batches = handle.show(permit, list).await?;
    let goes_on = batches.len() > limit;
    batches.truncate(limit);
    let cursor = |last: &Batch| write_time_cursor(last.created_at_ms, &last.id);
    Ok(Json(TermBatchesBody {
        next_cursor: batches.last().filter(|_| goes_on).map(cursor),
        items: batches.into_iter().map(TermBatchBody::from).collect(),
    }))
}

/// Opens a batch.
#[utoipa::path(post, path = "/api/v1/batches", tag = "editing", request_body = TermBatchParams, responses(
    (status = 201, description = "The batch", body = TermBatchBody, headers(("ETag" = String, description = "Its revision, in quotes")))))]
pub async fn create_batch(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReviewGlossary>,
    FromBody(params): FromBody<TermBatchParams>,
) -> Result<Response, Problem> {
    let text = BatchText::from(params);
    let work = move |app: &app::App, permit: &Permit<ReviewGlossary>| app.create_batch(permit, text.clone());
    answer(
        StatusCode::CREATED,
        handle.act(permit, Repeating::WritesAgain, work).await?,
    )
}

/// Reads a batch.
#[utoipa::path(get, path = "/api/v1/batches/{id}", tag = "editing",
    params(("id" = String, Path, description = "The batch's id")), responses(
    (status = 200, description = "The batch", body = TermBatchBody, headers(("ETag" = String, description = "Its revision, in quotes")))))]
pub async fn find_batch(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let batch = handle
        .show(permit, move |app, permit| app.find_batch(permit, &id))
        .await?;
    answer(StatusCode::OK, batch)
}

/// Changes what an open batch says of itself.
#[utoipa::path(put, path = "/api/v1/batches/{id}", tag = "editing", request_body = TermBatchParams,
    params(("id" = String, Path, description = "The batch's id"), ("If-Match" = String, Header, description = "Its revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The batch", body = TermBatchBody, headers(("ETag" = String, description = "Its revision, in quotes")))))]
pub async fn update_batch(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReviewGlossary>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<TermBatchParams>,
) -> Result<Response, Problem> {
    let text = BatchText::from(params);
    let work = move |app: &app::App, permit: &Permit<ReviewGlossary>| {
        app.update_batch(permit, &id, expected, text.clone())
    };
    answer(
        StatusCode::OK,
        handle.act(permit, Repeating::WritesAgain, work).await?,
    )
}

/// Lists the concepts of a batch.
#[utoipa::path(get, path = "/api/v1/batches/{id}/concepts", tag = "editing",
    params(("id" = String, Path, description = "The batch's id"), BatchPageParams), responses(
    (status = 200, description = "Its concepts, by id", body = BatchItemsBody)))]
pub async fn list_batch(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<BatchPageParams>,
) -> Result<Json<BatchItemsBody>, Problem> {
    let after = params.cursor.as_deref().map(concept_cursor).transpose()?;
    let limit = params.limit();
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        app.list_batch(permit, &id, after, limit.saturating_add(1))
    };
    let mut lines = handle.show(permit, list).await?;
    let goes_on = lines.len() > limit;
    lines.truncate(limit);
    Ok(Json(BatchItemsBody {
        next_cursor: lines.last().filter(|_| goes_on).map(|line| cursor_after(line.id)),
        items: lines.into_iter().map(BatchItemBody::from).collect(),
    }))
}

/// Puts reviewed concepts into an open batch, all of them or none.
#[utoipa::path(post, path = "/api/v1/batches/{id}/concepts", tag = "editing", request_body = BatchItemsParams,
    params(("id" = String, Path, description = "The batch's id")), responses(
    (status = 200, description = "How many it has now", body = BatchItemCountBody)))]
pub async fn put_in_batch(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReviewGlossary>,
    Path(id): Path<String>,
    FromBody(params): FromBody<BatchItemsParams>,
) -> Result<Json<BatchItemCountBody>, Problem> {
    let work = move |app: &app::App, permit: &Permit<ReviewGlossary>| {
        app.put_in_batch(permit, &id, &params.concepts)
    };
    let concepts = handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(Json(BatchItemCountBody { concepts }))
}

/// Takes a concept out of an open batch.
#[utoipa::path(delete, path = "/api/v1/batches/{id}/concepts/{concept}", tag = "editing",
    params(("id" = String, Path, description = "The batch's id"), ("concept" = String, Path, description = "Such as `c-000123`")),
    responses((status = 204, description = "It is not in the batch")))]
pub async fn take_from_batch(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReviewGlossary>,
    Path((id, concept)): Path<(String, String)>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    let concept = concept_id(&concept)?;
    let work =
        move |app: &app::App, permit: &Permit<ReviewGlossary>| app.take_from_batch(permit, &id, concept);
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Authorises every concept of a batch, all or none.
#[utoipa::path(post, path = "/api/v1/batches/{id}/authorise", tag = "editing",
    params(("id" = String, Path, description = "The batch's id"), ("If-Match" = String, Header, description = "Its revision, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "What it came to", body = BatchAuthorisedBody)))]
pub async fn authorise_batch(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<AuthoriseGlossary>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<BatchAuthorisedBody>, Problem> {
    let work =
        move |app: &app::App, permit: &Permit<AuthoriseGlossary>| app.authorise_batch(permit, &id, expected);
    let done: BatchAuthorised = handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(Json(BatchAuthorisedBody {
        revision: done.revision,
        concepts: done.concepts,
        spellings: done.spellings,
        seq: done.seq,
    }))
}

fn answer(status: StatusCode, batch: Batch) -> Result<Response, Problem> {
    let revision = batch.revision;
    tagged(revision, (status, Json(TermBatchBody::from(batch))))
}
