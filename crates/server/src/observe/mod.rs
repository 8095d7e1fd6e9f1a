//! What happens around every request, whatever it asks for: an id, problems written out, a log line, metrics, security
//! headers; and the armour that lets it pass.

mod context;
mod headers;

pub use context::{RequestContext, RequestIds};
pub use headers::MOST as HEADERS;

use std::time::Instant;

use app::accounts::SessionDigest;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::caller::{reader_of, session_of, transport_of};
use crate::handle::Handle;
use crate::problem::{Code, is_problem, problem_code, rendered};
use crate::web::templates::Reader;

/// The header that carries the id of a request, by which its log lines are found.
pub static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Marks the answer of the one route that pages of named origins may show in a frame.
#[derive(Debug, Clone, Copy)]
pub struct Framed;

/// The outermost layer. It sees the route's pattern, never the values in it: those are what somebody asked.
pub async fn observe(State(handle): State<Handle>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let armour = handle.armour();
    let context = RequestContext::of(&request, armour, handle.next_request_id());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let session = reader_session(&context, request.headers());
    request.extensions_mut().insert(context.clone());

    // In the same layer, because each costs a request about a microsecond.
    let origin = armour.cors_origin(&request, &context);
    let response = match armour.admit(&mut request, &context) {
        Err(problem) => problem.into_response(),
        Ok(()) => match armour.preflight(&request, &context) {
            Some(answer) => answer,
            None => next.run(request).await,
        },
    };
    if problem_code(&response) == Some(Code::TooManyRequests) {
        handle.metrics().guards().request_limited();
    }
    let reader = match session {
        // A page that has failed shows who is signed in as every other does.
        Some(session) if is_problem(&response) => Box::pin(reader_of(&handle, session)).await,
        _ => Reader::default(),
    };
    let mut response = rendered(handle.web(), &context, reader, response);
    let frame_policy = response
        .extensions_mut()
        .remove::<Framed>()
        .map(|_| armour.frame_policy());
    mark(response.headers_mut(), &context, frame_policy);
    armour.share(response.headers_mut(), &context, origin);
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let elapsed = started.elapsed();
    handle
        .metrics()
        .answered(&method, route, response.status(), elapsed);
    if handle.config().log_requests {
        // A `u128` would stand in the JSON as text.
        let us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        let status = response.status().as_u16();
        let request_id = &context.id;
        tracing::info!(%method, route, status, us, request_id, "{method} {route} answered {status} in {us} µs");
    }
    response
}

/// Returns the session of whoever reads pages.
fn reader_session(context: &RequestContext, headers: &HeaderMap) -> Option<SessionDigest> {
    if context.is_program {
        return None;
    }
    session_of(headers, transport_of(context))
}

/// Does the same for a request that nobody could read, before its answer is written.
pub fn finish_unread(handle: &Handle, context: &RequestContext, status: StatusCode, headers: &mut HeaderMap) {
    mark(headers, context, None);
    handle.metrics().answered_unread(status);
    if handle.config().log_requests {
        let (status, request_id) = (status.as_u16(), &context.id);
        tracing::info!(
            status,
            request_id,
            "a request that could not be read was answered {status}"
        );
    }
}

fn mark(headers: &mut HeaderMap, context: &RequestContext, frame_policy: Option<&HeaderValue>) {
    headers::secure(headers, context.is_secure);
    if let Some(policy) = frame_policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    }
    if let Ok(value) = HeaderValue::from_str(&context.id) {
        headers.insert(REQUEST_ID.clone(), value);
    }
}
