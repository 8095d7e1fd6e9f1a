//! `/tokens`: the tokens of other systems. A secret is shown once, in the answer to what made it.

use access::{ManageTokens, Permit, Scope};
use app::Error;
use app::accounts::{NewToken, TokenLine};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::permitted_form::PermittedForm;
use super::times::{end_of_day, shown};
use super::{private_page, see_other};
use crate::api::account_body::court_code;
use crate::api::token_body::{MAX_ADDRESSES, address, scope};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, Members, NoMembers};
use crate::observe::RequestContext;
use crate::problem::{Issue, IssueCode, Problem, issue_bodies, token_issue};
use crate::web::templates::View;
use crate::write::Repeating;

/// What the form sends, as it was typed.
#[derive(Default)]
pub struct TokenForm {
    name: String,
    scopes: Vec<String>,
    court: String,
    /// One a line, or with spaces between.
    addresses: String,
    /// The last day.
    expires_on: String,
}

impl Members for TokenForm {
    const NAMES: &'static [&'static str] = &["name", "scopes", "court", "addresses", "expires_on"];

    fn take(fields: &mut Fields) -> Self {
        let scopes = fields.list("scopes", Scope::ALL.len(), |scope| Ok(scope.to_owned()));
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            name: text("name"),
            scopes,
            court: text("court"),
            addresses: text("addresses"),
            expires_on: text("expires_on"),
        }
    }
}

/// The list and the form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TokensView {
    pub rows: Vec<TokenRow>,
    /// Names of every scope.
    pub scopes: Vec<&'static str>,
    pub name: String,
    /// Names of the scopes that are ticked.
    pub ticked: Vec<String>,
    pub court: String,
    pub addresses: String,
    pub expires_on: String,
    /// What is wrong with the form.
    pub issues: Vec<String>,
}

/// A token.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub scopes: Vec<String>,
    pub court: Option<String>,
    pub addresses: Vec<String>,
    pub created_by: String,
    pub expires_at: String,
    pub last_used: Option<String>,
    pub last_used_from: Option<String>,
    /// `good`, `ends_soon`, `ended` or `revoked`.
    pub state: &'static str,
    /// Whether there is anything to revoke.
    pub is_usable: bool,
}

/// A token that was made, with its secret.
#[derive(Clone, Serialize)]
pub struct TokenMadeView {
    pub token: TokenRow,
    pub secret: String,
}

impl View for TokensView {
    const TEMPLATE: &'static str = "tokens.html";
}

impl View for TokenMadeView {
    const TEMPLATE: &'static str = "token_made.html";
}

/// Lists the tokens, with the form for another.
pub async fn tokens_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<ManageTokens>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let view = list(&handle, permit, TokenForm::default(), Vec::new()).await?;
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Makes a token and shows its secret.
pub async fn create(
    State(handle): State<Handle>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<ManageTokens, TokenForm>,
) -> Result<Response, Problem> {
    let offset = handle.config().utc_offset_minutes;
    let issues = match form.read(offset) {
        Ok(new) => {
            let work = move |app: &app::App, permit: &Permit<ManageTokens>| app.create_token(permit, &new);
            let outcome = handle
                .act_unmapped(permit.clone(), Repeating::WritesAgain, work)
                .await?;
            match outcome {
                Ok((line, secret)) => {
                    let view = TokenMadeView {
                        token: TokenRow::of(line, offset),
                        secret: secret.text().to_owned(),
                    };
                    return private_page(&handle, &context, &caller, StatusCode::OK, &view);
                }
                Err(Error::BadToken(fault)) => vec![token_issue(&fault)],
                Err(error) => return Err(error.into()),
            }
        }
        Err(issues) => issues,
    };
    let said = issue_bodies(handle.web(), context.ui, &issues);
    let said = said.into_iter().map(|issue| issue.message).collect();
    let view = list(&handle, permit, form, said).await?;
    private_page(
        &handle,
        &context,
        &caller,
        StatusCode::UNPROCESSABLE_ENTITY,
        &view,
    )
}

/// Revokes a token.
pub async fn revoke(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { permit, .. }: PermittedForm<ManageTokens, NoMembers>,
) -> Result<Response, Problem> {
    let work = move |app: &app::App, permit: &Permit<ManageTokens>| app.revoke_token(permit, &id);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(see_other("/tokens"))
}

async fn list(
    handle: &Handle,
    permit: Permit<ManageTokens>,
    form: TokenForm,
    issues: Vec<String>,
) -> Result<TokensView, Problem> {
    let lines = handle.show(permit, |app, permit| app.list_tokens(permit)).await?;
    let offset = handle.config().utc_offset_minutes;
    Ok(TokensView {
        rows: lines.into_iter().map(|line| TokenRow::of(line, offset)).collect(),
        scopes: Scope::ALL.map(Scope::as_str).to_vec(),
        name: form.name,
        ticked: form.scopes,
        court: form.court,
        addresses: form.addresses,
        expires_on: form.expires_on,
        issues,
    })
}

impl TokenForm {
    fn read(&self, utc_offset_minutes: i16) -> Result<NewToken, Vec<Issue>> {
        let mut issues = Vec::new();
        let mut noted = |issue: Issue| issues.push(issue);
        let scopes = self
            .scopes
            .iter()
            .filter_map(|name| scope(name).map_err(&mut noted).ok());
        let scopes = scopes.collect();
        let court = match self.court.trim() {
            "" => None,
            code => court_code(code).map_err(&mut noted).ok(),
        };
        let ranges: Vec<&str> = self
            .addresses
            .split([' ', '\n', '\r', ',', '，', '\t'])
            .filter(|range| !range.is_empty())
            .collect();
        if ranges.len() > MAX_ADDRESSES {
            let issue = Issue::of("addresses", IssueCode::TooMany).with("max", MAX_ADDRESSES);
            noted(issue.with("count", ranges.len()));
        }
        let ranges = ranges.into_iter().take(MAX_ADDRESSES);
        let addresses = ranges
            .filter_map(|range| address(range).map_err(&mut noted).ok())
            .collect();
        let expires_at_ms = end_of_day(self.expires_on.trim(), utc_offset_minutes);
        if expires_at_ms.is_none() {
            noted(Issue::of("expires_on", IssueCode::BadDay));
        }
        match expires_at_ms {
            Some(expires_at_ms) if issues.is_empty() => Ok(NewToken {
                name: self.name.clone(),
                scopes,
                court,
                addresses,
                expires_at_ms,
            }),
            _ => Err(issues),
        }
    }
}

impl TokenRow {
    fn of(line: TokenLine, utc_offset_minutes: i16) -> Self {
        let state = line.state.as_str();
        Self {
            id: line.id,
            name: line.name,
            scopes: line.scopes,
            court: line.court,
            addresses: line.addresses,
            created_by: line.created_by,
            expires_at: shown(line.expires_at_ms, utc_offset_minutes),
            last_used: line.last_used_at_ms.map(|at| shown(at, utc_offset_minutes)),
            last_used_from: line.last_used_from,
            is_usable: matches!(state, "good" | "ends_soon"),
            state,
        }
    }
}
