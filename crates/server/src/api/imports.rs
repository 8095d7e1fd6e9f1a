//! `/api/v1/imports`: files of the glossary, imported in the background. An id can be that of a sheet of the registry, too,
//! which is looked for first, among those of the caller.

use std::sync::Arc;

use access::{Action, Permit, ReadDrafts, WriteGlossary, WriteResults};
use app::{FileIds, Format, ImportJob, ImportRequest, MAX_IMPORT_BYTES, MessageLanguage};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::batch_scan::saved_as;
use super::import_body::{
    FoundImportBody, ImportAskedBody, ImportBody, ImportParams, ImportSummaryBody, ImportsBody,
};
use super::registry::sheet_imports;
use super::term_batch_body::BatchPageParams;
use super::time_cursor::{read_time_cursor, write_time_cursor};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{FromQuery, Keyed, NoMembers, Upload};
use crate::problem::{Code, Problem};
use crate::web::negotiate::accepted_language;
use crate::web::ui::Ui;
use crate::write::Repeating;

/// What asking for an import can be refused with.
pub const ASK_PROBLEMS: &[Code] = &[Code::InvalidInput, Code::ImportsFull, Code::OutcomeUnknown];
/// What listing can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What an action on one import can be refused with.
pub const ONE_PROBLEMS: &[Code] = &[Code::NoSuchImport];
/// What cancelling can be refused with besides.
pub const CANCEL_PROBLEMS: &[Code] = &[Code::ImportEnded, Code::OutcomeUnknown];
/// What reading the wrong rows can be refused with besides.
pub const REJECTED_PROBLEMS: &[Code] = &[Code::NoRejectedRows];

/// Asks for a file to be imported in the background.
#[utoipa::path(post, path = "/api/v1/imports/glossary", tag = "editing",
    params(ImportParams, ("Idempotency-Key" = Option<String>, Header, description = "Under the same key, the same is imported once", pattern = "^[!-~]{1,255}$")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file, at most 64 MiB"),
    responses((status = 202, description = "It waits", body = ImportAskedBody, headers(("Location" = String, description = "Where to read how far it has come")))))]
pub async fn ask_import(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteGlossary>,
    FromQuery(params): FromQuery<ImportParams>,
    Keyed(key): Keyed,
    headers: HeaderMap,
    upload: Upload<MAX_IMPORT_BYTES>,
) -> Result<Response, Problem> {
    let Upload { bytes, place } = upload;
    let request = ImportRequest {
        bytes: Arc::new(bytes),
        format: params.format.unwrap_or(Format::Csv),
        mode: params.mode,
        collection: params.collection,
        on_error: params.on_error,
        columns: params.columns,
        ignore_extra: params.ignore_extra,
        ids: if params.ignore_ids {
            FileIds::Foreign
        } else {
            FileIds::Ours
        },
        succeeds: params.succeeds,
        language: language(&headers),
    };
    let repeating = if key.is_some() {
        Repeating::IsSafe
    } else {
        Repeating::WritesAgain
    };
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| {
        app.request_import(permit, &request, key.as_ref())
    };
    let id = handle.act(permit, repeating, work).await?;
    drop(place);
    let location = HeaderValue::from_str(&format!("/api/v1/imports/{id}")).map_err(Problem::internal)?;
    let body = Json(ImportAskedBody { id });
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], body).into_response())
}

/// Lists imports, those of everybody.
#[utoipa::path(get, path = "/api/v1/imports", tag = "editing", params(BatchPageParams), responses(
    (status = 200, description = "Imports, those asked for last first", body = ImportsBody)))]
pub async fn list_imports(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    FromQuery(params): FromQuery<BatchPageParams>,
) -> Result<Json<ImportsBody>, Problem> {
    let before = params.cursor.as_deref().map(read_time_cursor).transpose()?;
    let limit = params.limit();
    let list = move |app: &app::App, permit: &Permit<ReadDrafts>| {
        app.list_imports(permit, before, limit.saturating_add(1))
    };
    let mut jobs = handle.show(permit, list).await?;
    let goes_on = jobs.len() > limit;
    jobs.truncate(limit);
    let cursor = |last: &ImportJob| write_time_cursor(last.created_at_ms, &last.id);
    Ok(Json(ImportsBody {
        next_cursor: jobs.last().filter(|_| goes_on).map(cursor),
        items: jobs.into_iter().map(ImportSummaryBody::from).collect(),
    }))
}

