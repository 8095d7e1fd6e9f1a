//! What happens between the plan and the writing, and numbers that somebody else has.

use app::Error;
use app::access::{ReadRegistry, WriteRegistry};
use app::registry::rules::{Absence, Person};
use app::registry::sheets::SheetApplying;
use app::registry::sheets::roster::RosterKind;
use app::registry::{PersonEntry, PersonInput, PersonPart};
use serde_json::{Value, json};

use super::super::{World, codes, input, number, post, with_number};
use super::{SheetPlan, everybody, faults, shown, skipping};

pub(super) fn entry(world: &World, id: &str) -> PersonEntry {
    world
        .app()
        .find_person(&world.operator::<ReadRegistry>(), id)
        .unwrap()
}

fn edit(world: &World, id: &str, revision: u64, person: Person) {
    let input = PersonInput {
        person,
        ..PersonInput::default()
    };
    world
        .app()
        .put_person(&world.operator::<WriteRegistry>(), id, revision, &input)
        .unwrap();
}

fn zhaxi() -> Value {
    json!({"name": {"zh": "扎西", "bo": "བཀྲ་ཤིས"}, "born_on": "1980-05-01", "note": "旧",
           "posts": [post("qh-yushu", "2010-07-01", None)]})
}

#[test]
fn what_somebody_has_edited_since_the_plan_is_seen_and_stays() {
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let id = world.create(&world.operator(), zhaxi()).unwrap().id;
    let file = "姓名,藏文姓名,出生日期,所在法院,学历\n扎西,བཀྲ་ཤིས,1980-05-01,qh-yushu,本科\n";
    let import = world.stage(&permit, RosterKind::People, file);
    assert_eq!(shown(&world.plan(&permit, &import).counts), "person 0+1+0");
    let known = entry(&world, &id).person;
    edit(
        &world,
        &id,
        1,
        Person {
            note: Some("借调期间由果洛管理 ཡིག་ཆ".to_owned()),
            ..known.clone()
        },
    );
    let applied = world
        .app()
        .apply_sheet(&permit, &import.id, SheetApplying::default())
        .unwrap();
    assert_eq!(shown(&applied.counts), "person 0+1+0");
    let after = entry(&world, &id);
    assert_eq!(after.revision, 3);
    assert_eq!(after.person.note.as_deref(), Some("借调期间由果洛管理 ཡིག་ཆ"));
    assert_eq!(after.person.education[0].degree.as_deref(), Some("本科"));

    // An edit after which nobody can tell who is meant is no match any more, whatever the plan said.
    let import = world.stage(&permit, RosterKind::People, file);
    assert_eq!(shown(&world.plan(&permit, &import).counts), "person 0+0+1");
    edit(
        &world,
        &id,
        3,
        Person {
            born_on: None,
            ..after.person
        },
    );
    let refused = world
        .app()
        .apply_sheet(&permit, &import.id, SheetApplying::default());
    assert_eq!(codes(refused), ["questions_open"]);
    assert_eq!(entry(&world, &id).revision, 4);
    assert_eq!(everybody(&world), ["扎西"]);
}

