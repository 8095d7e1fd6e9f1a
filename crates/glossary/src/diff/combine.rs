//! One entry out of what two people made of the same state of it.

use super::align::{self, Aligned};
use super::tree::{self, Item, List};
use super::untree::{self, Untold};
use crate::Concept;

/// Returns `base` with what both `mine` and `theirs` changed in it.
///
/// Where they differ, `takes_mine` says whose it is to be: it is asked with the `decision` of the field as
/// [`three_way`](super::three_way) names it, which is the field itself, or an item that one took away and the other
/// changed. Items without a name of their own that both added are kept, each once. Of two orders the one that somebody
/// changed stands, else mine; what only the other one added comes last.
///
/// With `mine` equal to `base` the result is `theirs`, and the other way round, but for how terms of different languages
/// stand among one another. The work grows with the square of the items of a list.
///
/// # Errors
/// If a value cannot be read back, which none of an entry can bring about.
pub fn combine(
    base: &Concept,
    mine: &Concept,
    theirs: &Concept,
    takes_mine: &dyn Fn(&str) -> bool,
) -> Result<Concept, Untold> {
    let (base, mine, theirs) = (tree::of(base), tree::of(mine), tree::of(theirs));
    untree::concept(&Combining { takes_mine }.items("", &base, &mine, &theirs))
}

struct Combining<'a> {
    takes_mine: &'a dyn Fn(&str) -> bool,
}

/// What is to stand in a list, and where it stood in the lists of both.
struct Kept {
    item: Item,
    mine: Option<usize>,
    theirs: Option<usize>,
}

impl Combining<'_> {
    fn items(&self, prefix: &str, base: &Item, mine: &Item, theirs: &Item) -> Item {
        let mut names: Vec<&'static str> = Vec::new();
        for field in [base, mine, theirs].into_iter().flat_map(|item| &item.fields) {
            if !names.contains(&field.name) {
                names.push(field.name);
            }
        }
        let of = |item: &Item, name: &str| item.fields.iter().find(|field| field.name == name).cloned();
        let value = |field: &Option<tree::Field>| field.as_ref().map(|field| field.value.clone());
        let mut fields = Vec::new();
        for name in names {
            let (was, my, their) = (of(base, name), of(mine, name), of(theirs, name));
            let is_mine = if value(&their) == value(&was) || value(&my) == value(&their) {
                true
            } else if value(&my) == value(&was) {
                false
            } else {
                (self.takes_mine)(&format!("{prefix}{name}"))
            };
            fields.extend(if is_mine { my } else { their });
        }
        let triples = base.lists.iter().zip(&mine.lists).zip(&theirs.lists);
        let lists = triples.map(|((base, mine), theirs)| List {
            name: base.name.clone(),
            items: self.lists(&format!("{prefix}{}", base.name), base, mine, theirs),
        });
        Item {
            fields,
            lists: lists.collect(),
            ..Item::default()
        }
    }

    fn lists(&self, path: &str, base: &List, mine: &List, theirs: &List) -> Vec<Item> {
        let my = align::align(&base.items, &mine.items);
        let their = align::align(&base.items, &theirs.items);
        let mut kept = Vec::new();
        for (position, was) in base.items.iter().enumerate() {
            let (my, their) = (now(&my, position), now(&their, position));
            let path = format!("{path}.{position}");
            if let Some(item) = self.item_of_base(&path, was, my, their) {
                kept.push(Kept {
                    item,
                    mine: my.and_then(|item| place(&mine.items, item)),
                    theirs: their.and_then(|item| place(&theirs.items, item)),
                });
            }
        }
        kept.extend(self.added(path, [&my, &their], [mine, theirs]));
        let mine_leads = self.mine_leads(path, base, [mine, theirs], [&my, &their]);
        let place = |kept: &Kept| {
            let (first, second) = if mine_leads {
                (kept.mine, kept.theirs)
            } else {
                (kept.theirs, kept.mine)
            };
            (first.is_none(), first.or(second))
        };
        kept.sort_by_key(place);
        kept.into_iter().map(|kept| kept.item).collect()
    }

    /// Returns what becomes of an item that both set out from.
    fn item_of_base(&self, path: &str, was: &Item, my: Option<&Item>, their: Option<&Item>) -> Option<Item> {
        match (my, their) {
            (Some(my), Some(their)) => Some(self.items(&format!("{path}."), was, my, their)),
            (Some(my), None) if !tree::says_the_same(was, my) && (self.takes_mine)(path) => Some(my.clone()),
            (None, Some(their)) if !tree::says_the_same(was, their) && !(self.takes_mine)(path) => {
                Some(their.clone())
            }
            _ => None,
        }
    }

    /// Returns the items that only one has added, and those that both have, combined.
    fn added(&self, path: &str, [my, their]: [&Aligned<'_>; 2], [mine, theirs]: [&List; 2]) -> Vec<Kept> {
        let (my, mut their) = (align::names(&my.come), align::names(&their.come));
        let mut kept = Vec::new();
        for (name, item) in my {
            let same = their.iter().position(|(other, theirs)| match &item.name {
                Some(_) => *other == name,
                None => tree::says_the_same(item, theirs),
            });
            let other = same.map(|nth| their.remove(nth).1);
            let combined = match other {
                Some(other) => self.items(&format!("{path}.+{name}."), &item.emptied(), item, other),
                None => item.clone(),
            };
            kept.push(Kept {
                item: combined,
                mine: place(&mine.items, item),
                theirs: other.and_then(|other| place(&theirs.items, other)),
            });
        }
        let alone = their.into_iter().map(|(_, item)| Kept {
            item: item.clone(),
            mine: None,
            theirs: place(&theirs.items, item),
        });
        kept.extend(alone);
        kept
    }

    /// Tells whether the items stand in the order of mine: whoever left the list as it was gives way.
    fn mine_leads(
        &self,
        path: &str,
        base: &List,
        [mine, theirs]: [&List; 2],
        [my, their]: [&Aligned<'_>; 2],
    ) -> bool {
        let is_reordered = |list: &List, aligned: &Aligned<'_>| {
            align::orders(&base.items, &aligned.pairs, &list.items).is_some()
        };
        let is_as_it_was = |list: &List, aligned: &Aligned<'_>| {
            aligned.come.is_empty() && aligned.gone.is_empty() && !is_reordered(list, aligned)
        };
        if is_as_it_was(theirs, their) || is_as_it_was(mine, my) {
            return is_as_it_was(theirs, their);
        }
        match (is_reordered(mine, my), is_reordered(theirs, their)) {
            (true, true) => (self.takes_mine)(&format!("{path}.order")),
            (is_mine, is_theirs) => is_mine || !is_theirs,
        }
    }
}

/// Returns what the item at `position` of the old list is now.
fn now<'a>(aligned: &Aligned<'a>, position: usize) -> Option<&'a Item> {
    let found = aligned.pairs.binary_search_by_key(&position, |(was, ..)| *was);
    found
        .ok()
        .and_then(|nth| aligned.pairs.get(nth))
        .map(|(_, _, item)| *item)
}

fn place(items: &[Item], item: &Item) -> Option<usize> {
    items.iter().position(|other| std::ptr::eq(other, item))
}
