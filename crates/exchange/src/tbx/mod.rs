//! TermBase eXchange, ISO 30042: reading of the editions of 2019 and 2008, writing of TBX-Basic, and its rules.
//!
//! [`glossary::read`](crate::glossary::read) reads such a file as it reads a sheet, an entry a row. No element and no
//! attribute is dropped in silence: what is not taken as it stands is a warning of the reading, told once a kind.
//!
//! ```
//! use exchange::{Format, ReadOptions, glossary};
//!
//! let file = r#"<tbx type="TBX-Basic" style="dca" xmlns="urn:iso:std:iso:30042:ed-2" xml:lang="zh"><text><body>
//!   <conceptEntry>
//!     <langSec xml:lang="zh"><termSec><term>法院</term></termSec></langSec>
//!     <langSec xml:lang="bo"><termSec><term>ཁྲིམས་ཁང་</term></termSec></langSec>
//!   </conceptEntry>
//! </body></text></tbx>"#;
//! let reading = glossary::read("terms.tbx", file.as_bytes(), Format::Tbx, &ReadOptions::default()).unwrap();
//! assert_eq!(reading.rows[0].place.to_string(), "terms.tbx:2:3");
//! assert_eq!(reading.rows[0].contribution.concept.terms[1].text, "ཁྲིམས་ཁང");
//! ```

pub mod dialect;

mod categories;
mod entry;
mod entry_notes;
mod escape;
mod language_section;
mod own_notes;
mod read;
mod repeated_terms;
mod report;
mod rest;
mod spot;
mod term_section;
mod tree;
mod walk;
mod write;
mod write_term;
mod xml;
mod xml_fault;

pub(crate) use read::read;
pub use write::write;
