//! Sheets out: whom they hold, what of them, in which order, and what the audit keeps of it.

use app::Error;
use app::access::{EnrolPeople, ReadRegistry, SeePersonalData, WriteRegistry, WriteResults};
use app::registry::rules::{Phone, Trainee, TrainingState};
use app::registry::{
    AttendanceLine, Nominee, PersonInput, ResultLine, RosterKind, SheetExport, SheetFormat, TemplateError,
};
use serde_json::json;

use super::{World, is_hidden, number, post, programme, training, with_number};

/// A world in which two people of two courts are in a training that the highest court holds, with what came of it; and the
/// id of that.
fn taught() -> (World, String) {
    let world = World::new();
    let app = world.app();
    let write = world.operator::<WriteRegistry>();
    let programme = app.create_programme(&write, programme(), None).unwrap().id;
    let id = app
        .create_training(&write, training(&programme, Some("qh")), None)
        .unwrap()
        .id;
    app.step_training(&write, &id, 1, TrainingState::Open, None)
        .unwrap();
    let people = [
        ("扎西", "བཀྲ་ཤིས", "qh-yushu-nq", "63272519800501003", "qh-yushu"),
        ("卓玛", "སྒྲོལ་མ", "qh-golog", "63262119850312004", "qh-golog"),
    ];
    for (zh, bo, court, digits, by) in people {
        let person = json!({"name": {"zh": zh, "bo": bo}, "posts": [post(court, "2010-07-01", None)],
            "language_skills": [{"dialect": "kham", "spoken": "S2", "evidence": "examination", "assessed_on": "2019-10-24"}]});
        let person = PersonInput {
            phones: Some(vec![Phone::read("139 0971 0001").unwrap()]),
            ..with_number(person, &number(digits))
        };
        let person = app.create_person(&write, &person, None).unwrap().id;
        let nominee = Nominee {
            trainee: Trainee::Person(person.parse().unwrap()),
            group: None,
            venue: None,
            replaces: None,
            reason: None,
        };
        let enrolled = app
            .enrol(&world.of_court::<EnrolPeople>(by), &id, &nominee, None)
            .unwrap();
        let results = world.of_court::<WriteResults>("qh");
        let attendance = json!({"day": "2026-03-02", "half": "morning", "presence": "present"});
        let there = AttendanceLine {
            enrolment: enrolled.written.id.clone(),
            attendance: serde_json::from_value(attendance).unwrap(),
        };
        app.enter_attendance(&results, &id, &[there]).unwrap();
        let result = json!({"component": "written", "score_tenths": 850, "of_tenths": 1000, "passed": true});
        let result = ResultLine {
            enrolment: enrolled.written.id,
            result: serde_json::from_value(result).unwrap(),
        };
        app.enter_results(&results, &id, &[result]).unwrap();
    }
    (world, id)
}

fn csv(world: &World, court: &str, kind: RosterKind) -> String {
    let wanted = SheetExport::new(kind, SheetFormat::Csv);
    let file = world
        .app()
        .export_sheet(&world.of_court::<ReadRegistry>(court), None, &wanted, None)
        .unwrap();
    assert_eq!(
        (file.in_full, file.rows),
        (0, file.bytes.iter().filter(|b| **b == b'\n').count() - 1)
    );
    String::from_utf8(file.bytes).unwrap()
}

#[test]
fn each_sheet_holds_those_whom_somebody_may_see() {
    let (world, _) = taught();
    let all = [
        RosterKind::People,
        RosterKind::Posts,
        RosterKind::Skills,
        RosterKind::Enrolments,
        RosterKind::Attendance,
        RosterKind::Results,
    ];
    for kind in all {
        for (court, names) in [
            ("qh", vec!["扎西", "卓玛"]),
            ("qh-yushu", vec!["扎西"]),
            ("qh-golog", vec!["卓玛"]),
        ] {
            let sheet = csv(&world, court, kind);
            for name in ["扎西", "卓玛"] {
                assert_eq!(
                    sheet.contains(name),
                    names.contains(&name),
                    "{kind} {court}: {sheet}"
                );
            }
            assert!(sheet.contains("བཀྲ་ཤིས") || court == "qh-golog", "{sheet}");
            for secret in ["6327251980", "6326211985", "13909710001"] {
                assert!(!sheet.contains(secret), "{kind}: {sheet}");
            }
        }
    }
    // Whoever only named somebody does not see all of the person once the person has moved on.
    assert_eq!(csv(&world, "qh-yushu-nq", RosterKind::Courts).lines().count(), 2);
    assert!(csv(&world, "qh-golog", RosterKind::Trainings).contains("第十一期双语法官培训班"));
}

