//! A conversion's result: the text, and what was doubtful about it.

use std::fmt;

use crate::bo::Fault;

/// The most warnings one conversion lists; the first ones are kept.
pub const MAX_WARNINGS: usize = 1_000;

/// A converted text with the places that a person should look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converted {
    /// The whole text: nothing is left out, what cannot be converted stands as it was.
    pub text: String,
    /// In order of position, at most [`MAX_WARNINGS`].
    pub warnings: Vec<Warning>,
}

/// A place that may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning {
    /// Where in the text that was given, in Unicode scalar values from its start.
    pub position: usize,
    /// What is doubtful there.
    pub kind: WarningKind,
}

/// What is doubtful about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningKind {
    /// A character that means nothing in EWTS; it was kept as it is.
    Unexpected(char),
    /// Consonants without any vowel; they were written one beside the other.
    NoVowel,
    /// The syllable is no native one and not marked as a loan.
    Spelling(Fault),
    /// Consonants were stacked that no native stack has; a `+` says that this is meant.
    UncommonStack,
    /// A `+` with nothing to join.
    NothingToJoin,
    /// A `[` that is never closed; the rest of the text was taken literally.
    UnclosedBracket,
    /// A `]` without its `[`; it was kept.
    UnopenedBracket,
    /// A backslash that begins no escape; it was kept.
    BadEscape,
    /// A character that EWTS has no sign for; it was written as an escape.
    Escaped(char),
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}", self.position + 1, self.kind)
    }
}

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected(c) => {
                write!(
                    f,
                    "`{}` means nothing here (hint: put foreign text in [ ])",
                    c.escape_debug()
                )
            }
            Self::NoVowel => f.write_str("no vowel (hint: the inherent vowel is written a)"),
            Self::Spelling(fault) => write!(f, "no native spelling: {fault}"),
            Self::UncommonStack => {
                f.write_str("uncommon stack (hint: join it with +, or part it with . or a space)")
            }
            Self::NothingToJoin => f.write_str("`+` joins nothing"),
            Self::UnclosedBracket => f.write_str("`[` is never closed"),
            Self::UnopenedBracket => f.write_str("`]` was never opened"),
            Self::BadEscape => f.write_str("`\\` begins no escape (hint: \\uXXXX, \\\\, \\[ or \\])"),
            Self::Escaped(c) => write!(
                f,
                "U+{:04X} has no sign and was written as an escape",
                u32::from(*c)
            ),
        }
    }
}
