//! `/api/v1/role-changes`: changes of roles that wait for a second person.

use access::{DecideRoleChange, Permit, ReadRoleChanges};
use app::accounts::WaitingRoleChange;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::timestamp::rfc3339;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What was decided.
#[derive(Debug, ToSchema)]
pub struct DecisionParams {
    /// Whether the change is made, else it is refused.
    #[schema(value_type = bool)]
    approve: Option<bool>,
}

impl Members for DecisionParams {
    const NAMES: &'static [&'static str] = &["approve"];

    fn take(fields: &mut Fields) -> Self {
        let approve = fields.flag("approve");
        Self {
            approve: fields.wanted("approve", approve),
        }
    }
}

/// What deciding can be refused with.
pub const DECIDE_PROBLEMS: &[Code] = &[
    Code::SecondPersonNeeded,
    Code::NotFound,
    Code::RoleConflict,
    Code::InvalidInput,
];

/// What waits, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleChangesBody {
    items: Vec<WaitingRoleChangeBody>,
}

/// A change of roles that waits.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingRoleChangeBody {
    id: String,
    /// The login name of the account.
    login_name: String,
    role: String,
    /// `grant` or `revoke`.
    op: &'static str,
    reason: String,
    asked_by: String,
    asked_at: String,
    /// Whether the caller may decide on it.
    for_you: bool,
}

/// Lists the changes of roles that wait.
#[utoipa::path(get, path = "/api/v1/role-changes", tag = "accounts", responses(
    (status = 200, description = "What waits, the oldest first", body = RoleChangesBody)))]
pub async fn list_role_changes(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadRoleChanges>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<RoleChangesBody>, Problem> {
    let lines = handle
        .show(permit, |app, permit| app.waiting_role_changes(permit))
        .await?;
    Ok(Json(RoleChangesBody {
        items: lines.into_iter().map(WaitingRoleChangeBody::from).collect(),
    }))
}

/// Decides on a change that another one has asked for.
#[utoipa::path(post, path = "/api/v1/role-changes/{id}/decision", tag = "accounts", request_body = DecisionParams,
    params(("id" = String, Path, description = "The change's id")), responses(
    (status = 204, description = "It is decided")))]
pub async fn decide_role_change(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<DecideRoleChange>,
    Path(id): Path<String>,
    FromBody(params): FromBody<DecisionParams>,
) -> Result<StatusCode, Problem> {
    let is_approved = params.approve.unwrap_or_default();
    let work = move |app: &app::App, permit: &Permit<DecideRoleChange>| {
        app.decide_role_change(permit, &id, is_approved)
    };
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<WaitingRoleChange> for WaitingRoleChangeBody {
    fn from(line: WaitingRoleChange) -> Self {
        Self {
            id: line.id,
            login_name: line.login_name,
            role: line.role,
            op: if line.is_given { "grant" } else { "revoke" },
            reason: line.reason,
            asked_by: line.asked_by,
            asked_at: rfc3339(line.asked_at_ms),
            for_you: line.is_for_caller,
        }
    }
}
