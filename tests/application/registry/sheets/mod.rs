//! Taking sheets into the registry: read, matched, tried, written and taken back.

mod between;
mod kinds;
mod left_alone;
mod matching;
mod rosters;
mod taken_back;
mod twice;

use app::access::{ReadRegistry, Refusal, Role, WriteResults};
use app::registry::PeopleWanted;
use app::registry::sheets::roster::{Choices, RosterKind};
use app::registry::sheets::{
    SheetApplied, SheetApplying, SheetColumns, SheetCount, SheetImport, SheetPlan, SheetState, SheetWish,
};
use app::{Error, Format, MessageLanguage, OnError, Permit};
use testkit::Application;

use super::{World, account, codes, names, number};

/// A day, and a little more than that.
const DAY_MS: i64 = 24 * 3_600_000;

/// The heading of people, and three of them.
const PEOPLE: &str = "姓名,藏文姓名,性别,出生日期,身份证号,联系电话,所在法院,职务,法官等级,任职日期\n\
    扎西,བཀྲ་ཤིས,男,,632725198005010034,13909710001,囊谦县人民法院,法官,三级法官,2010-07-01\n\
    卓玛,སྒྲོལ་མ,女,1990-02-03,,,玉树州中院,书记员,,2015-03-01\n\
    多杰,,男,1985年3月12日,,0976-8822001,qh-yushu,法官助理,,2018-01-01\n";

fn people() -> String {
    PEOPLE.replace("632725198005010034", &number("63272519800501003"))
}

fn wish(kind: RosterKind) -> SheetWish {
    SheetWish {
        name: "花名册.csv".to_owned(),
        format: Format::Csv,
        kind,
        columns: SheetColumns::default(),
    }
}

impl World {
    fn results_of(&self, court: &str) -> Permit<WriteResults> {
        self.of_court(court)
    }

    fn stage(&self, permit: &Permit<WriteResults>, kind: RosterKind, file: &str) -> SheetImport {
        self.app()
            .stage_sheet(permit, &wish(kind), file.as_bytes())
            .unwrap()
    }

    fn plan(&self, permit: &Permit<WriteResults>, import: &SheetImport) -> SheetPlan {
        self.app().plan_sheet(permit, &import.id).unwrap()
    }

    /// Applies a file, faulty rows left out.
    fn apply(&self, permit: &Permit<WriteResults>, kind: RosterKind, file: &str) -> SheetApplied {
        let import = self.stage(permit, kind, file);
        self.app().apply_sheet(permit, &import.id, skipping()).unwrap()
    }
}

fn skipping() -> SheetApplying {
    SheetApplying {
        expected: None,
        on_error: OnError::Skip,
        leaves_questions: true,
    }
}

fn shown(counts: &[SheetCount]) -> String {
    let count = |count: &SheetCount| {
        let SheetCount {
            record,
            created,
            updated,
            unchanged,
        } = count;
        format!("{record} {created}+{updated}+{unchanged}")
    };
    counts.iter().map(count).collect::<Vec<_>>().join(" ")
}

/// Shows what is wrong, one a line: the cell, the code.
fn faults(plan: &SheetPlan) -> Vec<String> {
    let line = |issue: &app::Issue| {
        let column = issue.column.as_deref().unwrap_or("-");
        format!("{} {column} {}", issue.place, issue.code)
    };
    plan.issues.iter().map(line).collect()
}

fn everybody(world: &World) -> Vec<String> {
    names(
        world.app(),
        &world.operator::<ReadRegistry>(),
        &PeopleWanted::default(),
    )
}

