//! `/api/v1/saved-filters`: filters of concepts that somebody keeps under a name.

use access::{KeepFilters, Permit, ReadDrafts};
use app::{Filter, SavedFilter};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::exports::filter_named;
use super::timestamp::rfc3339;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What saving can be refused with.
pub const SAVE_PROBLEMS: &[Code] = &[Code::InvalidInput, Code::OutcomeUnknown];
/// What deleting can be refused with.
pub const DELETE_PROBLEMS: &[Code] = &[Code::NotFound, Code::OutcomeUnknown];

/// A filter that is to be kept.
#[derive(Debug, ToSchema)]
pub struct SaveFilterParams {
    /// At most 60 characters. The filter that has this name is replaced.
    #[schema(value_type = String, min_length = 1, max_length = 60, example = "缺藏文")]
    name: String,
    /// The filter.
    #[schema(value_type = String, min_length = 1, max_length = 256, example = "without:bo -workflow:withdrawn")]
    filter: Filter,
    /// Whether all who edit see it, which needs the right to read drafts.
    #[schema(value_type = Option<bool>)]
    shared: bool,
}

impl Members for SaveFilterParams {
    const NAMES: &'static [&'static str] = &["name", "filter", "shared"];

    fn take(fields: &mut Fields) -> Self {
        let name = fields.text("name");
        let filter = fields.parsed("filter", filter_named);
        Self {
            name: fields.wanted("name", name).unwrap_or_default(),
            filter: fields.wanted("filter", filter).unwrap_or_default(),
            shared: fields.flag("shared").unwrap_or_default(),
        }
    }
}

/// Filters that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedFiltersBody {
    /// One's own by name, and behind them, for those who edit, what others share.
    items: Vec<SavedFilterBody>,
}

/// A filter that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedFilterBody {
    id: String,
    name: String,
    filter: String,
    is_shared: bool,
    /// Whether it is the caller's.
    is_own: bool,
    saved_by: String,
    saved_at: String,
}

impl SavedFilterBody {
    fn of(saved: SavedFilter, own: &str) -> Self {
        Self {
            is_own: saved.owner == own,
            id: saved.id,
            name: saved.name,
            filter: saved.filter,
            is_shared: saved.is_shared,
            saved_by: saved.saved_by,
            saved_at: rfc3339(saved.saved_at_ms),
        }
    }
}

/// Lists the filters of the caller, and what others share with those who edit.
#[utoipa::path(get, path = "/api/v1/saved-filters", tag = "glossary", responses(
    (status = 200, description = "The filters", body = SavedFiltersBody)))]
pub async fn list_saved_filters(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<KeepFilters>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<SavedFiltersBody>, Problem> {
    let drafts = handle.may::<ReadDrafts>(&caller);
    let own = permit.actor().id().to_owned();
    let list =
        move |app: &app::App, permit: &Permit<KeepFilters>| app.list_saved_filters(permit, drafts.as_ref());
    let found = handle.show(permit, list).await?.into_iter();
    Ok(Json(SavedFiltersBody {
        items: found.map(|saved| SavedFilterBody::of(saved, &own)).collect(),
    }))
}

/// Keeps a filter under a name, in place of the one that the caller has under it.
#[utoipa::path(post, path = "/api/v1/saved-filters", tag = "glossary", request_body = SaveFilterParams, responses(
    (status = 201, description = "The filter", body = SavedFilterBody)))]
pub async fn save_filter(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<KeepFilters>,
    FromBody(params): FromBody<SaveFilterParams>,
) -> Result<(StatusCode, Json<SavedFilterBody>), Problem> {
    let shared = match params.shared {
        true => Some(handle.permit::<ReadDrafts>(&caller).await?),
        false => None,
    };
    let own = permit.actor().id().to_owned();
    let work = move |app: &app::App, permit: &Permit<KeepFilters>| {
        app.save_filter(permit, shared.as_ref(), &params.name, &params.filter)
    };
    let saved = handle.act(permit, Repeating::IsSafe, work).await?;
    Ok((StatusCode::CREATED, Json(SavedFilterBody::of(saved, &own))))
}

/// Deletes a filter of the caller.
#[utoipa::path(delete, path = "/api/v1/saved-filters/{id}", tag = "glossary",
    params(("id" = String, Path, description = "The filter's id")), responses(
    (status = 204, description = "It is deleted")))]
pub async fn delete_saved_filter(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<KeepFilters>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    let work = move |app: &app::App, permit: &Permit<KeepFilters>| app.delete_saved_filter(permit, &id);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(StatusCode::NO_CONTENT)
}
