//! Text as it stands in a page: nothing of it is markup, and nothing turns the order of what stands around it.

use text::script::{Script, runs};

/// Adds `text`, so that it is read as it is. Signs that show nothing but turn the order of letters, and control characters,
/// are named by their numbers, so that whoever reads sees that they are there.
pub(super) fn push_text(page: &mut String, text: &str) {
    // Most texts have nothing of the kind, and bytes tell that sooner than characters.
    if text.bytes().all(stands_as_it_is) {
        page.push_str(text);
        return;
    }
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_told_otherwise(*c)) {
        let (before, behind) = rest.split_at(at);
        page.push_str(before);
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            _ => *page += &format!("[U+{:04X}]", u32::from(c)),
        }
        rest = behind.get(c.len_utf8()..).unwrap_or_default();
    }
    page.push_str(rest);
}

/// Tells whether a character that has this byte certainly stands as it is. Those that turn the order of letters begin with
/// D8 or E2, the control characters above ASCII with C2.
fn stands_as_it_is(byte: u8) -> bool {
    let is_markup = matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    let is_control = byte != b'\n' && byte.is_ascii_control();
    !is_markup && !is_control && !matches!(byte, 0xc2 | 0xd8 | 0xe2)
}

/// Tells whether `text` has a character of the Tibetan block, U+0F00 to U+0FFF: E0 and then BC to BF.
fn has_tibetan(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .iter()
        .zip(bytes.iter().skip(1))
        .any(|(first, second)| *first == 0xe0 && (0xbc..=0xbf).contains(second))
}

/// Tells whether `c` cannot stand in a page as it is.
fn is_told_otherwise(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'') || (c.is_control() && c != '\n') || turns_order(c)
}

/// Adds `text` of no certain language; what of it is Tibetan is said to be, for its font and the height of its lines.
pub(super) fn push_mixed(page: &mut String, text: &str) {
    if !has_tibetan(text) {
        push_text(page, text);
        return;
    }
    for run in runs(text) {
        let part = text.get(run.start..run.end).unwrap_or_default();
        // The signs behind it belong to the run, and to the language around it.
        let letters = part.trim_end_matches(|c| Script::of(c) != Script::Tibetan);
        if run.script == Script::Tibetan && !letters.is_empty() {
            page.push_str("<span lang=\"bo\">");
            push_text(page, letters);
            page.push_str("</span>");
            push_text(page, part.get(letters.len()..).unwrap_or_default());
        } else {
            push_text(page, part);
        }
    }
}

/// Tells whether `c` is one of the marks, embeddings, overrides and isolates of bidirectional text.
fn turns_order(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup_or_turns_the_line() {
        for (text, expected) in [
            ("法院 ཁྲིམས", "法院 ཁྲིམས"),
            ("<script>'\"&", "&lt;script&gt;&#39;&quot;&amp;"),
            ("a\u{202e}b\u{2066}c\u{200f}", "a[U+202E]b[U+2066]c[U+200F]"),
            ("a\u{0}\r\nb", "a[U+0000][U+000D]\nb"),
        ] {
            let mut page = String::new();
            push_text(&mut page, text);
            assert_eq!(page, expected, "{text:?}");
        }
    }

    #[test]
    fn tibetan_within_a_text_is_said_to_be() {
        let mut page = String::new();
        push_mixed(&mut page, "见<ཁྲིམས་ཁང>，1");
        assert_eq!(page, "见&lt;<span lang=\"bo\">ཁྲིམས་ཁང</span>&gt;，1");
    }

    proptest! {
        #[test]
        fn the_short_way_writes_what_the_long_one_does(text in "[a&\u{0}-\u{9f}\u{600}-\u{6ff}\u{f00}-\u{fff}\u{2000}-\u{2070}法。]{0,12}") {
            let long: String = text
                .chars()
                .map(|c| match c {
                    '&' => "&amp;".to_owned(),
                    '<' => "&lt;".to_owned(),
                    '>' => "&gt;".to_owned(),
                    '"' => "&quot;".to_owned(),
                    '\'' => "&#39;".to_owned(),
                    c if is_told_otherwise(c) => format!("[U+{:04X}]", u32::from(c)),
                    c => c.to_string(),
                })
                .collect();
            let mut page = String::new();
            push_text(&mut page, &text);
            prop_assert_eq!(page, long);
            prop_assert_eq!(has_tibetan(&text), text.chars().any(|c| ('\u{f00}'..='\u{fff}').contains(&c)));
        }
    }
}
