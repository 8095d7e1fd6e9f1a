//! What comes twice: two rows about one, two files about one, and an import that is looked at and then written.

use app::Error;
use app::access::{ReadRegistry, WriteRegistry, WriteResults};
use app::registry::PersonInput;
use app::registry::rules::{Person, Training, TrainingState};
use app::registry::sheets::SheetApplying;
use app::registry::sheets::roster::RosterKind;
use serde_json::json;

use super::super::{World, post, programme, training};
use super::between::entry;
use super::{SheetImport, everybody, faults, shown, skipping};

/// Makes trainings of one programme, each open on two days from `first_days`, and returns their ids.
fn trainings(world: &World, first_days: &[(u16, &str)]) -> Vec<String> {
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let programme = app.create_programme(&write, programme(), None).unwrap().id;
    let make = |(number, from): &(u16, &str)| {
        let plan = Training {
            number: Some(*number),
            title: format!("第{number}期双语法官培训班"),
            from: from.parse().unwrap(),
            to: from.parse().unwrap(),
            lessons: Vec::new(),
            ..training(&programme, Some("qh"))
        };
        let id = app.create_training(&write, plan, None).unwrap().id;
        app.step_training(&write, &id, 1, TrainingState::Open, None)
            .unwrap();
        id
    };
    first_days.iter().map(make).collect()
}

/// Applies an import as somebody does who has looked at the plan `revision`.
fn apply_as_seen(world: &World, import: &SheetImport, revision: u64) -> Result<String, Error> {
    let how = SheetApplying {
        expected: Some(revision),
        ..skipping()
    };
    let applied = world
        .app()
        .apply_sheet(&world.results_of("qh"), &import.id, how)?;
    Ok(shown(&applied.counts))
}

#[test]
fn what_was_changed_between_looking_and_writing_was_written_over_unseen() {
    let world = World::new();
    let (permit, write) = (world.results_of("qh"), world.operator::<WriteRegistry>());
    let of_file = json!({"name": {"zh": "扎西", "bo": "བཀྲ་ཤིས"}, "born_on": "1980-05-01",
        "posts": [post("qh-yushu", "2010-07-01", None)]});
    let id = world.create(&world.operator(), of_file).unwrap().id;
    let file = "姓名,藏文姓名,出生日期,所在法院,备注\n扎西,བཀྲ་ཤིས,1980-05-01,qh-yushu,新\n";
    let import = world.stage(&permit, RosterKind::People, file);
    let seen = world.plan(&permit, &import).revision;
    assert_eq!(
        seen,
        world.plan(&permit, &import).revision,
        "the same is foretold again"
    );
    let edit = |note: Option<&str>, nationality: Option<&str>| {
        let known = entry(&world, &id);
        let person = Person {
            note: note.map(str::to_owned),
            ethnic_group: nationality.map(|code| code.parse().unwrap()),
            ..known.person
        };
        let input = PersonInput {
            person,
            ..PersonInput::default()
        };
        world
            .app()
            .put_person(&write, &id, known.revision, &input)
            .unwrap();
    };
    // Of what the sheet says nothing may be edited meanwhile; what it writes over has to be looked at.
    edit(None, Some("04"));
    assert_eq!(world.plan(&permit, &import).revision, seen);
    edit(Some("借调期间由果洛管理"), Some("04"));
    let moved = apply_as_seen(&world, &import, seen).unwrap_err();
    let current = world.plan(&permit, &import).revision;
    assert!(
        matches!(moved, Error::StaleRecord { expected, current: now, .. } if (expected, now) == (seen, current)),
        "{moved:?}"
    );
    assert_eq!(
        entry(&world, &id).person.note.as_deref(),
        Some("借调期间由果洛管理")
    );
    assert_eq!(apply_as_seen(&world, &import, current).unwrap(), "person 0+1+0");
    assert_eq!(entry(&world, &id).person.note.as_deref(), Some("新"));
}

