//! Rows of a plan as they are pasted, and as they are shown again.

use super::*;

fn training() -> Training {
    let lesson = serde_json::json!({
        "day": "2019-10-15", "half": "afternoon", "topic": "审判用语", "lecturer_name": "多杰",
        "lecturer": "p-0123456789abcdef01234567", "room": "101"
    });
    let other =
        serde_json::json!({"day": "2019-10-14", "half": "morning", "topic": "ཁྲིམས་གཏུག", "group": "一组"});
    let training = serde_json::json!({
        "programme": "g-0123456789abcdef01234567", "title": "第三期", "from": "2019-10-14", "to": "2019-10-18",
        "mode": "classroom", "state": "planned", "lessons": [lesson, other]
    });
    serde_json::from_value(training).unwrap()
}

#[test]
fn a_timetable_is_the_same_after_it_was_shown_and_sent_back() {
    let training = training();
    let rows = timetable_rows(&training);
    insta::assert_snapshot!(rows.replace('\t', "|"), @r"
    2019-10-14|上午|ཁྲིམས་གཏུག||||一组
    2019-10-15|下午|审判用语|多杰 p-0123456789abcdef01234567|101
    ");
    let read: Vec<Lesson> = lessons(&rows, &training)
        .unwrap()
        .into_iter()
        .map(|(_, one)| one)
        .collect();
    assert_eq!(read, [training.lessons[1].clone(), training.lessons[0].clone()]);
}

#[test]
fn rows_are_read_as_they_are_pasted() {
    let training = training();
    let pasted = "10月14日\t上午\t法律翻译\t多杰\n\n\t下午\t模拟庭审\t某某大学教授\n2019.10.15\tAM\t文书\n";
    let read = lessons(pasted, &training).unwrap();
    let shown: Vec<String> = read
        .iter()
        .map(|(line, one)| {
            let name = one.lecturer_name.as_deref().unwrap_or("-");
            format!(
                "{line} {} {} {} {name} {}",
                one.day,
                one.half.as_str(),
                one.topic,
                one.lecturer.is_some()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "1 2019-10-14 morning 法律翻译 多杰 true",
            "3 2019-10-14 afternoon 模拟庭审 某某大学教授 false",
            "4 2019-10-15 morning 文书 - false",
        ]
    );
}

#[test]
fn every_line_that_cannot_be_read_is_told() {
    let rows = "\t上午\t无日期\n2019-13-01\t上午\t题\n2019-10-14\t夜里\t题\n2019-10-14\t上午\n\
                2019-10-14\t上午\t题\t师\t室\t场\t组\t多";
    let faults = lessons(rows, &training()).unwrap_err();
    let keys = faults.iter().map(|(line, amiss)| match amiss {
        Amiss::Key(key) => (*line, *key),
        Amiss::Rule(fault) => (*line, fault.code),
    });
    assert_eq!(
        keys.collect::<Vec<_>>(),
        [
            (1, "bad_day_of_row"),
            (2, "bad_day_of_row"),
            (3, "no_half"),
            (4, "no_topic"),
            (5, "too_many_cells"),
        ]
    );
}

#[test]
fn a_day_is_read_as_sheets_write_it() {
    for (typed, expected) in [
        ("2019-10-14", Some("2019-10-14")),
        ("2019.1.5", Some("2019-01-05")),
        ("2020/02/29", Some("2020-02-29")),
        ("2019年10月14日", Some("2019-10-14")),
        ("10月14日", Some("2018-10-14")),
        ("10月14号", Some("2018-10-14")),
        ("3-8", Some("2018-03-08")),
        ("２０１９－１０－１４", Some("2019-10-14")),
        ("2月29日", None),
        ("14", None),
        ("2019-10-14-1", None),
        ("19年10月14日", None),
        ("十月十四日", None),
        ("", None),
    ] {
        let read = day_of(typed, 2018).map(|day| day.to_string());
        assert_eq!(read.as_deref(), expected, "{typed}");
    }
}

#[test]
fn a_lecturer_is_told_by_the_id_behind_the_name() {
    let id = "p-0123456789abcdef01234567";
    let other = "p-0000000000000000000000ff";
    for (cell, person, name) in [
        ("多杰", Some(id), Some("多杰")),
        (&*format!("多杰 {other}"), Some(other), Some("多杰")),
        (&*format!("རྡོ་རྗེ\u{3000}{other}"), Some(other), Some("རྡོ་རྗེ")),
        (other, Some(other), None),
        ("扎西 教授", None, Some("扎西 教授")),
        ("p-01", None, Some("p-01")),
    ] {
        let (found, named) = lecturer(cell, &training());
        assert_eq!(
            (found.as_ref().map(|found| found.as_str()), named.as_deref()),
            (person, name),
            "{cell}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn whatever_a_timetable_says_is_read_back(
        lessons in proptest::collection::vec(
            (
                (14_u8..=18, proptest::bool::ANY),
                ["[法庭翻译ཀཁ]{1,5}", "[多杰扎西]{0,3}", "[1-3]{0,2}", "[主分]{0,2}", "[一二]{0,1}"],
            ),
            0..9,
        ),
    ) {
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let lesson = |((day, is_morning), [topic, lecturer, room, venue, group]): &((u8, bool), [String; 5])| Lesson {
            day: Day::new(2019, 10, *day).unwrap(),
            half: if *is_morning { HalfDay::Morning } else { HalfDay::Afternoon },
            topic: topic.clone(),
            lecturer: None,
            lecturer_name: text(lecturer),
            venue: text(venue),
            group: text(group),
            room: text(room),
        };
        let planned = Training { lessons: lessons.iter().map(lesson).collect(), ..training() };
        let read = super::lessons(&timetable_rows(&planned), &planned).unwrap();
        let mut read: Vec<String> = read.iter().map(|(_, lesson)| format!("{lesson:?}")).collect();
        let mut expected: Vec<String> = planned.lessons.iter().map(|lesson| format!("{lesson:?}")).collect();
        read.sort();
        expected.sort();
        proptest::prop_assert_eq!(read, expected);
    }
}

/// Shows what is wrong with lines, as they are told in Chinese.
fn told<T: std::fmt::Debug>(judged: Judged<T>) -> Vec<String> {
    let line = |(line, amiss): (usize, Amiss)| match amiss {
        Amiss::Key(key) => format!("{line} {key}"),
        Amiss::Rule(fault) => format!("{line} {}", fault.message_zh),
    };
    judged.unwrap_err().into_iter().map(line).collect()
}

#[test]
fn a_day_outside_is_told_beside_a_line_that_cannot_be_read() {
    let rows = "2019-10-14\t上午\t题\n2020-10-14\t上午\t题\n2019-10-14\t晚上\t题";
    let told = told(lessons(rows, &training()));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("2 ") && told[0].contains("2020-10-14"),
        "{told:?}"
    );
    assert_eq!(told[1], "3 no_half");
}

#[test]
fn every_bad_line_of_seats_is_told_and_a_court_that_stands_twice_by_its_name() {
    let names = [
        ("qh-yushu", "玉树州中级人民法院"),
        ("qh-golog", "果洛州中级人民法院"),
    ];
    let names = names.map(|(code, name)| (code.to_owned(), name.to_owned()));
    let courts = Courts::named(names.into());
    let rows = "qh-yushu 5\n火星法院 2\nqh-golog x\nqh-yushu 1";
    assert_eq!(
        told(quotas(rows, &courts)),
        [
            "2 所辖法院中没有“火星法院”（提示：请用法院列表中的名称或代码）",
            "3 bad_seats",
            "4 “玉树州中级人民法院”在第 1 行已经写过（提示：一个法院只写一行）",
        ]
    );
    let read = quotas("qh-yushu\u{3000}１２\nqh-golog ３", &courts).unwrap();
    let seats: Vec<u16> = read.iter().map(|(_, quota)| quota.seats).collect();
    assert_eq!(seats, [12, 3]);
}
