//! Workbooks as offices make them: titles, merged cells, dates, hidden sheets, and ones made to harm.

use exchange::glossary::read;
use exchange::{Format, ReadOptions};
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Worksheet};

use crate::fixture::{in_collection, put_rows, read_book, show_issues, show_rows, workbook};

#[test]
fn every_sheet_is_read_and_hidden_ones_are_told() {
    let bytes = workbook(&[
        ("民事", &|sheet| {
            put_rows(sheet, 0, &[&["汉文", "藏文"], &["法院", "ཁྲིམས་ཁང་"]])
        }),
        ("空", &|_| {}),
        ("刑事", &|sheet| {
            sheet.set_hidden(true);
            put_rows(
                sheet,
                0,
                &[&["藏汉对照", ""], &[], &["藏文", "汉文"], &["ཁྲིམས་དཔོན།", "法官"]],
            );
        }),
    ]);
    let reading = read_book(&bytes, &ReadOptions::default());
    assert_eq!(
        show_rows(&reading),
        "book.xlsx[民事]!2 zh=法院 bo=ཁྲིམས་ཁང\nbook.xlsx[刑事]!4 zh=法官 bo=ཁྲིམས་དཔོན"
    );
    let sheets: Vec<_> = reading
        .sheets
        .iter()
        .map(|s| (s.name.as_deref().unwrap(), s.hidden, s.rows))
        .collect();
    assert_eq!(sheets, [("民事", false, 1), ("空", false, 0), ("刑事", true, 1)]);
    assert_eq!((reading.encoding, show_issues(&reading).as_str()), (None, ""));
    let told: Vec<_> = reading.warnings.iter().map(|w| w.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "book.xlsx[刑事]: this sheet is hidden, and is read (hint: delete it from the workbook if it is not meant)"
        ]
    );
}

#[test]
fn a_bad_cell_is_named_as_the_workbook_names_it() {
    let bytes = workbook(&[("民事", &|sheet| {
        put_rows(
            sheet,
            0,
            &[&["民事词条"], &["序号", "汉文", "藏文"], &["1", "法院", "法院"]],
        );
    })]);
    let reading = read_book(&bytes, &in_collection("civil"));
    assert_eq!(reading.issues[0].place.cell.as_deref(), Some("C3"));
    assert_eq!(
        show_issues(&reading),
        "tibetan_cell_with_chinese  book.xlsx[民事]!C3, column `藏文`: `法院` holds Chinese characters in a Tibetan cell (hint: check whether the columns are in the right order)"
    );
}

#[test]
fn a_pair_of_another_sheet_is_named_by_its_place_there() {
    let pair: &[&[&str]] = &[&["zh", "bo"], &["法院", "ཁྲིམས་ཁང"]];
    let bytes = workbook(&[
        ("空", &|_| {}),
        ("民事", &|sheet| put_rows(sheet, 0, pair)),
        ("刑事", &|sheet| put_rows(sheet, 3, pair)),
    ]);
    let reading = read_book(&bytes, &ReadOptions::default());
    assert_eq!(
        show_issues(&reading),
        "duplicate_row  book.xlsx[刑事]!5: `法院 | ཁྲིམས་ཁང` stands in the file before, at book.xlsx[民事]!2, with the same source (hint: remove one of the two, or give the source in which they differ)"
    );
}

#[test]
fn numbers_and_days_become_the_text_a_person_sees() {
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    let bytes = workbook(&[("s", &|sheet: &mut Worksheet| {
        put_rows(sheet, 0, &[&["zh", "编号", "law", "施行日期", "note"]]);
        put_rows(sheet, 1, &[&["盗窃罪", "", "刑法"]]);
        sheet.write_number(1, 1, 264).unwrap();
        sheet
            .write_datetime_with_format(1, 3, ExcelDateTime::from_ymd(2024, 3, 1).unwrap(), &day)
            .unwrap();
        sheet.write_number(1, 4, 1.5).unwrap();
        put_rows(sheet, 2, &[&["抢劫罪"]]);
        sheet.write_boolean(2, 4, true).unwrap();
    })]);
    let reading = read_book(&bytes, &in_collection("charges"));
    assert_eq!(show_issues(&reading), "");
    assert_eq!(
        reading.rows[0].raw,
        ["盗窃罪", "264", "刑法", "2024-03-01", "1.5"]
    );
    assert_eq!(reading.rows[1].raw[4], "TRUE");
    let basis = &reading.rows[0].contribution.concept.legal_basis[0];
    assert_eq!(basis.in_force_from.as_deref(), Some("2024-03-01"));
}

