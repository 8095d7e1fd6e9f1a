//! Rejected rows as CSV or TSV, safe to open in a spreadsheet program.

use std::borrow::Cow;

use super::{cells, headings};
use crate::glossary::Rejection;
use crate::table::FORMULA_STARTS;
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

/// Puts an apostrophe before a cell that a spreadsheet program would take for a formula. Reading takes it off again,
/// so a cell that has apostrophes before such a character gets one more.
fn shield(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.trim_start_matches('\'').starts_with(FORMULA_STARTS) {
        format!("'{cell}").into()
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_cannot_hide_in_a_cell() {
        for (cell, written) in [
            ("=cmd()", "'=cmd()"),
            ("＝1", "'＝1"),
            ("-5", "'-5"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'a", "'a"),
            ("法院", "法院"),
            ("", ""),
        ] {
            assert_eq!(shield(cell.into()), written);
        }
    }
}
