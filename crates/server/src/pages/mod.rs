//! What people read: every page works as plain links and forms, without script.

pub mod about;
pub mod asset;
pub mod batch;
pub mod batch_sheet;
pub mod browse;
pub mod entry;
pub mod entry_terms;
pub mod entry_view;
pub mod error;
pub mod explained;
pub mod facet_view;
pub mod groups;
pub mod highlight;
pub mod language;
pub mod problem;
pub mod question;
pub mod result_view;
pub mod search;
mod times;

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{Frame, View};

/// Renders `view` as the answer to the request of `context`.
///
/// # Errors
/// If the template fails, which the tests rule out for every view.
fn page<V: View>(handle: &Handle, context: &RequestContext, view: &V) -> Result<Response, Problem> {
    let frame = Frame {
        here: context.here.clone(),
        request_id: context.id.clone(),
    };
    let html = handle
        .web()
        .templates()
        .render(context.ui, &frame, view)
        .map_err(Problem::internal)?;
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    // The same address has another text in another language, and tomorrow's glossary another answer.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(context.ui.html_lang()),
    );
    Ok(response)
}
