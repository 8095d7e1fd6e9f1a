//! Turns traditional characters into simplified ones with the OpenCC dictionaries.

use std::collections::HashSet;
use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use crate::table::rows;

/// How often a text is converted at most.
///
/// One conversion can break the phrase that kept a neighbouring character (乾縣 → 乾县 → 干县), and the two
/// spellings must meet, so conversion is repeated until nothing changes. No real text needs more than three.
const MAX_ROUNDS: usize = 8;

/// Returns `text` with simplified characters, the same number of characters as `text`.
///
/// ```
/// assert_eq!(text::zh::simplify("訴訟時效"), "诉讼时效");
/// ```
#[must_use]
pub fn simplify(text: &str) -> String {
    let mut current = text.to_owned();
    if !may_change(text) {
        return current;
    }
    for _ in 0..MAX_ROUNDS {
        let next = CONVERTER.convert(&current);
        // The dictionaries replace character by character; positions rest on it.
        if next == current || next.chars().count() != current.chars().count() {
            break;
        }
        current = next;
    }
    current
}

#[expect(
    clippy::expect_used,
    reason = "the dictionaries are compiled into the library and a test loads them"
)]
static CONVERTER: LazyLock<OpenCC> = LazyLock::new(|| {
    OpenCC::from_config(BuiltinConfig::T2s).expect("invariant: the embedded dictionaries are readable")
});

/// Tells whether a character of `text` may be converted; most queries have none and skip the dictionaries.
fn may_change(text: &str) -> bool {
    static CHANGING: LazyLock<HashSet<char>> = LazyLock::new(changing_characters);
    // Latin and Tibetan never change, and beyond the basic plane the dictionaries are asked at once.
    text.chars()
        .any(|c| c > '\u{ffff}' || (c >= '\u{3400}' && CHANGING.contains(&c)))
}

/// Returns the characters of the basic plane that change by themselves or within a phrase.
fn changing_characters() -> HashSet<char> {
    let alone = ('\u{3400}'..='\u{9fff}')
        .filter(|&c| CONVERTER.convert(c.encode_utf8(&mut [0; 4])) != String::from(c));
    let in_phrases = rows(include_str!("../../data/zh_context_characters.tsv"))
        .filter_map(|row| row.first().and_then(|cell| cell.chars().next()));
    alone.chain(in_phrases).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(simplify(text), expect);
    }

    #[test]
    fn legal_terms_become_simplified() {
        check("訴訟時效中斷", "诉讼时效中断");
        check("徵收", "征收");
        check("著作權", "著作权");
        check("𣯶𧗾", &CONVERTER.convert("𣯶𧗾"));
        check("abc བོད", "abc བོད");
        check("", "");
    }

    #[test]
    fn simplified_text_with_a_phrase_meets_its_traditional_spelling() {
        for (traditional, simplified) in [
            ("乾縣", "乾县"),
            ("畢昇", "毕昇"),
            ("於潛", "于潜"),
            ("變徵", "变徵"),
        ] {
            assert_eq!(simplify(traditional), simplify(simplified), "{traditional}");
        }
        check("乾隆", "乾隆");
    }

    #[test]
    fn every_listed_phrase_changes_although_its_characters_may_not() {
        for row in rows(include_str!("../../data/zh_context_characters.tsv")) {
            let [character, phrase, simplified] = row[..] else {
                panic!("{row:?}")
            };
            assert!(phrase.contains(character), "{phrase}");
            check(character, character);
            check(phrase, simplified);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        // Characters whose conversion depends on their neighbours, next to ones that change anyway.
        #[test]
        fn conversion_comes_to_rest(text in "[乾隆縣清宮坤於乎戲則潛徵調聲變麼么幺覆答藉口瞭解著畢昇薹蕓沈船畫計鍾萬鍊項拉]{0,24}") {
            let simplified = simplify(&text);
            prop_assert_eq!(simplify(&simplified), simplified.clone());
            prop_assert_eq!(simplified.chars().count(), text.chars().count());
        }

        #[test]
        fn skipping_the_dictionaries_changes_nothing(text in "[一-龥]{0,24}") {
            prop_assert!(may_change(&text) || CONVERTER.convert(&text) == text);
        }
    }
}
