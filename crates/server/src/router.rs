//! Every route of the server, in one list.

mod accounts;
mod editing;
mod editing_pages;
mod exports;
mod importing;
mod proposing;
mod proposing_pages;
mod registry;
mod registry_pages;

use access::{Action, ReadGlossary, Rule};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::caller::CALLER_PROBLEMS;
use crate::handle::Handle;
use crate::input::{BODY_PROBLEMS, QUERY_PROBLEMS};
use crate::observe::observe;
use crate::problem::{Code, Problem};
use crate::{api, pages, probes};

/// A route: what is registered, and what the API document is made of.
pub struct Route {
    /// The method; `HEAD` comes with `GET`.
    pub method: Method,
    /// The pattern, which is also what logs and metrics name.
    pub path: &'static str,
    /// What it can answer with besides success; failures that any route can have are not named.
    pub problems: Vec<Code>,
    /// Who may call it.
    pub needs: Needs,
    handler: MethodRouter<Handle>,
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anybody, and nobody is asked who it is.
    Nothing,
    /// Anybody, but whoever says who it is must be right.
    Caller,
    /// Whoever this rule allows.
    Right(Rule),
    /// Whoever one of these rules allows: what is asked for can be of two kinds.
    EitherRight(Rule, Rule),
}

/// Returns the routes for programs; each stands in the API document.
pub fn api_routes() -> Vec<Route> {
    use api::openapi;
    let mut routes = glossary_routes();
    routes.extend(editing::editing_routes());
    routes.extend(proposing::proposing_routes());
    routes.extend(exports::export_routes());
    routes.extend(importing::importing_routes());
    routes.extend(accounts::account_routes());
    routes.extend(registry::registry_routes());
    routes.extend([
        Route::get("/api/v1/openapi.json", get(openapi::openapi)),
        Route::get("/healthz", get(probes::healthz)),
        Route::get("/readyz", get(probes::readyz)).refusing([&[Code::Busy]]),
    ]);
    routes.extend(metrics_routes());
    routes
}

/// Returns the routes by which the glossary is read.
fn glossary_routes() -> Vec<Route> {
    use api::{batch, browse, change_stream, changes, concept_lists, concepts, editions, search, suggest};
    let routes = [
        Route::get("/api/v1/search", get(search::search)).refusing([QUERY_PROBLEMS, search::PROBLEMS]),
        Route::post("/api/v1/search", post(search::search_by_body))
            .refusing([BODY_PROBLEMS, search::PROBLEMS]),
        Route::post("/api/v1/search/batch", post(batch::search_batch))
            .refusing([BODY_PROBLEMS, batch::PROBLEMS]),
        Route::get("/api/v1/suggest", get(suggest::suggest)).refusing([QUERY_PROBLEMS, suggest::PROBLEMS]),
        Route::get("/api/v1/browse", get(browse::browse)).refusing([QUERY_PROBLEMS, browse::PROBLEMS]),
        Route::get("/api/v1/concepts", get(concept_lists::list_concepts))
            .refusing([QUERY_PROBLEMS, concept_lists::LIST_PROBLEMS]),
        Route::post("/api/v1/concepts/get", post(concept_lists::fetch_concepts))
            .refusing([BODY_PROBLEMS, concept_lists::FETCH_PROBLEMS]),
        Route::get("/api/v1/concepts/{id}", get(concepts::find_concept))
            .refusing([QUERY_PROBLEMS, concepts::PROBLEMS]),
        Route::get("/api/v1/concepts/{id}/revisions", get(concepts::list_revisions))
            .refusing([QUERY_PROBLEMS, concepts::HISTORY_PROBLEMS]),
        Route::get("/api/v1/changes", get(changes::list_changes))
            .refusing([QUERY_PROBLEMS, changes::PROBLEMS]),
        Route::get("/api/v1/changes/stream", get(change_stream::stream_changes))
            .refusing([QUERY_PROBLEMS, changes::PROBLEMS]),
        Route::get("/api/v1/editions", get(editions::list_editions)).refusing([QUERY_PROBLEMS]),
        Route::get("/api/v1/editions/{n}/diff/{m}", get(editions::compare_editions))
            .refusing([QUERY_PROBLEMS, editions::COMPARE_PROBLEMS]),
    ];
    routes.map(Route::for_whoever_may::<ReadGlossary>).into()
}

/// Returns the route that can be moved to a listener of its own.
fn metrics_routes() -> Vec<Route> {
    vec![Route::get("/metrics", get(probes::metrics))]
}

/// Returns the routes for readers.
pub fn page_routes() -> Vec<Route> {
    let mut routes = reader_pages();
    routes.extend(accounts::account_pages());
    routes.extend(editing_pages::editing_pages());
    routes.extend(proposing_pages::proposing_pages());
    routes.extend(registry_pages::registry_pages());
    routes
}

/// Returns the pages of the glossary and those about it.
fn reader_pages() -> Vec<Route> {
    vec![
        Route::get("/", get(pages::search::search_page)),
        Route::get("/c/{id}", get(pages::entry::entry_page)),
        Route::get("/browse", get(pages::browse::browse_page)),
        Route::get("/batch", get(pages::batch::batch_page)),
        Route::post("/batch", post(pages::batch::batch_results)),
        Route::get(pages::lookup::LOOKUP, get(pages::lookup::lookup_page)),
        Route::get("/about", get(pages::about::about_page)),
        Route::get("/ui", get(pages::language::choose_language)),
        Route::get("/problems/{code}", get(pages::problem::problem_page)),
        Route::get("/assets/{hash}/{*path}", get(pages::asset::asset)),
    ]
}

