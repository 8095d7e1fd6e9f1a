//! Faults: each with its cell, and all of them.

use std::fmt::Write as _;

use exchange::roster;
use exchange::roster::{Member, RosterKind};

use super::fixture::{read_book, read_csv, sheets, shown};

#[test]
fn every_fault_of_a_row_names_its_cell() {
    let text = "\
姓名,性别,民族,身份证号,出生日期,单位,职务,法官等级,电话\n\
扎西,男,藏,11010519491231002X,1949-12-30,玉树市人民法院,审判员,三级法官,13897001234\n\
才让,未知,东方,110105194912310021,1985-02-30,玉树市人民法院,科长,九级,123\n\
,男,藏,,,玉树市人民法院,,,\n\
卓玛,女,藏,,,共和县人民法院,,,\n\
卓玛,女,藏,,,共和县人民法院,,,\n";
    insta::assert_snapshot!(shown(&read_csv(RosterKind::People, text)));
}

#[test]
fn an_identity_number_stands_once_in_a_list_of_people_and_once_in_a_training() {
    let people = "姓名,身份证号\n扎西,11010519491231002X\n扎西多杰,11010519491231002x\n";
    let reading = read_csv(RosterKind::People, people);
    assert_eq!(
        (reading.rows.len(), reading.issues[0].code),
        (1, roster::codes::PERSON_TWICE)
    );
    assert!(
        reading.issues[0]
            .message
            .contains("stands in the file before, at a.csv:2")
    );
    let two_trainings = "姓名,身份证号,期次\n扎西,11010519491231002X,10\n扎西,11010519491231002X,11\n";
    assert_eq!(read_csv(RosterKind::Enrolments, two_trainings).issues, []);
}

#[test]
fn two_hundred_faults_among_five_thousand_rows_are_all_named() {
    let mut text = String::from("序号,姓名,性别,出生日期,单位\n");
    let mut expected = Vec::new();
    for row in 0..5_000_u32 {
        let line = row + 2;
        let is_bad = row % 25 == 7;
        let sex = if is_bad && row % 2 == 1 { "不明" } else { "男" };
        let born = if is_bad && row % 2 == 0 {
            "1985-02-31".to_owned()
        } else {
            format!("19{:02}-0{}-1{}", 60 + row % 40, 1 + row % 9, row % 10)
        };
        if is_bad {
            expected.push(format!("a.csv:{line}"));
        }
        writeln!(
            text,
            "{row},扎西·{}{},{sex},{born},玉树市人民法院",
            han(row / 70),
            han(row % 70)
        )
        .unwrap();
    }
    let reading = read_csv(RosterKind::People, &text);
    let places: Vec<String> = reading
        .issues
        .iter()
        .map(|issue| issue.place.to_string())
        .collect();
    assert_eq!(places.len(), 200);
    assert_eq!(places, expected);
    assert_eq!((reading.rows.len(), reading.rejections.len()), (4_800, 200));
    assert!(reading.is_complete());
}

fn han(number: u32) -> char {
    char::from_u32(0x4e00 + number).unwrap()
}

#[test]
fn a_rule_that_is_checked_later_names_the_cell() {
    let text = "姓名,单位,职务,法官等级,开始日期\n扎西,玉树市人民法院,书记员,三级法官,2015-07-01\n";
    let reading = read_csv(RosterKind::Posts, text);
    let row = &reading.rows[0];
    let rule = registry::Fault {
        code: "rank_of_no_judge",
        pointer: "/posts/0/rank".to_owned(),
        message: "`clerk` has the rank of a judge (hint: leave the rank out)".to_owned(),
        message_zh: "书记员不评定法官等级（提示：请删去等级）".to_owned(),
    };
    let issue = row.broken(RosterKind::Posts, &rule);
    assert_eq!(
        issue.message,
        "a.csv:2, column `法官等级`: `clerk` has the rank of a judge (hint: leave the rank out)"
    );
    assert_eq!(
        issue.message_zh,
        "a.csv:2，列 `法官等级`：书记员不评定法官等级（提示：请删去等级）"
    );
    assert_eq!(
        issue.value, "三级法官",
        "the sentence names it, and programs look here"
    );
    let two = row.wrong(
        Some(Member::NameZh),
        "person_ambiguous",
        ("could be one of two people", "可能是两个人中的一个"),
        ("write the identity number", "请填写身份证号"),
    );
    assert_eq!(
        two.message,
        "a.csv:2, column `姓名`: `扎西` could be one of two people (hint: write the identity number)"
    );
    let rejection = reading.rows[0].clone().reject(vec![two]);
    assert_eq!(rejection.issues[0].code, "person_ambiguous");
}

