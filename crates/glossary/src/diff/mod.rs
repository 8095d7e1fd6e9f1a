//! What differs between two states of an entry, field by field, and inside a text piece by piece.
//!
//! A field has a path of names and positions, such as `terms[bo].0.text`: terms and definitions are counted within their
//! language, from 0, as they stood in the old state. What was added has a `+` and a name of its own, the term itself or
//! a number: `terms[bo].+ཁྲིམས་ཁང.register`. So the changes that two people make to one state have the same paths where
//! they speak of the same thing. Items that changed places are told by one field a list, `terms[bo].order`.

mod align;
mod combine;
mod pieces;
mod three_way;
mod tree;
mod untree;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use combine::combine;
pub use pieces::{Piece, pieces};
pub use three_way::{ChangedBy, FieldMerge, three_way};
pub use untree::Untold;

use self::pieces::Budget;
use self::tree::{Field, Item, List};
use crate::Concept;

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its path.
    pub field: String,
    /// What stood there; `None` if nothing did.
    pub old: Option<String>,
    /// What stands there now; `None` if nothing does.
    pub new: Option<String>,
    /// For a running text or a term that was there before and after: what of it stayed, went and came.
    pub pieces: Option<Vec<Piece>>,
}

/// Returns every field in which `new` differs from `old`, in the order of the entry; what went comes before what came.
///
/// Empty only if nothing differs but how terms of different languages stand among one another, which says nothing. The
/// work is linear in the number of fields; texts are compared within a bound, see [`pieces`].
#[must_use]
pub fn diff(old: &Concept, new: &Concept) -> Vec<FieldChange> {
    changes(old, new).fields
}

/// The changes between two states, and which items went whole.
#[derive(Default)]
struct Changes {
    fields: Vec<FieldChange>,
    /// Paths of items that are there no more, each with a full stop behind it.
    gone: Vec<String>,
    /// The same of items that came and have no name of their own, which are told apart by a number alone.
    numbered: Vec<String>,
}

fn changes(old: &Concept, new: &Concept) -> Changes {
    let mut comparison = Comparison::default();
    comparison.items("", &tree::of(old), &tree::of(new));
    comparison.changes
}

/// A comparison under way.
#[derive(Default)]
struct Comparison {
    changes: Changes,
    budget: Budget,
}

impl Comparison {
    /// Compares what an item is in both states; `prefix` is its path, with a full stop behind it if there is any.
    fn items(&mut self, prefix: &str, old: &Item, new: &Item) {
        for field in &old.fields {
            let now = new.fields.iter().find(|f| f.name == field.name);
            self.field(prefix, Some(field), now);
        }
        let is_new = |field: &&Field| old.fields.iter().all(|f| f.name != field.name);
        for field in new.fields.iter().filter(is_new) {
            self.field(prefix, None, Some(field));
        }
        for (before, after) in old.lists.iter().zip(&new.lists) {
            self.lists(&format!("{prefix}{}", before.name), before, after);
        }
    }

    fn field(&mut self, prefix: &str, old: Option<&Field>, new: Option<&Field>) {
        let Some(name) = old.or(new).map(|field| field.name) else {
            return;
        };
        let pieces = match (old, new) {
            (Some(old), Some(new)) if old.value == new.value => return,
            (Some(old), Some(new)) if old.is_text => {
                Some(pieces::within(&old.value, &new.value, &mut self.budget))
            }
            _ => None,
        };
        self.changes.fields.push(FieldChange {
            field: format!("{prefix}{name}"),
            old: old.map(|field| field.value.clone()),
            new: new.map(|field| field.value.clone()),
            pieces,
        });
    }

    fn lists(&mut self, path: &str, old: &List, new: &List) {
        let aligned = align::align(&old.items, &new.items);
        for (position, before, after) in &aligned.pairs {
            self.items(&format!("{path}.{position}."), before, after);
        }
        for (position, item) in &aligned.gone {
            let prefix = format!("{path}.{position}.");
            self.items(&prefix, item, &item.emptied());
            self.changes.gone.push(prefix);
        }
        for (name, item) in align::names(&aligned.come) {
            let prefix = format!("{path}.+{name}.");
            self.items(&prefix, &item.emptied(), item);
            if item.name.is_none() {
                self.changes.numbered.push(prefix);
            }
        }
        if let Some((old, new)) = align::orders(&old.items, &aligned.pairs, &new.items) {
            self.changes.fields.push(FieldChange {
                field: format!("{path}.order"),
                old: Some(old),
                new: Some(new),
                pieces: None,
            });
        }
    }
}
