//! Extended Wylie (EWTS): Tibetan in Latin letters, read and written without loss.
//!
//! [`from_ewts`] reads it, [`to_ewts`] writes it, [`from_loose_ewts`] reads what people type in its stead, and
//! [`LiveEwts`] reads it key by key. The scheme is that of the Tibetan and Himalayan Library (THL Extended Wylie
//! Transliteration Scheme); what a sign stands for is in `data/ewts_letters.tsv`.
//!
//! Where the scheme leaves a choice, this module decides as the converters of BDRC and THL do: consonants before
//! a vowel are one stack where native spelling or `data/ewts_loan_stacks.tsv` has it, else the last ones that
//! are, and the rest stand before them bare; a `+` joins and a `.` parts. A space is a tsheg; after a shad, where
//! no tsheg stands, it is a space, and at the start of a line nothing. Three decisions are our own, because
//! nothing may be lost: brackets nest, a backslash before a bracket or a backslash takes it literally everywhere,
//! and a space before a digit is a tsheg as anywhere else.

mod letters;
mod live;
mod loose;
mod read;
mod spell;
mod stacking;
mod syllable;
mod warning;
mod write;

pub use live::{Edit, LiveEwts};
pub use loose::from_loose_ewts;
pub use read::from_ewts;
pub use warning::{Converted, MAX_WARNINGS, Warning, WarningKind};
pub use write::to_ewts;
