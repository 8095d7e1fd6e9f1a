//! Templates of an office, filled: what is patched, what stays, and what is refused.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use exchange::roster::template::{Filling, TemplateError, fill};
use exchange::roster::{PersonCells, ResultCells, RosterKind, Statement, TrainingCells};
use registry::{Component, Hours, PersonName};
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, Format, Image, Workbook,
};

use super::rejected::with_member;

fn training() -> TrainingCells {
    TrainingCells {
        title: Some("第十一期双语法官培训班".to_owned()),
        from: "2019-10-14".parse().ok(),
        to: "2019-10-24".parse().ok(),
        ..TrainingCells::default()
    }
}

fn people(count: usize) -> Vec<Statement> {
    let person = |n: usize| {
        let mut statement = Statement {
            person: PersonCells {
                name: PersonName {
                    zh: Some(format!("扎西·{}", ["才让", "卓玛", "多杰"][n % 3])),
                    bo: Some("བཀྲ་ཤིས".to_owned()),
                    others: Vec::new(),
                },
                ..PersonCells::default()
            },
            ..Statement::default()
        };
        statement.post.court = Some("=1+1<玉树>&\"法院\"".to_owned());
        statement.enrolment.hours = Some(Hours(480 + u32::try_from(n).unwrap()));
        statement.results = vec![ResultCells {
            component: Component::Written,
            attempt: 1,
            score_tenths: Some(855),
            of_tenths: None,
            passed: None,
            on: None,
            assessor: None,
        }];
        statement
    };
    (0..count).map(person).collect()
}

/// A form as an office has it: a title, a header, the row to be repeated with merged cells, `waiting` empty rows, and totals.
fn template(waiting: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let bordered = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
    let page = book.add_worksheet();
    page.set_name("花 名册").unwrap();
    page.merge_range(
        0,
        0,
        0,
        5,
        "{{培训班}}花名册（共{{人数}}人，{{培训时间}}）",
        &bordered,
    )
    .unwrap();
    for (heading, column) in ["序号", "姓名", "单位", "", "笔试", "学时"].iter().zip(0..) {
        page.write_string_with_format(1, column, *heading, &bordered)
            .unwrap();
    }
    for row in 2..=2 + waiting {
        page.set_row_height(row, 30).unwrap();
        page.merge_range(row, 2, row, 3, if row == 2 { "{{单位}}" } else { "" }, &bordered)
            .unwrap();
        for column in [0, 1, 4, 5, 6] {
            page.write_blank(row, column, &bordered).unwrap();
        }
    }
    for (column, text) in [
        (0, "{{序号}}"),
        (1, "{{姓名}}"),
        (4, "{{笔试}}"),
        (5, "{{学时}}"),
        (6, "{{藏文姓名}}"),
    ] {
        page.write_string_with_format(2, column, text, &bordered).unwrap();
    }
    let total = 3 + waiting;
    page.write_string(total, 0, "合计").unwrap();
    let last = 3 + waiting;
    page.write_formula(total, 5, format!("=SUM(F3:F{last})").as_str())
        .unwrap();
    page.write_formula(0, 6, format!("=COUNTA(B3:B{last})").as_str())
        .unwrap();
    page.merge_range(total + 1, 0, total + 1, 5, "制表人：{{主办单位}}", &bordered)
        .unwrap();
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::LessThan(60))
        .set_format(&bordered);
    page.add_conditional_format(2, 4, last - 1, 4, &rule).unwrap();
    page.add_data_validation(
        2,
        5,
        last - 1,
        5,
        &DataValidation::new().allow_whole_number(rust_xlsxwriter::DataValidationRule::LessThan(2000)),
    )
    .unwrap();
    book.add_worksheet().write_string(0, 0, "填表说明").unwrap();
    book.save_to_buffer().unwrap()
}

fn filled(template: &[u8], count: usize) -> Result<Vec<u8>, TemplateError> {
    let (training, rows) = (training(), people(count));
    let filling = Filling {
        kind: RosterKind::Enrolments,
        training: &training,
        rows: &rows,
    };
    fill(template, &filling)
}