#[test]
fn somebody_new_who_was_foretold_is_not_made_beside_one_who_has_come_meanwhile() {
    let world = World::new();
    let permit = world.results_of("qh");
    let import = world.stage(
        &permit,
        RosterKind::People,
        "姓名,出生日期,所在法院,职务,任职日期\n卓玛,1990-02-03,qh-golog,书记员,2015-03-01\n",
    );
    let plan = world.plan(&permit, &import);
    assert_eq!(shown(&plan.counts), "person 1+0+0");
    let same = json!({"name": {"zh": "卓玛"}, "born_on": "1990-02-03", "posts": [post("qh-golog", "2015-03-01", None)]});
    world.create(&world.operator(), same).unwrap();
    let moved = apply_as_seen(&world, &import, plan.revision);
    assert!(matches!(moved, Err(Error::StaleRecord { .. })), "{moved:?}");
    assert_eq!(everybody(&world), ["卓玛"]);
}

#[test]
fn of_two_rows_of_one_training_or_court_the_last_one_won() {
    let world = World::new();
    let operator = world.operator::<WriteResults>();
    world
        .app()
        .create_programme(&world.operator(), programme(), None)
        .unwrap();
    for (kind, file, expected) in [
        (
            RosterKind::Trainings,
            "培训项目,培训班,期次,培训开始日期,培训结束日期\n双语法官培训,甲班,41,2026-10-14,2026-10-18\n\
             双语法官培训,乙班,41,2027-10-14,2027-10-18\n",
            "花名册.csv:3 期次 said_otherwise",
        ),
        (
            RosterKind::Courts,
            "法院代码,法院名称,上级法院\nqh-cd,称多县人民法院,qh\nqh-cd,曲麻莱县人民法院,qh\n",
            "花名册.csv:3 法院代码 said_otherwise",
        ),
        // A court of the same name would make every sheet that names it unclear.
        (
            RosterKind::Courts,
            "法院代码,法院名称,上级法院\nqh-2,囊谦县人民法院,qh\n",
            "花名册.csv:2 法院名称 court_name_taken",
        ),
    ] {
        let import = world.stage(&operator, kind, file);
        assert_eq!(faults(&world.plan(&operator, &import)), [expected]);
    }
}

#[test]
fn a_sheet_that_moves_a_training_put_its_roster_into_two_at_once() {
    let world = World::new();
    let ids = trainings(&world, &[(12, "2025-11-04"), (13, "2026-03-02")]);
    let permit = world.results_of("qh");
    let rosters = "期次,姓名,藏文姓名,出生日期,所在法院,职务\n12,扎西,བཀྲ་ཤིས,1980-05-01,qh-golog,法官\n13,扎西,བཀྲ་ཤིས,1980-05-01,qh-golog,法官\n";
    assert_eq!(world.apply(&permit, RosterKind::Enrolments, rosters).rejected, 0);
    for (from, expected) in [
        ("2025-11-04", "花名册.csv:2 培训开始日期 roster_contradicts"),
        ("2026-03-03", ""),
    ] {
        let file = format!("培训班编号,培训开始日期,培训结束日期\n{},{from},{from}\n", ids[1]);
        let import = world.stage(&permit, RosterKind::Trainings, &file);
        assert_eq!(
            faults(&world.plan(&permit, &import)).join(" "),
            expected,
            "{from}"
        );
    }
}

#[test]
fn a_list_of_courts_that_changes_nothing_made_each_of_them() {
    let world = World::new();
    let operator = world.operator::<WriteResults>();
    let names: Vec<String> = {
        let courts = world
            .app()
            .list_court_records(&world.operator::<ReadRegistry>())
            .unwrap();
        courts
            .into_iter()
            .map(|entry| format!("{},{}", entry.code, entry.court.name_zh))
            .collect()
    };
    let of_table = format!("法院代码,法院名称\n{}\n", names.join("\n"));
    let applied = world.apply(&operator, RosterKind::Courts, &of_table);
    assert_eq!(shown(&applied.counts), format!("court 0+0+{}", names.len()));
}