#[test]
fn a_person_who_is_edited_while_the_sheet_is_written_loses_neither() {
    const EDITS: u64 = 12;
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let id = world.create(&world.operator(), zhaxi()).unwrap().id;
    let file = "姓名,出生日期,所在法院,学历,备注\n扎西,1980-05-01,qh-yushu,本科,\n";
    let import = world.stage(&permit, RosterKind::People, file);
    std::thread::scope(|scope| {
        let editing = scope.spawn(|| {
            let mut written = 0;
            while written < EDITS {
                let known = entry(&world, &id);
                let mut absences: Vec<Absence> = known.person.unavailability;
                let month = written + 1;
                let absence =
                    json!({"from": format!("2027-{month:02}-01"), "to": format!("2027-{month:02}-02")});
                absences.push(serde_json::from_value(absence).unwrap());
                let part = PersonPart::Unavailability(absences);
                let write = world.operator::<WriteRegistry>();
                match world.app().put_person_part(&write, &id, known.revision, part) {
                    Ok(_) => written += 1,
                    Err(Error::StaleRecord { .. }) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
        });
        // Whoever keeps being overtaken is told so, and nothing is half written.
        let applied = loop {
            match world
                .app()
                .apply_sheet(&permit, &import.id, SheetApplying::default())
            {
                Err(Error::Busy) => {}
                other => break other.unwrap(),
            }
        };
        assert_eq!(shown(&applied.counts), "person 0+1+0");
        editing.join().unwrap();
    });
    let after = entry(&world, &id);
    assert_eq!(after.revision, 2 + EDITS, "each was written once");
    assert_eq!(after.person.unavailability.len(), 12);
    assert_eq!(after.person.education.len(), 1);
    assert_eq!(after.person.note.as_deref(), Some("旧"));
    assert!(world.app().verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn a_number_of_somebody_outside_reads_like_one_that_nobody_has() {
    let (held, free) = (number("63272519800501003"), number("63272519800501011"));
    let told = |full: &str| {
        let world = World::new();
        let outside =
            json!({"name": {"zh": "旺堆", "bo": "དབང་འདུས"}, "posts": [post("qh-golog", "2010-07-01", None)]});
        let write = world.operator::<WriteRegistry>();
        let holder = world
            .app()
            .create_person(&write, &with_number(outside, &held), None)
            .unwrap()
            .id;
        let inside = world
            .app()
            .create_person(&write, &input(zhaxi()), None)
            .unwrap()
            .id;
        let permit = world.results_of("qh-yushu");
        let rows = format!("{inside},扎西,{full},qh-yushu\n");
        let import = world.stage(
            &permit,
            RosterKind::People,
            &format!("人员编号,姓名,身份证号,所在法院\n{rows}"),
        );
        // The ids of the two worlds make other revisions.
        let plan = SheetPlan {
            revision: 1,
            ..world.plan(&permit, &import)
        };
        let questions = world.app().sheet_questions(&permit, &import.id).unwrap();
        let before = entry(&world, &holder);
        world
            .app()
            .apply_sheet(&permit, &import.id, SheetApplying::default())
            .unwrap();
        assert_eq!(
            entry(&world, &holder),
            before,
            "of the other one nothing is written"
        );
        // Whoever sees both is told that there are two, and whose number it is.
        let above = world.results_of("qh");
        let again = world.stage(
            &above,
            RosterKind::People,
            &format!("姓名,身份证号,所在法院\n卓玛,{full},qh-yushu\n"),
        );
        let asked = world.app().sheet_questions(&above, &again.id).unwrap();
        let n_asked = asked
            .iter()
            .map(|question| question.candidates.len())
            .sum::<usize>();
        (format!("{plan:?} {}", questions.len()), n_asked)
    };
    let (of_held, of_free) = (told(&held), told(&free));
    assert_eq!(of_held.0, of_free.0);
    assert!(
        !of_held.0.contains("旺堆") && of_held.0.contains("updated: 1"),
        "{}",
        of_held.0
    );
    assert_eq!((of_held.1, of_free.1), (2, 1));
}

#[test]
fn a_number_of_somebody_within_is_refused_at_its_cell_and_nothing_is_written() {
    let world = World::new();
    let full = number("63272519800501003");
    let write = world.operator::<WriteRegistry>();
    let holder =
        json!({"name": {"zh": "旺堆", "bo": "དབང་འདུས"}, "posts": [post("qh-yushu-nq", "2010-07-01", None)]});
    world
        .app()
        .create_person(&write, &with_number(holder, &full), None)
        .unwrap();
    let id = world
        .app()
        .create_person(&write, &input(zhaxi()), None)
        .unwrap()
        .id;
    let permit = world.results_of("qh-yushu");
    let file = format!("人员编号,姓名,身份证号,所在法院,备注\n{id},扎西,{full},qh-yushu,新\n");
    let import = world.stage(&permit, RosterKind::People, &file);
    let plan = world.plan(&permit, &import);
    assert_eq!(faults(&plan), ["花名册.csv:2 身份证号 identity_number_taken"]);
    let said: String = plan
        .issues
        .iter()
        .map(|issue| format!("{}{}", issue.message, issue.message_zh))
        .collect();
    for secret in [&full[..], &full[..14], "旺堆", "དབང་འདུས"] {
        assert!(!said.contains(secret), "{said}");
    }
    world.app().apply_sheet(&permit, &import.id, skipping()).unwrap();
    let after = entry(&world, &id);
    assert_eq!(
        (after.revision, after.person.note.as_deref(), after.secrets.len()),
        (1, Some("旧"), 0)
    );
}
