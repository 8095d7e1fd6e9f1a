//! Single cells, in every way in which people write their values.

use exchange::roster::{Member, RosterKind};

use super::fixture::read_csv;

/// Reads `typed` under `heading` beside a name, and shows what the member says, or what is wrong with it.
fn check(kind: RosterKind, heading: &str, typed: &str, expected: &str) {
    let quoted = typed.replace('"', "\"\"");
    let reading = read_csv(kind, &format!("姓名,{heading}\n才让,\"{quoted}\"\n"));
    let told = reading.issues.first().map(|issue| {
        let (wrong, _) = issue.message.rsplit_once(" (hint").unwrap_or_default();
        let wrong = wrong.split_once("`: ").map_or(wrong, |(_, wrong)| wrong);
        assert!(
            !issue.message_zh.is_empty() && issue.message.contains("(hint: "),
            "{issue:?}"
        );
        format!("! {wrong}")
    });
    let member: Option<Member> = reading.sheets[0].columns[1]
        .target
        .and_then(|target| match target {
            exchange::roster::Target::Member(member) => Some(member),
            _ => None,
        });
    let said = reading.rows.first().and_then(|row| row.statement.text(member?));
    let found = told.or(said).unwrap_or_default();
    assert_eq!(found, expected, "{kind} {heading} `{typed}`");
}

fn check_all(kind: RosterKind, heading: &str, table: &[(&str, &str)]) {
    for (typed, expected) in table {
        check(kind, heading, typed, expected);
    }
}

#[test]
fn a_day_is_read_however_it_is_typed() {
    let days = [
        ("2016-03-05", "2016-03-05"),
        ("2016-3-5", "2016-03-05"),
        ("2016.3.5", "2016-03-05"),
        ("2016/3/5", "2016-03-05"),
        ("2016年3月5日", "2016-03-05"),
        ("2016 年 3 月 5 日", "2016-03-05"),
        ("２０１６年３月５日", "2016-03-05"),
        ("二〇一六年三月五日", "2016-03-05"),
        ("二○一六年十二月三十一日", "2016-12-31"),
        ("20160305", "2016-03-05"),
        ("2016-03-05 00:00:00", "2016-03-05"),
        ("2016-03-05T08:30:00", "2016-03-05"),
        ("42434", "2016-03-05"),
        ("42434.5", "2016-03-05"),
        ("43830", "2019-12-31"),
        ("36585", "2000-02-29"),
        (
            "2016-02-30",
            "! `2016-02-30` is no day of the calendar between 1900 and 2199",
        ),
        (
            "20161305",
            "! `20161305` is no day of the calendar between 1900 and 2199",
        ),
        ("16.3.5", "! `16.3.5` is no day"),
        ("5.3.2016", "! `5.3.2016` is no day"),
        ("2016", "! `2016` is no day"),
        ("春天", "! `春天` is no day"),
        ("2016年3月", "! `2016年3月` is a month and no day"),
        ("-", ""),
        ("/", ""),
    ];
    check_all(RosterKind::People, "毕业日期", &days);
}

#[test]
fn a_birth_may_be_known_to_the_month() {
    let births = [
        ("1985.03", "1985-03"),
        ("1985年3月", "1985-03"),
        ("198503", "1985-03"),
        ("1985-3", "1985-03"),
        ("1985-03-12", "1985-03-12"),
        (
            "1985.13",
            "! `1985.13` is no day of the calendar between 1900 and 2199",
        ),
        ("85年3月", "! `85年3月` is no day"),
    ];
    check_all(RosterKind::People, "出生年月", &births);
}

#[test]
fn an_identity_number_is_read_and_never_repeated() {
    // The two examples that GB 11643-1999 prints.
    let numbers = [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        (
            "440524188001010014",
            "! `**************0014` has no day of birth in its places 7 to 14",
        ),
        (
            "11010519491231012X",
            "! `**************012X` has a last character that does not fit the others, so one of them is wrong",
        ),
        (
            "6.3E+17",
            "! `*******` was stored as a number, and its last digits are lost",
        ),
        (
            "6.32123198503120E+17",
            "! `****************E+17` was stored as a number, and its last digits are lost",
        ),
        (
            "1101051949123100",
            "! `************3100` has 16 characters instead of 18",
        ),
        (
            "1101051949123100二X",
            "! `**************00二X` has a character at place 17 that is no digit",
        ),
        ("**************002X", "**************002X"),
        ("110105********002X", "**************002X"),
    ];
    check_all(RosterKind::People, "身份证号", &numbers);
}

