//! The search level of Tibetan that is written as nearly all of it is: letters with their signs in order, and tshegs.

use std::sync::LazyLock;

use super::TSHEG;
use super::block;
use super::fold::FOLDED;
use super::letter::{is_letter, is_sign};
use super::particle::stem;
use super::plain::{DOUBTFUL, LETTER, OTHER, rank};

/// What each character of the block is to a fold: its rank within a stack, [`OTHER`] for what only parts syllables, and
/// [`DOUBTFUL`] for whatever folds to something else or wants a closer look.
static CLASSES: LazyLock<[u8; 256]> = LazyLock::new(|| {
    block::table(|c| match c {
        TSHEG | '།' | '༎' => OTHER,
        c if FOLDED.get(c).is_some() || !(is_letter(c) || is_sign(c)) => DOUBTFUL,
        c => rank(c),
    })
});

/// Returns `text` at the search level without looking at clusters; `None` if it is not plain enough for that.
pub(super) fn fold_plain(text: &str) -> Option<String> {
    let classes: &[u8; 256] = &CLASSES;
    let bytes = text.as_bytes();
    let mut folded = String::with_capacity(text.len());
    let (mut at, mut word_start, mut last) = (0, 0, OTHER);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let (class, length) = match block::offset(rest) {
            Some(offset) => (classes.get(offset).copied().unwrap_or(DOUBTFUL), block::BYTES),
            None if rest.first() == Some(&b' ') => (OTHER, 1),
            None => return None,
        };
        // A sign out of order, without a letter, or twice: two vowels may be one sign in another spelling.
        let is_misplaced = class != LETTER && (last == OTHER || class <= last);
        if class == DOUBTFUL || (class != OTHER && is_misplaced) {
            return None;
        }
        if class == OTHER {
            add_word(&mut folded, text.get(word_start..at)?);
            word_start = at + length;
        }
        last = class;
        at += length;
    }
    add_word(&mut folded, text.get(word_start..)?);
    Some(folded)
}

/// Adds a syllable without its particles.
fn add_word(folded: &mut String, word: &str) {
    if word.is_empty() {
        return;
    }
    if !folded.is_empty() {
        folded.push(TSHEG);
    }
    let stem = stem(word);
    folded.push_str(stem.kept);
    if stem.restores_final_a {
        folded.push('འ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bo::fold_with_map;

    #[test]
    fn plain_text_is_folded_as_the_whole_way_does() {
        for (text, is_plain) in [
            ("", true),
            ("་ །", true),
            ("ཁྲིམས་ཁང", true),
            ("ཁྲིམས་ཁང་།", true),
            ("མི་དམངས་ ཁྲིམས་ཁང་", true),
            ("བཀའི་ཁྲིམས་པའི་མིའམ", true),
            ("པའ་པ", true),
            ("ཀ\u{f7a}\u{f7a}", false),
            ("ཀཱི", false),
            ("ཊ", false),
            ("\u{f72}", false),
            ("ཀ\u{f72}\u{f71}", false),
            ("༢༠", false),
            ("ཁྲིམས་2", false),
            ("法", false),
            ("༄༅། །ཁྲིམས", false),
            ("(ཁྲིམས)", false),
        ] {
            let folded = fold_plain(text);
            assert_eq!(folded.is_some(), is_plain, "{text}");
            assert!(
                folded.is_none_or(|folded| folded == fold_with_map(text).text),
                "{text}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_plain_is_folded_as_the_whole_way_does(text in "[ཀ-ཨྐ-ྸ\u{f71}-\u{f84}་། འིའུའོའམརས]{0,14}") {
            if let Some(folded) = fold_plain(&text) {
                proptest::prop_assert_eq!(folded, fold_with_map(&text).text);
            }
        }

        #[test]
        fn what_looks_like_words_is_folded_as_the_whole_way_does(
            text in "([གདབམའ]?[ཀཁགངཅཉཏདནཔབམརལས][ྱྲླ]?[\u{f72}\u{f74}\u{f7a}\u{f7c}]?[གངདནབམའརལས]?ས?(འི|འུ|འོ|འམ|འང)?་){0,5}",
        ) {
            let folded = fold_plain(&text);
            proptest::prop_assert!(folded.is_none_or(|folded| folded == fold_with_map(&text).text));
        }
    }
}
