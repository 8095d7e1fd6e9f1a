//! `GET /api/v1/openapi.json`: the contract, made of the handlers themselves.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use serde_json::Value;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, SchemaType, Type};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, Schema};

use super::security;
use crate::handle::Handle;
use crate::problem::{Code, ProblemBody};
use crate::router::api_routes;
use crate::web::i18n::Translations;
use crate::web::ui::Ui;
use crate::{api, probes};

/// The document. A route that is missing here fails a test.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Shanjar",
        description = "A Chinese–Tibetan legal termbase. Offsets count Unicode scalar values; times are UTC. \
                       Nothing but `authorised` entries has been approved by anybody.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        api::search::search,
        api::search::search_by_body,
        api::batch::search_batch,
        api::suggest::suggest,
        api::browse::browse,
        api::concept_lists::list_concepts,
        api::concept_lists::fetch_concepts,
        api::concepts::find_concept,
        api::concepts::list_revisions,
        api::changes::list_changes,
        api::change_stream::stream_changes,
        api::editions::list_editions,
        api::editions::compare_editions,
        api::editions::freeze_edition,
        api::exports::export_glossary,
        api::editing::create_concept,
        api::editing::update_concept,
        api::editing::delete_concept,
        api::editing::restore_concept,
        api::editing::merge_concept,
        api::editing::move_concept,
        api::batches::list_batches,
        api::batches::create_batch,
        api::batches::find_batch,
        api::batches::update_batch,
        api::batches::list_batch,
        api::batches::put_in_batch,
        api::batches::take_from_batch,
        api::batches::authorise_batch,
        api::change_sets::preview_change_set,
        api::change_sets::make_change_set,
        api::change_sets::list_change_sets,
        api::change_sets::find_change_set,
        api::change_sets::undo_change_set,
        api::saved_filters::list_saved_filters,
        api::saved_filters::save_filter,
        api::saved_filters::delete_saved_filter,
        api::coverage::coverage,
        api::list_changes::list_changes,
        api::subject_fields::list_subject_fields,
        api::subject_fields::write_subject_field,
        api::subject_fields::delete_subject_field,
        api::proposals::list_proposals,
        api::proposals::make_proposal,
        api::proposals::find_proposal,
        api::proposals::withdraw_proposal,
        api::proposals::decide_proposal,
        api::lookups::list_unanswered,
        api::lookups::propose_lookup,
        api::lookups::put_lookup_aside,
        api::lookups::list_wanted_tibetan,
        api::lookups::ask_for_tibetan,
        api::batch_scan::find_scan,
        api::batch_scan::put_scan,
        api::imports::ask_import,
        api::imports::list_imports,
        api::imports::find_import,
        api::imports::cancel_import,
        api::imports::rejected_rows,
        api::registry::courts::list_courts,
        api::registry::courts::find_court,
        api::registry::courts::put_court,
        api::registry::people::list_people,
        api::registry::people::create_person,
        api::registry::people::find_person,
        api::registry::people::put_person,
        api::registry::people::own_record,
        api::registry::certificates::list_certificates,
        api::registry::certificates::verify_certificate,
        api::registry::corrections::ask_correction,
        api::registry::corrections::list_corrections,
        api::registry::corrections::decide_correction,
        api::registry::corrections::see_correction,
        api::registry::person_lists::list_posts,
        api::registry::person_lists::put_posts,
        api::registry::person_lists::list_language_skills,
        api::registry::person_lists::put_language_skills,
        api::registry::person_lists::list_unavailability,
        api::registry::person_lists::put_unavailability,
        api::registry::person_lists::list_person_trainings,
        api::registry::person_acts::list_duplicates,
        api::registry::person_acts::keep_apart,
        api::registry::person_acts::merge_people,
        api::registry::person_acts::list_person_revisions,
        api::registry::person_acts::list_seen_by,
        api::registry::person_acts::see_secret,
        api::registry::person_acts::erase_person,
        api::registry::retention::list_retention,
        api::registry::programmes::list_programmes,
        api::registry::programmes::create_programme,
        api::registry::programmes::find_programme,
        api::registry::programmes::put_programme,
        api::registry::trainings::list_trainings,
        api::registry::trainings::create_training,
        api::registry::trainings::find_training,
        api::registry::trainings::put_training,
        api::registry::trainings::step_training,
        api::registry::training_lists::list_lessons,
        api::registry::training_lists::put_lessons,
        api::registry::training_lists::list_quotas,
        api::registry::training_lists::put_quotas,
        api::registry::rosters::list_enrolments,
        api::registry::rosters::enrol,
        api::registry::rosters::step_enrolment,
        api::registry::rosters::list_attendance,
        api::registry::rosters::enter_attendance,
        api::registry::rosters::list_results,
        api::registry::rosters::enter_results,
        api::registry::sheet_imports::stage_sheet,
        api::registry::sheet_imports::answer_sheet,
        api::registry::sheet_imports::apply_sheet,
        api::registry::sheet_imports::undo_sheet,
        api::registry::sheets::export_sheet,
        api::registry::sheets::fill_template,
        api::me::me,
        api::accounts::list_accounts,
        api::accounts::create_accounts,
        api::accounts::find_account,
        api::accounts::reset_account,
        api::accounts::disable_account,
        api::accounts::enable_account,
        api::accounts::ask_role_change,
        api::account_links::link_account,
        api::account_links::unlink_account,
        api::role_changes::list_role_changes,
        api::role_changes::decide_role_change,
        api::tokens::list_tokens,
        api::tokens::create_token,
        api::tokens::revoke_token,
        api::audit::list_audit,
        api::audit::verify_audit,
        openapi,
        probes::healthz,
        probes::readyz,
        probes::metrics,
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "glossary", description = "Reading the termbase"),
        (name = "editing", description = "Drafting, authorising and freezing it"),
        (name = "proposals", description = "What readers wish for and look for in vain, and what editors decide"),
        (name = "registry", description = "Courts, people and trainings, for whoever keeps them"),
        (name = "accounts", description = "Who may do what: people, their roles, and the tokens of other systems"),
        (name = "audit", description = "What happened, for whoever looks on"),
        (name = "operation", description = "For those who run the server"),
    )
)]
pub struct Document;

