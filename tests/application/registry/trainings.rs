//! A training from the plan to its hours, and who may do what on the way.

use app::Error;
use app::access::{EnrolPeople, ReadRegistry, Refusal, Role, WriteRegistry, WriteResults};
use app::registry::rules::{EnrolmentState, Hours, Trainee, Training, TrainingState};
use app::registry::{AttendanceLine, EnrolmentStep, Nominee, ResultLine};
use serde_json::json;

use super::{World, account, codes, is_hidden, programme, training};

pub fn person(id: &str) -> Nominee {
    Nominee {
        trainee: Trainee::Person(id.parse().unwrap()),
        group: None,
        venue: None,
        replaces: None,
        reason: None,
    }
}

pub fn there(enrolment: &str, day: &str, half: &str, presence: &str) -> AttendanceLine {
    AttendanceLine {
        enrolment: enrolment.to_owned(),
        attendance: serde_json::from_value(json!({"day": day, "half": half, "presence": presence})).unwrap(),
    }
}

pub fn passed(enrolment: &str, is_passed: bool) -> ResultLine {
    ResultLine {
        enrolment: enrolment.to_owned(),
        result: serde_json::from_value(json!({"component": "written", "passed": is_passed})).unwrap(),
    }
}

pub fn to(state: EnrolmentState, reason: Option<&str>) -> EnrolmentStep {
    EnrolmentStep {
        to: state,
        reason: reason.map(str::to_owned),
        group: None,
        venue: None,
    }
}

/// A world with a training that the highest court holds, open for enrolment.
pub fn opened() -> (World, String) {
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
    (world, id)
}

