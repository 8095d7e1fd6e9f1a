//! The PostgreSQL driver: the conformance suite on it, and what only it has.

mod broken;
mod encryption;
mod listening;
mod locks;
mod opening;
mod transfer;
mod transfer_cut;
mod transfer_proposals;
mod transfer_refused;
mod transfer_source;

conformance_tests!(crate::fixtures::Fresh::postgres);
