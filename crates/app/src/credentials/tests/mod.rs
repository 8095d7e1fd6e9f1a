//! Credentials from inside: passwords in both scripts, codes as people type them, and what comes at once.

mod codes;
mod gate;
mod names;
mod passwords;
mod pictures;
mod rules;
mod telephone;

use std::time::Duration;

use super::{Gate, GateLimits};
pub use crate::trial::{chance, config, no_chance};

/// The bytes 0, 1, 2 and so on.
pub fn counted(bytes: &mut [u8]) -> Result<(), String> {
    (0..).zip(bytes).for_each(|(number, byte)| *byte = number);
    Ok(())
}

/// A gate at which nobody is sent away: tests may run on a busy machine.
pub fn patient_gate() -> Gate {
    Gate::new(GateLimits {
        longest_wait: Duration::from_secs(600),
        ..GateLimits::default()
    })
}
