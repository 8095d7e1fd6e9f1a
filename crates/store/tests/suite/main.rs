//! The store from outside: one suite for every backend, and what belongs to a data directory.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy knows test functions by their attribute; here most tests are cases that a macro calls"
)]

#[macro_use]
mod conformance;
mod copying;
mod coverage;
mod fixtures;
mod opening;
mod postgres;
mod secrets;
mod sqlite;
