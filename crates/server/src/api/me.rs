//! `GET /api/v1/me`: who the server takes the caller for.

use access::Actor;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::problem::{Code, Problem};

/// What asking can be refused with.
pub const PROBLEMS: &[Code] = &[Code::Busy, Code::StoreUnavailable];

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeBody {
    /// `anonymous`, `account` or `token`.
    kind: &'static str,
    /// The id of the account or token; empty of somebody unknown.
    id: String,
    /// The login name, or what the token is called.
    name: String,
    /// What an account may.
    roles: Vec<&'static str>,
    /// What a token may.
    scopes: Vec<&'static str>,
    /// The court whose rights it has, with those below.
    court: Option<String>,
}

/// Says who asks. Needs no right: a wrong token is refused here as everywhere.
#[utoipa::path(get, path = "/api/v1/me", tag = "accounts", responses(
    (status = 200, description = "Who asks", body = MeBody)))]
pub async fn me(caller: Caller) -> Result<Json<MeBody>, Problem> {
    if let Caller::Unknown(problem) = caller {
        return Err(*problem);
    }
    Ok(Json(MeBody::of(caller.actor().unwrap_or(&Actor::anonymous()))))
}

impl MeBody {
    fn of(actor: &Actor) -> Self {
        let mut body = Self {
            kind: actor.kind(),
            id: actor.id().to_owned(),
            name: String::new(),
            roles: Vec::new(),
            scopes: Vec::new(),
            court: None,
        };
        match actor {
            Actor::Account(account) => {
                body.name.clone_from(&account.login_name);
                body.roles = account.roles.iter().map(|role| role.as_str()).collect();
                body.court = account.court.as_ref().map(ToString::to_string);
            }
            Actor::Token(token) => {
                body.name.clone_from(&token.name);
                body.scopes = token.scopes.iter().map(|scope| scope.as_str()).collect();
                body.court = token.court.as_ref().map(ToString::to_string);
            }
            Actor::Anonymous(_) | Actor::Operator => {}
        }
        body
    }
}
