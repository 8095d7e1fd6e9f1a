//! Two records that may be one person: found, kept apart, or joined.

use app::Error;
use app::access::{EnrolPeople, ReadRegistry, WriteRegistry, WriteResults};
use app::registry::rules::EnrolmentState::{self, Attended, Completed, Confirmed, Nominated, Withdrawn};
use app::registry::rules::Training;
use app::registry::{JoiningPeople, Overlap, Resemblance};
use serde_json::json;

use super::trainings::{opened, passed, person, there, to};
use super::{World, codes, is_hidden, number, post, with_number};

#[test]
fn a_name_alone_makes_nobody_a_duplicate() {
    let world = World::new();
    let app = world.app();
    let person = |born: &str, court: &str| json!({"name": {"zh": "扎西"}, "born_on": born, "posts": [post(court, "2010-07-01", None)]});
    let write = world.operator();
    let one = world.create(&write, person("1980-05-01", "qh-yushu")).unwrap().id;
    let same_birth = world.create(&write, person("1980-05-01", "qh-golog")).unwrap().id;
    let other_birth = world.create(&write, person("1985-05-01", "qh-yushu")).unwrap().id;
    let unknown_birth = world.person("扎西", "qh-yushu", "2012-01-01");
    let found = |permit| {
        let found = app.find_duplicates(permit, &one).unwrap();
        found
            .into_iter()
            .map(|one| (one.line.id, one.because))
            .collect::<Vec<_>>()
    };
    let all = world.operator::<ReadRegistry>();
    assert_eq!(
        found(&all),
        [
            (same_birth.clone(), vec![Resemblance::SameNameAndBirth]),
            (unknown_birth.clone(), vec![Resemblance::SameNameAndCourt])
        ]
    );
    assert!(!found(&all).iter().any(|(id, _)| *id == other_birth));
    let yushu = world.of_court::<ReadRegistry>("qh-yushu");
    assert_eq!(found(&yushu).len(), 1, "nobody of another court is named");
    // That they are two is remembered on both sides.
    let refused = app.keep_apart(&world.of_court("qh-yushu"), &one, &same_birth, "两人");
    assert!(is_hidden(refused));
    app.keep_apart(&world.operator(), &one, &unknown_birth, "查过档案")
        .unwrap();
    assert_eq!(found(&all).len(), 1);
    let others = app.find_duplicates(&all, &unknown_birth).unwrap();
    assert!(others.iter().all(|other| other.line.id != one), "{others:?}");
}

#[test]
fn joined_people_are_one_from_that_change_on() {
    let world = World::new();
    let app = world.app();
    let write = world.operator();
    let full = number("63272519800501003");
    let kept = json!({"name": {"zh": "扎西"}, "posts": [post("qh-yushu", "2015-01-01", None)]});
    let kept = world.create(&write, kept).unwrap().id;
    let gone = json!({"name": {"zh": "札西", "bo": "བཀྲ་ཤིས"}, "posts": [post("qh-golog", "2010-07-01", Some("2014-12-31"))]});
    let gone = app
        .create_person(&write, &with_number(gone, &full), None)
        .unwrap()
        .id;
    let joining = JoiningPeople {
        gone: gone.clone(),
        gone_revision: 1,
        kept: kept.clone(),
        kept_revision: 1,
        reason: "同一人".to_owned(),
    };
    assert!(is_hidden(app.merge_people(&world.of_court("qh-yushu"), &joining)));
    let stale = JoiningPeople {
        gone_revision: 2,
        ..joining.clone()
    };
    assert!(matches!(
        app.merge_people(&write, &stale),
        Err(Error::StaleRecord { .. })
    ));
    let written = app.merge_people(&write, &joining).unwrap().written;
    assert_eq!((written.id.as_str(), written.revision), (kept.as_str(), 2));
    let read = world.operator();
    let entry = app.find_person(&read, &kept).unwrap();
    assert_eq!(entry.person.name.others, ["札西", "བཀྲ་ཤིས"]);
    assert_eq!(entry.person.posts.len(), 2);
    assert_eq!(entry.secrets[0].last_four, full[14..]);
    let led = app.find_person(&read, &gone);
    assert!(matches!(led, Err(Error::RecordMerged { into, .. }) if into == kept));
    assert!(is_hidden(app.find_person(&world.of_court("qh-golog"), &gone)));
    assert!(app.verify(&world.operator()).unwrap().is_sound());
    let itself = JoiningPeople {
        gone: kept.clone(),
        gone_revision: 2,
        kept_revision: 2,
        ..joining
    };
    assert_eq!(codes(app.merge_people(&write, &itself)), ["one_person"]);
}

