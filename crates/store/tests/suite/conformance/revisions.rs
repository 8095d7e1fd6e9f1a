//! Concepts from their first revision to their last.

use std::collections::BTreeMap;

use glossary::{Concept, ConceptId, Lang, Note, Visibility, Workflow, term_key};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use store::{Act, Error, Op, RevisionEntry, Store, Stored, changes, concepts};

use crate::fixtures::{concept, create, stamp, update};

fn find(store: &Store, id: ConceptId) -> Option<Stored> {
    store.read(|session| concepts::find(session, id)).unwrap()
}

fn entries(store: &Store, id: ConceptId, before: Option<u64>, limit: usize) -> Vec<RevisionEntry> {
    store
        .read(|session| concepts::list_revisions(session, id, before, limit))
        .unwrap()
}

fn body_of(store: &Store, id: ConceptId, revision: u64) -> Option<Concept> {
    store
        .read(|session| concepts::find_revision(session, id, revision))
        .unwrap()
        .and_then(|r| r.body)
}

pub fn a_concept_starts_at_one_and_goes_up(store: &Store) {
    let first = concept("法院", "ཁྲིམས་ཁང");
    let created = create(store, first.clone());
    assert_eq!(
        (
            created.id.number(),
            created.revision,
            created.seq,
            created.updated_at_ms
        ),
        (1, 1, 1, 1)
    );
    assert_eq!(find(store, created.id), Some(created.clone()));

    let mut second = concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང");
    second.workflow = Workflow::Reviewed;
    let updated = update(store, created.id, 1, second.clone()).unwrap();
    assert_eq!((updated.revision, updated.seq, updated.updated_at_ms), (2, 2, 2));
    assert_eq!(find(store, created.id), Some(updated));

    let entry = |revision, workflow, author: &str, at_ms, seq| RevisionEntry {
        revision,
        workflow: Some(workflow),
        act: Act::Write,
        reason: None,
        batch: None,
        author: author.to_owned(),
        at_ms,
        seq,
    };
    let both = [
        entry(2, Workflow::Reviewed, "editor", 2, 2),
        entry(1, Workflow::Draft, "tester", 1, 1),
    ];
    assert_eq!(entries(store, created.id, None, 10), both);
    assert_eq!(entries(store, created.id, None, 1), both[..1]);
    assert_eq!(entries(store, created.id, Some(2), 10), both[1..]);
    assert_eq!(body_of(store, created.id, 1), Some(first));
    assert_eq!(body_of(store, created.id, 2), Some(second));
    assert_eq!(body_of(store, created.id, 3), None);

    let other = create(store, concept("法官", "ཁྲིམས་དཔོན"));
    let between = |after: Option<ConceptId>, last: ConceptId| {
        let found = store.read(|session| concepts::revisions_between(session, after, last));
        let found = found.unwrap().into_iter();
        found
            .map(|(id, entry)| (id.number(), entry.revision))
            .collect::<Vec<_>>()
    };
    assert_eq!(between(None, other.id), [(1, 1), (1, 2), (2, 1)]);
    assert_eq!(between(None, created.id), [(1, 1), (1, 2)]);
    assert_eq!(between(Some(created.id), other.id), [(2, 1)]);
    assert_eq!(between(Some(other.id), other.id), []);

    let former = |after: Option<ConceptId>, last: ConceptId| {
        store
            .read(|session| concepts::former_bodies_between(session, after, last))
            .unwrap()
    };
    assert_eq!(former(None, other.id), [(created.id, 1, created.body)]);
    assert_eq!(former(Some(created.id), other.id), []);
}

