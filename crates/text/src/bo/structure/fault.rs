//! What can be wrong with a syllable, each with the sentence that a person is told.

use std::fmt;

/// The first thing that keeps a syllable from being a native one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is nothing.
    Empty,
    /// A character that is no Tibetan letter or sign.
    NotTibetan(char),
    /// A vowel sign, mark or subjoined letter with no letter to carry it.
    SignWithoutLetter,
    /// More signs on one letter than any word has.
    TooManySigns,
    /// Too many stacks to be one syllable.
    TooLong,
    /// Two vowel signs on one stack.
    TwoVowels,
    /// The first letter may not stand before the stack that follows.
    Prefix(char),
    /// A vowel sign or a stack where a suffix should be: two syllables without a tsheg.
    MissingTsheg,
    /// A letter that is no suffix stands after the root.
    Suffix(char),
    /// A letter that is no second suffix, or one that may not follow this suffix.
    SecondSuffix(char),
    /// A third letter after the root.
    ThirdSuffix(char),
    /// A final འ that the spelling does not need.
    FinalA,
    /// A prefix and a bare root without the final འ that shows which is which.
    FinalAMissing,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing is written"),
            Self::NotTibetan(c) => write!(f, "`{}` is no Tibetan letter or sign", c.escape_debug()),
            Self::SignWithoutLetter => f.write_str("a sign stands without a letter"),
            Self::TooManySigns => f.write_str("one letter carries too many signs"),
            Self::TooLong => f.write_str("it is too long for one syllable (hint: is a tsheg missing?)"),
            Self::TwoVowels => f.write_str("one stack has two vowel signs"),
            Self::Prefix(c) => write!(f, "`{c}` may not stand before this root"),
            Self::MissingTsheg => f.write_str("two syllables are written as one (hint: put a tsheg between)"),
            Self::Suffix(c) => write!(f, "`{c}` is no suffix"),
            Self::SecondSuffix(c) => write!(f, "`{c}` may not follow the suffix"),
            Self::ThirdSuffix(c) => write!(f, "`{c}` is a third letter after the root"),
            Self::FinalA => f.write_str("the final `འ` is not written here"),
            Self::FinalAMissing => f.write_str("a final `འ` is missing"),
        }
    }
}