#[test]
fn a_sheet_is_read_tried_and_written() {
    let world = World::new();
    let (app, permit) = (world.app(), world.results_of("qh-yushu"));
    let import = world.stage(&permit, RosterKind::People, &people());
    let reading = import.reading.clone().unwrap();
    assert_eq!(
        (reading.rows, reading.rejected, reading.is_complete),
        (3, 0, true)
    );
    assert_eq!(reading.sheets[0].columns.len(), 10);
    assert_eq!(
        (import.state, import.court.as_deref()),
        (SheetState::Staged, Some("qh-yushu"))
    );
    assert_eq!(everybody(&world), [""; 0], "nothing is written yet");

    let plan = world.plan(&permit, &import);
    assert_eq!(
        (shown(&plan.counts), plan.rejected, plan.open_questions),
        ("person 3+0+0".to_owned(), 0, 0)
    );
    assert_eq!(everybody(&world), [""; 0], "a plan writes nothing");
    let applied = app
        .apply_sheet(&permit, &import.id, SheetApplying::default())
        .unwrap();
    assert_eq!(applied.counts, plan.counts, "the plan is what is done");
    assert_eq!(everybody(&world), ["卓玛", "多杰", "扎西"]);
    let found = app.sheet_import(&permit, &import.id).unwrap();
    assert_eq!(
        (found.state, found.counts),
        (SheetState::Applied, Some(plan.counts))
    );
    let again = app.apply_sheet(&permit, &import.id, SheetApplying::default());
    assert_eq!(codes(again), ["not_staged"]);

    // Born and sealed as a single edit writes it, and found by the number.
    let wanted = PeopleWanted {
        name: Some("扎西".to_owned()),
        ..PeopleWanted::default()
    };
    let page = app.list_people(&world.operator(), &wanted, None, 9).unwrap();
    let entry = app.find_person(&world.operator(), &page.lines[0].id).unwrap();
    assert_eq!(entry.person.born_on.unwrap().to_string(), "1980-05-01");
    let ends: Vec<&str> = entry.secrets.iter().map(|line| line.last_four.as_str()).collect();
    assert_eq!(ends, [&number("63272519800501003")[14..], "0001"]);
    // The same again is the same.
    assert_eq!(
        shown(&world.apply(&permit, RosterKind::People, &people()).counts),
        "person 0+0+3"
    );
    // An empty or a masked cell takes nothing away; another value is another revision.
    let last_four = &number("63272519800501003")[14..];
    let masked = format!(
        "姓名,身份证号,联系电话,所在法院,出生日期,学历\n扎西,**************{last_four},*******0001,囊谦县人民法院,1980-05-01,本科\n"
    );
    assert_eq!(
        shown(&world.apply(&permit, RosterKind::People, &masked).counts),
        "person 0+1+0"
    );
    let entry = app.find_person(&world.operator(), &page.lines[0].id).unwrap();
    assert_eq!(
        (entry.secrets.len(), entry.revision, entry.person.posts.len()),
        (2, 2, 1)
    );
}

