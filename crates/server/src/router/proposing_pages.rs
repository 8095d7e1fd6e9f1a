//! The pages by which readers say what is missing, and editors deal with it.

use axum::routing::{get, post};

use super::Route;
use crate::pages::{coverage, list_changes, proposals, tibetan_request, unanswered};

/// Returns the pages of proposals, of what was looked up in vain and of coverage, and the button that asks for Tibetan.
pub fn proposing_pages() -> Vec<Route> {
    vec![
        Route::get("/proposals", get(proposals::list::proposals_page)),
        Route::get("/proposals/new", get(proposals::making::new_page)),
        Route::post("/proposals/new", post(proposals::making::make)),
        Route::get("/proposals/{id}", get(proposals::one::proposal_page)),
        Route::post("/proposals/{id}/decision", post(proposals::one::decide)),
        Route::post("/proposals/{id}/withdraw", post(proposals::one::withdraw)),
        Route::post("/c/{id}/tibetan", post(tibetan_request::ask)),
        Route::get("/lookups", get(unanswered::unanswered_page)),
        Route::post("/lookups/{key}/proposal", post(unanswered::propose)),
        Route::post("/lookups/{key}/aside", post(unanswered::put_aside)),
        Route::get("/coverage", get(coverage::coverage_page)),
        Route::get("/coverage/changes", get(list_changes::list_changes_page)),
    ]
}
