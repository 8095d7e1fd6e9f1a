//! `/about`: what these data are and are not, and how fresh.

use app::ReadGlossary;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::page;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::View;

/// The state of the data.
#[derive(Debug, Clone, Serialize)]
pub struct AboutView {
    pub version: &'static str,
    pub n_concepts: usize,
    pub index_position: u64,
    /// `None` if the store does not answer.
    pub last_seq: Option<u64>,
}

impl View for AboutView {
    const TEMPLATE: &'static str = "about.html";
}

/// Shows what these data are and how fresh.
pub async fn about_page(
    State(handle): State<Handle>,
    caller: Caller,
    context: RequestContext,
) -> Result<Response, Problem> {
    handle.permit::<ReadGlossary>(&caller).await?;
    let readiness = handle.run(Pool::Reads, |app| Ok(app.readiness())).await?;
    let view = AboutView {
        version: env!("CARGO_PKG_VERSION"),
        n_concepts: readiness.concepts,
        index_position: readiness.index_position,
        last_seq: readiness.store.ok(),
    };
    page(&handle, &context, &caller, &view)
}