#[test]
fn telephone_numbers_are_read_and_never_repeated() {
    let phones = [
        ("13897001234", "13897001234"),
        ("+86 138-9700-1234", "13897001234"),
        ("0971-6123456", "09716123456"),
        ("13897001234/0971-6123456", "13897001234、09716123456"),
        ("1.3897E+10", "! `******E+10` was stored as a number"),
        ("1389700123", "! `******0123` has 10 digits"),
        ("*******1234", "*******1234"),
    ];
    check_all(RosterKind::People, "手机", &phones);
}

#[test]
fn a_number_in_a_wrong_column_is_not_repeated_either() {
    let text = "姓名,学历,出生日期,毕业院校\n11010519491231002X,本科,13897001234,x\n";
    let reading = read_csv(RosterKind::People, text);
    assert_eq!(reading.issues.len(), 2, "{:?}", reading.issues);
    let told = format!("{reading:?}");
    assert!(
        !told.contains("1949123100") && !told.contains("1389700"),
        "{told}"
    );
}

#[test]
fn words_of_lists_are_read_with_what_people_write_for_them() {
    let people = RosterKind::People;
    check_all(
        people,
        "性别",
        &[
            ("男", "男"),
            ("女性", "女"),
            ("M", "男"),
            ("female", "女"),
            ("未知", "! `未知` is not one of the words of this column"),
        ],
    );
    check_all(
        people,
        "民族",
        &[
            ("藏", "藏族"),
            ("藏族", "藏族"),
            ("04", "藏族"),
            ("土", "土族"),
            ("东方", "! `东方` is no ethnic group of GB/T 3304"),
        ],
    );
    check_all(
        people,
        "是否入额",
        &[
            ("是", "是"),
            ("√", "是"),
            ("入额", "是"),
            ("否", "否"),
            ("无", "否"),
            ("也许", "! `也许` is neither yes nor no"),
        ],
    );
    check_all(
        people,
        "职务",
        &[
            ("法官", "法官"),
            ("审判员", "审判员"),
            ("庭长", "庭长"),
            ("法警", "法警"),
            ("科长", "! `科长` is not one of the words of this column"),
        ],
    );
    let ranks = [
        ("三级法官", "三级法官"),
        ("三级高级法官", "三级高级法官"),
        ("三级高级", "三级高级法官"),
        ("3级法官", "三级法官"),
        ("一级", "一级法官"),
        ("高级法官四级", "四级高级法官"),
        ("judge-3", "三级法官"),
        ("六级法官", "! `六级法官` is not one of the words of this column"),
    ];
    check_all(people, "法官等级", &ranks);
    check_all(
        people,
        "进入方式",
        &[("招录", "招录"), ("遴选", "遴选"), ("调动", "调入")],
    );
}

#[test]
fn names_keep_their_script() {
    for (heading, typed, zh, bo) in [
        ("姓名", "扎 西", Some("扎西"), None),
        ("姓名", "多杰•才让", Some("多杰·才让"), None),
        ("姓名", "བཀྲ་ཤིས།", None, Some("བཀྲ་ཤིས")),
        ("藏文姓名", "བཀྲ་ཤིས་", None, Some("བཀྲ་ཤིས")),
    ] {
        let reading = read_csv(RosterKind::People, &format!("{heading},性别\n{typed},男\n"));
        let name = &reading.rows[0].statement.person.name;
        assert_eq!((name.zh.as_deref(), name.bo.as_deref()), (zh, bo), "{typed}");
    }
    check(
        RosterKind::People,
        "藏文姓名",
        "扎西",
        "! `扎西` is no name in Tibetan script",
    );
    let both = read_csv(RosterKind::People, "姓名,性别\n扎西 བཀྲ་ཤིས,男\n");
    assert!(both.issues[0].message.contains("holds a name in both scripts"));
}

