//! The way of an enrolment, what it counts for, and the rules that it keeps.

use super::*;
use crate::fault::show;
use crate::training::tests::{lesson, training};
use crate::{Component, HalfDay, Period, Presence};

fn there(day: &str, half: HalfDay) -> Attendance {
    Attendance {
        day: day.parse().unwrap(),
        half,
        presence: Presence::Present,
        venue: None,
    }
}

fn enrolment(attendance: Vec<Attendance>) -> Enrolment {
    Enrolment {
        training: "t-0123456789abcdef01234567".parse().unwrap(),
        trainee: Trainee::Person("p-0123456789abcdef01234567".parse().unwrap()),
        state: EnrolmentState::Completed,
        nominated_by: Some("632700".to_owned()),
        snapshot: None,
        group: Some("康巴组".to_owned()),
        venue: None,
        waiting_place: None,
        replaces: None,
        reason: None,
        attendance,
        results: Vec::new(),
        credited: None,
    }
}

fn result(component: Component, attempt: u8, passed: bool) -> TestResult {
    TestResult {
        component,
        attempt,
        score_tenths: Some(850),
        of_tenths: Some(1000),
        passed,
        on: None,
        assessor: None,
    }
}

#[test]
fn the_way_of_an_enrolment() {
    let mut table = String::new();
    for state in EnrolmentState::ALL {
        let next: Vec<&str> = state.next().iter().map(|next| next.as_str()).collect();
        let marks = [(" seat", state.takes_a_seat()), (" final", state.is_final())];
        let marks: String = marks
            .iter()
            .filter(|(_, is_set)| *is_set)
            .map(|(mark, _)| *mark)
            .collect();
        table.push_str(&format!("{state}{marks} → {}\n", next.join(" ")));
    }
    insta::assert_snapshot!(table);
    let refused = EnrolmentState::Nominated
        .become_(EnrolmentState::Completed)
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "an enrolment that is `nominated` does not become `completed`"
    );
    assert_eq!(
        EnrolmentState::Confirmed.become_(EnrolmentState::Attended),
        Ok(EnrolmentState::Attended)
    );
}

#[test]
fn a_person_time_is_a_half_day_attended() {
    assert!(!enrolment(Vec::new()).is_person_time());
    let mut excused = there("2019-10-14", HalfDay::Morning);
    excused.presence = Presence::Excused;
    assert!(!enrolment(vec![excused.clone()]).is_person_time());
    excused.presence = Presence::Late;
    assert!(enrolment(vec![excused]).is_person_time());
}

#[test]
fn hours_are_those_of_lessons_that_were_attended() {
    let mut training = training();
    training.lessons = vec![
        lesson("2019-10-14", HalfDay::Morning, None),
        lesson("2019-10-14", HalfDay::Afternoon, Some("康巴组")),
        lesson("2019-10-15", HalfDay::Morning, Some("安多组")),
    ];
    let rule = HoursRule {
        period: Period {
            from: "2019-01-01".parse().unwrap(),
            to: None,
        },
        per_half_day: Hours(40),
        least_attendance_percent: 50,
        only_if_passed: true,
        lecturer_percent: 100,
    };
    let mut enrolment = enrolment(vec![
        there("2019-10-14", HalfDay::Morning),
        there("2019-10-15", HalfDay::Morning),
    ]);
    // The second is of another group: it does not count, and is a fault.
    assert_eq!(enrolment.hours(&training, &rule), Hours(40));
    enrolment.results = vec![result(Component::MockTrial, 1, false)];
    assert_eq!(enrolment.hours(&training, &rule), Hours(0));
    enrolment.results.push(result(Component::MockTrial, 2, true));
    assert_eq!(enrolment.hours(&training, &rule), Hours(40));
    enrolment.state = EnrolmentState::Failed;
    assert_eq!(enrolment.hours(&training, &rule), Hours(0));
    // Where passing is not asked for, it counts what was attended.
    let rule = HoursRule {
        only_if_passed: false,
        ..rule
    };
    assert_eq!(enrolment.hours(&training, &rule), Hours(40));
    enrolment.state = EnrolmentState::Withdrawn;
    assert_eq!(enrolment.hours(&training, &rule), Hours(0));
}

#[test]
fn every_rule_names_its_member_and_the_way_out() {
    let mut training = training();
    training.lessons = vec![lesson("2019-10-14", HalfDay::Morning, None)];
    let right = enrolment(vec![there("2019-10-14", HalfDay::Morning)]);
    assert_eq!(right.faults(&training), []);
    let mut wrong = enrolment(vec![
        there("2019-10-13", HalfDay::Morning),
        there("2019-10-15", HalfDay::Afternoon),
        there("2019-10-15", HalfDay::Afternoon),
    ]);
    wrong.group = Some("卫藏组".to_owned());
    wrong.venue = Some("果洛分会场".to_owned());
    wrong.results = vec![
        result(Component::Written, 1, true),
        result(Component::Written, 2, true),
        TestResult {
            score_tenths: Some(1005),
            ..result(Component::Document, 1, true)
        },
    ];
    let never = Enrolment {
        state: EnrolmentState::Attended,
        ..enrolment(Vec::new())
    };
    let faults = [wrong.faults(&training), never.faults(&training)].concat();
    insta::assert_snapshot!(show(&faults));
}

#[test]
fn a_snapshot_is_of_the_own_post_on_the_first_day() {
    let json = r#"{"name":{"zh":"扎西"},"posts":[
        {"court":"632722","kind":"clerk","from":"2010-07-01","to":"2019-10-14"},
        {"court":"632700","kind":"judge","rank":"judge-3","from":"2019-10-15"},
        {"court":"630000","kind":"clerk","is_secondment":true,"from":"2019-01-01"}]}"#;
    let person: Person = serde_json::from_str(json).unwrap();
    let snapshot = Snapshot::of(&person, &training()).unwrap();
    assert_eq!(
        (snapshot.court.as_str(), snapshot.kind),
        ("632722", PostKind::Clerk)
    );
    let nobody = Person::default();
    assert_eq!(Snapshot::of(&nobody, &training()), None);
}
