//! Cuts a Latin query into words of plain letters and numbers.

use unicode_normalization::UnicodeNormalization;

use super::spelling::SPELLINGS;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// ASCII letters in lower case.
    Letters(String),
    /// ASCII digits.
    Number(String),
}

/// Returns the words of `latin`; `None` when it has a letter of another script or is longer than `max` letters.
///
/// Marks on letters are dropped or spelled out, apostrophes too, everything else ends a word.
pub(super) fn words(latin: &str, max: usize) -> Option<Vec<Word>> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut count = 0;
    for c in latin.nfc().flat_map(char::to_lowercase) {
        count += 1;
        if count > max {
            return None;
        }
        match c {
            '0'..='9' => number(&mut words, open, c),
            '༠'..='༩' => {
                let digit = char::from_digit(u32::from(c) - u32::from('༠'), 10)?;
                number(&mut words, open, digit);
            }
            '\'' | '’' | 'ʼ' | '‘' | 'ʾ' | '`' => continue,
            _ if c.is_alphabetic() => {
                let plain = plain(c)?;
                match words.last_mut() {
                    Some(Word::Letters(word)) if open => word.push_str(&plain),
                    _ => words.push(Word::Letters(plain)),
                }
            }
            // A mark that NFC leaves alone stands on a letter.
            _ if unicode_normalization::char::is_combining_mark(c) => continue,
            _ => {
                open = false;
                continue;
            }
        }
        open = true;
    }
    Some(words)
}

fn number(words: &mut Vec<Word>, open: bool, digit: char) {
    match words.last_mut() {
        Some(Word::Number(number)) if open => number.push(digit),
        _ => words.push(Word::Number(digit.into())),
    }
}

/// Returns the ASCII letters that `letter` stands for, `None` for another script.
fn plain(letter: char) -> Option<String> {
    if let Some(spelled) = SPELLINGS.letter(letter) {
        return Some(spelled.to_owned());
    }
    let base = std::iter::once(letter).nfd().next()?;
    base.is_ascii_alphabetic().then(|| base.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(latin: &str, expect: Option<&str>) {
        let words = words(latin, 40).map(|words| {
            let shown: Vec<_> = words
                .iter()
                .map(|word| match word {
                    Word::Letters(word) => word.clone(),
                    Word::Number(number) => format!("#{number}"),
                })
                .collect();
            shown.join(" ")
        });
        assert_eq!(words.as_deref(), expect, "{latin}");
    }

    #[test]
    fn marks_are_dropped_or_spelled_out() {
        check("Chö-kyi  Gyältsen", Some("cho kyi gyeltsen"));
        check("cho\u{308} Ña ŚĀ", Some("cho nya sha"));
        check("ka'gyur mi’i", Some("kagyur mii"));
    }

    #[test]
    fn numbers_are_words_of_their_own() {
        check("dep 3, ༢༥", Some("dep #3 #25"));
        check("a1b", Some("a #1 b"));
    }

    #[test]
    fn another_script_or_too_much_is_no_query() {
        check("ga法", None);
        check("закон", None);
        check("བོད", None);
        check(&"a".repeat(41), None);
        check(&"a".repeat(40), Some(&"a".repeat(40)));
        check("", Some(""));
        check("\u{301}?!", Some(""));
    }
}
