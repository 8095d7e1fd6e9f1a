//! Recognises text of an encoding from before Unicode Tibetan by the characters it consists of.

use std::ops::Range;

use super::chinese_codes::chinese_codes;
use super::{Encoding, WayOut};
use crate::script::Script;

/// Text that is no Unicode Tibetan and was Tibetan once.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The encoding, as far as the text tells.
    pub encoding: Encoding,
    /// Byte offset of the first character of the first evidence.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
    /// The part of the characters, white space not counted, that are evidence: above 0, at most 1.
    pub share: f64,
    /// What to do about it.
    pub way_out: WayOut,
}

/// Returns the first evidence of legacy Tibetan in `text`, `None` where there is none.
///
/// There are three kinds of evidence, and the one that comes first decides:
///
/// - private-use characters of GB/T 20542 or 22238, in a text that has Tibetan letters besides or no letters of another
///   script (icons of web pages have the same code points and stand in Chinese text);
/// - a Chinese character before U+FE3D or U+FE40, which are brackets of vertical text and stand where 同元 and 班智达
///   have tsheg and shad, when more of them open than close or close than open;
/// - Chinese characters in a row of which half, and two at least, or a quarter, and four at least, are rare: neither in
///   通用规范汉字表, which has the characters of names, nor traditional spellings of its characters.
///
/// Fonts on Latin letters leave nothing to see in a text, and neither does a single syllable of 班智达, which is
/// everyday Chinese characters: [`super::font`] is the way for those. Runs in linear time.
///
/// ```
/// use text::bo::legacy::{Encoding, recognise};
/// assert_eq!(recognise("囊谦县人民法院"), None);
/// let found = recognise("ལག་\u{f3a1}་").unwrap();
/// assert_eq!((found.encoding, found.start..found.end), (Encoding::Gbt20542A, 9..12));
/// ```
pub fn recognise(text: &str) -> Option<Finding> {
    let (first_private, first_chinese) = (private_use(text), chinese_codes(text));
    let first = match (first_private, first_chinese) {
        (Some(private), Some(chinese)) if chinese.range.start < private.range.start => chinese,
        (private, chinese) => private.or(chinese)?,
    };
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    Some(Finding {
        encoding: first.encoding,
        start: first.range.start,
        end: first.range.end,
        // Counts of characters are far below 2^52, where f64 is exact.
        share: first.characters as f64 / all.max(1) as f64,
        way_out: first.encoding.way_out(),
    })
}

/// Evidence of one kind in a text.
pub(super) struct Evidence {
    pub(super) encoding: Encoding,
    /// The bytes of the first of it.
    pub(super) range: Range<usize>,
    /// The characters of all of it.
    pub(super) characters: usize,
}

/// Finds characters of the two extension sets.
fn private_use(text: &str) -> Option<Evidence> {
    let mut has_tibetan = false;
    let mut has_others = false;
    let mut first: Option<(Encoding, Range<usize>)> = None;
    let (mut characters, mut open, mut only_last) = (0_usize, false, true);
    for (at, c) in text.char_indices() {
        let Some(encoding) = extension_set(c) else {
            has_tibetan |= Script::of(c) == Script::Tibetan;
            has_others |= matches!(Script::of(c), Script::Han | Script::Latin);
            open = false;
            continue;
        };
        characters += 1;
        only_last &= c == '\u{f8ff}';
        match &mut first {
            None => {
                first = Some((encoding, at..at + c.len_utf8()));
                open = true;
            }
            Some((found, range)) if open && *found == encoding => range.end = at + c.len_utf8(),
            Some(_) => open = false,
        }
    }
    let (encoding, range) = first?;
    // U+F8FF alone is the sign of a computer maker in many fonts.
    let is_evidence = (has_tibetan || !has_others) && !only_last;
    is_evidence.then_some(Evidence {
        encoding,
        range,
        characters,
    })
}

fn extension_set(c: char) -> Option<Encoding> {
    match c {
        '\u{f300}'..='\u{f8ff}' => Some(Encoding::Gbt20542A),
        '\u{f0000}'..='\u{f1645}' => Some(Encoding::Gbt22238B),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(Encoding, &str)>) {
        let found = recognise(text);
        let evidence = found
            .as_ref()
            .map(|found| (found.encoding, &text[found.start..found.end]));
        assert_eq!(evidence, expect, "{text}");
        assert!(
            found.is_none_or(|found| found.share > 0.0 && found.share <= 1.0),
            "{text}"
        );
    }

    #[test]
    fn stacks_of_the_extension_sets_are_found_where_tibetan_is_written() {
        use Encoding::{Gbt20542A, Gbt22238B};
        check("\u{f300}\u{f312}", Some((Gbt20542A, "\u{f300}\u{f312}")));
        check("\u{f3a1}", Some((Gbt20542A, "\u{f3a1}")));
        check("ལག་\u{f3a1}་\u{f3a2}", Some((Gbt20542A, "\u{f3a1}")));
        check(
            "取保候审 ལ་\u{f3a1}\u{f8ff}ས",
            Some((Gbt20542A, "\u{f3a1}\u{f8ff}")),
        );
        check("\u{f1645}\u{f300}", Some((Gbt22238B, "\u{f1645}")));
    }

    #[test]
    fn private_use_characters_for_other_things_are_not() {
        for text in [
            "\u{f8ff}",
            "\u{f3a1} 刑法",
            "tel \u{f3cd}",
            "\u{e000}",
            "\u{f2ff}\u{f1646}",
            "\u{100000}",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn the_share_counts_characters_that_are_not_white_space() {
        let share = |text| recognise(text).map(|found| found.share);
        assert_eq!(share("丂丄 丅丆"), Some(1.0));
        assert_eq!(share("\u{f3a1}་ \u{f3a2}་"), Some(0.5));
        assert_eq!(share("法院：坝︽拜"), Some(2.0 / 6.0));
    }
}
