//! What stands, batches, spellings and editions.

use glossary::{Concept, ConceptId, Workflow};
use store::batches::{self, Authorised, Batch, BatchItem, Scan};
use store::editions::{self, Difference};
use store::shown::{self, Shown};
use store::spelling_changes::{self, SpellingChange};
use store::{Act, BatchKind, BatchState, Deed, Error, ItemClass, Standing, Store, Stored, changes, concepts};

use crate::fixtures::{concept, create, digest, in_fifty_transactions, stamp, tamper, update};

fn batch(id: &str, number: &str) -> Batch {
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

fn make(store: &Store, batch: &Batch) -> Result<(), Error> {
    let batch = batch.clone();
    store.write_aside(move |session| batches::create(session, &batch))
}

fn find(store: &Store, id: &str) -> Option<Batch> {
    store.read(|session| batches::find(session, id)).unwrap()
}

fn read(store: &Store, id: ConceptId) -> Option<Shown> {
    store.read(|session| shown::find(session, id)).unwrap()
}

fn authorised(zh: &str, bo: &str) -> Concept {
    Concept {
        workflow: Workflow::Authorised,
        ..concept(zh, bo)
    }
}

/// Writes `body` as an authorised revision that stands.
fn authorise(store: &Store, id: ConceptId, revision: u64, body: Concept) -> Stored {
    let deed = Deed {
        batch: Some("b-1".to_owned()),
        standing: Standing::This,
        ..Deed::of(Act::Authorise)
    };
    store
        .write(move |tx| tx.perform(id, revision, body.clone(), &deed, &stamp("chair", 5)))
        .unwrap()
}

/// One concept with a standing second revision and a third that is being drafted, one draft, one that stands.
fn fill(store: &Store) -> [ConceptId; 3] {
    make(store, &batch("b-1", "第1批")).unwrap();
    let close = |session: &mut dyn store::Session| batches::close(session, "b-1", 1, &by_chair());
    store.write_aside(close).unwrap();
    let ids = [("法院", "ཁྲིམས་ཁང"), ("法官", "ཁྲིམས་དཔོན"), ("证据", "དཔང་རྟགས")]
        .map(|(zh, bo)| create(store, concept(zh, bo)).id);
    authorise(store, ids[0], 1, authorised("法院", "ཁྲིམས་ཁང"));
    update(store, ids[0], 2, concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང")).unwrap();
    authorise(store, ids[2], 1, authorised("证据", "དཔང་རྟགས"));
    ids
}

fn by_chair() -> Authorised {
    Authorised {
        by: "chair".to_owned(),
        at_ms: 20,
        seq: 7,
    }
}

pub fn what_stands_is_read_while_its_successor_is_drafted(store: &Store) {
    let [court, judge, evidence] = fill(store);
    let stands = read(store, court).unwrap();
    assert_eq!((stands.revision, stands.newest), (2, 3));
    assert_eq!(stands.body, authorised("法院", "ཁྲིམས་ཁང"));
    assert_eq!(stands.batch.as_deref(), Some("b-1"));
    let newest = store
        .read(|session| concepts::find(session, court))
        .unwrap()
        .unwrap();
    assert_eq!((newest.revision, newest.standing), (3, Some(2)));
    let draft = read(store, judge).unwrap();
    assert_eq!((draft.revision, draft.newest, draft.batch), (1, 1, None));

    let ids = [evidence, ConceptId::new(99), court, evidence];
    let many = store.read(|session| shown::find_many(session, &ids)).unwrap();
    let read_of = |all: &[Shown]| all.iter().map(|s| (s.id, s.revision)).collect::<Vec<_>>();
    assert_eq!(read_of(&many), [(evidence, 2), (court, 2), (evidence, 2)]);
    let page = |after, limit| {
        store
            .read(|session| shown::page_after(session, after, limit))
            .unwrap()
    };
    assert_eq!(read_of(&page(None, 10)), [(court, 2), (judge, 1), (evidence, 2)]);
    assert_eq!(read_of(&page(Some(court), 1)), [(judge, 1)]);
    assert_eq!(read(store, ConceptId::new(99)), None);
    assert!(store.verify().unwrap().is_sound());
}

pub fn what_is_withdrawn_stands_no_more(store: &Store) {
    let [_, _, evidence] = fill(store);
    let deed = Deed {
        standing: Standing::None,
        reason: Some("法律已废止".to_owned()),
        ..Deed::of(Act::Withdraw)
    };
    let withdrawn = Concept {
        workflow: Workflow::Withdrawn,
        ..concept("证据", "དཔང་རྟགས")
    };
    let body = withdrawn.clone();
    store
        .write(move |tx| tx.perform(evidence, 2, body.clone(), &deed, &stamp("chair", 6)))
        .unwrap();
    let seen = read(store, evidence).unwrap();
    assert_eq!((seen.revision, seen.body), (3, withdrawn));
    let last = store
        .read(|session| concepts::list_revisions(session, evidence, None, 1))
        .unwrap();
    assert_eq!(
        (last[0].act, last[0].reason.as_deref(), last[0].batch.as_deref()),
        (Act::Withdraw, Some("法律已废止"), None)
    );
    assert!(store.verify().unwrap().is_sound());
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

pub fn an_edition_stays_as_it_was_frozen(store: &Store) {
    let [court, judge, evidence] = fill(store);
    let freeze = |title: &'static str| {
        store
            .write(move |tx| editions::freeze(tx, title, Some("试用"), "chair", 30))
            .unwrap()
    };
    let first = freeze("第一版");
    assert_eq!((first.number, first.concepts, first.digest.len()), (1, 2, 32));
    assert_eq!(Ok(first.seq), store.read(changes::last_seq));

    authorise(store, judge, 1, authorised("法官", "ཁྲིམས་དཔོན"));
    authorise(store, court, 3, authorised("人民法院", "མི་དམངས་ཁྲིམས་ཁང"));
    let second = freeze("第二版");
    assert_ne!(first.digest, second.digest);
    assert_eq!(
        store.read(editions::list),
        Ok(vec![second.clone(), first.clone()])
    );
    assert_eq!(store.read(|session| editions::find(session, 1)), Ok(Some(first)));
    assert_eq!(store.read(|session| editions::find(session, 3)), Ok(None));

    let of = |edition, after, limit| {
        let page = store
            .read(|session| editions::page_after(session, edition, after, limit))
            .unwrap();
        page.into_iter().map(|s| (s.id, s.revision)).collect::<Vec<_>>()
    };
    assert_eq!(of(1, None, 10), [(court, 2), (evidence, 2)]);
    assert_eq!(of(2, Some(court), 1), [(judge, 2)]);
    let revision = |edition, id| {
        store
            .read(|session| editions::revision_in(session, edition, id))
            .unwrap()
    };
    assert_eq!(
        (revision(1, court), revision(2, court), revision(1, judge)),
        (Some(2), Some(4), None)
    );

    let differ = |from, to, after, limit| {
        store
            .read(|session| editions::differences(session, from, to, after, limit))
            .unwrap()
    };
    let difference = |concept, from, to| Difference { concept, from, to };
    let changed = difference(court, Some(2), Some(4));
    assert_eq!(
        differ(1, 2, None, 10),
        [changed, difference(judge, None, Some(2))]
    );
    assert_eq!(differ(1, 2, Some(court), 1), [difference(judge, None, Some(2))]);
    assert_eq!(differ(2, 1, None, 1), [difference(court, Some(4), Some(2))]);
    assert_eq!(differ(1, 1, None, 10), []);
    assert!(store.verify().unwrap().is_sound());
}

/// Statements that each change one row, and what the report must say; every one starts from a sound store.
const TAMPERINGS: [(&str, &str, &str); 5] = [
    (
        "UPDATE concept SET standing = 1 WHERE id = 1",
        "UPDATE concept SET standing = 2 WHERE id = 1",
        "revision 1 of `c-000001` stands and was not authorised",
    ),
    (
        "UPDATE batch SET state = 'open', authorised_by = NULL, authorised_at_ms = NULL, seq = NULL",
        "UPDATE batch SET state = 'authorised', authorised_by = 'chair', authorised_at_ms = 20, seq = 7",
        "revision 2 of `c-000001` was authorised in `b-1`, which is no authorised batch",
    ),
    (
        "INSERT INTO batch_item (batch, concept, revision, class) VALUES ('b-1', 9, 1, 'substance')",
        "DELETE FROM batch_item",
        "the batch `b-1` has revision 1 of `c-000009`, which is not there",
    ),
    (
        "UPDATE edition_concept SET revision = 1 WHERE concept = 1",
        "UPDATE edition_concept SET revision = 2 WHERE concept = 1",
        "edition 1 is not what was frozen",
    ),
    (
        "UPDATE edition_concept SET revision = 3 WHERE concept = 1",
        "UPDATE edition_concept SET revision = 2 WHERE concept = 1",
        "edition 1 has revision 3 of `c-000001`, which was not authorised",
    ),
];

pub fn each_tampered_row_of_authority_is_found(store: &Store) {
    fill(store);
    store
        .write(|tx| editions::freeze(tx, "第一版", None, "chair", 30))
        .unwrap();
    for (tampering, repair, expected) in TAMPERINGS {
        tamper(store, tampering);
        let report = store.verify().unwrap();
        let found = report.problems.iter().any(|problem| problem == expected);
        assert!(found, "{tampering}: {:?}", report.problems);
        tamper(store, repair);
        assert!(store.verify().unwrap().is_sound(), "{repair}");
    }
}