/// Describes this API.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "operation", responses(
    (status = 200, description = "This document", content_type = "application/json")))]
pub async fn openapi(State(handle): State<Handle>) -> Json<OpenApi> {
    Json(document(handle.web().translations()))
}

/// Returns the document: what the handlers declare, and the problems of their routes.
fn document(translations: &Translations) -> OpenApi {
    let mut document = Document::openapi();
    security::declare_schemes(document.components.get_or_insert_default());
    for route in api_routes() {
        let item = document.paths.paths.get_mut(route.path);
        let operation = item.and_then(|item| match route.method {
            Method::POST => item.post.as_mut(),
            Method::PUT => item.put.as_mut(),
            Method::DELETE => item.delete.as_mut(),
            _ => item.get.as_mut(),
        });
        if let Some(operation) = operation {
            declare(&mut operation.responses.responses, &route.problems, translations);
            security::declare(operation, &route.needs);
            forbid_null_headers(operation);
        }
    }
    close_bodies(&mut document);
    document
}

/// Says of the headers of requests that each is there or not: a header has no way to be `null`, and its text would be read.
fn forbid_null_headers(operation: &mut Operation) {
    let parameters = operation.parameters.iter_mut().flatten();
    for parameter in parameters {
        if let RefOr::T(header) = parameter
            && header.parameter_in == ParameterIn::Header
            && let Some(RefOr::T(Schema::Object(object))) = &mut header.schema
            && let SchemaType::Array(types) = &mut object.schema_type
        {
            types.retain(|one| *one != Type::Null);
        }
    }
}

