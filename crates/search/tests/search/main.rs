//! Tests of the search crate through its public surface.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test cannot do without is its own failure"
)]

mod browse;
mod damage;
mod filters;
mod fuzzed;
mod harness;
mod hostile;
mod kinds;
mod life;
mod matching;
mod parts;
mod placed;
mod ranking;
mod rebuild;
mod scripts;
mod side_by_side;
mod suggest;
mod tidy;
mod two_rooms;
mod whatever_the_page;
