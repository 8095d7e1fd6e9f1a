//! The edit distance by which candidates for a misspelt text are ordered.

/// Returns how many characters have to be put in, left out, replaced or exchanged with their neighbour to make `a` of `b`,
/// or `None` if they are more than `limit`.
///
/// Takes time in proportion to the length times the limit.
#[must_use]
pub fn edits(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    // Cells further from the diagonal than the limit cannot be on the way.
    let far = limit + 1;
    let mut before = vec![far; b.len() + 1];
    let mut row: Vec<usize> = (0..=b.len()).map(|at| at.min(far)).collect();
    let mut next = vec![far; b.len() + 1];
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(limit).max(1), (i + limit).min(b.len()));
        next.fill(far);
        next[0] = i.min(far);
        for j in from..=to {
            let replaced = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cost = replaced.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            next[j] = cost.min(far);
        }
        std::mem::swap(&mut before, &mut row);
        std::mem::swap(&mut row, &mut next);
    }
    Some(row[b.len()]).filter(|edits| *edits <= limit)
}

/// Returns how many edits a text of this length may have: none up to two characters, one, two from eight on, three from
/// sixteen on.
#[must_use]
pub fn allowed_edits(text: &str) -> usize {
    match text.chars().count() {
        0..3 => 0,
        3..8 => 1,
        8..16 => 2,
        _ => 3,
    }
}

/// Returns those of `candidates` whose name is at most [`allowed_edits`] away from `text`, the nearest first.
///
/// Equals stay in the order in which they came.
#[must_use]
pub fn nearest<T>(text: &str, candidates: Vec<(String, T)>) -> Vec<T> {
    let limit = allowed_edits(text);
    let text: Vec<char> = text.chars().collect();
    let mut letters = Vec::new();
    let mut near: Vec<(usize, T)> = candidates
        .into_iter()
        .filter_map(|(name, found)| {
            letters.clear();
            letters.extend(name.chars());
            Some((edits(&text, &letters, limit)?, found))
        })
        .collect();
    near.sort_by_key(|(edits, _)| *edits);
    near.into_iter().map(|(_, found)| found).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        let check = |a: &str, b: &str, expected: usize| {
            let [a, b]: [Vec<char>; 2] = [a, b].map(|text| text.chars().collect());
            assert_eq!(edits(&a, &b, expected), Some(expected), "{a:?} {b:?}");
            assert_eq!(
                expected.checked_sub(1).and_then(|limit| edits(&a, &b, limit)),
                None,
                "{a:?} {b:?}"
            );
        };
        check("", "", 0);
        check("", "诉讼", 2);
        check("诉讼", "诉松", 1);
        check("中委央员会", "中央委员会", 1);
        check("人民察法", "人民警察法", 1);
        check("གཟའ་ཚོ", "བཟའ་ཚོ", 1);
        check("kitten", "sitting", 3);
    }

    #[test]
    fn the_nearest_comes_first_and_the_distant_not_at_all() {
        let candidates = ["民事诉讼", "刑事诉讼", "刑事诉松", "刑法"].map(|name| (name.to_owned(), name));
        assert_eq!(nearest("刑事诉松", candidates.to_vec()), ["刑事诉松", "刑事诉讼"]);
    }

    proptest! {
        #[test]
        fn the_distance_is_the_same_both_ways_and_with_any_limit(
            a in proptest::collection::vec(proptest::sample::select(vec!['a', 'b', '法', '院']), 0..9),
            b in proptest::collection::vec(proptest::sample::select(vec!['a', 'b', '法', '院']), 0..9),
        ) {
            let far = edits(&a, &b, 9);
            prop_assert_eq!(far, edits(&b, &a, 9));
            prop_assert_eq!(far == Some(0), a == b);
            for limit in 0..9 {
                prop_assert_eq!(edits(&a, &b, limit), far.filter(|edits| *edits <= limit));
            }
        }
    }
}
