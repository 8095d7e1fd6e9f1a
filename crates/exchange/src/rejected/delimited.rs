//! Rejected rows as CSV or TSV, safe to open in a spreadsheet program.

use super::{cells, headings};
use crate::delimited::shield;
use crate::glossary::Rejection;
use crate::{Language, SheetSummary};

/// Returns the rows under the header of the first sheet; a text file has one sheet.
pub(super) fn write(
    delimiter: u8,
    mark: &str,
    sheets: &[SheetSummary],
    rejections: &[Rejection],
    language: Language,
) -> Vec<u8> {
    let mut bytes = mark.as_bytes().to_vec();
    let Some(sheet) = sheets.first() else { return bytes };
    {
        let mut writer = csv::WriterBuilder::new();
        let mut writer = writer.delimiter(delimiter).flexible(true).from_writer(&mut bytes);
        let rows = rejections.iter().filter(|rejection| rejection.sheet == 0);
        // Writing to memory cannot fail, and rows may differ in width.
        let _ = writer.write_record(headings(sheet).map(|heading| shield(heading.into()).into_owned()));
        for rejection in rows {
            let _ =
                writer.write_record(cells(sheet, rejection, language).map(|cell| shield(cell).into_owned()));
        }
        let _ = writer.flush();
    }
    bytes
}
