//! Cuts syllables apart that were written without the tsheg between them.

use super::{Verdict, parse};
use crate::bo::stack::{Stack, stacks};

/// The longest run, in stacks, that is tried.
const MAX_STACKS: usize = 64;
/// The most stacks a native syllable has.
const MAX_SYLLABLE_STACKS: usize = 9;

/// Returns the native syllables that `text`, which has no tsheg, consists of, as slices of it.
///
/// As few as possible; of several ways the one whose first syllables are longer. `None` when a part belongs to no
/// native syllable, and for more than 64 stacks. Give it canonical text.
///
/// ```
/// assert_eq!(text::bo::split_joined("ཁྲིམསཁང"), Some(vec!["ཁྲིམས", "ཁང"]));
/// assert_eq!(text::bo::split_joined("པདྨ"), None);
/// ```
#[must_use]
pub fn split_joined(text: &str) -> Option<Vec<&str>> {
    let stacks: Vec<Stack<'_>> = stacks(text).take(MAX_STACKS + 1).collect();
    if stacks.len() > MAX_STACKS {
        return None;
    }
    // The fewest syllables from each stack to the end, and where the first of them ends.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; stacks.len()];
    best.push(Some((0, stacks.len())));
    for first in (0..stacks.len()).rev() {
        let mut found: Option<(usize, usize)> = None;
        for after in (first + 1..=stacks.len().min(first + MAX_SYLLABLE_STACKS)).rev() {
            let Some(&Some((rest, _))) = best.get(after) else {
                continue;
            };
            let fewer = found.is_none_or(|(count, _)| rest + 1 < count);
            if fewer && piece(text, &stacks, first, after).is_some_and(is_native) {
                found = Some((rest + 1, after));
            }
        }
        if let Some(slot) = best.get_mut(first) {
            *slot = found;
        }
    }
    let mut pieces = Vec::new();
    let mut first = 0;
    while first < stacks.len() {
        let &(_, after) = best.get(first)?.as_ref()?;
        pieces.push(piece(text, &stacks, first, after)?);
        first = after;
    }
    Some(pieces)
}

fn piece<'t>(text: &'t str, stacks: &[Stack<'_>], first: usize, after: usize) -> Option<&'t str> {
    text.get(stacks.get(first)?.start..stacks.get(after.checked_sub(1)?)?.end)
}

fn is_native(syllable: &str) -> bool {
    matches!(parse(syllable), Verdict::Native(_))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(
            split_joined(text).map_or_else(|| "none".to_owned(), |found| found.join("་")),
            expect
        );
    }

    #[test]
    fn a_lost_tsheg_is_found() {
        check("ཁྲིམསཁང", "ཁྲིམས་ཁང");
        check("དཔངཔོ", "དཔང་པོ");
        check("བོདཡིག", "བོད་ཡིག");
        check("རྒྱལཁབཀྱིཁྲིམས", "རྒྱལ་ཁབ་ཀྱི་ཁྲིམས");
        check("ཁྲིམས", "ཁྲིམས");
        check("", "");
    }

    #[test]
    fn of_two_ways_the_longer_first_syllable_wins() {
        // Only a word list could tell that མི་དམངས was meant.
        check("མིདམངས", "མིད་མངས");
    }

    #[test]
    fn what_no_native_syllables_make_up_is_left() {
        check("པདྨ", "none");
        check("ཀ法", "none");
        check(&"ཀི".repeat(65), "none");
        check(&"ཀི".repeat(64), &vec!["ཀི"; 64].join("་"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn pieces_are_native_and_make_the_text(text in "(ཁྲིམས|ཁང|མི|དམངས|བཀའ|ལྔ|ག|ས|འི|རྒྱལ){0,8}") {
            if let Some(pieces) = split_joined(&text) {
                prop_assert_eq!(pieces.concat(), text.as_str());
                prop_assert!(pieces.iter().all(|piece| is_native(piece)));
            }
        }
    }
}
