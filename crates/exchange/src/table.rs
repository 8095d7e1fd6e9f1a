//! Rows of text, whatever file they came from: the shape that CSV and workbooks share.

use std::sync::Arc;

use crate::issue::Fault;
use crate::{FileError, codes};

/// Largest file, in bytes.
pub(crate) const MAX_FILE_BYTES: usize = 64 << 20;
/// Most rows a file may have: as many as a sheet can hold.
pub(crate) const MAX_ROWS: usize = 1_048_576;
/// Most cells a file may have, empty ones between filled ones included.
pub(crate) const MAX_CELLS: usize = 10_000_000;
/// Most text the cells may have together, in bytes: shared strings let a small workbook repeat a long text.
pub(crate) const MAX_TEXT_BYTES: usize = 256 << 20;
/// What the cells of any file may have, and how many times the size of the file besides: a workbook packs its texts, but what
/// says a small text a million times says nothing.
const TEXT_BYTES_FREE: usize = 16 << 20;
const TEXT_TIMES: usize = 16;
/// How many cells any file may have, and one for each of its bytes besides: in a workbook a row of one cell far to the right
/// has as many as there are columns before it.
const CELLS_FREE: usize = 1 << 20;
/// Most columns that are looked at.
pub(crate) const MAX_COLUMNS: usize = 256;
/// Longest cell, in characters: as long as a cell of a workbook can be.
pub(crate) const MAX_CELL_CHARS: usize = 32_767;
/// Rows among which the header is looked for, empty ones not counted: titles may stand above it.
pub(crate) const MAX_HEADER_ROWS: usize = 10;
/// Longest line or record of a text file, in bytes.
pub(crate) const MAX_LINE_BYTES: usize = 1 << 20;

/// What a file told of one of its sheets; a text file counts as one sheet without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSummary {
    /// The sheet's name.
    pub name: Option<Arc<str>>,
    /// Whether the workbook hides it. Hidden sheets are read like others.
    pub hidden: bool,
    /// The header as the file writes it, or the names that were given for it; empty for JSON Lines.
    pub header: Vec<String>,
    /// Rows under the header that hold something.
    pub rows: usize,
    /// Whether it was passed over, having no known heading, because unknown columns were to be ignored.
    pub skipped: bool,
}

/// A sheet of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub sheet: Option<Arc<str>>,
    pub hidden: bool,
    /// The rows that hold something, in order.
    pub records: Vec<Record>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line or row, from 1, where it starts.
    pub line: u32,
    pub cells: Vec<String>,
    /// What the format itself found wrong, with the cell's index or `None` for the whole row.
    pub faults: Vec<(Option<usize>, Fault)>,
}

impl Record {
    /// Tells whether no cell holds anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.faults.is_empty() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Characters that make a spreadsheet take a cell for a formula, or cut it off, when they come first.
pub(crate) const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// What makes a cell or line too long.
pub(crate) const LOST_BREAK: (&str, &str) = (
    "look for a missing line break or an open quotation mark",
    "请检查是否缺少换行，或引号没有闭合",
);

/// Returns what is wrong with a cell that is too long.
pub(crate) fn long_cell(cell: &str) -> Option<Fault> {
    let is_long = cell.len() > MAX_CELL_CHARS && cell.chars().nth(MAX_CELL_CHARS).is_some();
    is_long.then(|| {
        let wrong = (
            format!("has more than {MAX_CELL_CHARS} characters in one cell"),
            format!("一格超过 {MAX_CELL_CHARS} 个字符"),
        );
        Fault::new(codes::LINE_TOO_LONG, wrong, LOST_BREAK)
    })
}

/// Counts what has been read of a file and stops at the limits.
#[derive(Debug)]
pub(crate) struct Budget<'a> {
    file: &'a str,
    rows: usize,
    cells: usize,
    text_bytes: usize,
    max_cells: usize,
    max_text_bytes: usize,
}

impl<'a> Budget<'a> {
    /// Begins with a file of `file_bytes`.
    pub(crate) fn new(file: &'a str, file_bytes: usize) -> Self {
        let max_text_bytes = file_bytes
            .saturating_mul(TEXT_TIMES)
            .saturating_add(TEXT_BYTES_FREE);
        Self {
            file,
            max_cells: file_bytes.saturating_add(CELLS_FREE).min(MAX_CELLS),
            max_text_bytes: max_text_bytes.min(MAX_TEXT_BYTES),
            rows: 0,
            cells: 0,
            text_bytes: 0,
        }
    }

    /// Counts a row.
    pub(crate) fn count_row(&mut self) -> Result<(), FileError> {
        self.rows += 1;
        self.check(self.rows, MAX_ROWS, ("rows", "行"))
    }

    /// Counts `cells` more, filled or not.
    pub(crate) fn count_cells(&mut self, cells: usize) -> Result<(), FileError> {
        self.cells += cells;
        self.check(self.cells, self.max_cells, ("cells", "个单元格"))
    }

    /// Counts a cell's text.
    pub(crate) fn count_text(&mut self, bytes: usize) -> Result<(), FileError> {
        self.text_bytes += bytes;
        self.check(
            self.text_bytes,
            self.max_text_bytes,
            ("bytes of text", "字节的文字"),
        )
    }

    fn check(&self, found: usize, limit: usize, unit: (&str, &str)) -> Result<(), FileError> {
        if found <= limit {
            return Ok(());
        }
        let name = self.file.to_owned();
        Err(FileError::TooLarge {
            name,
            found: (
                format!("more than {limit} {}", unit.0),
                format!("超过 {limit} {}", unit.1),
            )
                .into(),
            limit: limit.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_spaces_is_blank_unless_something_is_wrong_with_it() {
        let mut record = Record {
            line: 1,
            cells: vec![" ".into(), "\u{3000}".into()],
            faults: Vec::new(),
        };
        assert!(record.is_blank() && Record::default().is_blank());
        record
            .faults
            .push((None, Fault::new(codes::FORMULA, ("", ""), ("", ""))));
        assert!(!record.is_blank());
    }

    #[test]
    fn a_cell_is_measured_in_characters() {
        for (cell, is_long) in [
            ("ཀ".repeat(MAX_CELL_CHARS), false),
            ("a".repeat(MAX_CELL_CHARS + 1), true),
        ] {
            assert_eq!(long_cell(&cell).is_some(), is_long);
        }
    }

    #[test]
    fn each_limit_stops_the_reading_with_its_unit() {
        let mut budget = Budget::new("a.csv", MAX_FILE_BYTES);
        assert_eq!(budget.count_cells(MAX_CELLS), Ok(()));
        let error = budget.count_cells(1).unwrap_err().to_string();
        assert_eq!(
            error,
            "`a.csv` is too large: it has more than 10000000 cells, at most 10000000 are read (hint: split the file)"
        );
        assert_eq!(budget.count_text(MAX_TEXT_BYTES), Ok(()));
        assert!(budget.count_text(1).is_err());
        // A small file may say less.
        let mut budget = Budget::new("a.csv", 10);
        assert_eq!(budget.count_text(TEXT_BYTES_FREE + 10 * TEXT_TIMES), Ok(()));
        assert!(budget.count_text(1).is_err());
        assert_eq!(budget.count_cells(CELLS_FREE + 10), Ok(()));
        assert!(budget.count_cells(1).is_err());
        let mut budget = Budget::new("a.csv", MAX_FILE_BYTES);
        assert!((0..MAX_ROWS).all(|_| budget.count_row().is_ok()));
        assert!(budget.count_row().is_err());
    }
}
