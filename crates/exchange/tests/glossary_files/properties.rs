//! What holds for every file: nothing panics, and what is written back reads as it was.

use exchange::glossary::{Rejection, read};
use exchange::{Extent, Format, Issue, Language, Place, ReadOptions, SheetSummary, codes, rejected};
use proptest::prelude::*;

use crate::fixture::{put_rows, workbook};

/// Cells of both scripts, of formulas, quotation marks, delimiters and line breaks.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[法院官=+@'\"＝-]",
        "[ཀ-ཨ་།]",
        "[a-z,;|# ]",
        Just("\t".to_owned()),
        Just("\n".to_owned()),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(proptest::collection::vec(cell(), 3), 1..6)
}

/// Returns the cells that come back when `rows` are written as rejected in `format` and read again.
fn cells_after_a_round(format: Format, rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let name = (format == Format::Xlsx).then(|| "s".into());
    let header = ["zh", "bo", "note"].map(str::to_owned).to_vec();
    let sheets = [SheetSummary {
        name,
        hidden: false,
        header,
        rows: 0,
        skipped: false,
    }];
    let place = Place {
        file: "t".into(),
        sheet: None,
        line: None,
        cell: None,
        character: None,
    };
    let rejection = |raw: &Vec<String>| Rejection {
        place: place.clone(),
        sheet: 0,
        raw: raw.clone(),
        issues: vec![Issue {
            place: place.clone(),
            column: None,
            code: codes::BAD_VALUE,
            value: String::new(),
            message: "r".to_owned(),
            message_zh: "原因".to_owned(),
            extent: Extent::Row,
        }],
    };
    let rejections: Vec<Rejection> = rows.iter().map(rejection).collect();
    let bytes = rejected::write(format, &sheets, &rejections, Language::En).unwrap();
    let reading = read("t", &bytes, format, &ReadOptions::default()).unwrap();
    let good = reading.rows.iter().map(|row| (row.place.line, row.raw.clone()));
    let bad = reading
        .rejections
        .iter()
        .map(|row| (row.place.line, row.raw.clone()));
    let mut all: Vec<_> = good.chain(bad).collect();
    all.sort();
    let without_reason = |(_, raw): (_, Vec<String>)| {
        let mut cells = raw[1..].to_vec();
        // A sheet does not tell an empty cell at the end from none.
        cells.resize(3, String::new());
        cells
    };
    all.into_iter().map(without_reason).collect()
}

proptest! {
    #[test]
    fn rejected_rows_read_as_the_cells_they_were(rows in rows()) {
        prop_assert_eq!(cells_after_a_round(Format::Csv, &rows), rows.clone());
        prop_assert_eq!(cells_after_a_round(Format::Tsv, &rows), rows);
    }

    #[test]
    fn no_bytes_make_a_text_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for format in Format::ALL {
            if let Ok(reading) = read("t", &bytes, format, &ReadOptions::default()) {
                let accounted = reading.rows.len() + reading.rejections.len();
                prop_assert_eq!(accounted, reading.sheets.iter().map(|sheet| sheet.rows).sum::<usize>());
            }
        }
    }

    #[test]
    fn no_text_makes_a_text_reader_panic(text in "(zh[,;\t]bo[\n\r]{1,2})?(\\PC|[\",\n\r{}\\[\\]:]){0,80}") {
        for format in [Format::Csv, Format::Tsv, Format::Jsonl] {
            let reading = read("t", text.as_bytes(), format, &ReadOptions::default()).unwrap();
            let accounted = reading.rows.len() + reading.rejections.len();
            prop_assert_eq!(accounted, reading.sheets.iter().map(|sheet| sheet.rows).sum::<usize>());
        }
    }
}

proptest! {
    // Each case packs and unpacks workbooks.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rejected_rows_of_a_workbook_read_as_the_cells_they_were(rows in rows()) {
        let trimmed = |rows: Vec<Vec<String>>| -> Vec<Vec<String>> {
            // A cell of spaces only is an empty one in a workbook.
            let blank = |cell: String| if cell.trim().is_empty() { String::new() } else { cell };
            rows.into_iter().map(|row| row.into_iter().map(blank).collect()).collect()
        };
        prop_assert_eq!(cells_after_a_round(Format::Xlsx, &rows), trimmed(rows));
    }

    #[test]
    fn a_damaged_workbook_never_panics(damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = workbook(&[("s", &|sheet| put_rows(sheet, 0, &[&["zh", "bo"], &["法院", "ཁྲིམས་ཁང"]]))]);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(reading) = read("t", &bytes, Format::Xlsx, &ReadOptions::default()) {
            prop_assert!(reading.rows.len() <= 1);
        }
    }
}
