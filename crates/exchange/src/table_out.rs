//! A small table as a workbook of one sheet: headings fixed at the top, every cell plain text.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::FileError;
use crate::table::MAX_CELL_CHARS;

/// Returns a workbook with the sheet `name` (at most 31 characters, none of `[]:*?/\`), one row of `headings` and then
/// `rows`. No cell is a formula, whatever it begins with; a cell is cut to what a workbook can hold. The same table gives
/// the same bytes.
///
/// # Errors
/// [`FileError::Unwritable`] if there are more rows than a sheet has, or the name is none.
pub fn workbook(name: &str, headings: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, FileError> {
    make(name, headings, rows).map_err(|error| FileError::Unwritable(error.to_string()))
}

fn make(name: &str, headings: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let page = book.add_worksheet();
    page.set_name(name)?;
    page.set_freeze_panes(1, 0)?;
    for (heading, column) in headings.iter().zip(0..) {
        page.write_string(0, column, *heading)?;
    }
    for (row, line) in rows.iter().zip(1..) {
        for (cell, column) in row.iter().zip(0..).filter(|(cell, _)| !cell.is_empty()) {
            let cut: String = cell.chars().take(MAX_CELL_CHARS).collect();
            page.write_string(line, column, cut)?;
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn every_cell_is_text_and_reads_back() {
        let rows = [
            vec!["c-000001".to_owned(), "=1+1".to_owned(), "ཁྲིམས་ཁང".to_owned()],
            vec!["c-000002".to_owned(), String::new(), "長".repeat(40_000)],
        ];
        let bytes = workbook("版次比较", &["编号", "汉文", "藏文"], &rows).unwrap();
        assert_eq!(
            bytes,
            workbook("版次比较", &["编号", "汉文", "藏文"], &rows).unwrap()
        );
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let page = book.worksheet_range("版次比较").unwrap();
        let cell = |row, column| page.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(
            (cell(0, 1), cell(1, 1), cell(1, 2)),
            (text("汉文"), text("=1+1"), text("ཁྲིམས་ཁང"))
        );
        assert_eq!(
            (cell(2, 1), cell(2, 2)),
            (Data::Empty, text(&"長".repeat(MAX_CELL_CHARS)))
        );
        assert!(book.worksheet_formula("版次比较").unwrap().is_empty());
        assert!(workbook("a/b", &[], &[]).is_err());
    }
}
