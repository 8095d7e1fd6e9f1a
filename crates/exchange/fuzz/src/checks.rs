//! What has to hold for any bytes: the fuzz targets call this, and the tests replay the kept corpora.

use std::convert::Infallible;

use exchange::glossary::{Reading, read};
use exchange::roster::{self, RosterKind, RosterOptions, RosterReading, Statement};
use exchange::sheet_out::SheetFormat;
use exchange::tbx::dialect::{Dialect, check};
use exchange::tbx::write;
use exchange::{ExportHeader, Exported, Extent, Format, Language, ReadOptions, rejected};
use glossary::{Concept, ConceptId};

/// Reads an input as TBX: every entry is accounted for, every place lies in the file, what was read is written by the
/// rules and reads back to the same file, and what was refused comes back as TBX.
pub fn tbx(input: &[u8]) {
    let Some(reading) = read_tbx(input) else { return };
    let accounted = reading.rows.len() + reading.rejections.len();
    let rows: usize = reading.sheets.iter().map(|sheet| sheet.rows).sum();
    assert_eq!(accounted, rows);
    let told = reading.issues.iter().chain(&reading.warnings);
    for issue in told {
        assert!(
            issue
                .place
                .line
                .is_none_or(|line| line as usize <= input.len() + 1)
        );
        assert!(!issue.message.is_empty() && !issue.message_zh.is_empty());
    }
    writes_what_it_read(&reading);
    if reading.is_complete() && !reading.rejections.is_empty() {
        let back = rejected::write(Format::Tbx, &reading.sheets, &reading.rejections, Language::Zh);
        let again = read_tbx(&back.unwrap_or_default());
        let returned = again.map_or(0, |again| again.rows.len() + again.rejections.len());
        assert_eq!(returned, reading.rejections.len());
    }
}

fn writes_what_it_read(reading: &Reading) {
    let file = written(reading);
    assert_eq!(check(&file, Dialect::Basic), Ok(Vec::new()), "{file}");
    let again = read_tbx(file.as_bytes());
    // Entries that differ only in the order of their languages are the same once they are written.
    if let Some(again) = again.filter(|again| again.rejections.is_empty()) {
        assert!(
            again.issues.iter().all(|issue| issue.extent == Extent::Row),
            "{file}"
        );
        assert_eq!(written(&again), file);
    }
}

fn read_tbx(bytes: &[u8]) -> Option<Reading> {
    read("fuzzed.tbx", bytes, Format::Tbx, &ReadOptions::default()).ok()
}

fn written(reading: &Reading) -> String {
    let mut exported = reading.rows.iter().zip(1..).map(|(row, number)| {
        Ok::<_, Infallible>(Exported {
            id: ConceptId::new(number),
            revision: 1,
            concept: Concept::clone(&row.contribution.concept),
            history: Vec::new(),
        })
    });
    let mut file = Vec::new();
    let report = write(&mut file, &ExportHeader::default(), &mut exported);
    assert_eq!(report.map_or(0, |report| report.concepts), reading.rows.len());
    String::from_utf8_lossy(&file).into_owned()
}

/// Reads an input as a roster, the kind by its first byte and the rest as a text or a workbook: every row is accounted for,
/// every message has both languages and repeats no long number, and what was read is written and read as the same.
pub fn roster(input: &[u8]) {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    let kind = RosterKind::ALL[usize::from(*first) % RosterKind::ALL.len()];
    let format = if bytes.starts_with(b"PK") {
        Format::Xlsx
    } else {
        Format::Csv
    };
    let Some(reading) = read_roster(kind, bytes, format) else {
        return;
    };
    let rows: usize = reading.sheets.iter().map(|sheet| sheet.summary.rows).sum();
    assert_eq!(reading.rows.len() + reading.rejections.len(), rows);
    for issue in reading.issues.iter().chain(&reading.warnings) {
        assert!(!issue.message.is_empty() && !issue.message_zh.is_empty());
        assert!(longest_number(&issue.value) < 10, "{}", issue.message);
    }
    if reading.is_complete() && !reading.rejections.is_empty() {
        let back =
            roster::rejected(&reading, &reading.rejections, Format::Csv, Language::Zh).unwrap_or_default();
        let again = read_roster(kind, &back, Format::Csv);
        let returned = again.map_or(0, |again| again.rows.len() + again.rejections.len());
        assert!(returned <= reading.rejections.len());
    }
    let statements: Vec<Statement> = reading.rows.into_iter().map(|row| *row.statement).collect();
    let file = written_roster(kind, &statements);
    let Some(again) = read_roster(kind, &file, Format::Csv) else {
        return;
    };
    if again.rejections.is_empty() && again.issues.is_empty() {
        let read: Vec<Statement> = again.rows.into_iter().map(|row| *row.statement).collect();
        assert_eq!(
            String::from_utf8_lossy(&written_roster(kind, &read)),
            String::from_utf8_lossy(&file)
        );
    }
}

fn read_roster(kind: RosterKind, bytes: &[u8], format: Format) -> Option<RosterReading> {
    let options = RosterOptions {
        ignore_extra: true,
        ..RosterOptions::default()
    };
    roster::read("fuzzed", bytes, format, kind, &options).ok()
}

fn written_roster(kind: RosterKind, statements: &[Statement]) -> Vec<u8> {
    let mut file = Vec::new();
    assert!(roster::write(&mut file, SheetFormat::Csv, kind, statements).is_ok());
    file
}

fn longest_number(text: &str) -> usize {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.map(str::len).max().unwrap_or(0)
}
