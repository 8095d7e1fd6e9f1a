//! Who of a roster is in which group.

use app::Error;
use app::access::{EnrolPeople, WriteRegistry};
use app::registry::rules::Training;
use app::registry::{Placing, roster_revision};

use super::codes;
use super::trainings::{opened, person};

#[test]
fn people_are_put_into_groups_all_or_none_by_whoever_holds_the_training() {
    let (world, id) = opened();
    let app = world.app();
    let write = world.of_court::<WriteRegistry>("qh");
    let entry = app.find_training(&world.operator(), &id).unwrap();
    let divided = Training {
        groups: vec!["一组".to_owned(), "二组".to_owned()],
        quotas: Vec::new(),
        ..entry.training
    };
    app.put_training(&write, &id, entry.revision, divided.clone())
        .unwrap();
    let zhaxi = world.person("扎西", "qh-yushu", "2010-07-01");
    let drolma = world.person("卓玛", "qh-golog", "2010-07-01");
    let holds = world.of_court::<EnrolPeople>("qh");
    let enrolled = [&zhaxi, &drolma].map(|one| {
        let written = app.enrol(&holds, &id, &person(one), None).unwrap().written;
        written.id
    });
    let roster = || app.list_enrolments(&world.operator(), &id, None).unwrap();
    let revision = || roster_revision(roster().iter().map(|entry| (entry.id.as_str(), entry.revision)));
    let line = |enrolment: &str, group: Option<&str>| Placing {
        enrolment: enrolment.parse().unwrap(),
        group: group.map(str::to_owned),
        venue: None,
    };
    let nobody = "e-00000000000000000000000f";
    let wrong = [
        line(&enrolled[0], Some("一组")),
        line(&enrolled[1], Some("三组")),
        line(nobody, None),
    ];
    let refused = app.place_enrolments(&holds, &id, revision(), &wrong);
    assert_eq!(codes(refused), ["not_of_the_training", "not_on_the_roster"]);
    assert!(roster().iter().all(|entry| entry.enrolment.group.is_none()));

    let lines = [line(&enrolled[0], Some("一组")), line(&enrolled[1], None)];
    let seen = revision();
    let written = app.place_enrolments(&holds, &id, seen, &lines).unwrap();
    assert_eq!(written.len(), 1, "who stays where they are is not written");
    let stale = app.place_enrolments(&holds, &id, seen, &lines);
    assert!(matches!(stale, Err(Error::StaleRecord { .. })), "{stale:?}");
    let yushu = world.of_court::<EnrolPeople>("qh-yushu");
    let refused = app.place_enrolments(&yushu, &id, revision(), &lines);
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    // A group with people in it stays.
    let undivided = Training {
        groups: Vec::new(),
        ..divided
    };
    let kept = app.put_training(&write, &id, entry.revision + 1, undivided);
    assert_eq!(codes(kept), ["roster_contradicts"]);
}
