//! `/api/v1/accounts/{id}/person`: whose record somebody sees as the own one.

use access::{ManageAccounts, Permit};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa::ToSchema;

use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromBody, FromQuery, Members, NoMembers};
use crate::problem::Problem;
use crate::write::Repeating;

/// With whom an account is linked.
#[derive(Debug, ToSchema)]
pub struct LinkParams {
    /// The id of the person.
    #[schema(value_type = String)]
    pub person: Option<String>,
}

impl Members for LinkParams {
    const NAMES: &'static [&'static str] = &["person"];

    fn take(fields: &mut Fields) -> Self {
        let person = fields.text("person");
        Self {
            person: fields.wanted("person", person),
        }
    }
}

/// Links an account with a person of the registry, in place of the one that it was linked with.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/person", tag = "accounts", request_body = LinkParams,
    params(("id" = String, Path, description = "The account's id")), responses(
    (status = 204, description = "They are linked")))]
pub async fn link_account(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageAccounts>,
    Path(id): Path<String>,
    FromBody(params): FromBody<LinkParams>,
) -> Result<StatusCode, Problem> {
    link(&handle, permit, id, params.person).await
}

/// Ends the link of an account with a person.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/person", tag = "accounts",
    params(("id" = String, Path, description = "The account's id")), responses(
    (status = 204, description = "It is linked with nobody")))]
pub async fn unlink_account(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ManageAccounts>,
    Path(id): Path<String>,
    FromQuery(_): FromQuery<NoMembers>,
) -> Result<StatusCode, Problem> {
    link(&handle, permit, id, None).await
}

async fn link(
    handle: &Handle,
    permit: Permit<ManageAccounts>,
    id: String,
    person: Option<String>,
) -> Result<StatusCode, Problem> {
    let work = move |app: &app::App, permit: &Permit<ManageAccounts>| {
        app.link_account(permit, &id, person.as_deref())
    };
    handle.act(permit, Repeating::IsSafe, work).await?;
    Ok(StatusCode::NO_CONTENT)
}
