//! Two records that may be one person: found, kept apart, or joined.

use app::Error;
use app::access::{EnrolPeople, ReadRegistry, WriteRegistry};
use app::registry::rules::{EnrolmentState, Training};
use app::registry::{JoiningPeople, Overlap, Resemblance};
use serde_json::json;

use super::trainings::{opened, person, to};
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
