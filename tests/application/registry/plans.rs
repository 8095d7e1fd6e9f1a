//! What a change of a plan must leave as it is, who may teach, and when a training is over.

use app::Error;
use app::access::{EnrolPeople, ErasePeople, WriteRegistry, WriteResults};
use app::registry::rules::{EnrolmentState, Fault, Lesson, Training, TrainingState, Venue};
use app::registry::{EnrolmentStep, JoiningPeople, Placing, RecordWritten, roster_revision};
use serde_json::{Value, json};

use super::trainings::{opened, passed, person, there, to};
use super::{World, codes};

/// Names and confirms people of `qh-golog`, and returns their enrolments.
fn confirmed(world: &World, training: &str, names: &[&str]) -> Vec<String> {
    let (app, enrol) = (world.app(), world.operator::<EnrolPeople>());
    let one = |name: &&str| {
        let who = world.person(name, "qh-golog", "2010-07-01");
        let enrolled = app.enrol(&enrol, training, &person(&who), None).unwrap();
        let id = enrolled.written.id;
        let confirm = to(EnrolmentState::Confirmed, None);
        app.step_enrolment(&enrol, training, &id, 1, &confirm).unwrap();
        id
    };
    names.iter().map(one).collect()
}

/// Writes what `change` makes of a training as it is now.
fn put(world: &World, id: &str, change: impl Fn(Training) -> Training) -> Result<RecordWritten, Error> {
    let known = world.app().find_training(&world.operator(), id).unwrap();
    let write = world.operator::<WriteRegistry>();
    world
        .app()
        .put_training(&write, id, known.revision, change(known.training))
}

fn lessons(world: &World, id: &str, lessons: &Value) -> Result<RecordWritten, Error> {
    let lessons: Vec<Lesson> = serde_json::from_value(lessons.clone()).unwrap();
    put(world, id, |known| Training {
        lessons: lessons.clone(),
        ..known
    })
}

fn fault(refused: Result<impl std::fmt::Debug, Error>) -> Fault {
    match refused {
        Err(Error::Registry(mut faults)) => faults.remove(0),
        other => panic!("{other:?}"),
    }
}

fn revision(world: &World, training: &str, enrolment: &str) -> u64 {
    let roster = world
        .app()
        .list_enrolments(&world.operator(), training, None)
        .unwrap();
    roster
        .iter()
        .find(|entry| entry.id == enrolment)
        .unwrap()
        .revision
}

