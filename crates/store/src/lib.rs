//! Where the termbase is kept: a port to a database, its drivers, and one module of functions for each aggregate.
//!
//! This crate must not know a rule of the glossary, a request, a person's rights, a clock or the search index:
//! it writes what it is given, numbers it, and gives it back. Every statement is written once, against
//! [`Session`], in the subset of SQL that all backends share.
//!
//! A write is one transaction that locks the change counter first and advances it last, so that
//! [`changes::since`] never misses a change and `seq` follows the order of commits.
//!
//! ```
//! use glossary::{Concept, Lang, Term};
//! use store::{Error, Options, Stamp, Store, StoreId, concepts};
//!
//! # fn main() -> Result<(), Error> {
//! # let directory = tempfile::tempdir().unwrap();
//! # let directory = directory.path();
//! # let random_bytes = [7; 16];
//! let store = Store::open(directory, &StoreId::from_random(random_bytes), Options::default())?;
//! let created = store.write(|tx| {
//!     let mut concept = Concept::draft();
//!     concept.terms.push(Term::new(Lang::Zh, "法院").unwrap());
//!     concept.terms.push(Term::new(Lang::Bo, "ཁྲིམས་ཁང་").unwrap());
//!     tx.create(concept, &Stamp { author: "import".into(), at_ms: 1_764_000_000_000 })
//! })?;
//! assert_eq!((created.id.to_string().as_str(), created.seq), ("c-000001", 1));
//!
//! let found = store.read(|session| concepts::find(session, created.id))?;
//! assert_eq!(found, Some(created));
//! # Ok(())
//! # }
//! ```
#![warn(missing_docs)]

mod error;
mod held_directory;
mod place;
mod session;
mod store;
mod transaction;
mod value;
mod vocabulary;

pub mod accounts;
pub mod audit;
pub mod batches;
pub mod certificates;
pub mod change_sets;
pub mod changes;
pub mod collections;
pub mod concepts;
pub mod copy;
pub mod corrections;
pub mod courts;
pub mod coverage;
pub mod editions;
pub mod idempotency;
pub mod identity;
pub mod import_files;
pub mod jobs;
pub mod key_checks;
pub mod lists;
pub mod login_counters;
pub mod login_sessions;
pub mod one_time_codes;
pub mod proposals;
pub mod records;
pub mod role_changes;
pub mod roster_imports;
pub mod saved_filters;
pub mod sealed_columns;
pub mod shown;
pub mod spelling_changes;
pub mod staging;
pub mod subject_fields;
pub mod tibetan_requests;
pub mod tokens;
pub mod transfer;
pub mod unanswered_lookups;
pub mod waiting;

mod body;
mod concept_write;
mod derived;
mod migration;
mod postgres;
mod sqlite;
mod verify;

pub use changes::Change;
pub use collections::Collection;
pub use concept_write::{Deed, Standing};
pub use concepts::{Revision, RevisionEntry, SourceCount, Stored};
pub use error::Error;
pub use held_directory::HeldDirectory;
pub use idempotency::KeyedRequest;
pub use identity::StoreId;
pub use jobs::{Job, JobCounts, Lease};
pub use place::Place;
pub use session::Session;
pub use staging::{Applied, Base, Chunk, Reserved, StagedRow};
pub use store::{Options, Store};
pub use transaction::{Stamp, Tx};
pub use value::{Row, Value};
pub use verify::VerifyReport;
pub use vocabulary::{
    Act, BatchState, ItemClass, JobState, Kind, Manner, Op, ProposalState, Purpose, RecordAct, RoleOp,
    RoleState, Stage,
};