#[test]
fn trainings_on_the_same_days_were_joined_without_a_word() {
    let (world, first) = opened();
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let of = app.find_training(&world.operator(), &first).unwrap().training;
    let made = |title: &str, from: &str, to: &str| {
        let training = Training {
            title: title.to_owned(),
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            number: None,
            ..of.clone()
        };
        app.create_training(&write, training, None).unwrap().id
    };
    let second = made("法律术语培训班", "2026-03-03", "2026-03-06");
    let apart = made("裁判文书培训班", "2026-04-01", "2026-04-02");
    let given_up = made("庭审翻译培训班", "2026-03-02", "2026-03-02");
    let someone = || {
        let someone = json!({"name": {"zh": "扎西"}, "posts": [post("qh-golog", "2010-07-01", None)]});
        world.create(&write, someone).unwrap().id
    };
    let (kept, gone) = (someone(), someone());
    let enrol = world.operator::<EnrolPeople>();
    let left = app.enrol(&enrol, &given_up, &person(&gone), None).unwrap();
    let withdraw = to(EnrolmentState::Withdrawn, Some("办案冲突"));
    app.step_enrolment(&enrol, &given_up, &left.written.id, 1, &withdraw)
        .unwrap();
    for (who, training) in [(&kept, &first), (&gone, &second), (&gone, &apart)] {
        app.enrol(&enrol, training, &person(who), None).unwrap();
    }
    let shown = |overlaps: Vec<Overlap>| {
        let days = |one: &app::registry::TrainingDays| format!("{} {}–{}", one.title, one.from, one.to);
        let line = |one: &Overlap| format!("{} / {}", days(&one.one), days(&one.other));
        overlaps.iter().map(line).collect::<Vec<_>>()
    };
    let expected = ["第十一期双语法官培训班 2026-03-02–2026-03-03 / 法律术语培训班 2026-03-03–2026-03-06"];
    let read = world.operator::<ReadRegistry>();
    let before = app.find_duplicates(&read, &kept).unwrap().remove(0);
    assert_eq!(shown(before.overlapping), expected, "seen before they are joined");
    let foreseen = app.foresee_merge(&world.operator(), &gone, &kept).unwrap();
    assert_eq!(shown(foreseen.overlapping), expected, "and on the page that asks");
    let joining = JoiningPeople {
        gone,
        gone_revision: 1,
        kept,
        kept_revision: 1,
        reason: "同一人".to_owned(),
    };
    let joined = app.merge_people(&write, &joining).unwrap();
    assert_eq!(shown(joined.overlapping), expected, "and told after");
}

/// Joins `gone` into `kept`, both as they are now.
fn join(world: &World, gone: &str, kept: &str) -> Result<(), Error> {
    let revision = |id: &str| {
        let entry = world.app().peek_person(&world.operator(), id);
        entry.unwrap().revision
    };
    let joining = JoiningPeople {
        gone: gone.to_owned(),
        gone_revision: revision(gone),
        kept: kept.to_owned(),
        kept_revision: revision(kept),
        reason: "同一人".to_owned(),
    };
    world.app().merge_people(&world.operator(), &joining).map(drop)
}

/// Two records on one roster, each led so far, and their enrolments.
fn both_enrolled(gone: &[EnrolmentState], kept: &[EnrolmentState]) -> (World, String, [(String, String); 2]) {
    let (world, training) = opened();
    let app = world.app();
    let led = [("扎西", gone), ("札西", kept)].map(|(name, steps)| {
        let who = world.person(name, "qh-golog", "2010-07-01");
        let enrol = world.operator::<EnrolPeople>();
        let id = app
            .enrol(&enrol, &training, &person(&who), None)
            .unwrap()
            .written
            .id;
        for state in steps {
            if *state == Attended {
                let came = [there(&id, "2026-03-02", "morning", "present")];
                app.enter_attendance(&world.operator(), &training, &came).unwrap();
                // Whoever was there has taken part.
                continue;
            }
            let roster = app.list_enrolments(&world.operator(), &training, None).unwrap();
            let base = roster.iter().find(|entry| entry.id == id).unwrap().revision;
            let step = to(*state, Some("录入有误"));
            app.step_enrolment(&enrol, &training, &id, base, &step).unwrap();
        }
        (who, id)
    });
    (world, training, led)
}

