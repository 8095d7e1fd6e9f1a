//! What is exported as a sheet is taken in again and changes nothing, for every kind of sheet, over made-up registries.

use app::access::{EnrolPeople, ReadRegistry, WriteRegistry, WriteResults};
use app::registry::rules::{HalfDay, Phone, Trainee, TrainingState};
use app::registry::sheets::{SheetApplying, SheetColumns, SheetWish};
use app::registry::{
    AttendanceLine, Nominee, PersonInput, ResultLine, RosterKind, SheetExport, SheetFormat, Wanted,
};
use app::{Format, OnError};
use serde_json::{Value, json};
use testkit::Chance;

use super::{World, input, number, programme, training};

const COURTS: [&str; 4] = ["qh", "qh-yushu", "qh-yushu-nq", "qh-golog"];
const NAMES: [(&str, &str); 6] = [
    ("扎西", "བཀྲ་ཤིས"),
    ("卓玛", "སྒྲོལ་མ"),
    ("多杰", "རྡོ་རྗེ"),
    ("才让", "ཚེ་རིང"),
    ("扎西·多杰", ""),
    ("看卓·才让", ""),
];

/// Somebody with what a sheet can say, and some of it left out.
fn person(nth: usize, chance: &mut Chance) -> PersonInput {
    let (zh, bo) = NAMES[chance.below(NAMES.len())];
    let court = COURTS[chance.below(COURTS.len())];
    let mut maybe = |value: Value| if chance.below(3) > 0 { value } else { Value::Null };
    let name = json!({"zh": zh, "bo": maybe(json!((!bo.is_empty()).then_some(bo)))});
    let mut body = json!({
        "name": name,
        "ethnic_group": maybe(json!("04")),
        "note": maybe(json!("=病休；“返岗”, 2019")),
        "posts": [
            {"court": court, "kind": "clerk", "from": "2005-07-01", "to": "2010-06-30", "department": "立案庭"},
            {"court": court, "kind": "judge", "rank": "judge-3", "in_quota": true, "from": "2010-07-01", "document": "青组〔2010〕7号"},
        ],
        "language_skills": [
            {"dialect": "kham", "spoken": "S2", "written": "W1", "evidence": "examination", "assessed_on": "2019-10-24"},
            {"dialect": "amdo", "sub_dialect": "牧区话", "spoken": "S0", "evidence": "self_report", "assessed_on": "2018-01-02", "expires_on": "2028-01-01"},
        ],
    });
    let more = [
        (
            "education",
            json!([{"degree": "本科", "school": "青海民族大学", "subject": "法学", "finished_on": "2004-07-01"}]),
        ),
        (
            "law_qualification",
            json!({"class": "A", "given_on": "2009-03-01"}),
        ),
        ("entry", json!({"channel": "recruited", "on": "2005-07-01"})),
    ];
    for (member, value) in more {
        let value = maybe(value);
        if !value.is_null() {
            body[member] = value;
        }
    }
    body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let phones = (chance.below(2) > 0).then(|| vec![Phone::read(&format!("1390971{nth:04}")).unwrap()]);
    PersonInput {
        identity_number: Wanted::Is(super::ParseNumber::parse_number(
            number(&format!("632725198005{:02}{nth:03}", 1 + nth % 28)).as_str(),
        )),
        phones,
        ..input(body)
    }
}

/// A world in which every kind of sheet has rows.
fn made_up(seed: u64) -> World {
    let world = World::new();
    let app = world.app();
    let mut chance = Chance::new(seed);
    let write = world.operator::<WriteRegistry>();
    let programme = app.create_programme(&write, programme(), None).unwrap().id;
    let mut plan = training(&programme, Some("qh"));
    plan.quotas.clear();
    plan.number = Some(11);
    plan.documents = vec!["青高法〔2026〕3号".to_owned()];
    let id = app.create_training(&write, plan, None).unwrap().id;
    app.step_training(&write, &id, 1, TrainingState::Open, None)
        .unwrap();
    let enrol = world.operator::<EnrolPeople>();
    let (mut attendance, mut results) = (Vec::new(), Vec::new());
    for nth in 0..8 {
        let made = app
            .create_person(&write, &person(nth, &mut chance), None)
            .unwrap()
            .id;
        let nominee = Nominee {
            trainee: Trainee::Person(made.parse().unwrap()),
            group: None,
            venue: None,
            replaces: None,
            reason: None,
        };
        let enrolment = app.enrol(&enrol, &id, &nominee, None).unwrap().written.id;
        for half in HalfDay::ALL.iter().filter(|_| nth > 0) {
            let presence = ["present", "late", "excused", "absent"][chance.below(4)];
            let said = json!({"day": "2026-03-02", "half": half, "presence": presence});
            attendance.push(AttendanceLine {
                enrolment: enrolment.clone(),
                attendance: serde_json::from_value(said).unwrap(),
            });
        }
        let score = 500 + chance.below(500);
        let said = json!({"component": "written", "score_tenths": score, "of_tenths": 1000, "passed": score >= 600, "on": "2026-03-03"});
        results.push(ResultLine {
            enrolment,
            result: serde_json::from_value(said).unwrap(),
        });
    }
    let examine = world.operator::<WriteResults>();
    app.enter_attendance(&examine, &id, &attendance).unwrap();
    app.enter_results(&examine, &id, &results).unwrap();
    world
}

fn exported(world: &World, kind: RosterKind, format: SheetFormat) -> Vec<u8> {
    let wanted = SheetExport::new(kind, format);
    let file = world
        .app()
        .export_sheet(&world.operator::<ReadRegistry>(), None, &wanted, None)
        .unwrap();
    assert!(file.rows > 0, "{kind}");
    file.bytes
}

#[test]
fn an_export_that_is_imported_changes_nothing() {
    for (seed, sheet, format) in [
        (1, SheetFormat::Csv, Format::Csv),
        (2, SheetFormat::Tsv, Format::Tsv),
        (3, SheetFormat::Xlsx, Format::Xlsx),
    ] {
        let world = made_up(seed);
        let permit = world.operator::<WriteResults>();
        for kind in RosterKind::ALL {
            let bytes = exported(&world, kind, sheet);
            let wish = SheetWish {
                name: format!("{kind}"),
                format,
                kind,
                columns: SheetColumns::default(),
            };
            let id = world.app().stage_sheet(&permit, &wish, &bytes).unwrap().id;
            let plan = world.app().plan_sheet(&permit, &id).unwrap();
            assert_eq!(plan.issues, [], "{kind} {seed}");
            assert_eq!(
                (plan.rejected, plan.left_out, plan.open_questions),
                (0, 0, 0),
                "{kind} {seed}"
            );
            let news: u64 = plan
                .counts
                .iter()
                .map(|count| count.created + count.updated)
                .sum();
            let kept: u64 = plan.counts.iter().map(|count| count.unchanged).sum();
            assert!(news == 0 && kept > 0, "{kind} {seed}: {:?}", plan.counts);
            let how = SheetApplying {
                expected: None,
                on_error: OnError::Stop,
                leaves_questions: false,
            };
            assert_eq!(world.app().apply_sheet(&permit, &id, how).unwrap().rejected, 0);
            if sheet != SheetFormat::Xlsx {
                assert_eq!(exported(&world, kind, sheet), bytes, "{kind} {seed}");
            }
        }
    }
}
