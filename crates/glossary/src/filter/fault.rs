//! What is wrong with a filter: which token, where it stands, and what may stand there.

use std::fmt;

use super::{MAX_FILTER_CHARS, MAX_FILTER_TOKENS};

/// The first thing that is wrong with a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterFault {
    /// The token as it is written; its beginning if the filter as a whole is too long.
    pub token: String,
    /// How many characters stand before it.
    pub position: usize,
    /// What is wrong with it.
    pub kind: FilterFaultKind,
}

/// What can be wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterFaultKind {
    /// The filter has more than [`MAX_FILTER_CHARS`] characters.
    TooLong,
    /// The filter has more than [`MAX_FILTER_TOKENS`] tokens; this is the first too many.
    TooManyTokens,
    /// No `key:` before the value.
    NoColon,
    /// A key that there is not.
    UnknownKey,
    /// A quotation mark that is not closed, or text right behind the closing one.
    Quotes,
    /// No name of a collection or subject field.
    Name,
    /// No state of the workflow.
    Workflow,
    /// No day of the calendar.
    Day,
    /// Nothing where a name or number is wanted.
    Nothing,
    /// Nothing that a concept may have or lack.
    Part,
}

impl FilterFaultKind {
    /// Returns what is wrong with a value of `key` that could not be read.
    pub(super) fn of_value(key: &str) -> Self {
        match key {
            "workflow" => Self::Workflow,
            "changed_since" => Self::Day,
            "author" | "batch" => Self::Nothing,
            "has" | "without" => Self::Part,
            _ => Self::Name,
        }
    }

    /// Returns the stable name of the fault, for programs and for sentences in other languages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "filter_too_long",
            Self::TooManyTokens => "filter_too_many_tokens",
            Self::NoColon => "filter_no_colon",
            Self::UnknownKey => "filter_unknown_key",
            Self::Quotes => "filter_quotes",
            Self::Name => "filter_name",
            Self::Workflow => "filter_workflow",
            Self::Day => "filter_day",
            Self::Nothing => "filter_nothing",
            Self::Part => "filter_part",
        }
    }

    /// Returns what may stand there, as it is to be written: words and examples that are the same in every language.
    #[must_use]
    pub fn allowed(self) -> &'static [&'static str] {
        match self {
            Self::TooLong | Self::TooManyTokens => &[],
            Self::NoColon | Self::UnknownKey => &[
                "collection:",
                "subject_field:",
                "workflow:",
                "author:",
                "changed_since:",
                "batch:",
                "has:",
                "without:",
            ],
            Self::Quotes => &["author:\"a b\""],
            Self::Name => &["collection:charges-2024", "subject_field:criminal-procedure"],
            Self::Workflow => &["draft", "reviewed", "authorised", "withdrawn"],
            Self::Day => &["2024-02-29"],
            Self::Nothing => &["author:NAME", "batch:NUMBER"],
            Self::Part => &[
                "definition",
                "bo",
                "legal_basis",
                "region-u-tsang",
                "region-kham",
                "region-amdo",
                "region-632700",
            ],
        }
    }

    fn sentence(self) -> String {
        let sentence = match self {
            Self::TooLong => {
                return format!("the filter has more than {MAX_FILTER_CHARS} characters (hint: shorten it)");
            }
            Self::TooManyTokens => {
                return format!(
                    "the filter has more than {MAX_FILTER_TOKENS} tokens, and this is one too many (hint: leave some out)"
                );
            }
            Self::NoColon => "is not `key:value`",
            Self::UnknownKey => "has a key that is not known",
            Self::Quotes => "has a quotation mark that is not closed, or text right behind it",
            Self::Name => "does not give a name of lower-case letters, digits and hyphens",
            Self::Workflow => "does not give a state of the workflow",
            Self::Day => "does not give a day of the calendar",
            Self::Nothing => "gives nothing to look for",
            Self::Part => "does not say what is there or not",
        };
        let allowed: Vec<String> = self.allowed().iter().map(|word| format!("`{word}`")).collect();
        format!("{sentence} (hint: write {})", allowed.join(", "))
    }
}

impl fmt::Display for FilterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // People count from one, offsets from nought.
        let character = self.position + 1;
        write!(
            f,
            "`{}` at character {character}: {}",
            self.token,
            self.kind.sentence()
        )
    }
}

impl std::error::Error for FilterFault {}
