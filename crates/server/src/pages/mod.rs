//! What people read: every page works as plain links and forms, without script.

pub mod about;
pub mod account;
pub mod account_managed;
pub mod accounts;
pub mod accounts_new;
pub mod asset;
pub mod audit;
pub mod audit_verification;
pub mod batch;
pub mod batch_sheet;
pub mod batches;
pub mod browse;
pub mod change_sets;
pub mod concept_form;
pub mod concept_list;
pub mod coverage;
pub mod desk;
pub mod differences;
pub mod editions;
pub mod entry;
pub mod entry_terms;
pub mod entry_view;
pub mod entry_work;
pub mod error;
pub mod explained;
pub mod facet_view;
pub mod faults;
pub mod groups;
pub mod highlight;
pub mod history;
pub mod kept_form;
pub mod language;
pub mod list_changes;
pub mod login;
pub mod login_code;
pub mod login_first;
pub mod logout;
pub mod lookup;
pub mod merge;
mod permitted_form;
pub mod problem;
pub mod proof;
pub mod proposals;
pub mod question;
pub mod registry;
pub mod result_view;
pub mod role_changes;
pub mod search;
pub mod second_factor;
pub mod slips;
pub mod tibetan_request;
mod times;
pub mod tokens;
pub mod unanswered;
pub mod way_back;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::caller::Caller;
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::problem::Problem;
use crate::web::templates::{Frame, View};

/// Renders `view` as the answer to the request of `context`, which `caller` has sent.
///
/// # Errors
/// If the template fails, which the tests rule out for every view.
fn page<V: View>(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    view: &V,
) -> Result<Response, Problem> {
    let frame = Frame {
        here: context.here.clone(),
        request_id: context.id.clone(),
        reader: caller.reader(),
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

/// As [`page`], for what is shown to one person alone: it stays in no cache.
///
/// # Errors
/// Those of [`page`].
fn private_page<V: View>(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    status: StatusCode,
    view: &V,
) -> Result<Response, Problem> {
    let mut response = page(handle, context, caller, view)?;
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Leads a browser that has sent a form to the page `to`, a path of ours.
pub fn see_other(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
