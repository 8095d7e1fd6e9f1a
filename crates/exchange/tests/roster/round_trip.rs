//! What is exported is read again as the same statements.

use std::sync::atomic::{AtomicUsize, Ordering};

use exchange::Format;
use exchange::roster::{
    AttendanceCells, Birth, PersonCells, RosterKind, RosterOptions, SheetDay, Statement, TrainingCells, read,
    write,
};
use exchange::sheet_out::SheetFormat;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use registry::{
    Component, Day, EnrolmentState, EntryChannel, EthnicGroup, HalfDay, Hours, IdentityNumber, JudgeRank,
    Mode, PersonName, Phone, PostKind, Presence, Sex, normalize_name,
};

/// Statements that were written and read, counted for whoever runs the tests by hand.
static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

fn day() -> impl Strategy<Value = Day> {
    (1950_i16..2030, 1_u8..=12, 1_u8..=28).prop_map(|(year, month, day)| Day::new(year, month, day).unwrap())
}

/// Texts as they may stand in sheets, with what a spreadsheet takes for a formula at the front of some.
fn line() -> impl Strategy<Value = String> {
    "[=+@']{0,2}[\u{4e00}-\u{4eff}A-Za-z0-9ཀ-ག()（）,\"〔〕]{1,12}( [\u{4e00}-\u{4e10}a-z]{1,4})?"
}

fn name() -> impl Strategy<Value = PersonName> {
    let zh = "[扎西才让卓玛多杰次仁]{2,5}(·[扎西才让]{2})?";
    let bo = prop::option::of(prop::sample::select(vec!["བཀྲ་ཤིས", "ཚེ་རིང", "རྡོ་རྗེ", "སྒྲོལ་མ"]));
    (zh, bo).prop_map(|(zh, bo)| PersonName {
        zh: Some(normalize_name(&zh)),
        bo: bo.map(normalize_name),
        others: Vec::new(),
    })
}

/// Returns the number of 18 places that the standard's rule makes of seventeen.
fn identity_number(born: Day, order: u16) -> IdentityNumber {
    let digits = format!(
        "632701{:04}{:02}{:02}{order:03}",
        born.year(),
        born.month(),
        born.day()
    );
    let candidates = "0123456789X"
        .chars()
        .map(|last| IdentityNumber::read(&format!("{digits}{last}")));
    candidates.flatten().next().unwrap()
}

fn person() -> impl Strategy<Value = PersonCells> {
    let who = (name(), day(), 0_u16..1000, 0_u8..4);
    let more = (
        prop::option::of(prop::sample::select(EthnicGroup::all().collect::<Vec<_>>())),
        prop::option::of(prop::sample::select(EntryChannel::ALL.to_vec())),
        prop::option::of(line()),
        prop::option::of(day()),
        prop::collection::vec("1[3-9][0-9]{9}", 0..3),
    );
    (who, more).prop_map(
        |((name, born, order, shows), (ethnic_group, entry_channel, school, finished_on, phones))| {
            let number = identity_number(born, order);
            let month = Birth::In {
                year: born.year(),
                month: born.month(),
            };
            PersonCells {
                name,
                sex: (shows > 0).then(|| number.sex()),
                born: [None, Some(Birth::On(born)), Some(month), Some(Birth::On(born))][usize::from(shows)],
                // Of half of the people the number is not handed in, and its end stands there masked.
                identity_last_four: (shows % 2 == 0).then(|| number.last_four().to_owned()),
                identity_number: (shows % 2 == 1).then_some(number),
                phones: phones.iter().map(|phone| Phone::read(phone).unwrap()).collect(),
                ethnic_group,
                entry_channel,
                school,
                finished_on,
                ..PersonCells::default()
            }
        },
    )
}

fn training() -> impl Strategy<Value = TrainingCells> {
    (
        day(),
        0_u8..20,
        prop::option::of(1_u16..200),
        line(),
        prop::option::of(prop::sample::select(Mode::ALL.to_vec())),
        0_u32..2000,
    )
        .prop_map(|(from, days, number, title, mode, hours)| {
            let to = std::iter::successors(Some(from), |day| day.next()).nth(usize::from(days));
            TrainingCells {
                title: Some(title),
                number,
                from: Some(from),
                to,
                mode,
                planned_hours: Some(Hours(hours)),
                documents: vec!["青高法〔2019〕7号".to_owned()],
                ..TrainingCells::default()
            }
        })
}

fn enrolled() -> impl Strategy<Value = Statement> {
    let post = (
        prop::option::of(line()),
        prop::option::of(prop::sample::select(PostKind::ALL.to_vec())),
        prop::option::of(prop::sample::select(JudgeRank::ALL.to_vec())),
        prop::option::of(any::<bool>()),
    );
    let enrolment = (
        prop::option::of(prop::sample::select(EnrolmentState::ALL.to_vec())),
        prop::option::of(line()),
        prop::option::of(0_u32..2000),
    );
    (person(), training(), post, enrolment).prop_map(|(person, training, post, enrolment)| {
        let mut statement = Statement {
            person,
            training,
            ..Statement::default()
        };
        (
            statement.post.court,
            statement.post.kind,
            statement.post.rank,
            statement.post.in_quota,
        ) = post;
        (statement.enrolment.state, statement.enrolment.group) = (enrolment.0, enrolment.1);
        statement.enrolment.hours = enrolment.2.map(Hours);
        statement
    })
}

