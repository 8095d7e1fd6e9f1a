//! Names of a list and of its new edition.

use super::*;
use crate::Membership;

fn entry(name: &str, number: &str, article: &str) -> ListEntry {
    ListEntry {
        concept: ConceptId::new(1),
        number: Some(number.to_owned()),
        name: name.to_owned(),
        article: Some(article.to_owned()),
    }
}

fn changes(new: &[(&str, &str, &str)], old: &[(&str, &str, &str)]) -> ListChanges {
    let of = |kind, entry: ListEntry| match kind {
        ListChangeKind::New => ListChange {
            kind,
            old: None,
            new: Some(entry),
        },
        _ => ListChange {
            kind,
            old: Some(entry),
            new: None,
        },
    };
    let new = new
        .iter()
        .map(|(n, no, a)| of(ListChangeKind::New, entry(n, no, a)));
    let old = old
        .iter()
        .map(|(n, no, a)| of(ListChangeKind::Abolished, entry(n, no, a)));
    ListChanges {
        collection: "charges-2027".parse().unwrap(),
        predecessor: "charges-2024".parse().unwrap(),
        changes: new.chain(old).collect(),
    }
}

#[track_caller]
fn check(new: &[(&str, &str, &str)], old: &[(&str, &str, &str)], expected: &[(&str, &str)]) {
    let found: Vec<_> = changes(new, old)
        .likely_renames()
        .into_iter()
        .map(|likely| (likely.old.name, likely.new.name))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(o, n)| ((*o).to_owned(), (*n).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_name_much_like_an_abolished_one_of_its_article_is_suggested() {
    let old = ("生产、销售假药罪", "145", "第141条");
    check(
        &[("生产、销售、提供假药罪", "150", "第141条")],
        &[old],
        &[("生产、销售假药罪", "生产、销售、提供假药罪")],
    );
    // The number alone will do, since an article may move; neither of both will not.
    check(
        &[("生产、销售、提供假药罪", "145", "第1条")],
        &[old],
        &[("生产、销售假药罪", "生产、销售、提供假药罪")],
    );
    check(&[("生产、销售、提供假药罪", "150", "第1条")], &[old], &[]);
    check(&[("盗窃罪", "145", "第141条")], &[old], &[]);
}

#[test]
fn each_name_stands_in_one_suggestion_the_most_alike_first() {
    let new = [("甲乙丙丁罪", "1", "第1条"), ("甲乙丙罪", "2", "第1条")];
    let old = [("甲乙丙丁戊罪", "8", "第1条"), ("甲乙罪", "9", "第1条")];
    check(
        &new,
        &old,
        &[("甲乙丙丁戊罪", "甲乙丙丁罪"), ("甲乙罪", "甲乙丙罪")],
    );
}

#[test]
fn a_list_goes_on_naming_a_concept_as_it_did() {
    let mut concept = Concept::draft();
    for (text, list, status) in [
        ("新罪", "charges-2027", AdministrativeStatus::Preferred),
        ("旧罪", "charges-2024", AdministrativeStatus::Superseded),
    ] {
        let source = Source {
            title: list.to_owned(),
            url: None,
            locator: None,
            collection: Some(list.parse().unwrap()),
        };
        concept.terms.push(Term {
            administrative_status: status,
            sources: vec![source],
            ..Term::new(Lang::Zh, text).unwrap()
        });
        concept.memberships.push(Membership {
            collection: list.parse().unwrap(),
            number: None,
        });
    }
    for (list, name) in [
        ("charges-2024", Some("旧罪")),
        ("charges-2027", Some("新罪")),
        ("laws", None),
    ] {
        let entry = entry_in_list(ConceptId::new(1), &concept, &list.parse().unwrap());
        assert_eq!(entry.as_ref().map(|entry| entry.name.as_str()), name, "{list}");
    }
    assert_eq!(
        term_in_list(&concept, &"laws".parse().unwrap()).map(|term| term.text.as_str()),
        Some("新罪")
    );
}

#[test]
fn a_renamed_concept_keeps_its_old_name_as_superseded() {
    let old: CollectionName = "charges-2024".parse().unwrap();
    let mut concept = Concept::draft();
    for (text, status, replaced_by) in [
        ("旧罪", AdministrativeStatus::Preferred, None),
        ("更旧的罪", AdministrativeStatus::Superseded, Some("旧罪")),
        ("俗称", AdministrativeStatus::Admitted, None),
    ] {
        concept.terms.push(Term {
            administrative_status: status,
            replaced_by: replaced_by.map(str::to_owned),
            ..Term::new(Lang::Zh, text).unwrap()
        });
    }
    concept.terms.push(Term::new(Lang::Bo, "ཉེས་མིང").unwrap());
    let new = Term::new(Lang::Zh, "新罪").unwrap();
    let told = |concept: &Concept| -> Vec<String> {
        let line = |t: &Term| {
            let by = t.replaced_by.as_deref().unwrap_or("-");
            format!("{} {} {by}", t.text, t.administrative_status)
        };
        concept.terms.iter().map(line).collect()
    };
    let once = crate::merge::merge(&renamed(&concept, &new, &old), &{
        let mut row = Concept::draft();
        row.terms.push(new.clone());
        row
    });
    assert_eq!(
        told(&once),
        [
            "旧罪 superseded 新罪",
            "更旧的罪 superseded 新罪",
            "俗称 admitted -",
            "ཉེས་མིང preferred -",
            "新罪 preferred -"
        ]
    );
    assert_eq!(crate::rules::check(&once), []);
    assert_eq!(renamed(&once, &new, &old), once, "a second time changes nothing");
    assert_eq!(term_in_list(&once, &old).unwrap().text, "旧罪");
    // Back to a name that it had.
    let back = renamed(
        &once,
        &Term::new(Lang::Zh, "旧罪").unwrap(),
        &"charges-2027".parse().unwrap(),
    );
    assert_eq!(crate::rules::check(&back), []);
    assert_eq!(back.preferred(Lang::Zh), Some("旧罪"));
}

#[test]
fn likeness_is_the_part_of_the_characters_that_two_names_share() {
    for (one, other, expected) in [
        ("盗窃罪", "盗窃罪", 100),
        ("盗窃罪", "抢劫罪", 33),
        ("甲甲", "甲", 66),
        ("", "", 0),
    ] {
        assert_eq!(likeness(one, other), expected, "{one} {other}");
        assert_eq!(likeness(other, one), expected, "{other} {one}");
    }
}
