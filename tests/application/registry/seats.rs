//! Whose turn it is: seats, the line of those who wait, and who comes in whose place.

use app::access::{EnrolPeople, ReadRegistry, WriteRegistry};
use app::registry::rules::EnrolmentState;
use app::registry::{Enrolling, Nominee, PersonPart};
use app::{App, Error};
use serde_json::json;

use super::trainings::{opened, person, to};
use super::{World, codes};

/// Names people of `qh-yushu-nq`, which has one seat, in this order.
fn named(world: &World, training: &str, names: &[&str]) -> Vec<Enrolling> {
    let enrol = world.operator::<EnrolPeople>();
    let one = |name: &&str| {
        let who = world.person(name, "qh-yushu-nq", "2010-07-01");
        world.app().enrol(&enrol, training, &person(&who), None).unwrap()
    };
    names.iter().map(one).collect()
}

fn ids(enrolled: &[Enrolling]) -> Vec<&str> {
    enrolled.iter().map(|one| one.written.id.as_str()).collect()
}

fn seats(world: &World, training: &str, seats: u16) {
    let write = world.operator::<WriteRegistry>();
    let known = world.app().find_training(&world.operator(), training).unwrap();
    let quotas = json!([{"court": "qh-yushu-nq", "seats": seats}, {"court": "qh-golog", "seats": 1}]);
    let quotas = serde_json::from_value(quotas).unwrap();
    world
        .app()
        .put_quotas(&write, training, known.revision, quotas)
        .unwrap();
}

/// Takes a step of an enrolment as it is now.
fn step(
    world: &World,
    training: &str,
    id: &str,
    state: EnrolmentState,
    reason: Option<&str>,
) -> Result<(), Error> {
    let enrol = world.operator::<EnrolPeople>();
    let revision = of(world.app(), world, training, id).revision;
    let step = to(state, reason);
    let stepped = world.app().step_enrolment(&enrol, training, id, revision, &step);
    stepped.map(drop)
}

fn of(app: &App, world: &World, training: &str, id: &str) -> app::registry::EnrolmentEntry {
    let roster = app.list_enrolments(&world.operator(), training, None).unwrap();
    roster.into_iter().find(|one| one.id == id).unwrap()
}

/// Shows the state and the place in line of each.
fn shown(world: &World, training: &str, ids: &[&str]) -> Vec<String> {
    let one = |id: &&str| {
        let enrolment = of(world.app(), world, training, id).enrolment;
        let place = enrolment.waiting_place.map(|place| format!(" {place}"));
        format!("{}{}", enrolment.state, place.unwrap_or_default())
    };
    ids.iter().map(one).collect()
}

#[test]
fn the_second_in_line_came_before_the_first_without_a_word() {
    use EnrolmentState::{Confirmed, Nominated, Withdrawn};
    let (world, training) = opened();
    let enrolled = named(&world, &training, &["扎西", "才让", "多杰", "卓玛"]);
    let [seated, first, second, third] = ids(&enrolled)[..] else {
        panic!("{enrolled:?}")
    };
    let places: Vec<_> = enrolled.iter().map(|one| one.waiting_place).collect();
    assert_eq!(places, [None, Some(1), Some(2), Some(3)]);
    step(&world, &training, seated, Withdrawn, Some("生病")).unwrap();
    for state in [Nominated, Confirmed] {
        let refused = step(&world, &training, second, state, None);
        let Err(Error::Registry(faults)) = &refused else {
            panic!("{refused:?}")
        };
        assert_eq!((faults[0].code, &*faults[0].pointer), ("waits_longer", "/reason"));
        assert!(
            faults[0].message.contains("才让") && faults[0].message_zh.contains("写明理由"),
            "{faults:?}"
        );
    }
    // Nobody new, and nobody who was taken back, comes past the line either.
    let [late] = &named(&world, &training, &["尼玛"])[..] else {
        panic!("one was named")
    };
    assert_eq!(late.waiting_place, Some(4));
    let refused = step(&world, &training, seated, Nominated, None);
    assert_eq!(codes(refused), ["waits_longer"]);
    step(&world, &training, second, Confirmed, Some("承办案件急需")).unwrap();
    let taken = of(world.app(), &world, &training, second).enrolment;
    assert_eq!(taken.reason.as_deref(), Some("承办案件急需"));
    let line = [first, second, third, late.written.id.as_str()];
    assert_eq!(
        shown(&world, &training, &line),
        ["waiting 1", "confirmed", "waiting 2", "waiting 3"],
        "without gaps"
    );
    // With seats for all before, nobody is passed by.
    seats(&world, &training, 3);
    step(&world, &training, third, Nominated, None).unwrap();
    let refused = step(&world, &training, &late.written.id, Nominated, None);
    assert_eq!(codes(refused), ["waits_longer"]);
    step(&world, &training, first, Nominated, None).unwrap();
    let read = world.operator::<ReadRegistry>();
    let late = of(world.app(), &world, &training, &late.written.id);
    let own = world
        .app()
        .person_trainings(&read, &late.person.unwrap().id)
        .unwrap();
    assert_eq!(
        own[0].enrolment.waiting_place,
        Some(1),
        "also where one person is shown"
    );
}

