//! The routes of the registry: courts, people, programmes, trainings.

use access::{
    AskCorrection, EnrolPeople, ErasePeople, ReadOwnRecord, ReadRegistry, SeePersonalData, WriteRegistry,
    WriteResults,
};
use axum::routing::{get, post, put};

use super::Route;
use crate::api::registry::{
    ACT_PROBLEMS, CREATE_PROBLEMS, ONE_PROBLEMS, PAGE_PROBLEMS, PERSON_PROBLEMS, WRITE_PROBLEMS,
};
use crate::input::{BODY_PROBLEMS, QUERY_PROBLEMS, UPLOAD_PROBLEMS};
use crate::problem::Code;

/// Returns the routes of the registry.
pub fn registry_routes() -> Vec<Route> {
    let mut routes: Vec<Route> = reading()
        .into_iter()
        .map(Route::for_whoever_may::<ReadRegistry>)
        .collect();
    routes.extend(writing().into_iter().map(Route::for_whoever_may::<WriteRegistry>));
    routes.extend(about_rosters());
    routes.extend(about_secrets());
    routes.extend(about_sheets());
    routes.extend(about_sheet_imports());
    routes.extend(about_corrections());
    routes.push(
        Route::get(
            "/api/v1/retention",
            get(crate::api::registry::retention::list_retention),
        )
        .for_whoever_may::<ErasePeople>()
        .refusing([QUERY_PROBLEMS, PAGE_PROBLEMS]),
    );
    let verify = get(crate::api::registry::certificates::verify_certificate);
    routes.push(
        Route::get("/api/v1/certificates/verify/{code}", verify)
            .for_anybody()
            .refusing([QUERY_PROBLEMS, ONE_PROBLEMS, crate::api::me::PROBLEMS]),
    );
    routes
}

fn reading() -> Vec<Route> {
    use crate::api::registry::{
        certificates, courts, people, person_acts, person_lists, programmes, rosters, training_lists,
        trainings,
    };
    let of_person = |route: Route| route.refusing([QUERY_PROBLEMS, PERSON_PROBLEMS]);
    let of_one = |route: Route| route.refusing([QUERY_PROBLEMS, ONE_PROBLEMS]);
    let page = |route: Route| route.refusing([QUERY_PROBLEMS, PAGE_PROBLEMS]);
    vec![
        page(Route::get("/api/v1/courts", get(courts::list_courts))),
        of_one(Route::get("/api/v1/courts/{id}", get(courts::find_court))),
        page(Route::get("/api/v1/people", get(people::list_people))).refusing([ONE_PROBLEMS]),
        of_person(Route::get("/api/v1/people/{id}", get(people::find_person))),
        of_person(Route::get(
            "/api/v1/people/{id}/posts",
            get(person_lists::list_posts),
        )),
        of_person(Route::get(
            "/api/v1/people/{id}/language-skills",
            get(person_lists::list_language_skills),
        )),
        of_person(Route::get(
            "/api/v1/people/{id}/unavailability",
            get(person_lists::list_unavailability),
        )),
        of_person(Route::get(
            "/api/v1/people/{id}/trainings",
            get(person_lists::list_person_trainings),
        ))
        .refusing([PAGE_PROBLEMS]),
        of_person(Route::get(
            "/api/v1/people/{id}/duplicates",
            get(person_acts::list_duplicates),
        )),
        of_person(Route::get(
            "/api/v1/people/{id}/revisions",
            get(person_acts::list_person_revisions),
        ))
        .refusing([&[Code::InvalidInput]]),
        of_person(Route::get(
            "/api/v1/people/{id}/seen-by",
            get(person_acts::list_seen_by),
        )),
        page(Route::get("/api/v1/programmes", get(programmes::list_programmes))),
        of_one(Route::get(
            "/api/v1/programmes/{id}",
            get(programmes::find_programme),
        )),
        page(Route::get("/api/v1/trainings", get(trainings::list_trainings))).refusing([ONE_PROBLEMS]),
        of_one(Route::get(
            "/api/v1/trainings/{id}",
            get(trainings::find_training),
        )),
        of_one(Route::get(
            "/api/v1/trainings/{id}/lessons",
            get(training_lists::list_lessons),
        )),
        of_one(Route::get(
            "/api/v1/trainings/{id}/quotas",
            get(training_lists::list_quotas),
        )),
        of_one(Route::get(
            "/api/v1/trainings/{id}/enrolments",
            get(rosters::list_enrolments),
        ))
        .refusing([PAGE_PROBLEMS]),
        of_one(Route::get(
            "/api/v1/trainings/{id}/attendance",
            get(rosters::list_attendance),
        ))
        .refusing([PAGE_PROBLEMS]),
        of_one(Route::get(
            "/api/v1/trainings/{id}/results",
            get(rosters::list_results),
        ))
        .refusing([PAGE_PROBLEMS]),
        of_one(Route::get(
            "/api/v1/trainings/{id}/certificates",
            get(certificates::list_certificates),
        ))
        .refusing([PAGE_PROBLEMS]),
    ]
}

