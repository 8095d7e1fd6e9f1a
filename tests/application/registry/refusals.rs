//! What was accepted though it contradicts a rule, each case found from outside.

use app::access::{EnrolPeople, ErasePeople, ReadRegistry, WriteRegistry, WriteResults};
use app::registry::rules::{CertificateState, EnrolmentState, Training, TrainingState};
use app::registry::{AttendanceLine, Nominee, PeopleWanted, PersonColumn, PersonPart, ResultLine};
use serde_json::json;

use super::trainings::{opened, passed, person, there, to};
use super::{World, codes};

/// Returns an enrolment of somebody new, with the training and the person.
fn nominated() -> (World, String, String, String) {
    let (world, training) = opened();
    let who = world.person("扎西", "qh-golog", "2010-07-01");
    let enrol = world.operator::<EnrolPeople>();
    let enrolled = world.app().enrol(&enrol, &training, &person(&who), None);
    let one = enrolled.unwrap().written.id;
    (world, training, one, who)
}

/// Returns an enrolment of somebody new, confirmed, with the training and the person.
fn confirmed() -> (World, String, String, String) {
    let (world, training, one, who) = nominated();
    let (app, enrol) = (world.app(), world.operator::<EnrolPeople>());
    let confirm = to(EnrolmentState::Confirmed, None);
    app.step_enrolment(&enrol, &training, &one, 1, &confirm).unwrap();
    (world, training, one, who)
}

fn tested(enrolment: &str, attempt: u8, on: &str, is_passed: bool) -> ResultLine {
    let result = json!({"component": "written", "attempt": attempt, "on": on, "passed": is_passed});
    ResultLine {
        enrolment: enrolment.to_owned(),
        result: serde_json::from_value(result).unwrap(),
    }
}

#[test]
fn sheets_said_what_no_sheet_can_say() {
    let (world, training, one, _) = confirmed();
    let (app, results) = (world.app(), world.operator::<WriteResults>());
    let line = there(&one, "2026-03-02", "morning", "present");
    let elsewhere = AttendanceLine {
        attendance: app::registry::rules::Attendance {
            venue: Some("火星分会场".to_owned()),
            ..line.attendance.clone()
        },
        ..line.clone()
    };
    let enter = |lines: &[AttendanceLine]| app.enter_attendance(&results, &training, lines);
    assert_eq!(codes(enter(&[elsewhere])), ["not_of_the_training"]);
    let absent = there(&one, "2026-03-02", "morning", "absent");
    assert_eq!(codes(enter(&[line.clone(), absent])), ["said_twice"]);
    enter(&[line]).unwrap();
    let test = |lines: &[ResultLine]| app.enter_results(&results, &training, lines);
    for (lines, expected) in [
        (vec![tested(&one, 1, "1999-01-01", true)], "test_too_early"),
        (
            vec![
                tested(&one, 1, "2026-03-04", false),
                tested(&one, 2, "2026-03-03", true),
            ],
            "test_too_early",
        ),
        (vec![passed(&one, true), passed(&one, false)], "said_twice"),
    ] {
        assert_eq!(codes(test(&lines)), [expected], "{lines:?}");
    }
    test(&[tested(&one, 1, "2026-03-04", false)]).unwrap();
    let roster = app.list_enrolments(&world.operator(), &training, None).unwrap();
    let enrol = world.operator::<EnrolPeople>();
    let complete = to(EnrolmentState::Completed, None);
    let done = app.step_enrolment(&enrol, &training, &one, roster[0].revision, &complete);
    assert_eq!(codes(done), ["completed_without_passing"]);
    test(&[tested(&one, 2, "2026-04-04", true)]).unwrap();
    app.step_enrolment(&enrol, &training, &one, roster[0].revision + 1, &complete)
        .unwrap();
}

#[test]
fn other_days_of_a_training_evaded_the_rule_that_nobody_is_in_two() {
    let (world, first, _, who) = confirmed();
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let of = app.find_training(&world.operator(), &first).unwrap().training;
    let later = Training {
        from: "2026-05-04".parse().unwrap(),
        to: "2026-05-05".parse().unwrap(),
        lessons: Vec::new(),
        number: None,
        ..of.clone()
    };
    let second = app.create_training(&write, later.clone(), None).unwrap().id;
    let enrol = world.operator::<EnrolPeople>();
    app.enrol(&enrol, &second, &person(&who), None).unwrap();
    let moved = Training {
        from: of.from,
        to: of.to,
        ..later.clone()
    };
    assert_eq!(
        codes(app.put_training(&write, &second, 1, moved)),
        ["roster_contradicts"]
    );
    let free = Training {
        from: "2026-05-11".parse().unwrap(),
        to: "2026-05-12".parse().unwrap(),
        ..later
    };
    app.put_training(&write, &second, 1, free).unwrap();
}

#[test]
fn a_coordinator_lost_somebody_by_leaving_out_the_posts() {
    let world = World::new();
    let app = world.app();
    let id = world.person("扎西", "qh-golog", "2010-07-01");
    let write = world.of_court::<WriteRegistry>("qh-golog");
    let posts = |posts: serde_json::Value| PersonPart::Posts(serde_json::from_value(posts).unwrap());
    let ended = json!({"court": "qh-golog", "kind": "judge", "from": "2010-07-01", "to": "2020-01-01"});
    let next = json!({"court": "qh-yushu", "kind": "judge", "from": "2020-01-02"});
    for gone in [json!([]), json!([next])] {
        let put = app.put_person_part(&write, &id, 1, posts(gone));
        assert_eq!(codes(put), ["post_outside"]);
    }
    // Who goes elsewhere keeps the post that has ended.
    app.put_person_part(&write, &id, 1, posts(json!([ended, next])))
        .unwrap();
}

