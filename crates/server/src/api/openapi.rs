//! `GET /api/v1/openapi.json`: the contract, made of the handlers themselves.

use axum::Json;
use axum::response::IntoResponse;
use utoipa::OpenApi;

use crate::problem::ProblemBody;
use crate::{api, probes};

/// The document. A route that is missing here fails a test.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Shanjar",
        description = "A Chinese–Tibetan legal termbase. Offsets count Unicode scalar values; times are UTC. \
                       Nothing but `authorised` entries has been approved by anybody.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        api::search::search,
        api::search::search_by_body,
        api::batch::search_batch,
        api::suggest::suggest,
        api::concepts::find_concept,
        api::concepts::list_revisions,
        api::changes::list_changes,
        openapi,
        probes::healthz,
        probes::readyz,
        probes::metrics,
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "glossary", description = "Reading the termbase"),
        (name = "operation", description = "For those who run the server"),
    )
)]
pub struct Document;

/// Describes this API.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "operation", responses(
    (status = 200, description = "This document", content_type = "application/json")))]
pub async fn openapi() -> impl IntoResponse {
    Json(Document::openapi())
}
