//! `/accounts/{id}`: the account of somebody else, and what may be done to it.

use access::{ManageAccounts, Permit, ReadAccounts, Role};
use app::accounts::{AskedRoleChange, RoleChangeOutcome};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::accounts::AccountRow;
use super::permitted_form::PermittedForm;
use super::slips::slips_page;
use super::{private_page, see_other};
use crate::api::accounts::RoleChangeParams;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;
use crate::write::Repeating;

/// What was done before; each is the translation `managed.done.<word>`.
pub const DONE: [&str; 6] = ["disabled", "enabled", "linked", "made", "unlinked", "waits"];

/// What the page says first.
#[derive(Debug)]
pub struct ManagedParams {
    done: Option<&'static str>,
}

impl Members for ManagedParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        Self {
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
        }
    }
}

/// The account.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ManagedView {
    pub account: AccountRow,
    /// Names of every role.
    pub roles: Vec<&'static str>,
    /// Whether the reader may ask for a change of roles.
    pub may_change_roles: bool,
    /// Whether it is the reader's own.
    pub is_own: bool,
    /// The id of a person that was typed and is none whom the reader may link.
    pub no_person: Option<String>,
    pub done: Option<&'static str>,
}

impl View for ManagedView {
    const TEMPLATE: &'static str = "account_managed.html";
}

/// Shows an account.
pub async fn managed_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadAccounts>,
    context: RequestContext,
    Path(id): Path<String>,
    FromPageQuery(params): FromPageQuery<ManagedParams>,
) -> Result<Response, Problem> {
    let may_change_roles = permit.granted().everywhere;
    let is_own = permit.actor().id() == id;
    let found = handle
        .show(permit, move |app, permit| app.find_account(permit, &id))
        .await?;
    let view = ManagedView {
        account: found.into(),
        roles: Role::ALL.map(Role::as_str).to_vec(),
        may_change_roles,
        is_own,
        done: params.done,
        no_person: None,
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Whom an account is to be linked with; nobody if it is left empty.
#[derive(Debug)]
pub struct LinkSent {
    person: Option<String>,
}

impl Members for LinkSent {
    const NAMES: &'static [&'static str] = &["person"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            person: fields.text("person").map(|person| person.trim().to_owned()),
        }
    }
}

/// Links an account with a person of the registry, or with nobody.
pub async fn link(
    State(handle): State<Handle>,
    context: RequestContext,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<ManageAccounts, LinkSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadAccounts>(&caller).await?;
    let wanted = form.person.filter(|person| !person.is_empty());
    let (account, person) = (id.clone(), wanted.clone());
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| {
        app.link_account(permit, &account, person.as_deref())
    };
    match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
        Ok(()) => {
            let done = if wanted.is_some() { "linked" } else { "unlinked" };
            Ok(see_other(&format!("{}?done={done}", page_of(&id))))
        }
        Err(app::Error::NoSuchRecord(_) | app::Error::Registry(_)) => {
            let may_change_roles = reader.granted().everywhere;
            let found = handle
                .show(reader, move |app, permit| app.find_account(permit, &id))
                .await?;
            let view = ManagedView {
                account: found.into(),
                roles: Role::ALL.map(Role::as_str).to_vec(),
                may_change_roles,
                no_person: wanted,
                ..ManagedView::default()
            };
            private_page(
                &handle,
                &context,
                &caller,
                StatusCode::UNPROCESSABLE_ENTITY,
                &view,
            )
        }
        Err(other) => Err(other.into()),
    }
}

/// Takes the password away and shows a slip for a new one.
pub async fn reset(
    State(handle): State<Handle>,
    context: RequestContext,
    headers: HeaderMap,
    Path(id): Path<String>,
    PermittedForm { caller, permit, .. }: PermittedForm<ManageAccounts, NoMembers>,
) -> Result<Response, Problem> {
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| app.reset_account(permit, &id);
    // Only the last code is shown, and each takes the place of those before.
    let slip = handle.act(permit, Repeating::IsSafe, work).await?;
    slips_page(&handle, &context, &caller, &headers, &[slip])
}

/// Disables an account.
pub async fn disable(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, .. }: PermittedForm<ManageAccounts, NoMembers>,
) -> Result<Response, Problem> {
    set_disabled(&handle, permit, id, true).await
}

/// Enables an account again.
pub async fn enable(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, .. }: PermittedForm<ManageAccounts, NoMembers>,
) -> Result<Response, Problem> {
    set_disabled(&handle, permit, id, false).await
}

/// Asks for a change of roles.
pub async fn change_role(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, form, .. }: PermittedForm<ManageAccounts, RoleChangeParams>,
) -> Result<Response, Problem> {
    let (Some(role), Some(is_given)) = (form.role, form.is_given) else {
        return Err(Problem::internal("a form without what it must have was taken"));
    };
    let page = page_of(&id);
    let asked = AskedRoleChange {
        account: id,
        role,
        is_given,
        reason: form.reason,
    };
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| app.ask_role_change(permit, &asked);
    let done = match handle.act(permit, Repeating::WritesAgain, work).await? {
        RoleChangeOutcome::Made => "made",
        RoleChangeOutcome::Waits => "waits",
    };
    Ok(see_other(&format!("{page}?done={done}")))
}

async fn set_disabled(
    handle: &Handle,
    permit: Permit<ManageAccounts>,
    id: String,
    is_disabled: bool,
) -> Result<Response, Problem> {
    let page = page_of(&id);
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| {
        app.set_account_disabled(permit, &id, is_disabled)
    };
    handle.act(permit, Repeating::IsSafe, work).await?;
    let done = if is_disabled { "disabled" } else { "enabled" };
    Ok(see_other(&format!("{page}?done={done}")))
}

fn page_of(id: &str) -> String {
    format!("/accounts/{}", crate::web::templates::percent_encode(id))
}
