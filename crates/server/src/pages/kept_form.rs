//! A long form that was sent after its session had ended: it comes back with what was typed, to be sent once more.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::private_page;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::View;

/// The form, which waits until its writer has signed in beside it.
#[derive(Debug, Clone, Serialize)]
pub struct KeptFormView {
    /// Where the form was sent.
    pub action: String,
    /// What was typed, names and values in their order.
    pub carried: Vec<(String, String)>,
}

impl View for KeptFormView {
    const TEMPLATE: &'static str = "kept_form.html";
}

/// Answers with the form `sent`, for whoever has to sign in first.
///
/// # Errors
/// Those of a page.
pub fn keep(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    sent: Vec<(String, String)>,
) -> Result<Response, Problem> {
    let view = KeptFormView {
        action: context.here.clone(),
        carried: sent,
    };
    let mut response = private_page(handle, context, caller, StatusCode::UNAUTHORIZED, &view)?;
    // RFC 9110, 15.5.2: an answer with this status names a way to sign in.
    let challenge = HeaderValue::from_static("Bearer");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    Ok(response)
}
