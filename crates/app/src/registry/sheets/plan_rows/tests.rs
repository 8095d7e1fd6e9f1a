//! Courts and trainings by rows: who may write them, what is said of them, and what stays.

use exchange::roster::{RosterKind, RosterRow};
use serde_json::{Value, json};

use super::super::trial::{
    ENROLMENT, TRAINING, broken, desk, enrolment, from_json, row, rows, stored, training,
};
use super::*;

fn court(cells: &str) -> RosterRow {
    let mut row = row(RosterKind::Courts, "法院代码,法院名称", "qh,青海省高级人民法院");
    // Reading asks for code and name already; what comes without one is tried all the same.
    let [code, name_zh, name_bo, parent] = std::array::from_fn(|n| cells.split(',').nth(n))
        .map(|cell| cell.filter(|cell| !cell.is_empty()).map(str::to_owned));
    row.statement.court = CourtCells {
        code,
        name_zh,
        name_bo_source: name_bo.as_ref().map(|_| "法院网站".to_owned()),
        name_bo,
        parent,
        ..CourtCells::default()
    };
    row
}

#[test]
fn a_court_is_made_moved_and_named_by_whoever_keeps_all_of_them() {
    let own: &[&str] = &["qh-yushu"];
    for (cells, of_all, of_own) in [
        ("qh-yushu,,ཡུལ་ཤུལ,,康", "", ""),
        (",玉树州中院,,,", "", "/parent above"),
        ("qh-golog,,,,安多", "", "/court_code no_such_court"),
        (
            "qh-yushu-cd,称多县人民法院,,qh-yushu,",
            "",
            "/court_code no_such_court",
        ),
        (
            "玉树 CD,称多县人民法院,,qh-yushu,",
            "/court_code bad_court_code",
            "/court_code no_such_court",
        ),
        ("qh-yushu,,,qh-golog,", "", "/parent above"),
        (
            "qh-yushu,,,北京市法院,",
            "/parent no_such_court",
            "/parent no_such_court",
        ),
        (
            ",称多县人民法院,,,",
            "/court_name_zh no_such_court",
            "/court_name_zh no_such_court",
        ),
        // Nobody is above oneself.
        ("qh-yushu,,,qh-yushu,", "/parent above_itself", "/parent above"),
    ] {
        for (courts, expected) in [(None, of_all), (Some(own), of_own)] {
            let mut desk = desk(RosterKind::Courts, courts);
            let found = broken(take_court(&mut desk, &mut Met::default(), &court(cells)));
            // Where a border would be moved, the name of that rule is the one of single edits.
            let moved = broken::<()>(Err(border_moved().into()));
            let expected = if expected == "/parent above" {
                &moved
            } else {
                expected
            };
            // A name that is written otherwise is a name that is moved, too.
            assert_eq!(found, expected, "{courts:?} {cells}");
            assert_eq!(
                desk.court_records.changed().count(),
                usize::from(found.is_empty()),
                "{cells}"
            );
        }
    }
}

#[test]
fn an_empty_cell_of_a_court_takes_nothing_away_and_rows_see_the_rows_before() {
    let mut desk = desk(RosterKind::Courts, None);
    let known = json!({"name_zh": "玉树藏族自治州中级人民法院", "name_bo": "ཡུལ་ཤུལ", "name_bo_source": "法院网站",
                       "parent": "qh", "dialects": ["kham"]});
    desk.court_records.load(stored("qh-yushu", known));
    take_court(
        &mut desk,
        &mut Met::default(),
        &court("qh-yushu,玉树藏族自治州中级人民法院,,,"),
    )
    .unwrap();
    assert_eq!(desk.court_records.count("court").unwrap().unchanged, 1);
    take_court(
        &mut desk,
        &mut Met::default(),
        &court("qh-yushu-cd,称多县人民法院,,玉树州中院,康、安多"),
    )
    .unwrap();
    take_court(
        &mut desk,
        &mut Met::default(),
        &court("qh-yushu-cd-1,称多县清水河人民法庭,,称多县法院,"),
    )
    .unwrap();
    assert_eq!(desk.courts.parent("qh-yushu-cd-1"), Some("qh-yushu-cd"));
    // What is below cannot become what is above.
    let turned = take_court(
        &mut desk,
        &mut Met::default(),
        &court("qh-yushu,,,qh-yushu-cd-1,"),
    );
    assert_eq!(broken(turned), "/parent above_itself");
    assert_eq!(desk.courts.parent("qh-yushu"), Some("qh"));
}

const HEADING: &str = "培训项目,期次,培训班,培训开始日期,培训结束日期,培训地点,备注";

fn plan(cells: &str) -> RosterRow {
    row(RosterKind::Trainings, HEADING, cells)
}

fn with_training(more: Value) -> Desk {
    let mut desk = desk(RosterKind::Trainings, None);
    desk.trainings.load(stored(TRAINING, json!(training(more))));
    desk
}

/// The one training that is to be written.
fn written(desk: &Desk) -> Training {
    let mut changed = desk.trainings.changed();
    let one = changed.next().unwrap().now.clone();
    assert!(changed.next().is_none());
    one
}