#[test]
fn every_fault_of_a_row_names_its_cell_and_nothing_of_the_row_is_written() {
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let wrong = number("63272519800501003").replacen("6327", "6328", 1);
    let rows = [
        // A digit of the number is wrong.
        format!("扎西,{wrong},1980-05-01,qh-yushu,法官,,2010-07-01"),
        // Somebody else's court, and one that is not there.
        "卓玛,,1990-02-03,果洛州中级人民法院,书记员,,2015-03-01".to_owned(),
        "多杰,,1985-03-12,北京市法院,书记员,,2015-03-01".to_owned(),
        // A clerk has no rank, nobody is born tomorrow, and a new person has a post with a day.
        "才让,,1985-03-12,qh-yushu,书记员,三级法官,2015-03-01".to_owned(),
        "桑杰,,2026-01-02,qh-yushu,书记员,,2015-03-01".to_owned(),
        "白玛,,1985-03-12,qh-yushu,书记员,,".to_owned(),
        "次仁,,1985-03-12,,书记员,,2015-03-01".to_owned(),
        "旺堆,,1985-03-12,qh-yushu,书记员,,2015-03-01".to_owned(),
    ];
    let file = format!(
        "姓名,身份证号,出生日期,所在法院,职务,法官等级,任职日期\n{}\n",
        rows.join("\n")
    );
    let import = world.stage(&permit, RosterKind::People, &file);
    let plan = world.plan(&permit, &import);
    insta::assert_snapshot!(faults(&plan).join("\n"), @r"
    花名册.csv:2 身份证号 bad_value
    花名册.csv:3 所在法院 court_outside
    花名册.csv:4 所在法院 no_such_court
    花名册.csv:5 法官等级 rank_of_no_judge
    花名册.csv:6 出生日期 day_in_future
    花名册.csv:7 任职日期 post_from_missing
    花名册.csv:8 所在法院 court_missing
    ");
    assert!(
        plan.issues[1].message.contains("果洛州中级人民法院"),
        "{}",
        plan.issues[1].message
    );
    let all: String = plan.issues.iter().map(|issue| issue.message.as_str()).collect();
    assert!(!all.contains(&wrong[..14]), "{all}");
    assert_eq!(shown(&plan.counts), "person 1+0+0");
    let stopped = world
        .app()
        .apply_sheet(&permit, &import.id, SheetApplying::default());
    assert_eq!(codes(stopped), ["rows_faulty"]);
    assert_eq!(everybody(&world), [""; 0]);
    let applied = world.app().apply_sheet(&permit, &import.id, skipping()).unwrap();
    assert_eq!(
        (applied.rejected, everybody(&world)),
        (7, vec!["旺堆".to_owned()])
    );
    let (name, bytes) = world
        .app()
        .rejected_sheet_rows(&permit, &import.id, MessageLanguage::Zh)
        .unwrap();
    assert_eq!(name, "花名册-rejected.csv");
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().count(), 8, "{text}");
    assert!(
        text.contains(&wrong) && text.contains("果洛州中级人民法院”不属于您所辖法院"),
        "{text}"
    );
}

#[test]
fn what_was_said_of_columns_is_known_for_the_next_file_of_the_court() {
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let file = "干部,单位,岗位,起,内部编码\n扎西,qh-yushu,法官,2010-07-01,77\n";
    let import = world.stage(&permit, RosterKind::People, file);
    assert!(!import.reading.unwrap().is_complete);
    let refused = world.app().apply_sheet(&permit, &import.id, skipping());
    assert_eq!(codes(refused), ["sheet_unreadable"]);
    let columns = SheetColumns {
        choices: Choices::parse("干部 = name_zh\n起 = post_from\n内部编码 = ignore\n").unwrap(),
        ..SheetColumns::default()
    };
    let again = world.app().restage_sheet(&permit, &import.id, &columns).unwrap();
    assert_eq!(again.reading.unwrap().rows, 1);
    assert_eq!(
        shown(
            &world
                .plan(&permit, &world.stage(&permit, RosterKind::People, file))
                .counts
        ),
        "person 1+0+0"
    );
    // What is said now wins over what was said before, and another court has said nothing.
    let otherwise = SheetWish {
        columns: SheetColumns {
            choices: Choices::parse("干部 = ignore\n").unwrap(),
            ..SheetColumns::default()
        },
        ..wish(RosterKind::People)
    };
    let staged = world
        .app()
        .stage_sheet(&permit, &otherwise, file.as_bytes())
        .unwrap();
    assert_eq!(staged.reading.unwrap().rows, 0);
    let other = world.stage(&world.results_of("qh-golog"), RosterKind::People, file);
    assert!(!other.reading.unwrap().is_complete);
}

#[test]
fn the_columns_that_were_named_stay_when_headings_are_chosen_or_a_file_is_taken_up_again() {
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let staged = |names: &str| {
        let columns = SheetColumns {
            names: Some(names.to_owned()),
            ..SheetColumns::default()
        };
        let wish = SheetWish {
            columns,
            ..wish(RosterKind::People)
        };
        let file = "扎西,qh-yushu,法官,2010-07-01\n";
        world.app().stage_sheet(&permit, &wish, file.as_bytes())
    };
    assert!(matches!(staged("name,name"), Err(Error::File(_))));
    let import = staged("name,court,post,post_from").unwrap();
    let again = world
        .app()
        .restage_sheet(&permit, &import.id, &SheetColumns::default())
        .unwrap();
    assert_eq!(again.reading.unwrap().rows, 1);
    let plan = world.app().plan_sheet(&permit, &import.id).unwrap();
    assert_eq!(shown(&plan.counts), "person 1+0+0");
}

