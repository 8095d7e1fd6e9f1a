//! What is asked of the index: the text with its choices.

use glossary::{CollectionName, Region, SubjectField, Workflow};

/// A search: the text as it was typed and what the answer is limited to.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The text as it was typed. Any text is answered; what is cut from it is said in a notice.
    pub text: &'a str,
    /// The language whose terms stand first among equals.
    pub lang: LangChoice,
    /// The region whose forms stand first among equals, before the norm for all and before other regions.
    pub region: Option<Region>,
    /// Only concepts of this field of law.
    pub subject_field: Option<SubjectField>,
    /// Only concepts that have come this far.
    pub workflow: Option<Workflow>,
    /// Only concepts of this collection.
    pub collection: Option<CollectionName>,
    /// What is searched.
    pub scope: Scope,
    /// Whether the hits are counted by subject field, collection and workflow.
    pub facets: bool,
    /// How many hits are returned at most.
    pub limit: usize,
    /// How many of the best hits are left out before the first one that is returned.
    pub offset: usize,
}

impl<'a> Request<'a> {
    /// Asks for the first twenty hits of `text` among all terms.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            lang: LangChoice::Auto,
            region: None,
            subject_field: None,
            workflow: None,
            collection: None,
            scope: Scope::Terms,
            facets: false,
            limit: 20,
            offset: 0,
        }
    }
}

/// The language a user asks for. A preference among hits of one kind, not a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LangChoice {
    /// As the script of the text says.
    #[default]
    Auto,
    /// Chinese.
    Zh,
    /// Tibetan.
    Bo,
}

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// The terms.
    #[default]
    Terms,
    /// The terms, and below them the definitions.
    All,
}
