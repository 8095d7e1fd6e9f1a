//! `/account`: one's own account, its password and its login sessions.

use access::{
    Action, ChangeOwnAccount, DecideRoleChange, ManageTokens, Permit, ReadAccounts, ReadAudit, Refusal,
};
use app::accounts::{OwnAccount, SessionDigest};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::faults::{FaultView, Faults, WRONG_PASSWORD};
use super::permitted_form::PermittedForm;
use super::times::shown;
use super::{private_page, see_other};
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;
use crate::write::Repeating;

/// What was done before; each is the translation `account.done.<word>`.
pub const DONE: [&str; 3] = ["password", "second_factor_removed", "sessions"];

/// What the page says first.
#[derive(Debug)]
pub struct AccountParams {
    done: Option<&'static str>,
}

impl Members for AccountParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let done = fields.text("done");
        Self {
            done: done.and_then(|done| DONE.into_iter().find(|word| *word == done)),
        }
    }
}

/// What the form for another password sends.
pub struct PasswordForm {
    present: String,
    password: String,
    password_again: String,
}

impl Members for PasswordForm {
    const NAMES: &'static [&'static str] = &["present", "password", "password_again"];

    fn take(fields: &mut Fields) -> Self {
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            present: text("present"),
            password: text("password"),
            password_again: text("password_again"),
        }
    }
}

/// The own account.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountView {
    pub login_name: String,
    pub display_name: String,
    /// Names of roles.
    pub roles: Vec<String>,
    pub court: Option<String>,
    pub has_second_factor: bool,
    pub recovery_codes_left: u64,
    pub password_at: Option<String>,
    pub sessions: Vec<SessionView>,
    /// Pages about others that the account may see, each the translation `<name>.title`.
    pub pages: Vec<(&'static str, &'static str)>,
    pub done: Option<&'static str>,
    pub faults: Vec<FaultView>,
}

/// A login session.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SessionView {
    pub created_at: String,
    pub seen_at: String,
    pub address: String,
    pub agent: String,
    pub is_this_one: bool,
}

impl View for AccountView {
    const TEMPLATE: &'static str = "account.html";
}

/// Shows the own account.
pub async fn account_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ChangeOwnAccount>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<AccountParams>,
) -> Result<Response, Problem> {
    let mut view = own_view(&handle, &caller, permit).await?;
    view.done = params.done;
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Changes the own password; every other session ends.
pub async fn change_password(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<ChangeOwnAccount, PasswordForm>,
) -> Result<Response, Problem> {
    let session = session_of(&caller)?;
    let faults = if form.password == form.password_again {
        let mine = permit.clone();
        let work = move |app: &app::App| app.change_password(&mine, &session, &form.present, &form.password);
        match handle.with_password(work).await? {
            Ok(()) => return Ok(see_other("/account?done=password")),
            Err(error) => Faults::of(error, WRONG_PASSWORD)?,
        }
    } else {
        Faults::not_the_same()
    };
    let mut view = own_view(&handle, &caller, permit).await?;
    view.faults.clone_from(&faults.lines);
    faults.page(&handle, &context, &caller, &view)
}

/// Ends every other session of the own account.
pub async fn end_sessions(
    State(handle): State<Handle>,
    PermittedForm { caller, permit, .. }: PermittedForm<ChangeOwnAccount, NoMembers>,
) -> Result<Response, Problem> {
    let session = session_of(&caller)?;
    let work =
        move |app: &app::App, permit: &Permit<ChangeOwnAccount>| app.end_other_sessions(permit, &session);
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(see_other("/account?done=sessions"))
}

/// Returns the session of somebody who has signed in.
///
/// # Errors
/// [`Code::Unauthenticated`](crate::problem::Code::Unauthenticated); whoever may change an account has one.
pub fn session_of(caller: &Caller) -> Result<SessionDigest, Problem> {
    let action = ChangeOwnAccount::RULE.name;
    caller
        .session()
        .ok_or_else(|| Refusal::Unauthenticated { action }.into())
}

async fn own_view(
    handle: &Handle,
    caller: &Caller,
    permit: Permit<ChangeOwnAccount>,
) -> Result<AccountView, Problem> {
    let session = session_of(caller)?;
    let own = handle
        .show(permit, move |app, permit| app.own_account(permit, &session))
        .await?;
    Ok(AccountView {
        pages: pages_of(handle, caller),
        ..AccountView::of(own, handle.config().utc_offset_minutes)
    })
}

/// Returns the pages that the account may see by its roles, also where the password has to be given first.
fn pages_of(handle: &Handle, caller: &Caller) -> Vec<(&'static str, &'static str)> {
    fn may<A: Action>(handle: &Handle, caller: &Caller) -> bool {
        let judged = caller
            .actor()
            .map(|actor| handle.policy().permit::<A>(actor).map(drop));
        matches!(judged, Some(Ok(()) | Err(Refusal::ProofNeeded { .. })))
    }
    let pages = [
        ("/accounts", "accounts", may::<ReadAccounts>(handle, caller)),
        (
            "/role-changes",
            "role_changes",
            may::<DecideRoleChange>(handle, caller),
        ),
        ("/tokens", "tokens", may::<ManageTokens>(handle, caller)),
        ("/audit", "audit", may::<ReadAudit>(handle, caller)),
    ];
    let allowed = pages.into_iter().filter(|(_, _, may)| *may);
    allowed.map(|(path, name, _)| (path, name)).collect()
}

impl AccountView {
    fn of(own: OwnAccount, utc_offset_minutes: i16) -> Self {
        let at = |ms| shown(ms, utc_offset_minutes);
        let session = |line: app::accounts::SessionLine| SessionView {
            created_at: at(line.created_at_ms),
            seen_at: at(line.seen_at_ms),
            address: line.address,
            agent: line.agent,
            is_this_one: line.is_this_one,
        };
        Self {
            login_name: own.login_name,
            display_name: own.display_name,
            roles: own.roles,
            court: own.court,
            has_second_factor: own.has_second_factor,
            recovery_codes_left: own.recovery_codes_left,
            password_at: own.password_at_ms.map(at),
            sessions: own.sessions.into_iter().map(session).collect(),
            ..Self::default()
        }
    }
}
