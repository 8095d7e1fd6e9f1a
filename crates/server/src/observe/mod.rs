//! What happens around every request, whatever it asks for: an id, problems written out, a log line, metrics, security
//! headers.

mod context;
mod headers;

pub use context::{RequestContext, RequestIds};
pub use headers::MOST as HEADERS;

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use crate::handle::Handle;
use crate::problem::rendered;

/// The header that carries the id of a request, by which its log lines are found.
pub static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer. It sees the route's pattern, never the values in it: those are what somebody asked.
pub async fn observe(State(handle): State<Handle>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = RequestContext::of(&request, handle.next_request_id());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(context.clone());

    // In the same layer, because each costs a request about a microsecond.
    let mut response = rendered(handle.web(), &context, next.run(request).await);

    mark(response.headers_mut(), &context.id);
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

/// Does the same for a request that nobody could read, before its answer is written.
pub fn finish_unread(handle: &Handle, context: &RequestContext, status: StatusCode, headers: &mut HeaderMap) {
    mark(headers, &context.id);
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

fn mark(headers: &mut HeaderMap, request_id: &str) {
    headers::secure(headers);
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID.clone(), value);
    }
}
