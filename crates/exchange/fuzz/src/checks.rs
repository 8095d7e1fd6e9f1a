//! What has to hold for any bytes: the fuzz target calls this, and the tests replay the kept corpus.

use std::convert::Infallible;

use exchange::glossary::{Reading, read};
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
