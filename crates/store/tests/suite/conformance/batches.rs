//! Batches with their concepts and scans, and spellings that wait for one.

use glossary::{BatchKind, ConceptId};
use store::batches::{self, Authorised, Batch, BatchItem, Scan};
use store::spelling_changes::{self, SpellingChange};
use store::{BatchState, Error, ItemClass, Store};

use crate::fixtures::{digest, in_fifty_transactions};

pub fn batch(id: &str, number: &str) -> Batch {
    Batch {
        id: id.to_owned(),
        kind: BatchKind::Meeting,
        number: number.to_owned(),
        committee: "术语审定委员会".to_owned(),
        decided_on: Some("2026-11-20".to_owned()),
        decision: Some("青高法〔2026〕1号".to_owned()),
        title: None,
        publisher: None,
        note: None,
        state: BatchState::Open,
        revision: 1,
        created_by: "chair".to_owned(),
        created_at_ms: 10,
        authorised: None,
    }
}

pub fn make(store: &Store, batch: &Batch) -> Result<(), Error> {
    let batch = batch.clone();
    store.write_aside(move |session| batches::create(session, &batch))
}

fn find(store: &Store, id: &str) -> Option<Batch> {
    store.read(|session| batches::find(session, id)).unwrap()
}

pub fn by_chair() -> Authorised {
    Authorised {
        by: "chair".to_owned(),
        at_ms: 20,
        seq: 7,
    }
}

pub fn a_batch_reads_back_as_it_was_written(store: &Store) {
    let full = Batch {
        kind: BatchKind::PublishedBefore,
        title: Some("汉藏对照法学词典".to_owned()),
        publisher: Some("人民法院出版社".to_owned()),
        note: Some("ཤན་སྦྱར".to_owned()),
        ..batch("b-1", "1")
    };
    let bare = Batch {
        decided_on: None,
        decision: None,
        ..batch("b-2", "2")
    };
    for written in [&full, &bare] {
        make(store, written).unwrap();
        assert_eq!(find(store, &written.id).as_ref(), Some(written));
        let by_number = store.read(|session| batches::find_by_number(session, &written.number));
        assert_eq!(by_number, Ok(Some(written.clone())));
    }
    assert_eq!((find(store, "b-3"), find(store, "b-1\0")), (None, None));
    let by_number = store.read(|session| batches::find_by_number(session, "1\0"));
    assert_eq!(by_number, Ok(None));
    for (id, number) in [("b-1", "3"), ("b-3", "2")] {
        let taken = Err(Error::Taken {
            what: "batch",
            id: number.to_owned(),
        });
        assert_eq!(make(store, &batch(id, number)), taken);
    }
    let later = Batch {
        created_at_ms: 11,
        ..batch("b-0", "4")
    };
    make(store, &later).unwrap();
    let ids = |before, limit| {
        let all = store
            .read(|session| batches::list(session, before, limit))
            .unwrap();
        all.into_iter().map(|b| b.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, 10), ["b-0", "b-2", "b-1"]);
    assert_eq!(ids(Some((11, "b-0")), 1), ["b-2"]);
    assert_eq!(ids(Some((10, "b-1")), 9), [""; 0]);
}

pub fn an_open_batch_is_changed_and_closed_once(store: &Store) {
    for (id, number) in [("b-1", "1"), ("b-2", "2")] {
        make(store, &batch(id, number)).unwrap();
    }
    let write = |changed: Batch, expected| {
        store.write_aside(move |session| batches::update(session, &changed, expected))
    };
    let renamed = Batch {
        note: Some("补充".to_owned()),
        ..batch("b-1", "1甲")
    };
    assert_eq!(write(renamed.clone(), 1), Ok(2));
    let stale = |expected, current| Error::StaleRow {
        what: "batch",
        id: "b-1".to_owned(),
        expected,
        current,
    };
    assert_eq!(write(renamed.clone(), 1), Err(stale(1, 2)));
    let taken = write(batch("b-1", "2"), 2);
    assert!(matches!(taken, Err(Error::Taken { .. })), "{taken:?}");

    let close =
        |expected| store.write_aside(move |session| batches::close(session, "b-1", expected, &by_chair()));
    assert_eq!(close(1), Err(stale(1, 2)));
    assert_eq!(close(2), Ok(3));
    let closed = Batch {
        state: BatchState::Authorised,
        revision: 3,
        authorised: Some(by_chair()),
        ..renamed.clone()
    };
    assert_eq!(find(store, "b-1"), Some(closed));
    for outcome in [close(3).map(|_| ()), write(renamed, 3).map(|_| ())] {
        assert!(matches!(outcome, Err(Error::NotFound { .. })), "{outcome:?}");
    }
}

