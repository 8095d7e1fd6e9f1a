//! `/accounts`: the accounts that one may know of.

use access::ReadAccounts;
use app::accounts::AccountLine;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::private_page;
use crate::api::accounts::{cursor_behind, read_cursor};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members};
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// How many accounts a page shows.
const N_ACCOUNTS: usize = 100;

/// Where the list begins.
#[derive(Debug)]
pub struct AccountsParams {
    cursor: Option<String>,
}

impl Members for AccountsParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        Self {
            cursor: fields.text("cursor"),
        }
    }
}

/// The list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountsView {
    pub rows: Vec<AccountRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Whether this is not the first page.
    pub is_continued: bool,
}

/// An account.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountRow {
    pub id: String,
    pub login_name: String,
    pub display_name: String,
    pub court: Option<String>,
    /// The id of the person that it is linked with.
    pub person: Option<String>,
    /// Names of roles.
    pub roles: Vec<String>,
    pub is_disabled: bool,
    pub has_password: bool,
    pub has_second_factor: bool,
}

impl View for AccountsView {
    const TEMPLATE: &'static str = "accounts.html";
}

/// Lists accounts by login name.
pub async fn accounts_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ReadAccounts>,
    context: RequestContext,
    FromPageQuery(params): FromPageQuery<AccountsParams>,
) -> Result<Response, Problem> {
    let after = params.cursor.as_deref().map(read_cursor).transpose()?;
    let is_continued = after.is_some();
    let list = move |app: &app::App, permit: &_| app.list_accounts(permit, after.as_deref(), N_ACCOUNTS + 1);
    let mut lines = handle.show(permit, list).await?;
    let goes_on = lines.len() > N_ACCOUNTS;
    lines.truncate(N_ACCOUNTS);
    let view = AccountsView {
        next: lines.last().filter(|_| goes_on).map(cursor_behind),
        rows: lines.into_iter().map(AccountRow::from).collect(),
        is_continued,
    };
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

impl From<AccountLine> for AccountRow {
    fn from(line: AccountLine) -> Self {
        Self {
            id: line.id,
            login_name: line.login_name,
            display_name: line.display_name,
            court: line.court,
            person: line.person,
            roles: line.roles,
            is_disabled: line.is_disabled,
            has_password: line.has_password,
            has_second_factor: line.has_second_factor,
        }
    }
}
