//! Who may do what on the pages on which readers say what is missing and editors deal with it, and with change sets and
//! filters that are kept: rows as in `table.rs`.

use super::super::town::ROLES;
use super::table::Body::{Form, Json, Nothing};
use super::table::OpenTo::{EditorsTyping, PeopleTyping, ReadersOfGlossary};
use super::table::{PROPOSERS, REVIEWERS, Route, WRITERS, row};

/// The roles that write the glossary.
const WHO_WRITES: &[&str] = &["terminologist", "reviewer", "committee"];

/// The routes. A form without its fields is refused to whoever may send it.
pub const PROPOSING_PAGES: &[Route] = &[
    row("GET", "/proposals", PROPOSERS, Nothing),
    row("GET", "/proposals/new", PROPOSERS, Nothing),
    row("POST", "/proposals/new", EditorsTyping(&ROLES), Form(&[])),
    row("GET", "/proposals/{id}", PROPOSERS, Nothing),
    row(
        "POST",
        "/proposals/{id}/decision",
        PeopleTyping(WHO_WRITES),
        Form(&[]),
    ),
    row("POST", "/proposals/{id}/withdraw", PROPOSERS, Form(&[])),
    row("POST", "/c/{id}/tibetan", ReadersOfGlossary, Form(&[])),
    row("POST", "/c/{id}/delete", WRITERS, Form(&[])),
    row("GET", "/lookups", WRITERS, Nothing),
    row("POST", "/lookups/{key}/proposal", WRITERS, Form(&[])),
    row("POST", "/lookups/{key}/aside", WRITERS, Form(&[])),
    row("GET", "/coverage", ReadersOfGlossary, Nothing),
    row("GET", "/coverage/changes", ReadersOfGlossary, Nothing),
    row("GET", "/api/v1/coverage/changes", ReadersOfGlossary, Nothing),
    row("GET", "/concepts", ReadersOfGlossary, Nothing),
    row("POST", "/concepts/filters", EditorsTyping(&ROLES), Form(&[])),
    row("POST", "/concepts/filters/{id}/delete", PROPOSERS, Form(&[])),
    row("GET", "/change-sets", WRITERS, Nothing),
    row("POST", "/change-sets", EditorsTyping(WHO_WRITES), Form(&[])),
    row("GET", "/change-sets/{id}", WRITERS, Nothing),
    row("POST", "/change-sets/{id}/undo", WRITERS, Form(&[])),
    row("POST", "/change-sets/{id}/batch", REVIEWERS, Form(&[])),
    row("POST", "/api/v1/change-sets/preview", WRITERS, Json("{}")),
    row("GET", "/api/v1/change-sets", WRITERS, Nothing),
    row("POST", "/api/v1/change-sets", WRITERS, Json("{}")),
    row("GET", "/api/v1/change-sets/{id}", WRITERS, Nothing),
    row("POST", "/api/v1/change-sets/{id}/undo", WRITERS, Nothing),
    row("GET", "/api/v1/saved-filters", PROPOSERS, Nothing),
    row("POST", "/api/v1/saved-filters", PROPOSERS, Json("{}")),
    row("DELETE", "/api/v1/saved-filters/{id}", PROPOSERS, Nothing),
];
