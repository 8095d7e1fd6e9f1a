//! A PostgreSQL server of its own, for tests that need a real one.

mod server;
mod wire;

pub use server::{PostgresServer, certificate};
pub use wire::{Cells, Wire, array};
