//! A PostgreSQL server of its own, for tests that need a real one.

mod cluster;
mod server;
mod wire;

pub use cluster::{Acknowledged, PostgresCluster};
pub use server::{PostgresServer, certificate};
pub use wire::{Cells, Wire, array};
