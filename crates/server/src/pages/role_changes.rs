//! `/role-changes`: changes of roles that one has asked for and another one decides on.

use access::{DecideRoleChange, Permit, ReadRoleChanges};
use app::accounts::WaitingRoleChange;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::permitted_form::PermittedForm;
use super::times::shown;
use super::{private_page, see_other};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;
use crate::write::Repeating;

const DECISIONS: [(&str, bool); 2] = [("approve", true), ("refuse", false)];

/// What the form sends.
pub struct DecisionForm {
    is_approved: Option<bool>,
}

impl Members for DecisionForm {
    const NAMES: &'static [&'static str] = &["decision"];

    fn take(fields: &mut Fields) -> Self {
        let decision = fields.word_of("decision", &DECISIONS);
        Self {
            is_approved: fields.wanted("decision", decision),
        }
    }
}

/// What waits.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RoleChangesView {
    pub rows: Vec<RoleChangeRow>,
}

/// A change that waits.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RoleChangeRow {
    pub id: String,
    pub login_name: String,
    /// The name of the role.
    pub role: String,
    pub is_given: bool,
    pub reason: String,
    pub asked_by: String,
    pub asked_at: String,
    /// Whether the reader may decide.
    pub is_for_reader: bool,
}

impl View for RoleChangesView {
    const TEMPLATE: &'static str = "role_changes.html";
}

/// Lists what waits, the oldest first.
pub async fn role_changes_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadRoleChanges>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let lines = handle
        .show(permit, |app, permit| app.waiting_role_changes(permit))
        .await?;
    let offset = handle.config().utc_offset_minutes;
    let view = RoleChangesView {
        rows: lines
            .into_iter()
            .map(|line| RoleChangeRow::of(line, offset))
            .collect(),
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Decides on a change.
pub async fn decide(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, form, .. }: PermittedForm<DecideRoleChange, DecisionForm>,
) -> Result<Response, Problem> {
    let is_approved = form.is_approved.unwrap_or_default();
    let work = move |app: &app::App, permit: &Permit<DecideRoleChange>| {
        app.decide_role_change(permit, &id, is_approved)
    };
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(see_other("/role-changes"))
}

impl RoleChangeRow {
    fn of(line: WaitingRoleChange, utc_offset_minutes: i16) -> Self {
        Self {
            id: line.id,
            login_name: line.login_name,
            role: line.role,
            is_given: line.is_given,
            reason: line.reason,
            asked_by: line.asked_by,
            asked_at: shown(line.asked_at_ms, utc_offset_minutes),
            is_for_reader: line.is_for_caller,
        }
    }
}
