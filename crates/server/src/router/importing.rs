//! The routes by which files come in: imports of the glossary, whose addresses are those of imported sheets, too, and the pages on which decisions stand.

use access::{ReadDrafts, ReviewGlossary, WriteGlossary, WriteResults};
use axum::routing::{delete, get, post, put};

use super::Route;
use crate::api::{batch_scan, imports};
use crate::input::{KEY_PROBLEMS, QUERY_PROBLEMS, UPLOAD_PROBLEMS};

/// Returns the routes by which files come in.
pub fn importing_routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/imports/glossary", post(imports::ask_import))
            .for_whoever_may::<WriteGlossary>()
            .refusing([
                QUERY_PROBLEMS,
                UPLOAD_PROBLEMS,
                KEY_PROBLEMS,
                imports::ASK_PROBLEMS,
            ]),
        Route::get("/api/v1/imports", get(imports::list_imports))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, imports::LIST_PROBLEMS]),
        Route::get("/api/v1/imports/{id}", get(imports::find_import))
            .for_whoever_may::<ReadDrafts>()
            .or_whoever_may::<WriteResults>()
            .refusing([QUERY_PROBLEMS, imports::ONE_PROBLEMS]),
        Route::delete("/api/v1/imports/{id}", delete(imports::cancel_import))
            .for_whoever_may::<WriteGlossary>()
            .or_whoever_may::<WriteResults>()
            .refusing([QUERY_PROBLEMS, imports::ONE_PROBLEMS, imports::CANCEL_PROBLEMS]),
        Route::get("/api/v1/imports/{id}/rejected", get(imports::rejected_rows))
            .for_whoever_may::<ReadDrafts>()
            .or_whoever_may::<WriteResults>()
            .refusing([QUERY_PROBLEMS, imports::ONE_PROBLEMS, imports::REJECTED_PROBLEMS]),
        Route::get("/api/v1/batches/{id}/scan", get(batch_scan::find_scan))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, batch_scan::READ_PROBLEMS]),
        Route::put("/api/v1/batches/{id}/scan", put(batch_scan::put_scan))
            .for_whoever_may::<ReviewGlossary>()
            .refusing([QUERY_PROBLEMS, UPLOAD_PROBLEMS, batch_scan::WRITE_PROBLEMS]),
    ]
}
