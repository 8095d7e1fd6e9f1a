//! How the tests of this folder read files and show what came of it.

use exchange::glossary::{Reading, read};
use exchange::{Format, ReadOptions};
use rust_xlsxwriter::{Workbook, Worksheet};

/// Reads `text` as `terms.csv` with nothing said about it.
pub fn read_csv(text: &str) -> Reading {
    read_csv_with(text, &ReadOptions::default())
}

/// Reads `text` as `terms.csv`.
pub fn read_csv_with(text: &str, options: &ReadOptions) -> Reading {
    read("terms.csv", text.as_bytes(), Format::Csv, options).unwrap()
}

/// Reads `text` as `terms.jsonl`.
pub fn read_jsonl(text: &str) -> Reading {
    read(
        "terms.jsonl",
        text.as_bytes(),
        Format::Jsonl,
        &ReadOptions::default(),
    )
    .unwrap()
}

/// Reads `text` as `terms.tbx`.
pub fn read_tbx(text: &str) -> Reading {
    read_tbx_bytes(text.as_bytes())
}

/// Reads `bytes` as `terms.tbx`.
pub fn read_tbx_bytes(bytes: &[u8]) -> Reading {
    read("terms.tbx", bytes, Format::Tbx, &ReadOptions::default()).unwrap()
}

/// Returns a file of TBX-Basic in DCA with `entries`, which begin on the second line.
pub fn tbx_basic(entries: &str) -> String {
    format!(
        "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"zh\" xmlns=\"urn:iso:std:iso:30042:ed-2\"><text><body>\n{entries}</body></text></tbx>"
    )
}

/// Returns an entry of 2019 with one term section in Chinese and one in Tibetan, which hold `zh` and `bo` beside the terms.
pub fn tbx_pair(zh: &str, bo: &str) -> String {
    format!(
        "<conceptEntry><langSec xml:lang=\"zh\"><termSec><term>法院</term>{zh}</termSec></langSec><langSec xml:lang=\"bo\"><termSec><term>ཁྲིམས་ཁང་</term>{bo}</termSec></langSec></conceptEntry>"
    )
}

/// Returns options for rows of `collection`.
pub fn in_collection(collection: &str) -> ReadOptions {
    ReadOptions {
        collection: Some(collection.parse().unwrap()),
        ..ReadOptions::default()
    }
}

/// A sheet's name and what fills it.
type Page<'a> = (&'a str, &'a dyn Fn(&mut Worksheet));

/// Returns the bytes of a workbook with these pages.
pub fn workbook(pages: &[Page<'_>]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, fill) in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(sheet);
    }
    book.save_to_buffer().unwrap()
}

/// Writes `rows` as text from row `first`, from 0.
pub fn put_rows(sheet: &mut Worksheet, first: u32, rows: &[&[&str]]) {
    for (cells, row) in rows.iter().zip(first..) {
        for (cell, column) in cells.iter().zip(0..) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
}

/// Reads a workbook called `book.xlsx`.
pub fn read_book(bytes: &[u8], options: &ReadOptions) -> Reading {
    read("book.xlsx", bytes, Format::Xlsx, options).unwrap()
}

/// Shows the usable rows, a line each: place, terms.
pub fn show_rows(reading: &Reading) -> String {
    let row = |row: &exchange::glossary::Row| {
        let terms: Vec<String> = row
            .contribution
            .concept
            .terms
            .iter()
            .map(|t| format!("{}={}", t.lang, t.text))
            .collect();
        format!("{} {}", row.place, terms.join(" "))
    };
    reading.rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Shows the issues, a line each: code, message.
pub fn show_issues(reading: &Reading) -> String {
    let issue = |issue: &exchange::Issue| format!("{}  {}", issue.code, issue.message);
    reading.issues.iter().map(issue).collect::<Vec<_>>().join("\n")
}

/// Shows the warnings, a line each: place, element, value, code.
pub fn show_warnings(reading: &Reading) -> String {
    let warning = |warning: &exchange::Issue| {
        let element = warning.column.as_deref().unwrap_or("-");
        let place = warning.place.to_string();
        let place = place.split_once(':').map_or("", |(_, place)| place);
        format!("{place} {element} `{}` {}", warning.value, warning.code)
    };
    reading
        .warnings
        .iter()
        .map(warning)
        .collect::<Vec<_>>()
        .join("\n")
}