#[test]
fn a_value_merged_over_rows_holds_for_each_of_them() {
    let plain = CellFormat::new();
    let bytes = workbook(&[("s", &|sheet: &mut Worksheet| {
        sheet.merge_range(0, 0, 0, 2, "藏汉法律词条", &plain).unwrap();
        put_rows(sheet, 1, &[&["汉文", "藏文", "来源"]]);
        put_rows(
            sheet,
            2,
            &[&["", "ཁྲིམས་ཁང", ""], &["", "ཁྲིམས་ར", ""], &["法官", "ཁྲིམས་དཔོན", "b"]],
        );
        sheet.merge_range(2, 0, 3, 0, "法院", &plain).unwrap();
        sheet.merge_range(2, 2, 3, 2, "a", &plain).unwrap();
    })]);
    let reading = read_book(&bytes, &ReadOptions::default());
    assert_eq!(
        show_rows(&reading),
        "book.xlsx[s]!3 zh=法院 bo=ཁྲིམས་ཁང\nbook.xlsx[s]!4 zh=法院 bo=ཁྲིམས་ར\nbook.xlsx[s]!5 zh=法官 bo=ཁྲིམས་དཔོན"
    );
    assert_eq!(reading.rows[1].raw[2], "a");
}

#[test]
fn a_formula_counts_as_the_value_it_was_saved_with() {
    let bytes = workbook(&[("s", &|sheet: &mut Worksheet| {
        put_rows(sheet, 0, &[&["zh", "note"], &["法院"], &["法官"]]);
        sheet
            .write_formula(1, 1, Formula::new("=\"a\"&\"b\"").set_result("ab"))
            .unwrap();
        sheet
            .write_formula(2, 1, Formula::new("=1/0").set_result("#DIV/0!"))
            .unwrap();
    })]);
    let reading = read_book(&bytes, &ReadOptions::default());
    assert_eq!(reading.rows[0].contribution.concept.notes[0].text, "ab");
    assert_eq!(
        show_issues(&reading),
        "formula  book.xlsx[s]!B3, column `note`: `#DIV/0!` is the error of a formula, not a value (hint: mend the formula, or put its value in its place)"
    );
}

#[test]
fn a_page_of_explanations_stops_the_reading_unless_it_may_be_ignored() {
    let bytes = workbook(&[
        ("说明", &|sheet| {
            put_rows(sheet, 0, &[&["本表由青海省高级人民法院编制"]])
        }),
        ("词条", &|sheet| {
            put_rows(sheet, 0, &[&["zh", "页"], &["法院", "3"]])
        }),
    ]);
    let reading = read_book(&bytes, &ReadOptions::default());
    assert_eq!(
        reading.issues.iter().map(|i| i.code).collect::<Vec<_>>(),
        ["missing_header", "unknown_column"]
    );
    assert_eq!(reading.issues[1].place.to_string(), "book.xlsx[词条]!B1");
    let message = &reading.issues[0].message;
    assert!(
        message.contains("(hint: if this sheet holds no terms, pass over such sheets with --ignore-extra"),
        "{message}"
    );
    let reading = read_book(
        &bytes,
        &ReadOptions {
            ignore_extra: true,
            ..ReadOptions::default()
        },
    );
    assert_eq!(show_rows(&reading), "book.xlsx[词条]!2 zh=法院");
    assert_eq!(
        reading.sheets.iter().map(|s| s.skipped).collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!(reading.warnings[0].code, "sheet_passed_over");
    assert_eq!(reading.warnings[0].place.to_string(), "book.xlsx[说明]");
}

#[test]
fn a_sheet_of_terms_with_a_bad_header_is_never_ignored() {
    let bytes = workbook(&[("词条", &|sheet| {
        put_rows(sheet, 0, &[&["zh", "汉文"], &["法院", "法庭"]])
    })]);
    let reading = read_book(
        &bytes,
        &ReadOptions {
            ignore_extra: true,
            ..ReadOptions::default()
        },
    );
    assert_eq!(
        (
            reading.issues.len(),
            reading.sheets[0].skipped,
            reading.is_complete()
        ),
        (1, false, false)
    );
}

#[test]
fn a_cell_far_to_the_right_is_told_and_costs_nothing() {
    let bytes = workbook(&[("s", &|sheet: &mut Worksheet| {
        put_rows(sheet, 0, &[&["zh"], &["法院"]]);
        sheet.write_string(1, 16_383, "x").unwrap();
        sheet.write_string(1, 16_382, "y").unwrap();
    })]);
    let reading = read_book(&bytes, &ReadOptions::default());
    assert_eq!(reading.issues.len(), 1);
    assert_eq!(reading.issues[0].place.to_string(), "book.xlsx[s]!XFC2");
}

#[test]
fn what_is_no_workbook_says_so() {
    for (bytes, cause) in [
        (&b"zh,bo\n"[..], "it is no workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "it is a workbook of the old form, or has a password",
        ),
        (b"PK\x03\x04", "Zip error: "),
        (b"", "it is no workbook"),
    ] {
        let error = read("a.xlsx", bytes, Format::Xlsx, &ReadOptions::default())
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with(&format!("`a.xlsx` cannot be read as a workbook: {cause}")),
            "{error}"
        );
    }
}

