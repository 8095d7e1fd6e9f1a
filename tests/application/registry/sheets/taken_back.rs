//! An import is taken back record by record, and what somebody has edited since stays.

use app::access::{ReadRegistry, WriteRegistry};
use app::registry::PersonPart;
use app::registry::sheets::roster::RosterKind;
use app::registry::sheets::{SheetRecord, SheetState, SheetUndone};
use serde_json::{Value, json};

use super::super::{World, codes, number, programme, training};
use super::{DAY_MS, everybody, people, shown};

/// Everything that can be read of people and enrolments, without revisions and times.
fn content(world: &World, training: &str) -> Value {
    let app = world.app();
    let read = world.operator::<ReadRegistry>();
    let page = app.list_people(&read, &Default::default(), None, 100).unwrap();
    let people = page.lines.iter().map(|line| {
        let entry = app.find_person(&read, &line.id).unwrap();
        let ends: Vec<String> = entry.secrets.into_iter().map(|secret| secret.last_four).collect();
        json!({"id": line.id, "person": entry.person, "ends": ends})
    });
    let people: Vec<Value> = people.collect();
    let roster = app.list_enrolments(&read, training, None).unwrap();
    let roster: Vec<Value> = roster
        .into_iter()
        .map(|entry| json!({"id": entry.id, "enrolment": entry.enrolment}))
        .collect();
    json!({"people": people, "roster": roster})
}

fn named(records: &[SheetRecord]) -> Vec<String> {
    let mut names: Vec<String> = records
        .iter()
        .map(|record| format!("{} {}", record.record, record.label))
        .collect();
    names.sort();
    names
}

fn undo(world: &World, id: &str) -> SheetUndone {
    world.app().undo_sheet(&world.results_of("qh"), id).unwrap()
}

/// A world with a training and somebody who is there before.
fn world() -> (World, String) {
    let world = World::new();
    let write = world.operator::<WriteRegistry>();
    let programme = world
        .app()
        .create_programme(&write, programme(), None)
        .unwrap()
        .id;
    let plan = app::registry::rules::Training {
        quotas: Vec::new(),
        number: Some(11),
        ..training(&programme, Some("qh"))
    };
    let training = world.app().create_training(&write, plan, None).unwrap().id;
    let known = json!({"name": {"zh": "旺堆"}, "born_on": "1970-01-01", "posts": [super::super::post("qh-golog", "2010-07-01", None)]});
    world.create(&write, known).unwrap();
    (world, training)
}

/// A roster with two new people, and the one who is there with a telephone number.
fn file() -> String {
    format!(
        "期次,姓名,出生日期,身份证号,联系电话,所在法院,职务\n11,扎西,,{},,囊谦县人民法院,法官\n11,卓玛,1990-02-03,,,qh-golog,书记员\n\
         11,旺堆,1970-01-01,,13909710001,qh-golog,\n",
        number("63272519800501003")
    )
}

#[test]
fn what_is_taken_back_is_as_it_was_before() {
    let (world, training) = world();
    let before = content(&world, &training);
    let permit = world.results_of("qh");
    let applied = world.apply(&permit, RosterKind::Enrolments, &file());
    assert_eq!(shown(&applied.counts), "person 2+1+0 enrolment 3+0+0");
    assert_ne!(content(&world, &training), before);
    let undone = undo(&world, &applied.id);
    assert_eq!((undone.undone.len(), undone.refused.len()), (6, 0), "{undone:?}");
    assert_eq!(content(&world, &training), before);
    let found = world.app().sheet_import(&permit, &applied.id).unwrap();
    assert_eq!(found.state, SheetState::Undone);
    assert_eq!(
        codes(world.app().undo_sheet(&permit, &applied.id)),
        ["not_applied"]
    );
    assert!(world.app().verify(&world.operator()).unwrap().is_sound());
    // The revisions tell what happened; of somebody who was made and taken away nothing tells who it was.
    let read = world.operator::<ReadRegistry>();
    let person = &content(&world, &training)["people"][0];
    let revisions = world
        .app()
        .person_revisions(&read, person["id"].as_str().unwrap(), None, 9)
        .unwrap();
    let acts: Vec<&str> = revisions.iter().map(|one| one.act.as_str()).collect();
    assert_eq!(acts, ["undo", "import", "write"]);
    // It can be taken in again.
    let again = world.apply(&permit, RosterKind::Enrolments, &file());
    assert_eq!(shown(&again.counts), "person 2+1+0 enrolment 3+0+0");
}

