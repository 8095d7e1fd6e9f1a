//! What a bilingual legal glossary is made of: concepts, their terms in Chinese and Tibetan,
//! where each came from, and the rules that hold between them.
//!
//! Pure values and functions. This crate must not know a person, a clock, a file or a database:
//! whoever calls it brings what it needs.
//!
//! ```
//! use glossary::{Concept, Lang, Term};
//!
//! let mut concept = Concept::draft();
//! concept.terms.push(Term::new(Lang::Zh, "法院").unwrap());
//! concept.terms.push(Term::new(Lang::Bo, "ཁྲིམས་ཁང་").unwrap());
//! assert_eq!(concept.preferred(Lang::Zh), Some("法院"));
//! // The outer tsheg is punctuation, not part of the term.
//! assert_eq!(concept.preferred(Lang::Bo), Some("ཁྲིམས་ཁང"));
//! assert!(glossary::rules::check(&concept).is_empty());
//! ```
#![warn(missing_docs)]

mod concept;
mod day;
mod fingerprint;
mod id;
mod packed;
mod term;
mod vocabulary;

pub mod change;
pub mod diff;
pub mod duplicates;
pub mod filter;
pub mod list_change;
pub mod merge;
pub mod provision;
pub mod rules;
pub mod search_replace;
pub mod workflow;

pub use concept::{Concept, Definition, LegalBasis, Membership, Note, Relation};
pub use day::is_civil_date;
pub use fingerprint::{Fingerprint, Fingerprinting};
pub use id::{CollectionName, ConceptId, IdError, SubjectField};
pub use packed::PackedConcept;
pub use term::{Context, Source, Term, TermError, term_key};
pub use vocabulary::{
    AdministrativeStatus, BatchKind, CollectionKind, Lang, PartOfSpeech, Region, RegionError, Register,
    RelationKind, Reliability, ReliabilityError, TermType, Visibility, Workflow,
};