#[test]
fn nobody_comes_in_the_place_of_somebody_who_was_let_go_before() {
    let (world, training, one, _) = confirmed();
    let (app, enrol) = (world.app(), world.operator::<EnrolPeople>());
    let withdraw = to(EnrolmentState::Withdrawn, Some("生病"));
    app.step_enrolment(&enrol, &training, &one, 2, &withdraw).unwrap();
    let other = world.person("卓玛", "qh-golog", "2010-07-01");
    let instead = Nominee {
        replaces: Some(one.parse().unwrap()),
        reason: Some("生病".to_owned()),
        ..person(&other)
    };
    assert_eq!(
        codes(app.enrol(&enrol, &training, &instead, None)),
        ["nothing_to_replace"]
    );
}

#[test]
fn the_certificate_of_somebody_erased_held_again_after_the_next_closing() {
    let (world, training, one, who) = confirmed();
    let app = world.app();
    let (enrol, results) = (world.operator::<EnrolPeople>(), world.operator::<WriteResults>());
    let write = world.operator::<WriteRegistry>();
    app.enter_attendance(
        &results,
        &training,
        &[there(&one, "2026-03-02", "morning", "present")],
    )
    .unwrap();
    app.step_enrolment(&enrol, &training, &one, 3, &to(EnrolmentState::Completed, None))
        .unwrap();
    let step = |state| {
        let revision = app.find_training(&world.operator(), &training).unwrap().revision;
        app.step_training(&write, &training, revision, state, Some("更正"))
            .unwrap();
    };
    world.training_is_over();
    step(TrainingState::Closed);
    let code = app
        .training_certificates(&world.operator::<ReadRegistry>(), &training)
        .unwrap()[0]
        .code
        .clone();
    assert_eq!(app.verify_certificate(&code).unwrap().name, "扎*");
    app.erase_person(&world.operator::<ErasePeople>(), &who, 1, "本人要求")
        .unwrap();
    step(TrainingState::Open);
    step(TrainingState::Closed);
    let proof = app.verify_certificate(&code).unwrap();
    assert_eq!(
        (proof.state, proof.name.as_str()),
        (CertificateState::Revoked, "*")
    );
}

#[test]
fn what_a_list_shows_of_a_day_was_what_is_known_today() {
    let (world, training, one, who) = confirmed();
    let (app, results) = (world.app(), world.operator::<WriteResults>());
    app.enter_attendance(
        &results,
        &training,
        &[there(&one, "2026-03-02", "morning", "present")],
    )
    .unwrap();
    let read = world.operator::<ReadRegistry>();
    let trained = |on: &str| {
        let wanted = PeopleWanted {
            on: Some(on.parse().unwrap()),
            columns: vec![PersonColumn::Trained],
            ..PeopleWanted::default()
        };
        let page = app.list_people(&read, &wanted, None, 9).unwrap();
        let line = page.lines.into_iter().find(|line| line.id == who).unwrap();
        (line.court, line.facts.unwrap().trained.unwrap().0)
    };
    assert_eq!(trained("2026-03-01"), (Some("qh-golog".to_owned()), 0));
    assert_eq!(trained("2026-03-10"), (Some("qh-golog".to_owned()), 1));
}

#[test]
fn somebody_erased_was_called_to_a_training() {
    let (world, training, one, who) = nominated();
    let (app, enrol) = (world.app(), world.operator::<EnrolPeople>());
    app.erase_person(&world.operator::<ErasePeople>(), &who, 1, "本人要求")
        .unwrap();
    let roster = app.list_enrolments(&world.operator(), &training, None).unwrap();
    let revision = roster[0].revision;
    let confirm = to(EnrolmentState::Confirmed, None);
    assert_eq!(
        codes(app.step_enrolment(&enrol, &training, &one, revision, &confirm)),
        ["erased"]
    );
    let withdraw = to(EnrolmentState::Withdrawn, Some("已删除"));
    app.step_enrolment(&enrol, &training, &one, revision, &withdraw)
        .unwrap();
}

#[test]
fn a_lecturer_who_is_named_by_id_alone_had_no_name_in_the_timetable() {
    let (world, training) = opened();
    let app = world.app();
    let lecturer = world.person("丹增", "qh-golog", "2010-07-01");
    let lessons =
        json!([{"day": "2026-03-02", "half": "morning", "topic": "庭审翻译", "lecturer": lecturer}]);
    let write = world.operator::<WriteRegistry>();
    app.put_lessons(&write, &training, 2, serde_json::from_value(lessons).unwrap())
        .unwrap();
    let names = |court: &str| {
        let read = world.of_court::<ReadRegistry>(court);
        let of = app.find_training(&read, &training).unwrap().training;
        app.lecturer_names(&read, &of)
            .unwrap()
            .into_values()
            .collect::<Vec<_>>()
    };
    assert_eq!(names("qh"), ["丹增"], "who holds it");
    assert_eq!(names("qh-golog"), ["丹增"], "whose person it is");
    assert!(names("qh-yushu").is_empty());
}
