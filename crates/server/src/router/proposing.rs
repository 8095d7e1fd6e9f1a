//! The routes by which readers say what is missing, and editors deal with it.

use access::{DecideProposals, KeepFilters, Propose, ReadDrafts, ReadGlossary, WriteGlossary};
use axum::routing::{delete, get, post, put};

use super::Route;
use crate::api;
use crate::input::{BODY_PROBLEMS, QUERY_PROBLEMS};

/// Returns the routes of proposals, of lookups without an answer, of coverage, of the fields of law, of change sets and of
/// filters that are kept.
pub fn proposing_routes() -> Vec<Route> {
    use api::{coverage, list_changes, proposals, subject_fields};
    let mut routes = vec![
        Route::get("/api/v1/proposals", get(proposals::list_proposals))
            .for_whoever_may::<Propose>()
            .refusing([QUERY_PROBLEMS, proposals::LIST_PROBLEMS]),
        Route::post("/api/v1/proposals", post(proposals::make_proposal))
            .for_whoever_may::<Propose>()
            .refusing([BODY_PROBLEMS, proposals::MAKE_PROBLEMS]),
        Route::get("/api/v1/proposals/{id}", get(proposals::find_proposal))
            .for_whoever_may::<Propose>()
            .refusing([QUERY_PROBLEMS, proposals::ONE_PROBLEMS]),
        Route::delete("/api/v1/proposals/{id}", delete(proposals::withdraw_proposal))
            .for_whoever_may::<Propose>()
            .refusing([
                QUERY_PROBLEMS,
                proposals::ONE_PROBLEMS,
                proposals::WITHDRAW_PROBLEMS,
            ]),
        Route::post(
            "/api/v1/proposals/{id}/decision",
            post(proposals::decide_proposal),
        )
        .for_whoever_may::<DecideProposals>()
        .refusing([BODY_PROBLEMS, proposals::ONE_PROBLEMS, proposals::DECIDE_PROBLEMS]),
        Route::get("/api/v1/coverage", get(coverage::coverage))
            .for_whoever_may::<ReadGlossary>()
            .refusing([QUERY_PROBLEMS, coverage::PROBLEMS]),
        Route::get("/api/v1/coverage/changes", get(list_changes::list_changes))
            .for_whoever_may::<ReadGlossary>()
            .refusing([QUERY_PROBLEMS, list_changes::PROBLEMS]),
        Route::get("/api/v1/subject-fields", get(subject_fields::list_subject_fields))
            .for_whoever_may::<ReadGlossary>()
            .refusing([QUERY_PROBLEMS]),
        Route::put(
            "/api/v1/subject-fields/{code}",
            put(subject_fields::write_subject_field),
        )
        .for_whoever_may::<WriteGlossary>()
        .refusing([BODY_PROBLEMS, subject_fields::WRITE_PROBLEMS]),
        Route::delete(
            "/api/v1/subject-fields/{code}",
            delete(subject_fields::delete_subject_field),
        )
        .for_whoever_may::<WriteGlossary>()
        .refusing([QUERY_PROBLEMS, subject_fields::DELETE_PROBLEMS]),
    ];
    routes.extend(lookup_routes());
    routes.extend(change_set_routes());
    routes.extend(filter_routes());
    routes
}

fn lookup_routes() -> Vec<Route> {
    use api::lookups;
    vec![
        Route::get("/api/v1/lookups/unanswered", get(lookups::list_unanswered))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, lookups::LIST_PROBLEMS]),
        Route::post(
            "/api/v1/lookups/unanswered/{key}/proposal",
            post(lookups::propose_lookup),
        )
        .for_whoever_may::<ReadDrafts>()
        .refusing([QUERY_PROBLEMS, lookups::DEAL_PROBLEMS, lookups::PROPOSE_PROBLEMS]),
        Route::delete(
            "/api/v1/lookups/unanswered/{key}",
            delete(lookups::put_lookup_aside),
        )
        .for_whoever_may::<WriteGlossary>()
        .refusing([QUERY_PROBLEMS, lookups::DEAL_PROBLEMS]),
        Route::get(
            "/api/v1/lookups/tibetan-requests",
            get(lookups::list_wanted_tibetan),
        )
        .for_whoever_may::<ReadDrafts>()
        .refusing([QUERY_PROBLEMS, lookups::LIST_PROBLEMS]),
        Route::post(
            "/api/v1/concepts/{id}/tibetan-requests",
            post(lookups::ask_for_tibetan),
        )
        .for_whoever_may::<ReadGlossary>()
        .refusing([QUERY_PROBLEMS, lookups::ASK_PROBLEMS]),
    ]
}

fn change_set_routes() -> Vec<Route> {
    use api::change_sets;
    vec![
        Route::post(
            "/api/v1/change-sets/preview",
            post(change_sets::preview_change_set),
        )
        .for_whoever_may::<ReadDrafts>()
        .refusing([BODY_PROBLEMS, change_sets::LIST_PROBLEMS]),
        Route::get("/api/v1/change-sets", get(change_sets::list_change_sets))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, change_sets::LIST_PROBLEMS]),
        Route::post("/api/v1/change-sets", post(change_sets::make_change_set))
            .for_whoever_may::<WriteGlossary>()
            .refusing([BODY_PROBLEMS, change_sets::MAKE_PROBLEMS]),
        Route::get("/api/v1/change-sets/{id}", get(change_sets::find_change_set))
            .for_whoever_may::<ReadDrafts>()
            .refusing([QUERY_PROBLEMS, change_sets::ONE_PROBLEMS]),
        Route::post(
            "/api/v1/change-sets/{id}/undo",
            post(change_sets::undo_change_set),
        )
        .for_whoever_may::<WriteGlossary>()
        .refusing([
            QUERY_PROBLEMS,
            change_sets::ONE_PROBLEMS,
            change_sets::UNDO_PROBLEMS,
        ]),
    ]
}

fn filter_routes() -> Vec<Route> {
    use api::saved_filters;
    vec![
        Route::get("/api/v1/saved-filters", get(saved_filters::list_saved_filters))
            .for_whoever_may::<KeepFilters>()
            .refusing([QUERY_PROBLEMS]),
        Route::post("/api/v1/saved-filters", post(saved_filters::save_filter))
            .for_whoever_may::<KeepFilters>()
            .refusing([BODY_PROBLEMS, saved_filters::SAVE_PROBLEMS]),
        Route::delete(
            "/api/v1/saved-filters/{id}",
            delete(saved_filters::delete_saved_filter),
        )
        .for_whoever_may::<KeepFilters>()
        .refusing([QUERY_PROBLEMS, saved_filters::DELETE_PROBLEMS]),
    ]
}
