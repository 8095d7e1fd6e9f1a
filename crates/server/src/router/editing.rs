//! The routes by which the glossary is written.

use access::{AuthoriseGlossary, ReadDrafts, ReviewGlossary, WriteGlossary};
use axum::routing::{delete, get, post, put};

use super::Route;
use crate::api;
use crate::input::{BODY_PROBLEMS, QUERY_PROBLEMS};
use crate::problem::Code;

/// Returns the routes by which the glossary is written.
pub fn editing_routes() -> Vec<Route> {
    use api::{editing, editions};
    let routes = [
        Route::post("/api/v1/concepts", post(editing::create_concept))
            .refusing([BODY_PROBLEMS])
            .refusing([&editing::CREATE_PROBLEMS.concat()]),
        Route::put("/api/v1/concepts/{id}", put(editing::update_concept))
            .refusing([BODY_PROBLEMS])
            .refusing([&editing::WRITE_PROBLEMS.concat()]),
        Route::delete("/api/v1/concepts/{id}", delete(editing::delete_concept))
            .refusing([QUERY_PROBLEMS, &[Code::NotADraft]])
            .refusing([&editing::WRITE_PROBLEMS.concat()]),
        Route::post("/api/v1/concepts/{id}/restore", post(editing::restore_concept))
            .refusing([BODY_PROBLEMS, &[Code::NoSuchRevision]])
            .refusing([&editing::WRITE_PROBLEMS.concat()]),
        Route::post("/api/v1/concepts/{id}/transitions", post(editing::move_concept))
            .refusing([BODY_PROBLEMS, editing::STEP_PROBLEMS])
            .refusing([&editing::WRITE_PROBLEMS.concat()]),
        Route::post("/api/v1/concepts/{id}/merge", post(editing::merge_concept))
            .refusing([BODY_PROBLEMS])
            .refusing([&editing::WRITE_PROBLEMS.concat()]),
    ];
    let mut routes: Vec<_> = routes.map(Route::for_whoever_may::<WriteGlossary>).into();
    routes.extend(batch_routes());
    routes.push(
        Route::post("/api/v1/editions", post(editions::freeze_edition))
            .for_whoever_may::<AuthoriseGlossary>()
            .refusing([BODY_PROBLEMS, editions::FREEZE_PROBLEMS]),
    );
    routes
}

/// Returns the routes of what committees decide about.
fn batch_routes() -> Vec<Route> {
    use api::batches;
    vec![
        Route::get("/api/v1/batches", get(batches::list_batches))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, batches::LIST_PROBLEMS]),
        Route::post("/api/v1/batches", post(batches::create_batch))
            .for_whoever_may::<ReviewGlossary>()
            .refusing([BODY_PROBLEMS, batches::WRITE_PROBLEMS]),
        Route::get("/api/v1/batches/{id}", get(batches::find_batch))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, batches::ONE_PROBLEMS]),
        Route::put("/api/v1/batches/{id}", put(batches::update_batch))
            .for_whoever_may::<ReviewGlossary>()
            .refusing([BODY_PROBLEMS, batches::ONE_PROBLEMS, batches::WRITE_PROBLEMS])
            .refusing([batches::CHANGE_PROBLEMS]),
        Route::get("/api/v1/batches/{id}/concepts", get(batches::list_batch))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, batches::ONE_PROBLEMS, batches::LIST_PROBLEMS]),
        Route::post("/api/v1/batches/{id}/concepts", post(batches::put_in_batch))
            .for_whoever_may::<ReviewGlossary>()
            .refusing([BODY_PROBLEMS, batches::ONE_PROBLEMS, batches::ITEM_PROBLEMS]),
        Route::delete(
            "/api/v1/batches/{id}/concepts/{concept}",
            delete(batches::take_from_batch),
        )
        .for_whoever_may::<ReviewGlossary>()
        .refusing([QUERY_PROBLEMS, batches::ONE_PROBLEMS])
        .refusing([&[Code::BatchClosed, Code::NoSuchConcept, Code::OutcomeUnknown]]),
        Route::post("/api/v1/batches/{id}/authorise", post(batches::authorise_batch))
            .for_whoever_may::<AuthoriseGlossary>()
            .refusing([QUERY_PROBLEMS, batches::ONE_PROBLEMS, batches::AUTHORISE_PROBLEMS]),
    ]
}
