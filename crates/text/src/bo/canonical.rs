//! The canonical form: one sequence of code points for what a reader sees as one text.

mod rewriter;
mod step;

use std::borrow::Cow;
use std::iter::once;
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::letter::{fixed_ra_differs_above, is_letter, is_vowel_sign, place, with_tsa_phru};
use super::plain::is_plainly_canonical;
use super::punctuation::Punctuation;
use crate::cluster::{Clusters, numbered};
use crate::table::Replacements;
use rewriter::Rewriter;
use step::Step;

/// Characters written in another way; what Unicode decomposes canonically is left to NFC.
static REPLACED: LazyLock<Replacements> =
    LazyLock::new(|| Replacements::parse(include_str!("../../data/bo_canonical.tsv")));

/// Returns `text` in canonical form, borrowed when it already is.
///
/// Deprecated and invisible characters are replaced (`data/bo_canonical.tsv`), the signs of each stack
/// are put in order (letter, subjoined letters, vowel signs, other marks, anusvara, visarga), vowel signs
/// typed before their letter move onto it, a fixed-form RA that looks like RA becomes RA, and the result is
/// in NFC. Tsheg, shad and spaces stay as they are. The order of the vowel signs is that of NFC, not
/// bottom to top as some converters write them. Runs in linear time, and in a table look-up a character
/// where the text is canonical already; other scripts are only put in NFC.
///
/// ```
/// // A vowel sign typed before the subjoined letter.
/// assert_eq!(text::bo::normalize("ཀ\u{f72}\u{fb1}"), "ཀ\u{fb1}\u{f72}");
/// ```
pub fn normalize(text: &str) -> Cow<'_, str> {
    if is_plainly_canonical(text) {
        return Cow::Borrowed(text);
    }
    let mut canonical = Rewriter::new(text);
    let (mut piece_start, mut is_canonical, mut last) = (0, true, Step::Apart);
    for (at, c) in text.char_indices() {
        let step = Step::of(c);
        if step.may_be_cut_from(last) {
            canonical.piece(piece_start..at, is_canonical, last);
            (piece_start, is_canonical) = (at, true);
        } else {
            is_canonical &= step.may_follow(last);
        }
        last = step;
    }
    canonical.piece(piece_start..text.len(), is_canonical, last);
    canonical.finish()
}

/// Calls `emit` with each cluster of the canonical form of `text` and the range of the original it stands
/// for, in scalar positions. Ranges are in order and do not overlap, except that one character which
/// becomes two clusters gives its range to both.
pub(super) fn each_cluster(text: &str, emit: impl FnMut(&str, Range<usize>)) {
    arrange_clusters(replaced(text, |_| false), emit);
}

/// Calls `emit` as [`each_cluster`] does, with the characters that `keep` names left as they are.
pub(super) fn each_cluster_keeping(
    text: &str,
    keep: impl Fn(char) -> bool,
    emit: impl FnMut(&str, Range<usize>),
) {
    arrange_clusters(replaced(text, keep), emit);
}

fn arrange_clusters(
    characters: impl Iterator<Item = (usize, char)>,
    mut emit: impl FnMut(&str, Range<usize>),
) {
    let mut clusters = Clusters::new(characters);
    let mut cluster = String::new();
    let mut arranged = String::new();
    // Vowel signs without a letter, waiting to see whether one follows at once.
    let mut waiting = String::new();
    let mut waiting_span = 0..0;
    while let Some(span) = clusters.next_into(&mut cluster) {
        if cluster.starts_with(is_letter) {
            let start = if waiting.is_empty() {
                span.start
            } else {
                waiting_span.start
            };
            arrange(&waiting, &cluster, &mut arranged);
            waiting.clear();
            emit(&arranged, start..span.end);
            continue;
        }
        if !waiting.is_empty() {
            emit(&waiting, waiting_span.clone());
            waiting.clear();
        }
        let (head, signs) = split_homeless_signs(&cluster);
        arranged.clear();
        arranged.extend(head.nfc());
        waiting.extend(signs.nfc());
        let head_end = if signs.is_empty() {
            span.end
        } else {
            span.start + head.chars().count()
        };
        waiting_span = head_end..span.end.max(head_end);
        if !arranged.is_empty() {
            emit(&arranged, span.start..head_end);
        }
    }
    if !waiting.is_empty() {
        emit(&waiting, waiting_span);
    }
}

/// Returns the characters of `text` with the table applied, each with the position it comes from.
fn replaced(text: &str, keep: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, char)> {
    numbered(text).flat_map(move |(position, c)| {
        let (kept, replacement) = match REPLACED.get(c) {
            Some(replacement) if !keep(c) => (None, replacement),
            _ => (Some(c), ""),
        };
        kept.into_iter()
            .chain(replacement.chars())
            .map(move |c| (position, c))
    })
}

