//! Which item of one list is which of another.

use std::collections::{HashMap, HashSet, VecDeque};

use super::tree::Item;

/// Two lists side by side. Numbers are places in the old list.
pub(super) struct Aligned<'a> {
    /// Items that are in both, in the order of the old list.
    pub pairs: Vec<(usize, &'a Item, &'a Item)>,
    /// Items that only the old list has.
    pub gone: Vec<(usize, &'a Item)>,
    /// Items that only the new list has.
    pub come: Vec<&'a Item>,
}

/// Pairs the items of two lists by their marks: first all that have the surest in common, and so on. Linear.
pub(super) fn align<'a>(old: &'a [Item], new: &'a [Item]) -> Aligned<'a> {
    let levels = old.iter().chain(new).map(|item| item.marks.len()).max();
    let mut gone: Vec<(usize, &Item)> = old.iter().enumerate().collect();
    let mut come: Vec<&Item> = new.iter().collect();
    let mut pairs = Vec::new();
    for level in 0..levels.unwrap_or(0) {
        let mut waiting: HashMap<&str, VecDeque<(usize, &Item)>> = HashMap::new();
        for (position, item) in &gone {
            if let Some(mark) = item.marks.get(level) {
                waiting.entry(mark).or_default().push_back((*position, item));
            }
        }
        come.retain(|item| {
            let mark = item.marks.get(level);
            let same = mark
                .and_then(|mark| waiting.get_mut(mark.as_str()))
                .and_then(VecDeque::pop_front);
            if let Some((position, before)) = same {
                pairs.push((position, before, *item));
            }
            same.is_none()
        });
        let paired: HashSet<usize> = pairs.iter().map(|(position, ..)| *position).collect();
        gone.retain(|(position, _)| !paired.contains(position));
    }
    pairs.sort_unstable_by_key(|(position, ..)| *position);
    Aligned { pairs, gone, come }
}

/// Returns each added item with the name it has in paths: its own, with a number from the second of that name on, or
/// its number among the added ones without a name.
pub(super) fn names<'a>(come: &[&'a Item]) -> Vec<(String, &'a Item)> {
    let mut counts: HashMap<Option<&str>, usize> = HashMap::new();
    let mut named = Vec::with_capacity(come.len());
    for &item in come {
        let count = counts.entry(item.name.as_deref()).or_default();
        let name = match &item.name {
            Some(name) if *count == 0 => name.clone(),
            Some(name) => format!("{name}#{count}"),
            None => count.to_string(),
        };
        *count += 1;
        named.push((name, item));
    }
    named
}

/// Returns the order of the old list, and that of what is left of it in the new one, by the titles of the old state; `None`
/// if what is left has kept its order.
pub(super) fn orders(
    old: &[Item],
    pairs: &[(usize, &Item, &Item)],
    new: &[Item],
) -> Option<(String, String)> {
    let places: HashMap<*const Item, usize> = new
        .iter()
        .enumerate()
        .map(|(place, item)| (std::ptr::from_ref(item), place))
        .collect();
    let now = |item: &Item| places.get(&std::ptr::from_ref(item)).copied();
    if pairs.is_sorted_by_key(|(_, _, after)| now(after)) {
        return None;
    }
    let mut left: Vec<_> = pairs.iter().collect();
    left.sort_by_key(|(_, _, after)| now(after));
    let left = left.into_iter().map(|(_, before, _)| *before);
    Some((titles(old), titles(left)))
}

fn titles<'a>(items: impl IntoIterator<Item = &'a Item>) -> String {
    let titles: Vec<&str> = items.into_iter().map(|item| item.title.as_str()).collect();
    titles.join(" | ")
}
