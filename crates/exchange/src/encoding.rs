//! From the bytes of a text file to its text: UTF-8, GB18030, or UTF-16 with its mark, and nothing by guess.

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::issue::Fault;
use crate::{Extent, Issue, Place, codes};

/// A text and the encoding it was in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    pub encoding: &'static str,
    pub text: Cow<'a, str>,
}

/// Bytes that are no text, with the first place that shows it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Undecodable {
    offset_bytes: usize,
    line: u32,
    /// The encoding that the rest of the file speaks for.
    likely: &'static str,
    /// The offending bytes in hexadecimal.
    bytes: String,
}

impl Undecodable {
    pub(crate) fn into_issue(self, file: &Arc<str>) -> Issue {
        let Self {
            offset_bytes,
            line,
            likely,
            bytes,
        } = self;
        let wrong = (
            format!("at byte {offset_bytes} is not {likely}"),
            format!(
                "（第 {offset_bytes} 字节）不是 {}",
                likely.replace(" or ", " 或 ")
            ),
        );
        let hint = (
            "save the file again as UTF-8; if it comes from Excel, as «CSV UTF-8»",
            "请把文件另存为 UTF-8；Excel 文件请另存为“CSV UTF-8”",
        );
        let place = Place::of_sheet(file, None).on_line(line);
        Issue::new(
            place,
            None,
            &bytes,
            Fault::new(codes::BAD_ENCODING, wrong, hint),
            Extent::Sheet,
        )
    }
}

/// Returns the text of `bytes`, without a byte order mark. No character is ever replaced.
///
/// UTF-8 is tried first: no sizeable text of another encoding is valid UTF-8 by chance. A file that is UTF-8 in part is
/// refused and not taken for GB18030, in which nearly every sequence of bytes means something.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    for (mark, encoding) in [(&[0xff, 0xfe], UTF_16LE), (&[0xfe, 0xff], UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return strictly(encoding, rest).ok_or_else(|| utf16_fault(rest, encoding));
        }
    }
    let unmarked = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]);
    match (std::str::from_utf8(unmarked.unwrap_or(bytes)), unmarked) {
        (Ok(text), _) => Ok(Decoded {
            encoding: "UTF-8",
            text: text.into(),
        }),
        (Err(_), None) if !has_utf8(bytes) => {
            strictly(GB18030, bytes).ok_or_else(|| first_fault(bytes, "UTF-8 or GB18030"))
        }
        (Err(_), _) => Err(first_fault(bytes, "UTF-8")),
    }
}

/// Returns the text of an XML file, which may be UTF-16 without a mark: its first character is `<` (XML 1.0, appendix F).
pub(crate) fn decode_xml(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => return decode(bytes),
    };
    strictly(encoding, bytes).ok_or_else(|| utf16_fault(bytes, encoding))
}

fn strictly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Decoded<'a>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded {
        encoding: encoding.name_str(),
        text,
    })
}

/// Tells whether UTF-8 is in it, whole or in part, so that reading it as GB18030 would make nonsense of that part.
///
/// Only sequences of three or four bytes are looked at: many Chinese words in GB18030 look like sequences of two. In a file
/// of GB18030 about one in three hundred characters begins what could be such a sequence, and a line of four of them and of
/// nothing that is wrong comes about once in a hundred million lines.
fn has_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += long_characters(chunk.valid());
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    if right.saturating_mul(4) > wrong {
        return true;
    }
    let lines = bytes.split(|byte| *byte == b'\n');
    let mut texts = lines.filter_map(|line| std::str::from_utf8(line).ok());
    texts.any(|line| long_characters(line) >= 4)
}

fn long_characters(text: &str) -> usize {
    text.chars().filter(|c| c.len_utf8() >= 3).count()
}

fn first_fault(bytes: &[u8], likely: &'static str) -> Undecodable {
    let offset_bytes = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    let wrong = bytes.get(offset_bytes..).unwrap_or_default().iter().take(4);
    let hex: Vec<String> = wrong.map(|b| format!("{b:02X}")).collect();
    Undecodable {
        offset_bytes,
        line: line_at(bytes, offset_bytes),
        likely,
        bytes: hex.join(" "),
    }
}

/// Finds the first unit that is half of a pair, or the odd byte at the end. `rest` is what follows the mark.
fn utf16_fault(rest: &[u8], encoding: &'static Encoding) -> Undecodable {
    let unit = |pair: &[u8]| match pair {
        [a, b] if encoding == UTF_16LE => u16::from_le_bytes([*a, *b]),
        [a, b] => u16::from_be_bytes([*a, *b]),
        _ => 0,
    };
    let (mut good_bytes, mut line) = (0, 1);
    for c in char::decode_utf16(rest.chunks_exact(2).map(unit)) {
        let Ok(c) = c else { break };
        good_bytes += c.len_utf16() * 2;
        line += u32::from(c == '\n');
    }
    let hex: Vec<String> = rest
        .get(good_bytes..)
        .unwrap_or_default()
        .iter()
        .take(2)
        .map(|b| format!("{b:02X}"))
        .collect();
    Undecodable {
        offset_bytes: good_bytes + 2,
        line,
        likely: encoding.name_str(),
        bytes: hex.join(" "),
    }
}

