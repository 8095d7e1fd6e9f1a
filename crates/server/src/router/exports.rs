//! The routes by which the glossary is taken away as a file.

use access::ReadGlossary;
use axum::routing::get;

use super::Route;
use crate::api::exports;
use crate::input::QUERY_PROBLEMS;

/// Returns the routes of exports.
pub fn export_routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/exports/glossary", get(exports::export_glossary))
            .for_whoever_may::<ReadGlossary>()
            .refusing([QUERY_PROBLEMS, exports::PROBLEMS]),
    ]
}
