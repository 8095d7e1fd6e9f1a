//! What a person or a system shows to prove who it is: passwords, codes, and random names that nobody guesses.
//!
//! Nothing here reads the store or the clock: text in, digests out. What is secret is wiped from memory when it is
//! dropped, and stands in no message and no log.

mod error;
mod gate;
pub mod one_time_code;
pub mod opaque;
pub mod password;
pub mod qr;
#[cfg(test)]
mod tests;
pub mod totp;
mod typed;

pub use self::error::NoChance;
pub use self::gate::{Busy, Gate, GateLimits};