#[test]
fn rosters_of_two_files_made_other_posts_than_those_of_one() {
    let heading = "期次,姓名,藏文姓名,出生日期,所在法院,职务,法官等级";
    let first = "12,扎西,བཀྲ་ཤིས,1980-05-01,qh-golog,法官助理,";
    let second = "13,扎西,བཀྲ་ཤིས,1980-05-01,qh-golog,法官,四级法官";
    let days = [(12, "2025-11-04"), (13, "2026-03-02")];
    for files in [
        vec![format!("{first}\n{second}")],
        vec![first.to_owned(), second.to_owned()],
        vec![second.to_owned(), first.to_owned()],
    ] {
        let world = World::new();
        let ids = trainings(&world, &days);
        for rows in &files {
            let file = format!("{heading}\n{rows}\n");
            assert_eq!(
                world
                    .apply(&world.results_of("qh"), RosterKind::Enrolments, &file)
                    .rejected,
                0
            );
        }
        let read = world.operator::<ReadRegistry>();
        let told = ids.iter().map(|id| {
            let roster = world.app().list_enrolments(&read, id, None).unwrap();
            let snapshot = roster[0].enrolment.snapshot.clone().unwrap();
            (roster[0].person.clone().unwrap().id, format!("{}", snapshot.kind))
        });
        let told: Vec<(String, String)> = told.collect();
        assert_eq!(told[0].0, told[1].0, "it is one person");
        assert_eq!([&told[0].1, &told[1].1], ["assistant", "judge"], "{files:?}");
        let mut posts = entry(&world, &told[0].0).person.posts;
        posts.sort_by_key(|post| post.period.from);
        let posts = posts.iter().map(|post| format!("{} {}", post.kind, post.period));
        assert_eq!(
            posts.collect::<Vec<_>>(),
            ["assistant 2025-11-04–2026-03-01", "judge 2026-03-02–"],
            "{files:?}"
        );
    }
}

#[test]
fn a_roster_that_has_somebody_in_another_court_was_taken_without_a_word() {
    let world = World::new();
    trainings(&world, &[(12, "2025-11-04")]);
    let permit = world.results_of("qh");
    let posts = json!([
        post("qh-golog", "2010-07-01", Some("2025-11-30")),
        post("qh-yushu", "2025-12-01", None)
    ]);
    let known = json!({"name": {"zh": "扎西", "bo": "བཀྲ་ཤིས"}, "posts": posts});
    let id = world.create(&world.operator(), known).unwrap().id;
    for (court, expected) in [
        ("qh-yushu", "花名册.csv:2 所在法院 court_contradicts"),
        ("qh-golog", ""),
        ("", ""),
    ] {
        let file = format!("期次,人员编号,姓名,藏文姓名,所在法院\n12,{id},扎西,བཀྲ་ཤིས,{court}\n");
        let import = world.stage(&permit, RosterKind::Enrolments, &file);
        assert_eq!(
            faults(&world.plan(&permit, &import)).join(" "),
            expected,
            "{court}"
        );
    }
}

#[test]
fn the_rows_that_were_not_written_were_forgotten_with_the_answer() {
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let known =
        json!({"name": {"zh": "扎西", "bo": "བཀྲ་ཤིས"}, "posts": [post("qh-yushu", "2010-07-01", None)]});
    world.create(&world.operator(), known).unwrap();
    let file = "姓名,藏文姓名,出生日期,所在法院,职务,任职日期\n扎西,བཀྲ་ཤིས,1980-05-01,qh-yushu,法官,2010-07-01\n\
                卓玛,,1990-02-03,qh-golog,书记员,2015-03-01\n才让,,1991-02-03,qh-yushu,书记员,2015-03-01\n";
    let applied = world.apply(&permit, RosterKind::People, file);
    assert_eq!((applied.rejected, applied.left_out), (1, 1));
    let told = world.app().sheet_import(&permit, &applied.id).unwrap();
    assert_eq!((told.rejected, told.left_out), (1, 1));
    let issues: Vec<String> = told
        .issues
        .iter()
        .map(|issue| format!("{:?} {}", issue.line, issue.code))
        .collect();
    assert_eq!(issues, ["Some(2) question_open", "Some(3) court_outside"]);
    let (_, rows) = world
        .app()
        .rejected_sheet_rows(&permit, &applied.id, app::MessageLanguage::Zh)
        .unwrap();
    let rows = String::from_utf8(rows).unwrap();
    assert_eq!(rows.lines().count(), 3, "{rows}");
    assert!(
        rows.contains("扎西") && rows.contains("还没有回答此人是谁") && rows.contains("不属于您所辖法院"),
        "{rows}"
    );
}
