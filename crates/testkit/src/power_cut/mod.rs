//! Power cuts: what a program did to its database is recorded, and made into what a disk may hold when the power fails.
//!
//! The program is the real one, with a small library loaded before it (`recorder.c`). The model is the strictest that
//! a disk with working syncs keeps to: see [`Disk`].

mod disk;
mod kept;
mod record;

pub use disk::{Disk, Loss};
pub use kept::Kept;
pub use record::{Event, Recorder, read_record, without_commit_syncs, without_syncs};
