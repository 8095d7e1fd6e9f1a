//! Sheets without a header, whose columns are named by whoever takes them in.

use exchange::roster::{ColumnList, Confidence, Member, RosterKind, RosterOptions, RosterReading, rejected};
use exchange::{Format, Language};

use super::fixture::{read_book, read_csv, read_with, said, sheets};

fn options(kind: RosterKind, names: &str) -> RosterOptions {
    RosterOptions {
        columns: Some(ColumnList::parse(kind, names).unwrap()),
        ..RosterOptions::default()
    }
}

fn first(reading: &RosterReading) -> String {
    assert_eq!((&reading.issues[..], reading.rows.len()), (&[][..], 1));
    said(&reading.rows[0].statement)
}

#[test]
fn every_kind_is_read_without_a_header() {
    for (kind, names, row) in [
        (
            RosterKind::Courts,
            "court_name_zh,level,parent",
            "玉树市人民法院,基层,qh-yushu",
        ),
        (
            RosterKind::People,
            "name,序号,court,name_bo",
            "扎西,7,玉树市人民法院,བཀྲ་ཤིས",
        ),
        (
            RosterKind::Posts,
            "姓名,单位,职务,等级,开始日期",
            "扎西,玉树市人民法院,法官,三级法官,2015-07-01",
        ),
        (
            RosterKind::Skills,
            "name_zh,方言,口语,依据,评定日期",
            "扎西,康,S2,评定,2018-05-01",
        ),
        (
            RosterKind::Trainings,
            "期次,培训班名称,开始日期,结束日期,地点,主办单位,学时,培训方式",
            "11,双语班,2019-10-14,2019-10-24,西宁,青海省高级人民法院,80,面授",
        ),
        (
            RosterKind::Enrolments,
            "姓名,单位,班次,期,状态,组别",
            "扎西,玉树市人民法院,双语班,11,已确认,康巴组",
        ),
        (
            RosterKind::Attendance,
            "期,name_zh,2019-10-14 上午,2019-10-14 下午",
            "11,扎西,√,缺",
        ),
        (RosterKind::Results, "期,name_zh,笔试,口译", "11,扎西,80,90"),
    ] {
        let reading = read_with(kind, &format!("{row}\n"), &options(kind, names));
        let with_header = read_csv(kind, &format!("{names}\n{row}\n"));
        assert_eq!(first(&reading), first(&with_header), "{kind}");
        assert_eq!(
            (
                reading.rows[0].place.to_string(),
                with_header.rows[0].place.to_string()
            ),
            ("a.csv:1".to_owned(), "a.csv:2".to_owned())
        );
        let columns = &reading.sheets[0].columns;
        assert!(columns.iter().all(|guess| guess.confidence == Confidence::Chosen));
    }
    // In a workbook the names hold of every sheet.
    let book = sheets(&[("a", &[&["扎西"]]), ("b", &[&["才让"]])]);
    assert!(!read_book(RosterKind::People, &book).is_complete());
    let kind = RosterKind::People;
    let read =
        exchange::roster::read("a.xlsx", &book, Format::Xlsx, kind, &options(kind, "name_zh")).unwrap();
    assert_eq!(
        (read.rows.len(), read.rows[1].place.to_string()),
        (2, "a.xlsx[b]!1".to_owned())
    );
}

#[test]
fn a_name_that_is_unknown_or_stands_twice_is_told_with_those_there_are() {
    for (names, cause) in [
        ("", "columns: `` is not a column of people (hint: columns are "),
        (
            "name_zh,shoe_size",
            "columns: `shoe_size` is not a column of people (hint: columns are ",
        ),
        (
            "name_zh,training",
            "columns: `training` is not a column of people (hint: columns are ",
        ),
        (
            "name_zh,姓名",
            "columns: `姓名` stands twice (hint: write `ignore` for one of them; columns are ",
        ),
        ("court,sex", "columns: `court,sex` has no column by which people "),
    ] {
        let error = ColumnList::parse(RosterKind::People, names)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(cause), "{error}");
        assert_eq!(
            error.contains("name_zh, name_bo"),
            error.contains("columns are"),
            "{error}"
        );
    }
    let many = vec!["ignore"; 10_000].join(",");
    assert!(ColumnList::parse(RosterKind::People, &many).is_err());
    // Each of several columns can add a number, and any number of them is passed over.
    let columns = ColumnList::parse(RosterKind::People, "name_zh,phone,phone,ignore,ignore").unwrap();
    assert_eq!(columns.names().len(), 5);
    for kind in RosterKind::ALL {
        let names: Vec<&str> = Member::ALL
            .iter()
            .filter(|member| member.is_of(kind))
            .map(|member| member.as_str())
            .collect();
        assert!(ColumnList::parse(kind, &names.join(",")).is_ok(), "{kind}");
    }
}

#[test]
fn rows_that_come_back_have_a_header_and_are_read_with_the_same_option() {
    let kind = RosterKind::Results;
    let options = options(kind, "name_zh,ignore,test-document");
    let reading = read_with(kind, "扎西,1,80\n才让,2,很好\n", &options);
    assert_eq!((reading.rows.len(), reading.rejections.len()), (1, 1));
    let back = rejected(&reading, &reading.rejections, Format::Csv, Language::Zh).unwrap();
    let mended = String::from_utf8(back).unwrap().replace("很好", "75");
    let again = first(&read_with(kind, &mended, &options));
    assert!(again.contains("name_zh=才让") && again.contains("75"), "{again}");
}
