//! What has to be known of a sheet of a workbook beside its cells, found without taking it apart a second time: which cells
//! are merged, and whether there are formulas.
//!
//! The library reads all of a sheet anew to find the merged areas at its end, which takes as long as reading its cells, and
//! looks at each cell for longer where it has to tell of formulas. Here the bytes are only looked through. What is unusual in
//! an archive is left to the library.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use calamine::Dimensions;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Parts that name sheets are small; what is larger is not looked through.
const MAX_NAMES_BYTES: u64 = 4 << 20;
/// How much is unpacked at a time.
const CHUNK_BYTES: usize = 64 << 10;
/// The longest tag that is looked at.
const MAX_TAG_BYTES: usize = 1 << 20;
/// More areas than the rows that are read could make use of.
const MAX_AREAS: usize = 1 << 20;
const TAG: &[u8] = b"mergeCell";

/// What was seen of a sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The merged areas, in the order of the file.
    pub merged: Vec<Dimensions>,
    /// Whether a cell has a formula.
    pub has_formulas: bool,
}

/// The archive of a workbook with the parts of its sheets by name.
pub(crate) struct SheetParts<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    parts: HashMap<String, String>,
}

impl<'b> SheetParts<'b> {
    /// Opens the archive; `None` if the parts of its sheets are not found in the usual way.
    pub(crate) fn open(bytes: &'b [u8]) -> Option<Self> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut targets = HashMap::new();
        each_tag(
            &text(&mut zip, "xl/_rels/workbook.xml.rels")?,
            "Relationship",
            |tag| {
                let (id, target) = (attribute(tag, "Id")?, attribute(tag, "Target")?);
                let path = match target.strip_prefix('/') {
                    Some(path) => path.to_owned(),
                    None => format!("xl/{target}"),
                };
                targets.insert(id, path);
                Some(())
            },
        )?;
        let mut parts = HashMap::new();
        each_tag(&text(&mut zip, "xl/workbook.xml")?, "sheet", |tag| {
            let part = targets.get(&attribute(tag, "r:id")?)?;
            parts.insert(attribute(tag, "name")?, part.clone());
            Some(())
        })?;
        Some(Self { zip, parts })
    }

    /// Looks through the sheet with this name; `None` if something in it is unusual.
    pub(crate) fn look_through(&mut self, sheet: &str) -> Option<Seen> {
        let mut part = self.zip.by_name(self.parts.get(sheet)?).ok()?;
        let (mut seen, mut unread) = (Seen::default(), Vec::new());
        let mut chunk = vec![0_u8; CHUNK_BYTES];
        loop {
            let length = part.read(&mut chunk).ok()?;
            if length == 0 {
                return Some(seen);
            }
            unread.extend_from_slice(chunk.get(..length)?);
            // A tag that is cut off waits for the rest.
            let whole = unread
                .iter()
                .rposition(|byte| *byte == b'>')
                .map_or(0, |end| end + 1);
            look_through(unread.get(..whole)?, &mut seen)?;
            unread.drain(..whole);
            if unread.len() > MAX_TAG_BYTES || seen.merged.len() > MAX_AREAS {
                return None;
            }
        }
    }
}

fn look_through(bytes: &[u8], seen: &mut Seen) -> Option<()> {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'm' | b'f')) {
        let begins = at.checked_sub(1).and_then(|before| rest.get(before));
        let tag = rest.get(at..)?;
        rest = tag.get(1..)?;
        if !matches!(begins, Some(b'<' | b':')) {
            continue;
        }
        if let [b'f', b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t', ..] = tag {
            seen.has_formulas = true;
            continue;
        }
        let after = tag.strip_prefix(TAG);
        let Some(after) = after.filter(|after| after.first().is_some_and(u8::is_ascii_whitespace)) else {
            continue;
        };
        let end = after.iter().position(|byte| *byte == b'>')?;
        let tag = std::str::from_utf8(after.get(..end)?).ok()?;
        let range = tag.split("ref=").nth(1)?.trim_start_matches(['"', '\'']);
        let range = range.split(['"', '\'']).next()?;
        let (from, to) = range.split_once(':').unwrap_or((range, range));
        seen.merged.push(Dimensions::new(cell(from)?, cell(to)?));
    }
    Some(())
}

/// Reads `C7` as row and column, from 0.
fn cell(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).count();
    let (column, row) = reference.split_at_checked(letters)?;
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = column
        .bytes()
        .fold(0, |number, letter| number * 26 + u32::from(letter - b'A') + 1);
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

fn text(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    let part = zip.by_name(name).ok()?;
    part.take(MAX_NAMES_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Calls `take` with each tag of this name; `None` if the XML is wrong or `take` finds what it does not know.
fn each_tag(xml: &str, name: &str, mut take: impl FnMut(&BytesStart<'_>) -> Option<()>) -> Option<()> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == name => take(&tag)?,
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)?;
    quick_xml::escape::unescape(&found.value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{Format, Workbook};

    fn book(names: &[&str]) -> Vec<u8> {
        let mut book = Workbook::new();
        for (name, n) in names.iter().zip(0_u32..) {
            let page = book.add_worksheet();
            page.set_name(*name).unwrap();
            page.write_string(0, 0, "mergeCell ref=\"A1:B2\"").unwrap();
            for row in 0..20_000 {
                page.write_string(row + 1, 0, "玉树市人民法院").unwrap();
            }
            if n == 2 {
                page.write_formula(1, 5, "=A1").unwrap();
            }
            if n > 0 {
                page.merge_range(n, 1, n + 3, 27, "x", &Format::new()).unwrap();
                page.merge_range(30, 2, 30, 3, "y", &Format::new()).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn what_is_seen_is_what_the_library_finds() {
        let names = ["没有", "第11期 & <其他>", "c"];
        let bytes = book(&names);
        let mut parts = SheetParts::open(&bytes).unwrap();
        let mut library: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(&bytes[..])).unwrap();
        for (name, count) in names.iter().zip([0, 2, 2]) {
            let seen = parts.look_through(name).unwrap();
            assert_eq!(seen.merged, library.merge_cells_by_sheet_name(name).unwrap());
            assert_eq!((seen.merged.len(), seen.has_formulas), (count, *name == "c"));
        }
        assert!(parts.look_through("d").is_none() && SheetParts::open(b"PK").is_none());
    }

    #[test]
    fn a_tag_with_a_prefix_is_seen_and_one_that_lies_is_left_to_the_library() {
        let mut seen = Seen::default();
        let xml = b"<a><x:mergeCell ref='B2:C3'/><mergeCells count=\"1\"><mergeCell ref=\"A1\"/><font/>f>";
        assert_eq!(look_through(xml, &mut seen), Some(()));
        let merged = vec![Dimensions::new((1, 1), (2, 2)), Dimensions::new((0, 0), (0, 0))];
        assert_eq!(
            seen,
            Seen {
                merged,
                has_formulas: false
            }
        );
        for formula in [&b"<f>A1</f>"[..], b"<x:f t=\"shared\"/>", b"<f/>"] {
            let mut seen = Seen::default();
            assert_eq!(
                (look_through(formula, &mut seen), seen.has_formulas),
                (Some(()), true)
            );
        }
        for wrong in [
            &b"<mergeCell ref=\"1\"/>"[..],
            b"<mergeCell rf=\"A1\"/>",
            b"<mergeCell ref=\"A0\"/>",
            b"<mergeCell ref=\"ABCDE1\"/>",
        ] {
            assert_eq!(look_through(wrong, &mut Seen::default()), None);
        }
    }
}
