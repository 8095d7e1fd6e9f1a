//! Rejected rows as a workbook: a sheet for each sheet that has some, all cells plain text.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{cells, headings};
use crate::glossary::Rejection;
use crate::table::MAX_CELL_CHARS;
use crate::{FileError, Language, SheetSummary};

pub(super) fn write(
    sheets: &[SheetSummary],
    rejections: &[Rejection],
    language: Language,
) -> Result<Vec<u8>, FileError> {
    make(sheets, rejections, language).map_err(|error| FileError::Unwritable(error.to_string()))
}

fn make(sheets: &[SheetSummary], rejections: &[Rejection], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed time of making: the same rows give the same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    for (index, sheet) in sheets.iter().enumerate() {
        let mut rows = rejections
            .iter()
            .filter(|rejection| rejection.sheet == index)
            .peekable();
        if rows.peek().is_none() {
            continue;
        }
        let page = book.add_worksheet();
        if let Some(name) = &sheet.name {
            page.set_name(name.as_ref())?;
        }
        for (heading, column) in headings(sheet).zip(0..) {
            page.write_string(0, column, cut(heading))?;
        }
        for (rejection, row) in rows.zip(1..) {
            for (cell, column) in cells(sheet, rejection, language)
                .zip(0..)
                .filter(|(cell, _)| !cell.is_empty())
            {
                page.write_string(row, column, cut(&cell))?;
            }
        }
    }
    book.save_to_buffer()
}

/// Returns as much of `cell` as a cell of a workbook can hold.
fn cut(cell: &str) -> &str {
    cell.char_indices()
        .nth(MAX_CELL_CHARS)
        .map_or(cell, |(end, _)| cell.get(..end).unwrap_or(cell))
}
