//! Rosters, attendance and results by sheet, under the rules of single edits.

use app::access::{EnrolPeople, ReadRegistry, Role, WriteRegistry, WriteResults};
use app::registry::rules::{Training, TrainingState};
use app::registry::sheets::roster::RosterKind;
use app::registry::{EnrolmentEntry, rules::Trainee};
use serde_json::json;

use super::super::trainings::person;
use super::super::{World, account, number, programme, training};
use super::{everybody, faults, shown};

const HEADING: &str = "期次,姓名,身份证号,所在法院,职务";

/// A world with the eleventh training, which the highest court holds, and the twelfth on the same days.
fn opened() -> (World, String, String) {
    let world = World::new();
    let app = world.app();
    let write = world.operator::<WriteRegistry>();
    let programme = app.create_programme(&write, programme(), None).unwrap().id;
    let make = |number: u16, title: &str, quotas: serde_json::Value| {
        let plan = Training {
            number: Some(number),
            title: title.to_owned(),
            quotas: serde_json::from_value(quotas).unwrap(),
            ..training(&programme, Some("qh"))
        };
        let id = app.create_training(&write, plan, None).unwrap().id;
        app.step_training(&write, &id, 1, TrainingState::Open, None)
            .unwrap();
        id
    };
    let quotas = json!([{"court": "qh-yushu-nq", "seats": 1}, {"court": "qh-golog", "seats": 5}]);
    let first = make(11, "第十一期双语法官培训班", quotas);
    let second = make(12, "第十二期双语法官培训班", json!([]));
    (world, first, second)
}

fn roster(world: &World, training: &str) -> Vec<EnrolmentEntry> {
    let read = world.operator::<ReadRegistry>();
    let mut roster = world.app().list_enrolments(&read, training, None).unwrap();
    roster.sort_by_key(|entry| entry.person.as_ref().map(|person| person.name.clone()));
    roster
}