/// Writes and reads in every format, and compares.
fn check(kind: RosterKind, statements: &[Statement], expected: &[Statement]) {
    for (sheet, format) in [
        (SheetFormat::Csv, Format::Csv),
        (SheetFormat::Tsv, Format::Tsv),
        (SheetFormat::Xlsx, Format::Xlsx),
    ] {
        let mut file = Vec::new();
        let rows = write(&mut file, sheet, kind, statements).unwrap();
        let reading = read("a", &file, format, kind, &RosterOptions::default()).unwrap();
        // Each result is a row, and was once counted as one with all others of its enrolment.
        assert_eq!(rows, reading.rows.len() + reading.rejections.len());
        // Two rows that say the same are told, and so is a number that stands twice.
        let is_repeated = |code: &str| {
            [
                exchange::codes::DUPLICATE_ROW,
                exchange::roster::codes::PERSON_TWICE,
            ]
            .contains(&code)
        };
        let others: Vec<_> = reading
            .issues
            .iter()
            .filter(|issue| !is_repeated(issue.code))
            .collect();
        assert!(
            others.is_empty() && reading.warnings.is_empty(),
            "{others:?} {:?}",
            reading.warnings
        );
        if reading.issues.is_empty() {
            let found: Vec<&Statement> = reading.rows.iter().map(|row| &*row.statement).collect();
            assert_eq!(found, expected.iter().collect::<Vec<_>>());
            STATEMENTS.fetch_add(found.len(), Ordering::Relaxed);
        }
    }
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "how much was compared is wanted by whoever runs it by hand"
)]
fn people_rosters_and_trainings_are_read_as_they_were_written() {
    let mut runner = TestRunner::new(ProptestConfig::default());
    let rows = prop::collection::vec(enrolled(), 1..8);
    let outcome = runner.run(&rows, |rows| {
        check(RosterKind::Enrolments, &rows, &rows);
        let people: Vec<Statement> = rows
            .iter()
            .map(|row| Statement {
                person: row.person.clone(),
                ..Statement::default()
            })
            .collect();
        check(RosterKind::People, &people, &people);
        let trainings: Vec<Statement> = rows
            .into_iter()
            .map(|row| Statement {
                training: row.training,
                ..Statement::default()
            })
            .collect();
        check(RosterKind::Trainings, &trainings, &trainings);
        Ok(())
    });
    assert_eq!(outcome, Ok(()));
    let compared = STATEMENTS.load(Ordering::Relaxed);
    println!("{compared} statements were read as they were written");
    assert!(compared > 1_000, "{compared}");
}

proptest! {
    #[test]
    fn attendance_is_read_as_it_was_written(
        rows in prop::collection::vec((name(), prop::collection::btree_map((day(), prop::sample::select(HalfDay::ALL.to_vec())), prop::sample::select(Presence::ALL.to_vec()), 1..6)), 1..5),
        venue in prop::option::of("[玉树果洛]{2}分会场"),
    ) {
        let statements: Vec<Statement> = rows
            .into_iter()
            .map(|(name, marks)| Statement {
                person: PersonCells { name, ..PersonCells::default() },
                attendance: marks
                    .into_iter()
                    .map(|((day, half), presence)| AttendanceCells { day: SheetDay::from(day), half: Some(half), presence, venue: venue.clone() })
                    .collect(),
                ..Statement::default()
            })
            .collect();
        check(RosterKind::Attendance, &statements, &statements);
    }

    #[test]
    fn results_become_a_row_each(
        name in name(),
        results in prop::collection::btree_map((prop::sample::select(Component::ALL.to_vec()), 1_u8..4), (0_u16..1000, any::<Option<bool>>(), prop::option::of(day()), prop::option::of(line())), 1..6),
    ) {
        let each: Vec<exchange::roster::ResultCells> = results
            .into_iter()
            .map(|((component, attempt), (score, passed, on, assessor))| exchange::roster::ResultCells {
                component, attempt, score_tenths: Some(score), of_tenths: Some(1000), passed, on, assessor,
            })
            .collect();
        let person = PersonCells { name, ..PersonCells::default() };
        let whole = Statement { person: person.clone(), results: each.clone(), ..Statement::default() };
        let expected: Vec<Statement> = each
            .into_iter()
            .map(|result| Statement { person: person.clone(), results: vec![result], ..Statement::default() })
            .collect();
        check(RosterKind::Results, &[whole], &expected);
    }
}

#[test]
fn a_masked_number_states_nothing_and_takes_nothing_away() {
    let whole = Statement {
        person: PersonCells {
            name: PersonName {
                zh: Some("扎西".to_owned()),
                ..PersonName::default()
            },
            identity_last_four: Some("002X".to_owned()),
            phone_last_four: Some("1234".to_owned()),
            sex: Some(Sex::Female),
            ..PersonCells::default()
        },
        ..Statement::default()
    };
    let mut file = Vec::new();
    write(
        &mut file,
        SheetFormat::Csv,
        RosterKind::People,
        std::slice::from_ref(&whole),
    )
    .unwrap();
    let text = String::from_utf8(file).unwrap();
    assert_eq!(
        text,
        "\u{feff}姓名,性别,身份证号,联系电话\n扎西,女,**************002X,*******1234\n"
    );
    check(
        RosterKind::People,
        std::slice::from_ref(&whole),
        std::slice::from_ref(&whole),
    );
}