fn writing() -> Vec<Route> {
    use crate::api::registry::{
        courts, people, person_acts, person_lists, programmes, training_lists, trainings,
    };
    let making = CREATE_PROBLEMS.concat();
    let change = WRITE_PROBLEMS.concat();
    let new = |route: Route| route.refusing([BODY_PROBLEMS, &making]);
    let of_person = |route: Route| route.refusing([BODY_PROBLEMS, PERSON_PROBLEMS, &change]);
    let of_one = |route: Route| route.refusing([BODY_PROBLEMS, ONE_PROBLEMS, &change]);
    vec![
        of_one(Route::put("/api/v1/courts/{id}", put(courts::put_court))),
        new(Route::post("/api/v1/people", post(people::create_person))),
        of_person(Route::put("/api/v1/people/{id}", put(people::put_person))),
        of_person(Route::put(
            "/api/v1/people/{id}/posts",
            put(person_lists::put_posts),
        )),
        of_person(Route::put(
            "/api/v1/people/{id}/language-skills",
            put(person_lists::put_language_skills),
        )),
        of_person(Route::put(
            "/api/v1/people/{id}/unavailability",
            put(person_lists::put_unavailability),
        )),
        Route::post("/api/v1/people/{id}/duplicates", post(person_acts::keep_apart)).refusing([
            BODY_PROBLEMS,
            PERSON_PROBLEMS,
            ACT_PROBLEMS,
        ]),
        of_person(Route::post(
            "/api/v1/people/{id}/merge",
            post(person_acts::merge_people),
        )),
        new(Route::post(
            "/api/v1/programmes",
            post(programmes::create_programme),
        )),
        of_one(Route::put(
            "/api/v1/programmes/{id}",
            put(programmes::put_programme),
        )),
        new(Route::post("/api/v1/trainings", post(trainings::create_training))),
        of_one(Route::put("/api/v1/trainings/{id}", put(trainings::put_training))),
        of_one(Route::put(
            "/api/v1/trainings/{id}/lessons",
            put(training_lists::put_lessons),
        )),
        of_one(Route::put(
            "/api/v1/trainings/{id}/quotas",
            put(training_lists::put_quotas),
        )),
        of_one(Route::post(
            "/api/v1/trainings/{id}/transitions",
            post(trainings::step_training),
        )),
    ]
}

/// Returns the routes by which people are put on a roster, and what came of it is entered.
fn about_rosters() -> Vec<Route> {
    use crate::api::registry::rosters;
    vec![
        Route::post("/api/v1/trainings/{id}/enrolments", post(rosters::enrol))
            .for_whoever_may::<EnrolPeople>()
            .refusing([BODY_PROBLEMS, PERSON_PROBLEMS, &CREATE_PROBLEMS.concat()]),
        Route::post(
            "/api/v1/trainings/{id}/enrolments/{enrolment}/transitions",
            post(rosters::step_enrolment),
        )
        .for_whoever_may::<EnrolPeople>()
        .refusing([BODY_PROBLEMS, ONE_PROBLEMS, &WRITE_PROBLEMS.concat()]),
        Route::put(
            "/api/v1/trainings/{id}/attendance",
            put(rosters::enter_attendance),
        )
        .for_whoever_may::<WriteResults>()
        .refusing([BODY_PROBLEMS, ONE_PROBLEMS, ACT_PROBLEMS]),
        Route::put("/api/v1/trainings/{id}/results", put(rosters::enter_results))
            .for_whoever_may::<WriteResults>()
            .refusing([BODY_PROBLEMS, ONE_PROBLEMS, ACT_PROBLEMS]),
    ]
}

