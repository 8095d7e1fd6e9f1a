//! Tells scripts apart: of a character, and as runs of a text.

use unicode_normalization::char::is_combining_mark;

/// The scripts this product tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Chinese characters of all planes, radicals, 々 and 〇.
    Han,
    /// The Tibetan block without its digits: letters, signs, tsheg, shad and the other marks.
    Tibetan,
    /// Latin letters, also with diacritics, phonetic and full-width ones.
    Latin,
    /// Decimal digits: ASCII, full-width and Tibetan (with the Tibetan half digits).
    Digit,
    /// Everything else: other scripts, white space, punctuation, symbols, combining marks.
    Other,
}

impl Script {
    /// Returns the script of `c`.
    ///
    /// ```
    /// use text::script::Script;
    ///
    /// assert_eq!(['法', 'ཀ', 'a', '༢', '。'].map(Script::of), [
    ///     Script::Han, Script::Tibetan, Script::Latin, Script::Digit, Script::Other,
    /// ]);
    /// ```
    pub fn of(c: char) -> Self {
        match c {
            '0'..='9' | '０'..='９' | '\u{f20}'..='\u{f33}' => Self::Digit,
            'a'..='z' | 'A'..='Z' => Self::Latin,
            '\u{f00}'..='\u{fff}' => Self::Tibetan,
            '々' | '〇' | '〡'..='〩' | '〸'..='〻' => Self::Han,
            '\u{2e80}'..='\u{2fd5}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Self::Han,
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Self::Han,
            '×' | '÷' => Self::Other,
            'ª' | 'º' | '\u{c0}'..='\u{2af}' | '\u{1d00}'..='\u{1dbf}' | '\u{1e00}'..='\u{1eff}' => {
                Self::Latin
            }
            '\u{2c60}'..='\u{2c7f}' | '\u{a722}'..='\u{a787}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Self::Latin,
            _ => Self::Other,
        }
    }
}

/// A stretch of text in one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The script of its letters or digits.
    pub script: Script,
    /// Byte offset of the first character.
    pub start: usize,
    /// Byte offset after the last character.
    pub end: usize,
}

/// Returns the runs of `text` in order; together they cover every byte of it once.
///
/// White space, punctuation, symbols and combining marks have no script of their own: they belong to the
/// run before them, at the start of the text to the first run. A text of nothing else is one run of
/// [`Script::Other`]. Tsheg and shad are Tibetan.
///
/// ```
/// use text::script::{Script, runs};
///
/// let found: Vec<_> = runs("刑法ཁྲིམས 2023").map(|run| (run.script, run.start..run.end)).collect();
/// assert_eq!(found, [(Script::Han, 0..6), (Script::Tibetan, 6..22), (Script::Digit, 22..26)]);
/// ```
pub fn runs(text: &str) -> impl Iterator<Item = Run> + '_ {
    let mut characters = text.char_indices().peekable();
    let mut start = 0;
    std::iter::from_fn(move || {
        let mut run: Option<Script> = None;
        while let Some(&(at, c)) = characters.peek() {
            match (run, script_if_own(c)) {
                (Some(current), Some(script)) if current != script => {
                    let finished = Run {
                        script: current,
                        start,
                        end: at,
                    };
                    start = at;
                    return Some(finished);
                }
                (None, own) => run = own,
                _ => {}
            }
            characters.next();
        }
        let finished = Run {
            script: run.unwrap_or(Script::Other),
            start,
            end: text.len(),
        };
        start = text.len();
        (finished.start < finished.end).then_some(finished)
    })
}

/// Tells whether `text` has a character of `script`.
///
/// ```
/// use text::script::{Script, contains};
///
/// assert!(contains("刑法 ཁྲིམས", Script::Tibetan) && !contains("刑法", Script::Latin));
/// ```
pub fn contains(text: &str, script: Script) -> bool {
    text.chars().any(|c| Script::of(c) == script)
}

/// Returns the script of a character that decides the run it stands in.
fn script_if_own(c: char) -> Option<Script> {
    match Script::of(c) {
        Script::Other if !c.is_alphanumeric() || is_combining_mark(c) => None,
        script => Some(script),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found: Vec<_> = runs(text)
            .map(|run| format!("{:?}:{}", run.script, &text[run.start..run.end]))
            .collect();
        assert_eq!(found.join("|"), expect);
    }

    #[test]
    fn every_character_has_one_script() {
        for (text, script) in [
            ("法々〇㐀𠀀⺀豈", Script::Han),
            ("ཀྱི་།༄ༀྐ", Script::Tibetan),
            ("aZéǚɑＡᴀ", Script::Latin),
            ("09０༢༪", Script::Digit),
            (" ，。×кアㄅ\u{301}\0\u{200b}", Script::Other),
        ] {
            for c in text.chars() {
                assert_eq!(Script::of(c), script, "{c:?}");
            }
        }
    }

    #[test]
    fn a_change_of_script_begins_a_run() {
        check("法院ཁྲིམས་ཁང་2026", "Han:法院|Tibetan:ཁྲིམས་ཁང་|Digit:2026");
        check("ལོ༢༠༢༦", "Tibetan:ལོ|Digit:༢༠༢༦");
        check("законアa", "Other:законア|Latin:a");
    }

    #[test]
    fn what_has_no_script_belongs_to_the_run_before() {
        check("《刑法》 (2023) ཁྲིམས།", "Han:《刑法》 (|Digit:2023) |Tibetan:ཁྲིམས།");
        check("WTO rules 3.5%", "Latin:WTO rules |Digit:3.5%");
        check("qu\u{30c}", "Latin:qu\u{30c}");
        check(" , ", "Other: , ");
        check("", "");
    }

    #[test]
    fn contains_looks_at_every_character() {
        assert!(contains("法ཀ", Script::Tibetan) && contains("法ཀ", Script::Han));
        assert!(!contains("法ཀ", Script::Latin) && !contains("", Script::Other));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn runs_cover_the_text_once_and_neighbours_differ(text in "(\\PC|[ཀ-ཬ]|[一-龥]|[a-z ]|\u{301}){0,40}") {
            let found: Vec<_> = runs(&text).collect();
            let joined: String = found.iter().map(|run| &text[run.start..run.end]).collect();
            prop_assert_eq!(joined, text);
            prop_assert!(found.windows(2).all(|pair| pair[0].script != pair[1].script && pair[0].end == pair[1].start));
            prop_assert!(found.iter().all(|run| run.start < run.end));
        }
    }
}
