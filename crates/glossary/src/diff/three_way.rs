//! What two people changed in one state of an entry: what the second one needs to see who came too late.

use std::collections::HashMap;

use super::{Changes, changes};
use crate::Concept;
use crate::vocabulary::closed_list;
use serde::{Deserialize, Serialize};

closed_list! {
    /// Who changed a field.
    ChangedBy {
        /// Only the one who is saving.
        Mine = "mine",
        /// Only the one who saved before.
        Theirs = "theirs",
        /// Both, to the same value.
        BothAlike = "both_alike",
        /// Both, to different values, or one took away what the other changed: somebody has to decide.
        BothApart = "both_apart",
    }
}

/// One field that somebody changed. `None` stands for a field that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMerge {
    /// Its path; see [`diff`](super::diff).
    pub field: String,
    /// Who changed it.
    pub changed_by: ChangedBy,
    /// What both set out from.
    pub base: Option<String>,
    /// What the one who is saving made of it.
    pub mine: Option<String>,
    /// What the one who saved before made of it.
    pub theirs: Option<String>,
}

/// Returns every field in which `mine` or `theirs` differs from `base`, each once: first those that `mine` changed, then
/// those that only `theirs` did, both in the order of the entry.
///
/// The workflow is a field like the others. Terms that both added are compared if they are the same form.
#[must_use]
pub fn three_way(base: &Concept, mine: &Concept, theirs: &Concept) -> Vec<FieldMerge> {
    let (mine, theirs) = (changes(base, mine), changes(base, theirs));
    let by_field = |changes: &Changes| -> HashMap<String, Option<String>> {
        let fields = changes.fields.iter();
        fields.map(|c| (c.field.clone(), c.new.clone())).collect()
    };
    let (my_values, their_values) = (by_field(&mine), by_field(&theirs));
    let mut merges = Vec::new();
    for change in &mine.fields {
        let (field, base) = (change.field.clone(), change.old.clone());
        let theirs_now = their_values.get(&field);
        let changed_by = match theirs_now {
            Some(value) if *value == change.new => ChangedBy::BothAlike,
            Some(_) => ChangedBy::BothApart,
            None if is_taken_away(&field, &theirs) => ChangedBy::BothApart,
            None => ChangedBy::Mine,
        };
        let untouched = match changed_by {
            ChangedBy::Mine => base.clone(),
            _ => None,
        };
        merges.push(FieldMerge {
            field,
            changed_by,
            mine: change.new.clone(),
            theirs: theirs_now.cloned().unwrap_or(untouched),
            base,
        });
    }
    for change in theirs.fields.iter().filter(|c| !my_values.contains_key(&c.field)) {
        let (field, base) = (change.field.clone(), change.old.clone());
        let is_apart = is_taken_away(&field, &mine);
        merges.push(FieldMerge {
            field,
            changed_by: if is_apart {
                ChangedBy::BothApart
            } else {
                ChangedBy::Theirs
            },
            mine: base.clone().filter(|_| !is_apart),
            theirs: change.new.clone(),
            base,
        });
    }
    merges
}

/// Tells whether `changes` took away the item that `field` is of.
fn is_taken_away(field: &str, changes: &Changes) -> bool {
    changes.gone.iter().any(|item| field.starts_with(item.as_str()))
}
