//! Rejected entries as TBX: under the beginning of their file, each with its reasons in a comment, which is passed over.

use super::reasons;
use crate::glossary::Rejection;
use crate::{Language, SheetSummary};

/// The beginning and end where the file's own were too long to be kept.
const PROLOG: &str =
    "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"zh\" xmlns=\"urn:iso:std:iso:30042:ed-2\"><text><body>";
const EPILOG: &str = "</body></text></tbx>";

pub(super) fn write(sheets: &[SheetSummary], rejections: &[Rejection], language: Language) -> Vec<u8> {
    let header = sheets.first().map_or(&[][..], |sheet| &sheet.header);
    let (prolog, epilog) = match header {
        [prolog, epilog] => (prolog.as_str(), epilog.as_str()),
        _ => (PROLOG, EPILOG),
    };
    let mut file = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    file.push_str(prolog.trim_end());
    for rejection in rejections {
        let entry = rejection.raw.first().map_or("", String::as_str);
        file.push_str(&format!(
            "\n<!-- {} -->\n{entry}",
            as_comment(&reasons(rejection, language))
        ));
    }
    file.push('\n');
    file.push_str(epilog);
    file.push('\n');
    file.into_bytes()
}

/// A comment cannot hold two hyphens in a row.
fn as_comment(text: &str) -> String {
    let mut comment = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '-' && comment.ends_with('-') {
            comment.push(' ');
        }
        comment.push(c);
    }
    comment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_holds_no_two_hyphens() {
        for (text, comment) in [("a", "a"), ("--x", "- -x"), ("---", "- - -"), ("a-b", "a-b")] {
            assert_eq!(as_comment(text), comment);
        }
    }
}
