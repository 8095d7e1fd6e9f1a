//! Says what a character of the Tibetan block is to a stack: its letter, a sign on it, or neither.

use unicode_normalization::char::canonical_combining_class;

/// Tells whether `c` is a letter that a stack begins with (also a precomposed one such as U+0F43).
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{f40}'..='\u{f47}' | '\u{f49}'..='\u{f6c}' | '\u{f88}'..='\u{f8c}')
}

/// Tells whether `c` is a Tibetan sign that stands on, under or beside a letter or digit.
pub(crate) fn is_sign(c: char) -> bool {
    match c {
        '\u{f71}'..='\u{f84}' | '\u{f86}' | '\u{f87}' => true,
        '\u{f18}' | '\u{f19}' | '\u{f35}' | '\u{f37}' | '\u{f39}' | '\u{f3e}' | '\u{f3f}' | '\u{fc6}' => true,
        _ => is_subjoined(c),
    }
}

/// Tells whether `c` is a vowel sign and nothing more (U+0F76 to U+0F79 contain a subjoined letter).
pub(crate) fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{f71}'..='\u{f75}' | '\u{f7a}'..='\u{f7d}' | '\u{f80}' | '\u{f81}')
}

/// Returns the place of a decomposed sign within its stack; signs of one place keep their order.
///
/// Marks of other scripts come last, in the order they had. Subjoined letters, anusvara and visarga have combining class 0 in Unicode, so no normalisation form
/// moves a vowel sign past them. The signs between are left to NFC, which knows their classes.
pub(crate) fn place(sign: char) -> u8 {
    match sign {
        _ if is_subjoined(sign) => 1,
        '\u{f7e}' => 3,
        '\u{f7f}' => 4,
        '\u{f00}'..='\u{fff}' if canonical_combining_class(sign) != 0 => 2,
        _ => 5,
    }
}

/// Returns the letter that `letter` with the mark U+0F39 is a spelling of.
pub(crate) fn with_tsa_phru(letter: char) -> Option<char> {
    match letter {
        'ཅ' => Some('ཙ'),
        'ཆ' => Some('ཚ'),
        'ཇ' => Some('ཛ'),
        _ => None,
    }
}

/// Tells whether U+0F6A, the RA of fixed form, looks different from plain RA above `subjoined`.
///
/// Plain RA keeps its full form above NYA and LA anyway, and where nothing is below it.
pub(crate) fn fixed_ra_differs_above(subjoined: char) -> bool {
    is_subjoined(subjoined) && !matches!(subjoined, '\u{f99}' | '\u{fb3}')
}

/// Tells whether `c` is a letter written under another one.
pub(crate) fn is_subjoined(c: char) -> bool {
    matches!(c, '\u{f8d}'..='\u{f97}' | '\u{f99}'..='\u{fbc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_signs_are_apart() {
        for c in '\u{f00}'..='\u{fff}' {
            assert!(!(is_letter(c) && is_sign(c)), "{c:?}");
            assert!(!is_vowel_sign(c) || is_sign(c), "{c:?}");
        }
        assert!(is_letter('ཀ') && is_letter('\u{f43}') && !is_letter('༢') && !is_letter('་'));
        assert!(is_sign('\u{f72}') && is_sign('\u{fb2}') && !is_sign('\u{f85}'));
        assert!(!is_vowel_sign('\u{f76}') && !is_vowel_sign('\u{f7e}'));
    }

    #[test]
    fn code_points_without_a_character_are_neither() {
        for c in ['\u{f48}', '\u{f6d}', '\u{f98}', '\u{fbd}', '\u{fff}'] {
            assert!(!is_letter(c) && !is_sign(c), "{c:?}");
        }
    }

    #[test]
    fn places_follow_the_stack_from_the_letter_outwards() {
        let signs = ['\u{fb1}', '\u{f71}', '\u{f7e}', '\u{f7f}', '\u{f3e}'];
        assert!(signs.windows(2).all(|pair| place(pair[0]) < place(pair[1])));
        assert_eq!(place('\u{f72}'), place('\u{f37}'));
    }

    #[test]
    fn fixed_ra_is_plain_above_nya_and_la() {
        assert!(fixed_ra_differs_above('\u{f90}'));
        assert!(!fixed_ra_differs_above('\u{f99}') && !fixed_ra_differs_above('\u{fb3}'));
        assert!(!fixed_ra_differs_above('\u{f72}'));
        assert_eq!(with_tsa_phru('ཇ'), Some('ཛ'));
        assert_eq!(with_tsa_phru('ཕ'), None);
    }
}
