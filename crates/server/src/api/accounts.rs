//! `/api/v1/accounts`: making accounts and looking after those of others.

use access::{ManageAccounts, Permit, ReadAccounts, Role};
use app::accounts::{AccountLine, AskedRoleChange, LoginName, MAX_AT_ONCE, NewAccount, RoleChangeOutcome};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::account_body::{AccountBody, NewAccountBody, ROLE_OPS, SlipBody, role, role_schema};
use super::paging::PartParams;
use super::schemas;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// Accounts that are to be made, all of them or none.
#[derive(Debug, ToSchema)]
pub struct NewAccountsParams {
    /// 1 to 500 of them.
    #[schema(min_items = 1, max_items = 500)]
    accounts: Vec<NewAccountBody>,
}

impl Members for NewAccountsParams {
    const NAMES: &'static [&'static str] = &["accounts"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            accounts: fields.objects("accounts", MAX_AT_ONCE),
        }
    }
}

/// A change of roles that is asked for.
#[derive(Debug, ToSchema)]
pub struct RoleChangeParams {
    #[schema(schema_with = role_schema)]
    pub role: Option<Role>,
    /// `grant` or `revoke`.
    #[schema(rename = "op", schema_with = op_schema)]
    pub is_given: Option<bool>,
    /// Why, for whoever decides and for the audit.
    pub reason: String,
}

impl Members for RoleChangeParams {
    const NAMES: &'static [&'static str] = &["role", "op", "reason"];

    fn take(fields: &mut Fields) -> Self {
        let (named, op) = (fields.parsed("role", role), fields.word_of("op", &ROLE_OPS));
        let reason = fields.text("reason");
        Self {
            role: fields.wanted("role", named),
            is_given: fields.wanted("op", op),
            reason: fields.wanted("reason", reason).unwrap_or_default(),
        }
    }
}

fn op_schema() -> Object {
    schemas::word_of(&ROLE_OPS, None)
}

/// What listing accounts can be refused with.
pub const LIST_PROBLEMS: &[Code] = &[Code::BadCursor, Code::InvalidInput];
/// What an action on one account can be refused with.
pub const ONE_PROBLEMS: &[Code] = &[Code::NotFound];
/// What writing accounts can end in.
pub const WRITE_PROBLEMS: &[Code] = &[Code::OutcomeUnknown];
/// What a change of roles can be refused with besides.
pub const ROLE_PROBLEMS: &[Code] = &[Code::RoleConflict, Code::InvalidInput];
/// What making accounts can be refused with besides.
pub const CREATE_PROBLEMS: &[Code] = &[Code::InvalidInput];

/// Accounts by login name.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountsBody {
    items: Vec<AccountBody>,
    /// Where the next page begins.
    next_cursor: Option<String>,
}

/// A slip for each account that was made, in their order.
#[derive(Serialize, ToSchema)]
pub struct SlipsBody {
    slips: Vec<SlipBody>,
}

/// The slip of one account.
#[derive(Serialize, ToSchema)]
pub struct OneSlipBody {
    slip: SlipBody,
}

/// What came of asking for a change of roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleChangeStateBody {
    /// `made`, or `waits` for another security administrator.
    state: &'static str,
}

/// Lists the accounts that the caller may know of.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", params(PartParams), responses(
    (status = 200, description = "Accounts by login name", body = AccountsBody)))]
pub async fn list_accounts(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadAccounts>,
    FromQuery(params): FromQuery<PartParams>,
) -> Result<Json<AccountsBody>, Problem> {
    let after = params.cursor.as_deref().map(read_cursor).transpose()?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    // One more than asked for says whether there is a next page.
    let list = move |app: &app::App, permit: &Permit<ReadAccounts>| {
        app.list_accounts(permit, after.as_deref(), limit.saturating_add(1))
    };
    let mut lines = handle.show(permit, list).await?;
    let goes_on = lines.len() > limit;
    lines.truncate(limit);
    Ok(Json(AccountsBody {
        next_cursor: lines.last().filter(|_| goes_on).map(cursor_behind),
        items: lines.into_iter().map(AccountBody::from).collect(),
    }))
}

/// Makes accounts, all of them or none. The codes in the answer are shown here and never again.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", request_body = NewAccountsParams, responses(
    (status = 201, description = "A slip for each account", body = SlipsBody)))]
pub async fn create_accounts(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageAccounts>,
    FromBody(params): FromBody<NewAccountsParams>,
) -> Result<(StatusCode, Json<SlipsBody>), Problem> {
    let wanted: Vec<NewAccount> = params
        .accounts
        .into_iter()
        .filter_map(NewAccountBody::read)
        .collect();
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| app.create_accounts(permit, &wanted);
    // Repeated, the second time would find every name taken and the codes lost.
    let slips = handle.act(permit, Repeating::WritesAgain, work).await?;
    let slips = slips.iter().map(SlipBody::from).collect();
    Ok((StatusCode::CREATED, Json(SlipsBody { slips })))
}

