//! `/api/v1/imports/{kind}`: sheets of the registry are taken in. Each import belongs to whoever has sent its file.

use access::{Permit, WriteResults};
use app::registry::RosterKind;
use app::registry::sheets::{MAX_SHEET_BYTES, SheetApplying, SheetColumns, SheetWish};
use app::{App, Error, Format, OnError};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::super::import_body::ImportAskedBody;
use super::super::imports::language;
use super::sheet_import_body::{SheetAppliedBody, SheetImportBody, SheetQuestionsBody, SheetUndoneBody};
use super::sheet_import_params::{AnswersParams, ApplySheetParams, SheetImportParams};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{FromBody, FromQuery, IfMatch, NoMembers, Upload};
use crate::pools::Pool;
use crate::problem::{Code, Problem};

/// What sending a sheet can be refused with.
pub const STAGE_PROBLEMS: &[Code] = &[Code::NotFound, Code::InvalidInput];
/// What writing a staged sheet can be refused with.
pub const APPLY_PROBLEMS: &[Code] = &[
    Code::NoSuchImport,
    Code::InvalidInput,
    Code::RevisionNeeded,
    Code::StaleRevision,
];
/// What an act on an import can be refused with.
pub const ACT_PROBLEMS: &[Code] = &[Code::NoSuchImport, Code::InvalidInput];

/// Takes a sheet in: it is read and kept, sealed, for a day; with `mode=apply` what it says is written as well, if nothing is
/// wrong and nothing has to be answered.
#[utoipa::path(post, path = "/api/v1/imports/{id}", tag = "registry",
    params(("id" = String, Path, description = "What the rows are about: `courts`, `people`, `posts`, `skills`, `trainings`, `enrolments`, `attendance` or `results`"), SheetImportParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file, at most 64 MiB"),
    responses((status = 202, description = "It was read; read the import for what came of it", body = ImportAskedBody,
        headers(("Location" = String, description = "Where to read it")))))]
pub async fn stage_sheet(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteResults>,
    Path(kind): Path<String>,
    FromQuery(params): FromQuery<SheetImportParams>,
    upload: Upload<MAX_SHEET_BYTES>,
) -> Result<Response, Problem> {
    let kind: RosterKind = kind.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let Upload { bytes, place } = upload;
    let format = params.format.unwrap_or_else(|| format_of(&bytes));
    let wish = SheetWish {
        name: params
            .name
            .unwrap_or_else(|| format!("{kind}.{}", format.as_str())),
        format,
        kind,
        columns: SheetColumns {
            ignore_extra: params.ignore_extra,
            names: params.columns,
            ..SheetColumns::default()
        },
    };
    let applying = params.is_applied.then_some(SheetApplying {
        on_error: params.on_error,
        leaves_questions: params.on_error == OnError::Skip,
        expected: None,
    });
    let work = move |app: &App, permit: &Permit<WriteResults>| {
        let import = app.stage_sheet(permit, &wish, &bytes)?;
        match applying.map(|how| app.apply_sheet(permit, &import.id, how)) {
            // What keeps it from being applied stands in the import.
            None | Some(Ok(_) | Err(Error::Registry(_))) => Ok(import.id),
            Some(Err(err)) => Err(err),
        }
    };
    let id = worked(&handle, permit, work).await?;
    drop(place);
    let location = HeaderValue::from_str(&format!("/api/v1/imports/{id}")).map_err(Problem::internal)?;
    let body = Json(ImportAskedBody { id });
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], body).into_response())
}

/// Answers who somebody in a sheet is; all of the answers are kept, or none.
#[utoipa::path(post, path = "/api/v1/imports/{id}/answers", tag = "registry", request_body = AnswersParams,
    params(("id" = String, Path, description = "The import's id")), responses(
    (status = 200, description = "The questions, with what was answered", body = SheetQuestionsBody)))]
pub async fn answer_sheet(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteResults>,
    Path(id): Path<String>,
    FromBody(params): FromBody<AnswersParams>,
) -> Result<Json<SheetQuestionsBody>, Problem> {
    let work = move |app: &App, permit: &Permit<WriteResults>| app.answer_sheet(permit, &id, &params.answers);
    let questions = worked(&handle, permit, work).await?;
    Ok(Json(SheetQuestionsBody::of(questions)))
}

/// Writes what a sheet says, in one transaction, if that is what reading the import has foretold.
#[utoipa::path(post, path = "/api/v1/imports/{id}/apply", tag = "registry", request_body = ApplySheetParams,
    params(("id" = String, Path, description = "The import's id"),
        ("If-Match" = String, Header, description = "The `ETag` of the staged import, such as `\"4503599627370496\"`: another one as soon as applying would do something else", pattern = "^\"[1-9][0-9]{0,17}\"$")),
    responses((status = 200, description = "What was written", body = SheetAppliedBody)))]