/// Returns the routes by which sheets go out.
fn about_sheets() -> Vec<Route> {
    use crate::api::registry::sheets::{SHEET_PROBLEMS, export_sheet, fill_template};
    vec![
        Route::get("/api/v1/exports/{kind}", get(export_sheet))
            .for_whoever_may::<ReadRegistry>()
            .refusing([QUERY_PROBLEMS, SHEET_PROBLEMS]),
        Route::post("/api/v1/exports/{kind}", post(fill_template))
            .for_whoever_may::<ReadRegistry>()
            .refusing([QUERY_PROBLEMS, SHEET_PROBLEMS, UPLOAD_PROBLEMS]),
    ]
}

/// Returns the routes by which sheets come in. That of a kind stands where the imports stand: no id is the name of a kind.
fn about_sheet_imports() -> Vec<Route> {
    use crate::api::registry::sheet_imports::{
        ACT_PROBLEMS, APPLY_PROBLEMS, STAGE_PROBLEMS, answer_sheet, apply_sheet, stage_sheet, undo_sheet,
    };
    let unknown: &[Code] = &[Code::OutcomeUnknown];
    vec![
        Route::post("/api/v1/imports/{id}", post(stage_sheet))
            .for_whoever_may::<WriteResults>()
            .refusing([QUERY_PROBLEMS, STAGE_PROBLEMS, UPLOAD_PROBLEMS, unknown]),
        Route::post("/api/v1/imports/{id}/answers", post(answer_sheet))
            .for_whoever_may::<WriteResults>()
            .refusing([BODY_PROBLEMS, ACT_PROBLEMS, unknown]),
        Route::post("/api/v1/imports/{id}/apply", post(apply_sheet))
            .for_whoever_may::<WriteResults>()
            .refusing([BODY_PROBLEMS, APPLY_PROBLEMS, unknown]),
        Route::post("/api/v1/imports/{id}/undo", post(undo_sheet))
            .for_whoever_may::<WriteResults>()
            .refusing([QUERY_PROBLEMS, ACT_PROBLEMS, unknown]),
    ]
}

/// Returns the routes of what is sealed, and of who it belongs to.
fn about_secrets() -> Vec<Route> {
    use crate::api::registry::{people, person_acts};
    vec![
        Route::post(
            "/api/v1/people/{id}/secrets/{kind}",
            post(person_acts::see_secret),
        )
        .for_whoever_may::<SeePersonalData>()
        .refusing([BODY_PROBLEMS, PERSON_PROBLEMS, &[Code::InvalidInput]]),
        Route::post("/api/v1/people/{id}/erasure", post(person_acts::erase_person))
            .for_whoever_may::<ErasePeople>()
            .refusing([BODY_PROBLEMS, PERSON_PROBLEMS, &WRITE_PROBLEMS.concat()]),
        Route::get("/api/v1/me/record", get(people::own_record))
            .for_whoever_may::<ReadOwnRecord>()
            .refusing([QUERY_PROBLEMS, ONE_PROBLEMS]),
    ]
}

/// Returns the routes by which people ask for corrections, and their courts decide.
fn about_corrections() -> Vec<Route> {
    use crate::api::registry::corrections;
    vec![
        Route::post(
            "/api/v1/people/{id}/corrections",
            post(corrections::ask_correction),
        )
        .for_whoever_may::<AskCorrection>()
        .refusing([BODY_PROBLEMS, PERSON_PROBLEMS, &CREATE_PROBLEMS.concat()]),
        Route::get("/api/v1/corrections", get(corrections::list_corrections))
            .for_whoever_may::<ReadRegistry>()
            .refusing([QUERY_PROBLEMS, PAGE_PROBLEMS]),
        Route::post(
            "/api/v1/corrections/{id}/decision",
            post(corrections::decide_correction),
        )
        .for_whoever_may::<WriteRegistry>()
        .refusing([BODY_PROBLEMS, ONE_PROBLEMS, ACT_PROBLEMS]),
        Route::post("/api/v1/corrections/{id}/text", post(corrections::see_correction))
            .for_whoever_may::<SeePersonalData>()
            .refusing([BODY_PROBLEMS, ONE_PROBLEMS, &[Code::InvalidInput]]),
    ]
}
