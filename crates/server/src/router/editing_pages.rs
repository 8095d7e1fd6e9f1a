//! The pages on which the glossary is written.

use axum::routing::{get, post};

use super::Route;
use crate::pages::{
    batches, change_sets, concept_form, concept_list, desk, editions, entry_work, history, merge,
};

/// Returns the pages on which the glossary is written, reviewed and authorised.
pub fn editing_pages() -> Vec<Route> {
    vec![
        Route::get("/editing", get(desk::desk_page)),
        Route::get("/concepts", get(concept_list::concepts_page)),
        Route::post("/concepts/filters", post(concept_list::saving::save)),
        Route::post(
            "/concepts/filters/{id}/delete",
            post(concept_list::saving::delete),
        ),
        Route::get("/concepts/new", get(concept_form::new_page)),
        Route::post("/concepts/new", post(concept_form::create)),
        Route::get("/c/{id}/edit", get(concept_form::edit_page)),
        Route::post("/c/{id}/edit", post(concept_form::save)),
        Route::get("/c/{id}/history", get(history::history_page)),
        Route::post("/c/{id}/restore", post(history::restore)),
        Route::post("/c/{id}/transitions", post(entry_work::take_step)),
        Route::post("/c/{id}/batch", post(entry_work::put_in_batch)),
        Route::post("/c/{id}/delete", post(entry_work::delete)),
        Route::get("/c/{id}/merge", get(merge::merge_page)),
        Route::post("/c/{id}/merge", post(merge::merge)),
        Route::get("/batches", get(batches::list::batches_page)),
        Route::get("/batches/new", get(batches::list::new_page)),
        Route::post("/batches/new", post(batches::list::create)),
        Route::get("/batches/{id}", get(batches::one::batch_page)),
        Route::post("/batches/{id}/text", post(batches::one::change)),
        Route::post("/batches/{id}/put", post(batches::one::put)),
        Route::post("/batches/{id}/take", post(batches::one::take)),
        Route::post("/batches/{id}/authorise", post(batches::one::authorise)),
        Route::get("/change-sets", get(change_sets::finding::change_sets_page)),
        Route::post("/change-sets", post(change_sets::making::make)),
        Route::get("/change-sets/{id}", get(change_sets::one::change_set_page)),
        Route::post("/change-sets/{id}/undo", post(change_sets::one::undo)),
        Route::post("/change-sets/{id}/batch", post(change_sets::one::settle)),
        Route::get("/editions", get(editions::editions_page)),
        Route::post("/editions", post(editions::freeze)),
        Route::get("/editions/{n}", get(editions::edition_page)),
        Route::get("/editions/{n}/diff/{m}", get(editions::diff_page)),
    ]
}
