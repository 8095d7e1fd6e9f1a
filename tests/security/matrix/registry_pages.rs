//! Who may do what on the pages of the registry: rows as in `table.rs`.
//!
//! A person outside the own courts is as one who is not there. That there is a training is known to all coordinators; what
//! is done about one that the own court does not hold is refused.

use super::table::Body::{Form, Json, NewPersonForm, Nothing};
use super::table::OpenTo::{
    OwnRecord, RegistryReading, RegistrySeeing, RegistryWriting, RolesAndCoordinators,
};
use super::table::{OpenTo, Route, SECURITY, row};

/// An import belongs to whoever has sent its file; nobody of these has.
const IMPORTING: OpenTo = RegistryWriting { is_kept: false };

/// The routes. A form without its fields is refused to whoever may send it.
pub const REGISTRY_PAGES: &[Route] = &[
    // The account of a person, by the page and by programs.
    row(
        "PUT",
        "/api/v1/accounts/{id}/person",
        RolesAndCoordinators(SECURITY),
        Json(r#"{"person":"p-0"}"#),
    ),
    row(
        "DELETE",
        "/api/v1/accounts/{id}/person",
        RolesAndCoordinators(SECURITY),
        Nothing,
    ),
    row(
        "POST",
        "/accounts/{id}/person",
        RolesAndCoordinators(SECURITY),
        Form(&[]),
    ),
    row("GET", "/people", RegistryReading, Nothing),
    row("GET", "/people/columns", RegistryReading, Nothing),
    row(
        "POST",
        "/people/pools",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/people/nominate",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row("GET", "/people/new", RegistryWriting { is_kept: false }, Nothing),
    row(
        "POST",
        "/people/new",
        RegistryWriting { is_kept: false },
        NewPersonForm,
    ),
    row("POST", "/people/export", RegistryReading, Form(&[])),
    row("GET", "/people/{id}", RegistryReading, Nothing),
    row(
        "GET",
        "/people/{id}/details",
        RegistryWriting { is_kept: false },
        Nothing,
    ),
    row(
        "POST",
        "/people/{id}/details",
        RegistryWriting { is_kept: false },
        Form(&[]),
    ),
    row(
        "POST",
        "/people/{id}/posts",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/people/{id}/skills",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/people/{id}/absences",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/people/{id}/pools",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/people/{id}/entries",
        RegistryWriting { is_kept: true },
        Form(&[("part", "posts"), ("place", "0"), ("what", "remove")]),
    ),
    row(
        "POST",
        "/people/{id}/apart",
        RegistryWriting { is_kept: true },
        Form(&[("other", "p-0123456789abcdef01234567")]),
    ),
    row(
        "POST",
        "/people/{id}/merge",
        RegistryWriting { is_kept: true },
        Form(&[("other", "p-0123456789abcdef01234567")]),
    ),
    row(
        "POST",
        "/people/{id}/secret",
        RegistrySeeing,
        Form(&[("kind", "identity_number"), ("purpose", "matrix")]),
    ),
    // Coordinators alone, and no token.
    row("GET", "/people/{id}/erasure", RolesAndCoordinators(&[]), Nothing),
    row(
        "POST",
        "/people/{id}/erasure",
        RolesAndCoordinators(&[]),
        Form(&[]),
    ),
    row("GET", "/record", OwnRecord { is_kept: false }, Nothing),
    row(
        "POST",
        "/record/corrections",
        OwnRecord { is_kept: true },
        Form(&[]),
    ),
    // Coordinators alone, and no token.
    row("GET", "/retention", RolesAndCoordinators(&[]), Nothing),
    row("GET", "/corrections", RegistryReading, Nothing),
    row(
        "POST",
        "/corrections/{id}/decision",
        RegistryWriting { is_kept: false },
        Form(&[("decision", "accept")]),
    ),
    row(
        "POST",
        "/corrections/{id}/text",
        RegistrySeeing,
        Form(&[("purpose", "matrix")]),
    ),
    row("GET", "/trainings", RegistryReading, Nothing),
    row(
        "GET",
        "/trainings/new",
        RegistryWriting { is_kept: false },
        Nothing,
    ),
    row(
        "POST",
        "/trainings/new",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row("GET", "/trainings/{id}", RegistryReading, Nothing),
    row("POST", "/trainings/{id}/export", RegistryReading, Form(&[])),
    row(
        "POST",
        "/trainings/{id}/nominate",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "GET",
        "/trainings/{id}/plan",
        RegistryWriting { is_kept: false },
        Nothing,
    ),
    row(
        "POST",
        "/trainings/{id}/plan",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/trainings/{id}/groups",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/trainings/{id}/timetable",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/trainings/{id}/seats",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/trainings/{id}/guests",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row(
        "POST",
        "/trainings/{id}/steps",
        RegistryWriting { is_kept: false },
        Form(&[]),
    ),
    row(
        "POST",
        "/trainings/{id}/state",
        RegistryWriting { is_kept: false },
        Form(&[("base", "0"), ("to", "open")]),
    ),
    row("GET", "/trainings/{id}/attendance", RegistryReading, Nothing),
    row(
        "POST",
        "/trainings/{id}/attendance",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row("GET", "/trainings/{id}/results", RegistryReading, Nothing),
    row(
        "POST",
        "/trainings/{id}/results",
        RegistryWriting { is_kept: true },
        Form(&[]),
    ),
    row("GET", "/trainings/{id}/print/{sheet}", RegistryReading, Nothing),
    row("GET", "/trainings/{id}/certificates", RegistryReading, Nothing),
    row("GET", "/imports", IMPORTING, Nothing),
    row("POST", "/imports", IMPORTING, Form(&[])),
    row("GET", "/imports/{id}", IMPORTING, Nothing),
    row("POST", "/imports/{id}/columns", IMPORTING, Form(&[])),
    row("GET", "/imports/{id}/check", IMPORTING, Nothing),
    row("POST", "/imports/{id}/answers", IMPORTING, Form(&[])),
    row("GET", "/imports/{id}/counts", IMPORTING, Nothing),
    row("POST", "/imports/{id}/apply", IMPORTING, Form(&[])),
    row("POST", "/imports/{id}/discard", IMPORTING, Form(&[])),
    row("GET", "/imports/{id}/done", IMPORTING, Nothing),
    row("POST", "/imports/{id}/undo", IMPORTING, Form(&[])),
    row("GET", "/imports/{id}/rejected", IMPORTING, Nothing),
    row("GET", "/programmes", RegistryReading, Nothing),
    row(
        "POST",
        "/programmes",
        RegistryWriting { is_kept: false },
        Form(&[]),
    ),
];
