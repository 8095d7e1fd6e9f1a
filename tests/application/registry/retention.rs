//! Whose records have run out: by years that the court gives, and of nobody where it gives none.

use std::collections::BTreeMap;

use app::access::ErasePeople;
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
