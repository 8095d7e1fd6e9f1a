//! Filters of concepts as people write them: `collection:charges-2024 without:bo -author:"索朗 次仁"`.
//!
//! A filter is tokens with white space between them, and all of them must hold. A token is `key:value`; `-key:value` holds
//! where the other does not. A value with white space in it stands in double quotes, and a double quote inside is written
//! twice. The colon may be the full-width one that a Chinese keyboard gives.
//!
//! ```
//! use glossary::filter::{Facts, Filter};
//! use glossary::{Concept, Lang, Term, Workflow};
//!
//! let filter: Filter = "workflow:draft without:bo".parse().unwrap();
//! let mut concept = Concept::draft();
//! concept.terms.push(Term::new(Lang::Zh, "离婚纠纷").unwrap());
//! let facts = Facts::of(&concept);
//! assert!(filter.matches(&concept, &facts, |field, asked| field == asked));
//! concept.terms.push(Term::new(Lang::Bo, "བཟའ་ཚང་ཁ་འབྲལ་བའི་གྱོད་གཞི").unwrap());
//! assert!(!filter.matches(&concept, &facts, |field, asked| field == asked));
//! ```

mod fault;
mod parse;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::fmt;

pub use fault::{FilterFault, FilterFaultKind};

use crate::{CollectionName, Concept, Lang, Region, Register, SubjectField, Workflow};

/// Longest filter, in characters.
pub const MAX_FILTER_CHARS: usize = 256;
/// Most tokens of a filter.
pub const MAX_FILTER_TOKENS: usize = 32;

/// Conditions that must all hold. Without any, every concept passes.
///
/// Written by `Display`, it parses to itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The tokens, in the order in which they were written.
    pub tokens: Vec<Token>,
}

/// One condition, or its opposite.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token {
    /// Whether the condition must not hold.
    pub is_negated: bool,
    /// The condition.
    pub condition: Condition,
}

impl Token {
    /// Makes a token that holds where `condition` does.
    #[must_use]
    pub fn holding(condition: Condition) -> Self {
        Self {
            is_negated: false,
            condition,
        }
    }
}

/// What is asked of a concept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Condition {
    /// `collection:`: it stands in the collection.
    Collection(CollectionName),
    /// `subject_field:`: it belongs to the field, or to one below it.
    SubjectField(SubjectField),
    /// `workflow:`: it has come so far.
    Workflow(Workflow),
    /// `author:`: the revision was written by whoever has this name.
    Author(String),
    /// `changed_since:`: the revision was written on this civil date or later.
    ChangedSince(String),
    /// `batch:`: the batch of this number authorised it.
    Batch(String),
    /// `has:`: it has this.
    Has(Part),
    /// `without:`: it does not have this.
    Without(Part),
}

/// Something that a concept has or lacks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// `definition`: a definition in any language.
    Definition,
    /// `bo`: a written Tibetan form; a spoken explanation is none.
    Tibetan,
    /// `region-amdo`: a written Tibetan form for this region; the norm for all regions is none.
    Region(Region),
    /// `legal_basis`: a provision it rests on.
    LegalBasis,
}

/// What is asked about and does not stand in the body of a concept. What is not known holds of no condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// How far the revision has come; it may stand behind or before what its body says, as for one that was replaced.
    pub workflow: Workflow,
    /// Who wrote the newest revision.
    pub author: Option<&'a str>,
    /// The civil date on which it was written, in the time zone of whoever asks.
    pub changed_on: Option<&'a str>,
    /// The number of the batch that authorised it.
    pub batch: Option<&'a str>,
}

impl Facts<'_> {
    /// Returns what the body alone says.
    #[must_use]
    pub fn of(concept: &Concept) -> Self {
        Self {
            workflow: concept.workflow,
            author: None,
            changed_on: None,
            batch: None,
        }
    }
}

impl Filter {
    /// Tells whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Tells whether the answer depends on more than the body and its workflow: whoever reads then has to bring it.
    #[must_use]
    pub fn needs_acts(&self) -> bool {
        self.tokens.iter().any(|token| {
            matches!(
                token.condition,
                Condition::Author(_) | Condition::ChangedSince(_) | Condition::Batch(_)
            )
        })
    }

    /// Tells whether `concept` passes.
    ///
    /// `is_within` tells whether the field of a concept, its first argument, is the one that is asked for or stands below
    /// it: fields are a tree that whoever calls knows. The cost is the size of the concept for each token.
    pub fn matches(
        &self,
        concept: &Concept,
        facts: &Facts<'_>,
        is_within: impl Fn(&SubjectField, &SubjectField) -> bool,
    ) -> bool {
        self.tokens
            .iter()
            .all(|token| token.condition.holds(concept, facts, &is_within) != token.is_negated)
    }
}

impl Condition {
    /// Returns the key and the value as they are written.
    fn key_and_value(&self) -> (&'static str, String) {
        match self {
            Self::Collection(name) => ("collection", name.to_string()),
            Self::SubjectField(field) => ("subject_field", field.to_string()),
            Self::Workflow(workflow) => ("workflow", workflow.to_string()),
            Self::Author(name) => ("author", name.clone()),
            Self::ChangedSince(day) => ("changed_since", day.clone()),
            Self::Batch(number) => ("batch", number.clone()),
            Self::Has(part) => ("has", part.to_string()),
            Self::Without(part) => ("without", part.to_string()),
        }
    }

    fn holds(
        &self,
        concept: &Concept,
        facts: &Facts<'_>,
        is_within: impl Fn(&SubjectField, &SubjectField) -> bool,
    ) -> bool {
        match self {
            Self::Collection(name) => concept.memberships.iter().any(|m| m.collection == *name),
            Self::SubjectField(asked) => concept.subject_fields.iter().any(|field| is_within(field, asked)),
            Self::Workflow(workflow) => facts.workflow == *workflow,
            Self::Author(name) => facts.author == Some(name),
            // Civil dates compare as texts as they follow one another.
            Self::ChangedSince(day) => facts.changed_on.is_some_and(|changed| changed >= day.as_str()),
            Self::Batch(number) => facts.batch == Some(number),
            Self::Has(part) => part.is_in(concept),
            Self::Without(part) => !part.is_in(concept),
        }
    }
}

impl Part {
    fn is_in(&self, concept: &Concept) -> bool {
        let mut written = concept
            .terms
            .iter()
            .filter(|term| term.lang == Lang::Bo && term.register != Register::CourtroomOral);
        match self {
            Self::Definition => concept.definitions.iter().any(|d| !d.text.trim().is_empty()),
            Self::Tibetan => written.next().is_some(),
            Self::Region(region) => written.any(|term| term.region.as_ref() == Some(region)),
            Self::LegalBasis => !concept.legal_basis.is_empty(),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Definition => f.write_str("definition"),
            Self::Tibetan => f.write_str("bo"),
            Self::Region(region) => write!(f, "region-{}", region.as_str()),
            Self::LegalBasis => f.write_str("legal_basis"),
        }
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, value) = self.condition.key_and_value();
        let sign = if self.is_negated { "-" } else { "" };
        write!(f, "{sign}{key}:")?;
        if value.contains(|c: char| c == '"' || c.is_whitespace()) {
            write!(f, "\"{}\"", value.replace('"', "\"\""))
        } else {
            f.write_str(&value)
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, token) in self.tokens.iter().enumerate() {
            let separator = if n == 0 { "" } else { " " };
            write!(f, "{separator}{token}")?;
        }
        Ok(())
    }
}
