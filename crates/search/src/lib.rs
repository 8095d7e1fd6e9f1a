//! Finds concepts: reads what was typed, gathers candidates from an index, orders them, and says why each is there.
//!
//! This crate cannot name a person, so it cannot index one. It knows no wire format (the bytes that stand with a hit are
//! made by an [`Encoder`] of the caller), no clock and no store: the index is a pure function of the concepts that the
//! caller hands over, and of the files in `index/`.
//!
//! ```
//! use glossary::{Concept, ConceptId, Lang, Term};
//! use search::{Definition, Encoder, Indexed, MatchKind, Origin, Request, SearchIndex, Setup, Words};
//!
//! # fn main() -> Result<(), search::Error> {
//! let setup = Setup {
//!     definition: Definition::load()?,
//!     encoder: Encoder::new("1", |indexed| indexed.id.to_string().into_bytes()),
//!     origin: Origin { id: "a store".into(), last_seq: 0 },
//!     words: Words::load_in_background(),
//!     hidden: Vec::new(),
//! };
//! let index = SearchIndex::in_memory(setup)?;
//!
//! let mut court = Concept::draft();
//! court.terms.push(Term::new(Lang::Zh, "法院").unwrap());
//! court.terms.push(Term::new(Lang::Bo, "ཁྲིམས་ཁང").unwrap());
//! let mut writer = index.writer()?;
//! writer.upsert(&Indexed { id: ConceptId::new(1), revision: 1, concept: &court })?;
//! writer.commit(17)?;
//!
//! for text in ["法院", "ཁྲིམས་ཁང་", "ཁྲིམས་ཁང"] {
//!     let answer = index.search(&Request::new(text))?;
//!     assert_eq!(answer.hits[0].matched.kind, MatchKind::Exact);
//!     assert_eq!(*answer.hits[0].payload, *b"c-000001");
//!     assert_eq!(answer.position, 17);
//! }
//! # Ok(())
//! # }
//! ```
#![warn(missing_docs)]

mod answer;
mod boundaries;
mod browse;
mod definition;
mod document;
mod encoder;
mod error;
mod fold;
mod grams;
mod index;
mod lexicon;
mod named;
mod payload;
mod query;
mod read;
mod rooms;
mod schema;
mod search;
mod suggest;
mod tables;
mod tokenizers;
mod vocabulary;
mod words;

pub use answer::{
    Answer, Facets, Hit, Match, MatchKind, Named, Notice, Part, Placement, Reading, ReadingKind, Suggestion,
};
pub use browse::{Browsed, DictionaryPlace, Direction};
pub use definition::{Definition, Extent, Limits};
pub use encoder::{Encoder, Indexed};
pub use error::Error;
pub use index::{Condition, Origin, Rebuild, RebuildReason, SearchIndex, Setup, Tidied, Writer};
pub use lexicon::{Criterion, Standing};
pub use payload::Payload;
pub use query::{LangChoice, Request, Scope};
pub use tables::read_tables_in_background;
pub use words::Words;