/// Joins two records on one roster; the states are those of what stays and what went aside.
#[track_caller]
fn check_twice(
    gone: &[EnrolmentState],
    kept: &[EnrolmentState],
    stays: EnrolmentState,
    goes: EnrolmentState,
) {
    let (world, training, [(gone, gone_enrolled), (kept, kept_enrolled)]) = both_enrolled(gone, kept);
    let app = world.app();
    let foreseen = app.foresee_merge(&world.operator(), &gone, &kept).unwrap();
    let twice: Vec<_> = foreseen.twice.iter().map(|one| (one.stays, one.goes)).collect();
    assert_eq!((twice, foreseen.faults), (vec![(stays, goes)], vec![]));
    assert_eq!(foreseen.twice[0].title, "第十一期双语法官培训班");
    join(&world, &gone, &kept).unwrap();
    let roster = app.list_enrolments(&world.operator(), &training, None).unwrap();
    let left: Vec<_> = roster
        .iter()
        .map(|entry| (entry.enrolment.state, entry.person.as_ref().unwrap().id.as_str()))
        .collect();
    assert_eq!(left, [(stays, kept.as_str())]);
    assert!([gone_enrolled, kept_enrolled].contains(&roster[0].id));
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn two_records_on_one_roster_are_joined_and_the_enrolment_of_whoever_was_not_there_goes_aside() {
    check_twice(&[Withdrawn], &[Confirmed], Confirmed, Withdrawn);
    check_twice(
        &[Confirmed, Attended, Withdrawn],
        &[Confirmed, Attended],
        Attended,
        Withdrawn,
    );
    check_twice(
        &[Confirmed, Attended, Completed],
        &[Withdrawn],
        Completed,
        Withdrawn,
    );
    check_twice(&[Confirmed], &[], Confirmed, Nominated);
    check_twice(&[], &[], Nominated, Nominated);
}

#[test]
fn who_took_part_twice_in_one_training_is_refused_with_its_title_and_a_way_that_works() {
    let (world, training, [(gone, gone_enrolled), (kept, kept_enrolled)]) =
        both_enrolled(&[Confirmed], &[Confirmed]);
    let app = world.app();
    let results = world.operator::<WriteResults>();
    let came = there(&gone_enrolled, "2026-03-02", "morning", "present");
    app.enter_attendance(&results, &training, &[came]).unwrap();
    app.enter_results(&results, &training, &[passed(&kept_enrolled, true)])
        .unwrap();
    let refused = join(&world, &gone, &kept);
    let said = format!("{refused:?}");
    assert_eq!(codes(refused), ["both_enrolled"]);
    for part in [
        "《第十一期双语法官培训班》（2026-03-02 开班）",
        "“退出”",
        "withdrawn",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let foreseen = app.foresee_merge(&world.operator(), &gone, &kept).unwrap();
    assert_eq!(foreseen.faults.len(), 1);
    // What the sentence says works.
    let step = to(Withdrawn, Some("与另一条是同一人"));
    app.step_enrolment(&world.operator(), &training, &gone_enrolled, 3, &step)
        .unwrap();
    join(&world, &gone, &kept).unwrap();
}

#[test]
fn posts_that_differ_in_department_or_first_day_are_joined_and_others_are_told_with_both_courts() {
    let world = World::new();
    let write = world.operator::<WriteRegistry>();
    let mut known = post("qh-yushu", "2015-01-01", None);
    known["department"] = json!("民一庭");
    let make = |name: &str, post| {
        world
            .create(&write, json!({"name": {"zh": name}, "posts": [post]}))
            .unwrap()
            .id
    };
    let kept = make("扎西", known);
    let gone = make("札西", post("qh-yushu", "2012-03-01", None));
    let foreseen = world
        .app()
        .foresee_merge(&world.operator(), &gone, &kept)
        .unwrap();
    assert_eq!(foreseen.posts.len(), 1);
    join(&world, &gone, &kept).unwrap();
    let posts = world
        .app()
        .find_person(&world.operator(), &kept)
        .unwrap()
        .person
        .posts;
    let only: Vec<_> = posts
        .iter()
        .map(|post| (post.period.to_string(), post.department.as_deref()))
        .collect();
    assert_eq!(only, [("2012-03-01–".to_owned(), Some("民一庭"))]);

    let other = make("札西", post("qh-golog", "2014-01-01", None));
    let refused = join(&world, &other, &kept);
    let said = format!("{refused:?}");
    assert_eq!(codes(refused), ["posts_overlap"]);
    for part in [
        "保留的记录写的是“玉树州中级人民法院",
        "并入的记录写的是“果洛州中级人民法院",
        "“任职经历”",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}
