//! What stands, batches, spellings and editions.

use glossary::{Concept, ConceptId, Workflow};
use store::batches;
use store::editions::{self, Difference};
use store::shown::{self, Shown};
use store::{Act, Deed, Standing, Store, Stored, changes, concepts};

use super::batches::{batch, by_chair, make};
use crate::fixtures::{concept, create, stamp, tamper, update};

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
    let has_authorised = |batch| store.read(|session| batches::has_authorised(session, batch));
    assert_eq!(
        (has_authorised("b-1"), has_authorised("b-2")),
        (Ok(true), Ok(false))
    );
    let draft = read(store, judge).unwrap();
    assert_eq!((draft.revision, draft.newest, draft.batch), (1, 1, None));
    let last_batch = |id, revision| {
        store
            .read(|session| concepts::last_batch(session, id, revision))
            .unwrap()
    };
    assert_eq!((last_batch(court, 1), last_batch(judge, 9)), (None, None));
    let batches = [2, 3].map(|revision| last_batch(court, revision));
    assert_eq!(batches, [Some("b-1".to_owned()), Some("b-1".to_owned())]);

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
        "UPDATE batch SET state = 'open', authorised_by = NULL, authorised_at_ms = NULL, seq = NULL, decision = NULL",
        "UPDATE batch SET state = 'authorised', authorised_by = 'chair', authorised_at_ms = 20, seq = 7, decision = '1'",
        "revision 2 of `c-000001` was authorised in `b-1`, which is no batch that was decided",
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
