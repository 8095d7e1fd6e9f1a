//! Everything the product knows about writing Tibetan and Chinese.
//!
//! Pure functions from text to text: the same input gives the same output on every machine. This crate
//! reads no file, no clock and no environment, knows no glossary, no person and no search index, and depends
//! on no other crate of the workspace. Every function takes any string (empty, huge, broken Tibetan, lone
//! marks), works in linear time and never panics.
//!
//! - [`bo`] Tibetan: canonical form, key, search level; syllables and their parts; Extended Wylie; sound;
//!   dictionary order; spellings that are near another; fonts from before Unicode;
//! - [`zh`] Chinese: display form, key, search level, bigrams, words, pinyin, homophones;
//! - [`script`] which script a character or a stretch of text is in;
//! - [`Folded`] the way from folded text back to the text a reader sees.
//!
//! `README.md` explains the few words that one needs to follow this and knows neither script, and says what the
//! crate does not know.
//!
//! Offsets are bytes where a field says so (`start`, `end` of runs, syllables, grams, words) and Unicode
//! scalar values in [`Folded`] and in `position`; ends are exclusive. Character tables lie in `data/`, each
//! line with its reason.
//!
//! ```
//! // A non-breaking tsheg, a space for a tsheg and a trailing shad make no other term.
//! assert_eq!(text::bo::key("ཁྲིམས༌ཁང་།"), text::bo::key("ཁྲིམས ཁང"));
//!
//! // Particles and traditional characters do not hide a term from search.
//! assert_eq!(text::bo::fold("ཁྲིམས་ཁང་གིའང"), "ཁྲིམས་ཁང་གི");
//! let folded = text::zh::fold_with_map("《訴訟》時效");
//! assert_eq!(folded.text, "诉讼时效");
//! assert_eq!(folded.original(0..2), 1..3);
//! ```
#![warn(missing_docs)]

pub mod bo;
pub mod script;
pub mod zh;

mod cluster;
mod folded;
mod table;

pub use folded::Folded;

/// The examples of the README, which are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
