//! Tibetan by its sound: Latin spelling for readers, keys for search, and what people type by ear.
//!
//! Two systems of Lhasa sounds are made of one analysis of each syllable:
//!
//! - [`thl`], [`thl_word`] and [`thl_term`], THL Simplified Phonetics (D. Germano and N. Tournadre, 2003), to be read;
//! - [`key`], which also leaves out aspiration, voicing and the retroflex series, to be compared: words that
//!   sound alike, which are the commonest misspellings, have one key (ཁྲིམས and ཕྲིམས).
//!
//! What somebody types in Latin letters becomes the same keys: [`query`] over all native syllables, [`split`]
//! over those of an [`Inventory`]. [`dialect_keys`] adds how a word sounds in a dialect, as far as a source says
//! so. Neither system writes tone or length, and no word list says where a word ends.
//!
//! ```
//! use text::bo::phonetic;
//!
//! assert_eq!(phonetic::thl("ཁྲིམས་ཁང་"), "trim khang");
//! assert_eq!(phonetic::key("ཁྲིམས་ཁང་"), "dim gaN");
//! assert!(phonetic::query("thrimkhang").contains(&"dim gaN".to_owned()));
//! ```

mod dialect;
mod display;
mod exception;
mod inventory;
mod keys;
mod letters;
mod loan;
mod sound;
mod spelling;
mod split;
mod term;

pub use dialect::{Dialect, MAX_DIALECT_KEYS, dialect_keys};
pub use display::{thl, thl_word};
pub use inventory::Inventory;
pub use keys::key;
pub use split::{MAX_LETTERS, MAX_READINGS, query, split};
pub use term::thl_term;
