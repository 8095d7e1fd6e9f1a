//! Rosters in the making: tables as text, workbooks of cells, and readings as text.

use exchange::roster::{Member, RosterKind, RosterOptions, RosterReading, Statement, read};
use exchange::{Format, Issue};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// Reads a table whose cells are divided by commas.
pub fn read_csv(kind: RosterKind, text: &str) -> RosterReading {
    read_with(kind, text, &RosterOptions::default())
}

pub fn read_with(kind: RosterKind, text: &str, options: &RosterOptions) -> RosterReading {
    read("a.csv", text.as_bytes(), Format::Csv, kind, options).unwrap()
}

pub fn read_book(kind: RosterKind, bytes: &[u8]) -> RosterReading {
    read("a.xlsx", bytes, Format::Xlsx, kind, &RosterOptions::default()).unwrap()
}

/// Makes a workbook of one sheet.
pub fn book(fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet()).unwrap();
    book.save_to_buffer().unwrap()
}

/// Makes a workbook of texts, a sheet for each name with its rows.
pub fn sheets(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let page = book.add_worksheet();
        page.set_name(*name).unwrap();
        for (cells, row) in rows.iter().zip(0..) {
            for (cell, column) in cells.iter().zip(0..).filter(|(cell, _)| !cell.is_empty()) {
                page.write_string(row, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Shows what a statement says: each member with its text.
pub fn said(statement: &Statement) -> String {
    let mut said: Vec<String> = Member::ALL
        .iter()
        .filter(|member| **member != Member::TrainingPeriod)
        .filter_map(|member| Some(format!("{member}={}", statement.text(*member)?)))
        .collect();
    if statement.attendance.len() > 1 {
        said.extend(statement.attendance.iter().map(|mark| {
            let half = mark.half.map_or("", |half| half.as_str());
            format!("{} {half}={}", mark.day, mark.presence)
        }));
    }
    if statement.results.len() > 1 {
        said.extend(statement.results.iter().map(|result| {
            format!(
                "{}{}={:?}/{:?}",
                result.component, result.attempt, result.score_tenths, result.passed
            )
        }));
    }
    said.join(" ")
}

/// Shows a reading a line: rows with their places, then issues, then warnings.
pub fn shown(reading: &RosterReading) -> String {
    let rows = reading
        .rows
        .iter()
        .map(|row| format!("{} {}", row.place, said(&row.statement)));
    let told = |sign: &'static str| move |issue: &Issue| format!("{sign} {}: {}", issue.code, issue.message);
    let issues = reading.issues.iter().map(told("!"));
    let warnings = reading.warnings.iter().map(told("?"));
    rows.chain(issues).chain(warnings).collect::<Vec<_>>().join("\n")
}