#[test]
fn rows_say_what_is_kept_in_the_words_of_the_sheets() {
    let (world, _) = taught();
    let sheet = csv(&world, "qh-yushu", RosterKind::Results);
    let without_ids: Vec<String> = sheet
        .trim_start_matches('\u{feff}')
        .lines()
        .map(without_ids)
        .collect();
    insta::assert_snapshot!(without_ids.join("\n"));
    let attendance = csv(&world, "qh-yushu", RosterKind::Attendance);
    assert!(
        attendance.contains("2026-03-02 上午") && attendance.trim_end().ends_with("到"),
        "{attendance}"
    );
}

/// Ids are random.
fn without_ids(line: &str) -> String {
    let cell = |cell: &str| match cell.split_once('-') {
        Some((kind, digits)) if kind.len() == 1 && digits.len() == 24 => format!("{kind}-…"),
        _ => cell.to_owned(),
    };
    line.split(',').map(cell).collect::<Vec<_>>().join(",")
}

#[test]
fn numbers_in_full_need_a_right_and_a_purpose_and_leave_an_entry_of_each_person() {
    let (world, id) = taught();
    let app = world.app();
    let wanted = SheetExport {
        training: Some(id),
        ..SheetExport::new(RosterKind::Enrolments, SheetFormat::Tsv)
    };
    let read = world.of_court::<ReadRegistry>("qh");
    let yushu = world.of_court::<SeePersonalData>("qh-yushu");
    let without = app.export_sheet(&read, Some((&yushu, " ")), &wanted, None);
    assert!(matches!(without, Err(Error::ReasonMissing)));
    // The right of another court opens the numbers of its own people alone.
    let file = app
        .export_sheet(&read, Some((&yushu, "办理证书")), &wanted, None)
        .unwrap();
    let sheet = String::from_utf8(file.bytes).unwrap();
    assert_eq!((file.rows, file.in_full), (2, 1));
    assert!(
        sheet.contains(&number("63272519800501003")) && sheet.contains("13909710001"),
        "{sheet}"
    );
    assert!(
        !sheet.contains("6326211985") && sheet.contains("**************"),
        "{sheet}"
    );
    let people = app.list_people(&read, &Default::default(), None, 10).unwrap();
    let zhaxi = people.lines.iter().find(|line| line.name == "扎西").unwrap();
    let seen = app.person_seen_by(&read, &zhaxi.id, 10).unwrap();
    let entry = seen
        .iter()
        .find(|line| line.action == "see-personal-data")
        .unwrap();
    assert_eq!(
        (entry.fields.as_str(), entry.purpose.as_deref()),
        ("identity_number,phone", Some("办理证书"))
    );
}

#[test]
fn a_court_a_training_or_a_programme_that_is_not_there_is_told() {
    let (world, _) = taught();
    let app = world.app();
    let read = world.of_court::<ReadRegistry>("qh-golog");
    let mut wanted = SheetExport::new(RosterKind::People, SheetFormat::Csv);
    wanted.people.court = Some("qh-yushu".to_owned());
    assert!(is_hidden(app.export_sheet(&read, None, &wanted, None)));
    let of = |training: Option<&str>, programme: Option<&str>| SheetExport {
        training: training.map(str::to_owned),
        programme: programme.map(str::to_owned),
        ..SheetExport::new(RosterKind::Enrolments, SheetFormat::Csv)
    };
    assert!(is_hidden(app.export_sheet(
        &read,
        None,
        &of(Some("t-1"), None),
        None
    )));
    assert!(is_hidden(app.export_sheet(
        &read,
        None,
        &of(None, Some("续职")),
        None
    )));
    let by_name = app
        .export_sheet(&read, None, &of(None, Some("双语法官培训")), None)
        .unwrap();
    assert_eq!(by_name.rows, 1);
}

#[test]
fn a_template_that_is_no_workbook_is_told() {
    let (world, _) = taught();
    let wanted = SheetExport::new(RosterKind::Enrolments, SheetFormat::Csv);
    let read = world.of_court::<ReadRegistry>("qh");
    let refused = world
        .app()
        .export_sheet(&read, None, &wanted, Some(b"no workbook"));
    assert!(
        matches!(refused, Err(Error::Template(TemplateError::Unreadable(_)))),
        "{refused:?}"
    );
}
