//! How many characters are another, missing, too many or exchanged between two short texts.

/// What a wrong, missing or surplus character costs, in tenths.
pub(crate) const EDIT: u16 = 10;
/// What two neighbours in the wrong order cost.
pub(crate) const EXCHANGED: u16 = 7;

/// Returns the least cost of changing `a` into `b`, `None` above `limit`.
///
/// `substitution` gives the cost of one unit in place of another, 1 at least; it is asked only where it may decide.
/// Neighbours that are exchanged count once (the restricted distance of Damerau). At most the product of both lengths of
/// work.
pub(crate) fn cost<T: PartialEq>(
    a: &[T],
    b: &[T],
    limit: u16,
    substitution: impl Fn(&T, &T) -> u16,
) -> Option<u16> {
    let surplus = u16::try_from(a.len().abs_diff(b.len())).unwrap_or(u16::MAX);
    if surplus.saturating_mul(EDIT) > limit {
        return None;
    }
    let mut before_last: Vec<u16> = Vec::new();
    let mut last: Vec<u16> = (0..=b.len()).map(|j| times(EDIT, j)).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(times(EDIT, i + 1));
        for (j, right) in b.iter().enumerate() {
            let at = |row: &[u16], j: usize| row.get(j).copied().unwrap_or(u16::MAX);
            let mut best = at(&last, j + 1).min(at(&row, j)).saturating_add(EDIT);
            let is_exchanged = i > 0 && j > 0 && a.get(i - 1) == Some(right) && b.get(j - 1) == Some(left);
            if is_exchanged && left != right {
                best = best.min(at(&before_last, j - 1).saturating_add(EXCHANGED));
            }
            let before = at(&last, j);
            if left == right {
                best = best.min(before);
            } else if before < best && before < limit {
                // Elsewhere no substitution is the way, whatever it costs: most are never asked for.
                best = best.min(before.saturating_add(substitution(left, right)));
            }
            row.push(best);
        }
        if row.iter().min().is_some_and(|least| *least > limit) {
            return None;
        }
        before_last = last;
        last = row;
    }
    last.last().copied().filter(|cost| *cost <= limit)
}

fn times(cost: u16, count: usize) -> u16 {
    u16::try_from(count).map_or(u16::MAX, |count| cost.saturating_mul(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, limit: u16, expect: Option<u16>) {
        let units = |text: &str| text.chars().collect::<Vec<char>>();
        let (a, b) = (units(a), units(b));
        assert_eq!(cost(&a, &b, limit, |_, _| EDIT), expect);
        assert_eq!(cost(&b, &a, limit, |_, _| EDIT), expect, "the other way round");
    }

    #[test]
    fn an_edit_is_counted_once() {
        check("取保候审", "取保候审", 20, Some(0));
        check("取保候审", "取保审", 20, Some(10));
        check("取保候审", "取保后审", 20, Some(10));
        check("取保候审", "取候保审", 20, Some(7));
        check("取保候审", "取保", 20, Some(20));
        check("取保候审", "取保", 10, None);
        check("ཁྲིམས", "ཁྲིམ", 20, Some(10));
        check("", "", 0, Some(0));
    }

    #[test]
    fn a_substitution_is_asked_for_only_where_it_may_decide() {
        let asked = std::cell::RefCell::new(Vec::new());
        let (a, b) = (['取', '保', '候', '审'], ['取', '保', '后', '审']);
        let found = cost(&a, &b, EDIT, |left, right| {
            asked.borrow_mut().push((*left, *right));
            6
        });
        assert_eq!((found, asked.into_inner()), (Some(6), vec![('候', '后')]));
    }

    #[test]
    fn a_substitution_costs_what_it_is_said_to() {
        assert_eq!(cost(&['定', '金'], &['订', '金'], 20, |_, _| 3), Some(3));
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_dearer_than_replacing_all(a in "[abc]{0,6}", b in "[abc]{0,6}") {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let found = cost(&a, &b, u16::MAX, |_, _| EDIT).unwrap();
            let most = u16::try_from(a.len().max(b.len())).unwrap() * EDIT;
            proptest::prop_assert!(found <= most);
            proptest::prop_assert_eq!(found == 0, a == b);
        }
    }
}
