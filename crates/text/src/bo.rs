//! Tibetan text: one spelling per word, an identity key, a search level, syllables.
//!
//! The same word reaches us in many encodings: a vowel sign typed before a subjoined letter, a
//! non-breaking tsheg from a word processor, a trailing shad. There are three levels, each built on the
//! one before and each idempotent:
//!
//! - [`normalize`], the canonical form: the same text in one spelling, nothing lost that a reader sees;
//! - [`key`], the identity of a term and what is stored of it: no outer punctuation, one kind of separator;
//! - [`fold`], for search: affixed particles, emphasis marks and Sanskrit spellings no longer matter.
//!
//! Beside them, [`phonetic`] writes Tibetan by its sound.
//! Beside them, [`similar`] says how near two spellings are.
//! [`collation_key`] gives the place of a text in dictionary order.

pub(crate) mod block;
mod canonical;
mod collate;
pub mod ewts;
mod fold;
mod key;
pub mod legacy;
pub(crate) mod letter;
mod particle;
pub mod phonetic;
mod plain;
mod punctuation;
pub mod similar;
mod stack;
mod structure;
mod syllable;

pub use canonical::normalize;
pub use collate::{COLLATION_VERSION, CollationKey, collation_key};
pub use ewts::{LiveEwts, from_ewts, from_loose_ewts, to_ewts};
pub use fold::{fold, fold_with_map};
pub use key::key;
pub use stack::{Stack, stacks};
pub use structure::{Fault, Particle, Structure, Verdict, parse, split_joined};
pub use syllable::{Syllable, syllables};

/// U+0F0B, the mark between syllables.
const TSHEG: char = '་';
