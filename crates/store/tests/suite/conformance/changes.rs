//! The change log.

use store::{Change, Kind, Op, Store, changes};

use crate::fixtures::{concept, create, stamp, update};

fn log(store: &Store, after: u64, limit: usize) -> Vec<Change> {
    store
        .read(|session| changes::since(session, after, limit))
        .unwrap()
}

pub fn the_log_numbers_every_change_in_order(store: &Store) {
    assert_eq!(store.read(changes::last_seq), Ok(0));
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    update(store, court.id, 1, concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང")).unwrap();
    store
        .write(move |tx| {
            let judge = tx.create(concept("法官", "ཁྲིམས་དཔོན"), &stamp("b", 7))?;
            assert_eq!(tx.last_seq(), 3);
            tx.delete(judge.id, 1, &stamp("b", 8))
        })
        .unwrap();

    let change = |seq, id: &str, revision, op, at_ms| Change {
        seq,
        kind: Kind::Concept,
        id: id.to_owned(),
        revision,
        op,
        target: None,
        at_ms,
    };
    let expected = [
        change(1, "c-000001", 1, Op::Upsert, 1),
        change(2, "c-000001", 2, Op::Upsert, 2),
        change(3, "c-000002", 1, Op::Upsert, 7),
        change(4, "c-000002", 2, Op::Delete, 8),
    ];
    assert_eq!(log(store, 0, 100), expected);
    assert_eq!(store.read(changes::last_seq), Ok(4));
}

pub fn a_page_of_the_log_starts_after_the_number_given(store: &Store) {
    for zh in ["一", "二", "三", "四", "五"] {
        create(store, concept(zh, ""));
    }
    let seqs = |after, limit| log(store, after, limit).iter().map(|c| c.seq).collect::<Vec<_>>();
    assert_eq!(seqs(0, 2), [1, 2]);
    assert_eq!(seqs(2, 2), [3, 4]);
    assert_eq!(seqs(4, 2), [5]);
    assert_eq!(seqs(5, 2), [0; 0]);
    assert_eq!(
        seqs(u64::MAX, usize::MAX),
        [0; 0],
        "a number beyond all columns is no error"
    );
}

pub fn a_change_tells_whose_it_is(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let found = store
        .read(|session| changes::find(session, court.seq))
        .unwrap()
        .unwrap();
    assert_eq!(found.concept_id(), Some(court.id));
    assert_eq!(store.read(|session| changes::find(session, 2)), Ok(None));
}