pub fn an_update_of_an_old_revision_changes_nothing(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let now = update(store, court.id, 1, concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང")).unwrap();
    for expected in [0, 1, 3, u64::MAX] {
        let outcome = update(store, court.id, expected, concept("审判机关", ""));
        assert_eq!(
            outcome,
            Err(Error::Stale {
                id: court.id,
                expected,
                current: 2
            })
        );
    }
    let deleted = store.write(move |tx| tx.delete(court.id, 1, &stamp("a", 3)));
    assert_eq!(
        deleted,
        Err(Error::Stale {
            id: court.id,
            expected: 1,
            current: 2
        })
    );
    assert_eq!(find(store, court.id), Some(now));
    assert_eq!(
        store.read(changes::last_seq),
        Ok(2),
        "a number that was not used is not lost"
    );
}

pub fn what_is_deleted_leaves_its_history(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let seq = store
        .write(move |tx| tx.delete(court.id, 1, &stamp("chair", 5)))
        .unwrap();
    assert_eq!(seq, 2);
    assert_eq!(find(store, court.id), None);
    let gone = store
        .read(|session| concepts::find_revision(session, court.id, 2))
        .unwrap()
        .unwrap();
    assert_eq!(
        (gone.entry.author.as_str(), gone.entry.workflow, gone.body),
        ("chair", None, None)
    );
    assert_eq!(body_of(store, court.id, 1), Some(court.body));
    assert_eq!(entries(store, court.id, None, 10).len(), 2);
    let key = term_key(Lang::Bo, "ཁྲིམས་ཁང");
    assert_eq!(
        store.read(|session| concepts::ids_by_term_key(session, Lang::Bo, &key)),
        Ok(vec![])
    );
}

pub fn an_id_is_never_given_again(store: &Store) {
    let first = create(store, concept("法院", "ཁྲིམས་ཁང"));
    store
        .write(move |tx| tx.delete(first.id, 1, &stamp("a", 1)))
        .unwrap();
    assert_eq!(create(store, concept("法院", "ཁྲིམས་ཁང")).id.number(), 2);
    // A number given in a transaction that failed was seen by nobody and may be given again.
    let failed: Result<(), Error> = store.write(|tx| {
        assert_eq!(tx.create(concept("法官", ""), &stamp("a", 1))?.id.number(), 3);
        Err(Error::Nested)
    });
    assert_eq!(failed, Err(Error::Nested));
    assert_eq!(create(store, concept("法官", "")).id.number(), 3);
}

pub fn a_merged_concept_names_its_target(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let twin = create(store, concept("法院", "ཁྲིམས་ཁང་"));
    let seq = store
        .write(move |tx| tx.merge(twin.id, 1, court.id, &stamp("a", 4)))
        .unwrap();
    let change = store
        .read(|session| changes::find(session, seq))
        .unwrap()
        .unwrap();
    assert_eq!(
        (change.op, change.target.as_deref()),
        (Op::Merge, Some("c-000001"))
    );
    assert_eq!((change.id.as_str(), change.revision), ("c-000002", 2));
    assert_eq!(find(store, twin.id), None);
    let into = |id| store.read(|session| concepts::merged_into(session, id)).unwrap();
    assert_eq!((into(twin.id), into(court.id)), (Some(court.id), None));

    let missing = |id: ConceptId| {
        Err(Error::NotFound {
            what: "other concept",
            id: id.to_string(),
        })
    };
    let into_itself = store.write(move |tx| tx.merge(court.id, 1, court.id, &stamp("a", 4)));
    assert_eq!(into_itself, missing(court.id));
    let into_nothing = store.write(move |tx| tx.merge(court.id, 1, twin.id, &stamp("a", 4)));
    assert_eq!(
        into_nothing,
        missing(twin.id),
        "what was merged away is no target"
    );
}

pub fn what_is_not_there_cannot_be_changed(store: &Store) {
    let nowhere = ConceptId::new(u64::MAX);
    let missing = Error::NotFound {
        what: "concept",
        id: nowhere.to_string(),
    };
    assert_eq!(
        update(store, nowhere, 1, concept("法院", "")),
        Err(missing.clone())
    );
    let deleted = store.write(move |tx| tx.delete(nowhere, 1, &stamp("a", 1)));
    assert_eq!(deleted, Err(missing));
    assert_eq!(find(store, nowhere), None);
    assert_eq!(body_of(store, nowhere, 1), None);
}

pub fn keys_follow_the_present_body(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    update(store, court.id, 1, concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང")).unwrap();
    let ids = |lang, text: &str| {
        let key = term_key(lang, text);
        store
            .read(|session| concepts::ids_by_term_key(session, lang, &key))
            .unwrap()
    };
    assert_eq!(ids(Lang::Zh, "法院"), []);
    assert_eq!(ids(Lang::Bo, "ཁྲིམས་ཁང"), []);
    assert_eq!(ids(Lang::Zh, "人民法院"), [court.id]);
    assert_eq!(ids(Lang::Bo, "མི་དམངས་ཁྲིམས་ཁང"), [court.id]);
}

pub fn a_text_with_nul_is_refused_whole(store: &Store) {
    let mut court = concept("法院", "ཁྲིམས་ཁང");
    court.notes.push(Note {
        visibility: Visibility::Public,
        text: "注\0解".to_owned(),
    });
    let outcome = store.write(move |tx| tx.create(court.clone(), &stamp("a", 1)));
    assert!(matches!(outcome, Err(Error::NulInText { .. })), "{outcome:?}");
    let outcome = store.write(|tx| tx.create(concept("法官", ""), &stamp("a\0", 1)));
    assert_eq!(
        outcome,
        Err(Error::NulInText {
            start: "a\\0".to_owned()
        })
    );
    assert_eq!(store.read(concepts::count), Ok(0));
    assert_eq!(store.read(changes::last_seq), Ok(0));
}

/// One random write: what to do, to which of the concepts that are there, and with which text.
type Step = (u8, prop::sample::Index, String);

pub fn any_sequence_of_writes_leaves_a_sound_store(store: &Store) {
    let steps = prop::collection::vec((0_u8..4, any::<prop::sample::Index>(), "[法院官ཀཁག]{1,4}"), 1..12);
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 24,
        ..ProptestConfig::default()
    });
    // One store for all cases: each case adds to it and the model goes on with it.
    let model = std::cell::RefCell::new(BTreeMap::new());
    let outcome = runner.run(&steps, |steps| {
        let before = model.borrow().clone();
        let after = store
            .write(move |tx| {
                let mut model: BTreeMap<ConceptId, Stored> = before.clone();
                steps
                    .iter()
                    .try_for_each(|step| run(tx, &mut model, step))
                    .map(|()| model)
            })
            .unwrap();
        *model.borrow_mut() = after;
        let found = store
            .read(|session| concepts::page_after(session, None, usize::MAX))
            .unwrap();
        prop_assert_eq!(&found, &model.borrow().values().cloned().collect::<Vec<_>>());
        let report = store.verify().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report.problems);
        Ok(())
    });
    outcome.unwrap();
}

fn run(tx: &mut store::Tx<'_>, model: &mut BTreeMap<ConceptId, Stored>, step: &Step) -> Result<(), Error> {
    let (what, which, text) = step;
    let by = stamp("someone", 9);
    let known = (!model.is_empty()).then(|| which.index(model.len()));
    let known = known
        .and_then(|place| model.values().nth(place))
        .map(|s| (s.id, s.revision));
    match (what, known) {
        (1, Some((id, revision))) => {
            tx.delete(id, revision, &by)?;
            model.remove(&id);
        }
        (2 | 3, Some((id, revision))) => {
            model.insert(id, tx.update(id, revision, concept(text, text), &by)?);
        }
        _ => {
            let stored = tx.create(concept(text, ""), &by)?;
            model.insert(stored.id, stored);
        }
    }
    Ok(())
}
