//! Workbooks: dates and numbers as they are stored, merged cells, several trainings.

use exchange::codes;
use exchange::roster::{Member, RosterKind};
use rust_xlsxwriter::{ExcelDateTime, Format};

use super::fixture::{book, read_book, read_csv, sheets, shown};

#[test]
fn dates_and_numbers_are_read_as_they_are_stored() {
    let bytes = book(|page| {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (heading, column) in ["姓名", "出生日期", "毕业日期", "身份证号", "手机"]
            .iter()
            .zip(0..)
        {
            page.write_string(0, column, *heading)?;
        }
        page.write_string(1, 0, "扎西")?;
        page.write_datetime_with_format(1, 1, ExcelDateTime::from_ymd(1985, 3, 12)?, &date)?;
        page.write_number(1, 2, 42_434)?;
        page.write_number(1, 3, 632_123_198_503_120_031_f64)?;
        page.write_number(1, 4, 13_897_001_234_f64)?;
        page.write_string(2, 0, "才让")?;
        page.write_datetime_with_format(2, 1, ExcelDateTime::from_ymd(1985, 3, 12)?, &date)?;
        page.write_number(2, 4, 13_897_001_234_f64)?;
        Ok(())
    });
    let reading = read_book(RosterKind::People, &bytes);
    assert_eq!(reading.issues.len(), 1, "{:?}", reading.issues);
    let issue = &reading.issues[0];
    assert_eq!(issue.place.to_string(), "a.xlsx[Sheet1]!D2");
    assert!(
        issue.message.contains(
            "was stored as a number, and its last digits are lost (hint: format the column as text"
        )
    );
    assert!(issue.message_zh.contains("请把该列设为“文本”格式"));
    let row = &reading.rows[0];
    let text = |member| row.statement.text(member).unwrap_or_default();
    assert_eq!(
        (text(Member::BornOn), text(Member::Phone)),
        ("1985-03-12".to_owned(), "13897001234".to_owned())
    );
    assert_eq!(row.place_of(Member::BornOn).to_string(), "a.xlsx[Sheet1]!B3");
    assert_eq!(row.place_of(Member::Court).to_string(), "a.xlsx[Sheet1]!3");
}

#[test]
fn a_workbook_that_counts_from_1904_is_read_so() {
    let bytes = book(|page| {
        page.write_string(0, 0, "姓名")?;
        page.write_string(0, 1, "毕业日期")?;
        page.write_string(1, 0, "扎西")?;
        page.write_number(1, 1, 42_434 - 1462)?;
        Ok(())
    });
    let as_1904 = super::rejected::with_member(&bytes, "xl/workbook.xml", |xml| {
        assert!(xml.contains("<workbookPr"));
        xml.replacen("<workbookPr", "<workbookPr date1904=\"1\"", 1)
    });
    let reading = read_book(RosterKind::People, &as_1904);
    let row = &reading.rows[0].statement;
    assert_eq!(row.text(Member::FinishedOn).as_deref(), Some("2016-03-05"));
}

#[test]
fn merged_headings_and_cells_hold_for_what_they_cover() {
    let bytes = book(|page| {
        let plain = Format::new();
        page.merge_range(0, 0, 0, 5, "第十二期双语法官培训班成绩册", &plain)?;
        page.merge_range(1, 0, 2, 0, "序号", &plain)?;
        page.merge_range(1, 1, 2, 1, "姓名", &plain)?;
        page.merge_range(1, 2, 2, 2, "单位", &plain)?;
        page.merge_range(1, 3, 1, 5, "成绩", &plain)?;
        for (heading, column) in ["笔试", "口译", "模拟庭审"].iter().zip(3..) {
            page.write_string(2, column, *heading)?;
        }
        page.merge_range(3, 2, 4, 2, "玉树市人民法院", &plain)?;
        for (row, name) in [(3, "扎西"), (4, "才让")] {
            page.write_number(row, 0, row - 2)?;
            page.write_string(row, 1, name)?;
            page.write_number(row, 3, 85.5)?;
            page.write_number(row, 4, 90)?;
            page.write_string(row, 5, if row == 3 { "合格" } else { "优" })?;
        }
        page.write_string(5, 0, "合计")?;
        page.write_formula(5, 3, "=SUM(D4:D5)")?;
        Ok(())
    });
    insta::assert_snapshot!(shown(&read_book(RosterKind::Results, &bytes)));
}

#[test]
fn a_workbook_holds_a_training_a_sheet_or_names_it_in_a_column() {
    let bytes = sheets(&[
        ("第10期", &[&["姓名", "单位"], &["扎西", "玉树市人民法院"]]),
        ("11", &[&["姓名", "单位"], &["扎西", "玉树市人民法院"]]),
        ("说明", &[]),
        (
            "其他",
            &[&["姓名", "期次"], &["扎西", "12"], &["扎西", "第十三期"]],
        ),
    ]);
    let reading = read_book(RosterKind::Enrolments, &bytes);
    assert_eq!(reading.issues, []);
    let numbers: Vec<Option<u16>> = reading
        .rows
        .iter()
        .map(|row| row.statement.training.number)
        .collect();
    assert_eq!(numbers, [Some(10), Some(11), Some(12), Some(13)]);
}

