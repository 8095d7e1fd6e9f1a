//! What kinds and columns are called: each name means one thing, and is read back as what it was written for.

use std::collections::BTreeSet;

use exchange::roster::{Choices, Confidence, Member, RosterKind, Target, write};
use exchange::sheet_out::SheetFormat;
use exchange::{Format, roster};
use proptest::prelude::*;

use super::fixture::{read_csv, said};

#[test]
fn a_kind_is_read_by_its_name_alone() {
    for kind in RosterKind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
        assert_eq!(kind.as_str().to_uppercase().parse::<RosterKind>().ok(), None);
        assert_eq!(
            kind.zh().parse::<RosterKind>().ok(),
            None,
            "commands have one name for it"
        );
    }
    let known = "roster".parse::<RosterKind>().unwrap_err();
    assert_eq!(known.len(), RosterKind::ALL.len());
    assert!(known.contains(&"enrolments"));
}

#[test]
fn which_kinds_are_about_people_and_which_about_trainings() {
    let shown: Vec<String> = RosterKind::ALL
        .iter()
        .map(|kind| format!("{kind} {} {}", kind.is_of_people(), kind.is_of_trainings()))
        .collect();
    assert_eq!(
        shown,
        [
            "courts false false",
            "people true false",
            "posts true false",
            "skills true false",
            "trainings false true",
            "enrolments true true",
            "attendance true true",
            "results true true",
        ]
    );
}

#[test]
fn no_two_columns_share_a_name_or_a_heading() {
    let names: BTreeSet<&str> = Member::ALL.iter().map(|member| member.as_str()).collect();
    assert_eq!(names.len(), Member::ALL.len());
    let headings: BTreeSet<&str> = Member::ALL.iter().map(|member| member.zh()).collect();
    assert_eq!(headings.len(), Member::ALL.len());
    for member in Member::ALL {
        assert_eq!(member.as_str().parse(), Ok(*member));
        assert!(
            member
                .as_str()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{member:?}"
        );
        assert!(
            text::zh::pinyin::best_key(member.zh()).full.len() > 1,
            "{member:?} has a Chinese heading"
        );
    }
}

/// Reads a sheet of `kind` with the headings alone and a row of nothing under them.
fn columns(kind: RosterKind, headings: &[&str]) -> Vec<(Option<Target>, Confidence)> {
    let blank = vec![""; headings.len()].join(",");
    let reading = read_csv(kind, &format!("{}\n{blank}\n", headings.join(",")));
    let columns = reading.sheets.iter().flat_map(|sheet| &sheet.columns);
    columns.map(|guess| (guess.target, guess.confidence)).collect()
}

#[test]
fn our_own_headings_are_known_by_their_name_and_in_chinese() {
    for (kind, beside, members) in [
        (
            RosterKind::People,
            "姓名",
            &[Member::CourtNameZh, Member::Programme, Member::PlannedHours][..],
        ),
        (RosterKind::Courts, "法院名称", &[Member::Number, Member::Mode]),
    ] {
        for member in Member::ALL {
            for heading in [member.zh(), member.as_str()] {
                let is_beside = heading == beside;
                let headings = if is_beside {
                    vec![heading]
                } else {
                    vec![beside, heading]
                };
                let found = columns(kind, &headings);
                let Some((target, confidence)) = found.last() else {
                    panic!("{kind} {heading}")
                };
                match target {
                    Some(Target::Member(read)) if read == member => {
                        assert_eq!(*confidence, Confidence::Known, "{kind} {heading}");
                        assert!(!members.contains(member), "{kind} takes {heading}");
                    }
                    // Of another kind of sheet, or one that means something else here.
                    other => assert_ne!(*other, Some(Target::Member(*member)), "{kind} {heading}"),
                }
            }
        }
    }
}

#[test]
fn what_somebody_says_of_headings_is_refused_by_its_line() {
    for (lines, told) in [
        (
            "干部姓名",
            "mapping line 1: `干部姓名` is not a heading and a member",
        ),
        ("# nothing\n\n姓名 = name", "mapping line 3: `name` is no member"),
        (
            "姓名 = name_zh\n笔试 = test-dictation",
            "mapping line 2: `test-dictation` is no member",
        ),
        ("姓名 = ", "mapping line 1: `` is no member"),
        ("\u{feff}姓名 = 姓名", "mapping line 1: `姓名` is no member"),
    ] {
        let error = Choices::parse(lines).unwrap_err().to_string();
        assert!(error.starts_with(told), "{lines:?}: {error}");
        assert!(error.contains("hint"), "{error}");
    }
}

#[test]
fn of_two_things_said_of_a_heading_the_second_counts() {
    let choices =
        Choices::parse("[columns]\n\"单 位\" = 'department'\n单位 = court\n མིང = name_bo\n").unwrap();
    assert_eq!(choices.to_string(), "单位\tcourt\nམིང\tname_bo\n");
    assert!(!choices.is_empty());
    assert!(Choices::parse("# 单位 = court\n").unwrap().is_empty());
    let mut choices = choices;
    choices.choose("单位", Target::Ignore);
    assert_eq!(choices.to_string(), "མིང\tname_bo\n单位\tignore\n");
    choices.choose(" ", Target::Ignore);
    assert_eq!(
        choices.to_string().lines().count(),
        2,
        "what is no heading is not kept"
    );
}

#[test]
fn a_sheet_that_was_written_says_the_same_whatever_its_kind() {
    let rows =
        "姓名,藏文姓名,所在法院,出生日期\n扎西,བཀྲ་ཤིས,玉树市人民法院,1985-03-12\n才让,ཚེ་རིང,,1990-02-03\n";
    let statements: Vec<_> = read_csv(RosterKind::People, rows)
        .rows
        .into_iter()
        .map(|row| *row.statement)
        .collect();
    let expected: Vec<String> = statements.iter().map(said).collect();
    assert_eq!(expected.len(), 2);
    for (format, written_as, name) in [
        (Format::Csv, SheetFormat::Csv, "a.csv"),
        (Format::Tsv, SheetFormat::Tsv, "a.tsv"),
        (Format::Xlsx, SheetFormat::Xlsx, "a.xlsx"),
    ] {
        let mut file = Vec::new();
        write(&mut file, written_as, RosterKind::People, &statements).unwrap();
        let options = roster::RosterOptions::default();
        let reading = roster::read(name, &file, format, RosterKind::People, &options).unwrap();
        assert_eq!(reading.issues, [], "{name}");
        let found: Vec<String> = reading.rows.iter().map(|row| said(&row.statement)).collect();
        assert_eq!(found, expected, "{name}");
    }
}

proptest! {
    #[test]
    fn what_is_said_of_headings_is_remembered_as_it_was(
        said in proptest::collection::vec(("[法院姓名单位ཀཁ a-c]{1,6}", 0..Member::ALL.len()), 0..8),
    ) {
        let mut choices = Choices::default();
        for (heading, member) in &said {
            choices.choose(heading, Target::Member(Member::ALL[*member]));
        }
        prop_assert_eq!(Choices::parse(&choices.to_string()), Ok(choices));
    }
}
