//! Cells of a sheet that are merged over several rows: every one of the rows says what the first one says.

use calamine::Dimensions;

use crate::FileError;
use crate::table::{Budget, MAX_COLUMNS, Record};

/// Repeats the value of cells that are merged downwards in each row they cover and that holds something else.
///
/// A cell merged to the right stays one cell. `records` are in the order of their lines.
///
/// # Errors
/// If the file comes to hold more than is read.
pub(crate) fn fill_merged(
    records: &mut [Record],
    mut merged: Vec<Dimensions>,
    budget: &mut Budget<'_>,
) -> Result<(), FileError> {
    merged.retain(|area| area.end.0 > area.start.0 && (area.start.1 as usize) < MAX_COLUMNS);
    if merged.is_empty() {
        return Ok(());
    }
    merged.sort_by_key(|area| area.start);
    let mut coming = merged.into_iter().peekable();
    // For each column the last row its value holds for, from 0, and the value.
    let mut current: Vec<Option<(u32, String)>> = vec![None; MAX_COLUMNS];
    for record in records {
        let row = record.line.saturating_sub(1);
        for (column, slot) in current.iter_mut().enumerate() {
            match slot {
                Some((last, value)) if row <= *last => repeat(record, column, value, budget)?,
                _ => *slot = None,
            }
        }
        while let Some(area) = coming.next_if(|area| area.start.0 <= row) {
            let column = area.start.1 as usize;
            let value = record
                .cells
                .get(column)
                .filter(|value| area.start.0 == row && !value.trim().is_empty());
            if let (Some(slot), Some(value)) = (current.get_mut(column), value) {
                *slot = Some((area.end.0, value.clone()));
            }
        }
    }
    Ok(())
}

fn repeat(record: &mut Record, column: usize, value: &str, budget: &mut Budget<'_>) -> Result<(), FileError> {
    if record.cells.len() <= column {
        budget.count_cells(column + 1 - record.cells.len())?;
        record.cells.resize(column + 1, String::new());
    }
    if let Some(cell) = record.cells.get_mut(column).filter(|cell| cell.trim().is_empty()) {
        budget.count_text(value.len())?;
        value.clone_into(cell);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(line: u32, cells: &[&str]) -> Record {
        Record {
            line,
            cells: cells.iter().map(|c| (*c).to_owned()).collect(),
            faults: Vec::new(),
        }
    }

    #[test]
    fn a_cell_merged_downwards_holds_for_every_row_it_covers() {
        let mut records = [
            record(1, &["title"]),
            record(2, &["第一章", "杀人"]),
            record(4, &["", "伤害"]),
            record(5, &["own", "x"]),
            record(6, &["", "盗窃"]),
        ];
        let areas = vec![Dimensions::new((1, 0), (4, 0)), Dimensions::new((0, 0), (0, 5))];
        fill_merged(&mut records, areas, &mut Budget::new("a.xlsx", 0)).unwrap();
        let first: Vec<&str> = records.iter().map(|r| r.cells[0].as_str()).collect();
        assert_eq!(first, ["title", "第一章", "第一章", "own", ""]);
    }

    #[test]
    fn areas_that_lie_are_harmless() {
        let mut records = [record(1, &["a"]), record(9, &["b"])];
        let areas = vec![
            Dimensions::new((0, 3), (u32::MAX, 3)),
            Dimensions::new((0, 70_000), (9, 70_000)),
            Dimensions::new((5, 0), (2, 0)),
            Dimensions::new((3, 0), (8, 0)),
        ];
        let before = records.clone();
        fill_merged(&mut records, areas, &mut Budget::new("a.xlsx", 0)).unwrap();
        assert_eq!(records, before);
    }
}
