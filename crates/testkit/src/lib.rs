//! What tests and benchmarks share: a clock that stands still, glossaries made to measure, concepts that are never
//! the right answer, judged queries, an application on a directory of its own, a PostgreSQL server, a bad network, a
//! power cut.
//!
//! Nothing here is compiled into the program. It may panic: a test that cannot be set up has failed.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "this crate is test code: what cannot be set up is a failed test"
)]
#![warn(missing_docs)]

mod application;
mod chance;
mod clear_text;
mod clock;
mod distractors;
pub mod figures;
mod generate;
pub mod judgements;
pub mod peers;
mod phone;
pub mod postgres;
pub mod power_cut;
mod tcp_proxy;

pub use ::glossary;
pub use application::{
    Application, Closed, SEED_FOLDER, chosen_database, csv_file, fresh_chance, fresh_id, seed_files,
    shared_keys,
};
pub use chance::Chance;
pub use clear_text::is_in_any_file;
pub use clock::FixedClock;
pub use distractors::{Distractor, distractors};
pub use generate::{Generated, Generator, Query, QueryKind};
pub use phone::{from_base32, totp_code};
pub use tcp_proxy::{Cut, TcpProxy};
