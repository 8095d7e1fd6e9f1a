//! Reading of workbooks into rows of text, cell by cell, without ever holding the sheet as a rectangle.

use std::borrow::Cow;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::issue::Fault;
use crate::merged_cells::fill_merged;
use crate::sheet_parts::SheetParts;
use crate::table::{Budget, MAX_COLUMNS, Record, Table, long_cell};
use crate::zip_directory::{self, Obstacle};
use crate::{FileError, codes};

/// The way out of a damaged file.
const SAVE_AGAIN: (&str, &str) = (
    "open it in a spreadsheet program and save it as `.xlsx`",
    "请用表格软件打开，另存为 `.xlsx`",
);

/// Reads every sheet of the workbook `bytes`, hidden ones too, in their order; charts and macros are no sheets.
///
/// # Errors
/// If `bytes` are no workbook, or a damaged one, or hold more than is read.
pub(crate) fn read(name: &str, bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Table>, FileError> {
    check_archive(name, bytes)?;
    // The library overflows on some damaged references (calamine 0.38, `get_row_and_optional_column`). Nothing that
    // it has read is used afterwards, so what it leaves half done does no harm.
    catch_unwind(AssertUnwindSafe(|| read_sheets(name, bytes, budget))).unwrap_or_else(|_| {
        Err(FileError::Unreadable {
            name: name.to_owned(),
            cause: ("it is damaged", "文件已损坏").into(),
            hint: SAVE_AGAIN.into(),
        })
    })
}

fn read_sheets(name: &str, bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Table>, FileError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(name, None, &error))?;
    let mut parts = SheetParts::open(bytes);
    let mut tables = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let seen = parts.as_mut().and_then(|parts| parts.look_through(&sheet.name));
        let may_have_formulas = seen.as_ref().is_none_or(|seen| seen.has_formulas);
        let mut records = read_rows(name, &sheet.name, may_have_formulas, &mut book, budget)?;
        if !records.is_empty() {
            let merged = match seen {
                Some(seen) => seen.merged,
                None => {
                    let merged = book.merge_cells_by_sheet_name(&sheet.name);
                    merged.map_err(|error| unreadable(name, Some(&sheet.name), &error))?
                }
            };
            fill_merged(&mut records, merged, budget)?;
        }
        let hidden = sheet.visible != SheetVisible::Visible;
        tables.push(Table {
            sheet: Some(sheet.name.into()),
            hidden,
            records,
        });
    }
    Ok(tables)
}

fn check_archive(name: &str, bytes: &[u8]) -> Result<(), FileError> {
    let unreadable = |cause: Box<crate::Words>| FileError::Unreadable {
        name: name.to_owned(),
        cause,
        hint: (
            "open it in a spreadsheet program and save it as `.xlsx` without a password",
            "请用表格软件打开，另存为不带密码的 `.xlsx`",
        )
            .into(),
    };
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(unreadable(
            (
                "it is a workbook of the old form, or has a password",
                "这是旧格式（.xls）的工作簿，或者有密码",
            )
                .into(),
        ));
    }
    if !bytes.starts_with(b"PK") {
        return Err(unreadable(("it is no workbook", "它不是工作簿").into()));
    }
    zip_directory::check(bytes).map_err(|obstacle| {
        let (found, limit) = match obstacle {
            Obstacle::Twice { name: part } => {
                let cause = (
                    format!("it has two parts named `{part}`"),
                    format!("其中有两个部件都叫 `{part}`"),
                );
                return unreadable(cause.into());
            }
            Obstacle::Bytes { declared, limit } => {
                let found = (
                    format!("{declared} bytes once unpacked"),
                    format!("解压以后 {declared} 字节"),
                );
                (found.into(), limit.to_string())
            }
            Obstacle::Entries { limit } => {
                let found = (format!("more than {limit} parts"), format!("超过 {limit} 个部件"));
                (found.into(), limit.to_string())
            }
        };
        FileError::TooLarge {
            name: name.to_owned(),
            found,
            limit,
        }
    })
}

fn unreadable(name: &str, sheet: Option<&str>, error: &XlsxError) -> FileError {
    let within = sheet.map_or_else(String::new, |sheet| format!("sheet `{sheet}`: "));
    let within_zh = sheet.map_or_else(String::new, |sheet| format!("工作表 `{sheet}` "));
    FileError::Unreadable {
        name: name.to_owned(),
        cause: (
            format!("{within}{error}"),
            format!("{within_zh}文件不完整或已损坏（{error}）"),
        )
            .into(),
        hint: SAVE_AGAIN.into(),
    }
}

