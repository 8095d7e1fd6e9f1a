//! Whose records have run out: by years that the court gives, and of nobody where it gives none.

use std::collections::BTreeMap;

use app::access::ErasePeople;
use app::registry::RetentionWanted;
use app::registry::rules::Day;
use serde_json::json;

use super::{World, codes, post};

fn due(world: &World, years: &[(&str, u16)], on: &str) -> Vec<(String, String, String)> {
    let permit = world.operator::<ErasePeople>();
    let years: BTreeMap<String, u16> = years.iter().map(|(class, n)| ((*class).to_owned(), *n)).collect();
    let on: Day = on.parse().unwrap();
    let list = world.app().retention_due(&permit, &years, Some(on)).unwrap();
    let line = |one: app::registry::RetentionDue| (one.person, one.class, one.since.to_string());
    list.due.into_iter().map(line).collect()
}

#[test]
fn what_has_run_out_is_listed_and_nothing_is_erased() {
    let world = World::new();
    let gone = json!({"name": {"zh": "扎西"}, "posts": [post("qh-yushu", "2005-01-01", Some("2012-06-30"))]});
    let gone = world.create(&world.operator(), gone).unwrap().id;
    world.person("卓玛", "qh-yushu", "2010-07-01");
    assert_eq!(due(&world, &[], "2126-01-01"), [], "no years are set");
    assert_eq!(due(&world, &[("record", 10)], "2022-06-29"), []);
    let expected = (gone.clone(), "record".to_owned(), "2012-06-30".to_owned());
    assert_eq!(due(&world, &[("record", 10)], "2022-06-30"), [expected]);
    assert_eq!(
        due(&world, &[("record", 10), ("trainings", 0)], "2026-01-01").len(),
        1,
        "there was no training"
    );
    let person = world.app().find_person(&world.operator(), &gone).unwrap();
    assert!(!person.person.is_erased);
    let unknown = world
        .app()
        .retention_due(&world.operator(), &[("all".to_owned(), 1)].into(), None);
    assert_eq!(codes(unknown), ["no_such_class"]);
    // A coordinator is shown nobody of another court.
    let permit = world.of_court::<ErasePeople>("qh-golog");
    let years = [("record".to_owned(), 0)].into();
    assert_eq!(world.app().retention_due(&permit, &years, None).unwrap().due, []);
    let permit = world.of_court::<ErasePeople>("qh-yushu");
    assert_eq!(
        world
            .app()
            .retention_due(&permit, &years, None)
            .unwrap()
            .due
            .len(),
        1
    );
}

#[test]
fn pages_follow_one_another_and_show_people_of_the_own_courts_alone() {
    let world = World::new();
    let left = |name: &str, court: &str, to: &str| {
        let gone = json!({"name": {"zh": name}, "posts": [post(court, "2005-01-01", Some(to))]});
        world.create(&world.operator(), gone).unwrap().id
    };
    let mut all = vec![
        left("扎西", "qh-yushu", "2012-06-30"),
        left("卓玛", "qh-yushu-nq", "2016-02-29"),
        left("才让", "qh-golog", "2012-06-30"),
        left("多杰", "qh-yushu", "2025-01-01"),
    ];
    let of = |court: &str, after: Option<String>, limit| {
        let wanted = RetentionWanted {
            years: [("record".to_owned(), 10), ("contact".to_owned(), 1)].into(),
            on: Some("2026-02-28".parse().unwrap()),
            after,
            limit,
        };
        world
            .app()
            .retention_page(&world.of_court::<ErasePeople>(court), &wanted)
            .unwrap()
    };
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = of("qh", after, 1);
        assert_eq!(page.people.len(), 1);
        seen.extend(page.people);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    all.sort();
    let ids: Vec<&str> = seen.iter().map(|one| one.line.id.as_str()).collect();
    assert_eq!(ids, all);
    let own = of("qh-yushu", None, 10);
    let mut shown: Vec<String> = own
        .people
        .iter()
        .map(|one| {
            let due = one.due.iter().map(|due| format!("{} {}", due.class, due.due_on));
            format!("{}: {}", one.line.name, due.collect::<Vec<_>>().join(", "))
        })
        .collect();
    shown.sort();
    assert_eq!(
        shown,
        [
            "卓玛: contact 2017-03-01",
            "多杰: contact 2026-01-01",
            "扎西: contact 2013-06-30, record 2022-06-30"
        ]
    );
    assert_eq!(of("qh-golog", None, 10).people[0].line.name, "才让");
    assert!(own.next.is_none());
}
