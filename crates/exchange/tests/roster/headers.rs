//! Headers: below titles, in several rows, with usual headings and others, and what titles say.

use exchange::roster::{Choices, Confidence, Member, ResultCells, RosterKind, RosterOptions, Target};
use exchange::{codes, roster};

use super::fixture::{read_csv, read_with, shown};

#[test]
fn a_roster_as_coordinators_write_it() {
    let text = "\
第十一期双语法官培训班学员花名册,,,,,,,,\n\
培训时间：2019年10月14日至24日  培训地点：西宁,,,,,,,,\n\
序号,姓 名,藏文姓名,性别,民族,所在法院,职务,法官等级,联系电话（手机）\n\
1,扎西,བཀྲ་ཤིས,男,藏,玉树市人民法院,审判员,三级法官,13897001234\n\
2,,,,,,,,\n\
序号,姓 名,藏文姓名,性别,民族,所在法院,职务,法官等级,联系电话（手机）\n\
3,才让卓玛,,女,藏族,共和县人民法院,书记员,—,\n\
合计,2人,,,,,,,\n";
    insta::assert_snapshot!(shown(&read_csv(RosterKind::Enrolments, text)));
}

#[test]
fn two_rows_of_headings_are_joined() {
    let results = "姓名,单位,成绩,,,\n,,笔试,口译,模拟庭审,备注\n扎西,玉树市人民法院,85,90.5,合格,x\n";
    let attendance = "第11期（2019年10月14日至24日）\n姓名,考勤,,,\n,10月14日,,10月15日,\n,上午,下午,上午,下午\n扎西,√,√,迟到,×\n";
    let days_of_a_year = "姓名,2019-10-14 上午,10.15下午,16日\n扎西,√,√,病假\n";
    let all = [
        shown(&read_csv(RosterKind::Results, results)),
        shown(&read_csv(RosterKind::Attendance, attendance)),
        shown(&read_csv(RosterKind::Attendance, days_of_a_year)),
    ];
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn guesses_say_how_sure_they_are_and_what_else_it_could_be() {
    let text = "干部姓名,姓名,身份证号（18位）,工作单位全称,name_bo\nx,扎西,,玉树市人民法院,\n";
    let reading = read_csv(RosterKind::People, text);
    let columns: Vec<(Option<Member>, Confidence)> = reading.sheets[0]
        .columns
        .iter()
        .map(|guess| match guess.target {
            Some(Target::Member(member)) => (Some(member), guess.confidence),
            _ => (None, guess.confidence),
        })
        .collect();
    assert_eq!(
        columns,
        [
            // The second column is the name for certain, so the first is not known.
            (None, Confidence::Unsure),
            (Some(Member::NameZh), Confidence::Known),
            (Some(Member::IdentityNumber), Confidence::Likely),
            (Some(Member::Court), Confidence::Unsure),
            (Some(Member::NameBo), Confidence::Known),
        ]
    );
    let told: Vec<(&str, String)> = reading
        .issues
        .iter()
        .chain(&reading.warnings)
        .map(|issue| (issue.code, issue.place.to_string()))
        .collect();
    assert_eq!(told[0], (codes::UNKNOWN_COLUMN, "a.csv:1".to_owned()));
    assert_eq!(told[1].0, roster::codes::GUESSED_COLUMN);
}

#[test]
fn what_somebody_says_wins_and_can_be_remembered() {
    let text = "干部姓名,内部编码,单位\n扎西,7,玉树市人民法院\n";
    let choices = Choices::parse("干部姓名 = name_zh\n内部编码\tignore\n单位 = department\n").unwrap();
    let remembered = Choices::parse(&choices.to_string()).unwrap();
    assert_eq!(remembered, choices);
    let options = RosterOptions {
        choices: remembered,
        ..RosterOptions::default()
    };
    let reading = read_with(RosterKind::People, text, &options);
    assert_eq!(reading.issues, []);
    let statement = &reading.rows[0].statement;
    assert_eq!(statement.post.department.as_deref(), Some("玉树市人民法院"));
    assert!(
        reading.sheets[0]
            .columns
            .iter()
            .all(|guess| guess.confidence == Confidence::Chosen)
    );
    for (wrong, part) in [
        ("姓名", "mapping line 1: `姓名` is not"),
        ("\n姓名 = nam", "mapping line 2: `nam` is no member"),
    ] {
        let error = Choices::parse(wrong).unwrap_err().to_string();
        assert!(error.starts_with(part), "{error}");
    }
}

#[test]
fn what_cannot_be_a_header_is_told() {
    let of = |kind, text: &str| {
        let reading = read_csv(kind, text);
        assert!(reading.rows.is_empty());
        reading.issues.iter().map(|issue| issue.code).collect::<Vec<_>>()
    };
    assert_eq!(
        of(RosterKind::People, "性别,民族,学历\n男,藏,本科\n"),
        [roster::codes::NO_NAME_COLUMN]
    );
    assert_eq!(
        of(RosterKind::People, "扎西,男\n才让,男\n"),
        [codes::MISSING_HEADER]
    );
    assert_eq!(of(RosterKind::People, ""), [codes::MISSING_HEADER]);
    assert_eq!(
        of(RosterKind::People, "姓名,姓名\n扎西,才让\n"),
        [codes::DUPLICATE_COLUMN]
    );
    assert_eq!(
        of(RosterKind::People, "姓名,爱好\n扎西,骑马\n"),
        [codes::UNKNOWN_COLUMN]
    );
    // A column of another kind of sheet is no column of this one.
    assert_eq!(
        of(RosterKind::Courts, "法院名称,身份证号\nx,y\n"),
        [codes::UNKNOWN_COLUMN]
    );
    let options = RosterOptions {
        ignore_extra: true,
        ..RosterOptions::default()
    };
    assert_eq!(
        read_with(RosterKind::People, "姓名,爱好\n扎西,骑马\n", &options)
            .rows
            .len(),
        1
    );
}

#[test]
fn every_kind_has_its_headings() {
    let texts = [
        (
            RosterKind::Courts,
            "代码,法院名称,级别,上级法院,行政区划代码,方言\n632701,玉树市人民法院,基层,玉树藏族自治州中级人民法院,632701,康\n",
        ),
        (RosterKind::People, "姓名,单位,员额\n扎西,玉树市人民法院,是\n"),
        (
            RosterKind::Posts,
            "姓名,单位,职务,等级,开始日期,结束日期\n扎西,玉树市人民法院,法官,三级法官,2015-07-01,至今\n",
        ),
        (
            RosterKind::Skills,
            "姓名,方言,口语,依据,评定日期\n扎西,康,S2,评定,2018-05-01\n",
        ),
        (
            RosterKind::Trainings,
            "期次,培训班名称,开始日期,结束日期,地点,主办单位,学时,培训方式,人次\n11,双语班,2019-10-14,2019-10-24,西宁,青海省高级人民法院,80,面授,60\n",
        ),
        (
            RosterKind::Enrolments,
            "姓名,单位,班次,期,状态,组别\n扎西,玉树市人民法院,双语班,11,已确认,康巴组\n",
        ),
        (
            RosterKind::Attendance,
            "姓名,日期,时段,出勤\n扎西,2019-10-14,上午,到\n",
        ),
        (
            RosterKind::Results,
            "姓名,科目,成绩,满分,是否合格,考试日期,考官\n扎西,笔试,85,100,合格,2019-10-24,才让\n",
        ),
    ];
    let all: Vec<String> = texts
        .iter()
        .map(|(kind, text)| format!("{kind}: {}", shown(&read_csv(*kind, text))))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
    for (kind, _) in texts {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
}

#[test]
fn a_row_that_names_another_training_takes_nothing_from_the_title() {
    let text =
        "第十一期双语法官培训班花名册\n培训时间：2019年10月14日至24日\n姓名,期次\n扎西,11\n才让,12\n卓玛,\n";
    let reading = read_csv(RosterKind::Enrolments, text);
    let said: Vec<(Option<u16>, bool)> = reading
        .rows
        .iter()
        .map(|row| {
            (
                row.statement.training.number,
                row.statement.training.from.is_some(),
            )
        })
        .collect();
    assert_eq!(said, [(Some(11), true), (Some(12), false), (Some(11), true)]);
}

#[test]
fn a_title_of_several_trainings_spoilt_rows_with_a_number_of_their_own() {
    for title in ["第十一、十二期双语法官培训班花名册", "青海法院双语法官培训花名册"]
    {
        let text = format!("{title}\n培训时间：2019年10月14日至24日\n姓名,期次\n扎西,11\nསྒྲོལ་མ,12\n");
        let reading = read_csv(RosterKind::Enrolments, &text);
        assert_eq!(reading.issues, []);
        let said = reading.rows.iter().map(|row| {
            let training = &row.statement.training;
            let heading = training.heading.clone().unwrap_or_default();
            (
                training.number,
                training.title.clone(),
                training.from,
                title.starts_with(&heading),
            )
        });
        let said: Vec<_> = said.collect();
        assert_eq!(said, [(Some(11), None, None, true), (Some(12), None, None, true)]);
    }
}

#[test]
fn a_day_beside_columns_of_tests_is_that_of_each() {
    let text = "姓名,笔试,口译,考试日期,考官\n扎西,85（合格）,,2019-10-24,才让\nབཀྲ་ཤིས,85（合格）,60（不合格）,2019-10-24,\n";
    let reading = read_csv(RosterKind::Results, text);
    assert_eq!(reading.issues, []);
    let said: Vec<Vec<(String, Option<String>)>> = reading
        .rows
        .iter()
        .map(|row| {
            let results = row.statement.results.iter();
            let on = |result: &ResultCells| result.on.map(|on| on.to_string()).unwrap_or_default();
            results
                .map(|result| (on(result), result.assessor.clone()))
                .collect()
        })
        .collect();
    let (day, judge) = ("2019-10-24".to_owned(), Some("才让".to_owned()));
    assert_eq!(
        said,
        [vec![(day.clone(), judge)], vec![(day.clone(), None), (day, None)]]
    );
    // Who took no test has no result, and is told as one without.
    let reading = read_csv(RosterKind::Results, "姓名,笔试,考试日期\n扎西,,2019-10-24\n");
    assert_eq!(reading.issues.len(), 1, "{:?}", reading.issues);
}

#[test]
fn tibetan_headings_are_known_as_pages_write_them() {
    let reading = read_csv(RosterKind::People, "མིང་,ཁྲིམས་ཁང\nབཀྲ་ཤིས་,玉树市人民法院\n");
    let statement = &reading.rows[0].statement;
    assert_eq!(statement.person.name.bo.as_deref(), Some("བཀྲ་ཤིས"));
    assert_eq!(statement.post.court.as_deref(), Some("玉树市人民法院"));
}
