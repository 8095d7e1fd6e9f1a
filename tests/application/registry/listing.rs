//! What is noted of lists of people: one line a request, with nothing of anybody in it.

use app::access::{ReadAudit, ReadRegistry, WriteRegistry};
use app::registry::rules::PostKind;
use app::registry::{PeopleWanted, PersonColumn, PersonPart};
use serde_json::json;

use super::{World, post};

/// Returns what was noted: action, object, fields and detail, the oldest first.
fn noted(world: &World) -> Vec<String> {
    let permit = world.operator::<ReadAudit>();
    let found = world
        .app()
        .audit_entries(&permit, &app::audit::AuditFilter::default(), 50);
    let mut lines: Vec<String> = found
        .unwrap()
        .into_iter()
        .map(|(entry, _)| entry)
        .filter(|entry| entry.action.contains("people") || entry.action.ends_with("-person"))
        .map(|entry| {
            let object = entry.object_id.unwrap_or_default();
            format!(
                "{} [{object}] {} {}",
                entry.action,
                entry.fields,
                entry.detail.unwrap_or_default()
            )
        })
        .collect();
    lines.reverse();
    lines
}

#[test]
fn a_list_of_people_left_nothing_in_the_audit() {
    let world = World::new();
    let app = world.app();
    let id = world.person("扎西", "qh-yushu", "2010-07-01");
    world.person("扎西", "qh-yushu", "2012-01-01");
    let read = world.of_court::<ReadRegistry>("qh-yushu");
    let wanted = PeopleWanted {
        name: Some("扎西".to_owned()),
        court: Some("qh-yushu".to_owned()),
        post: Some(PostKind::Judge),
        ..PeopleWanted::default()
    };
    let later = || world.application.clock.advance_ms(1);
    later();
    app.list_people(&read, &wanted, None, 1).unwrap();
    later();
    app.find_duplicates(&read, &id).unwrap();
    later();
    app.person_trainings(&read, &id).unwrap();
    let lines = noted(&world);
    assert_eq!(
        lines[lines.len() - 3..],
        [
            "list-people [] name,court,post 1".to_owned(),
            format!("list-people [{id}] duplicates 1"),
            format!("list-people [{id}] trainings 0"),
        ]
    );
    assert!(lines.iter().all(|line| !line.contains("扎西")), "{lines:?}");
}

#[test]
fn columns_that_were_chosen_are_noted_and_hold_nothing_that_is_sealed() {
    let world = World::new();
    let app = world.app();
    let id = world.person("扎西", "qh-yushu", "2010-07-01");
    let read = world.of_court::<ReadRegistry>("qh-yushu");
    let bare = app.list_people(&read, &PeopleWanted::default(), None, 9).unwrap();
    assert!(bare.lines[0].facts.is_none());
    let wanted = PeopleWanted {
        columns: vec![PersonColumn::Post, PersonColumn::Trained],
        ..PeopleWanted::default()
    };
    world.application.clock.advance_ms(1);
    let page = app.list_people(&read, &wanted, None, 9).unwrap();
    let facts = page.lines[0].facts.as_ref().unwrap();
    assert_eq!(facts.person.posts.len(), 1);
    assert_eq!(facts.person.secrets, []);
    assert_eq!(facts.trained, Some((0, None)), "{id} was never trained");
    assert_eq!(
        noted(&world).last().map(String::as_str),
        Some("list-people [] post,trained 1")
    );
    let one = PeopleWanted {
        columns: vec![PersonColumn::Sex],
        ..PeopleWanted::default()
    };
    let page = app.list_people(&read, &one, None, 9).unwrap();
    assert_eq!(
        page.lines[0].facts.as_ref().unwrap().trained,
        None,
        "nobody has asked for it"
    );
}

#[test]
fn each_small_form_of_a_person_added_a_line_that_somebody_has_read() {
    let world = World::new();
    let app = world.app();
    let id = world.person("卓玛", "qh-yushu", "2010-07-01");
    let read = world.of_court::<ReadRegistry>("qh-yushu");
    let show = |is_after_change| app.person_profile(&read, &id, 9, is_after_change).unwrap();
    let reads = || {
        noted(&world)
            .iter()
            .filter(|line| line.starts_with("read-person"))
            .count()
    };
    assert_eq!(show(true).entry.revision, 1);
    assert_eq!(reads(), 1, "somebody else has made the record");
    for revision in 1..4 {
        let from = format!("2010-0{}-01", revision + 1);
        let posts = serde_json::from_value(json!([post("qh-yushu", &from, None)])).unwrap();
        let write = world.of_court::<WriteRegistry>("qh-yushu");
        world.application.clock.advance_ms(1);
        app.put_person_part(&write, &id, revision, PersonPart::Posts(posts))
            .unwrap();
        assert_eq!(show(true).seen_by[0].action, "update-person");
    }
    assert_eq!(reads(), 1);
    show(false);
    assert_eq!(reads(), 2, "whoever opens the page is noted");
    world.person("扎西", "qh-golog", "2010-07-01");
    let other = world.operator::<ReadRegistry>();
    app.person_profile(&other, &id, 9, true).unwrap();
    assert_eq!(reads(), 3, "the change was of somebody else");
}

#[test]
fn initials_of_full_width_find_whom_the_usual_ones_find() {
    let world = World::new();
    world.person("旺姆措", "qh-yushu", "2010-07-01");
    for typed in ["wmc", "ｗｍｃ", "ＷＭＣ", "ｗａｎｇｍｕ"] {
        let wanted = PeopleWanted {
            name: Some(typed.to_owned()),
            ..PeopleWanted::default()
        };
        let found = super::names(world.app(), &world.operator(), &wanted);
        assert_eq!(found, ["旺姆措"], "{typed}");
    }
}
