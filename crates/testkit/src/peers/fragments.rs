//! The pieces of a misspelt text of which at least one is spelt right.

/// Returns consecutive pieces of `units`, so many that `edits` edits leave one of them whole.
///
/// An edit breaks at most two neighbouring pieces, so one more than twice the edits are enough; the longer they are, the
/// fewer texts have one. Where the text is too short for so many of `least` units or more, every piece of `least`.
#[must_use]
pub fn fragments<T>(units: &[T], edits: usize, least: usize) -> Vec<&[T]> {
    let count = 2 * edits + 1;
    if units.len() < count * least {
        return units.windows(least.max(1)).collect();
    }
    let end = |piece: usize| units.len() * piece / count;
    (0..count)
        .map(|piece| &units[end(piece)..end(piece + 1)])
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_gives_every_piece() {
        let check = |text: &str, edits: usize, least: usize, expected: &[&str]| {
            let chars: Vec<char> = text.chars().collect();
            let found: Vec<String> = fragments(&chars, edits, least)
                .into_iter()
                .map(String::from_iter)
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("侵犯商业秘密罪", 1, 2, &["侵犯", "商业", "秘密罪"]);
        check("伪证罪", 1, 2, &["伪证", "证罪"]);
        check("罪", 1, 2, &[]);
    }

    proptest! {
        #[test]
        fn one_piece_outlives_every_edit(chars in proptest::collection::vec(any::<char>(), 9..40), at in 0_usize..39, way in 0..4) {
            let at = at % (chars.len() - 1);
            let mut edited = chars.clone();
            match way {
                0 => drop(edited.remove(at)),
                1 => edited.insert(at, '法'),
                2 => edited[at] = '法',
                _ => edited.swap(at, at + 1),
            }
            let whole = |piece: &&[char]| chars.windows(piece.len()).any(|part| part == *piece);
            prop_assert!(fragments(&edited, 1, 2).iter().any(whole));
        }
    }
}
