//! Cuts text into clusters: a character together with what attaches to it, the unit that can be normalised alone.

use std::iter::{Enumerate, Peekable, once};
use std::ops::Range;
use std::str::Chars;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::bo::letter::{is_letter, is_sign};

/// Returns the characters of `text`, each with its position in scalar values.
pub(crate) fn numbered(text: &str) -> Enumerate<Chars<'_>> {
    text.chars().enumerate()
}

/// Tells whether `c` attaches to the character before it: a combining mark or a character that
/// normalisation may compose with what precedes.
///
/// No normalisation form changes anything across a character that does not attach, so clusters can be
/// normalised one by one.
pub(crate) fn attaches(c: char) -> bool {
    if c < '\u{300}' || ('\u{3400}'..='\u{9fff}').contains(&c) {
        return false;
    }
    let mut first = None;
    decompose_compatible(c, |part| first = first.or(Some(part)));
    let first = first.unwrap_or(c);
    is_combining_mark(first)
        || canonical_combining_class(first) != 0
        || is_nfc_quick(once(first)) == IsNormalized::Maybe
}

/// Groups numbered characters into clusters.
///
/// The characters may have gaps and repeated positions: what is removed or replaced one by one is removed
/// or replaced before grouping, because a removed character no longer keeps its neighbours apart.
pub(crate) struct Clusters<I: Iterator<Item = (usize, char)>> {
    characters: Peekable<I>,
}

impl<I: Iterator<Item = (usize, char)>> Clusters<I> {
    pub(crate) fn new(characters: I) -> Self {
        Self {
            characters: characters.peekable(),
        }
    }

    /// Puts the next cluster into `cluster` and returns its range of positions, `None` at the end.
    pub(crate) fn next_into(&mut self, cluster: &mut String) -> Option<Range<usize>> {
        cluster.clear();
        let (start, first) = self.characters.next()?;
        cluster.push(first);
        let mut end = start + 1;
        while let Some((position, c)) = self.characters.next_if(|&(_, c)| attaches(c)) {
            cluster.push(c);
            end = position + 1;
        }
        Some(start..end)
    }
}

/// Returns a cluster in compatibility form (NFKC) and lower case.
///
/// Lower case can undo the order of marks (U+0130), hence the second normalisation.
pub(crate) fn compatible(cluster: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    cluster.nfkc().flat_map(char::to_lowercase).nfkc()
}

/// What the search level makes of one character of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searched {
    /// A letter or a digit, which begins or continues a word.
    Base(char),
    /// A mark on the last base.
    Mark(char),
    /// White space, punctuation or a symbol: a gap between words.
    Gap,
}

/// Returns what the search level keeps of a cluster.
///
/// Tibetan signs count on a Tibetan letter only. A mark whose base is a gap goes with it: nothing is left
/// that could attach to another character.
pub(crate) fn searched(cluster: &str) -> impl Iterator<Item = Searched> + '_ {
    let on_letter = cluster.starts_with(is_letter);
    compatible(cluster.chars().filter(move |&c| on_letter || !is_sign(c)))
        .scan(false, |kept, c| {
            if attaches(c) {
                return Some(kept.then_some(Searched::Mark(c)));
            }
            *kept = c.is_alphanumeric();
            Some(Some(if *kept { Searched::Base(c) } else { Searched::Gap }))
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clusters(text: &str) -> Vec<(String, Range<usize>)> {
        let (mut found, mut cluster) = (Vec::new(), String::new());
        let mut clusters = Clusters::new(numbered(text));
        while let Some(span) = clusters.next_into(&mut cluster) {
            found.push((cluster.clone(), span));
        }
        found
    }

    #[test]
    fn marks_stand_with_their_base() {
        let found = clusters("ae\u{301}\u{327}法ཀྱི་\u{f72}");
        let texts: Vec<_> = found
            .iter()
            .map(|(text, span)| (text.as_str(), span.clone()))
            .collect();
        assert_eq!(
            texts,
            [
                ("a", 0..1),
                ("e\u{301}\u{327}", 1..4),
                ("法", 4..5),
                ("ཀྱི", 5..8),
                ("་\u{f72}", 8..10)
            ]
        );
    }

    #[test]
    fn half_width_voicing_and_conjoining_vowels_attach() {
        for c in [
            '\u{ff9e}', '\u{3099}', '\u{1161}', '\u{f73}', '\u{f39}', '\u{f90}', '\u{344}',
        ] {
            assert!(attaches(c), "{c:?}");
        }
        for c in [
            'a',
            '法',
            'ཀ',
            '་',
            '\u{ac00}',
            '\u{1100}',
            '\u{f00}',
            '\u{20000}',
        ] {
            assert!(!attaches(c), "{c:?}");
        }
    }

    #[test]
    fn marks_of_a_gap_go_with_it() {
        let all = |cluster| searched(cluster).collect::<Vec<_>>();
        assert_eq!(all(" \u{301}"), [Searched::Gap]);
        assert_eq!(all("\u{f72}"), []);
        assert_eq!(all("a\u{f7e}\u{301}"), [Searched::Base('á')]);
        assert_eq!(all("ཀི"), [Searched::Base('ཀ'), Searched::Mark('\u{f72}')]);
        assert_eq!(all("X\u{323}"), [Searched::Base('x'), Searched::Mark('\u{323}')]);
        assert_eq!(all("㈠"), [Searched::Gap, Searched::Base('一'), Searched::Gap]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn clusters_normalised_alone_are_the_text_normalised_whole(text in "\\PC{0,12}[\u{300}-\u{345}\u{f71}-\u{f84}\u{1161}-\u{1165}a-zｱｶﾞ가ཀ]{0,12}") {
            let each: String = clusters(&text).iter().flat_map(|(cluster, _)| cluster.nfkc().collect::<Vec<_>>()).collect();
            prop_assert_eq!(each, text.nfkc().collect::<String>());
        }
    }
}
