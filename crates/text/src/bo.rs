//! Tibetan text: one spelling per word, its parts, its order, its sound, and ways to type it.
//!
//! The same word reaches us in many encodings: a vowel sign typed before a subjoined letter, a
//! non-breaking tsheg from a word processor, a trailing shad. There are three levels, each built on the
//! one before and each idempotent:
//!
//! - [`normalize`], the canonical form: the same text in one spelling, nothing lost that a reader sees;
//! - [`key`], the identity of a term and what is stored of it: no outer punctuation, one kind of separator;
//! - [`fold`], for search: affixed particles, emphasis marks and Sanskrit spellings no longer matter.
//!
//! A text is cut into [`syllables`] and these into [`stacks`]; [`parse`] names the parts of a native syllable or
//! says what is wrong with it. Upon that rest:
//!
//! - [`to_ewts`] and [`from_ewts`], Tibetan in Latin letters by its spelling ([`ewts`]);
//! - [`phonetic`], Tibetan in Latin letters by its sound;
//! - [`collation_key`], the place of a text in dictionary order;
//! - [`similar`], how near two spellings are, and which of a vocabulary are near one;
//! - [`legacy`], text of fonts and systems from before Unicode.

pub(crate) mod block;
mod canonical;
mod collate;
pub mod ewts;
mod fold;
mod fold_plain;
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
