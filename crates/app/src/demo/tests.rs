//! What the demonstration promises: the published totals, no broken rule, the same each time, and nobody who could be real.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use registry::{EnrolmentState, ProgrammeKind};

use super::*;

fn demonstration() -> &'static Demonstration {
    static MADE: LazyLock<Demonstration> = LazyLock::new(|| Demonstration::make().unwrap());
    &MADE
}

#[test]
fn every_pair_of_neighbours_stands_once_and_is_of_two_intermediate_courts() {
    let courts = crate::registry::known_courts().unwrap();
    let intermediate: HashSet<&str> = courts
        .iter()
        .filter(|(_, court)| court.level == Some(registry::CourtLevel::Intermediate))
        .map(|(code, _)| code.as_str())
        .collect();
    let rows = include_str!("../../../../data/registry/neighbours.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1);
    let pairs: Vec<(&str, &str)> = rows.map(|line| line.split_once('\t').unwrap()).collect();
    for (n, (one, other)) in pairs.iter().enumerate() {
        assert!(one < other, "{one} {other}: the smaller code stands first");
        assert!(
            intermediate.contains(one) && intermediate.contains(other),
            "{one} {other}"
        );
        assert!(!pairs[..n].contains(&(*one, *other)), "{one} {other} twice");
    }
    for (one, other) in [("qh-guoluo", "qh-yushu"), ("qh-yushu", "xz-changdu")] {
        assert!(pairs.contains(&(one, other)), "{one} {other}");
    }
    assert!(!pairs.contains(&("qh-xining", "qh-yushu")));
}

#[test]
fn the_totals_are_those_that_were_published() {
    let demo = demonstration();
    let person_times = demo.enrolments.iter().filter(|(_, e)| e.is_person_time()).count();
    assert_eq!((demo.trainings.len(), person_times), (100, 18_494));
    let years: BTreeMap<i16, usize> =
        demo.trainings
            .iter()
            .fold(BTreeMap::new(), |mut years, (_, training)| {
                *years.entry(training.year()).or_default() += 1;
                years
            });
    assert_eq!(
        years.keys().copied().collect::<Vec<_>>(),
        YEARS.collect::<Vec<_>>()
    );
    assert_eq!(years.values().sum::<usize>(), 100);
}

#[test]
fn the_bilingual_classes_are_one_or_two_a_year_and_a_small_part() {
    let demo = demonstration();
    let bilingual: BTreeSet<_> = demo
        .programmes
        .iter()
        .filter(|(_, programme)| programme.kind == ProgrammeKind::Bilingual)
        .map(|(id, _)| id)
        .collect();
    let own: Vec<_> = demo
        .trainings
        .iter()
        .filter(|(_, t)| bilingual.contains(&t.programme))
        .collect();
    let years: BTreeSet<i16> = own.iter().map(|(_, training)| training.year()).collect();
    assert_eq!((own.len(), years.len()), (14, 11));
    let ids: HashSet<_> = own.iter().map(|(id, _)| id).collect();
    let came = demo
        .enrolments
        .iter()
        .filter(|(_, e)| ids.contains(&e.training) && e.is_person_time());
    let came = came.count();
    assert!((14 * 34..=14 * 50).contains(&came), "{came}");
}

#[test]
fn nothing_breaks_a_rule() {
    let demo = demonstration();
    let today = "2026-01-01".parse().unwrap();
    for (id, programme) in &demo.programmes {
        assert_eq!(programme.faults(), [], "{id}");
    }
    for (id, demo) in &demo.people {
        assert_eq!(demo.person.faults(today), [], "{id}");
        assert_eq!(Some(demo.identity_number.born_on()), demo.person.born_on);
        assert_eq!(Some(demo.identity_number.sex()), demo.person.sex);
    }
    let trainings: BTreeMap<_, _> = demo
        .trainings
        .iter()
        .map(|(id, training)| (id, training))
        .collect();
    for (id, training) in &trainings {
        assert_eq!(training.faults(), [], "{id}");
    }
    let mut times: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (id, enrolment) in &demo.enrolments {
        let training = trainings[&enrolment.training];
        assert_eq!(enrolment.faults(training), [], "{id}");
        assert!(enrolment.state.is_final(), "{id}");
        times
            .entry(enrolment.person().unwrap())
            .or_default()
            .push(training.period());
    }
    for (person, periods) in times {
        for (n, one) in periods.iter().enumerate() {
            assert!(
                periods.iter().take(n).all(|other| !other.overlaps(one)),
                "{person}"
            );
        }
    }
}

#[test]
fn everybody_says_that_they_are_invented() {
    let demo = demonstration();
    let numbers: HashSet<_> = demo
        .people
        .iter()
        .map(|(_, demo)| demo.identity_number.in_full().to_owned())
        .collect();
    assert_eq!(numbers.len(), PEOPLE);
    for (id, demo) in &demo.people {
        assert!(demo.person.name.shown().ends_with(names::MARK), "{id}");
        assert!(demo.person.note.as_deref().unwrap().contains("虚构"), "{id}");
        assert!(
            demo.identity_number.in_full().starts_with("990000"),
            "no division begins with 99"
        );
    }
    for title in demo.trainings.iter().map(|(_, training)| &training.title) {
        assert!(title.ends_with(names::MARK), "{title}");
    }
}

#[test]
fn it_is_the_same_each_time() {
    assert!(Demonstration::make().unwrap() == *demonstration());
}

#[test]
fn some_fail_some_stay_away_and_some_have_one_name() {
    let demo = demonstration();
    let count = |state| demo.enrolments.iter().filter(|(_, e)| e.state == state).count();
    for state in [
        EnrolmentState::Failed,
        EnrolmentState::Withdrawn,
        EnrolmentState::Deferred,
        EnrolmentState::Exempt,
    ] {
        assert!((20..2_000).contains(&count(state)), "{state}: {}", count(state));
    }
    let names: HashSet<_> = demo
        .people
        .iter()
        .map(|(_, demo)| demo.person.name.shown())
        .collect();
    assert!(
        names.len() < PEOPLE,
        "people of one name are what a registry has to tell apart"
    );
}

#[test]
fn the_tibetan_names_are_found_however_they_are_spelt() {
    let table = crate::registry::transliterations();
    let demo = demonstration();
    let tibetan = demo
        .people
        .iter()
        .filter(|(_, demo)| demo.person.name.bo.is_some());
    for (id, demo) in tibetan {
        let name = &demo.person.name;
        let class = table.class_of(name.bo.as_deref().unwrap());
        assert!(class.is_some(), "{id}: {name:?}");
        assert_eq!(class, table.class_of(&name.others[0]), "{id}: {name:?}");
    }
}
