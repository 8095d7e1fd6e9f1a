//! The way of a bad row: out with its reason, corrected, and in again.

use exchange::glossary::{Reading, read};
use exchange::{ColumnList, Extent, Format, Issue, Language, ReadOptions, codes, rejected};

use crate::fixture::{
    put_rows, read_book, read_csv, read_csv_with, read_jsonl, show_issues, show_rows, workbook,
};

fn written(format: Format, reading: &Reading) -> Vec<u8> {
    rejected::write(format, &reading.sheets, &reading.rejections, Language::En).unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_csv_comes_back_with_reasons_and_reads_again_once_corrected() {
    let reading = read_csv("# 说明\n汉文,藏文,备注\n法院,ཁྲིམས་ཁང,\n法官,法官,=见上\n");
    let file = text(written(Format::Csv, &reading));
    assert_eq!(
        file,
        "\u{feff}错误原因 reason,汉文,藏文,备注\n\"terms.csv:4, column `藏文`: `法官` holds Chinese characters in a Tibetan cell (hint: check whether the columns are in the right order)\",法官,法官,'=见上\n"
    );
    let again = read_csv(&file);
    assert_eq!((again.rows.len(), again.issues.len()), (0, 1));
    let twice = text(written(Format::Csv, &again));
    assert_eq!(twice.matches("错误原因").count(), 1);
    let corrected = read_csv(&file.replace(",法官,法官,", ",法官,ཁྲིམས་དཔོན,"));
    assert_eq!(show_rows(&corrected), "terms.csv:2 zh=法官 bo=ཁྲིམས་དཔོན");
    assert_eq!(corrected.rows[0].contribution.concept.notes[0].text, "=见上");
}

#[test]
fn a_file_without_header_comes_back_with_one_and_reads_with_the_same_options() {
    let options = ReadOptions {
        columns: Some(ColumnList::parse("zh,ignore,bo").unwrap()),
        ..ReadOptions::default()
    };
    let reading = read_csv_with("法官,x,法官\n", &options);
    let file = text(written(Format::Csv, &reading));
    assert!(
        file.starts_with("\u{feff}错误原因 reason,zh,ignore,bo\n"),
        "{file}"
    );
    let corrected = read_csv_with(&file.replace("x,法官", "x,ཁྲིམས་དཔོན"), &options);
    assert_eq!(
        show_rows(&corrected),
        "terms.csv:2 zh=法官 bo=ཁྲིམས་དཔོན",
        "{}",
        show_issues(&corrected)
    );
}

#[test]
fn a_workbook_comes_back_with_the_sheets_that_have_bad_rows() {
    let bytes = workbook(&[
        ("民事", &|sheet| {
            put_rows(sheet, 0, &[&["zh", "bo"], &["法院", "ཁྲིམས་ཁང"]])
        }),
        ("刑事", &|sheet| {
            put_rows(
                sheet,
                0,
                &[&["题"], &["zh", "bo", "note"], &["法官", "法官", "=1+1"]],
            )
        }),
    ]);
    let reading = read_book(&bytes, &ReadOptions::default());
    let file = written(Format::Xlsx, &reading);
    assert_eq!(
        file,
        written(Format::Xlsx, &reading),
        "the same rows give the same bytes"
    );
    let again = read_book(&file, &ReadOptions::default());
    assert_eq!(again.sheets.len(), 1);
    assert_eq!(again.sheets[0].header, ["错误原因 reason", "zh", "bo", "note"]);
    assert_eq!(again.rejections[0].raw[1..], ["法官", "法官", "=1+1"]);
    assert_eq!(again.issues[0].place.to_string(), "book.xlsx[刑事]!C2");
}

#[test]
fn json_lines_come_back_with_a_member_that_is_passed_over() {
    let reading = read_jsonl("{\"terms\":[{\"lang\":\"bo\",\"text\":\"法院\"}]}\nnot json\n");
    let file = text(written(Format::Jsonl, &reading));
    assert_eq!(file.lines().count(), 2);
    assert!(
        file.starts_with("{\"reason\":\"terms.jsonl:1, member `/terms/0/text`"),
        "{file}"
    );
    let corrected = read_jsonl(&file.replace("\"bo\",\"text\":\"法院\"", "\"zh\",\"text\":\"法院\""));
    assert_eq!(show_rows(&corrected), "terms.jsonl:1 zh=法院");
    assert_eq!(corrected.issues[0].column.as_deref(), Some("/terms"));
}

#[test]
fn a_good_row_that_is_refused_later_comes_back_too() {
    let reading = read_csv("zh,bo\n法院,ཁྲིམས་ཁང\n");
    let issue = Issue {
        place: reading.rows[0].place.clone(),
        column: None,
        code: codes::BAD_VALUE,
        value: String::new(),
        message: "two concepts have this pair".to_owned(),
        message_zh: "两个词条都有这一对".to_owned(),
        extent: Extent::Row,
    };
    let rejection = reading.rows[0].clone().reject(issue);
    let file = text(rejected::write(Format::Tsv, &reading.sheets, &[rejection], Language::En).unwrap());
    assert_eq!(
        file,
        "错误原因 reason\tzh\tbo\ntwo concepts have this pair\t法院\tཁྲིམས་ཁང\n"
    );
    let again = read("t.tsv", file.as_bytes(), Format::Tsv, &ReadOptions::default()).unwrap();
    assert_eq!(show_rows(&again), "t.tsv:2 zh=法院 bo=ཁྲིམས་ཁང");
}
