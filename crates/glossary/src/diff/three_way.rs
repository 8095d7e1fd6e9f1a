//! What two people changed in one state of an entry: what the second one needs to see who came too late.

use std::collections::{BTreeSet, HashMap};

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
    /// What is decided about when both changed it to different values: the field, or the item it is of, if one took that
    /// away whole.
    pub decision: String,
    /// Who changed it.
    pub changed_by: ChangedBy,
    /// What both set out from.
    pub base: Option<String>,
    /// What the one who is saving made of it.
    pub mine: Option<String>,
    /// What the one who saved before made of it.
    pub theirs: Option<String>,
}

/// Returns every field in which `mine` or `theirs` differs from `base`: first those that `mine` changed, then
/// those that only `theirs` did, both in the order of the entry.
///
/// The workflow is a field like the others. Terms that both added are compared if they are the same form. Items without a
/// name that both added, such as two sources, take nothing away from each other: they are told as changes of one each,
/// though their paths may be the same. Every other path stands there once.
#[must_use]
pub fn three_way(base: &Concept, mine: &Concept, theirs: &Concept) -> Vec<FieldMerge> {
    let (mine, theirs) = (changes(base, mine), changes(base, theirs));
    let by_field = |changes: &Changes| -> HashMap<String, Option<String>> {
        let fields = changes.fields.iter();
        fields.map(|c| (c.field.clone(), c.new.clone())).collect()
    };
    let (my_values, their_values) = (by_field(&mine), by_field(&theirs));
    let others = other_items(&mine, &theirs);
    let is_of_others = |field: &str| others.iter().any(|item| field.starts_with(item));
    let mut merges = Vec::new();
    for change in &mine.fields {
        let (field, base) = (change.field.clone(), change.old.clone());
        let theirs_now = their_values.get(&field).filter(|_| !is_of_others(&field));
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
            decision: decision(&field, [&mine, &theirs]),
            field,
            changed_by,
            mine: change.new.clone(),
            theirs: theirs_now.cloned().unwrap_or(untouched),
            base,
        });
    }
    let is_left = |field: &str| !my_values.contains_key(field) || is_of_others(field);
    for change in theirs.fields.iter().filter(|c| is_left(&c.field)) {
        let (field, base) = (change.field.clone(), change.old.clone());
        let is_apart = is_taken_away(&field, &mine);
        merges.push(FieldMerge {
            decision: decision(&field, [&mine, &theirs]),
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

/// Returns the items without a name that both added under one path and that do not say the same.
fn other_items<'a>(mine: &'a Changes, theirs: &Changes) -> Vec<&'a str> {
    fn said<'c>(changes: &'c Changes, item: &str) -> BTreeSet<(&'c str, Option<&'c str>)> {
        let fields = changes.fields.iter().filter(|c| c.field.starts_with(item));
        fields.map(|c| (c.field.as_str(), c.new.as_deref())).collect()
    }
    let both = mine.numbered.iter().filter(|item| theirs.numbered.contains(item));
    both.filter(|item| said(mine, item) != said(theirs, item))
        .map(String::as_str)
        .collect()
}

/// Returns the outermost item of `field` that one took away, or the field itself.
fn decision(field: &str, both: [&Changes; 2]) -> String {
    let gone = both.into_iter().flat_map(|changes| &changes.gone);
    let outermost = gone
        .filter(|item| field.starts_with(item.as_str()))
        .min_by_key(|item| item.len());
    outermost
        .map_or(field, |item| item.trim_end_matches('.'))
        .to_owned()
}

/// Tells whether `changes` took away the item that `field` is of.
fn is_taken_away(field: &str, changes: &Changes) -> bool {
    changes.gone.iter().any(|item| field.starts_with(item.as_str()))
}