#[test]
fn what_somebody_has_edited_since_is_named_and_stays() {
    let (world, training) = world();
    let permit = world.results_of("qh");
    let applied = world.apply(&permit, RosterKind::Enrolments, &file());
    let read = world.operator::<ReadRegistry>();
    let page = world
        .app()
        .list_people(&read, &Default::default(), None, 9)
        .unwrap();
    let zhaxi = page.lines.iter().find(|line| line.name == "扎西").unwrap();
    let absence = json!([{"from": "2027-01-01", "to": "2027-02-01", "reason": "休假"}]);
    let part = PersonPart::Unavailability(serde_json::from_value(absence).unwrap());
    let write = world.operator::<WriteRegistry>();
    world.app().put_person_part(&write, &zhaxi.id, 1, part).unwrap();
    let undone = undo(&world, &applied.id);
    assert_eq!(named(&undone.refused), ["person 扎西"]);
    assert_eq!(
        named(&undone.undone),
        [
            "enrolment 卓玛",
            "enrolment 扎西",
            "enrolment 旺堆",
            "person 卓玛",
            "person 旺堆"
        ]
    );
    assert_eq!(everybody(&world), ["扎西", "旺堆"]);
    assert_eq!(content(&world, &training)["roster"], json!([]));
}

#[test]
fn somebody_on_another_roster_is_not_taken_away() {
    let (world, training) = world();
    let permit = world.results_of("qh-yushu");
    let people = world.apply(&permit, RosterKind::People, &people());
    let roster = "期次,姓名,出生日期,所在法院,职务\n11,卓玛,1990-02-03,qh-yushu,\n";
    let enrolled = world.apply(&permit, RosterKind::Enrolments, roster);
    let undone = world.app().undo_sheet(&permit, &people.id).unwrap();
    assert_eq!(named(&undone.refused), ["person 卓玛"]);
    assert_eq!(named(&undone.undone), ["person 多杰", "person 扎西"]);
    assert_eq!(content(&world, &training)["roster"].as_array().unwrap().len(), 1);
    // Off that roster again, the person goes too: an undo that was refused in part was used up.
    world.app().undo_sheet(&permit, &enrolled.id).unwrap();
    let again = world.app().undo_sheet(&permit, &people.id).unwrap();
    assert_eq!((again.undone.len(), again.refused.len()), (3, 0), "{again:?}");
}

#[test]
fn an_import_below_one_that_was_taken_back_could_not_be_taken_back() {
    let (world, training) = world();
    let before = content(&world, &training);
    let permit = world.results_of("qh");
    let first = world.apply(&permit, RosterKind::Enrolments, &file());
    let later = "姓名,出生日期,所在法院,备注\n卓玛,1990-02-03,qh-golog,新\n旺堆,1970-01-01,qh-golog,新\n";
    let second = world.apply(&permit, RosterKind::People, later);
    assert_eq!(shown(&second.counts), "person 0+2+0");
    let blocked = undo(&world, &first.id);
    assert_eq!(named(&blocked.refused), ["person 卓玛", "person 旺堆"]);
    let undone = undo(&world, &second.id);
    assert_eq!((undone.undone.len(), undone.refused.len()), (2, 0), "{undone:?}");
    let again = undo(&world, &first.id);
    assert_eq!(again.refused, [], "{again:?}");
    assert_eq!(content(&world, &training), before);
    assert!(world.app().verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn an_import_is_taken_back_within_a_day() {
    let (world, _) = world();
    let permit = world.results_of("qh");
    let applied = world.apply(&permit, RosterKind::Enrolments, &file());
    world.application.clock.advance_ms(DAY_MS + 1);
    assert_eq!(
        codes(world.app().undo_sheet(&permit, &applied.id)),
        ["undo_too_late"]
    );
    let staged = world.stage(&permit, RosterKind::Enrolments, &file());
    assert_eq!(
        codes(world.app().undo_sheet(&permit, &staged.id)),
        ["not_applied"]
    );
}

#[test]
fn a_sheet_is_written_while_others_write() {
    let (world, _) = world();
    let permit = world.results_of("qh-yushu");
    let import = world.stage(&permit, RosterKind::People, &people());
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for n in 0..20 {
                world.person(&format!("旁人{n}"), "qh-golog", "2010-07-01");
            }
        });
        let applied = world
            .app()
            .apply_sheet(&permit, &import.id, super::skipping())
            .unwrap();
        assert_eq!(shown(&applied.counts), "person 3+0+0");
        writing.join().unwrap();
    });
    assert_eq!(everybody(&world).len(), 24);
    assert!(world.app().verify(&world.operator()).unwrap().is_sound());
}