#[test]
fn a_training_goes_from_the_plan_to_its_hours() {
    let (world, id) = opened();
    let app = world.app();
    let zhaxi = world.person("扎西", "qh-yushu-nq", "2010-07-01");
    let drolma = world.person("卓玛", "qh-golog", "2010-07-01");
    let enrol = world.of_court::<EnrolPeople>("qh-yushu");
    let one = app.enrol(&enrol, &id, &person(&zhaxi), None).unwrap();
    assert_eq!(one.state, EnrolmentState::Nominated);
    let golog = world.of_court::<EnrolPeople>("qh-golog");
    let other = app.enrol(&golog, &id, &person(&drolma), None).unwrap();
    let (one, other) = (one.written.id, other.written.id);
    let holds = world.of_court::<EnrolPeople>("qh");
    app.step_enrolment(&holds, &id, &one, 1, &to(EnrolmentState::Confirmed, None))
        .unwrap();

    let results = world.of_court::<WriteResults>("qh");
    let sheet = [
        there(&one, "2026-03-02", "morning", "present"),
        there(&one, "2026-03-02", "afternoon", "late"),
        there(&one, "2026-03-03", "morning", "excused"),
        there(&other, "2026-03-02", "morning", "absent"),
    ];
    app.enter_attendance(&results, &id, &sheet).unwrap();
    app.enter_results(&results, &id, &[passed(&one, true)]).unwrap();
    let write = world.of_court::<WriteRegistry>("qh");
    world.training_is_over();
    let unfinished = app.step_training(&write, &id, 2, TrainingState::Closed, None);
    let said = format!("{unfinished:?}");
    assert_eq!(codes(unfinished), ["unfinished"]);
    assert!(said.contains(&format!("卓玛 (`{other}`)")), "{said}");
    let roster = || app.list_enrolments(&world.operator(), &id, None).unwrap();
    let revision = |of: &str| {
        roster()
            .into_iter()
            .find(|entry| entry.id == of)
            .unwrap()
            .revision
    };
    app.step_enrolment(
        &holds,
        &id,
        &one,
        revision(&one),
        &to(EnrolmentState::Completed, None),
    )
    .unwrap();
    let step = to(EnrolmentState::Withdrawn, Some("办案冲突"));
    app.step_enrolment(&golog, &id, &other, revision(&other), &step)
        .unwrap();
    app.step_training(&write, &id, 2, TrainingState::Closed, None)
        .unwrap();
    let credited: Vec<_> = roster()
        .into_iter()
        .map(|entry| (entry.id, entry.enrolment.credited))
        .collect();
    // Two half-days of four hours each; whoever was taken back gets none.
    assert!(credited.contains(&(one.clone(), Some(Hours(80)))), "{credited:?}");
    assert!(credited.contains(&(other.clone(), Some(Hours(0)))));
    let snapshot = roster()
        .into_iter()
        .find(|entry| entry.id == one)
        .unwrap()
        .enrolment
        .snapshot;
    assert_eq!(snapshot.unwrap().court, "qh-yushu-nq");

    // What is closed stays, until it is opened again with a reason.
    assert_eq!(
        codes(app.enter_attendance(&results, &id, &sheet)),
        ["training_over"]
    );
    let again = app.step_training(&write, &id, 3, TrainingState::Open, None);
    assert!(matches!(again, Err(Error::ReasonMissing)));
    app.step_training(&write, &id, 3, TrainingState::Open, Some("漏记半天"))
        .unwrap();
    assert!(roster().iter().all(|entry| entry.enrolment.credited.is_none()));
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn seats_run_out_and_whoever_waits_comes_in_the_place_of_somebody() {
    let (world, id) = opened();
    let app = world.app();
    let enrol = world.of_court::<EnrolPeople>("qh-yushu");
    let people = ["扎西", "才让", "多杰"].map(|name| world.person(name, "qh-yushu-nq", "2010-07-01"));
    let first = app.enrol(&enrol, &id, &person(&people[0]), None).unwrap();
    let second = app.enrol(&enrol, &id, &person(&people[1]), None).unwrap();
    assert_eq!(
        (second.state, second.waiting_place),
        (EnrolmentState::Waiting, Some(1))
    );
    let step = to(EnrolmentState::Nominated, None);
    let refused = app.step_enrolment(&enrol, &id, &second.written.id, 1, &step);
    assert_eq!(codes(refused), ["no_seat"]);
    let results = world.of_court::<WriteResults>("qh");
    let sheet = |enrolment: &str, presence| [there(enrolment, "2026-03-02", "morning", presence)];
    let waits = &second.written.id;
    let came = app.enter_attendance(&results, &id, &sheet(waits, "present"));
    assert_eq!(
        codes(came),
        ["waits_for_a_seat"],
        "who waited came past the quota"
    );
    app.enter_attendance(&results, &id, &sheet(waits, "absent"))
        .unwrap();
    let instead = Nominee {
        replaces: Some(first.written.id.parse().unwrap()),
        reason: Some("生病".to_owned()),
        ..person(&people[2])
    };
    let third = app.enrol(&enrol, &id, &instead, None).unwrap();
    assert_eq!(third.state, EnrolmentState::Nominated);
    let roster = app.list_enrolments(&world.operator(), &id, None).unwrap();
    let gone = roster.iter().find(|entry| entry.id == first.written.id).unwrap();
    assert_eq!(
        (gone.enrolment.state, gone.enrolment.reason.as_deref()),
        (EnrolmentState::Withdrawn, Some("生病"))
    );
    // A court that the plan does not name sends nobody, and nobody comes twice.
    let elsewhere = world.person("尼玛", "qh-yushu", "2010-07-01");
    let unnamed = app.enrol(&enrol, &id, &person(&elsewhere), None).unwrap();
    assert_eq!(unnamed.state, EnrolmentState::Waiting);
    let refused = app.step_enrolment(&enrol, &id, &unnamed.written.id, 1, &step);
    let Err(Error::Registry(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert!(
        faults[0].message.contains("gives the court `qh-yushu` no seats"),
        "{faults:?}"
    );
    assert_eq!(
        codes(app.enrol(&enrol, &id, &person(&people[1]), None)),
        ["enrolled_already"]
    );
}

#[test]
fn what_does_not_fit_is_refused_with_its_rule() {
    let (world, id) = opened();
    let app = world.app();
    let enrol = world.operator::<EnrolPeople>();
    let zhaxi = world.person("扎西", "qh-golog", "2010-07-01");
    let late = world.person("新人", "qh-golog", "2026-06-01");
    assert_eq!(
        codes(app.enrol(&enrol, &id, &person(&late), None)),
        ["no_post_then"]
    );
    let away = json!({"name": {"zh": "多杰"}, "posts": [super::post("qh-golog", "2010-07-01", None)],
        "unavailability": [{"from": "2026-03-03", "to": "2026-03-10"}]});
    let away = world.create(&world.operator(), away).unwrap().id;
    assert_eq!(
        codes(app.enrol(&enrol, &id, &person(&away), None)),
        ["unavailable"]
    );
    let one = app.enrol(&enrol, &id, &person(&zhaxi), None).unwrap().written.id;
    let programme = app
        .list_programmes(&world.operator(), None, 10)
        .unwrap()
        .remove(0)
        .id;
    let same_days = app
        .create_training(&world.operator(), training(&programme, None), None)
        .unwrap()
        .id;
    assert_eq!(
        codes(app.enrol(&enrol, &same_days, &person(&zhaxi), None)),
        ["enrolments_overlap"]
    );

    let results = world.operator::<WriteResults>();
    let lines = [
        there(&one, "2026-03-04", "morning", "present"),
        there("e-000000000000000000000000", "2026-03-02", "morning", "present"),
    ];
    assert_eq!(
        codes(app.enter_attendance(&results, &id, &lines)),
        ["outside_training", "not_on_the_roster"]
    );
    let roster = app.list_enrolments(&world.operator(), &id, None).unwrap();
    assert!(
        roster.iter().all(|entry| entry.enrolment.attendance.is_empty()),
        "nothing half written"
    );
    let refused = app.step_enrolment(&enrol, &id, &one, 1, &to(EnrolmentState::Completed, None));
    assert_eq!(codes(refused), ["out_of_order"]);
    app.enter_attendance(&results, &id, &[there(&one, "2026-03-02", "morning", "present")])
        .unwrap();
    let known = app.find_training(&world.operator(), &id).unwrap();
    let later = Training {
        from: "2026-03-03".parse().unwrap(),
        ..known.training
    };
    let moved = app.put_training(&world.operator(), &id, known.revision, later);
    let said = format!("{moved:?}");
    assert_eq!(codes(moved), ["roster_contradicts"]);
    // Whoever reads it knows people, not the ids of enrolments.
    let name = roster
        .iter()
        .find(|entry| entry.id == one)
        .unwrap()
        .person
        .clone()
        .unwrap()
        .name;
    assert!(said.contains(&format!("{name} (`{one}`)")), "{said}");
}

#[test]
fn each_does_what_is_the_own_part() {
    let (world, id) = opened();
    let app = world.app();
    let zhaxi = world.person("扎西", "qh-yushu-nq", "2010-07-01");
    let golog = world.of_court::<EnrolPeople>("qh-golog");
    assert!(is_hidden(app.enrol(&golog, &id, &person(&zhaxi), None)));
    let yushu = world.of_court::<EnrolPeople>("qh-yushu");
    let one = app.enrol(&yushu, &id, &person(&zhaxi), None).unwrap().written.id;
    // The plan is there for all, and is written by whoever holds the training.
    let known = app.find_training(&world.of_court("qh-golog"), &id).unwrap();
    let refused = app.put_quotas(&world.of_court("qh-golog"), &id, known.revision, Vec::new());
    assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden { .. }))));
    // Who is on the roster is seen by whoever holds it and by the court that named the person.
    let seen = |court: &str| {
        app.list_enrolments(&world.of_court::<ReadRegistry>(court), &id, None)
            .unwrap()
            .len()
    };
    assert_eq!((seen("qh"), seen("qh-yushu"), seen("qh-golog")), (1, 1, 0));
    let step = to(EnrolmentState::Confirmed, None);
    let refused = app.step_enrolment(&yushu, &id, &one, 1, &step);
    assert!(matches!(refused, Err(Error::Refused(_))));
    assert!(is_hidden(app.step_enrolment(&golog, &id, &one, 1, &step)));
    let other = app
        .create_training(&world.operator(), known.training.clone(), None)
        .unwrap()
        .id;
    assert!(
        is_hidden(app.step_enrolment(&world.operator(), &other, &one, 1, &step)),
        "through another training"
    );

    // A lecturer enters attendance of the own training.
    let teacher = world.person("老师", "qh", "2000-01-01");
    let sheet = [there(&one, "2026-03-02", "morning", "present")];
    let lecturer = world.permit::<WriteResults>(&account(&[Role::Lecturer], None, Some(&teacher)));
    assert!(is_hidden(app.enter_attendance(&lecturer, &id, &sheet)));
    let lessons = json!([{"day": "2026-03-02", "half": "morning", "topic": "法律术语", "lecturer": teacher}]);
    let lessons = serde_json::from_value(lessons).unwrap();
    app.put_lessons(&world.operator(), &id, known.revision, lessons)
        .unwrap();
    app.enter_attendance(&lecturer, &id, &sheet).unwrap();
    let nominator = world.of_court::<WriteResults>("qh-yushu");
    assert!(is_hidden(app.enter_attendance(&nominator, &id, &sheet)));
}

