//! Who a person of a sheet is: matched, new, or asked about; and what an answer does.

use app::access::{ReadRegistry, WriteRegistry};
use app::registry::sheets::roster::RosterKind;
use app::registry::sheets::{SheetAnswer, SheetLikeness, SheetQuestion, SheetVerdict};
use app::registry::{PersonInput, rules::PersonId};
use serde_json::{Value, json};

use super::super::{World, codes, input, number, post, with_number};
use super::{everybody, shown, skipping};

const HEADING: &str = "姓名,出生日期,身份证号,所在法院,职务,任职日期";

/// Shows what becomes of one row beside the people who are there.
fn outcome(world: &World, court: &str, row: &str) -> String {
    let permit = world.results_of(court);
    let import = world.stage(&permit, RosterKind::People, &format!("{HEADING}\n{row}\n"));
    let plan = world.plan(&permit, &import);
    let questions = world.app().sheet_questions(&permit, &import.id).unwrap();
    let asked = questions
        .iter()
        .flat_map(|question| &question.candidates)
        .map(|candidate| {
            let because: Vec<String> = candidate.because.iter().map(|why| format!("{why:?}")).collect();
            let line = candidate.line.as_ref().map(|line| line.name.clone());
            format!("{}={}", line.unwrap_or_default(), because.join("+"))
        });
    let asked: Vec<String> = asked.collect();
    let codes: Vec<&str> = plan.issues.iter().map(|issue| issue.code).collect();
    [shown(&plan.counts), asked.join(" "), codes.join(" ")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" | ")
}

fn make(world: &World, person: PersonInput) -> String {
    let permit = world.operator::<WriteRegistry>();
    world.app().create_person(&permit, &person, None).unwrap().id
}

fn born(name: &str, court: &str, on: Option<&str>) -> Value {
    json!({"name": {"zh": name}, "born_on": on, "posts": [post(court, "2010-07-01", None)]})
}

#[test]
fn whoever_is_clearly_there_is_taken_and_whoever_could_be_is_asked_about() {
    let world = World::new();
    let own = number("63272519800501003");
    make(&world, with_number(born("扎西", "qh-yushu-nq", None), &own));
    make(&world, input(born("多杰·才让", "qh-yushu", Some("1985-03-12"))));
    make(&world, input(born("卓玛", "qh-yushu", None)));
    let other = number("63272519800501011");
    for (row, expected) in [
        // By number, whatever else is missing; by name, court and birth, to the day or to the month.
        (format!("扎西,,{own},囊谦县人民法院,,"), "person 0+0+1"),
        ("多杰才让,1985-03-12,,qh-yushu,,".to_owned(), "person 0+0+1"),
        ("多杰•才让,1985年3月,,qh-yushu,,".to_owned(), "person 0+0+1"),
        // The number is somebody's of another name.
        (
            format!("次仁,,{own},qh-yushu,书记员,2015-03-01"),
            "扎西=IdentityNumber",
        ),
        // Another birth or another number is another person.
        (
            "多杰才让,1986-03-12,,qh-yushu,书记员,2015-03-01".to_owned(),
            "person 1+0+0",
        ),
        (
            format!("扎西,,{other},囊谦县人民法院,书记员,2015-03-01"),
            "person 1+0+0",
        ),
        // Same name and court without birth, same name elsewhere, another writing of the name in the same court.
        ("卓玛,,,qh-yushu,书记员,2015-03-01".to_owned(), "卓玛=Name+Court"),
        (
            "卓玛,1990-02-03,,囊谦县人民法院,书记员,2015-03-01".to_owned(),
            "卓玛=Name",
        ),
        (
            "多吉才让,1985-03-12,,qh-yushu,,".to_owned(),
            "多杰·才让=Spelling+Court+Birth",
        ),
        (
            "多吉才让,1985-03-12,,囊谦县人民法院,书记员,2015-03-01".to_owned(),
            "person 1+0+0",
        ),
        ("才让,,,qh-yushu,书记员,2015-03-01".to_owned(), "person 1+0+0"),
    ] {
        assert_eq!(outcome(&world, "qh-yushu", &row), expected, "{row}");
    }
}

#[test]
fn of_whom_the_importer_may_not_know_nothing_is_said() {
    let world = World::new();
    let own = number("63272519800501003");
    make(&world, with_number(born("扎西", "qh-yushu-nq", None), &own));
    let row = format!("扎西,,{own},qh-golog,书记员,2015-03-01");
    // For Golog the person of Yushu is not there; whoever sees both is asked.
    assert_eq!(outcome(&world, "qh-golog", &row), "person 1+0+0");
    assert_eq!(outcome(&world, "qh", &row), "person 0+1+0");
    let named = "扎西,,,qh-golog,书记员,2015-03-01";
    assert_eq!(outcome(&world, "qh-golog", named), "person 1+0+0");
    assert_eq!(outcome(&world, "qh", named), "扎西=Name");
}

fn ask(world: &World, court: &str, row: &str) -> (String, Vec<SheetQuestion>) {
    let permit = world.results_of(court);
    let import = world.stage(&permit, RosterKind::People, &format!("{HEADING}\n{row}\n"));
    let questions = world.app().sheet_questions(&permit, &import.id).unwrap();
    (import.id, questions)
}