pub fn of_fifty_closings_of_a_batch_one_counts(store: &Store) {
    make(store, &batch("b-1", "1")).unwrap();
    let answers = in_fifty_transactions(store, |session, nth| {
        let authorised = Authorised {
            by: format!("chair-{nth}"),
            ..by_chair()
        };
        match batches::close(session, "b-1", 1, &authorised) {
            Err(Error::NotFound { .. } | Error::StaleRow { .. }) => Ok(false),
            other => other.map(|_| true),
        }
    });
    let winner = crate::fixtures::the_one_that_won(&answers);
    let by = find(store, "b-1").unwrap().authorised.unwrap().by;
    assert_eq!(by, format!("chair-{winner}"));
}

pub fn a_batch_has_a_concept_once(store: &Store) {
    for (id, number) in [("b-1", "1"), ("b-2", "2")] {
        make(store, &batch(id, number)).unwrap();
    }
    let item = |number, revision| BatchItem {
        concept: ConceptId::new(number),
        revision,
        class: ItemClass::Substance,
    };
    let put = |batch: &'static str, item: BatchItem| {
        store.write_aside(move |session| batches::put_item(session, batch, &item))
    };
    for written in [item(3, 1), item(1, 4), item(2, 1), item(2, 2)] {
        put("b-1", written).unwrap();
    }
    put("b-2", item(2, 2)).unwrap();
    assert!(put("b-9", item(1, 1)).is_err(), "there is no such batch");
    let items = |after, limit| {
        store
            .read(|session| batches::items(session, "b-1", after, limit))
            .unwrap()
    };
    assert_eq!(items(None, 10), [item(1, 4), item(2, 2), item(3, 1)]);
    assert_eq!(items(Some(ConceptId::new(1)), 1), [item(2, 2)]);
    let open = store
        .read(|session| batches::open_with(session, ConceptId::new(2)))
        .unwrap();
    assert_eq!(
        open.iter().map(|b| b.id.as_str()).collect::<Vec<_>>(),
        ["b-1", "b-2"]
    );

    let remove = || store.write_aside(|session| batches::remove_item(session, "b-1", ConceptId::new(2)));
    assert_eq!((remove(), remove()), (Ok(true), Ok(false)));
    assert_eq!(store.read(|session| batches::count_items(session, "b-1")), Ok(2));
    assert_eq!(
        store.read(|session| batches::has_authorised(session, "b-1")),
        Ok(false)
    );
}

pub fn a_scan_takes_the_place_of_the_one_before(store: &Store) {
    make(store, &batch("b-1", "1")).unwrap();
    let scan = |byte: u8| Scan {
        name: "批文.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: vec![byte; 3],
        digest: digest(byte),
    };
    assert_eq!(store.read(|session| batches::find_scan(session, "b-1")), Ok(None));
    for byte in [1, 2] {
        let written = scan(byte);
        store
            .write_aside(move |session| batches::put_scan(session, "b-1", &written))
            .unwrap();
        assert_eq!(
            store.read(|session| batches::find_scan(session, "b-1")),
            Ok(Some(scan(byte)))
        );
    }
}

pub fn spellings_wait_for_the_next_batch(store: &Store) {
    make(store, &batch("b-1", "1")).unwrap();
    let change = |number, revision, at_ms| SpellingChange {
        concept: ConceptId::new(number),
        revision,
        at_ms,
    };
    for written in [change(2, 5, 30), change(1, 2, 40), change(2, 7, 50)] {
        store
            .write_aside(move |session| spelling_changes::add(session, &written))
            .unwrap();
    }
    let waiting = |limit| {
        store
            .read(|session| spelling_changes::list_waiting(session, limit))
            .unwrap()
    };
    assert_eq!(waiting(2), [change(2, 5, 30), change(1, 2, 40)]);
    let decided = BatchItem {
        concept: ConceptId::new(1),
        revision: 9,
        class: ItemClass::Substance,
    };
    store
        .write_aside(move |session| batches::put_item(session, "b-1", &decided))
        .unwrap();
    let listed = store.write_aside(|session| spelling_changes::take_into(session, "b-1"));
    assert_eq!(listed, Ok(1));
    let spelled = BatchItem {
        concept: ConceptId::new(2),
        revision: 7,
        class: ItemClass::Spelling,
    };
    let items = store.read(|session| batches::items(session, "b-1", None, 10));
    assert_eq!(items, Ok(vec![decided, spelled]));
    assert_eq!(waiting(10), []);
}
