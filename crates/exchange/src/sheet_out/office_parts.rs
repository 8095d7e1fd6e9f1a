//! The parts of a workbook (ECMA-376, `SpreadsheetML`), written one row at a time, so that one of any length needs no memory.
//!
//! The library that makes workbooks elsewhere holds all cells until the end, or writes them to files of its own; a text that
//! stands in its cell, and not in a table of shared ones, has neither.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::place::column_letters;

/// How much of a page is gathered before it is compressed.
const BUFFER_BYTES: usize = 32 << 10;

/// A workbook in the making.
pub(super) struct OfficeFile<'o> {
    /// Goes before the archive does.
    unfinished: Unfinished,
    zip: ZipWriter<StreamWriter<Gate<'o>>>,
    pages: usize,
    xml: String,
}

/// Closes the gate when it goes: an archive that is let go of would otherwise be given an end, as if it were whole.
struct Unfinished(Rc<Cell<bool>>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// Where the file goes, until it takes nothing more or nobody goes on.
struct Gate<'o> {
    out: &'o mut dyn Write,
    is_closed: Rc<Cell<bool>>,
}

impl Gate<'_> {
    fn note<T>(&self, outcome: io::Result<T>) -> io::Result<T> {
        let is_final = |error: &io::Error| error.kind() != io::ErrorKind::Interrupted;
        self.is_closed.set(outcome.as_ref().is_err_and(is_final));
        outcome
    }
}

impl Write for Gate<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed.get() {
            return Ok(bytes.len());
        }
        let outcome = self.out.write(bytes);
        self.note(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed.get() {
            return Ok(());
        }
        let outcome = self.out.flush();
        self.note(outcome)
    }
}

/// A page in the making.
pub(super) struct Page {
    rows: usize,
}

impl Page {
    /// Returns how many rows it has, that of the headings included.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }
}

impl<'o> OfficeFile<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        let is_closed = Rc::new(Cell::new(false));
        let gate = Gate {
            out,
            is_closed: Rc::clone(&is_closed),
        };
        Self {
            unfinished: Unfinished(is_closed),
            zip: ZipWriter::new_stream(gate),
            pages: 0,
            xml: String::new(),
        }
    }

    /// Begins a page whose first row stays in sight.
    pub(super) fn begin_page(&mut self) -> io::Result<Page> {
        self.pages += 1;
        self.begin_part(&format!("xl/worksheets/sheet{}.xml", self.pages))?;
        self.xml.push_str(&format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" \
             topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData>"
        ));
        Ok(Page { rows: 0 })
    }

    /// Writes a row of texts; where one is empty, there is no cell.
    pub(super) fn row<'c>(
        &mut self,
        page: &mut Page,
        cells: impl Iterator<Item = &'c str>,
    ) -> io::Result<()> {
        page.rows += 1;
        let number = page.rows.to_string();
        self.xml.push_str("<row r=\"");
        self.xml.push_str(&number);
        self.xml.push_str("\">");
        for (column, text) in cells.enumerate().filter(|(_, text)| !text.is_empty()) {
            self.xml.push_str("<c r=\"");
            self.xml.push_str(&column_letters(column));
            self.xml.push_str(&number);
            self.xml
                .push_str("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            push_text(&mut self.xml, text);
            self.xml.push_str("</t></is></c>");
        }
        self.xml.push_str("</row>");
        if self.xml.len() >= BUFFER_BYTES {
            self.pour()?;
        }
        Ok(())
    }

    pub(super) fn end_page(&mut self, _: Page) -> io::Result<()> {
        self.xml.push_str("</sheetData></worksheet>");
        self.pour()
    }

    /// Writes the parts that name the pages, and `about` as the comment among the properties.
    pub(super) fn finish(mut self, about: &str) -> io::Result<()> {
        let mut comment = String::new();
        push_text(&mut comment, about);
        let each = |part: fn(usize) -> String| (1..=self.pages).map(part).collect::<String>();
        let parts = [
            ("xl/workbook.xml", workbook(&each(sheet))),
            (
                "xl/_rels/workbook.xml.rels",
                relationships(&each(sheet_relationship)),
            ),
            ("docProps/core.xml", properties(&comment)),
            ("_rels/.rels", relationships(PACKAGE_RELATIONSHIPS)),
            ("[Content_Types].xml", content_types(&each(sheet_type))),
        ];
        for (name, xml) in parts {
            self.begin_part(name)?;
            self.xml.push_str(DECLARATION);
            self.xml.push_str(&xml);
            self.pour()?;
        }
        let Self { unfinished, zip, .. } = self;
        zip.finish()?.into_inner().flush()?;
        drop(unfinished);
        Ok(())
    }

    fn begin_part(&mut self, name: &str) -> io::Result<()> {
        // A fixed time of making: the same glossary gives the same bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        Ok(self.zip.start_file(name, options)?)
    }

    fn pour(&mut self) -> io::Result<()> {
        self.zip.write_all(self.xml.as_bytes())?;
        self.xml.clear();
        Ok(())
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const PACKAGE_RELATIONSHIPS: &str = concat!(
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" ",
    "Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" ",
    "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" ",
    "Target=\"docProps/core.xml\"/>"
);

fn workbook(sheets: &str) -> String {
    format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>")
}

fn sheet(number: usize) -> String {
    format!("<sheet name=\"glossary {number}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>")
}

fn relationships(each: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{each}</Relationships>")
}

fn sheet_relationship(number: usize) -> String {
    format!(
        "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
    )
}

fn properties(comment: &str) -> String {
    format!(
        "<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:description>{comment}</dc:description></cp:coreProperties>"
    )
}

fn content_types(sheets: &str) -> String {
    const PARTS: &str = "application/vnd.openxmlformats-";
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"{PARTS}package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" \
         ContentType=\"{PARTS}officedocument.spreadsheetml.sheet.main+xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"{PARTS}package.core-properties+xml\"/>{sheets}</Types>"
    )
}

fn sheet_type(number: usize) -> String {
    format!(
        "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    )
}

/// Adds `text` to `xml` as a cell has it: a character that XML has no place for as `_x000B_`, and an underscore that would
/// begin such a notation as `_x005F_`.
pub(crate) fn push_text(xml: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '_' if is_notation(text.get(at..).unwrap_or_default()) => xml.push_str("_x005F_"),
            // A line feed and a tab stay; a reader of XML would make a line feed of a carriage return.
            '\t' | '\n' => xml.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push_str(&format!("_x{:04X}_", u32::from(c))),
            _ => xml.push(c),
        }
    }
}

/// Tells whether `text` begins with `_x`, four hexadecimal digits and `_`.
fn is_notation(text: &str) -> bool {
    match text.as_bytes() {
        [b'_', b'x', digits @ ..] if digits.len() >= 5 => {
            let (digits, rest) = digits.split_at(4);
            digits.iter().all(u8::is_ascii_hexdigit) && rest.first() == Some(&b'_')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_what_the_text_says() {
        for (text, written) in [
            ("法院 ཁྲིམས་ཁང", "法院 ཁྲིམས་ཁང"),
            ("a<b>&\"c\"", "a&lt;b&gt;&amp;\"c\""),
            ("a\n\tb", "a\n\tb"),
            ("a\rb\u{b}", "a_x000D_b_x000B_"),
            ("_x000D_ _x00G0_ _x000D", "_x005F_x000D_ _x00G0_ _x000D"),
        ] {
            let mut xml = String::new();
            push_text(&mut xml, text);
            assert_eq!(xml, written);
        }
    }
}
