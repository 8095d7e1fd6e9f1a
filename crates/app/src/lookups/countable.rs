//! Which texts are counted: short ones in one script, without digits.

use glossary::Lang;
use glossary::duplicates::likeness_key;
use text::script::Script;

/// Most Han characters of a text that is counted.
const MAX_HAN: usize = 20;
/// Most syllables of a Tibetan one.
const MAX_SYLLABLES: usize = 10;
/// Most characters of any: more are not looked at.
const MAX_CHARS: usize = 256;
/// What may stand between characters: the middle dot of names, the quotation marks of titles, list commas.
const MARKS: &str = "·•《》〈〉、，。";

/// A text that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Countable {
    /// Its language.
    pub(super) lang: Lang,
    /// What it is counted by: spellings that a reader takes for one are one.
    pub(super) key: String,
}

/// Returns what `text` is counted by; `None` if it is not counted.
pub(super) fn countable(text: &str) -> Option<Countable> {
    let text = text.trim();
    let (mut han, mut is_tibetan) = (0, false);
    for (nth, c) in text.chars().enumerate() {
        if nth >= MAX_CHARS || c.is_numeric() {
            return None;
        }
        match Script::of(c) {
            Script::Han => han += 1,
            Script::Tibetan => is_tibetan = true,
            Script::Other if c.is_whitespace() || MARKS.contains(c) => {}
            Script::Other | Script::Latin | Script::Digit => return None,
        }
    }
    let lang = match (han, is_tibetan) {
        (1..=MAX_HAN, false) => Lang::Zh,
        (0, true) if text::bo::syllables(text).count() <= MAX_SYLLABLES => Lang::Bo,
        _ => return None,
    };
    let key = likeness_key(lang, text);
    Some(Countable { lang, key }).filter(|found| !found.key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_and_of_one_script_is_counted() {
        for (text, expected) in [
            ("法拍房", Some((Lang::Zh, "法拍房"))),
            (" 一审 ", Some((Lang::Zh, "一审"))),
            ("《民法典》", Some((Lang::Zh, "民法典"))),
            ("ཁྲིམས་ཁང་", Some((Lang::Bo, "ཁྲིམས་ཁང"))),
            // Numbers of cases and identity cards.
            ("2024青01民终1号", None),
            ("２０２４", None),
            ("ལོ་༢༠༢༤", None),
            ("二〇二四", None),
            // Other scripts, both at once, operators, nothing.
            ("qbhs", None),
            ("khrims khang", None),
            ("法院 ཁྲིམས", None),
            ("\"法院\"", None),
            ("*纠纷", None),
            ("", None),
            (" ·、", None),
        ] {
            let found = countable(text).map(|found| (found.lang, found.key));
            let expected = expected.map(|(lang, key)| (lang, likeness_key(lang, key)));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_long_is_not_counted() {
        assert!(countable(&"法".repeat(20)).is_some());
        assert!(countable(&"法".repeat(21)).is_none());
        assert!(countable(&"ཁྲིམས་".repeat(10)).is_some());
        assert!(countable(&"ཁྲིམས་".repeat(11)).is_none());
        assert!(countable(&" ".repeat(300)).is_none());
    }

    #[test]
    fn spellings_that_a_reader_takes_for_one_are_counted_as_one() {
        assert_eq!(countable("ཁྲིམས་ཁང"), countable("ཁྲིམས་ཁང་།"));
        assert_eq!(countable("學者"), countable("学者"));
        assert_ne!(countable("定金"), countable("订金"));
    }
}