#[test]
fn somebody_was_replaced_without_a_reason_and_by_somebody_who_only_waited() {
    let (world, training) = opened();
    let (app, enrol) = (world.app(), world.operator::<EnrolPeople>());
    seats(&world, &training, 1);
    let yushu = named(&world, &training, &["扎西", "才让", "多杰"]);
    let [seated, waits, _] = ids(&yushu)[..] else {
        panic!("{yushu:?}")
    };
    let of_golog = world.person("卓玛", "qh-golog", "2010-07-01");
    app.enrol(&enrol, &training, &person(&of_golog), None).unwrap();
    let instead = |of: &str, name: &str, court: &str, reason: Option<&str>| {
        let nominee = Nominee {
            replaces: Some(of.parse().unwrap()),
            reason: reason.map(str::to_owned),
            ..person(&world.person(name, court, "2010-07-01"))
        };
        app.enrol(&enrol, &training, &nominee, None)
    };
    for reason in [None, Some(" ")] {
        let refused = instead(seated, "尼玛", "qh-yushu-nq", reason);
        assert!(matches!(refused, Err(Error::ReasonMissing)), "{refused:?}");
    }
    let refused = instead(seated, "白玛", "qh-golog", Some("生病"));
    let Err(Error::Registry(faults)) = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!((faults[0].code, &*faults[0].pointer), ("no_seat", "/replaces"));
    assert!(
        faults[0].message_zh.contains("果洛州中级人民法院有 1 个名额"),
        "{faults:?}"
    );
    assert_eq!(
        shown(&world, &training, &[seated]),
        ["nominated"],
        "nothing half done"
    );
    // Of the own court, the seat goes over, whoever waits; a place in line goes over as well.
    let came = instead(seated, "平措", "qh-yushu-nq", Some("生病")).unwrap();
    assert_eq!(came.state, EnrolmentState::Nominated);
    let came = instead(waits, "格桑", "qh-yushu-nq", Some("出差")).unwrap();
    assert_eq!(came.waiting_place, Some(1));
    let gone = of(app, &world, &training, waits).enrolment;
    assert_eq!(
        (gone.state, gone.reason.as_deref()),
        (EnrolmentState::Withdrawn, Some("出差"))
    );
    assert_eq!(shown(&world, &training, &[&came.written.id]), ["waiting 1"]);
}

#[test]
fn a_court_sent_somebody_who_is_in_another_one_by_the_first_day() {
    let (world, training) = opened();
    let app = world.app();
    let who = world.person("扎西", "qh-yushu-nq", "2010-07-01");
    let posts = |posts: serde_json::Value| PersonPart::Posts(serde_json::from_value(posts).unwrap());
    let until = |to: &str| json!({"court": "qh-yushu-nq", "kind": "judge", "from": "2010-07-01", "to": to});
    let next = |from: &str| json!({"court": "qh-golog", "kind": "judge", "from": from});
    let write = world.operator::<WriteRegistry>();
    app.put_person_part(
        &write,
        &who,
        1,
        posts(json!([until("2026-02-28"), next("2026-03-01")])),
    )
    .unwrap();
    let enrol = world.of_court::<EnrolPeople>("qh-yushu");
    let refused = app.enrol(&enrol, &training, &person(&who), None);
    let Err(Error::Registry(faults)) = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (faults[0].code, &*faults[0].pointer),
        ("elsewhere_then", "/trainee")
    );
    assert!(
        faults[0]
            .message_zh
            .contains("开班日 `2026-03-02` 此人在“果洛州中级人民法院”"),
        "{faults:?}"
    );
    // Who moves after the first day is named, and taken back also when the move comes earlier than was known.
    app.put_person_part(
        &write,
        &who,
        2,
        posts(json!([until("2026-03-31"), next("2026-04-01")])),
    )
    .unwrap();
    let one = app.enrol(&enrol, &training, &person(&who), None).unwrap();
    app.put_person_part(
        &write,
        &who,
        3,
        posts(json!([until("2025-12-31"), next("2026-01-01")])),
    )
    .unwrap();
    let withdraw = to(EnrolmentState::Withdrawn, Some("已调走"));
    app.step_enrolment(&enrol, &training, &one.written.id, 1, &withdraw)
        .unwrap();
}