#[test]
fn a_timetable_named_lecturers_who_are_not_there() {
    let (world, training) = opened();
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let taught = |lecturer: &str| json!([{"day": "2026-03-02", "half": "morning", "topic": "庭审翻译", "lecturer": lecturer}]);
    let gone = world.person("丹增", "qh-golog", "2010-07-01");
    app.erase_person(&world.operator::<ErasePeople>(), &gone, 1, "本人要求")
        .unwrap();
    for nobody in ["p-000000000000000000000000", &gone] {
        let found = fault(lessons(&world, &training, &taught(nobody)));
        assert_eq!(
            (found.code, &*found.pointer),
            ("no_such_lecturer", "/lessons/0/lecturer")
        );
        assert!(
            found.message_zh.contains(nobody) && found.message.contains("lecturer_name"),
            "{found:?}"
        );
    }
    // Whoever holds a training of their own names nobody of others.
    let known = app.find_training(&world.operator(), &training).unwrap().training;
    let outside = world.person("白玛", "qh-yushu", "2010-07-01");
    let own = Training {
        court: Some("qh-golog".to_owned()),
        lessons: serde_json::from_value(taught(&outside)).unwrap(),
        ..known
    };
    let golog = world.of_court::<WriteRegistry>("qh-golog");
    assert_eq!(
        codes(app.create_training(&golog, own, None)),
        ["no_such_lecturer"]
    );
    // Who is joined into somebody is that one: in timetables that there are, and in new ones.
    let one = |name: &str, from: &str, to: Option<&str>| {
        let someone = json!({"name": {"zh": name}, "posts": [super::post("qh-golog", from, to)]});
        world.create(&write, someone).unwrap().id
    };
    let (first, second) = (
        one("尼玛", "2005-01-01", Some("2010-06-30")),
        one("尼玛", "2010-07-01", None),
    );
    lessons(&world, &training, &taught(&first)).unwrap();
    let joining = JoiningPeople {
        gone: first.clone(),
        gone_revision: 1,
        kept: second.clone(),
        kept_revision: 1,
        reason: "同一人".to_owned(),
    };
    app.merge_people(&write, &joining).unwrap();
    let teaches = || {
        let known = app.find_training(&world.operator(), &training).unwrap();
        let lecturer = known.training.lessons.into_iter().next().unwrap().lecturer;
        (known.revision, lecturer.unwrap().to_string())
    };
    let (revision, now) = teaches();
    assert_eq!(now, second, "the lessons follow");
    lessons(&world, &training, &taught(&first)).unwrap();
    assert_eq!(
        teaches(),
        (revision, second),
        "and are written as the one who stayed"
    );
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn a_timetable_was_emptied_under_recorded_attendance() {
    let (world, training) = opened();
    let (app, results) = (world.app(), world.operator::<WriteResults>());
    let one = |day: &str, half: &str| json!({"day": day, "half": half, "topic": "庭审翻译"});
    let both = json!([one("2026-03-02", "morning"), one("2026-03-03", "morning")]);
    lessons(&world, &training, &both).unwrap();
    let people = confirmed(&world, &training, &["扎西", "卓玛", "才让"]);
    let marks = [
        there(&people[0], "2026-03-02", "morning", "present"),
        there(&people[1], "2026-03-02", "morning", "late"),
        there(&people[2], "2026-03-02", "morning", "absent"),
    ];
    app.enter_attendance(&results, &training, &marks).unwrap();
    let moved = json!([one("2026-03-02", "afternoon"), one("2026-03-03", "morning")]);
    for without in [json!([]), json!([one("2026-03-03", "morning")]), moved] {
        let found = fault(lessons(&world, &training, &without));
        assert_eq!(
            (found.code, &*found.pointer),
            ("lesson_with_attendance", "/lessons")
        );
        assert_eq!(
            found.message_zh,
            "2026-03-02 上午已有 2 人出勤，不能没有课程（提示：请保留该课，或先更正该半天的考勤）"
        );
        assert!(
            found.message.starts_with("2 were there on 2026-03-02 morning"),
            "{found:?}"
        );
    }
    // A half-day on which nobody was may go, and so may one whose attendance was put right.
    lessons(&world, &training, &json!([one("2026-03-02", "morning")])).unwrap();
    let absent = people
        .iter()
        .map(|one| there(one, "2026-03-02", "morning", "absent"));
    app.enter_attendance(&results, &training, &absent.collect::<Vec<_>>())
        .unwrap();
    lessons(&world, &training, &json!([])).unwrap();
}

#[test]
fn seats_were_lowered_below_those_that_are_taken() {
    let (world, training) = opened();
    confirmed(&world, &training, &["扎西", "卓玛"]);
    let with = |quotas: Value| {
        put(&world, &training, |known| Training {
            quotas: serde_json::from_value(quotas.clone()).unwrap(),
            ..known
        })
    };
    for (quotas, pointer, left) in [
        (json!([{"court": "qh-golog", "seats": 1}]), "/quotas/0/seats", 1),
        (json!([{"court": "qh-yushu", "seats": 9}]), "/quotas", 0),
    ] {
        let found = fault(with(quotas));
        assert_eq!((found.code, &*found.pointer), ("seats_taken", pointer));
        let said = format!("果洛州中级人民法院已用 2 个名额，不能改为 {left} 个");
        assert!(found.message_zh.starts_with(&said), "{found:?}");
    }
    with(json!([{"court": "qh-golog", "seats": 2}])).unwrap();
    with(json!([])).unwrap();
    // Counted for the first time, they are as many at least.
    assert_eq!(
        codes(with(json!([{"court": "qh-golog", "seats": 1}]))),
        ["seats_taken"]
    );
}

#[test]
fn a_venue_took_more_people_than_it_has_seats() {
    let (world, training) = opened();
    let (app, enrol) = (world.app(), world.operator::<EnrolPeople>());
    let venues = |main: Option<u16>| {
        put(&world, &training, |known| Training {
            venues: [("主会场", main), ("分会场", Some(2))]
                .map(|(name, seats)| Venue {
                    name: name.to_owned(),
                    place: None,
                    seats,
                })
                .to_vec(),
            ..known
        })
    };
    venues(Some(1)).unwrap();
    let people = confirmed(&world, &training, &["扎西", "卓玛", "才让"]);
    let at = |enrolment: &str, venue: &str| Placing {
        enrolment: enrolment.parse().unwrap(),
        group: None,
        venue: Some(venue.to_owned()),
    };
    let place = |lines: &[Placing]| {
        let roster = app.list_enrolments(&world.operator(), &training, None).unwrap();
        let seen = roster_revision(roster.iter().map(|entry| (entry.id.as_str(), entry.revision)));
        app.place_enrolments(&enrol, &training, seen, lines)
    };
    let crowd = [
        at(&people[0], "分会场"),
        at(&people[1], "主会场"),
        at(&people[2], "主会场"),
    ];
    let found = fault(place(&crowd));
    assert_eq!((found.code, &*found.pointer), ("venue_full", "/items/1/venue"));
    assert!(
        found.message_zh.starts_with("“主会场”只有 1 个座位，将编入 2 人"),
        "{found:?}"
    );
    place(&[at(&people[0], "主会场"), at(&people[1], "分会场")]).unwrap();
    // Two change places by one list, and nobody comes to a third one.
    place(&[at(&people[0], "分会场"), at(&people[1], "主会场")]).unwrap();
    let step = EnrolmentStep {
        venue: Some("主会场".to_owned()),
        ..to(EnrolmentState::Nominated, None)
    };
    let now = revision(&world, &training, &people[2]);
    let refused = app.step_enrolment(&enrol, &training, &people[2], now, &step);
    assert_eq!(codes(refused), ["venue_full"]);
    let late = app::registry::Nominee {
        venue: Some("主会场".to_owned()),
        ..person(&world.person("尼玛", "qh-golog", "2010-07-01"))
    };
    assert_eq!(codes(app.enrol(&enrol, &training, &late, None)), ["venue_full"]);
    // The plan does not take places away either; that nobody counts them is no fault.
    let found = fault(venues(Some(0)));
    assert_eq!((found.code, &*found.pointer), ("venue_full", "/venues/0/seats"));
    venues(None).unwrap();
    place(&[at(&people[2], "主会场")]).unwrap();
    assert_eq!(codes(venues(Some(1))), ["venue_full"]);
}

#[test]
fn attendance_and_results_were_entered_of_people_who_do_not_come() {
    let (world, training) = opened();
    let (app, results) = (world.app(), world.operator::<WriteResults>());
    let people = confirmed(&world, &training, &["扎西", "卓玛", "才让"]);
    let states = [
        EnrolmentState::Withdrawn,
        EnrolmentState::Deferred,
        EnrolmentState::Exempt,
    ];
    for (one, state) in people.iter().zip(states) {
        let enrol = world.operator::<EnrolPeople>();
        app.step_enrolment(&enrol, &training, one, 2, &to(state, Some("办案冲突")))
            .unwrap();
        let marks = [there(one, "2026-03-02", "morning", "present")];
        let found = fault(app.enter_attendance(&results, &training, &marks));
        assert_eq!((found.code, &*found.pointer), ("let_go", "/items/0/enrolment"));
        assert!(
            found.message_zh.contains(&format!("已是“{}”", state.zh())),
            "{found:?}"
        );
        let tested = app.enter_results(&results, &training, &[passed(one, true)]);
        assert_eq!(codes(tested), ["let_go"]);
    }
    let found = fault(app.enter_results(&results, &training, &[passed(&people[0], true)]));
    assert!(found.message.starts_with("扎西"), "{found:?}");
}

#[test]
fn the_way_out_of_a_cancelled_training_led_nowhere() {
    use TrainingState::{Cancelled, Open, Planned};
    let (world, training) = opened();
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let step = |state| {
        let revision = app.find_training(&world.operator(), &training).unwrap().revision;
        app.step_training(&write, &training, revision, state, Some("疫情"))
    };
    step(Cancelled).unwrap();
    let found = fault(put(&world, &training, |known| Training {
        note: Some("改期".to_owned()),
        ..known
    }));
    assert!(
        found.message_zh.contains("请先把状态改回“计划中”") && found.message.contains("back to planned"),
        "{found:?}"
    );
    let found = fault(step(Open));
    assert!(found.message_zh.contains("须先变为计划中"), "{found:?}");
    step(Planned).unwrap();
    step(Open).unwrap();
}

#[test]
fn a_training_was_closed_years_before_its_days() {
    let (world, training) = opened();
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let close = || {
        let revision = app.find_training(&world.operator(), &training).unwrap().revision;
        app.step_training(&write, &training, revision, TrainingState::Closed, None)
    };
    let found = fault(close());
    assert_eq!((found.code, &*found.pointer), ("not_over_yet", "/to"));
    assert!(
        found
            .message_zh
            .starts_with("培训到 `2026-03-03` 才结束，今天是 `2026-01-01`"),
        "{found:?}"
    );
    // On the last day, by the clock of the courts, certificates are handed out.
    let day_ms = 86_400_000;
    world
        .application
        .clock
        .advance_ms(61 * day_ms - 8 * 3_600_000 - 1);
    assert_eq!(codes(close()), ["not_over_yet"]);
    world.application.clock.advance_ms(1);
    close().unwrap();
}
