//! What is wrong with a mapping table, where, and what to write instead.

use std::fmt;

use super::Encoding;

/// A cell of a mapping table that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingFault {
    /// The line, from 1.
    pub line: usize,
    /// The column (cell), from 1.
    pub column: usize,
    /// What stands there; a long value is cut after [`Self::MAX_VALUE_CHARS`] characters.
    pub value: String,
    /// What is wrong with it.
    pub problem: MappingProblem,
}

impl MappingFault {
    /// The longest value, in characters, that a fault repeats.
    pub const MAX_VALUE_CHARS: usize = 40;

    pub(super) fn new(line: usize, column: usize, value: &str, problem: MappingProblem) -> Self {
        Self {
            line,
            column,
            value: value.chars().take(Self::MAX_VALUE_CHARS).collect(),
            problem,
        }
    }
}

/// What can be wrong with a mapping table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MappingProblem {
    /// No header line before the first row says which encoding the table is for.
    NoEncoding,
    /// The header line names an encoding that is not known.
    UnknownEncoding,
    /// A second header line; the first stands in the line given.
    SecondEncoding(usize),
    /// The table has no row.
    NoRow,
    /// The row has no second cell.
    NoTarget,
    /// A cell is neither hexadecimal code points nor the text itself.
    NotCodePoints,
    /// The cell has more than 16 characters.
    TooLong,
    /// White space or a control character as the source.
    BlankSource,
    /// The source is Tibetan in Unicode already.
    UnicodeSource,
    /// The target is neither Tibetan nor punctuation.
    NotTibetan,
    /// The source stood in the line given before.
    Duplicate(usize),
}

impl fmt::Display for MappingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line, column, value, ..
        } = self;
        write!(f, "line {line}, column {column}: ")?;
        match self.problem {
            MappingProblem::NoEncoding => write!(
                f,
                "no line before the first row says what the table is for (hint: begin with `# encoding: {}` or another \
                 encoding)",
                Encoding::Gbt20542A.id()
            ),
            MappingProblem::UnknownEncoding => {
                let ids: Vec<_> = Encoding::ALL.into_iter().map(Encoding::id).collect();
                write!(
                    f,
                    "`{value}` is no encoding (hint: write one of {})",
                    ids.join(", ")
                )
            }
            MappingProblem::SecondEncoding(first) => write!(
                f,
                "`{value}` is a second encoding after that of line {first} (hint: one file per encoding)"
            ),
            MappingProblem::NoRow => {
                f.write_str("the table has no row (hint: write source, tab, target, one pair a line)")
            }
            MappingProblem::NoTarget => write!(
                f,
                "`{value}` has no target (hint: put a tab and the Tibetan code points after it)"
            ),
            MappingProblem::NotCodePoints => write!(
                f,
                "`{value}` is no code points (hint: write them in hexadecimal with spaces between, such as `0F66 0F92`)"
            ),
            MappingProblem::TooLong => {
                write!(
                    f,
                    "`{value}` has more than 16 characters (hint: one row per stack)"
                )
            }
            MappingProblem::BlankSource => write!(
                f,
                "`{value}` is white space or a control character as the source (hint: leave the row out, such text stays \
                 as it is)"
            ),
            MappingProblem::UnicodeSource => write!(
                f,
                "`{value}` is Unicode Tibetan as the source (hint: leave the row out, such text stays as it is)"
            ),
            MappingProblem::NotTibetan => write!(
                f,
                "`{value}` is neither Tibetan nor punctuation as the target (hint: write code points of U+0F00 to U+0FDA)"
            ),
            MappingProblem::Duplicate(first) => write!(
                f,
                "`{value}` stands in line {first} already (hint: leave one of lines {first} and {line} out)"
            ),
        }
    }
}

impl std::error::Error for MappingFault {}