#[test]
fn a_title_silently_beat_the_name_of_the_sheet() {
    let title: &[&str] = &["第12期双语法官培训班花名册"];
    let bytes = sheets(&[
        ("第11期", &[title, &["姓名", "单位"], &["扎西", "玉树市人民法院"]]),
        ("第12期", &[title, &["姓名", "单位"], &["才让", "玉树市人民法院"]]),
        ("第13期", &[title, &["姓名", "期次"], &["多杰", "13"]]),
    ]);
    let reading = read_book(RosterKind::Enrolments, &bytes);
    let numbers = reading.rows.iter().map(|row| row.statement.training.number);
    assert_eq!(numbers.collect::<Vec<_>>(), [Some(12), Some(13)]);
    let told: Vec<&str> = reading
        .issues
        .iter()
        .map(|issue| issue.message_zh.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "a.xlsx[第11期]：工作表名是第 11 期，表头上方的标题却是第 12 期（提示：请更正写错的一处，或在表中加“期次”列）"
        ]
    );
}

#[test]
fn everybody_of_a_second_list_on_a_sheet_was_put_into_the_first() {
    let list = |title, name| -> Vec<Vec<&str>> {
        vec![
            vec![title],
            vec!["序号", "姓名", "单位"],
            vec!["1", name, "玉树市人民法院"],
        ]
    };
    let (first, again) = (
        list("第六十期培训班花名册", "扎西"),
        list("第六十期培训班花名册", "才让"),
    );
    let other = list("第七十期培训班花名册", "多杰");
    let read = |rows: &[Vec<&str>]| {
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let reading = read_book(RosterKind::Enrolments, &sheets(&[("花名册", &rows)]));
        let told: Vec<String> = reading.issues.iter().map(|issue| issue.message.clone()).collect();
        (reading.rows.len(), told)
    };
    // A title that comes back on each printed page is of the same training.
    assert_eq!(read(&[first.clone(), again].concat()), (2, vec![]));
    let (rows, told) = read(&[first, other].concat());
    assert_eq!(rows, 1);
    assert_eq!(
        told,
        [
            "a.xlsx[花名册]!5: here begins a second list, under the title of training 70 (hint: put each training on a sheet of its own, or give the rows a column 期次)"
        ]
    );
}

#[test]
fn a_sheet_that_is_no_roster_is_told() {
    let bytes = sheets(&[
        ("a", &[&["姓名", "性别"], &["扎西", "男"]]),
        ("b", &[&["填表说明"], &["请如实填写"]]),
    ]);
    let reading = read_book(RosterKind::People, &bytes);
    assert_eq!(reading.issues[0].code, codes::MISSING_HEADER);
    assert_eq!(reading.issues[0].place.to_string(), "a.xlsx[b]");
    assert!(!reading.is_complete() && reading.rows.len() == 1);
    assert!(
        reading.issues[0].message_zh.contains("不是名单的工作表，请删去"),
        "{:?}",
        reading.issues
    );
}

#[test]
fn a_sheet_that_tells_how_to_fill_in_the_others_blocked_the_workbook() {
    let list: &[&[&str]] = &[&["姓名", "性别"], &["扎西", "男"], &["བཀྲ་ཤིས", "男"]];
    for name in ["填表说明", "说明", "代码表", "报名须知"] {
        let bytes = sheets(&[("名册", list), (name, &[&["请如实填写"], &["性别：男、女"]])]);
        let reading = read_book(RosterKind::People, &bytes);
        assert!(
            reading.is_complete() && reading.rows.len() == 2,
            "{name}: {:?}",
            reading.issues
        );
        let told: Vec<(&str, String)> = reading
            .warnings
            .iter()
            .map(|warning| (warning.code, warning.place.to_string()))
            .collect();
        assert_eq!(told, [(codes::SHEET_PASSED_OVER, format!("a.xlsx[{name}]"))]);
    }
}

#[test]
fn lines_that_are_passed_over_were_not_all_told() {
    let text = "序号,姓名,单位\n玉树分会场,,\n1,扎西,玉树市人民法院\n2,,\n 3 、,,\n带队领导：才让,,\n说明：以上人员,,\n合计,1,\n";
    let reading = read_csv(RosterKind::People, text);
    assert_eq!((reading.rows.len(), reading.issues.len()), (1, 0));
    let told: Vec<String> = reading
        .warnings
        .iter()
        .map(|warning| format!("{} {}", warning.place, warning.value))
        .collect();
    assert_eq!(
        told,
        [
            "a.csv:2 玉树分会场",
            "a.csv:6 带队领导：才让",
            "a.csv:7 说明：以上人员",
            "a.csv:8 合计"
        ]
    );
}

#[test]
fn a_number_in_the_name_of_a_sheet_stood_in_every_message() {
    for (name, shown) in [
        ("扎西13909710001", "扎西…0001"),
        ("63272519800501003X", "…003X"),
        ("139 0971 0001", "…0001"),
        ("2019-10-14", "2019-10-14"),
        ("花名册20191014", "花名册20191014"),
        ("第11期", "第11期"),
    ] {
        let reading = read_book(
            RosterKind::People,
            &sheets(&[(name, &[&["姓名", "性别"], &["扎西", "不详"]])]),
        );
        assert_eq!(reading.issues[0].place.to_string(), format!("a.xlsx[{shown}]!B2"));
        assert_eq!(reading.sheets[0].summary.name.as_deref(), Some(shown));
    }
}