/// Says of the bodies of requests what holds of all: no member but the named ones, none needed that has a default, and one
/// that is not needed can be `null`, which is as good as left out.
fn close_bodies(document: &mut OpenApi) {
    let operations = document
        .paths
        .paths
        .values()
        .flat_map(|item| [&item.post, &item.put, &item.patch]);
    let bodies = operations
        .flatten()
        .filter_map(|operation| match &operation.request_body {
            Some(RefOr::T(body)) => Some(body),
            _ => None,
        });
    let schemas = bodies
        .flat_map(|body| body.content.values())
        .filter_map(|content| match content {
            RefOr::T(content) => content.schema.as_ref(),
            RefOr::Ref(_) => None,
        });
    let mut names: Vec<String> = schemas.filter_map(named_in).map(str::to_owned).collect();
    let Some(components) = document.components.as_mut() else {
        return;
    };
    // What bodies hold is found on the way.
    let mut at = 0;
    while let Some(name) = names.get(at) {
        if let Some(RefOr::T(Schema::Object(body))) = components.schemas.get_mut(name) {
            body.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
            let has_default = |name: &String| match body.properties.get(name) {
                Some(RefOr::T(Schema::Object(member))) => member.default.is_some(),
                _ => false,
            };
            body.required.retain(|name| !has_default(name));
            let left_out = body.properties.iter_mut();
            left_out
                .filter(|(name, _)| !body.required.contains(name))
                .for_each(|(_, member)| allow_null(member));
            for inner in body.properties.values().filter_map(named_in) {
                if !names.iter().any(|name| name == inner) {
                    names.push(inner.to_owned());
                }
            }
        }
        at += 1;
    }
}

/// Says that a member can be `null`.
fn allow_null(member: &mut RefOr<Schema>) {
    let schema_type = match member {
        RefOr::T(Schema::Object(object)) => {
            if let Some(values) = &mut object.enum_values
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
            &mut object.schema_type
        }
        RefOr::T(Schema::Array(array)) => &mut array.schema_type,
        // Of several forms, one is that of nothing where it was left out at all.
        RefOr::T(_) | RefOr::Ref(_) => return,
    };
    let types = match schema_type {
        SchemaType::Type(one) => vec![one.clone()],
        SchemaType::Array(some) => some.clone(),
        SchemaType::AnyValue => return,
    };
    if !types.contains(&Type::Null) {
        *schema_type = SchemaType::Array([types, vec![Type::Null]].concat());
    }
}

/// Returns the name of the schema that `schema`, or an item of it, refers to.
fn named_in(schema: &RefOr<Schema>) -> Option<&str> {
    match schema {
        RefOr::Ref(reference) => reference.ref_location.rsplit('/').next(),
        RefOr::T(Schema::Array(array)) => match &array.items {
            ArrayItems::RefOrSchema(items) => named_in(items),
            ArrayItems::False => None,
        },
        RefOr::T(_) => None,
    }
}

/// Adds a response for each status of `problems`, and one for what any route can fail with.
fn declare(
    responses: &mut BTreeMap<String, RefOr<Response>>,
    problems: &[Code],
    translations: &Translations,
) {
    let mut by_status: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in problems {
        let name = problem.as_str();
        let title = translations
            .text(Ui::En, &format!("problem.{name}.title"))
            .to_owned();
        let status = problem.status().as_str().to_owned();
        by_status
            .entry(status)
            .or_default()
            .push(format!("`{name}`: {title}"));
    }
    by_status.insert(
        "default".to_owned(),
        vec!["Any other failure, such as 405, 414, 431 or 500".to_owned()],
    );
    for (status, described) in by_status {
        let described = Response::new(described.join("; "));
        let response = responses.entry(status).or_insert_with(|| described.into());
        // Of a status that the handler declares itself, this is the other form of answer.
        if let RefOr::T(response) = response {
            let body = Content::new(Some(Ref::from_schema_name("ProblemBody")));
            response
                .content
                .insert("application/problem+json".to_owned(), body.into());
        }
    }
}
