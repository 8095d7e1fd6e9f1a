//! What happens around every request, whatever it asks for: an id, a log line, metrics, security headers.

mod context;
mod headers;

pub use context::{RequestContext, RequestIds};

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::handle::Handle;

/// The header that carries the id of a request, by which its log lines are found.
pub static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer. It sees the route's pattern, never the values in it: those are what somebody asked.
pub async fn observe(State(handle): State<Handle>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = RequestContext::of(&request, handle.next_request_id());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let request_id = context.id.clone();
    request.extensions_mut().insert(context);

    let mut response = next.run(request).await;

    headers::secure(response.headers_mut());
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID.clone(), value);
    }
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let elapsed = started.elapsed();
    handle
        .metrics()
        .answered(&method, route, response.status(), elapsed);
    if handle.config().log_requests {
        let (status, us) = (response.status().as_u16(), elapsed.as_micros());
        tracing::info!(%method, route, status, us, request_id, "{method} {route} answered {status} in {us} µs");
    }
    response
}
