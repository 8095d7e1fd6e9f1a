//! Imports that are asked for over the network: kept with their file, worked on in the background, told of until forgotten.
//!
//! An import is a job from the moment it is asked for, so it survives whoever asked and whoever worked on it: a node that ends
//! or dies leaves it to the next one that looks. What it writes and that it has ended are one transaction.

mod asking;
mod bell;
mod running;
mod seen;
mod told;
mod wish;
mod worker;

#[cfg(test)]
mod tests;

pub(crate) use bell::ImportBell;
pub(crate) use running::{Ending, end, end_of};
pub use seen::{ImportJob, ImportState};
pub use told::{ImportIssue, ImportTold, ListChangesTold};
pub use wish::{ImportMode, ImportRequest};
pub use worker::Importer;

/// The kind of these jobs.
const KIND: &str = "import_glossary_file";
/// How long a job is held without a sign of life, in milliseconds; there is one every third of it.
const LEASE_MS: u64 = 60_000;
/// How many imports wait at once, the one that is worked on included: each keeps its file in the store.
const MAX_WAITING: u64 = 8;
/// How often an import is begun: a file that ends every process that reads it is given up.
const MAX_BEGUN: u64 = 5;
/// How long what came of an import is kept, in milliseconds: thirty days.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Most bytes of a file that is imported: 64 MiB.
pub const MAX_IMPORT_BYTES: usize = 64 << 20;