#[test]
fn a_new_training_has_a_programme_days_and_a_name() {
    for (cells, expected) in [
        ("双语法官培训,3,,2026-03-02,2026-03-03,,", "双语法官培训第3期"),
        ("སྐད་གཉིས་སྦྱོང་བརྡར,,第三期,2026-03-02,2026-03-03,,", "第三期"),
        (",3,第三期,2026-03-02,2026-03-03,,", "/programme training_unclear"),
        (
            "刑事审判,3,,2026-03-02,2026-03-03,,",
            "/programme no_such_programme",
        ),
        ("双语法官培训,3,,,2026-03-03,,", "/training_from training_unclear"),
        ("双语法官培训,3,,2026-03-02,,,", "/training_to training_unclear"),
    ] {
        let mut desk = desk(RosterKind::Trainings, None);
        let found = match take_training(&mut desk, &mut Met::default(), &plan(cells), None) {
            Ok(()) => written(&desk).title,
            refused => broken(refused),
        };
        assert_eq!(found, expected, "{cells}");
    }
}

#[test]
fn rows_of_one_file_about_one_new_training_make_one() {
    let mut desk = desk(RosterKind::Trainings, None);
    let sheet = format!(
        "{HEADING}\n双语法官培训,3,,2026-03-02,2026-03-03,西宁、玉树,\n双语法官培训,3,,2026-03-02,2026-03-04,玉树；果洛,延长一天\n"
    );
    for row in rows(RosterKind::Trainings, &sheet) {
        take_training(&mut desk, &mut Met::default(), &row, None).unwrap();
    }
    let made = written(&desk);
    assert_eq!(
        (made.to.to_string(), made.note.as_deref()),
        ("2026-03-04".to_owned(), Some("延长一天"))
    );
    let venues: Vec<&str> = made.venues.iter().map(|venue| venue.name.as_str()).collect();
    assert_eq!(
        venues,
        ["西宁", "玉树", "果洛"],
        "a place that is there is not there twice"
    );
}

#[test]
fn a_training_is_changed_by_its_holder_while_it_goes_on() {
    let held = |court: &str, state: &str, cells: &str| {
        let mut desk = desk(RosterKind::Trainings, Some(&["qh-yushu"]));
        desk.trainings.load(stored(
            TRAINING,
            json!(training(json!({"court": court, "state": state}))),
        ));
        broken(take_training(
            &mut desk,
            &mut Met::default(),
            &plan(cells),
            Some(TRAINING),
        ))
    };
    let later = "双语法官培训,11,,2026-03-02,2026-03-05,,";
    let same = "双语法官培训,11,,2026-03-02,2026-03-03,,";
    assert_eq!(held("qh-yushu", "open", later), "");
    assert_eq!(held("qh-golog", "open", later), "/number not_the_holder");
    assert_eq!(held("qh-yushu", "closed", later), "/state training_over");
    assert_eq!(held("qh-yushu", "cancelled", later), "/state training_over");
    // What changes nothing is refused to nobody.
    for (court, state) in [("qh-golog", "open"), ("qh-yushu", "closed")] {
        assert_eq!(held(court, state, same), "", "{court} {state}");
    }
}

#[test]
fn a_training_is_not_moved_away_from_those_who_were_there() {
    let mut desk = with_training(json!({}));
    let attended =
        enrolment(json!({"attendance": [{"day": "2026-03-03", "half": "morning", "presence": "present"}]}));
    desk.enter(ENROLMENT, &attended);
    desk.enrolments.load(stored(ENROLMENT, json!(attended)));
    let shorter = plan("双语法官培训,11,,2026-03-02,2026-03-02,,");
    let refused = take_training(&mut desk, &mut Met::default(), &shorter, Some(TRAINING));
    assert_eq!(broken(refused), "/training_from roster_contradicts");
    take_training(
        &mut desk,
        &mut Met::default(),
        &plan("双语法官培训,11,,2026-03-01,2026-03-03,,"),
        Some(TRAINING),
    )
    .unwrap();
}

#[test]
fn declared_totals_need_person_times_and_are_said_part_by_part() {
    let known = json!({"person_times": 46, "persons": 40, "source": "青高法〔2016〕7号"});
    for (known, said, expected) in [
        (None, json!({}), "-"),
        (
            None,
            json!({"persons": 40}),
            "/declared/person_times person_times_missing",
        ),
        (
            None,
            json!({"source": "青高法〔2016〕7号"}),
            "/declared/person_times person_times_missing",
        ),
        (None, json!({"person_times": 46}), "46 None "),
        (Some(&known), json!({}), "46 Some(40) 青高法〔2016〕7号"),
        (
            Some(&known),
            json!({"person_times": 47}),
            "47 Some(40) 青高法〔2016〕7号",
        ),
        (
            Some(&known),
            json!({"persons": 41}),
            "46 Some(41) 青高法〔2016〕7号",
        ),
        (Some(&known), json!({"source": "总结"}), "46 Some(40) 总结"),
    ] {
        let mut training = training(json!({"declared": known}));
        let count = |name: &str| said[name].as_u64().map(|n| u32::try_from(n).unwrap());
        let cells = TrainingCells {
            declared_person_times: count("person_times"),
            declared_persons: count("persons"),
            declared_source: said["source"].as_str().map(str::to_owned),
            ..TrainingCells::default()
        };
        let found = match declare(&mut training, &cells) {
            Err(fault) => format!("{} {}", fault.pointer, fault.code),
            Ok(()) => training.declared.map_or("-".to_owned(), |declared| {
                format!(
                    "{} {:?} {}",
                    declared.person_times, declared.persons, declared.source
                )
            }),
        };
        assert_eq!(found, expected, "{said}");
    }
    let declared: Declared = from_json(known);
    assert_eq!(declared.hours, None);
}