#[test]
fn levels_and_dialects_have_codes_and_words() {
    let row = |dialect: &str, spoken: &str, written: &str| {
        let text = format!(
            "姓名,方言,口语等级,书面等级,评定依据,评定日期\n才让,{dialect},{spoken},{written},考试,2018-05-01\n"
        );
        let reading = read_csv(RosterKind::Skills, &text);
        assert_eq!(reading.issues, []);
        let text = |member| reading.rows[0].statement.text(member).unwrap_or_default();
        [Member::Dialect, Member::Spoken, Member::Written]
            .map(text)
            .join(" ")
    };
    for (typed, read) in [
        (("安多", "S2", "W3"), "安多 S2 W3"),
        (("康巴方言", "主持庭审", "借助工具翻译"), "康 S2 W2"),
        (("卫藏语", "s1", "无"), "卫藏 S1 W0"),
        (("amdo", "法庭口译", ""), "安多 S3 "),
    ] {
        assert_eq!(row(typed.0, typed.1, typed.2), read);
    }
}

#[test]
fn hours_scores_and_numbers_are_read() {
    let enrolments = RosterKind::Enrolments;
    check_all(
        enrolments,
        "学时",
        &[
            ("48", "48"),
            ("4.5", "4.5"),
            ("48学时", "48"),
            ("0.5", "0.5"),
            ("4.25", "! `4.25` are no hours"),
            ("3天", "! `3天` are no hours"),
        ],
    );
    let results = |score: &str, text: &str, is: &str| {
        let reading = read_csv(RosterKind::Results, &format!("姓名,笔试\n才让,{score}\n"));
        let found = reading.rows.first().map(|row| {
            let result = &row.statement.results[0];
            format!(
                "{:?} {:?} {:?}",
                result.score_tenths, result.of_tenths, result.passed
            )
        });
        let found = found.unwrap_or_else(|| reading.issues[0].value.clone());
        assert_eq!(found, is, "{text}");
    };
    for (score, is) in [
        ("85", "Some(850) None None"),
        ("85.5分", "Some(855) None None"),
        ("85/100", "Some(850) Some(1000) None"),
        ("85（合格）", "Some(850) None Some(true)"),
        ("不合格", "None None Some(false)"),
        ("缺考", "None None Some(false)"),
        ("101/100", "101/100"),
        ("很好", "很好"),
    ] {
        results(score, score, is);
    }
    check_all(
        enrolments,
        "期次",
        &[
            ("11", "11"),
            ("第11期", "11"),
            ("第十一期", "11"),
            ("第二十期", "20"),
            ("一百零二", "102"),
            ("首期", "! `首期` is no number of a training"),
        ],
    );
}

#[test]
fn the_days_of_a_training_stand_in_one_cell_or_in_two() {
    let days = [
        ("2019年10月14日至24日", "2019-10-14至2019-10-24"),
        ("2019.10.14-10.24", "2019-10-14至2019-10-24"),
        ("2019-10-14—2019-11-02", "2019-10-14至2019-11-02"),
        ("20191014-20191024", "2019-10-14至2019-10-24"),
        ("2019年10月14日—24日（共11天）", "2019-10-14至2019-10-24"),
        ("2019-10-14", "2019-10-14至2019-10-14"),
        (
            "10月14日至24日",
            "! `10月14日至24日` does not say the first and the last day",
        ),
        (
            "2019年10月24日至14日",
            "! `2019年10月24日至14日` ends before it begins",
        ),
    ];
    check_all(RosterKind::Enrolments, "培训时间", &days);
    let reading = read_csv(
        RosterKind::Trainings,
        "培训班,开始日期,结束日期\n双语班,2019-10-24,2019-10-14\n",
    );
    assert_eq!(reading.issues[0].code, exchange::roster::codes::PERIOD_REVERSED);
}

#[test]
fn marks_of_attendance_are_read() {
    let row = |mark: &str| {
        let reading = read_csv(
            RosterKind::Attendance,
            &format!("姓名,2019-10-14 上午\n才让,{mark}\n"),
        );
        let found = reading
            .rows
            .first()
            .map(|row| row.statement.attendance[0].presence.to_string());
        found.unwrap_or_else(|| format!("! {}", reading.issues[0].code))
    };
    for (presence, marks) in [
        (
            "present",
            &[
                "√",
                "✓",
                "到",
                "出勤",
                "1",
                "已签到",
                "present",
                "到（玉树分会场）",
            ][..],
        ),
        ("late", &["迟到", "迟"]),
        ("excused", &["请假", "事假", "病假", "公假"]),
        ("absent", &["缺", "×", "X", "旷课", "未到"]),
        ("! bad_value", &["?", "早退"]),
        ("! missing_value", &["", "-"]),
    ] {
        for mark in marks {
            assert_eq!(row(mark), presence, "{mark}");
        }
    }
}