pub async fn apply_sheet(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteResults>,
    Path(id): Path<String>,
    IfMatch(expected): IfMatch,
    headers: HeaderMap,
    FromBody(params): FromBody<ApplySheetParams>,
) -> Result<Json<SheetAppliedBody>, Problem> {
    let how = SheetApplying {
        expected: Some(expected),
        ..SheetApplying::from(params)
    };
    let work = move |app: &App, permit: &Permit<WriteResults>| app.apply_sheet(permit, &id, how);
    let applied = worked(&handle, permit, work).await?;
    Ok(Json(SheetAppliedBody::of(applied, language(&headers))))
}

/// Takes back what a sheet has written, record by record, within a day; what somebody has edited since stays.
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", tag = "registry",
    params(("id" = String, Path, description = "The import's id")), responses(
    (status = 200, description = "What it came to", body = SheetUndoneBody)))]
pub async fn undo_sheet(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<WriteResults>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<SheetUndoneBody>, Problem> {
    let work = move |app: &App, permit: &Permit<WriteResults>| app.undo_sheet(permit, &id);
    let undone = worked(&handle, permit, work).await?;
    Ok(Json(SheetUndoneBody::from(undone)))
}

/// Reads an import of a sheet, if there is one of this id that is the caller's.
///
/// # Errors
/// If it cannot be read.
pub async fn found(
    handle: &Handle,
    caller: &Caller,
    id: &str,
    headers: &HeaderMap,
) -> Result<Option<SheetImportBody>, Problem> {
    let told_in = language(headers);
    let wanted = id.to_owned();
    let read = move |app: &App, permit: &Permit<WriteResults>| {
        use app::registry::sheets::SheetState::Staged;
        let import = app.sheet_import(permit, &wanted)?;
        if import.state != Staged {
            return Ok(SheetImportBody::of(import, None, Vec::new(), told_in));
        }
        let plan = app.plan_sheet(permit, &wanted)?;
        let questions = app.sheet_questions(permit, &wanted)?;
        Ok(SheetImportBody::of(import, Some(plan), questions, told_in))
    };
    if_own(handle, caller, read).await
}

/// Forgets a staged sheet, if there is one of this id that is the caller's.
///
/// # Errors
/// If it was applied.
pub async fn discarded(handle: &Handle, caller: &Caller, id: &str) -> Result<Option<()>, Problem> {
    let id = id.to_owned();
    let work = move |app: &App, permit: &Permit<WriteResults>| app.discard_sheet(permit, &id);
    if_own(handle, caller, work).await
}

/// Returns the rows of a sheet that cannot be used, if there is an import of this id that is the caller's.
///
/// # Errors
/// If there are none.
pub async fn rejected(
    handle: &Handle,
    caller: &Caller,
    id: &str,
    headers: &HeaderMap,
) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let (id, told_in) = (id.to_owned(), language(headers));
    let read = move |app: &App, permit: &Permit<WriteResults>| app.rejected_sheet_rows(permit, &id, told_in);
    if_own(handle, caller, read).await
}

/// Does what takes a while, without holding the place of whoever writes.
async fn worked<T: Send + 'static>(
    handle: &Handle,
    permit: Permit<WriteResults>,
    work: impl FnOnce(&App, &Permit<WriteResults>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Problem> {
    let actor = permit.actor().clone();
    match handle
        .run_unmapped(Pool::Sheets, move |app| work(app, &permit))
        .await?
    {
        Err(Error::Refused(refusal)) => Err(handle.refused(&actor, refusal).await),
        outcome => outcome.map_err(Problem::from),
    }
}

/// Does something with an import of a sheet; `None` if the caller has none of this id, which may be that of another import.
async fn if_own<T: Send + 'static>(
    handle: &Handle,
    caller: &Caller,
    work: impl FnOnce(&App, &Permit<WriteResults>) -> Result<T, Error> + Send + 'static,
) -> Result<Option<T>, Problem> {
    let Some(permit) = handle.may::<WriteResults>(caller) else {
        return Ok(None);
    };
    match handle
        .run_unmapped(Pool::Sheets, move |app| work(app, &permit))
        .await?
    {
        Err(Error::NoSuchImport(_)) => Ok(None),
        outcome => Ok(Some(outcome.map_err(Problem::from)?)),
    }
}

/// Returns how a file is written of which nobody says it: a workbook is a ZIP archive, and one of the old form is told as
/// the workbook that it is.
pub fn format_of(bytes: &[u8]) -> Format {
    let is_workbook = [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"];
    match is_workbook.iter().any(|start| bytes.starts_with(start)) {
        true => Format::Xlsx,
        false => Format::Csv,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_of_the_old_form_was_read_as_a_text() {
        assert_eq!(format_of(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Format::Xlsx);
        assert_eq!(format_of(b"PK\x03\x04"), Format::Xlsx);
        for text in ["姓名\n扎西\n".as_bytes(), b"PK\n1\n", b"", b"\xD0\xCF"] {
            assert_eq!(format_of(text), Format::Csv);
        }
    }
}
