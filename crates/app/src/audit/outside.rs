//! Text that came from outside, made short and harmless for whoever reads it in a list, a log or a terminal.

/// How many characters are kept of a name, an id or an address.
pub(super) const NAME_CHARACTERS: usize = 200;
/// How many characters are kept of what somebody has written in sentences.
pub(super) const SENTENCE_CHARACTERS: usize = 1_000;

/// Returns `text` cut to `most` characters, with everything escaped that would end a line, hide text or turn its direction.
///
/// `…` stands for what was cut off. A backslash is escaped too, so what is shown can be told from what was typed.
#[must_use]
pub fn visible(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut characters = text.chars();
    for character in characters.by_ref().take(most) {
        if character == '\\' || is_harmful(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Returns `text` with everything escaped that would end a line, hide text or turn its direction: for what was made
/// [visible](visible) once, unless somebody has tampered with it.
pub(crate) fn harmless(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match is_harmful(character) {
            true => shown.extend(character.escape_default()),
            false => shown.push(character),
        }
    }
    shown
}

/// Tells whether a character does something to a line instead of standing in it: controls, ends of lines and paragraphs,
/// and the marks that turn the direction of the text around them (Unicode TR 36, 3.4; TR 9, 2).
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_forge_a_line_is_shown_as_it_was_typed() {
        for (typed, shown) in [
            ("李明", "李明"),
            ("བཀྲ་ཤིས་ཀྱིས།", "བཀྲ་ཤིས་ཀྱིས།"),
            ("", ""),
            ("li\nroot logged in", r"li\nroot logged in"),
            ("a\r\tb\0", r"a\r\tb\u{0}"),
            ("\u{1b}[2J", r"\u{1b}[2J"),
            ("DOMAIN\\li", r"DOMAIN\\li"),
            (r"\n", r"\\n"),
            ("法\u{202e}院", r"法\u{202e}院"),
            ("a\u{2028}b\u{85}", r"a\u{2028}b\u{85}"),
        ] {
            assert_eq!(visible(typed, 200), shown);
        }
        assert_eq!(visible("ཀཁགང", 3), "ཀཁག…");
        assert_eq!(visible("ཀཁག", 3), "ཀཁག");
        assert_eq!(visible(&"\n".repeat(9_000_000), 2), r"\n\n…");
    }

    #[test]
    fn what_is_visible_stays_as_it_is() {
        for shown in [r"li\nroot", "ཁྲིམས་ཁང", r"法\u{202e}院"] {
            assert_eq!(harmless(shown), shown);
        }
        assert_eq!(harmless("li\nroot\\"), r"li\nroot\");
    }

    proptest! {
        #[test]
        fn no_two_texts_look_the_same(one in any::<String>(), other in any::<String>()) {
            let most = one.chars().count().max(other.chars().count());
            prop_assert_eq!(one == other, visible(&one, most) == visible(&other, most));
            prop_assert!(!visible(&one, most).chars().any(is_harmful));
        }
    }
}