fn states(world: &World, training: &str) -> String {
    let of = |entry: EnrolmentEntry| {
        let name = match &entry.enrolment.trainee {
            Trainee::Guest { name, .. } => format!("({name})"),
            Trainee::Person(_) => entry.person.unwrap().name,
        };
        format!("{name} {}", entry.enrolment.state)
    };
    roster(world, training)
        .into_iter()
        .map(of)
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn a_roster_makes_people_and_enrols_them_as_far_as_there_are_seats() {
    let (world, first, _) = opened();
    let permit = world.results_of("qh");
    let file = format!(
        "{HEADING}\n11,扎西,{},囊谦县人民法院,法官\n11,才让,,囊谦县人民法院,书记员\n11,卓玛,,qh-golog,书记员\n",
        number("63272519800501003")
    );
    let applied = world.apply(&permit, RosterKind::Enrolments, &file);
    assert_eq!(
        (shown(&applied.counts), applied.rejected),
        ("person 3+0+0 enrolment 3+0+0".to_owned(), 0)
    );
    assert_eq!(
        states(&world, &first),
        "卓玛 nominated, 才让 waiting, 扎西 nominated"
    );
    let of_zhaxi = roster(&world, &first).into_iter().last().unwrap().enrolment;
    assert_eq!(of_zhaxi.snapshot.unwrap().court, "qh-yushu-nq");
    // The same roster again finds everybody on it, also without birth or number.
    let again = world.apply(&permit, RosterKind::Enrolments, &file);
    assert_eq!(shown(&again.counts), "person 0+0+3 enrolment 0+0+3");
    // Further steps go the way of single ones, and each rule that is broken names its cell.
    let steps = "期次,姓名,所在法院,参训状态,原因说明,学时\n11,扎西,囊谦县人民法院,已确认,,\n11,卓玛,qh-golog,退出,,\n\
                 11,才让,囊谦县人民法院,已确认,,\n";
    let import = world.stage(&permit, RosterKind::Enrolments, steps);
    let plan = world.plan(&permit, &import);
    assert_eq!(
        faults(&plan),
        [
            "花名册.csv:3 原因说明 reason_missing",
            "花名册.csv:4 参训状态 no_seat"
        ]
    );
    world.apply(&permit, RosterKind::Enrolments, steps);
    assert_eq!(
        states(&world, &first),
        "卓玛 nominated, 才让 waiting, 扎西 confirmed"
    );
    let marks = "期次,姓名,所在法院,2026-03-02 上午\n11,才让,囊谦县人民法院,√\n";
    let import = world.stage(&permit, RosterKind::Attendance, marks);
    assert_eq!(
        faults(&world.plan(&permit, &import)),
        ["花名册.csv:2 姓名 waits_for_a_seat"]
    );
}

#[test]
fn each_rule_of_single_edits_holds_for_rows() {
    let (world, _, second) = opened();
    let app = world.app();
    let zhaxi = world.person("扎西", "qh-golog", "2010-07-01");
    let wangdui = world.person("旺堆", "qh-golog", "2026-06-01");
    let nominee = person(&zhaxi);
    app.enrol(&world.operator::<EnrolPeople>(), &second, &nominee, None)
        .unwrap();
    let file = format!(
        "人员编号,期次,姓名,所在法院,职务,组别,学时,参训状态\n{zhaxi},11,扎西,qh-golog,,,,\n,99,多杰,qh-golog,法官,,,\n\
         ,11,次仁,qh-golog,法官,甲组,,\n,11,白玛,qh-golog,法官,,17,\n,11,桑杰,qh-golog,法官,,,结业\n\
         ,11,丹增,qh-golog,,,,\n,11,多吉,qh-yushu,法官,,16,\n,,尼玛,qh-golog,法官,,,\n\
         {wangdui},11,旺堆,qh-golog,,,,\n"
    );
    let permit = world.results_of("qh");
    let import = world.stage(&permit, RosterKind::Enrolments, &file);
    let plan = world.plan(&permit, &import);
    insta::assert_snapshot!(faults(&plan).join("\n"), @r"
    花名册.csv:2 期次 enrolments_overlap
    花名册.csv:3 期次 no_such_training
    花名册.csv:4 组别 not_of_the_training
    花名册.csv:5 学时 hours_above_the_plan
    花名册.csv:6 参训状态 never_there
    花名册.csv:7 职务 post_missing
    花名册.csv:9 - training_missing
    花名册.csv:10 所在法院 no_post_then
    ");
    assert_eq!(shown(&plan.counts), "person 1+0+0 enrolment 1+0+0");
    // Nobody enters what the holder enters, nor people of others.
    let golog = world.results_of("qh-golog");
    let theirs = "期次,姓名,所在法院,职务,参训状态\n11,次仁,qh-golog,法官,已确认\n11,次旺,qh-yushu,法官,\n11,洛桑,qh-golog,法官,\n";
    let plan = world.plan(&golog, &world.stage(&golog, RosterKind::Enrolments, theirs));
    assert_eq!(
        faults(&plan),
        [
            "花名册.csv:2 参训状态 not_the_holder",
            "花名册.csv:3 所在法院 court_outside"
        ]
    );
    assert_eq!(shown(&plan.counts), "person 1+0+0 enrolment 1+0+0");
    assert_eq!(everybody(&world), ["扎西", "旺堆"]);
}

#[test]
fn attendance_and_results_come_to_those_on_the_roster_and_make_nobody() {
    let (world, first, _) = opened();
    let permit = world.results_of("qh");
    let file = format!("{HEADING}\n11,扎西,,囊谦县人民法院,法官\n11,卓玛,,qh-golog,书记员\n");
    world.apply(&permit, RosterKind::Enrolments, &file);
    let marks = "第十一期双语法官培训班考勤表\n姓名,单位,3月2日上午,3月2日下午,3月4日上午\n扎西,囊谦县法院,√,迟到,\n卓玛,,√,,√\n桑杰,,√,,\n";
    let import = world.stage(&permit, RosterKind::Attendance, marks);
    let plan = world.plan(&permit, &import);
    assert_eq!(plan.rejected, 2, "{:?}", faults(&plan));
    let codes: Vec<&str> = plan.issues.iter().map(|issue| issue.code).collect();
    assert!(codes.contains(&"not_on_the_roster"), "{codes:?}");
    assert_eq!(shown(&plan.counts), "enrolment 0+1+0");
    world.apply(&permit, RosterKind::Attendance, marks);
    assert_eq!(states(&world, &first), "卓玛 nominated, 扎西 attended");
    assert_eq!(roster(&world, &first)[1].enrolment.attendance.len(), 2);
    let results = "期次,姓名,笔试,口译\n11,扎西,85（合格）,90\n11,扎西,,\n";
    let import = world.stage(&permit, RosterKind::Results, results);
    let plan = world.plan(&permit, &import);
    let codes: Vec<&str> = plan.issues.iter().map(|issue| issue.code).collect();
    assert!(codes.contains(&"passed_missing"), "{codes:?}");
    let passed = results.replace(",90", ",90（合格）");
    let passed: String = passed.lines().take(2).map(|line| format!("{line}\n")).collect();
    assert_eq!(
        shown(&world.apply(&permit, RosterKind::Results, &passed).counts),
        "enrolment 0+1+0"
    );
    assert_eq!(
        shown(&world.apply(&permit, RosterKind::Results, &passed).counts),
        "enrolment 0+0+1"
    );
    let finished = "期次,姓名,所在法院,参训状态\n11,扎西,囊谦县人民法院,结业\n";
    world.apply(&permit, RosterKind::Enrolments, finished);
    assert_eq!(states(&world, &first), "卓玛 nominated, 扎西 completed");
    // Who only names people for the training does not enter what came of it.
    let golog = world.results_of("qh-golog");
    let plan = world.plan(&golog, &world.stage(&golog, RosterKind::Results, &passed));
    assert_eq!((plan.rejected, plan.counts.len()), (1, 0));
    // Closed, the training gives a certificate to whoever has completed it, though all of it came by sheets.
    let left = "期次,姓名,所在法院,参训状态,原因说明\n11,卓玛,qh-golog,退出,生病\n";
    world.apply(&permit, RosterKind::Enrolments, left);
    let (app, write) = (world.app(), world.operator::<WriteRegistry>());
    let revision = app.find_training(&world.operator(), &first).unwrap().revision;
    world.training_is_over();
    app.step_training(&write, &first, revision, TrainingState::Closed, None)
        .unwrap();
    let given = app.training_certificates(&world.operator(), &first).unwrap();
    let names: Vec<&str> = given.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["扎西"]);
}

#[test]
fn a_lecturer_takes_in_results_of_the_own_trainings_only() {
    let (world, first, second) = opened();
    let app = world.app();
    let lecturer = world.person("丹增", "qh", "2010-07-01");
    let write = world.operator::<WriteRegistry>();
    let lesson =
        json!([{"day": "2026-03-02", "half": "morning", "topic": "裁判文书翻译", "lecturer": lecturer}]);
    app.put_lessons(&write, &first, 2, serde_json::from_value(lesson).unwrap())
        .unwrap();
    let file = format!("{HEADING}\n11,扎西,,囊谦县人民法院,法官\n12,卓玛,,qh-golog,书记员\n");
    world.apply(&world.results_of("qh"), RosterKind::Enrolments, &file);
    let own = world.permit::<WriteResults>(&account(&[Role::Lecturer], None, Some(&lecturer)));
    let results = "期次,姓名,笔试\n11,扎西,85（合格）\n12,卓玛,85（合格）\n";
    let applied = world.apply(&own, RosterKind::Results, results);
    assert_eq!(
        (shown(&applied.counts), applied.rejected),
        ("enrolment 0+1+0".to_owned(), 1)
    );
    assert_eq!(applied.issues[0].code, "no_such_training");
    assert_eq!(roster(&world, &second)[0].enrolment.results, []);
}

#[test]
fn whoever_holds_a_training_could_not_call_those_of_other_courts_by_name() {
    let (world, first, _) = opened();
    let app = world.app();
    let holder = world.results_of("qh-golog");
    let plan = app
        .find_training(&world.operator::<ReadRegistry>(), &first)
        .unwrap();
    let held = Training {
        court: Some("qh-golog".to_owned()),
        ..plan.training
    };
    app.put_training(&world.operator::<WriteRegistry>(), &first, plan.revision, held)
        .unwrap();
    let zhaxi = world.person("扎西", "qh-yushu-nq", "2010-07-01");
    let drolma = world.person("卓玛", "qh-yushu-nq", "2010-07-01");
    let nominee = person(&zhaxi);
    app.enrol(&world.of_court::<EnrolPeople>("qh-yushu"), &first, &nominee, None)
        .unwrap();
    let heading = "期次,人员编号,姓名,所在法院,参训状态,备注";
    for (row, expected) in [
        (
            "11,,扎西,囊谦县人民法院,已确认,新".to_owned(),
            "enrolment 0+1+0 | ",
        ),
        (
            format!("11,{zhaxi},扎西,囊谦县人民法院,已确认,新"),
            "enrolment 0+0+1 | ",
        ),
        // Who is not on the roster is not there for the holder, and cannot be named by it.
        ("11,,卓玛,囊谦县人民法院,,".to_owned(), " | court_outside"),
        (format!("11,{drolma},卓玛,囊谦县人民法院,,"), " | no_such_person"),
        (format!("12,{zhaxi},扎西,囊谦县人民法院,,"), " | no_such_person"),
    ] {
        let import = world.stage(&holder, RosterKind::Enrolments, &format!("{heading}\n{row}\n"));
        let plan = world.plan(&holder, &import);
        let codes: Vec<&str> = plan.issues.iter().map(|issue| issue.code).collect();
        assert_eq!(
            format!("{} | {}", shown(&plan.counts), codes.join(" ")),
            expected,
            "{row}"
        );
        if plan.rejected == 0 {
            app.apply_sheet(&holder, &import.id, super::skipping()).unwrap();
        }
    }
    assert_eq!(states(&world, &first), "扎西 confirmed");
    assert_eq!(
        super::between::entry(&world, &zhaxi).revision,
        1,
        "of the person nothing is written"
    );
}

#[test]
fn two_of_one_name_on_a_roster_are_asked_about_and_guests_are_nobodys_people() {
    let (world, first, _) = opened();
    let permit = world.results_of("qh");
    let file = format!(
        "{HEADING},是否外省学员\n11,扎西,{},qh-golog,法官,\n11,扎西,{},qh-golog,法官,\n11,格桑,,甘南州中级人民法院,法官,是\n",
        number("63262119800501003"),
        number("63262119810501003"),
    );
    let applied = world.apply(&permit, RosterKind::Enrolments, &file);
    assert_eq!(shown(&applied.counts), "person 2+0+0 enrolment 3+0+0");
    assert_eq!(states(&world, &first).matches("(格桑)").count(), 1);
    let results = "期次,姓名,笔试\n11,扎西,85（合格）\n";
    let import = world.stage(&permit, RosterKind::Results, results);
    let questions = world.app().sheet_questions(&permit, &import.id).unwrap();
    assert_eq!(
        (
            questions.len(),
            questions[0].candidates.len(),
            questions[0].may_be_new
        ),
        (1, 2, false)
    );
    assert!(
        questions[0]
            .candidates
            .iter()
            .all(|candidate| candidate.line.is_some())
    );
    assert_eq!(everybody(&world), ["扎西", "扎西"]);
}

#[test]
fn a_row_without_a_state_waits_or_is_named_and_a_closed_training_stays() {
    let (world, _, second) = opened();
    let permit = world.results_of("qh");
    let file = format!("{HEADING}\n12,扎西,,qh-golog,法官\n");
    world.apply(&permit, RosterKind::Enrolments, &file);
    assert_eq!(states(&world, &second), "扎西 nominated");
    let write = world.operator::<WriteRegistry>();
    world
        .app()
        .step_training(&write, &second, 2, TrainingState::Cancelled, Some("改期"))
        .unwrap();
    let named = format!("{HEADING}\n12,扎西,,qh-golog,法官\n12,卓玛,,qh-golog,法官\n");
    let plan = world.plan(&permit, &world.stage(&permit, RosterKind::Enrolments, &named));
    assert_eq!(shown(&plan.counts), "person 0+0+1 enrolment 0+0+1");
    assert_eq!(plan.issues[0].code, "training_over");
}
