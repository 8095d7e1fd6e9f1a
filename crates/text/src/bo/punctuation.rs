//! Sorts the punctuation that stands in Tibetan text into classes (`data/bo_punctuation.tsv`).

use std::sync::LazyLock;

use crate::table::{char_range, rows};

/// What a punctuation mark does to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Punctuation {
    /// Ends a syllable.
    Tsheg,
    /// Ends a phrase.
    Shad,
    /// Opens a text or stands beside it; no part of a term that begins with it.
    Mark,
    /// Opens a bracket or quotation.
    Open,
    /// Closes a bracket or quotation.
    Close,
    /// White space of any kind.
    Space,
}

impl Punctuation {
    /// Returns the class of `c`, `None` for what is content: letters, signs, digits, other symbols.
    pub(super) fn of(c: char) -> Option<Self> {
        static TABLE: LazyLock<Vec<(char, char, Punctuation)>> =
            LazyLock::new(|| parse(include_str!("../../data/bo_punctuation.tsv")));
        if c.is_whitespace() {
            return Some(Self::Space);
        }
        let after = TABLE.partition_point(|&(first, _, _)| first <= c);
        let &(_, last, class) = TABLE.get(after.checked_sub(1)?)?;
        (c <= last).then_some(class)
    }
}

fn parse(tsv: &'static str) -> Vec<(char, char, Punctuation)> {
    let mut table: Vec<_> = rows(tsv)
        .filter_map(|row| {
            let range = char_range(row.first()?)?;
            Some((*range.start(), *range.end(), class(row.get(1)?)?))
        })
        .collect();
    table.sort_by_key(|&(first, _, _)| first);
    table
}

fn class(name: &str) -> Option<Punctuation> {
    Some(match name {
        "tsheg" => Punctuation::Tsheg,
        "shad" => Punctuation::Shad,
        "mark" => Punctuation::Mark,
        "open" => Punctuation::Open,
        "close" => Punctuation::Close,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_fall_into_their_classes() {
        for (characters, expect) in [
            ("་༌༔࿒", Some(Punctuation::Tsheg)),
            ("།༎༏༐༑༒", Some(Punctuation::Shad)),
            ("༄༅༈༁༸࿐࿓", Some(Punctuation::Mark)),
            ("༺(《（", Some(Punctuation::Open)),
            ("༻)》）", Some(Punctuation::Close)),
            (" \u{3000}\n\u{a0}", Some(Punctuation::Space)),
            ("ཀྱི༢\u{f37}\u{fc6}\u{f18}a法，-%", None),
        ] {
            for c in characters.chars() {
                assert_eq!(Punctuation::of(c), expect, "{c:?}");
            }
        }
    }

    #[test]
    fn every_row_of_the_table_is_read_and_no_two_overlap() {
        let tsv = include_str!("../../data/bo_punctuation.tsv");
        let table = parse(tsv);
        assert_eq!(table.len(), rows(tsv).count());
        assert!(table.iter().all(|(first, last, _)| first <= last));
        assert!(table.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(rows(tsv).all(|row| row.len() == 3));
    }
}
