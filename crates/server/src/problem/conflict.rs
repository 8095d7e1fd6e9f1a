//! What was saved meanwhile, for whoever wanted to save on top of an older revision.

use glossary::diff::FieldMerge;
use serde::Serialize;
use utoipa::ToSchema;

/// What was saved meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The newest revision.
    pub current: u64,
    /// Every field that one of both changed; empty where nothing was written to compare.
    pub fields: Vec<FieldConflictBody>,
}

/// A field that somebody changed since the revision that a write was based on. `null` stands for a field that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldConflictBody {
    /// Where it is, such as `terms[bo].0.text`: items are counted within their language as the base has them, and what
    /// was added has a `+` before its name.
    path: String,
    /// `mine`, `theirs`, `both_alike`, or `both_apart` if somebody has to decide.
    changed_by: &'static str,
    /// What both set out from.
    base: Option<String>,
    /// What this request makes of it.
    mine: Option<String>,
    /// What was saved meanwhile.
    theirs: Option<String>,
}

impl From<FieldMerge> for FieldConflictBody {
    fn from(merge: FieldMerge) -> Self {
        Self {
            path: merge.field,
            changed_by: merge.changed_by.as_str(),
            base: merge.base,
            mine: merge.mine,
            theirs: merge.theirs,
        }
    }
}
