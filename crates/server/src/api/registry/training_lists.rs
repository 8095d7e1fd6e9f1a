//! The lists of a training: its timetable, and how many people each court may send.

use access::{Permit, ReadRegistry, WriteRegistry};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use registry::{Lesson, Quota};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::concepts::tagged;
use super::{members, shapes, written};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, IfMatch, Members, NoMembers};
use crate::problem::Problem;
use crate::write::Repeating;

members::list_of! {
    /// Lessons of a training.
    LessonsBody,
    /// Lessons in place of those there are.
    LessonsParams: Lesson
}

/// Lists the lessons of a training.
#[utoipa::path(get, path = "/api/v1/trainings/{id}/lessons", tag = "registry",
    params(("id" = String, Path, description = "The training's id")), responses(
    (status = 200, description = "All of them", body = LessonsBody,
        headers(("ETag" = String, description = "The revision of the training, in quotes")))))]
pub async fn list_lessons(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_training(permit, &id))
        .await?;
    let items = entry.training.lessons;
    tagged(entry.revision, Json(LessonsBody { items }))
}

/// Writes the lessons of a training anew.
#[utoipa::path(put, path = "/api/v1/trainings/{id}/lessons", tag = "registry", request_body = LessonsParams,
    params(("id" = String, Path, description = "The training's id"),
        ("If-Match" = String, Header, description = "The newest revision of the training, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_lessons(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<LessonsParams>,
) -> Result<Response, Problem> {
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_lessons(permit, &id, expected, params.items.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}

members::list_of! {
    /// Quotas of a training.
    QuotasBody,
    /// Quotas in place of those there are.
    QuotasParams: Quota
}

/// Lists the quotas of a training.
#[utoipa::path(get, path = "/api/v1/trainings/{id}/quotas", tag = "registry",
    params(("id" = String, Path, description = "The training's id")), responses(
    (status = 200, description = "All of them", body = QuotasBody,
        headers(("ETag" = String, description = "The revision of the training, in quotes")))))]
pub async fn list_quotas(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRegistry>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let entry = handle
        .show(permit, move |app, permit| app.find_training(permit, &id))
        .await?;
    let items = entry.training.quotas;
    tagged(entry.revision, Json(QuotasBody { items }))
}

/// Writes the quotas of a training anew.
#[utoipa::path(put, path = "/api/v1/trainings/{id}/quotas", tag = "registry", request_body = QuotasParams,
    params(("id" = String, Path, description = "The training's id"),
        ("If-Match" = String, Header, description = "The newest revision of the training, in quotes", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "The new revision", body = super::RecordWrittenBody,
        headers(("ETag" = String, description = "The revision, in quotes")))))]
pub async fn put_quotas(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteRegistry>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    FromBody(params): FromBody<QuotasParams>,
) -> Result<Response, Problem> {
    let work = move |app: &app::App, permit: &Permit<WriteRegistry>| {
        app.put_quotas(permit, &id, expected, params.items.clone())
    };
    written(&handle.act(permit, Repeating::WritesAgain, work).await?)
}
