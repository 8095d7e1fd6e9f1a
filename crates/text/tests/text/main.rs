//! What the crate promises to its users, on the conformance rows and on arbitrary text.

mod conformance;
mod limits;
mod properties;
