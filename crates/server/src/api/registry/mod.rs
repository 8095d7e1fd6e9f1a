//! `/api/v1/courts`, `/people`, `/programmes`, `/trainings`, and their sheets: the registry, for whoever may read or write it.

pub mod certificates;
pub mod corrections;
pub mod courts;
pub mod members;
pub mod people;
pub mod people_body;
pub mod person_acts;
pub mod person_lists;
pub mod programmes;
pub mod retention;
pub mod rosters;
mod shapes;
pub mod sheet_import_body;
pub mod sheet_import_params;
pub mod sheet_imports;
pub mod sheets;
pub mod training_lists;
pub mod trainings;

use std::str::FromStr;

use app::registry::RecordWritten;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::concepts::tagged;
use crate::input::{CONDITION_PROBLEMS, KEY_PROBLEMS};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What reading one record can be refused with.
pub const ONE_PROBLEMS: &[Code] = &[Code::NotFound];
/// What reading one person, or doing something with one, can be refused with.
pub const PERSON_PROBLEMS: &[Code] = &[Code::NotFound, Code::RecordMerged];
/// What a list of pages can be refused with.
pub const PAGE_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What making a record can be refused with.
pub const CREATE_PROBLEMS: &[&[Code]] = &[KEY_PROBLEMS, &[Code::InvalidInput, Code::OutcomeUnknown]];
/// What writing on a revision can be refused with.
pub const WRITE_PROBLEMS: &[&[Code]] = &[CONDITION_PROBLEMS, &[Code::OutcomeUnknown]];
/// What an act without a revision can be refused with.
pub const ACT_PROBLEMS: &[Code] = &[Code::InvalidInput, Code::OutcomeUnknown];

/// What a write came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordWrittenBody {
    id: String,
    /// The newest revision.
    revision: u64,
    /// The change that made it.
    seq: u64,
}

impl From<&RecordWritten> for RecordWrittenBody {
    fn from(written: &RecordWritten) -> Self {
        Self {
            id: written.id.clone(),
            revision: written.revision,
            seq: written.seq,
        }
    }
}

/// Returns the answer that tells of a write, with the revision as its tag.
fn written(written: &RecordWritten) -> Result<Response, Problem> {
    tagged(written.revision, Json(RecordWrittenBody::from(written)))
}

/// Returns the answer that tells of a new record below `place`.
fn created(place: &str, written: &RecordWritten) -> Result<Response, Problem> {
    let location = HeaderValue::from_str(&format!("{place}/{}", written.id)).map_err(Problem::internal)?;
    let body = (StatusCode::CREATED, Json(RecordWrittenBody::from(written)));
    let mut response = tagged(written.revision, body)?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// Says whether a write may be repeated: with a key it may.
fn repeating(key: Option<&app::IdempotencyKey>) -> Repeating {
    match key {
        Some(_) => Repeating::IsSafe,
        None => Repeating::WritesAgain,
    }
}

/// Reads the cursor of a list by ids of one kind: the last id of the page before.
///
/// # Errors
/// [`Code::BadCursor`].
fn id_cursor<I: FromStr>(raw: String) -> Result<String, Problem> {
    match raw.parse::<I>() {
        Ok(_) => Ok(raw),
        Err(_) => Err(Problem::bad_cursor(&raw)),
    }
}
