//! The change feed and the history of a concept.

use app::{Op, Version};
use testkit::{Application, csv_file};

#[test]
fn changes_come_in_order_without_gap_and_carry_the_concept_as_it_is_now() {
    let application = Application::with_pairs(&[("法院", "ཁྲིམས་ཁང"), ("离婚", "")]);
    application.clock.advance_ms(1_000);
    assert!(
        application
            .import("more.csv", &csv_file(&[("离婚", "བཟའ་ཚང་ཁ་བྲལ་བ")]))
            .applied
    );
    let permit = application.read_permit();
    let page = application.app.list_changes(&permit, 0, 100, true).unwrap();
    let lines: Vec<_> = page
        .changes
        .iter()
        .map(|c| {
            format!(
                "{} {} r{} {} {}",
                c.seq,
                c.id,
                c.revision,
                c.op.as_str(),
                c.body.as_ref().map_or(0, |b| b.terms.len())
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "1 c-000001 r1 upsert 2",
            "2 c-000002 r1 upsert 2",
            "3 c-000002 r2 upsert 2"
        ]
    );
    assert_eq!(page.last_seq, 3);
    let rest = application.app.list_changes(&permit, 2, 100, false).unwrap();
    assert_eq!(rest.changes.len(), 1);
    assert_eq!(
        (rest.changes[0].op, rest.changes[0].body.clone()),
        (Op::Upsert, None)
    );
    assert_eq!(rest.changes[0].at_ms - page.changes[0].at_ms, 1_000);
}

#[test]
fn a_copy_of_another_history_is_told_so() {
    let application = Application::with_pairs(&[("法院", "ཁྲིམས་ཁང"), ("离婚", "")]);
    let changes = |since| {
        let page = application
            .app
            .list_changes(&application.read_permit(), since, 10, false);
        page.map(|page| page.changes.len())
    };
    assert_eq!(changes(2).unwrap(), 0, "up to date");
    let refused = changes(3).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "there is no change 3: the last one is 2 (hint: take a new export and follow from its `seq`)"
    );
}

#[test]
fn a_concept_can_be_read_as_it_was() {
    let application = Application::with_pairs(&[("离婚", "")]);
    assert!(
        application
            .import("more.csv", &csv_file(&[("离婚", "བཟའ་ཚང་ཁ་བྲལ་བ")]))
            .applied
    );
    let (permit, id) = (application.read_permit(), "c-000001".parse().unwrap());
    let terms = |version| {
        application
            .app
            .find_concept(&permit, id, version, None)
            .map(|e| (e.revision, e.concept.terms.len()))
    };
    assert_eq!(terms(Version::Standing).unwrap(), (2, 2));
    assert_eq!(terms(Version::Revision(1)).unwrap(), (1, 1));
    assert!(matches!(
        terms(Version::Revision(3)),
        Err(app::Error::NoSuchRevision { revision: 3, .. })
    ));
    let history = application.app.list_revisions(&permit, id, None, None).unwrap();
    assert_eq!(
        history.iter().map(|line| line.revision).collect::<Vec<_>>(),
        [2, 1]
    );
}

#[test]
fn what_is_not_there_says_which() {
    let application = Application::empty();
    let missing = "c-000404".parse().unwrap();
    let found = application
        .app
        .find_concept(&application.read_permit(), missing, Version::Standing, None);
    assert_eq!(found.unwrap_err().to_string(), "there is no concept `c-000404`");
}