#[test]
fn the_old_court_keeps_the_trainings_to_which_it_has_named_somebody() {
    let (world, id) = opened();
    let app = world.app();
    let mover = json!({"name": {"zh": "才让"},
        "posts": [super::post("qh-yushu-nq", "2010-07-01", Some("2026-04-30")), super::post("qh-golog", "2026-05-01", None)]});
    let mover = world.create(&world.operator(), mover).unwrap().id;
    app.enrol(&world.of_court("qh-yushu"), &id, &person(&mover), None)
        .unwrap();
    world.application.clock.advance_ms(150 * 86_400_000);
    let (old, new) = (
        world.of_court::<ReadRegistry>("qh-yushu"),
        world.of_court("qh-golog"),
    );
    assert!(is_hidden(app.find_person(&old, &mover)));
    assert_eq!(app.person_trainings(&old, &mover).unwrap().len(), 1);
    assert_eq!(app.list_enrolments(&old, &id, None).unwrap().len(), 1);
    assert_eq!(app.person_trainings(&new, &mover).unwrap().len(), 1);
    let stranger = world.person("卓玛", "qh-golog", "2010-07-01");
    assert!(is_hidden(app.person_trainings(&old, &stranger)));
}

#[test]
fn declared_totals_were_counted_beside_the_roster() {
    let (world, id) = opened();
    let app = world.app();
    let write = world.operator::<WriteRegistry>();
    let known = app.find_training(&world.operator(), &id).unwrap();
    let declared = json!({"person_times": 60, "source": "青高法〔2010〕12号"});
    let old = Training {
        declared: Some(serde_json::from_value(declared).unwrap()),
        ..known.training
    };
    app.put_training(&write, &id, known.revision, old).unwrap();
    let counted = || {
        let listed = app.list_trainings(
            &world.operator(),
            &app::registry::TrainingsWanted::default(),
            None,
            9,
        );
        let [listed] = &listed.unwrap()[..] else {
            panic!("there is one training")
        };
        let found = app.find_training(&world.operator(), &id).unwrap();
        assert_eq!(listed, &found);
        let counted = found.counted_declared().map(|declared| declared.person_times);
        (
            counted,
            found.training.declared.map(|declared| declared.person_times),
        )
    };
    let zhaxi = world.person("扎西", "qh-yushu-nq", "2010-07-01");
    let enrol = world.operator::<EnrolPeople>();
    let one = app.enrol(&enrol, &id, &person(&zhaxi), None).unwrap().written.id;
    assert_eq!(
        counted(),
        (Some(60), Some(60)),
        "a name that was sent is no roster"
    );
    app.step_enrolment(&enrol, &id, &one, 1, &to(EnrolmentState::Confirmed, None))
        .unwrap();
    assert_eq!(
        counted(),
        (None, Some(60)),
        "the roster counts, and what was declared stays"
    );
}