/// Puts all routes and what happens around them together.
pub fn router(handle: Handle) -> Router {
    let mut routes = api_routes();
    if handle.config().metrics_listen.is_some() {
        routes.retain(|route| route.path != "/metrics");
    }
    routes.extend(page_routes());
    assemble(routes, handle)
}

/// Puts together what is served on the metrics' own listener.
pub fn metrics_router(handle: Handle) -> Router {
    assemble(metrics_routes(), handle)
}

/// Puts together what answers who asks without TLS where TLS is spoken.
pub fn plain_router(handle: Handle) -> Router {
    Router::new()
        .fallback(tls_needed)
        .layer(middleware::from_fn_with_state(handle, observe))
}

/// Returns two routes for each of `bodies`: `/fixed/0` with no layer around it, `/layered/0` with those of every route.
pub fn fixed(bodies: Vec<Vec<u8>>, handle: Handle) -> Router {
    let (mut bare, mut layered) = (Router::new(), Router::new());
    for (n, body) in bodies.into_iter().enumerate() {
        let body = Bytes::from(body);
        let answer = async move || ([(header::CONTENT_TYPE, "application/json")], body.clone());
        bare = bare.route(&format!("/fixed/{n}"), get(answer.clone()));
        layered = layered.route(&format!("/layered/{n}"), get(answer));
    }
    if !layered.has_routes() {
        return bare;
    }
    let layered = layered
        .route_layer(CatchPanicLayer::custom(after_panic))
        .route_layer(middleware::from_fn_with_state(handle, observe));
    bare.merge(layered)
}

/// Registers `routes` and puts the layers around them, the innermost first.
pub fn assemble(routes: Vec<Route>, handle: Handle) -> Router {
    let mut router = Router::new();
    for route in routes {
        router = router.route(route.path, route.handler);
    }
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(other_methods)
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(middleware::from_fn_with_state(handle.clone(), observe))
        .with_state(handle)
}

impl Route {
    /// Makes a route that reads.
    pub fn get(path: &'static str, handler: MethodRouter<Handle>) -> Self {
        Self {
            method: Method::GET,
            path,
            problems: Vec::new(),
            needs: Needs::Nothing,
            handler,
        }
    }

    /// Makes a route that takes a body.
    pub fn post(path: &'static str, handler: MethodRouter<Handle>) -> Self {
        Self {
            method: Method::POST,
            path,
            problems: Vec::new(),
            needs: Needs::Nothing,
            handler,
        }
    }

    /// Makes a route that takes a body in place of what is there.
    pub fn put(path: &'static str, handler: MethodRouter<Handle>) -> Self {
        Self {
            method: Method::PUT,
            path,
            problems: Vec::new(),
            needs: Needs::Nothing,
            handler,
        }
    }

    /// Makes a route that takes something away.
    pub fn delete(path: &'static str, handler: MethodRouter<Handle>) -> Self {
        Self {
            method: Method::DELETE,
            path,
            problems: Vec::new(),
            needs: Needs::Nothing,
            handler,
        }
    }

    /// Says that whoever says who it is must be right.
    fn for_anybody(mut self) -> Self {
        self.needs = Needs::Caller;
        self.add(CALLER_PROBLEMS);
        self
    }

    /// Says that only whoever may do `A` may call it, and what others are told.
    fn for_whoever_may<A: Action>(mut self) -> Self {
        let rule = A::RULE;
        self.needs = Needs::Right(rule);
        self.add(CALLER_PROBLEMS);
        self.add(&[
            Code::Forbidden,
            rule.scope.map_or(Code::NotForTokens, |_| Code::ScopeMissing),
        ]);
        if rule.needs_proof {
            self.add(&[Code::ProofNeeded]);
        }
        self.add(&[Code::Busy, Code::StoreUnavailable]);
        self
    }

    /// Says that whoever may do `A` may call it, too, about what that right is for.
    fn or_whoever_may<A: Action>(mut self) -> Self {
        if let Needs::Right(rule) = self.needs {
            self.needs = Needs::EitherRight(rule, A::RULE);
        }
        self
    }

    fn add(&mut self, problems: &[Code]) {
        for problem in problems {
            if !self.problems.contains(problem) {
                self.problems.push(*problem);
            }
        }
    }

    /// Says what the route can answer with besides success.
    #[must_use]
    fn refusing<const N: usize>(mut self, problems: [&[Code]; N]) -> Self {
        self.add(&problems.concat());
        self
    }
}

async fn nothing_here(method: Method) -> Problem {
    match method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS => Problem::new(Code::NotFound),
        // Nothing takes TRACE, CONNECT and what somebody made up, wherever it points.
        _ => Problem::new(Code::MethodNotAllowed)
            .with_header(header::ALLOW, HeaderValue::from_static("GET,HEAD")),
    }
}

async fn tls_needed() -> Problem {
    Problem::new(Code::TlsNeeded)
}

async fn other_methods() -> Problem {
    Problem::new(Code::MethodNotAllowed)
}

/// A panic is a bug of ours: the client learns that, the log learns what, and the server goes on.
fn after_panic(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let cause = panic.downcast_ref::<&str>().map(ToString::to_string);
    let cause = cause
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response
        .extensions_mut()
        .insert(Problem::internal(format!("a handler panicked: {cause}")));
    response
}
