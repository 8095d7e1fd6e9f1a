//! `/api/v1/batches/{id}/scan`: the page on which the decision of a batch stands.

use access::{Permit, ReadDrafts, ReviewGlossary};
use app::{MAX_SCAN_BYTES, Scan};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;

use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromQuery, Members, NoMembers, Upload};
use crate::problem::{Code, Problem};
use crate::web::templates::percent_encode;
use crate::write::Repeating;

/// What reading a page can be refused with.
pub const READ_PROBLEMS: &[Code] = &[Code::NoSuchBatch, Code::NoSuchScan];
/// What putting one in its place can be refused with.
pub const WRITE_PROBLEMS: &[Code] = &[
    Code::NoSuchBatch,
    Code::BatchClosed,
    Code::InvalidInput,
    Code::OutcomeUnknown,
];

/// What the file of a page is called.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScanParams {
    /// The name under which it is given back.
    #[param(example = "决定.pdf")]
    name: Option<String>,
}

impl Members for ScanParams {
    const NAMES: &'static [&'static str] = &["name"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            name: fields.text("name"),
        }
    }
}

/// Reads the page on which the decision of a batch stands.
#[utoipa::path(get, path = "/api/v1/batches/{id}/scan", tag = "editing",
    params(("id" = String, Path, description = "The batch's id")), responses(
    (status = 200, description = "A PDF, PNG, JPEG or TIFF, to be saved and not shown", content(
        (Vec<u8> = "application/pdf"), (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/tiff")))))]
pub async fn find_scan(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadDrafts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Response, Problem> {
    let find = move |app: &app::App, permit: &Permit<ReadDrafts>| app.find_scan(permit, &id);
    let Scan {
        name,
        media_type,
        bytes,
        ..
    } = handle.show(permit, find).await?;
    saved_as(&name, &media_type, bytes)
}

/// Keeps the page on which the decision of an open batch stands, in place of the one before.
#[utoipa::path(put, path = "/api/v1/batches/{id}/scan", tag = "editing",
    params(("id" = String, Path, description = "The batch's id"), ScanParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "A PDF, PNG, JPEG or TIFF, at most 16 MiB; what it is is seen by how it begins"),
    responses((status = 204, description = "It is kept")))]
pub async fn put_scan(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReviewGlossary>,
    Path(id): Path<String>,
    FromQuery(params): FromQuery<ScanParams>,
    upload: Upload<MAX_SCAN_BYTES>,
) -> Result<StatusCode, Problem> {
    let Upload { bytes, place } = upload;
    let name = params.name.unwrap_or_else(|| "scan".to_owned());
    let work =
        move |app: &app::App, permit: &Permit<ReviewGlossary>| app.put_scan(permit, &id, &name, &bytes);
    handle.act(permit, Repeating::IsSafe, work).await?;
    drop(place);
    Ok(StatusCode::NO_CONTENT)
}

/// Returns bytes that a browser saves as a file of this name.
///
/// # Errors
/// If the media type is none.
pub fn saved_as(name: &str, media_type: &str, bytes: Vec<u8>) -> Result<Response, Problem> {
    // RFC 6266: the name in UTF-8 for everybody who reads it, without one for the rest.
    let disposition = format!("attachment; filename*=UTF-8''{}", percent_encode(name));
    let header = |text: &str| HeaderValue::from_str(text).map_err(Problem::internal);
    let headers = [
        (header::CONTENT_TYPE, header(media_type)?),
        (header::CONTENT_DISPOSITION, header(&disposition)?),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}
