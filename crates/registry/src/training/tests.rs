//! What a training plans, and the rules that it keeps.

use super::*;
use crate::fault::show;

pub(crate) fn training() -> Training {
    Training {
        programme: "g-0123456789abcdef01234567".parse().unwrap(),
        title: "第十一期双语法官培训班".to_owned(),
        number: Some(11),
        number_in_year: Some(1),
        from: "2019-10-14".parse().unwrap(),
        to: "2019-10-24".parse().unwrap(),
        mode: Mode::Classroom,
        state: TrainingState::Open,
        venues: ["主会场", "玉树分会场"]
            .map(|name| Venue {
                name: name.to_owned(),
                place: None,
                seats: None,
            })
            .to_vec(),
        groups: vec!["安多组".to_owned(), "康巴组".to_owned()],
        court: None,
        organiser: None,
        base: None,
        trainee_class: None,
        quotas: vec![Quota {
            court: "632700".to_owned(),
            seats: 3,
        }],
        lessons: Vec::new(),
        cost_fen: None,
        documents: Vec::new(),
        declared: None,
        note: None,
    }
}

pub(crate) fn lesson(day: &str, half: HalfDay, group: Option<&str>) -> Lesson {
    Lesson {
        day: day.parse().unwrap(),
        half,
        topic: "裁判文书写作".to_owned(),
        lecturer: None,
        lecturer_name: None,
        venue: None,
        group: group.map(str::to_owned),
        room: None,
    }
}

#[test]
fn a_title_that_would_fill_a_page_is_refused_with_the_limit() {
    let titled = |chars: usize| Training {
        title: "训".repeat(chars),
        ..training()
    };
    assert_eq!(titled(100).faults(), []);
    let said = show(&titled(101).faults());
    assert!(
        said.starts_with("/title too_many_characters") && said.contains("有 101 个字，超过 100 个"),
        "{said}"
    );
}

#[test]
fn a_training_counts_to_the_year_of_its_first_day() {
    let over_the_year = Training {
        from: "2018-12-28".parse().unwrap(),
        to: "2019-01-05".parse().unwrap(),
        ..training()
    };
    assert_eq!((over_the_year.year(), over_the_year.faults()), (2018, Vec::new()));
}

#[test]
fn half_days_are_those_of_the_timetable_or_all() {
    let mut training = training();
    assert_eq!(training.planned(None, None).len(), 22);
    training.lessons = vec![
        lesson("2019-10-14", HalfDay::Morning, None),
        lesson("2019-10-15", HalfDay::Morning, Some("安多组")),
        lesson("2019-10-15", HalfDay::Morning, Some("康巴组")),
        lesson("2019-10-15", HalfDay::Afternoon, Some("康巴组")),
    ];
    assert_eq!(training.faults(), []);
    assert_eq!(training.planned(Some("安多组"), None).len(), 2);
    assert_eq!(training.planned(Some("康巴组"), Some("主会场")).len(), 3);
    assert_eq!(training.planned(None, None).len(), 1);
    let reversed = Training {
        to: "2019-10-01".parse().unwrap(),
        lessons: Vec::new(),
        ..training
    };
    assert!(reversed.planned(None, None).is_empty());
}

#[test]
fn a_court_sends_as_many_as_it_has_seats() {
    assert_eq!(training().seats_left("632700", 2), Some(1));
    assert_eq!(training().seats_left("632700", 4), Some(0));
    assert_eq!(training().seats_left("632800", 0), Some(0));
    let open = Training {
        quotas: Vec::new(),
        ..training()
    };
    assert_eq!(open.seats_left("632800", 900), None);
}

#[test]
fn every_rule_names_its_member_and_the_way_out() {
    let mut wrong = training();
    wrong.title = String::new();
    wrong.number = Some(0);
    wrong.to = "2091-10-24".parse().unwrap();
    wrong.groups.push("安多组".to_owned());
    wrong.quotas.push(wrong.quotas[0].clone());
    wrong.declared = Some(Declared {
        person_times: 60,
        persons: None,
        hours: None,
        source: " ".to_owned(),
    });
    wrong.lessons = vec![
        lesson("2019-10-13", HalfDay::Morning, Some("卫藏组")),
        lesson("2019-10-14", HalfDay::Morning, None),
        lesson("2019-10-14", HalfDay::Morning, Some("安多组")),
    ];
    insta::assert_snapshot!(show(&wrong.faults()));
}

#[test]
fn declared_totals_count_until_somebody_is_on_the_roster() {
    use crate::EnrolmentState;

    let mut old = training();
    assert_eq!(old.counted_declared(false), None);
    let declared = Declared {
        person_times: 60,
        persons: Some(58),
        hours: None,
        source: "青高法〔2010〕12号".to_owned(),
    };
    old.declared = Some(declared.clone());
    for (state, counts) in [
        (EnrolmentState::Waiting, true),
        (EnrolmentState::Nominated, true),
        (EnrolmentState::Withdrawn, true),
        (EnrolmentState::Deferred, true),
        (EnrolmentState::Exempt, true),
        (EnrolmentState::Confirmed, false),
        (EnrolmentState::Attended, false),
        (EnrolmentState::Completed, false),
        (EnrolmentState::Failed, false),
    ] {
        let counted = old.counted_declared(state.is_on_roster());
        assert_eq!(counted.is_some(), counts, "{state}");
        assert_eq!(
            old.declared.as_ref(),
            Some(&declared),
            "what was declared stays to be read"
        );
    }
}

#[test]
fn more_persons_were_declared_than_person_times() {
    let declared = |person_times, persons| Training {
        declared: Some(Declared {
            person_times,
            persons,
            hours: None,
            source: "青高法〔2010〕12号".to_owned(),
        }),
        ..training()
    };
    for (person_times, persons) in [(60, None), (60, Some(60)), (60, Some(58)), (0, Some(0))] {
        assert_eq!(
            declared(person_times, persons).faults(),
            [],
            "{person_times} {persons:?}"
        );
    }
    insta::assert_snapshot!(show(&declared(6, Some(58)).faults()), @r"
    /declared/persons more_persons_than_times
      58 persons cannot make 6 person-times (hint: correct one of the two)
      58 人不可能只有 6 人次（提示：请更正其中一项）
    ");
}
