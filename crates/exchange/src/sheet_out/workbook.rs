//! A sheet as a workbook: every cell plain text, the headings fixed at the top, and what it was made from in its properties.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::rows::{self, HEADINGS};
use crate::table::MAX_ROWS;
use crate::{ExportError, ExportHeader, ExportReport, Exported};

pub(super) fn write<E>(
    out: &mut dyn io::Write,
    header: &ExportHeader,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<ExportReport, ExportError<E>> {
    let mut report = ExportReport::default();
    let mut book = Workbook::new();
    book.set_properties(&properties(header).map_err(output)?);
    let mut filled = 0;
    let mut page = begin(filled).map_err(output)?;
    let mut line = 1;
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        let rows = rows::rows(&exported, &mut report);
        report.concepts += usize::from(!rows.is_empty());
        for row in rows {
            if line as usize >= MAX_ROWS {
                filled += 1;
                book.push_worksheet(std::mem::replace(&mut page, begin(filled).map_err(output)?));
                line = 1;
            }
            for (cell, column) in row.cells.iter().zip(0..).filter(|(cell, _)| !cell.is_empty()) {
                page.write_string(line, column, cell.as_ref()).map_err(output)?;
            }
            line += 1;
        }
    }
    book.push_worksheet(page);
    out.write_all(&book.save_to_buffer().map_err(output)?)?;
    out.flush()?;
    Ok(report)
}

/// Begins the sheet after `filled` others.
fn begin(filled: usize) -> Result<Worksheet, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(format!("glossary {}", filled + 1))?;
    page.set_freeze_panes(1, 0)?;
    for (heading, column) in HEADINGS.iter().zip(0..) {
        page.write_string(0, column, *heading)?;
    }
    Ok(page)
}

fn properties(header: &ExportHeader) -> Result<DocProperties, XlsxError> {
    let ExportHeader {
        seq,
        edition,
        made_at,
        filter,
        batches: _,
    } = header;
    let edition = edition
        .map(|number| format!(" edition={number}"))
        .unwrap_or_default();
    let about = format!("shanjar seq={seq}{edition} made_at={made_at} filter={filter}");
    // A fixed time of making: the same glossary gives the same bytes.
    Ok(DocProperties::new()
        .set_comment(about)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

fn output(error: XlsxError) -> io::Error {
    io::Error::other(error.to_string())
}
