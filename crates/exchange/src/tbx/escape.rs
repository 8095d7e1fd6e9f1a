//! Text as it stands in XML: what would be read as markup or laid out anew is given by number.

use super::xml::is_xml_character;

/// Adds `text` to `xml` so that it reads back as it is; false if a character was left out, because XML has no place for it.
pub(super) fn push_text(xml: &mut String, text: &str) -> bool {
    push(xml, text, true)
}

/// Does what [`push_text`] does with a text that does not stand at the beginning of its element.
pub(super) fn push_rest(xml: &mut String, text: &str) -> bool {
    push(xml, text, false)
}

fn push(xml: &mut String, text: &str, is_first: bool) -> bool {
    if is_plain(text) {
        xml.push_str(text);
        return true;
    }
    let mut is_whole = true;
    let last = text.len();
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            // `]]>` must not stand in text.
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' => xml.push_str("&#10;"),
            '\r' => xml.push_str("&#13;"),
            '\t' => xml.push_str("&#9;"),
            // Readers take off the spaces at the edges, which files put there to be legible.
            ' ' if (is_first && at == 0) || at + 1 == last => xml.push_str("&#32;"),
            _ if is_xml_character(c) => xml.push(c),
            _ => is_whole = false,
        }
    }
    is_whole
}

/// Tells whether every character stands for itself, as in most texts; may say no where the answer is yes.
fn is_plain(text: &str) -> bool {
    // Of the characters beyond ASCII, those that XML has no place for begin with EF, as full-width signs do.
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | ..b' ' | 0xef);
    !text.bytes().any(is_special) && !text.starts_with(' ') && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_read_otherwise_is_given_by_number() {
        for (text, xml, is_whole) in [
            ("法院 ཁྲིམས", "法院 ཁྲིམས", true),
            ("a<b>&\"c\"", "a&lt;b&gt;&amp;&quot;c&quot;", true),
            (" a  b\n", "&#32;a  b&#10;", true),
            (" ", "&#32;", true),
            ("\u{3000}", "\u{3000}", true),
            ("（法）", "（法）", true),
            ("a\u{0}\u{b}b\u{ffff}", "ab", false),
        ] {
            let mut written = String::new();
            assert_eq!(
                (push_text(&mut written, text), written.as_str()),
                (is_whole, xml),
                "{text:?}"
            );
        }
    }
}