/// Shows the cells of the first sheet a row a line, formulas with `=`.
fn shown(bytes: &[u8]) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let (cells, formulas) = (
        book.worksheet_range(&name).unwrap(),
        book.worksheet_formula(&name).unwrap(),
    );
    let (height, width) = cells.end().unwrap();
    let mut lines = String::new();
    for row in 0..=height {
        let cell = |column| {
            let formula = formulas
                .get_value((row, column))
                .filter(|formula| !formula.is_empty());
            match (formula, cells.get_value((row, column))) {
                (Some(formula), _) => format!("={formula}"),
                (None, Some(Data::Float(number))) => format!("#{number}"),
                (None, value) => value.map_or_else(String::new, ToString::to_string),
            }
        };
        let cells: Vec<String> = (0..=width).map(cell).collect();
        lines.push_str(&format!("{} | {}\n", row + 1, cells.join(" | ")));
    }
    let mut merged: Vec<String> = book
        .merge_cells_by_sheet_name(&name)
        .unwrap()
        .iter()
        .map(|area| format!("{:?}-{:?}", area.start, area.end))
        .collect();
    merged.sort();
    lines + &merged.join(" ")
}

/// Returns every member in its order: the name with its bytes as they lie in the archive.
fn members(archive: &[u8]) -> Vec<(String, (u32, Vec<u8>))> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let indexes = 0..zip.len();
    let member = |index| {
        let mut member = zip.by_index_raw(index).unwrap();
        let (name, crc) = (member.name().unwrap().into_owned(), member.crc32());
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        (name, (crc, bytes))
    };
    indexes.map(member).collect()
}

