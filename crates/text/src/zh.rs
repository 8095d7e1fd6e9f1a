//! Chinese text: a display form, an identity key, a search level, bigrams and words.
//!
//! As for Tibetan there are three levels, each idempotent:
//!
//! - [`normalize`], the form a term is shown in: as typed, without stray white space;
//! - [`key`], the identity of a term: width, case, white space and variants of punctuation do not matter;
//! - [`fold`], for search: punctuation and traditional characters do not matter either.
//!
//! [`bigrams`] find every fragment of a term, [`Segmenter`] finds its words; both are for folded text.
//! [`pinyin`] knows how a term is read, [`homophone`] which terms are read alike.

mod bigram;
mod fold;
mod form;
pub mod homophone;
pub mod pinyin;
mod segment;
mod settled;
mod simplify;
pub(crate) mod standard;

pub use bigram::{Gram, bigrams};
pub use fold::{fold, fold_with_map};
pub use form::{key, normalize};
pub use segment::{MAX_WORD_CHARS, Segmenter, Word};
pub use simplify::simplify;
