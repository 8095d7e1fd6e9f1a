//! Passwords: which ones are taken, how they are kept, and how one that was typed is compared.
//!
//! A password is text of any script. It is brought into Unicode NFC first, so that the same letters typed on another
//! keyboard are the same password, and nothing is ever cut off.

mod hashing;
mod often_used;
mod phc;
mod prepared;
mod rules;

pub use self::hashing::{PasswordError, hash, needs_rehash, verify, verify_after};
pub use self::prepared::{MOST_BYTES, MOST_CHARACTERS};
pub use self::rules::{LEAST_CHARACTERS, PasswordFault, check_rules};