fn answer(world: &World, id: &str, question: &str, verdict: SheetVerdict) -> Vec<SheetQuestion> {
    let answer = SheetAnswer {
        question: question.to_owned(),
        verdict: Some(verdict),
    };
    world
        .app()
        .answer_sheet(&world.results_of("qh-yushu"), id, &[answer])
        .unwrap()
}

#[test]
fn an_answer_is_used_and_remembered_for_the_next_sheet() {
    let world = World::new();
    let app = world.app();
    let permit = world.results_of("qh-yushu");
    let drolma = make(&world, input(born("卓玛", "qh-yushu", None)));
    let row = "卓玛,,,qh-yushu,书记员,2015-03-01";
    let (id, questions) = ask(&world, "qh-yushu", row);
    let question = &questions[0];
    assert_eq!((question.name.as_str(), question.answer.as_ref()), ("卓玛", None));
    assert_eq!(question.places, ["花名册.csv:2"]);
    assert_eq!(
        question.candidates[0].because,
        [SheetLikeness::Name, SheetLikeness::Court]
    );
    let open = app.apply_sheet(&permit, &id, Default::default());
    assert_eq!(codes(open), ["questions_open"]);
    let left = world.plan(&permit, &app.sheet_import(&permit, &id).unwrap());
    assert_eq!((left.left_out, left.open_questions), (1, 1));

    // Somebody who is no candidate is no answer, and what is not asked cannot be answered.
    let wrong = |question: &str, verdict| {
        let answer = SheetAnswer {
            question: question.to_owned(),
            verdict: Some(verdict),
        };
        codes(app.answer_sheet(&permit, &id, &[answer]))
    };
    let nobody = SheetVerdict::Same("p-000000000000000000000009".to_owned());
    assert_eq!(wrong(&question.id, nobody), ["no_such_answer"]);
    assert_eq!(wrong("0123", SheetVerdict::New), ["no_such_question"]);

    let told = answer(&world, &id, &question.id, SheetVerdict::LeaveOut);
    assert_eq!(told[0].answer, Some(SheetVerdict::LeaveOut));
    assert_eq!(app.plan_sheet(&permit, &id).unwrap().open_questions, 0);
    answer(&world, &id, &question.id, SheetVerdict::Same(drolma.clone()));
    let applied = app.apply_sheet(&permit, &id, skipping());
    // The row says since when she is a clerk, and she was a judge since 2010.
    assert_eq!(shown(&applied.unwrap().counts), "person 0+1+0");
    let (next, questions) = ask(&world, "qh-yushu", row);
    assert_eq!(questions[0].answer, Some(SheetVerdict::Same(drolma)));
    assert_eq!(
        shown(&app.plan_sheet(&permit, &next).unwrap().counts),
        "person 0+0+1"
    );
}

#[test]
fn somebody_new_may_be_kept_apart_from_whom_it_was_not() {
    let world = World::new();
    let app = world.app();
    let drolma = make(&world, input(born("卓玛", "qh-yushu", None)));
    let row = "卓玛,,,qh-yushu,书记员,2015-03-01";
    let (id, questions) = ask(&world, "qh-yushu", row);
    answer(&world, &id, &questions[0].id, SheetVerdict::NewApart);
    let permit = world.results_of("qh-yushu");
    let applied = app.apply_sheet(&permit, &id, skipping()).unwrap();
    assert_eq!(shown(&applied.counts), "person 1+1+0");
    assert_eq!(everybody(&world), ["卓玛", "卓玛"]);
    let read = world.operator::<ReadRegistry>();
    assert_eq!(app.find_duplicates(&read, &drolma).unwrap(), []);
    let first = app.find_person(&read, &drolma).unwrap().person;
    let apart: Vec<&str> = first.distinct_from.iter().map(PersonId::as_str).collect();
    // The same row again is the one that was made of it.
    let (_, questions) = ask(&world, "qh-yushu", row);
    assert_eq!(questions[0].answer, Some(SheetVerdict::Same(apart[0].to_owned())));
    assert_eq!(questions[0].candidates.len(), 2);
}

#[test]
fn rows_of_one_sheet_are_one_person_only_if_that_is_clear() {
    let world = World::new();
    let own = number("63272519800501003");
    for (rows, expected) in [
        // The same number is the same person, once; another name with it is a slip.
        (
            format!("扎西,,{own},qh-yushu,书记员,2015-03-01\n次仁,,{own},qh-yushu,书记员,2015-03-01"),
            "person 1+0+0 | person_twice",
        ),
        // The same name and court, and nothing that says whether it is the same.
        (
            "卓玛,,,qh-yushu,书记员,2015-03-01\n卓玛,1990-02-03,,qh-yushu,书记员,2015-03-01".to_owned(),
            "person 1+0+0 | not_clear_in_file",
        ),
        (
            "卓玛,1991-02-03,,qh-yushu,书记员,2015-03-01\n卓玛,1990-02-03,,qh-yushu,书记员,2015-03-01"
                .to_owned(),
            "person 2+0+0",
        ),
        (
            "卓玛,1991-02-03,,qh-yushu,书记员,2015-03-01\n卓玛,1991-02,,qh-yushu,法官,2015-03-01".to_owned(),
            "person 1+0+0 | person_twice",
        ),
    ] {
        assert_eq!(outcome(&world, "qh-yushu", &rows), expected, "{rows}");
    }
}