fn member(archive: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_row_is_repeated_and_everything_below_moves() {
    let bytes = filled(&template(0), 3).unwrap();
    insta::assert_snapshot!(shown(&bytes));
    let xml = member(&bytes, "xl/worksheets/sheet1.xml");
    for part in [
        "<dimension ref=\"A1:G7\"/>",
        "<sheetCalcPr fullCalcOnLoad=\"1\"/>",
        "sqref=\"E3:E5\"",
        "sqref=\"F3:F5\"",
        "<row r=\"5\" ",
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    assert_eq!(xml.matches("ht=\"30\"").count(), 3);
    assert!(!xml.contains("{{") && !xml.contains("<f>1+1"));
}

#[test]
fn a_total_kept_what_it_came_to_in_the_template() {
    let with_values = with_member(&template(4), "xl/worksheets/sheet1.xml", |xml| {
        let cached = xml.split("<f>").skip(1).all(|cell| cell.contains("<v>0</v>"));
        assert!(cached, "{xml}");
        xml.replace("</f><v>0</v>", "</f><v>40</v>")
    });
    for count in [1, 3, 9] {
        let sheet = member(&filled(&with_values, count).unwrap(), "xl/worksheets/sheet1.xml");
        assert!(
            sheet.contains("<f>") && !sheet.contains("<v>40</v>"),
            "{count}: {sheet}"
        );
    }
}

#[test]
fn rows_that_wait_are_used_up_first() {
    for (count, moved) in [(1, false), (3, false), (4, true), (0, false)] {
        let bytes = filled(&template(2), count).unwrap();
        let shown = shown(&bytes);
        let total = if moved { 7 } else { 6 };
        assert!(shown.contains(&format!("\n{total} | 合计")), "{count}: {shown}");
        assert!(
            shown.contains(&format!("=SUM(F3:F{})", total - 1)),
            "{count}: {shown}"
        );
        assert_eq!(shown.matches("=1+1<玉树>").count(), count);
        assert_eq!(
            member(&bytes, "xl/worksheets/sheet1.xml")
                .matches("ht=\"30\"")
                .count(),
            count.max(3)
        );
    }
}

#[test]
fn every_other_member_stays_byte_by_byte() {
    let template = template(0);
    let (before, after) = (members(&template), members(&filled(&template, 40).unwrap()));
    let names = |members: &[(String, (u32, Vec<u8>))]| {
        members.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&before), names(&after));
    let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (before.into_iter().collect(), after.into_iter().collect());
    let changed: Vec<&String> = before
        .keys()
        .filter(|name| before[*name] != after[*name])
        .collect();
    assert_eq!(changed, ["xl/worksheets/sheet1.xml"]);
    assert!(before.len() >= 8, "{before:?}");
}

#[test]
fn what_cannot_be_kept_right_is_refused_with_the_reason() {
    let refused = |template: &[u8], count: usize| filled(template, count).unwrap_err().to_string();
    let change = |from: &str, to: &str| {
        with_member(&template(0), "xl/worksheets/sheet1.xml", |xml| {
            assert!(xml.contains(from), "{from} in {xml}");
            xml.replace(from, to)
        })
    };
    let with_areas = |area: &str| {
        with_member(&template(0), "xl/workbook.xml", |xml| {
            let names = format!(
                "</sheets><definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'花 名册'!{area}</definedName></definedNames>"
            );
            xml.replace("</sheets>", &names)
        })
    };
    let mut with_list = zip::ZipWriter::new_append(Cursor::new(template(0))).unwrap();
    with_list
        .start_file("xl/calcChain.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    with_list
        .write_all(b"<calcChain><c r=\"G1\" i=\"1\"/><c r=\"F4\"/></calcChain>")
        .unwrap();
    let with_list = with_list.finish().unwrap().into_inner();
    let table = [
        (
            change("SUM(F3:F3)", "F3*2"),
            "`F3` means one cell of the repeated row",
        ),
        (
            change(
                "<f>SUM(F3:F3)</f>",
                "<f t=\"shared\" ref=\"F4\" si=\"0\">SUM(F3:F3)</f>",
            ),
            "row 4 has a formula that is shared",
        ),
        (
            change("ref=\"C3:D3\"", "ref=\"C3:D4\""),
            "the merged cells C3:D4 reach over the repeated row 3",
        ),
        (
            with_areas("$A$1:$G$4"),
            "the name Print_Area means '花 名册'!$A$1:$G$4",
        ),
        (with_list, "the workbook lists the formula in F4"),
        (
            change(
                "</worksheet>",
                "<tableParts count=\"1\"><tablePart r:id=\"rId1\"/></tableParts></worksheet>",
            ),
            "the sheet has a table",
        ),
        (with_picture(), "a picture or a remark stands at row 10"),
        (
            with_member(&template(0), "xl/worksheets/sheet2.xml", |xml| {
                xml.replace(
                    "<sheetData>",
                    "<sheetData><row r=\"9\"><c r=\"A9\"><f>'花 名册'!F4</f></c></row>",
                )
            }),
            "has formulas about the sheet 花 名册",
        ),
    ];
    for (template, why) in table {
        let told = refused(&template, 3);
        assert!(told.contains(why) && told.contains("(hint: "), "{why}: {told}");
        assert!(!told.contains("xl/worksheets/"), "{told}");
        // Where no row has to be put in, only what stands over the list is in the way.
        let alone = filled(&template, 1);
        assert_eq!(alone.is_ok(), !why.contains("merged"), "{why}: {alone:?}");
    }
    assert!(filled(&with_areas("$A:$G"), 3).is_ok());
}

fn with_picture() -> Vec<u8> {
    // A picture of one point.
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "{{姓名}}").unwrap();
    page.insert_image(9, 0, &Image::new_from_buffer(png).unwrap())
        .unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn placeholders_that_name_nothing_are_told_with_their_cell() {
    let of = |cells: &[(u32, u16, &str)]| {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        for (row, column, text) in cells {
            page.write_string(*row, *column, *text).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let told = filled(&of(&[(1, 1, "{{爱好}}")]), 1).unwrap_err().to_string();
    assert!(
        told.starts_with("`Sheet1`!B2: `爱好` names no column (hint: there are 序号, 人数, "),
        "{told}"
    );
    let open = filled(&of(&[(2, 0, "学员：{{姓名")]), 1).unwrap_err().to_string();
    assert!(
        open.starts_with("`Sheet1`!A3: `{{姓名` names no column"),
        "{open}"
    );
    assert_eq!(
        filled(&of(&[(0, 0, "姓名")]), 1),
        Err(TemplateError::NoPlaceholder)
    );
    let two = filled(&of(&[(0, 0, "{{姓名}}"), (4, 0, "{{姓名}}")]), 1)
        .unwrap_err()
        .to_string();
    assert!(
        two.contains("rows 1 and 5 both have placeholders of people"),
        "{two}"
    );
    assert!(matches!(filled(b"PK", 1), Err(TemplateError::Unreadable(_))));
    // A sheet of the training alone has no row to be repeated.
    let alone = filled(&of(&[(0, 0, "{{培训班}}：{{人数}}人")]), 3).unwrap();
    assert_eq!(
        shown(&alone).lines().next(),
        Some("1 | 第十一期双语法官培训班：3人")
    );
}
