//! `GET /api/v1/openapi.json`: the contract, made of the handlers themselves.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use utoipa::OpenApi as _;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response};

use crate::handle::Handle;
use crate::problem::{Code, ProblemBody};
use crate::router::api_routes;
use crate::web::i18n::Translations;
use crate::web::ui::Ui;
use crate::{api, probes};

/// The document. A route that is missing here fails a test.
#[derive(utoipa::OpenApi)]
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
        api::browse::browse,
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
pub async fn openapi(State(handle): State<Handle>) -> Json<OpenApi> {
    Json(document(handle.web().translations()))
}

/// Returns the document: what the handlers declare, and the problems of their routes.
fn document(translations: &Translations) -> OpenApi {
    let mut document = Document::openapi();
    for route in api_routes() {
        let item = document.paths.paths.get_mut(route.path);
        let operation = item.and_then(|item| match route.method {
            Method::POST => item.post.as_mut(),
            _ => item.get.as_mut(),
        });
        if let Some(operation) = operation {
            declare(&mut operation.responses.responses, &route.problems, translations);
        }
    }
    document
}

/// Adds a response for each status of `problems`, and one for what any route can fail with.
fn declare(
    responses: &mut BTreeMap<String, RefOr<Response>>,
    problems: &[Code],
    translations: &Translations,
) {
    let mut by_status: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in problems {
        let name = problem.as_str();
        let title = translations
            .text(Ui::En, &format!("problem.{name}.title"))
            .to_owned();
        let status = problem.status().as_str().to_owned();
        by_status
            .entry(status)
            .or_default()
            .push(format!("`{name}`: {title}"));
    }
    by_status.insert(
        "default".to_owned(),
        vec!["Any other failure, such as 405, 414, 431 or 500".to_owned()],
    );
    for (status, described) in by_status {
        let described = Response::new(described.join("; "));
        let response = responses.entry(status).or_insert_with(|| described.into());
        // Of a status that the handler declares itself, this is the other form of answer.
        if let RefOr::T(response) = response {
            let body = Content::new(Some(Ref::from_schema_name("ProblemBody")));
            response
                .content
                .insert("application/problem+json".to_owned(), body.into());
        }
    }
}
