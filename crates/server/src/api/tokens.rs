//! `/api/v1/tokens`: the tokens of other systems.

use access::{ManageTokens, Permit};
use app::accounts::NewToken;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::token_body::{NewTokenParams, TokenBody};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{FromBody, FromQuery, NoMembers};
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What making a token can be refused with.
pub const CREATE_PROBLEMS: &[Code] = &[Code::InvalidInput];

/// Tokens by name, then by age.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokensBody {
    items: Vec<TokenBody>,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub struct TokenMadeBody {
    token: TokenBody,
    /// What stands behind `Authorization: Bearer`; shown here and never again.
    secret: String,
}

/// Lists every token, also those that are over.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "accounts", responses(
    (status = 200, description = "Tokens by name", body = TokensBody)))]
pub async fn list_tokens(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageTokens>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<Json<TokensBody>, Problem> {
    let lines = handle.show(permit, |app, permit| app.list_tokens(permit)).await?;
    Ok(Json(TokensBody {
        items: lines.into_iter().map(TokenBody::from).collect(),
    }))
}

/// Makes a token. Two of one name can be good at once, so that a system can change from one to the other.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "accounts", request_body = NewTokenParams, responses(
    (status = 201, description = "The token with its secret", body = TokenMadeBody)))]
pub async fn create_token(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageTokens>,
    FromBody(params): FromBody<NewTokenParams>,
) -> Result<(StatusCode, Json<TokenMadeBody>), Problem> {
    let new = NewToken::from(params);
    let work = move |app: &app::App, permit: &Permit<ManageTokens>| app.create_token(permit, &new);
    let (line, secret) = handle.act(permit, Repeating::WritesAgain, work).await?;
    let body = TokenMadeBody {
        token: line.into(),
        secret: secret.text().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(body)))
}

/// Revokes a token: the next request with it is refused, at every node within a second.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "accounts",
    params(("id" = String, Path, description = "The token's id")), responses(
    (status = 204, description = "It is revoked")))]
pub async fn revoke_token(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageTokens>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    let work = move |app: &app::App, permit: &Permit<ManageTokens>| app.revoke_token(permit, &id);
    handle.act(permit, Repeating::WritesAgain, work).await?;
    Ok(StatusCode::NO_CONTENT)
}