/// Reads how far an import has come, and what is wrong with its file.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "editing",
    params(("id" = String, Path, description = "The import's id")), responses(
    (status = 200, description = "The import, of a glossary or of a sheet of the registry", body = FoundImportBody,
        headers(("ETag" = Option<String>, description = "Of a staged sheet: what applying it is based on, in quotes")))))]
pub async fn find_import(
    State(handle): State<Handle>,
    caller: Caller,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(sheet) = sheet_imports::found(&handle, &caller, &id, &headers).await? {
        let tag = sheet
            .revision()
            .map(|revision| [(header::ETAG, format!("\"{revision}\""))]);
        return Ok((tag, Json(FoundImportBody::Sheet(sheet))).into_response());
    }
    let permit = of_glossary::<ReadDrafts>(&handle, &caller, &id).await?;
    let find = move |app: &app::App, permit: &Permit<ReadDrafts>| app.find_import(permit, &id);
    let job = handle.show(permit, find).await?;
    let import = ImportBody::of(job, language(&headers));
    Ok(Json(FoundImportBody::Glossary(import)).into_response())
}

/// Returns the permit for an import that is none of a sheet of the caller's: for whoever may only take in sheets it is not
/// there, rather than one of the glossary.
async fn of_glossary<A: Action>(handle: &Handle, caller: &Caller, id: &str) -> Result<Permit<A>, Problem> {
    if handle.may::<A>(caller).is_none() && handle.may::<WriteResults>(caller).is_some() {
        return Err(Problem::from(app::Error::NoSuchImport(id.to_owned())));
    }
    handle.permit::<A>(caller).await
}

/// Cancels an import that has not written yet.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", tag = "editing",
    params(("id" = String, Path, description = "The import's id")), responses(
    (status = 204, description = "It is cancelled, or about to be; nothing of it is written")))]
pub async fn cancel_import(
    State(handle): State<Handle>,
    caller: Caller,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    if sheet_imports::discarded(&handle, &caller, &id).await?.is_some() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let permit = of_glossary::<WriteGlossary>(&handle, &caller, &id).await?;
    let work = move |app: &app::App, permit: &Permit<WriteGlossary>| app.cancel_import(permit, &id);
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads the rows of an import that are wrong, each with its reason.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejected", tag = "editing",
    params(("id" = String, Path, description = "The import's id")), responses(
    (status = 200, description = "A file of the same format, to be corrected and sent again", content(
        (Vec<u8> = "text/csv"), (Vec<u8> = "text/tab-separated-values"), (Vec<u8> = "application/jsonl"), (Vec<u8> = "application/octet-stream")))))]
pub async fn rejected_rows(
    State(handle): State<Handle>,
    caller: Caller,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some((name, bytes)) = sheet_imports::rejected(&handle, &caller, &id, &headers).await? {
        return saved_as(&name, "application/octet-stream", bytes);
    }
    let permit = of_glossary::<ReadDrafts>(&handle, &caller, &id).await?;
    let find = move |app: &app::App, permit: &Permit<ReadDrafts>| app.rejected_rows(permit, &id);
    let (format, bytes) = handle.show(permit, find).await?;
    let media_type = match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Tsv => "text/tab-separated-values; charset=utf-8",
        Format::Jsonl => "application/jsonl",
        Format::Xlsx | Format::Tbx => "application/octet-stream",
    };
    saved_as(&format!("rejected.{}", format.as_str()), media_type, bytes)
}

/// Returns the language of sentences about a file, of which there are two.
pub(super) fn language(headers: &HeaderMap) -> MessageLanguage {
    match accepted_language(headers) {
        Ui::En => MessageLanguage::En,
        Ui::Zh | Ui::Bo => MessageLanguage::Zh,
    }
}