/// Returns the offset of the unpacked size in the directory record of the entry `name`.
fn declared_size_at(bytes: &[u8], name: &str) -> usize {
    let record =
        |at: &usize| bytes[*at..].starts_with(b"PK\x01\x02") && bytes[at + 46..].starts_with(name.as_bytes());
    (0..bytes.len()).find(record).unwrap() + 24
}

#[test]
fn an_archive_that_declares_too_much_is_not_unpacked() {
    let mut bytes = workbook(&[("s", &|sheet| put_rows(sheet, 0, &[&["zh"], &["法院"]]))]);
    let at = declared_size_at(&bytes, "xl/worksheets/sheet1.xml");
    bytes[at..at + 4].copy_from_slice(&(1_u32 << 31).to_le_bytes());
    let error = read("a.xlsx", &bytes, Format::Xlsx, &ReadOptions::default())
        .unwrap_err()
        .to_string();
    // 32 MiB, and 32 times the archive.
    let limit = (32 << 20) + 32 * bytes.len();
    let refused = format!("bytes once unpacked, at most {limit} are read");
    assert!(error.contains(&refused), "{error}");
}

#[test]
fn an_archive_that_declares_too_little_is_unpacked_no_further() {
    let rows: Vec<String> = (0..2_000).map(|n| format!("法院{n}")).collect();
    let mut bytes = workbook(&[("s", &|sheet: &mut Worksheet| {
        put_rows(sheet, 0, &[&["zh"]]);
        for (row, text) in (1..).zip(&rows) {
            sheet.write_string(row, 0, text).unwrap();
        }
    })]);
    let at = declared_size_at(&bytes, "xl/worksheets/sheet1.xml");
    bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    let error = read("a.xlsx", &bytes, Format::Xlsx, &ReadOptions::default()).unwrap_err();
    assert!(matches!(error, exchange::FileError::Unreadable { .. }), "{error}");
}

#[test]
fn a_cell_reference_beyond_all_numbers_is_a_damaged_workbook() {
    let bytes = include_bytes!("../../testdata/cell-reference-overflow.xlsx");
    let error = read("damaged.xlsx", bytes, Format::Xlsx, &ReadOptions::default()).unwrap_err();
    assert!(error.to_string().contains("it is damaged"), "{error}");
}

#[test]
fn a_workbook_with_two_parts_of_one_name_was_read_with_whichever_came() {
    let bytes = workbook(&[("词", &|sheet| {
        put_rows(sheet, 0, &[&["zh", "bo"], &["法院", "ཁྲིམས་ཁང་"]])
    })]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut twice = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        twice.raw_copy_file(archive.by_index_raw(n).unwrap()).unwrap();
    }
    // The library does not write two entries of a name either, so the second one is renamed in the bytes.
    let sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    twice
        .raw_copy_file_rename(sheet, "xl/worksheets/sheetX.xml")
        .unwrap();
    let mut bytes = twice.finish().unwrap().into_inner();
    let name = b"xl/worksheets/sheetX.xml";
    while let Some(at) = bytes.windows(name.len()).position(|window| window == name) {
        bytes[at + name.len() - 5] = b'1';
    }
    let refused = read("book.xlsx", &bytes, Format::Xlsx, &ReadOptions::default()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`book.xlsx` cannot be read as a workbook: it has two parts named `xl/worksheets/sheet1.xml` (hint: open it in a \
         spreadsheet program and save it as `.xlsx` without a password)"
    );
}
