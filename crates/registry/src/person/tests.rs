//! The rules that a person keeps, and how one is written down.

use super::*;
use crate::fault::show;
use crate::{PostKind, normalize_name};

fn period(from: &str, to: Option<&str>) -> Period {
    Period {
        from: from.parse().unwrap(),
        to: to.map(|day| day.parse().unwrap()),
    }
}

fn person() -> Person {
    Person {
        name: PersonName {
            zh: Some(normalize_name("扎西")),
            bo: Some(normalize_name("བཀྲ་ཤིས")),
            others: Vec::new(),
        },
        sex: Some(Sex::Male),
        ethnic_group: Some("藏".parse().unwrap()),
        born_on: Some("1985-03-12".parse().unwrap()),
        posts: vec![Post {
            court: "632722".to_owned(),
            department: None,
            kind: PostKind::Clerk,
            rank: None,
            in_quota: false,
            is_secondment: false,
            period: period("2010-07-01", None),
            document: None,
        }],
        ..Person::default()
    }
}

#[test]
fn every_rule_names_its_member_and_the_way_out() {
    let today = "2019-10-14".parse().unwrap();
    assert_eq!(person().faults(today), []);
    let pool = |from: &str, to: Option<&str>, decision: &str| PoolMembership {
        pool: Pool::Expert,
        period: period(from, to),
        decision: decision.to_owned(),
        left_because: None,
    };
    let number = |row: &str| Secret {
        kind: SecretKind::IdentityNumber,
        row: row.to_owned(),
        last_four: "002X".to_owned(),
    };
    let wrong = Person {
        name: PersonName::default(),
        born_on: Some("2091-03-12".parse().unwrap()),
        secrets: vec![number("s-1"), number("s-2")],
        pools: vec![
            pool("2016-01-01", None, "青高法〔2016〕7号"),
            pool("2018-01-01", Some("2017-01-01"), " "),
        ],
        unavailability: vec![Absence {
            period: period("2019-02-01", Some("2019-01-01")),
            reason: None,
        }],
        ..person()
    };
    insta::assert_snapshot!(show(&wrong.faults(today)));
}

#[test]
fn an_identity_number_is_believed_more_than_what_was_typed() {
    let number = IdentityNumber::read("11010519491231002X").unwrap();
    insta::assert_snapshot!(show(&person().contradictions(&number)));
    let fitting = Person {
        born_on: Some("1949-12-31".parse().unwrap()),
        sex: None,
        ..person()
    };
    assert_eq!(fitting.contradictions(&number), []);
}

#[test]
fn a_person_is_kept_and_read_as_it_was_and_other_members_are_refused() {
    let json = serde_json::to_string(&person()).unwrap();
    assert_eq!(serde_json::from_str::<Person>(&json).unwrap(), person());
    assert!(serde_json::from_str::<Person>(r#"{"name":{"zh":"扎西"},"surname":"扎"}"#).is_err());
}

#[test]
fn a_name_was_cut_or_kept_with_what_nobody_sees() {
    let today = "2019-10-14".parse().unwrap();
    let named = |zh: &str, bo: &str, other: &str| Person {
        name: PersonName {
            zh: Some(zh.to_owned()),
            bo: Some(bo.to_owned()),
            others: vec![other.to_owned()],
        }
        .normalized(),
        ..person()
    };
    assert_eq!(named(&"扎".repeat(100), "བཀྲ་ཤིས", "札西").faults(today), []);
    let wrong = named(&"扎".repeat(10_000), "བཀྲ་\u{1}ཤིས", "札\u{7f}西");
    insta::assert_snapshot!(show(&wrong.faults(today)));
}