fn read_rows(
    name: &str,
    sheet: &str,
    may_have_formulas: bool,
    book: &mut Xlsx<Cursor<&[u8]>>,
    budget: &mut Budget<'_>,
) -> Result<Vec<Record>, FileError> {
    let broken = |error: XlsxError| unreadable(name, Some(sheet), &error);
    let mut cells = book.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut records: Vec<Record> = Vec::new();
    // Telling of formulas costs time for each cell.
    if may_have_formulas {
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
            put(
                &mut records,
                cell.pos,
                &cell.value,
                cell.formula.is_some(),
                budget,
            )?;
        }
    } else {
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            put(&mut records, cell.get_position(), cell.get_value(), false, budget)?;
        }
    }
    records.retain(|record| !record.is_blank());
    records.sort_by_key(|record| record.line);
    Ok(records)
}

/// Puts a cell into its row, which is begun if it is not the last one.
fn put(
    records: &mut Vec<Record>,
    position: (u32, u32),
    value: &DataRef<'_>,
    is_formula: bool,
    budget: &mut Budget<'_>,
) -> Result<(), FileError> {
    let line = position.0.saturating_add(1);
    if records.last().is_none_or(|record| record.line != line) {
        // A row of formatted but empty cells is dropped as soon as the next one begins.
        if records.last().is_some_and(Record::is_blank) {
            records.pop();
        }
        budget.count_row()?;
        // Rows are about as wide as the one before.
        let width = records.last().map_or(0, |record| record.cells.len());
        records.push(Record {
            line,
            cells: Vec::with_capacity(width),
            ..Record::default()
        });
    }
    match records.last_mut() {
        Some(record) => put_cell(record, position.1 as usize, value, is_formula, budget),
        None => Ok(()),
    }
}

fn put_cell(
    record: &mut Record,
    column: usize,
    value: &DataRef<'_>,
    is_formula: bool,
    budget: &mut Budget<'_>,
) -> Result<(), FileError> {
    let (text, mut fault) = text_of(value, is_formula);
    if text.trim().is_empty() && fault.is_none() {
        return Ok(());
    }
    if column >= MAX_COLUMNS {
        let wrong = (
            format!("stands beyond column {MAX_COLUMNS}, where nothing is read"),
            format!("在第 {MAX_COLUMNS} 列之后，不会读取"),
        );
        let hint = ("move it to the left or empty it", "请移到左边，或清空该格");
        let fault = Fault::new(codes::TOO_MANY_COLUMNS, wrong, hint);
        // One is enough: a row can have 16,384 of them.
        if !record.faults.iter().any(|(_, known)| known.code == fault.code) {
            record.faults.push((Some(column), fault));
        }
        return Ok(());
    }
    if record.cells.len() <= column {
        budget.count_cells(column + 1 - record.cells.len())?;
        record.cells.resize(column + 1, String::new());
    }
    budget.count_text(text.len())?;
    fault = fault.or_else(|| long_cell(&text));
    record.faults.extend(fault.map(|fault| (Some(column), fault)));
    if let Some(place) = record.cells.get_mut(column) {
        *place = text.into_owned();
    }
    Ok(())
}

/// Returns a cell as the text a person sees or would type, and what is wrong with it.
fn text_of<'a>(value: &'a DataRef<'_>, is_formula: bool) -> (Cow<'a, str>, Option<Fault>) {
    let text: Cow<'a, str> = match value {
        DataRef::String(text) => text.as_str().into(),
        DataRef::SharedString(text) => (*text).into(),
        // A spreadsheet keeps fifteen digits and shows a longer number so; its zeros were never typed.
        DataRef::Float(number) if number.abs() >= 1e15 => format!("{number:E}").replace('E', "E+").into(),
        // Whole numbers come out without a fraction.
        DataRef::Float(number) => number.to_string().into(),
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::DateTime(time) if time.is_duration() => time.as_f64().to_string().into(),
        DataRef::DateTime(time) => date_text(time.as_f64(), time.to_ymd_hms_milli()).into(),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).into(),
        DataRef::DurationIso(text) => text.as_str().into(),
        DataRef::Error(error) => {
            let hint = (
                "mend the formula, or put its value in its place",
                "请改正公式，或直接填入数值",
            );
            let wrong = ("is the error of a formula, not a value", "是公式的错误，不是数值");
            return (
                error.to_string().into(),
                Some(Fault::new(codes::FORMULA, wrong, hint)),
            );
        }
        DataRef::Empty if is_formula => {
            let hint = (
                "open the workbook in a spreadsheet program, let it calculate and save it",
                "请用电子表格软件打开，重新计算后保存",
            );
            let wrong = ("holds a formula that was never calculated", "有未计算过的公式");
            let fault = Fault::new(codes::FORMULA, wrong, hint);
            return ("".into(), Some(fault));
        }
        DataRef::Empty => "".into(),
    };
    (text, None)
}

