//! Writing back the rows that could not be used, so that the file can be corrected and imported again.
//!
//! The file has the format of the one it came from, the same header, and the reasons first. Reading it again passes
//! over the reasons.

mod delimited;
mod json_lines;
mod tbx;
mod workbook;

use crate::columns::{REASON_HEADING, fold_heading};
use crate::glossary::Rejection;
use crate::{FileError, Format, Language, SheetSummary};

/// Returns a file in `format` with the rows of `rejections` under the headers of `sheets`, the reasons in `language`.
///
/// `rejections` name their sheets by index; rows of sheets that are not there are left out. Rows keep their order.
///
/// # Errors
/// [`FileError::Unwritable`] if a workbook cannot be made.
pub fn write(
    format: Format,
    sheets: &[SheetSummary],
    rejections: &[Rejection],
    language: Language,
) -> Result<Vec<u8>, FileError> {
    match format {
        // The byte order mark makes spreadsheet programs read the file as UTF-8.
        Format::Csv => Ok(delimited::write(b',', "\u{feff}", sheets, rejections, language)),
        Format::Tsv => Ok(delimited::write(b'\t', "", sheets, rejections, language)),
        Format::Xlsx => workbook::write(sheets, rejections, language),
        Format::Jsonl => Ok(json_lines::write(rejections, language)),
        Format::Tbx => Ok(tbx::write(sheets, rejections, language)),
    }
}

/// Returns all that is wrong with a row, in one text.
fn reasons(rejection: &Rejection, language: Language) -> String {
    let separator = match language {
        Language::En => "; ",
        Language::Zh => "；",
    };
    rejection.reasons(language).collect::<Vec<_>>().join(separator)
}

/// Returns the sheet's header with the heading of the reasons before it.
fn headings(sheet: &SheetSummary) -> impl Iterator<Item = &str> {
    std::iter::once(REASON_HEADING).chain(without_reason(sheet, &sheet.header))
}

/// Returns the row's cells under that header, the reasons first.
fn cells<'a>(
    sheet: &'a SheetSummary,
    rejection: &'a Rejection,
    language: Language,
) -> impl Iterator<Item = std::borrow::Cow<'a, str>> {
    std::iter::once(reasons(rejection, language).into())
        .chain(without_reason(sheet, &rejection.raw).map(Into::into))
}

/// Leaves out the column of reasons that the file brought from an earlier round.
fn without_reason<'a>(sheet: &'a SheetSummary, cells: &'a [String]) -> impl Iterator<Item = &'a str> {
    let reason = sheet
        .header
        .iter()
        .position(|heading| fold_heading(heading) == fold_heading(REASON_HEADING));
    cells
        .iter()
        .enumerate()
        .filter(move |(index, _)| Some(*index) != reason)
        .map(|(_, cell)| cell.as_str())
}
