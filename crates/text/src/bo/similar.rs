//! How near two Tibetan spellings are, and the near ones of a vocabulary.
//!
//! Plain edit distance says little here: a native syllable has 20 to 67 others one letter away. What counts is
//! which letter: a silent one is left out by everybody, ང and ད are taken for each other by eye and by
//! machine, ཁྲ and ཕྲ sound the same. What each difference costs stands with its source in
//! `data/bo_similarity.tsv`.
//!
//! - [`syllable_cost`] and [`term_cost`] compare two spellings;
//! - [`SimilarSyllables`] and [`SimilarTerms`] find the near ones without reading a whole vocabulary.
//!
//! Everything is compared at the search level ([`fold`](super::fold)): what that level makes equal costs nothing
//! and nothing else does. Costs are symmetric; a detour over a third spelling can be cheaper than the way.

mod alignment;
mod cost;
mod pairs;
mod pieces;
mod reading;
mod rules;
mod syllable;
mod syllables;
mod terms;
mod texts;

pub use alignment::term_cost;
pub use cost::Cost;
pub use syllable::syllable_cost;
pub use syllables::{SimilarSyllables, SyllableId};
pub use terms::{SimilarTerms, TermId};

#[cfg(test)]
mod tests;
