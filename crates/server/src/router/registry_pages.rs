//! The pages of the registry.

use axum::routing::{get, post};

use super::Route;
use crate::pages::registry::importing::{check, columns, counts, done, file};
use crate::pages::registry::{
    adding, attendance, certificates, corrections, exporting, grouping, guests, joining, nominating,
    own_record, part_changes, people, people_acts, people_columns, person, person_details, person_new,
    planning, programmes, results, retention, secret, sheets, stepping, training, training_new,
    training_plan, trainings,
};

/// Returns the pages about people and trainings.
pub fn registry_pages() -> Vec<Route> {
    vec![
        Route::get("/people", get(people::people_page)),
        Route::get("/people/columns", get(people_columns::choose_columns)),
        Route::post("/people/pools", post(people_acts::take_into_pool)),
        Route::post("/people/nominate", post(people_acts::nominate_ticked)),
        Route::get("/people/new", get(person_new::new_page)),
        Route::post("/people/new", post(person_new::create)),
        Route::post("/people/export", post(exporting::export_people)),
        Route::get("/people/{id}", get(person::person_page)),
        Route::get("/people/{id}/details", get(person_details::details_page)),
        Route::post("/people/{id}/details", post(person_details::change)),
        Route::post("/people/{id}/posts", post(adding::add_post)),
        Route::post("/people/{id}/skills", post(adding::add_skill)),
        Route::post("/people/{id}/pools", post(adding::add_pool)),
        Route::post("/people/{id}/absences", post(adding::add_absence)),
        Route::post("/people/{id}/entries", post(part_changes::change_entry)),
        Route::post("/people/{id}/apart", post(joining::keep_apart)),
        Route::post("/people/{id}/merge", post(joining::merge)),
        Route::post("/people/{id}/secret", post(secret::see)),
        Route::get("/record", get(own_record::own_page)),
        Route::post("/record/corrections", post(own_record::ask)),
        Route::get("/corrections", get(corrections::corrections_page)),
        Route::post("/corrections/{id}/decision", post(corrections::decide)),
        Route::post("/corrections/{id}/text", post(corrections::see)),
        Route::get("/retention", get(retention::retention_page)),
        Route::get("/trainings", get(trainings::trainings_page)),
        Route::get("/trainings/new", get(training_new::new_page)),
        Route::post("/trainings/new", post(training_new::create)),
        Route::get("/trainings/{id}", get(training::training_page)),
        Route::get("/trainings/{id}/plan", get(training_plan::plan_page)),
        Route::post("/trainings/{id}/plan", post(training_plan::change)),
        Route::post("/trainings/{id}/groups", post(grouping::put_groups)),
        Route::post("/trainings/{id}/timetable", post(planning::put_timetable)),
        Route::post("/trainings/{id}/seats", post(planning::put_seats)),
        Route::post("/trainings/{id}/export", post(exporting::export_training)),
        Route::post("/trainings/{id}/nominate", post(nominating::nominate)),
        Route::post("/trainings/{id}/guests", post(guests::add_guest)),
        Route::post("/trainings/{id}/steps", post(stepping::take_steps)),
        Route::post("/trainings/{id}/state", post(stepping::change_state)),
        Route::get("/trainings/{id}/attendance", get(attendance::grid_page)),
        Route::post("/trainings/{id}/attendance", post(attendance::enter)),
        Route::get("/trainings/{id}/results", get(results::results_page)),
        Route::post("/trainings/{id}/results", post(results::enter)),
        Route::get("/trainings/{id}/print/{sheet}", get(sheets::sheet_page)),
        Route::get(
            "/trainings/{id}/certificates",
            get(certificates::certificates_page),
        ),
        Route::get("/imports", get(file::file_page)),
        Route::post("/imports", post(file::stage)),
        Route::get("/imports/{id}", get(columns::columns_page)),
        Route::post("/imports/{id}/columns", post(columns::choose)),
        Route::get("/imports/{id}/check", get(check::check_page)),
        Route::post("/imports/{id}/answers", post(check::answer)),
        Route::get("/imports/{id}/counts", get(counts::counts_page)),
        Route::post("/imports/{id}/apply", post(counts::apply)),
        Route::post("/imports/{id}/discard", post(counts::discard)),
        Route::get("/imports/{id}/done", get(done::done_page)),
        Route::post("/imports/{id}/undo", post(done::undo)),
        Route::get("/imports/{id}/rejected", get(done::rejected)),
        Route::get("/programmes", get(programmes::programmes_page)),
        Route::post("/programmes", post(programmes::create)),
    ]
}
