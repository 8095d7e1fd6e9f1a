//! What `verify` finds.

use store::{Store, VerifyReport};

use crate::fixtures::{concept, create, listed, stamp, tamper, update};

/// Two concepts, one of them at its second revision, and one that was deleted.
fn fill(store: &Store) {
    let court = create(store, listed(concept("法院", "ཁྲིམས་ཁང"), "a-list", "1"));
    create(store, concept("法官", "ཁྲིམས་དཔོན"));
    let third = create(store, concept("书记员", ""));
    update(
        store,
        court.id,
        1,
        listed(concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང"), "a-list", "1"),
    )
    .unwrap();
    store
        .write(move |tx| tx.delete(third.id, 1, &stamp("a", 1)))
        .unwrap();
}

pub fn a_store_in_use_is_sound(store: &Store) {
    assert!(store.verify().unwrap().is_sound(), "an empty store is");
    fill(store);
    let report = store.verify().unwrap();
    let expected = VerifyReport {
        concepts: 2,
        revisions: 5,
        last_seq: 5,
        problems: vec![],
        problem_count: 0,
    };
    assert_eq!(report, expected);
}

/// Statements that each change one row, and what the report must say; every one starts from a sound store.
const TAMPERINGS: [(&str, &str, &str); 15] = [
    (
        "UPDATE concept SET body = REPLACE(body, '人民法院', '人民公社') WHERE id = 1",
        "UPDATE concept SET body = REPLACE(body, '人民公社', '人民法院') WHERE id = 1",
        "`c-000001` is not what its last revision says",
    ),
    (
        "UPDATE concept SET workflow = 'authorised' WHERE id = 2",
        "UPDATE concept SET workflow = 'draft' WHERE id = 2",
        "`c-000002` is not what its last revision says",
    ),
    (
        "UPDATE concept_revision SET body = REPLACE(body, '法院', '法庭') WHERE concept = 1 AND revision = 1",
        "UPDATE concept_revision SET body = REPLACE(body, '法庭', '法院') WHERE concept = 1 AND revision = 1",
        "revision 1 of `c-000001` is not what was written",
    ),
    (
        "UPDATE concept_revision SET revision = 3 WHERE concept = 1 AND revision = 2",
        "UPDATE concept_revision SET revision = 2 WHERE concept = 1 AND revision = 3",
        "revision 2 of `c-000001` is missing",
    ),
    (
        "UPDATE concept_revision SET at_ms = 7 WHERE concept = 3 AND revision = 2",
        "UPDATE concept_revision SET at_ms = 1 WHERE concept = 3 AND revision = 2",
        "change 5 of `c-000003` is not what its revision says",
    ),
    (
        "UPDATE concept_term SET key = '法庭' WHERE concept = 1 AND position = 0",
        "UPDATE concept_term SET key = '人民法院' WHERE concept = 1 AND position = 0",
        "the rows of `c-000001` in `concept_term` are not those of its body",
    ),
    (
        "UPDATE concept_membership SET number = '2' WHERE concept = 1",
        "UPDATE concept_membership SET number = '1' WHERE concept = 1",
        "the rows of `c-000001` in `concept_membership` are not those of its body",
    ),
    (
        "UPDATE concept_source SET title = 'another' WHERE concept = 1",
        "UPDATE concept_source SET title = 'a-list list' WHERE concept = 1",
        "the rows of `c-000001` in `concept_source` are not those of its body",
    ),
    (
        "INSERT INTO concept_source (concept, position, title) VALUES (2, 0, 'an extra one')",
        "DELETE FROM concept_source WHERE concept = 2",
        "`concept_source` has 2 rows, the bodies give 1",
    ),
    (
        "UPDATE change SET seq = 9 WHERE seq = 3",
        "UPDATE change SET seq = 3 WHERE seq = 9",
        "the change log goes from 2 to 4",
    ),
    (
        "UPDATE change SET id = 'c-000009' WHERE seq = 3",
        "UPDATE change SET id = 'c-000003' WHERE seq = 3",
        "change 3 of `c-000009` is not what its revision says",
    ),
    (
        "UPDATE change SET op = 'delete' WHERE seq = 1",
        "UPDATE change SET op = 'upsert' WHERE seq = 1",
        "change 1 of `c-000001` is not what its revision says",
    ),
    (
        "UPDATE change_counter SET last_seq = 6 WHERE one = 1",
        "UPDATE change_counter SET last_seq = 5 WHERE one = 1",
        "the change log ends at 5, its counter says 6",
    ),
    (
        "UPDATE change_counter SET last_concept = 2 WHERE one = 1",
        "UPDATE change_counter SET last_concept = 3 WHERE one = 1",
        "`c-000003` has a number that was never given",
    ),
    (
        "UPDATE concept SET body = 'nonsense' WHERE id = 2",
        "UPDATE concept SET body = (SELECT body FROM concept_revision WHERE concept = 2) WHERE id = 2",
        "revision 1 of `c-000002` cannot be read",
    ),
];

pub fn each_tampered_row_is_found(store: &Store) {
    fill(store);
    for (tampering, repair, expected) in TAMPERINGS {
        tamper(store, tampering);
        let report = store.verify().unwrap();
        let found = report.problems.iter().any(|problem| problem.contains(expected));
        assert!(found && !report.is_sound(), "{tampering}: {:?}", report.problems);
        tamper(store, repair);
        let report = store.verify().unwrap();
        assert!(report.is_sound(), "{repair}: {:?}", report.problems);
    }
}

pub fn a_report_is_bounded(store: &Store) {
    store
        .write(|tx| {
            (0..150).try_for_each(|n| {
                tx.create(concept(&format!("第{n}条"), ""), &stamp("a", 1))
                    .map(|_| ())
            })
        })
        .unwrap();
    let all = store.write_aside(|session| session.execute("UPDATE concept SET workflow = 'reviewed'", &[]));
    assert_eq!(all, Ok(150));
    let report = store.verify().unwrap();
    assert_eq!(report.problems.len(), VerifyReport::MAX_PROBLEMS);
    assert_eq!(report.problem_count, 150);
}
