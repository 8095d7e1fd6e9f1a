//! `/api/v1/change-sets`: one syllable string replaced in many Tibetan terms by one act, and undone by one act.

use access::{Permit, ReadDrafts, WriteGlossary};
use app::{ChangeSet, ChangeSetEntry};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::change_set_body::{
    ChangeSetBody, ChangeSetHitBody, ChangeSetHitsBody, ChangeSetParams, ChangeSetUndoneBody, ChangeSetsBody,
    PreviewParams,
};
use super::concepts::cursor_after;
use super::term_batch_body::BatchPageParams;
use super::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{FromBody, FromQuery, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What looking for hits, and listing, can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What making one can be refused with.
pub const MAKE_PROBLEMS: &[Code] = &[
    Code::InvalidInput,
    Code::NothingReplaced,
    Code::StaleRevision,
    Code::NoSuchConcept,
    Code::Merged,
    Code::OutcomeUnknown,
];
/// What an action on one can be refused with.
pub const ONE_PROBLEMS: &[Code] = &[Code::NotFound];
/// What undoing one can be refused with besides.
pub const UNDO_PROBLEMS: &[Code] = &[Code::ChangeSetUndone, Code::OutcomeUnknown];

/// Lists the concepts in whose Tibetan terms something would be replaced. Nothing is written.
#[utoipa::path(post, path = "/api/v1/change-sets/preview", tag = "editing", request_body = PreviewParams, responses(
    (status = 200, description = "Concepts, by id", body = ChangeSetHitsBody)))]
pub async fn preview_change_set(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    FromBody(params): FromBody<PreviewParams>,
) -> Result<Json<ChangeSetHitsBody>, Problem> {
    let replacement = params.replacement()?;
    let (after, limit) = (params.after()?, params.limit());
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        app.preview_change_set(permit, &replacement, &params.filter, after, limit)
    };
    let page = handle.show(permit, list).await?;
    Ok(Json(ChangeSetHitsBody {
        items: page.hits.into_iter().map(ChangeSetHitBody::from).collect(),
        next_cursor: page.next.map(cursor_after),
    }))
}

/// Replaces a string in the concepts that were ticked, all of them or none. What comes of it are drafts.
#[utoipa::path(post, path = "/api/v1/change-sets", tag = "editing", request_body = ChangeSetParams, responses(
    (status = 201, description = "The change set", body = ChangeSetBody)))]
pub async fn make_change_set(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    FromBody(params): FromBody<ChangeSetParams>,
) -> Result<(StatusCode, Json<ChangeSetBody>), Problem> {
    let replacement = params.replacement()?;
    let (reason, ticked) = (params.reason.unwrap_or_default(), params.concepts);
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.make_change_set(permit, &replacement, &reason, &ticked)
    };
    let made = handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Lists change sets.
#[utoipa::path(get, path = "/api/v1/change-sets", tag = "editing", params(BatchPageParams), responses(
    (status = 200, description = "Change sets, newest first, without their concepts", body = ChangeSetsBody)))]
pub async fn list_change_sets(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    FromQuery(params): FromQuery<BatchPageParams>,
) -> Result<Json<ChangeSetsBody>, Problem> {
    let before = params.cursor.as_deref().map(read_time_cursor).transpose()?;
    let limit = params.limit();
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        app.list_change_sets(permit, before, limit.saturating_add(1))
    };
    let mut sets = handle.show(permit, list).await?;
    let goes_on = sets.len() > limit;
    sets.truncate(limit);
    let cursor = |last: &ChangeSet| write_time_cursor(last.made_at_ms, &last.id);
    let bare = |set| {
        ChangeSetBody::from(ChangeSetEntry {
            set,
            concepts: Vec::new(),
        })
        .without_concepts()
    };
    Ok(Json(ChangeSetsBody {
        next_cursor: sets.last().filter(|_| goes_on).map(cursor),
        items: sets.into_iter().map(bare).collect(),
    }))
}

/// Reads a change set.
#[utoipa::path(get, path = "/api/v1/change-sets/{id}", tag = "editing",
    params(("id" = String, Path, description = "The change set's id")), responses(
    (status = 200, description = "The change set with its concepts", body = ChangeSetBody)))]
pub async fn find_change_set(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<ChangeSetBody>, Problem> {
    let found = handle
        .show(permit, move |app, permit| app.find_change_set(permit, &id))
        .await?;
    Ok(Json(found.into()))
}

/// Undoes a change set: each of its concepts that nobody has edited since says again, as a draft, what it said before.
#[utoipa::path(post, path = "/api/v1/change-sets/{id}/undo", tag = "editing",
    params(("id" = String, Path, description = "The change set's id")), responses(
    (status = 200, description = "What it came to", body = ChangeSetUndoneBody)))]
pub async fn undo_change_set(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<ChangeSetUndoneBody>, Problem> {
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.undo_change_set(permit, &id);
    let undone = handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(Json(undone.into()))
}