/// Reads an account.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "accounts",
    params(("id" = String, Path, description = "The account's id")), responses(
    (status = 200, description = "The account", body = AccountBody)))]
pub async fn find_account(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadAccounts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<AccountBody>, Problem> {
    let found = handle
        .show(permit, move |app, permit| app.find_account(permit, &id))
        .await?;
    Ok(Json(found.into()))
}

/// Takes the password, the second factor and every session of an account away, and gives a code for a new password.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/reset", tag = "accounts",
    params(("id" = String, Path, description = "The account's id")), responses(
    (status = 200, description = "The slip", body = OneSlipBody)))]
pub async fn reset_account(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageAccounts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<OneSlipBody>, Problem> {
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| app.reset_account(permit, &id);
    // Only the last code is shown, and each takes the place of those before.
    let slip = handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(Json(OneSlipBody {
        slip: SlipBody::from(&slip),
    }))
}

/// Disables an account; its sessions end.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/disable", tag = "accounts",
    params(("id" = String, Path, description = "The account's id")), responses(
    (status = 204, description = "It is disabled")))]
pub async fn disable_account(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageAccounts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    set_disabled(&handle, permit, id, true).await
}

/// Enables an account again.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/enable", tag = "accounts",
    params(("id" = String, Path, description = "The account's id")), responses(
    (status = 204, description = "It is enabled")))]
pub async fn enable_account(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageAccounts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    set_disabled(&handle, permit, id, false).await
}

/// Asks for a change of roles. One that shows nothing of others is made at once, every other waits for a second person.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/roles", tag = "accounts", request_body = RoleChangeParams,
    params(("id" = String, Path, description = "The account's id")), responses(
    (status = 200, description = "What came of it", body = RoleChangeStateBody)))]
pub async fn ask_role_change(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageAccounts>,
    Path(id): Path<String>,
    FromBody(params): FromBody<RoleChangeParams>,
) -> Result<Json<RoleChangeStateBody>, Problem> {
    let (Some(role), Some(is_given)) = (params.role, params.is_given) else {
        return Err(Problem::internal("a body without what it must have was taken"));
    };
    let asked = AskedRoleChange {
        account: id,
        role,
        is_given,
        reason: params.reason,
    };
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| app.ask_role_change(permit, &asked);
    let state = match handle.act(permit, Repeating::WritesAgain, work).await? {
        RoleChangeOutcome::Made => "made",
        RoleChangeOutcome::Waits => "waits",
    };
    Ok(Json(RoleChangeStateBody { state }))
}

/// Returns the cursor of what lies behind `line`: opaque, of letters and digits.
pub fn cursor_behind(line: &AccountLine) -> String {
    let name = LoginName::new(&line.login_name);
    let key = name.as_ref().map_or(line.login_name.as_str(), LoginName::key);
    key.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a cursor as the login key that it stands for.
///
/// # Errors
/// [`Code::BadCursor`].
pub fn read_cursor(raw: &str) -> Result<String, Problem> {
    let digit = |d: u8| char::from(d).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = raw.as_bytes().chunks(2).map(byte).collect();
    let key = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let key = key.filter(|key| LoginName::new(key).is_ok_and(|name| name.key() == key));
    key.ok_or_else(|| Problem::bad_cursor(raw))
}

async fn set_disabled(
    handle: &Handle,
    permit: Permit<ManageAccounts>,
    id: String,
    is_disabled: bool,
) -> Result<StatusCode, Problem> {
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| {
        app.set_account_disabled(permit, &id, is_disabled)
    };
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_on_from_its_account() {
        for (name, key) in [("ZhuoMa", "zhuoma"), ("才让卓玛", "才让卓玛"), ("བཀྲ་ཤིས", "བཀྲ་ཤིས")]
        {
            let line = AccountLine {
                id: "a-1".to_owned(),
                login_name: name.to_owned(),
                display_name: name.to_owned(),
                court: None,
                person: None,
                roles: vec![],
                is_disabled: false,
                has_password: false,
                has_second_factor: false,
                revision: 1,
            };
            let cursor = cursor_behind(&line);
            assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric()), "{cursor}");
            assert_eq!(read_cursor(&cursor).unwrap(), key);
        }
        for raw in ["", "x", "6", "ff", "20", "5a", "ཀ"] {
            assert_eq!(read_cursor(raw).unwrap_err().code, Code::BadCursor, "{raw}");
        }
    }
}
