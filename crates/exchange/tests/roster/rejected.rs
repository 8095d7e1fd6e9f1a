//! The rows that could not be used come back in the form in which they came.

use std::io::{Cursor, Read as _, Write as _};

use exchange::roster::{RosterKind, rejected};
use exchange::{Format, Language};

use super::fixture::{read_book, read_csv, sheets, shown};

/// Returns the archive with one of its members changed.
pub fn with_member(archive: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut member = from.by_index(index).unwrap();
        if member.name().unwrap() != name {
            to.raw_copy_file(member).unwrap();
            continue;
        }
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        to.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(change(&text).as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

const TEXT: &str = "\
第十一期双语法官培训班考勤表\n\
培训时间：2019年10月14日至24日\n\
姓名,考勤,,单位\n\
,10月14日,,\n\
,上午,下午,\n\
扎西,√,√,玉树市人民法院\n\
才让,√,早退,=玉树\n";

#[test]
fn a_table_comes_back_with_reasons_and_its_training() {
    let reading = read_csv(RosterKind::Attendance, TEXT);
    let back = rejected(&reading, &reading.rejections, Format::Csv, Language::Zh).unwrap();
    let back = String::from_utf8(back).unwrap();
    insta::assert_snapshot!(back.trim_start_matches('\u{feff}'));
    let again = read_csv(RosterKind::Attendance, &back);
    assert_eq!(again.issues.len(), 1);
    let mended = read_csv(RosterKind::Attendance, &back.replace("√,早退", "√,缺"));
    insta::assert_snapshot!(shown(&mended));
}

#[test]
fn a_workbook_comes_back_sheet_by_sheet() {
    let bytes = sheets(&[
        ("第10期", &[&["姓名", "身份证号"], &["扎西", "1"], &["才让", ""]]),
        ("第11期", &[&["姓名", "性别"], &["扎西", "男"], &["才让", "不明"]]),
    ]);
    let reading = read_book(RosterKind::Enrolments, &bytes);
    let back = rejected(&reading, &reading.rejections, Format::Xlsx, Language::En).unwrap();
    let again = read_book(RosterKind::Enrolments, &back);
    let places: Vec<String> = again.issues.iter().map(|issue| issue.place.to_string()).collect();
    assert_eq!(places, ["a.xlsx[第10期]!C2", "a.xlsx[第11期]!C2"]);
    assert_eq!(again.rejections.len(), reading.rejections.len());
}
