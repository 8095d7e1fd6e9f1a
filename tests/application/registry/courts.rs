//! Courts as records: what a coordinator may change of them, and what a table of courts does to them.

use app::access::WriteRegistry;
use app::registry::rules::{Court, Dialect};
use app::{CourtTable, Format, OnError};

use super::{World, codes, court, is_hidden};

#[test]
fn a_coordinator_writes_what_a_court_is_to_have_and_moves_no_border() {
    let world = World::new();
    let app = world.app();
    let (read, write) = (
        world.of_court("qh-yushu"),
        world.of_court::<WriteRegistry>("qh-yushu"),
    );
    let seen: Vec<String> = app
        .list_court_records(&read)
        .unwrap()
        .into_iter()
        .map(|entry| entry.code)
        .collect();
    assert_eq!(seen, ["qh-yushu", "qh-yushu-nq"]);
    assert!(is_hidden(app.find_court_record(&read, "qh-golog")));
    let known = app.find_court_record(&read, "qh-yushu-nq").unwrap();
    assert_eq!(known.revision, 1);
    let code = "qh-yushu-nq".parse().unwrap();
    let changed = Court {
        dialects: vec![Dialect::Kham],
        ..known.court.clone()
    };
    let written = app.put_court_record(&write, &code, 1, changed.clone()).unwrap();
    assert_eq!(written.revision, 2);
    assert_eq!(
        app.put_court_record(&write, &code, 2, changed.clone()).unwrap(),
        written
    );
    let stale = app.put_court_record(&write, &code, 1, changed.clone());
    assert!(
        matches!(stale, Err(app::Error::StaleRecord { current: 2, .. })),
        "{stale:?}"
    );
    let moved = Court {
        parent: Some("qh-golog".to_owned()),
        ..changed.clone()
    };
    assert_eq!(
        codes(app.put_court_record(&write, &code, 2, moved)),
        ["border_moved"]
    );
    let golog = "qh-golog".parse().unwrap();
    assert!(is_hidden(app.put_court_record(
        &write,
        &golog,
        1,
        changed.clone()
    )));
    let new = "qh-new".parse().unwrap();
    assert!(is_hidden(app.put_court_record(&write, &new, 0, changed)));
}

#[test]
fn the_tree_stays_a_tree() {
    let world = World::new();
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let root = "qh".parse().unwrap();
    let ring = app.put_court_record(&write, &root, 1, court("青海省高级人民法院", Some("qh-yushu-nq")));
    assert_eq!(codes(ring), ["above_itself"]);
    let nowhere = "qh-x".parse().unwrap();
    let lost = app.put_court_record(&write, &nowhere, 0, court("某县人民法院", Some("nowhere")));
    assert_eq!(codes(lost), ["no_such_court"]);
    for level in 1..=8 {
        let above = match level {
            1 => "qh".to_owned(),
            _ => format!("deep-{}", level - 1),
        };
        let code = format!("deep-{level}").parse().unwrap();
        let written = app.put_court_record(&write, &code, 0, court("某人民法庭", Some(&above)));
        assert_eq!(written.is_ok(), level < 8, "{level}");
    }
}

#[test]
fn a_table_of_courts_changes_the_records_of_those_that_have_one() {
    let world = World::new();
    let app = world.app();
    let table = "court_code,name_zh,parent_code\nqh-golog,果洛藏族自治州中级人民法院,qh\nqh-new,新设县人民法院,qh-golog\n";
    let table = CourtTable::read("courts.csv", table.as_bytes(), Format::Csv).unwrap();
    app.put_courts(&world.operator(), &table, OnError::Stop).unwrap();
    let read = world.operator();
    let golog = app.find_court_record(&read, "qh-golog").unwrap();
    assert_eq!(
        (golog.revision, golog.court.name_zh.as_str()),
        (2, "果洛藏族自治州中级人民法院")
    );
    // Of the other one nothing is known but the row.
    let new = app.find_court_record(&read, "qh-new").unwrap();
    assert_eq!((new.revision, new.court.name_zh.as_str()), (0, "新设县人民法院"));
    let code = "qh-new".parse().unwrap();
    let written = app.put_court_record(&world.operator(), &code, 0, new.court);
    assert_eq!(written.unwrap().revision, 1);
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}
