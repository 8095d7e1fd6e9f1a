//! Writing of sheets in the columns that our own reading knows: CSV, TSV and workbooks.
//!
//! A concept is a row. Forms that a row has no place for, because they are of another region, register or status, stand in
//! rows of their own right below it, with the same id. What a row says is true of each of its forms, so that importing the
//! file into the glossary it came from changes nothing; what would not be is left out and told.

mod carried;
mod forms;
mod office_parts;
mod rows;
mod workbook;

use std::io;

pub(crate) use self::office_parts::push_text;

use self::rows::HEADINGS;
use crate::delimited::shield;
use crate::{ExportError, ExportHeader, ExportReport, Exported, Reason};

/// The sheets there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Values separated by commas, in UTF-8 with a byte order mark, without which Excel takes it for something else.
    Csv,
    /// Values separated by TAB, in UTF-8.
    Tsv,
    /// A workbook of Excel 2007 or later.
    Xlsx,
}

/// Writes `concepts` to `out`, in their order.
///
/// Holds one concept at a time. In text formats a cell that a spreadsheet program would take for a formula begins with
/// an apostrophe, which our own reading takes off again; the cells of a workbook are marked as text.
///
/// # Errors
/// As soon as `out` takes nothing more or a concept cannot be had; what is written by then is no whole file.
pub fn write<E>(
    out: &mut dyn io::Write,
    format: SheetFormat,
    header: &ExportHeader,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<ExportReport, ExportError<E>> {
    let mut report = match format {
        SheetFormat::Csv => {
            // The byte order mark makes spreadsheet programs read the file as UTF-8.
            out.write_all("\u{feff}".as_bytes())?;
            delimited(out, b',', concepts)?
        }
        SheetFormat::Tsv => delimited(out, b'\t', concepts)?,
        SheetFormat::Xlsx => return workbook::write(out, header, concepts),
    };
    report.leave_out("seq", NO_HEADER);
    Ok(report)
}

const NO_HEADER: Reason = Reason {
    en: "a sheet of text has no place for what it was made from",
    zh: "文本表格没有位置写明导出时的库状态",
};

fn delimited<E>(
    out: &mut dyn io::Write,
    delimiter: u8,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<ExportReport, ExportError<E>> {
    let mut report = ExportReport::default();
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    writer.write_record(HEADINGS.iter()).map_err(output)?;
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        let rows = rows::rows(&exported, &mut report);
        report.concepts += usize::from(!rows.is_empty());
        for row in rows {
            for cell in row.cells {
                writer.write_field(shield(cell).as_bytes()).map_err(output)?;
            }
            writer.write_record(None::<&[u8]>).map_err(output)?;
        }
    }
    writer.flush()?;
    Ok(report)
}

fn output(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