fn date_text(
    days: f64,
    (year, month, day, hour, minute, second, _): (u16, u8, u8, u8, u8, u8, u16),
) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (days < 1.0, (hour, minute, second)) {
        (_, (0, 0, 0)) => date,
        // Less than a day since the epoch: a time of day.
        (true, _) => time,
        (false, _) => format!("{date} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTime, ExcelDateTimeType};

    #[test]
    fn a_cell_reads_as_a_person_sees_it() {
        let time = |days, kind| DataRef::DateTime(ExcelDateTime::new(days, kind, false));
        for (value, text) in [
            (DataRef::String(" 法院 ".to_owned()), " 法院 "),
            (DataRef::SharedString("ཁྲིམས་ཁང"), "ཁྲིམས་ཁང"),
            (DataRef::Int(-7), "-7"),
            (DataRef::Float(264.0), "264"),
            (DataRef::Float(0.5), "0.5"),
            (DataRef::Float(123_456_789_012_345.0), "123456789012345"),
            (DataRef::Float(632_123_198_503_120_031.0), "6.3212319850312E+17"),
            (DataRef::Bool(false), "FALSE"),
            (time(45_352.0, ExcelDateTimeType::DateTime), "2024-03-01"),
            (
                time(45_352.25, ExcelDateTimeType::DateTime),
                "2024-03-01 06:00:00",
            ),
            (time(0.25, ExcelDateTimeType::DateTime), "06:00:00"),
            (time(1.5, ExcelDateTimeType::TimeDelta), "1.5"),
            (
                DataRef::DateTimeIso("2024-03-01T00:00:00".to_owned()),
                "2024-03-01",
            ),
            (
                DataRef::DateTimeIso("2024-03-01T08:30:00".to_owned()),
                "2024-03-01T08:30:00",
            ),
            (DataRef::DurationIso("PT1H".to_owned()), "PT1H"),
            (DataRef::Empty, ""),
        ] {
            assert_eq!(text_of(&value, false), (text.into(), None), "{value:?}");
        }
    }

    #[test]
    fn a_formula_without_a_value_is_told() {
        let (text, fault) = text_of(&DataRef::Empty, true);
        let fault = fault.unwrap();
        assert_eq!((&*text, fault.code), ("", codes::FORMULA));
        assert_eq!(fault.wrong.en, "holds a formula that was never calculated");
        let (text, fault) = text_of(&DataRef::Error(CellErrorType::Ref), true);
        assert_eq!((&*text, fault.unwrap().code), ("#REF!", codes::FORMULA));
        assert_eq!(
            text_of(&DataRef::String(String::new()), true).1,
            None,
            "an empty text is a value"
        );
    }

    #[test]
    fn cells_stand_where_the_sheet_says_and_only_one_stray_is_told() {
        let mut record = Record::default();
        let mut budget = Budget::new("a.xlsx", 0);
        for (column, text) in [(2, "c"), (0, "a"), (1, " "), (900, "x"), (901, "y")] {
            put_cell(
                &mut record,
                column,
                &DataRef::SharedString(text),
                false,
                &mut budget,
            )
            .unwrap();
        }
        assert_eq!(record.cells, ["a", "", "c"]);
        assert_eq!(
            record
                .faults
                .iter()
                .map(|(column, _)| *column)
                .collect::<Vec<_>>(),
            [Some(900)]
        );
    }

    #[test]
    fn a_long_shared_text_cannot_be_repeated_without_end() {
        let text = "注".repeat(MAX_COLUMNS);
        let mut budget = Budget::new("a.xlsx", 0);
        let mut put = || {
            let mut record = Record::default();
            put_cell(&mut record, 0, &DataRef::SharedString(&text), false, &mut budget)
        };
        let error = (0..400_000).find_map(|_| put().err()).unwrap();
        assert!(
            error.to_string().contains("more than 16777216 bytes of text"),
            "{error}"
        );
    }
}
