//! Files that want to fill the memory, and files in other encodings.

use std::io::{Cursor, Write as _};

use encoding_rs::GB18030;
use exchange::roster::{RosterKind, RosterOptions, read};
use exchange::{FileError, Format, codes};

use super::fixture::{read_csv, sheets};
use super::rejected::with_member;

fn refused(bytes: &[u8], format: Format) -> String {
    match read("a", bytes, format, RosterKind::People, &RosterOptions::default()) {
        Err(
            error @ (FileError::TooLarge { .. } | FileError::Unreadable { .. } | FileError::UnknownFormat(_)),
        ) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file(
            "xl/worksheets/sheet1.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    for _ in 0..200 {
        archive.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = archive.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert!(refused(&bomb, Format::Xlsx).contains("bytes once unpacked"));
    assert!(refused(b"PK", Format::Xlsx).contains("cannot be read as a workbook"));
    assert!(refused(b"{}", Format::Jsonl).contains("in no known format"));
}

#[test]
fn a_cell_far_to_the_right_and_a_shared_text_are_bounded() {
    let book = sheets(&[("a", &[&["姓名", "性别"], &["扎西", "男"]])]);
    let far = with_member(&book, "xl/worksheets/sheet1.xml", |xml| {
        let row =
            |n: usize| format!("<row r=\"{n}\"><c r=\"XFD{n}\" t=\"inlineStr\"><is><t>x</t></is></c></row>");
        let rows: String = (3..200).map(row).collect();
        xml.replace("</sheetData>", &format!("{rows}</sheetData>"))
    });
    let reading = super::fixture::read_book(RosterKind::People, &far);
    assert_eq!((reading.rows.len(), reading.rejections.len()), (1, 197));
    assert_eq!(reading.issues[0].code, codes::TOO_MANY_COLUMNS);
}

#[test]
fn a_file_of_chinese_programs_is_read_and_a_mixed_one_is_told() {
    let text = "姓名,性别,民族,单位\n扎西,男,藏,玉树市人民法院\n";
    let read = |bytes: &[u8]| {
        read(
            "a.csv",
            bytes,
            Format::Csv,
            RosterKind::People,
            &RosterOptions::default(),
        )
        .unwrap()
    };
    let gb18030 = GB18030.encode(text).0.into_owned();
    let reading = read(&gb18030);
    assert_eq!((reading.encoding, reading.rows.len()), (Some("GB18030"), 1));
    assert_eq!(
        reading.rows[0].statement,
        read_csv(RosterKind::People, text).rows[0].statement
    );
    let mixed = [text.as_bytes(), &gb18030].concat();
    assert_eq!(read(&mixed).issues[0].code, codes::BAD_ENCODING);
    let semicolons = read(text.replace(',', ";").as_bytes());
    assert_eq!(semicolons.rows.len(), 1);
}

#[test]
fn more_bad_rows_than_anybody_reads_end_the_reading() {
    let rows = "扎西,不明\n".repeat(10_050);
    let reading = read_csv(RosterKind::People, &format!("姓名,性别\n{rows}"));
    assert_eq!(reading.rejections.len(), 10_000);
    assert_eq!(
        reading.issues.last().map(|issue| issue.code),
        Some(codes::TOO_MANY_ISSUES)
    );
    assert!(!reading.is_complete());
}

#[test]
fn a_cell_that_is_too_long_or_cannot_be_seen_is_a_fault_of_its_row() {
    let long = "扎".repeat(600);
    for (cell, code) in [
        (long.as_str(), codes::BAD_VALUE),
        ("民\u{202e}庭", codes::CONTROL_CHARACTER),
    ] {
        let reading = read_csv(RosterKind::People, &format!("姓名,部门\n才让,{cell}\n"));
        assert_eq!(reading.issues[0].code, code);
    }
}
