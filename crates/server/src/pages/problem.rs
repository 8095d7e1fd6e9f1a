//! `/problems/{code}`: what a problem means and what to do about it.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::page;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::problem::{Code, Problem};
use crate::web::templates::View;

/// The explanation of a problem.
#[derive(Debug, Clone, Serialize)]
pub struct ProblemView {
    pub code: &'static str,
    pub status: u16,
}

impl View for ProblemView {
    const TEMPLATE: &'static str = "problem.html";
}

impl ProblemView {
    /// Makes the page of `code`.
    pub fn new(code: Code) -> Self {
        Self {
            code: code.as_str(),
            status: code.status().as_u16(),
        }
    }
}

/// Explains a problem. Needs no right: whoever is refused must be able to read why.
pub async fn problem_page(
    State(handle): State<Handle>,
    context: RequestContext,
    caller: Caller,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let code = Code::named(&code).ok_or_else(|| Problem::new(Code::NotFound))?;
    page(&handle, &context, &caller, &ProblemView::new(code))
}
