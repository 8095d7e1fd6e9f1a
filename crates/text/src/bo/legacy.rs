//! Tibetan typeset before Unicode Tibetan could be used, as it comes in old files: recognising and converting it.
//!
//! There are three kinds. Systems after GB/T 20542 keep whole stacks as private-use characters. Fonts such as 同元 and
//! 班智达 put Tibetan glyphs on the codes of Chinese characters, so that a file reads as Chinese nonsense. Older
//! fonts from outside put them on the codes of Latin letters, over several font files that use the same codes.
//!
//! - [`recognise`] finds the first two kinds in a text;
//! - [`font`] tells the encoding of every kind from the name of a font, which a document still has and a text has not;
//! - [`Mapping`] converts with a table that the operator adds.
//!
//! No mapping comes with the product, because none is available under a licence that allows it, and none is guessed.

mod chinese_codes;
mod encoding;
mod fault;
mod font;
mod mapping;
mod recognise;

pub use encoding::{Encoding, WayOut};
pub use fault::{MappingFault, MappingProblem};
pub use font::font;
pub use mapping::{Converted, MAX_UNMAPPED, Mapping};
pub use recognise::{Finding, recognise};
