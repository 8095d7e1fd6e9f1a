//! A sheet as a workbook: every cell plain text, the headings fixed at the top, and what it was made from in its properties.

use std::io;

use super::office_parts::{OfficeFile, Page};
use super::rows::{self, HEADINGS};
use crate::table::MAX_ROWS;
use crate::{ExportError, ExportHeader, ExportReport, Exported};

pub(super) fn write<E>(
    out: &mut dyn io::Write,
    header: &ExportHeader,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<ExportReport, ExportError<E>> {
    let mut report = ExportReport::default();
    let mut file = OfficeFile::new(out);
    let mut page = begin(&mut file)?;
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        let rows = rows::rows(&exported, &mut report);
        report.concepts += usize::from(!rows.is_empty());
        for row in rows {
            if page.rows() >= MAX_ROWS {
                file.end_page(page)?;
                page = begin(&mut file)?;
            }
            file.row(&mut page, row.cells.iter().map(AsRef::as_ref))?;
        }
    }
    file.end_page(page)?;
    file.finish(&about(header))?;
    Ok(report)
}

/// Begins the next page with the headings.
fn begin(file: &mut OfficeFile<'_>) -> io::Result<Page> {
    let mut page = file.begin_page()?;
    file.row(&mut page, HEADINGS.iter().copied())?;
    Ok(page)
}

fn about(header: &ExportHeader) -> String {
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
    format!("shanjar seq={seq}{edition} made_at={made_at} filter={filter}")
}