fn line_at(bytes: &[u8], offset_bytes: usize) -> u32 {
    let breaks = bytes
        .get(..offset_bytes)
        .unwrap_or_default()
        .iter()
        .filter(|b| **b == b'\n')
        .count();
    u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
}

/// The name as people know it.
trait NameStr {
    fn name_str(&'static self) -> &'static str;
}

impl NameStr for Encoding {
    fn name_str(&'static self) -> &'static str {
        if self == GB18030 { "GB18030" } else { self.name() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "汉文,藏文\n法院,ཁྲིམས་ཁང་\n";

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(unit)
            .collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        for (encoding, bytes) in [
            ("UTF-8", TEXT.as_bytes().to_vec()),
            ("UTF-8", [b"\xef\xbb\xbf", TEXT.as_bytes()].concat()),
            ("GB18030", GB18030.encode(TEXT).0.into_owned()),
            ("UTF-16LE", utf16(TEXT, u16::to_le_bytes)),
            ("UTF-16BE", utf16(TEXT, u16::to_be_bytes)),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.encoding, &*decoded.text), (encoding, TEXT));
        }
    }

    #[test]
    fn what_is_no_text_says_where() {
        let gb = GB18030.encode(TEXT).0.into_owned();
        for (bytes, message) in [
            (
                [TEXT.as_bytes(), b"\xe6\xb3"].concat(),
                "a.csv:3: `E6 B3` at byte 49 is not UTF-8 (hint: save the file again as UTF-8; if it comes from Excel, as «CSV UTF-8»)",
            ),
            (
                [&gb[..], b"\n\xff\xff"].concat(),
                "a.csv:1: `BA BA CE C4` at byte 0 is not UTF-8 or GB18030 ",
            ),
            (
                [b"\xef\xbb\xbf", &gb[..]].concat(),
                "a.csv:1: `BA BA CE C4` at byte 3 is not UTF-8 ",
            ),
            (
                b"\xff\xfea\0\n\0\x00\xd8".to_vec(),
                "a.csv:2: `00 D8` at byte 6 is not UTF-16LE ",
            ),
            (
                b"\xfe\xff\0a\0".to_vec(),
                "a.csv:1: `00` at byte 4 is not UTF-16BE ",
            ),
        ] {
            let issue = decode(&bytes).unwrap_err().into_issue(&"a.csv".into());
            assert!(issue.message.starts_with(message), "{}", issue.message);
            assert_eq!((issue.code, issue.extent), (codes::BAD_ENCODING, Extent::Sheet));
        }
    }

    #[test]
    fn xml_in_utf_16_needs_no_mark() {
        for (encoding, unit) in [
            ("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]),
            ("UTF-16BE", u16::to_be_bytes),
        ] {
            let marked = utf16("<法院/>", unit);
            for bytes in [&marked[..], &marked[2..]] {
                let decoded = decode_xml(bytes).unwrap();
                assert_eq!((decoded.encoding, &*decoded.text), (encoding, "<法院/>"));
            }
            assert!(decode_xml(&marked[2..marked.len() - 1]).is_err());
        }
        assert_eq!(decode_xml(b"<a/>").unwrap().encoding, "UTF-8");
    }

    #[test]
    fn a_damaged_utf_8_file_is_not_taken_for_gb18030() {
        let mut bytes = TEXT.repeat(3).into_bytes();
        // Every pair of bytes of this file is valid GB18030 once the stray byte is in, and would read as nonsense.
        bytes.insert(0, 0xe6);
        assert!(decode(&bytes).is_err());
    }

    #[test]
    fn a_file_of_two_encodings_is_refused_however_much_there_is_of_each() {
        let gb = |text: &str| GB18030.encode(text).0.into_owned();
        let many = "刑法,监视居住\n".repeat(200);
        for mixed in [
            [
                b"zh\n\xe5\x8f\x96\xe4\xbf\x9d\n".to_vec(),
                gb("刑法\n"),
                "监视居住\n".as_bytes().to_vec(),
            ]
            .concat(),
            [gb(&many), "取保候审\n".as_bytes().to_vec()].concat(),
            ["取保候审\n".as_bytes().to_vec(), gb(&many)].concat(),
            [many.as_bytes().to_vec(), gb("取保候审\n")].concat(),
        ] {
            let refused = decode(&mixed).unwrap_err();
            assert_eq!(refused.likely, "UTF-8", "{refused:?}");
        }
        assert_eq!(decode(&gb(&many)).unwrap().encoding, "GB18030");
    }

    #[test]
    fn an_empty_file_is_an_empty_text() {
        for bytes in [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe"] {
            assert_eq!(decode(bytes).unwrap().text, "");
        }
    }
}
