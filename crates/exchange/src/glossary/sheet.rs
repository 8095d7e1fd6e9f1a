//! Reading of one sheet: its header, then row by row, none of which is held longer than it takes.

use super::header::{self, Header};
use super::header_faults;
use super::intake::{Intake, Next};
use super::row;
use super::row_cells::RowCells;
use crate::columns::Column;
use crate::table::{MAX_HEADER_ROWS, Record, Table};
use crate::{Extent, FileError, Issue, Place, SheetSummary, codes};

/// Reads a sheet into `intake`: the rows that `table` has, and those that follow. A sheet of a workbook that holds nothing is
/// passed over.
///
/// # Errors
/// Those of the rows that follow, all of which are looked at, also where nothing more is read of them.
pub(super) fn read(
    mut table: Table,
    following: &mut dyn Iterator<Item = Result<Record, FileError>>,
    intake: &mut Intake<'_>,
) -> Result<Next, FileError> {
    // A header stands among the first.
    let missing = MAX_HEADER_ROWS.saturating_sub(table.records.len());
    for record in (&mut *following).take(missing) {
        table.records.push(record?);
    }
    let sheet = Place::of_sheet(&intake.file, table.sheet.as_ref());
    let header = header::find(&table, &sheet, intake.options);
    let is_empty_sheet = table.records.is_empty() && table.sheet.is_some();
    // A page of explanations has no heading at all; whoever ignores what is not known ignores it, too.
    let has_no_heading = |issues: &Vec<Issue>| issues.iter().all(|issue| issue.code == codes::MISSING_HEADER);
    let is_foreign = header.as_ref().is_err_and(has_no_heading);
    let is_ignored = intake.options.ignore_extra && is_foreign && table.sheet.is_some();
    let texts = header
        .as_ref()
        .map_or_else(|_| Vec::new(), |header| header.texts.clone());
    let skipped = is_ignored && !is_empty_sheet;
    let unusual = match (is_ignored, table.hidden) {
        _ if is_empty_sheet => None,
        (true, _) => Some(header_faults::passed_over()),
        (false, is_hidden) => is_hidden.then(header_faults::hidden),
    };
    let warning = unusual.map(|fault| Issue::new(sheet.clone(), None, "", fault, Extent::Sheet));
    intake.reading.warnings.extend(warning);
    intake.open_sheet(SheetSummary {
        name: table.sheet,
        hidden: table.hidden,
        header: texts,
        rows: 0,
        skipped,
    });
    let next = match header {
        Ok(header) => {
            let records = table.records.into_iter().map(Ok).chain(&mut *following);
            read_rows(records.skip(header.first_record), &header, &sheet, intake)?
        }
        Err(issues) => {
            if !(is_empty_sheet || is_ignored) {
                intake.reading.issues.extend(issues);
            }
            Next::Continue
        }
    };
    for record in following {
        record?;
    }
    Ok(next)
}

fn read_rows(
    records: impl Iterator<Item = Result<Record, FileError>>,
    header: &Header,
    sheet: &Place,
    intake: &mut Intake<'_>,
) -> Result<Next, FileError> {
    for record in records {
        let record = record?;
        if header.is_repeated_by(&record) {
            continue;
        }
        let place = sheet.on_line(record.line);
        let zh = header.index_of(Column::Zh);
        let heading = zh.and_then(|index| header.texts.get(index)).map(String::as_str);
        let zh = zh.map_or_else(|| place.clone(), |index| place.at_column(index));
        let said = row::read(RowCells::new(header, &record, &place), intake.options);
        if intake.take(place, (zh, heading), record.cells, said) == Next::Stop {
            return Ok(Next::Stop);
        }
    }
    Ok(Next::Continue)
}
