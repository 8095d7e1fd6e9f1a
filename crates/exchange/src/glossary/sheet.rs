//! Reading of one sheet: its header, then row by row.

use super::header::{self, Header};
use super::header_faults;
use super::intake::{Intake, Next};
use super::row;
use super::row_cells::RowCells;
use crate::columns::Column;
use crate::table::{Record, Table};
use crate::{Extent, Issue, Place, SheetSummary, codes};

/// Reads `table` into `intake`. A sheet of a workbook that holds nothing is passed over.
pub(super) fn read(table: Table, intake: &mut Intake<'_>) -> Next {
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
    match header {
        Ok(header) => read_rows(table.records, &header, &sheet, intake),
        Err(issues) => {
            if !(is_empty_sheet || is_ignored) {
                intake.reading.issues.extend(issues);
            }
            Next::Continue
        }
    }
}

fn read_rows(records: Vec<Record>, header: &Header, sheet: &Place, intake: &mut Intake<'_>) -> Next {
    for record in records.into_iter().skip(header.first_record) {
        if header.is_repeated_by(&record) {
            continue;
        }
        let place = sheet.on_line(record.line);
        let zh = header.index_of(Column::Zh);
        let heading = zh.and_then(|index| header.texts.get(index)).map(String::as_str);
        let zh = zh.map_or_else(|| place.clone(), |index| place.at_column(index));
        let said = row::read(RowCells::new(header, &record, &place), intake.options);
        if intake.take(place, (zh, heading), record.cells, said) == Next::Stop {
            return Next::Stop;
        }
    }
    Next::Continue
}
