//! What a glossary file gives: contributions, rows that cannot be used, and what is wrong with them.

use std::sync::Arc;

use ::glossary::{CollectionName, Concept, ConceptId};

use crate::{Extent, Issue, Language, Place, SheetSummary};

/// What was read of a glossary file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The encoding of a text file as it was detected; `None` for a workbook.
    pub encoding: Option<&'static str>,
    /// The sheets in the order of the workbook; one without a name for a text file. Empty if nothing could be decoded.
    pub sheets: Vec<SheetSummary>,
    /// The rows that can be used, in the order of the file; none if they were given to a taker.
    pub rows: Vec<Row>,
    /// The rows that cannot be used, in the order of the file.
    pub rejections: Vec<Rejection>,
    /// Everything that is wrong, in the order of the file.
    pub issues: Vec<Issue>,
    /// What is unusual about rows that can be used, and about sheets, in the order of the file.
    pub warnings: Vec<Issue>,
}

impl Reading {
    /// Tells whether every row of the file was looked at. If not, a header or the encoding is wrong, and even a
    /// caller who passes over bad rows would lose rows that nobody has seen.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.issues.iter().all(|issue| issue.extent == Extent::Row)
    }
}

/// A row that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it starts.
    pub place: Place,
    /// The index of its sheet in [`Reading::sheets`].
    pub sheet: usize,
    /// Its cells as the file has them, under the sheet's header; the line alone for JSON Lines.
    pub raw: Vec<String>,
    /// What it says.
    pub contribution: Contribution,
}

/// A row that cannot be used, with the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Where it starts.
    pub place: Place,
    /// The index of its sheet in [`Reading::sheets`].
    pub sheet: usize,
    /// Its cells as the file has them, under the sheet's header; the line alone for JSON Lines.
    pub raw: Vec<String>,
    /// Why: all that is wrong with it.
    pub issues: Vec<Issue>,
}

impl Rejection {
    /// Returns why the row cannot be used, in sentences for the person who will correct it.
    pub fn reasons(&self, language: Language) -> impl Iterator<Item = &str> {
        self.issues.iter().map(move |issue| issue.message_in(language))
    }
}

/// What one row says about one concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The concept it wants to change; without one, whoever takes it in finds the concept by its terms and numbers.
    pub id: Option<ConceptId>,
    /// Everything the row says, as a draft; shared with what becomes of it.
    pub concept: Arc<Concept>,
    /// The entry of an official list that stands above this one.
    pub broader: Option<Parent>,
    /// The names, or ids, of an older edition of the list that it has taken the place of.
    pub replaces: Vec<String>,
}

/// An entry of an official list, by its number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parent {
    /// The list.
    pub collection: CollectionName,
    /// The number as the list writes it.
    pub number: String,
}

impl Row {
    /// Turns the row into one that cannot be used after all, because of `issue`.
    #[must_use]
    pub fn reject(self, issue: Issue) -> Rejection {
        let Self {
            place, sheet, raw, ..
        } = self;
        Rejection {
            place,
            sheet,
            raw,
            issues: vec![issue],
        }
    }
}
