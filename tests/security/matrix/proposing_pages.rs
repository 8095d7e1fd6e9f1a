//! Who may do what on the pages on which readers say what is missing and editors deal with it: rows as in `table.rs`.

use super::super::town::ROLES;
use super::table::Body::{Form, Nothing};
use super::table::OpenTo::{EditorsTyping, ReadersOfGlossary};
use super::table::{DECIDERS, PROPOSERS, Route, WRITERS, row};

/// The routes. A form without its fields is refused to whoever may send it.
pub const PROPOSING_PAGES: &[Route] = &[
    row("GET", "/proposals", PROPOSERS, Nothing),
    row("GET", "/proposals/new", PROPOSERS, Nothing),
    row("POST", "/proposals/new", EditorsTyping(&ROLES), Form(&[])),
    row("GET", "/proposals/{id}", PROPOSERS, Nothing),
    row("POST", "/proposals/{id}/decision", DECIDERS, Form(&[])),
    row("POST", "/proposals/{id}/withdraw", PROPOSERS, Form(&[])),
    row("POST", "/c/{id}/tibetan", ReadersOfGlossary, Form(&[])),
    row("GET", "/lookups", WRITERS, Nothing),
    row("POST", "/lookups/{key}/proposal", WRITERS, Form(&[])),
    row("POST", "/lookups/{key}/aside", WRITERS, Form(&[])),
    row("GET", "/coverage", ReadersOfGlossary, Nothing),
    row("GET", "/coverage/changes", ReadersOfGlossary, Nothing),
];