#[test]
fn a_rule_about_a_number_shows_its_last_four_alone() {
    let reading = read_csv(RosterKind::People, "姓名,身份证号\n扎西,11010519491231002X\n");
    let rule = registry::Fault {
        code: "identity_number_taken",
        pointer: "/identity_number".to_owned(),
        message: "somebody has it (hint: join the two)".to_owned(),
        message_zh: "已使用（提示：请合并）".to_owned(),
    };
    let issue = reading.rows[0].broken(RosterKind::People, &rule);
    assert_eq!(issue.place.to_string(), "a.csv:2");
    assert_eq!(issue.value, "**************002X");
}

#[test]
fn a_chinese_clerk_is_told_in_chinese_whatever_is_wrong() {
    let texts = [
        (RosterKind::People, "性别,民族,学历\n男,藏,本科\n"),
        (RosterKind::People, "姓名,工作单位全称,\n扎西,x,y\n合计,,\n"),
        (RosterKind::People, "姓名,爱好,姓名\n扎西,x,y\n"),
        (
            RosterKind::People,
            "姓名,身份证号,性别\n扎西,11010519491231002X,女\n多杰,11010519491231002X,女\n,,男\n",
        ),
        (
            RosterKind::Posts,
            "姓名,单位,职务,开始日期,结束日期\n扎西,x,法官,2015-07-02,2015-07-01\n才让,,,,\n",
        ),
        (RosterKind::Skills, "姓名,方言\n扎西,安多\n"),
        (RosterKind::Results, "姓名,成绩\n扎西,85\n才让,\n"),
        (RosterKind::Attendance, "姓名,出勤\n扎西,到\n"),
        (RosterKind::Trainings, "期次,培训班\n,\n零,\n"),
        (
            RosterKind::Enrolments,
            "第11期花名册\n姓名,单位\n扎西,x\n第12期花名册,\n姓名,单位\n才让,x\n",
        ),
    ];
    let title: &[&str] = &["第12期花名册"];
    let book = sheets(&[("第11期", &[title, &["姓名", "单位"], &["扎西", "x"]])]);
    let mut readings = texts.map(|(kind, text)| read_csv(kind, text)).to_vec();
    readings.push(read_book(RosterKind::Enrolments, &book));
    let issues = || {
        readings
            .iter()
            .flat_map(|reading| reading.issues.iter().chain(&reading.warnings))
    };
    for issue in issues() {
        assert!(
            issue.message.contains(" (hint: ") && issue.message_zh.contains("（提示："),
            "{issue:?}"
        );
        // What is said, without names, values and options, has no English words in it.
        let plain: String = issue.message_zh.split('`').step_by(2).collect();
        let plain = plain.replace("a.csv", "").replace("a.xlsx", "");
        let english = plain
            .split(|c: char| !c.is_ascii_lowercase())
            .filter(|word| word.len() > 2)
            .count();
        assert_eq!(english, 0, "{plain}");
    }
    let told: std::collections::BTreeSet<&str> = issues().map(|issue| issue.code).collect();
    let missing: Vec<_> = roster::codes::ALL
        .iter()
        .filter(|code| !told.contains(*code))
        .collect();
    assert!(missing.is_empty(), "no file here shows {missing:?}");
}
