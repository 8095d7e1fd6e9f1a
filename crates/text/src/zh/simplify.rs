//! Turns traditional characters into simplified ones with the OpenCC dictionaries.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

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
    // Latin and Tibetan never change, and beyond the basic plane the dictionaries are asked at once.
    text.chars()
        .any(|c| c > '\u{ffff}' || (c >= '\u{3400}' && changing::is_changing(c)))
}

/// Characters of the basic plane that change by themselves or within a phrase.
mod changing {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::CONVERTER;
    use crate::table::rows;

    /// The unified ideographs of the basic plane.
    const FIRST: u32 = 0x3400;
    const LAST: u32 = 0x9fff;
    const UNKNOWN: u8 = 0;
    const STAYS: u8 = 1;
    const CHANGES: u8 = 2;

    /// What is known of each character: found out once, the first time it is met. To ask the dictionaries for all of them
    /// takes milliseconds, which a start would have to wait for.
    static KNOWN: [AtomicU8; (LAST - FIRST + 1) as usize] = [const { AtomicU8::new(UNKNOWN) }; _];

    /// Characters that change within a phrase only.
    static IN_PHRASES: LazyLock<Vec<char>> = LazyLock::new(|| {
        rows(include_str!("../../data/zh_context_characters.tsv"))
            .filter_map(|row| row.first().and_then(|cell| cell.chars().next()))
            .collect()
    });

    pub(super) fn is_changing(c: char) -> bool {
        let place = u32::from(c).checked_sub(FIRST).map(|place| place as usize);
        let Some(known) = place.and_then(|place| KNOWN.get(place)) else {
            return false;
        };
        match known.load(Ordering::Relaxed) {
            UNKNOWN => {
                let mut bytes = [0; 4];
                let alone: &str = c.encode_utf8(&mut bytes);
                let is_changing = CONVERTER.convert(alone) != alone || IN_PHRASES.contains(&c);
                known.store(if is_changing { CHANGES } else { STAYS }, Ordering::Relaxed);
                is_changing
            }
            known => known == CHANGES,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::rows;

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
