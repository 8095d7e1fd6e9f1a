//! Imports through staging rows.

use glossary::{Concept, ConceptId, Lang, Workflow, term_key};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::{Act, Applied, Base, Chunk, Error, StagedRow, Store, batches, changes, concepts, jobs, staging};

use super::batches::{batch, make};
use crate::fixtures::{Fresh, concept, create, listed, number, stamp};

pub const JOB: &str = "j-1";

pub fn begin(store: &Store) -> Base {
    store
        .write_aside(|session| jobs::create(session, JOB, "import_glossary", "{}", 1))
        .unwrap();
    store.read(staging::base).unwrap()
}

pub fn add(store: &Store, rows: &[StagedRow]) -> Result<u64, Error> {
    let chunk = Chunk::prepare(rows)?;
    store.write_aside(move |session| staging::add_chunk(session, JOB, &chunk))
}

pub fn apply(store: &Store, base: Base) -> Result<Applied, Error> {
    store.write(move |tx| staging::apply(tx, JOB, &base, &stamp("import", 50)))
}

fn staged(store: &Store) -> u64 {
    store.read(|session| staging::count(session, JOB)).unwrap()
}

pub fn new(base: &Base, n: u64, body: Concept) -> StagedRow {
    StagedRow {
        id: base.new_id(n),
        expected_revision: 0,
        body,
    }
}

