//! What readers look for in vain: counted in memory without their names, written once a minute, read by editors.
//!
//! What is counted is short and has no digits, so that it is a term and no case number; its text is kept only once it came
//! often enough (see [`store::unanswered_lookups`]). An installation can switch the counting off.

mod countable;
mod counting;
mod dealing;
mod tally;

pub use counting::LookupCounting;
pub use dealing::WantedTibetan;
pub(crate) use tally::Tally;

/// A text is kept and shown from so many lookups on, on so many days.
const THRESHOLD: store::unanswered_lookups::Threshold =
    store::unanswered_lookups::Threshold { lookups: 3, days: 2 };
/// How many days after its last day a lookup is forgotten.
const KEPT_DAYS: i64 = 180;
/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
