//! What the writers of glossary files share: what they are given, and what they report.

use std::io;

use ::glossary::{BatchKind, Concept, ConceptId, Workflow};
use serde::Serialize;

use crate::{Language, json_lines_out};

/// A concept to be written, with what stands beside its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its id.
    pub id: ConceptId,
    /// The revision that is written.
    pub revision: u64,
    /// The body.
    pub concept: Concept,
    /// Its revisions up to that one, oldest first, as far as whoever exports may know of them; empty where nobody asked.
    pub history: Vec<RevisionMark>,
}

/// Gives the concepts from the first one, as often as it is called.
pub type ConceptsAnew<'a, E> = dyn FnMut() -> Box<dyn Iterator<Item = Result<Exported, E>> + 'a> + 'a;

/// What became of a concept in one revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionMark {
    /// Its number, from 1.
    pub revision: u64,
    /// How far the concept had come; `None` if this revision took it away.
    pub workflow: Option<Workflow>,
    /// What it was written for, by the name that the API has for it.
    pub act: String,
    /// When, by RFC 3339.
    pub at: String,
    /// Who wrote it, for those who may know.
    pub author: Option<String>,
    /// Why, for those who may know.
    pub reason: Option<String>,
    /// The number of the batch that authorised it.
    pub batch: Option<String>,
    /// What the concept said then; `None` in the revision that is written, which says it beside, and where nothing of it is
    /// for whoever exports.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "json_lines_out::former"
    )]
    pub body: Option<Concept>,
}

/// A batch by which concepts of the file were authorised, as the API tells of it. Dates are civil dates, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchMark {
    /// Its number, as the committee counts.
    pub number: String,
    /// How it comes to its authority.
    pub kind: BatchKind,
    /// The body that decided.
    pub committee: String,
    /// The day of the decision.
    pub decided_on: Option<String>,
    /// The number of the decision.
    pub decision: Option<String>,
    /// The title of a work that was published before.
    pub title: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportHeader {
    /// The change that the file stands at, so that the changes after it leave no gap.
    pub seq: u64,
    /// The edition, if one is written.
    pub edition: Option<u64>,
    /// When it was made, as people of this program write it.
    pub made_at: String,
    /// What was asked for, such as `collection=charges-2024`; empty for everything.
    pub filter: String,
    /// The batches in which anything was authorised, oldest first, for the formats that tell of acts.
    pub batches: Vec<BatchMark>,
}

/// What came of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// The concepts that were written.
    pub concepts: usize,
    /// What the format could not carry, a line a kind, in the order in which they were met.
    pub not_carried: Vec<NotCarried>,
}

/// Something that a format has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCarried {
    /// The member, as the contract calls it.
    pub field: &'static str,
    /// How often it was left out.
    pub count: usize,
    /// Why.
    pub reason: Reason,
}

/// Why something is left out, in both languages of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
}

impl Reason {
    /// Returns the sentence in `language`.
    #[must_use]
    pub fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Zh => self.zh,
        }
    }
}

impl From<(&'static str, &'static str)> for Reason {
    fn from((en, zh): (&'static str, &'static str)) -> Self {
        Self { en, zh }
    }
}

/// Takes the files of an export that has several, one after the other.
pub trait FileSink: io::Write {
    /// Begins the file `name`; what is written from now on belongs to it, and `size_bytes` will be written.
    ///
    /// # Errors
    /// If it cannot be begun, or the one before it was not finished.
    fn begin_file(&mut self, name: &str, size_bytes: u64) -> io::Result<()>;
}

/// Why an export could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum ExportError<E> {
    /// What was written to did not take it: look after it, and begin again.
    #[error("the file cannot be written: {0}")]
    Output(#[from] io::Error),
    /// The concepts could not be read.
    #[error(transparent)]
    Concepts(E),
}

impl ExportReport {
    /// Counts that `field` was left out because of `reason`.
    pub(crate) fn leave_out(&mut self, field: &'static str, reason: impl Into<Reason>) {
        let reason = reason.into();
        let known = self
            .not_carried
            .iter_mut()
            .find(|left| left.field == field && left.reason == reason);
        match known {
            Some(left) => left.count += 1,
            None => self.not_carried.push(NotCarried {
                field,
                count: 1,
                reason,
            }),
        }
    }

    /// Counts what another part of the same file left out.
    pub(crate) fn add(&mut self, part: Self) {
        self.concepts += part.concepts;
        for left in part.not_carried {
            let same = |known: &&mut NotCarried| known.field == left.field && known.reason == left.reason;
            match self.not_carried.iter_mut().find(same) {
                Some(known) => known.count += left.count,
                None => self.not_carried.push(left),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted_by_kind() {
        let mut report = ExportReport::default();
        for (field, reason) in [("a", "x"), ("b", "x"), ("a", "x"), ("a", "y")] {
            report.leave_out(field, (reason, "原因"));
        }
        let counted: Vec<_> = report
            .not_carried
            .iter()
            .map(|left| (left.field, left.count))
            .collect();
        assert_eq!(counted, [("a", 2), ("b", 1), ("a", 1)]);
    }
}