/// Writes the stack of `cluster`, which begins with a letter, with the signs of `before` added to its own.
pub(super) fn arrange(before: &str, cluster: &str, arranged: &mut String) {
    arranged.clear();
    let mut decomposed = cluster.nfd();
    let Some(mut letter) = decomposed.next() else {
        return;
    };
    let mut signs: Vec<char> = before.nfd().chain(decomposed).collect();
    signs.sort_by_key(|&sign| place(sign));
    if let Some(other) = with_tsa_phru(letter)
        && let Some(tsa_phru) = signs.iter().position(|&sign| sign == '\u{f39}')
    {
        signs.remove(tsa_phru);
        letter = other;
    }
    if letter == '\u{f6a}' && !signs.first().copied().is_some_and(fixed_ra_differs_above) {
        letter = 'ར';
    }
    arranged.extend(once(letter).chain(signs).nfc());
}

/// Splits a cluster without a letter into what stays where it is and vowel signs that look for a letter.
///
/// Signs are homeless at the start of the text and after white space and punctuation. A vowel sign on
/// anything else (the dotted circle, a digit, a Latin letter) was put there on purpose.
fn split_homeless_signs(cluster: &str) -> (&str, &str) {
    let Some(first) = cluster.chars().next() else {
        return ("", "");
    };
    let head_bytes = if Punctuation::of(first).is_some() {
        first.len_utf8()
    } else {
        0
    };
    match cluster.split_at_checked(head_bytes) {
        Some((head, signs)) if signs.chars().all(is_vowel_sign) => (head, signs),
        _ => (cluster, ""),
    }
}

/// Tells whether the canonical form writes `c` in another way.
pub(super) fn is_replaced(c: char) -> bool {
    REPLACED.get(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let canonical = normalize(text);
        assert_eq!(
            canonical.escape_unicode().to_string(),
            expect.escape_unicode().to_string(),
            "{text}"
        );
        assert!(matches!(normalize(&canonical), Cow::Borrowed(_)), "{text}");
    }

    #[test]
    fn canonical_text_is_borrowed() {
        for text in ["", "ascii", "法院", "ཁྲིམས་ཁང་།", "བོད་ལྗོངས།", "é", "ཧཱུྃ", "༢༠༢༦", "ཨཱཿ"]
        {
            assert!(matches!(normalize(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn homeless_vowel_signs_move_to_the_letter_that_follows_at_once() {
        check("\u{f72}ཀ", "ཀི");
        check("ཁྲིམས་\u{f72}ཀ", "ཁྲིམས་ཀི");
        check("།\u{f74}\u{f71}ཀྱི", "།ཀ\u{fb1}\u{f71}\u{f72}\u{f74}");
        check("(\u{f7c}ཀ)", "(ཀོ)");
        check("\u{200b}\u{f72}\u{200b}ཀ", "ཀི");
    }

    #[test]
    fn signs_without_a_letter_to_move_to_stay() {
        for text in [
            "\u{f72}",
            "\u{f72}་ཀ",
            "་\u{f72}",
            "\u{25cc}\u{f72}ཀ",
            "a\u{f72}ཀ",
            "\u{fb1}\u{f72}ཀ",
            "\u{f7e}ཀ",
            "法\u{f72}\u{fb1}",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn signs_of_other_scripts_stay_in_place() {
        check("e\u{301}", "é");
        check("का", "का");
        check("ཀ\u{301}\u{f72}", "ཀ\u{f72}\u{301}");
        check("가", "가");
    }

    #[test]
    fn the_tsa_phru_on_a_subjoined_letter_keeps_the_letter() {
        check("ཕི\u{f39}", "ཕི\u{f39}");
        check("ཅ\u{f74}\u{f39}", "ཙུ");
        check("ཅ\u{f39}\u{f39}", "ཙ\u{f39}");
    }

    #[test]
    fn ranges_cover_the_original_in_order() {
        let mut found = Vec::new();
        each_cluster("\u{f72}ཀ་\u{200b}ཁྲི\u{f0e}\u{f72}", |cluster, span| {
            found.push((cluster.to_owned(), span))
        });
        let found: Vec<_> = found
            .iter()
            .map(|(cluster, span)| (cluster.as_str(), span.clone()))
            .collect();
        assert_eq!(
            found,
            [
                ("ཀི", 0..2),
                ("་", 2..3),
                ("ཁྲི", 4..7),
                ("།", 7..8),
                ("།", 7..8),
                ("\u{f72}", 8..9)
            ]
        );
    }

    #[test]
    fn long_input_is_linear() {
        let signs = format!("ཀ{}", "\u{f72}\u{fb1}".repeat(50_000));
        let expect = format!("ཀ{}{}", "\u{fb1}".repeat(50_000), "\u{f72}".repeat(50_000));
        assert!(normalize(&signs) == expect);
        let lone = "\u{f72}".repeat(100_000);
        assert!(normalize(&lone) == lone);
        assert_eq!(normalize(&format!("{lone}ཀ")).chars().next(), Some('ཀ'));
    }
}
