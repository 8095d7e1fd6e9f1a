//! Reading of glossary files into contributions and of rosters into statements, writing back of the rows that could not be
//! used, and export.
//!
//! Bytes in, values out. This crate must not know a store, a file system, a clock or a request: it cannot tell
//! whether an entry is new, it only says what a file states and where it is wrong.
//!
//! ```
//! use exchange::{Format, ReadOptions, glossary};
//!
//! let file = "汉文,藏文\n法院,ཁྲིམས་ཁང་\n法官,法官\n";
//! let reading = glossary::read("terms.csv", file.as_bytes(), Format::Csv, &ReadOptions::default()).unwrap();
//! assert_eq!(reading.rows[0].contribution.concept.terms[1].text, "ཁྲིམས་ཁང");
//! assert_eq!(reading.issues[0].place.to_string(), "terms.csv:3");
//! assert_eq!(reading.issues[0].code, exchange::codes::TIBETAN_CELL_WITH_CHINESE);
//! ```
#![warn(missing_docs)]

pub mod codes;
pub mod glossary;
pub mod json_lines_out;
pub mod omegat;
pub mod pages;
pub mod rejected;
pub mod roster;
pub mod sheet_out;
pub mod stardict;
pub mod table_out;
pub mod tbx;

mod columns;
mod delimited;
mod encoding;
mod error;
mod export;
mod export_format;
mod format;
mod issue;
mod labels;
mod language;
mod mapping;
mod merged_cells;
mod named_columns;
mod place;
mod sheet_parts;
mod table;
mod workbook;
mod zip_directory;

pub use error::FileError;
pub use export::{
    BatchMark, ConceptsAnew, ExportError, ExportHeader, ExportReport, Exported, FileSink, NotCarried, Reason,
    RevisionMark,
};
pub use export_format::{ExportFormat, UnknownExportFormat};
pub use format::Format;
pub use glossary::ReadOptions;
pub use issue::{Extent, Issue, Words};
pub use language::Language;
pub use mapping::{ColumnList, Mapping};
pub use named_columns::{NamedRow, NamedTable, read_named};
pub use place::Place;
pub use table::SheetSummary;
