//! What an index is made with, and what is found when one is opened.

use std::sync::Arc;

use glossary::CollectionName;

use crate::{Definition, Encoder, Words};

/// What an index is made with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Fields, tiers and limits.
    pub definition: Definition,
    /// Makes the payloads.
    pub encoder: Encoder,
    /// Where the concepts come from.
    pub origin: Origin,
    /// The Chinese dictionary.
    pub words: Arc<Words>,
    /// The collections that the caller takes off every concept before handing it over. Only their names are used:
    /// an index without them is another index.
    pub hidden: Vec<CollectionName>,
}

/// The store whose concepts an index holds. It is part of every commit: an index of another store, or of a later state
/// of this one, is never served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Tells the store from every other one.
    pub id: String,
    /// The `seq` of the last change in it now. An index that has read further knows changes that were undone.
    pub last_seq: u64,
}

/// What was found when an index was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// It is whole and of this definition.
    Ready {
        /// The `seq` of the last change in it.
        position: u64,
        /// Whether every byte was compared with its checksum; else [`crate::SearchIndex::check`] is to follow.
        is_checked: bool,
    },
    /// There is nothing to serve: every search has no hits, at position 0, until [`crate::Writer::rebuild`] has finished.
    NeedsRebuild(RebuildReason),
}

/// Why an index has to be built anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RebuildReason {
    /// There is none.
    Missing,
    /// There is none of this definition, payload format and set of hidden collections, but there are others.
    OtherDefinition,
    /// It was built from another store.
    OtherOrigin,
    /// It has read more changes than there are: the store was put back to an earlier state.
    Ahead {
        /// The `seq` of the last change in it.
        position: u64,
        /// The `seq` of the last change in the store.
        last_seq: u64,
    },
    /// Its files are damaged; in words.
    Damaged(String),
}