#[track_caller]
pub fn check_sound(store: &Store) {
    let report = store.verify().unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

pub fn staged_rows_become_concepts_in_one_transaction(store: &Store) {
    create(store, concept("法院", "ཁྲིམས་ཁང"));
    let base = begin(store);
    assert_eq!((base.last_seq, base.last_concept), (1, 1));
    let judge = listed(concept("法官", "ཁྲིམས་དཔོན"), "a-list", "1");
    let theft = listed(concept("盗窃罪", "རྐུ་ཉེས"), "charges-2024", "264");
    assert_eq!(add(store, &[new(&base, 0, judge.clone())]), Ok(1));
    assert_eq!(add(store, &[new(&base, 1, theft.clone())]), Ok(2));
    assert_eq!(
        store.read(concepts::count),
        Ok(1),
        "nothing is seen before the end"
    );
    assert_eq!(staged(store), 2);

    assert_eq!(
        apply(store, base),
        Ok(Applied {
            created: 2,
            updated: 0,
            authorised: 0,
            last_seq: 3
        })
    );
    let found = store
        .read(|session| concepts::page_after(session, Some(ConceptId::new(1)), 9))
        .unwrap();
    let facts: Vec<_> = found
        .iter()
        .map(|s| (s.id.number(), s.revision, s.seq, s.updated_at_ms))
        .collect();
    assert_eq!(facts, [(2, 1, 2, 50), (3, 1, 3, 50)]);
    assert_eq!(
        found.into_iter().map(|s| s.body).collect::<Vec<_>>(),
        [judge, theft]
    );
    let log = store.read(|session| changes::since(session, 1, 9)).unwrap();
    assert_eq!(
        log.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(),
        ["c-000002", "c-000003"]
    );
    assert_eq!(staged(store), 0);
    assert_eq!(
        create(store, concept("书记员", "")).id.number(),
        4,
        "the counter went on"
    );
    check_sound(store);
}

pub fn staged_updates_replace_what_was_derived(store: &Store) {
    let court = create(store, listed(concept("法院", "ཁྲིམས་ཁང"), "a-list", "1"));
    let judge = create(store, concept("法官", "ཁྲིམས་དཔོན"));
    let base = begin(store);
    let better = listed(concept("人民法院", "མི་དམངས་ཁྲིམས་ཁང"), "b-list", "2");
    let rows = [
        new(&base, 0, concept("盗窃罪", "རྐུ་ཉེས")),
        StagedRow {
            id: court.id,
            expected_revision: 1,
            body: better.clone(),
        },
    ];
    add(store, &rows).unwrap();
    assert_eq!(
        apply(store, base),
        Ok(Applied {
            created: 1,
            updated: 1,
            authorised: 0,
            last_seq: 4
        })
    );

    let now = store
        .read(|session| concepts::find(session, court.id))
        .unwrap()
        .unwrap();
    assert_eq!((now.revision, now.seq, now.body), (2, 4, better));
    let before = store
        .read(|session| concepts::find_revision(session, court.id, 1))
        .unwrap()
        .unwrap();
    assert_eq!(before.body, Some(court.body));
    let by_key = |text| {
        let key = term_key(Lang::Bo, text);
        store
            .read(|session| concepts::ids_by_term_key(session, Lang::Bo, &key))
            .unwrap()
    };
    assert_eq!(by_key("ཁྲིམས་ཁང"), []);
    assert_eq!(by_key("མི་དམངས་ཁྲིམས་ཁང"), [court.id]);
    assert_eq!(by_key("ཁྲིམས་དཔོན"), [judge.id], "others keep theirs");
    check_sound(store);
}

pub fn rows_staged_before_another_write_are_refused(store: &Store) {
    let base = begin(store);
    add(store, &[new(&base, 0, concept("法院", "ཁྲིམས་ཁང"))]).unwrap();
    let other = create(store, concept("法官", "ཁྲིམས་དཔོན"));
    assert_eq!(
        apply(store, base),
        Err(Error::Changed {
            based_on: 0,
            current: 1
        })
    );
    assert_eq!(staged(store), 1, "what was staged is still there to be discarded");
    let found = store
        .read(|session| concepts::page_after(session, None, 9))
        .unwrap();
    assert_eq!(found, [other]);
    check_sound(store);
}

pub fn the_first_concepts_of_a_store_may_have_any_numbers(store: &Store) {
    let base = begin(store);
    let row = |id: u64| StagedRow {
        id: ConceptId::new(id),
        expected_revision: 0,
        body: concept("法官", "ཁྲིམས་དཔོན"),
    };
    add(store, &[row(7), row(3)]).unwrap();
    let applied = apply(store, base).unwrap();
    assert_eq!((applied.created, applied.last_seq), (2, 2));
    // The next one gets a number that none of them has.
    assert_eq!(create(store, concept("法院", "ཁྲིམས་ཁང")).id, ConceptId::new(8));
    check_sound(store);
}

pub fn rows_that_do_not_fit_together_are_refused(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let base = begin(store);
    let row = |id: u64, expected_revision| StagedRow {
        id: ConceptId::new(id),
        expected_revision,
        body: concept("法官", ""),
    };
    let cases: [(&[StagedRow], &str); 6] = [
        (
            &[row(3, 0)],
            "1 new concepts have ids from `c-000003` to `c-000003`, not from `c-000002` on",
        ),
        (&[row(2, 0), row(4, 0)], "not from `c-000002` on"),
        (&[row(1, 0)], "not from `c-000002` on"),
        (&[row(1, 2)], "`c-000001` is missing or at another revision"),
        (&[row(9, 1)], "`c-000009` is missing or at another revision"),
        (
            &[row(1, u64::MAX)],
            "`c-000001` is missing or at another revision",
        ),
    ];
    for (rows, part) in cases {
        add(store, rows).unwrap();
        let err = apply(store, base).unwrap_err();
        assert!(
            matches!(err, Error::Staging { .. }) && err.to_string().contains(part),
            "{err}"
        );
        store
            .write_aside(|session| staging::discard(session, JOB))
            .unwrap();
    }
    let err = add(store, &[row(2, 0), row(2, 0)]).unwrap_err();
    assert_eq!(
        err,
        Error::Staging {
            job: JOB.to_owned(),
            what: "`c-000002` is staged twice".to_owned()
        }
    );
    assert_eq!(staged(store), 0, "a chunk is staged whole or not at all");
    assert_eq!(
        store.read(|session| concepts::find(session, court.id)),
        Ok(Some(court))
    );
    assert_eq!(store.read(changes::last_seq), Ok(1));
}

pub fn discarded_rows_are_gone(store: &Store) {
    let base = begin(store);
    let rows = [
        new(&base, 0, listed(concept("法院", "ཁྲིམས་ཁང"), "a-list", "1")),
        new(&base, 1, concept("法官", "ཁྲིམས་དཔོན")),
    ];
    add(store, &rows).unwrap();
    assert_eq!(store.write_aside(|session| staging::discard(session, JOB)), Ok(2));
    for table in ["import_row", "import_term", "import_membership", "import_source"] {
        assert_eq!(
            number(store, &format!("SELECT COUNT(*) FROM {table}"), &[]),
            0,
            "{table}"
        );
    }
    assert_eq!(
        apply(store, base),
        Ok(Applied {
            created: 0,
            updated: 0,
            authorised: 0,
            last_seq: 0
        })
    );
}

pub fn chunks_need_a_job(store: &Store) {
    let base = store.read(staging::base).unwrap();
    let outcome = add(store, &[new(&base, 0, concept("法院", ""))]);
    assert_eq!(
        outcome,
        Err(Error::NotFound {
            what: "job",
            id: JOB.to_owned()
        })
    );
    let mut broken = concept("法院", "");
    broken.terms[0].note = Some("\0".to_owned());
    let outcome = add(store, &[new(&base, 0, broken)]);
    assert!(matches!(outcome, Err(Error::NulInText { .. })), "{outcome:?}");
}

/// The two ways of writing give the same store, whatever is written.
pub fn staging_writes_what_single_writes_would(store: &Store) {
    let pair = ("[法院官审判]{1,5}", "(|[ཀཁགང]{1,3}(་[ཀཁགང]{1,3}){0,3})", 0_u8..4);
    let mut runner = TestRunner::deterministic();
    let pairs = prop::collection::vec(pair, 40)
        .new_tree(&mut runner)
        .unwrap()
        .current();
    let bodies: Vec<Concept> = pairs
        .iter()
        .map(|(zh, bo, lists)| {
            (0..*lists).fold(concept(zh, bo), |body, n| listed(body, &format!("list-{n}"), "1"))
        })
        .collect();

    let single = Fresh::sqlite();
    let expected: Vec<_> = bodies
        .iter()
        .map(|body| {
            let body = body.clone();
            single
                .store
                .write(move |tx| tx.create(body.clone(), &stamp("import", 50)))
                .unwrap()
        })
        .collect();

    let base = begin(store);
    let rows: Vec<_> = (0..)
        .zip(&bodies)
        .map(|(n, body)| new(&base, n, body.clone()))
        .collect();
    for chunk in rows.chunks(7) {
        add(store, chunk).unwrap();
    }
    assert_eq!(apply(store, base).unwrap().created, 40);
    assert_eq!(
        store.read(|session| concepts::page_after(session, None, 99)),
        Ok(expected)
    );
    check_sound(store);
}

pub fn rows_staged_as_authorised_stand_under_their_batch(store: &Store) {
    let court = create(store, concept("法院", "ཁྲིམས་ཁང"));
    let judge = create(store, concept("法官", "ཁྲིམས་དཔོན"));
    let base = begin(store);
    let authorised = |body: Concept| Concept {
        workflow: Workflow::Authorised,
        ..body
    };
    let rows = [
        new(&base, 0, authorised(concept("盗窃罪", "རྐུ་ཉེས"))),
        StagedRow {
            id: court.id,
            expected_revision: 1,
            body: authorised(concept("法院", "ཁྲིམས་ཁང")),
        },
        StagedRow {
            id: judge.id,
            expected_revision: 1,
            body: concept("法官", "ཁྲིམས་བདག"),
        },
    ];
    add(store, &rows).unwrap();
    let unknown =
        store.write(move |tx| staging::apply_authorised(tx, JOB, &base, &stamp("import", 50), "none"));
    assert!(
        unknown.is_err(),
        "a batch that is not there authorises nothing: {unknown:?}"
    );
    assert_eq!(staged(store), 3, "nothing of it was kept");
    make(store, &batch("b-1", "1")).unwrap();
    let applied =
        store.write(move |tx| staging::apply_authorised(tx, JOB, &base, &stamp("import", 50), "b-1"));
    assert_eq!(
        applied,
        Ok(Applied {
            created: 1,
            updated: 2,
            authorised: 2,
            last_seq: 5
        })
    );
    let standing = |id| {
        store
            .read(|session| concepts::find(session, id))
            .unwrap()
            .unwrap()
            .standing
    };
    let theft = base.new_id(0);
    assert_eq!(
        [court.id, judge.id, theft].map(standing),
        [Some(2), None, Some(1)]
    );
    let items = store
        .read(|session| batches::items(session, "b-1", None, 9))
        .unwrap();
    let items: Vec<_> = items.iter().map(|i| (i.concept, i.revision)).collect();
    assert_eq!(items, [(court.id, 2), (theft, 1)]);
    let written = store
        .read(|session| concepts::find_revision(session, court.id, 2))
        .unwrap()
        .unwrap();
    assert_eq!(
        (written.entry.act, written.entry.batch.as_deref()),
        (Act::Authorise, Some("b-1"))
    );
    check_sound(store);

    // A draft that comes in later leaves what stands as it is.
    let base = store.read(staging::base).unwrap();
    let row = StagedRow {
        id: court.id,
        expected_revision: 2,
        body: concept("法院", "གྱོད་ཁང"),
    };
    add(store, &[row]).unwrap();
    assert_eq!(apply(store, base).unwrap().authorised, 0);
    assert_eq!(standing(court.id), Some(2));
    check_sound(store);
}
