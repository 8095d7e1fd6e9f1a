//! What the crate promises to its users, on the conformance rows and on arbitrary text.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose vectors cannot be read has failed"
)]

mod conformance;
mod limits;
mod properties;