#[test]
fn a_sheet_belongs_to_whoever_staged_it_and_waits_a_day() {
    let world = World::new();
    let app = world.app();
    let permit = world.results_of("qh-yushu");
    let import = world.stage(&permit, RosterKind::People, &people());
    for other in ["qh-golog", "qh"] {
        let of_other = world.results_of(other);
        let missing = |refused: Result<(), Error>| matches!(refused, Err(Error::NoSuchImport(_)));
        assert!(
            missing(app.sheet_import(&of_other, &import.id).map(drop)),
            "{other}"
        );
        assert!(
            missing(app.plan_sheet(&of_other, &import.id).map(drop)),
            "{other}"
        );
        assert!(
            missing(app.apply_sheet(&of_other, &import.id, skipping()).map(drop)),
            "{other}"
        );
        assert!(missing(app.discard_sheet(&of_other, &import.id)), "{other}");
        assert!(app.sheet_imports(&of_other).unwrap().is_empty());
    }
    let other = world.stage(&permit, RosterKind::People, &people());
    app.discard_sheet(&permit, &other.id).unwrap();
    assert_eq!(codes(app.plan_sheet(&permit, &other.id)), ["not_staged"]);
    assert_eq!(app.sheet_imports(&permit).unwrap().len(), 2);
    world.application.clock.advance_ms(DAY_MS + 1);
    let gone = app.plan_sheet(&permit, &import.id);
    assert!(matches!(gone, Err(Error::NoSuchImport(_))), "{gone:?}");
    let listed: Vec<_> = app
        .sheet_imports(&permit)
        .unwrap()
        .into_iter()
        .map(|one| one.state)
        .collect();
    assert_eq!(listed, [SheetState::Discarded]);
    // Nobody but a coordinator takes in people; a lecturer may take in results.
    let lecturer = world.permit::<WriteResults>(&account(&[Role::Lecturer], None, Some("p-1")));
    let refused = app.stage_sheet(&lecturer, &wish(RosterKind::People), people().as_bytes());
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::Forbidden { .. }))),
        "{refused:?}"
    );
}

#[test]
fn a_staged_sheet_lies_nowhere_in_the_clear() {
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let full = number("63272519800501003");
    let file = people();
    let named = SheetWish {
        name: "扎西的表.csv".to_owned(),
        ..wish(RosterKind::People)
    };
    let wanted = format!("{file}才让,,男,1985-03-12,,,果洛州中级人民法院,法官,,2010-07-01\n");
    let import = world
        .app()
        .stage_sheet(&permit, &named, wanted.as_bytes())
        .unwrap();
    world.app().plan_sheet(&permit, &import.id).unwrap();
    let search = |application: &Application, needle: &str| {
        testkit::is_in_any_file(application.directory(), needle.as_bytes())
    };
    for needle in [
        "扎西",
        "བཀྲ་ཤིས",
        "卓玛",
        &full,
        "13909710001",
        "8822001",
        "扎西的表",
    ] {
        assert!(!search(&world.application, needle), "{needle}");
    }
    world.app().apply_sheet(&permit, &import.id, skipping()).unwrap();
    for needle in [full.as_str(), "13909710001", "8822001", "扎西的表", "才让"] {
        assert!(!search(&world.application, needle), "{needle}");
    }
    // The control: names of people who are kept are found, if the store is a file at all.
    if testkit::chosen_database().is_none() {
        assert!(search(&world.application, "卓玛"));
    }
}
