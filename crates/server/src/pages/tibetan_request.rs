//! `/c/{id}/tibetan`: asking for the Tibetan of a concept that has none, by a button and without a login.

use app::{Error, Permit, ReadGlossary};
use axum::extract::{Path, State};
use axum::response::Response;

use super::see_other;
use crate::api::concepts::concept_id;
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{FromForm, NoMembers};
use crate::problem::Problem;

/// Counts the wish and leads back to the page of the concept, which thanks for it. Who asks is not kept.
pub async fn ask(
    State(handle): State<Handle>,
    Permitted { permit, .. }: Permitted<ReadGlossary>,
    Path(id): Path<String>,
    FromForm(NoMembers): FromForm<NoMembers>,
) -> Result<Response, Problem> {
    let id = concept_id(&id)?;
    let ask = move |app: &app::App, permit: &Permit<ReadGlossary>| match app.ask_for_tibetan(permit, id) {
        // Somebody has answered meanwhile: there it stands.
        Err(Error::HasTibetan(_)) => Ok(None),
        asked => asked.map(Some),
    };
    Ok(match handle.show(permit, ask).await? {
        Some(_) => see_other(&format!("/c/{id}?done=asked")),
        None => see_other(&format!("/c/{id}")),
    })
}
