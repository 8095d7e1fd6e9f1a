//! Many people taken into a pool by one decision.

use app::Error;
use app::access::{ReadRegistry, WriteRegistry};
use app::registry::PersonSeen;
use app::registry::rules::PoolMembership;
use serde_json::json;

use super::{World, codes, is_hidden};

fn membership(from: &str, decision: &str) -> PoolMembership {
    serde_json::from_value(json!({"pool": "translation", "from": from, "decision": decision})).unwrap()
}

fn seen(id: &str, revision: u64) -> PersonSeen {
    PersonSeen {
        id: id.to_owned(),
        revision,
    }
}

#[test]
fn everybody_or_nobody_is_taken_into_a_pool() {
    let world = World::new();
    let app = world.app();
    let write = world.of_court::<WriteRegistry>("qh-yushu");
    let read = world.of_court::<ReadRegistry>("qh-yushu");
    let first = world.person("扎西", "qh-yushu", "2010-07-01");
    let second = world.person("ཚེ་རིང", "qh-yushu", "2010-07-01");
    let other = world.person("卓玛", "qh-golog", "2010-07-01");
    let decided = membership("2019-01-01", "青高法〔2019〕7号");
    let pools_of = |id: &str| app.peek_person(&read, id).unwrap().person.pools;

    let written = app
        .pool_people(&write, &[seen(&first, 1), seen(&second, 1)], &decided)
        .unwrap();
    assert_eq!(written.iter().map(|one| one.revision).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(pools_of(&first), std::slice::from_ref(&decided));
    let looked: Vec<String> = app
        .person_seen_by(&read, &second, 9)
        .unwrap()
        .into_iter()
        .map(|line| format!("{} {}", line.action, line.fields))
        .collect();
    assert!(looked.contains(&"update-person pools".to_owned()), "{looked:?}");

    let third = world.person("多杰", "qh-yushu", "2010-07-01");
    let again = app.pool_people(&write, &[seen(&third, 1), seen(&first, 2)], &decided);
    let Err(Error::Registry(faults)) = again else {
        panic!("{again:?}")
    };
    let told: Vec<(&str, &str)> = faults
        .iter()
        .map(|fault| (fault.code, fault.pointer.as_str()))
        .collect();
    assert_eq!(told, [("pools_overlap", "/items/1/from")]);
    let stale = app.pool_people(&write, &[seen(&third, 1), seen(&first, 1)], &decided);
    assert_eq!(codes(stale), ["stale"]);
    let undecided = app.pool_people(&write, &[seen(&third, 1)], &membership("2019-01-01", " "));
    assert_eq!(codes(undecided), ["decision_missing"]);
    let outside = app.pool_people(&write, &[seen(&third, 1), seen(&other, 1)], &decided);
    assert!(is_hidden(outside));
    assert_eq!(pools_of(&third), [], "nothing is half done");
    let nobody: Result<_, Error> = app.pool_people(&write, &[], &decided);
    assert_eq!(nobody.unwrap(), []);
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}
