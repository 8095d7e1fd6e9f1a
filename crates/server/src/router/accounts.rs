//! The routes by which people sign in and accounts, roles and tokens are looked after.

use access::{DecideRoleChange, ManageAccounts, ManageTokens, ReadAccounts, ReadAudit, ReadRoleChanges};
use axum::routing::{delete, get, post, put};

use super::Route;
use crate::input::{BODY_PROBLEMS, QUERY_PROBLEMS};
use crate::{api, pages};

/// Returns the routes by which accounts, roles and tokens are looked after.
pub fn account_routes() -> Vec<Route> {
    use api::{account_links, accounts, audit, me, role_changes, tokens};
    vec![
        Route::get("/api/v1/me", get(me::me))
            .for_anybody()
            .refusing([me::PROBLEMS]),
        Route::get("/api/v1/accounts", get(accounts::list_accounts))
            .for_whoever_may::<ReadAccounts>()
            .refusing([QUERY_PROBLEMS, accounts::LIST_PROBLEMS]),
        Route::post("/api/v1/accounts", post(accounts::create_accounts))
            .for_whoever_may::<ManageAccounts>()
            .refusing([BODY_PROBLEMS, accounts::CREATE_PROBLEMS, accounts::WRITE_PROBLEMS]),
        Route::get("/api/v1/accounts/{id}", get(accounts::find_account))
            .for_whoever_may::<ReadAccounts>()
            .refusing([QUERY_PROBLEMS, accounts::ONE_PROBLEMS]),
        Route::post("/api/v1/accounts/{id}/reset", post(accounts::reset_account))
            .for_whoever_may::<ManageAccounts>()
            .refusing([QUERY_PROBLEMS, accounts::ONE_PROBLEMS, accounts::WRITE_PROBLEMS]),
        Route::post("/api/v1/accounts/{id}/disable", post(accounts::disable_account))
            .for_whoever_may::<ManageAccounts>()
            .refusing([QUERY_PROBLEMS, accounts::ONE_PROBLEMS, accounts::WRITE_PROBLEMS]),
        Route::post("/api/v1/accounts/{id}/enable", post(accounts::enable_account))
            .for_whoever_may::<ManageAccounts>()
            .refusing([QUERY_PROBLEMS, accounts::ONE_PROBLEMS, accounts::WRITE_PROBLEMS]),
        Route::post("/api/v1/accounts/{id}/roles", post(accounts::ask_role_change))
            .for_whoever_may::<ManageAccounts>()
            .refusing([BODY_PROBLEMS, accounts::ONE_PROBLEMS, accounts::ROLE_PROBLEMS])
            .refusing([accounts::WRITE_PROBLEMS]),
        Route::put("/api/v1/accounts/{id}/person", put(account_links::link_account))
            .for_whoever_may::<ManageAccounts>()
            .refusing([BODY_PROBLEMS, accounts::ONE_PROBLEMS, accounts::CREATE_PROBLEMS])
            .refusing([accounts::WRITE_PROBLEMS]),
        Route::delete(
            "/api/v1/accounts/{id}/person",
            delete(account_links::unlink_account),
        )
        .for_whoever_may::<ManageAccounts>()
        .refusing([QUERY_PROBLEMS, accounts::ONE_PROBLEMS, accounts::WRITE_PROBLEMS]),
        Route::get("/api/v1/role-changes", get(role_changes::list_role_changes))
            .for_whoever_may::<ReadRoleChanges>()
            .refusing([QUERY_PROBLEMS]),
        Route::post(
            "/api/v1/role-changes/{id}/decision",
            post(role_changes::decide_role_change),
        )
        .for_whoever_may::<DecideRoleChange>()
        .refusing([
            BODY_PROBLEMS,
            role_changes::DECIDE_PROBLEMS,
            accounts::WRITE_PROBLEMS,
        ]),
        Route::get("/api/v1/tokens", get(tokens::list_tokens))
            .for_whoever_may::<ManageTokens>()
            .refusing([QUERY_PROBLEMS]),
        Route::post("/api/v1/tokens", post(tokens::create_token))
            .for_whoever_may::<ManageTokens>()
            .refusing([BODY_PROBLEMS, tokens::CREATE_PROBLEMS, accounts::WRITE_PROBLEMS]),
        Route::delete("/api/v1/tokens/{id}", delete(tokens::revoke_token))
            .for_whoever_may::<ManageTokens>()
            .refusing([QUERY_PROBLEMS, accounts::ONE_PROBLEMS, accounts::WRITE_PROBLEMS]),
        Route::get("/api/v1/audit", get(audit::list_audit))
            .for_whoever_may::<ReadAudit>()
            .refusing([QUERY_PROBLEMS, audit::LIST_PROBLEMS]),
        Route::get("/api/v1/audit/verification", get(audit::verify_audit))
            .for_whoever_may::<ReadAudit>()
            .refusing([QUERY_PROBLEMS]),
    ]
}

/// Returns the pages on which people sign in, look after their own account, and some of them after those of others.
pub fn account_pages() -> Vec<Route> {
    vec![
        Route::get("/login", get(pages::login::login_page)),
        Route::post("/login", post(pages::login::log_in)),
        Route::get("/login/code", get(pages::login_code::code_page)),
        Route::post("/login/code", post(pages::login_code::give_code)),
        Route::get("/login/first", get(pages::login_first::first_page)),
        Route::post("/login/first", post(pages::login_first::set_first_password)),
        Route::post("/logout", post(pages::logout::log_out)),
        Route::get("/account", get(pages::account::account_page)),
        Route::post("/account/prove", post(pages::proof::prove)),
        Route::post("/account/password", post(pages::account::change_password)),
        Route::post("/account/second-factor", post(pages::second_factor::begin)),
        Route::post(
            "/account/second-factor/confirm",
            post(pages::second_factor::confirm),
        ),
        Route::post(
            "/account/second-factor/remove",
            post(pages::second_factor::remove),
        ),
        Route::post("/account/sessions/end", post(pages::account::end_sessions)),
        Route::get("/accounts", get(pages::accounts::accounts_page)),
        Route::get("/accounts/new", get(pages::accounts_new::new_page)),
        Route::post("/accounts/new", post(pages::accounts_new::create)),
        Route::get("/accounts/{id}", get(pages::account_managed::managed_page)),
        Route::post("/accounts/{id}/reset", post(pages::account_managed::reset)),
        Route::post("/accounts/{id}/disable", post(pages::account_managed::disable)),
        Route::post("/accounts/{id}/enable", post(pages::account_managed::enable)),
        Route::post("/accounts/{id}/roles", post(pages::account_managed::change_role)),
        Route::post("/accounts/{id}/person", post(pages::account_managed::link)),
        Route::get("/role-changes", get(pages::role_changes::role_changes_page)),
        Route::post("/role-changes/{id}", post(pages::role_changes::decide)),
        Route::get("/tokens", get(pages::tokens::tokens_page)),
        Route::post("/tokens", post(pages::tokens::create)),
        Route::post("/tokens/{id}/revoke", post(pages::tokens::revoke)),
        Route::get("/audit", get(pages::audit::audit_page)),
        Route::get(
            "/audit/verification",
            get(pages::audit_verification::verification_page),
        ),
    ]
}
