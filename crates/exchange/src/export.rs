//! What the writers of glossary files share: what they are given, and what they report.

use std::io;

use ::glossary::{Concept, ConceptId};

/// A concept to be written, with what stands beside its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its id.
    pub id: ConceptId,
    /// The revision that is written.
    pub revision: u64,
    /// The body.
    pub concept: Concept,
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
    pub reason: &'static str,
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
    pub(crate) fn leave_out(&mut self, field: &'static str, reason: &'static str) {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted_by_kind() {
        let mut report = ExportReport::default();
        for (field, reason) in [("a", "x"), ("b", "x"), ("a", "x"), ("a", "y")] {
            report.leave_out(field, reason);
        }
        let counted: Vec<_> = report
            .not_carried
            .iter()
            .map(|left| (left.field, left.count))
            .collect();
        assert_eq!(counted, [("a", 2), ("b", 1), ("a", 1)]);
    }
}
