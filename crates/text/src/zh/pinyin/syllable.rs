//! A syllable as the tables write it, letters and a tone digit, and as a reader sees it, with a tone mark.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::table::rows;

/// The longest syllable in letters: `zhuang`, `chuang`, `shuang`.
pub(super) const MAX_LETTERS: usize = 6;

/// A syllable with its tone, as it stands in a table: `lü4`, `zang4`, `de5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Syllable {
    numbered: &'static str,
}

impl Syllable {
    /// Takes `numbered`, lower-case letters and at most one tone digit at the end; none and 5 are the
    /// neutral tone.
    pub(super) fn new(numbered: &'static str) -> Self {
        Self { numbered }
    }

    /// Returns the syllable with its tone mark where the scheme puts it: `lǜ`, `zàng`, `de`.
    pub(super) fn marked(self) -> String {
        let (letters, tone) = self.parts();
        let Some(mark) = tone.and_then(|tone| ['\u{304}', '\u{301}', '\u{30c}', '\u{300}'].get(tone)) else {
            return letters.to_owned();
        };
        let at = marked_letter(letters);
        letters
            .chars()
            .enumerate()
            .flat_map(|(i, c)| [Some(c), (Some(i) == at).then_some(*mark)])
            .flatten()
            .collect()
    }

    /// Returns the letters as a key has them: without tone, `ü` as `u`, `ê` as `e`.
    pub(super) fn letters(self) -> String {
        let key = |c| match c {
            'ü' => 'u',
            'ê' => 'e',
            c => c,
        };
        self.parts().0.chars().map(key).collect()
    }

    /// Returns the letters and, unless it is neutral, the tone from 0 (level) to 3 (falling).
    fn parts(self) -> (&'static str, Option<usize>) {
        for (tone, digit) in ['1', '2', '3', '4'].into_iter().enumerate() {
            if let Some(letters) = self.numbered.strip_suffix(digit) {
                return (letters, Some(tone));
            }
        }
        (self.numbered.strip_suffix('5').unwrap_or(self.numbered), None)
    }
}

/// Tells whether `letters`, as a key has them, are a whole syllable.
pub(super) fn is_syllable(letters: &str) -> bool {
    SYLLABLES.whole.contains(letters)
}

/// Tells whether `letters` are the beginning of a syllable or a whole one.
pub(super) fn begins_a_syllable(letters: &str) -> bool {
    SYLLABLES.beginnings.contains(letters)
}

/// The syllables of `data/pinyin_syllables.tsv` in the form of keys.
struct Syllables {
    whole: HashSet<String>,
    beginnings: HashSet<String>,
}

static SYLLABLES: LazyLock<Syllables> = LazyLock::new(|| {
    let whole: HashSet<_> = rows(include_str!("../../../data/pinyin_syllables.tsv"))
        .filter_map(|row| row.get(1).copied())
        .flat_map(|cell| cell.split(' '))
        .map(super::normalize)
        .collect();
    let beginnings = whole
        .iter()
        .flat_map(|syllable| (1..=syllable.len()).filter_map(|end| syllable.get(..end)))
        .map(str::to_owned)
        .collect();
    Syllables { whole, beginnings }
});

/// Returns which character of `letters` bears the tone mark.
///
/// `a` or `e` if there is one, the `o` of `ou`, otherwise the last vowel; a syllable without a vowel (`n`,
/// `m`, `ng`) has it on the first letter. Source: the scheme of 1958, section 4.
fn marked_letter(letters: &str) -> Option<usize> {
    let at = |wanted: &[char]| letters.chars().position(|c| wanted.contains(&c));
    let last_vowel = letters
        .chars()
        .enumerate()
        .filter(|(_, c)| matches!(c, 'i' | 'o' | 'u' | 'ü'))
        .last();
    at(&['a', 'e', 'ê'])
        .or_else(|| letters.contains("ou").then(|| at(&['o'])).flatten())
        .or(last_vowel.map(|(i, _)| i))
        .or(Some(0))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[track_caller]
    fn check(numbered: &'static str, marked: &str, letters: &str) {
        let syllable = Syllable::new(numbered);
        assert_eq!(syllable.marked().nfc().collect::<String>(), marked);
        assert_eq!(syllable.letters(), letters);
    }

    #[test]
    fn the_mark_stands_where_the_scheme_puts_it() {
        check("zang4", "zàng", "zang");
        check("shui3", "shuǐ", "shui");
        check("liu2", "liú", "liu");
        check("zhou1", "zhōu", "zhou");
        check("guo2", "guó", "guo");
        check("xie4", "xiè", "xie");
        check("lü4", "lǜ", "lu");
        check("lüe4", "lüè", "lue");
        check("er2", "ér", "er");
        check("xiong1", "xiōng", "xiong");
        check("ng2", "ńg", "ng");
        check("ê1", "ê̄", "e");
    }

    #[test]
    fn the_letters_of_every_syllable_are_those_of_a_key() {
        for row in rows(include_str!("../../../data/pinyin_syllables.tsv")) {
            for cell in row[1].split(' ') {
                assert_eq!(Syllable::new(cell).letters(), crate::zh::pinyin::normalize(cell));
            }
        }
    }

    #[test]
    fn the_neutral_tone_has_no_mark() {
        check("de5", "de", "de");
        check("de", "de", "de");
        check("", "", "");
    }

    #[test]
    fn the_table_has_the_syllables_of_the_scheme() {
        for (letters, whole, beginning) in [
            ("zhuang", true, true),
            ("a", true, true),
            ("nu", true, true),
            ("lue", true, true),
            ("zh", false, true),
            ("qia", true, true),
            ("v", false, false),
            ("u", false, false),
            ("bong", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_syllable(letters), whole, "{letters}");
            assert_eq!(begins_a_syllable(letters), beginning, "{letters}");
        }
        assert!(SYLLABLES.whole.iter().all(|letters| letters.len() <= MAX_LETTERS));
    }
}
