//! What a user of a general search program writes around it: the forms of names and queries, the cutting into words,
//! the edit distance. Only the benchmark `peers` runs it; it stands here to be tested.

mod cut;
mod distribution;
mod edits;
mod form;
mod fragments;
mod pieces;
mod statements;

pub use cut::{cut, phrase};
pub use distribution::Distribution;
pub use edits::{allowed_edits, edits, nearest};
pub use form::{Form, Row};
pub use fragments::fragments;
pub use pieces::pieces;
pub use statements::Statements;
