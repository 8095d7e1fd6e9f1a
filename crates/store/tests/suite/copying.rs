//! A copy of a database: whole at one change, packed, and another store once it is taken into service.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use store::{Chunk, Error, Options, StagedRow, Store, changes, copy, identity, jobs, staging};

use crate::fixtures::{concept, create, store_id};

fn open(directory: &Path) -> Store {
    Store::open(directory, &store_id(1), Options::default()).unwrap()
}

fn last_seq(store: &Store) -> u64 {
    store.read(changes::last_seq).unwrap()
}

#[test]
fn a_copy_holds_what_the_database_holds() {
    let (data, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(data.path());
    let court = create(&store, concept("法院", "ཁྲིམས་ཁང"));
    copy::make(data.path(), into.path()).unwrap();

    let summary = copy::summarise(into.path()).unwrap();
    assert_eq!(summary, copy::summarise(data.path()).unwrap());
    assert_eq!((summary.store_id, summary.last_seq), (store_id(1), 1));
    for (table, rows) in [
        ("concept", 1),
        ("change", 1),
        ("concept_term", 2),
        ("job", 0),
        ("migration", 16),
    ] {
        assert_eq!(summary.tables.get(table), Some(&rows), "{table}");
    }
    let copied = open(into.path());
    assert_eq!(
        copied.read(|session| store::concepts::find(session, court.id)),
        Ok(Some(court))
    );
    assert!(copied.verify().unwrap().is_sound());
}

/// Ends the writers, also when a check has failed: the scope waits for them before it tells of the failure.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_copy_made_under_writes_holds_every_write_that_was_acknowledged_before() {
    let data = tempfile::tempdir().unwrap();
    let store = open(data.path());
    let (acknowledged, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let _ending = Ending(&is_over);
        for writer in 0..3 {
            let (store, acknowledged, is_over) = (&store, &acknowledged, &is_over);
            scope.spawn(move || {
                for n in 0.. {
                    if is_over.load(Ordering::SeqCst) {
                        break;
                    }
                    let written = create(store, concept(&format!("第{writer}人第{n}条"), "ཁྲིམས"));
                    acknowledged.fetch_max(written.seq, Ordering::SeqCst);
                }
            });
        }
        for _ in 0..5 {
            let into = tempfile::tempdir().unwrap();
            let before = acknowledged.load(Ordering::SeqCst);
            copy::make(data.path(), into.path()).unwrap();
            let copied = open(into.path());
            assert!(last_seq(&copied) >= before, "{} of {before}", last_seq(&copied));
            let report = copied.verify().unwrap();
            assert!(report.is_sound(), "{:?}", report.problems);
            assert_eq!(report.concepts, last_seq(&copied), "one change, and all up to it");
        }
    });
    assert!(last_seq(&store) > 0);
}

#[test]
fn what_was_deleted_is_not_in_a_copy() {
    let (data, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(data.path());
    store
        .write_aside(|session| jobs::create(session, "j-1", "import_glossary", "{}", 1))
        .unwrap();
    let base = store.read(staging::base).unwrap();
    let row = StagedRow {
        id: base.new_id(0),
        expected_revision: 0,
        body: concept("应当删除", "བསུབ་རྒྱུ"),
    };
    let chunk = Chunk::prepare(&[row]).unwrap();
    store
        .write_aside(move |session| staging::add_chunk(session, "j-1", &chunk))
        .unwrap();
    store
        .write_aside(|session| staging::discard(session, "j-1"))
        .unwrap();
    // The writer puts its log into the database when it ends.
    drop(store);
    let holds = |directory: &Path| {
        let bytes = fs::read(copy::database_in(directory)).unwrap();
        bytes.windows(12).any(|part| part == "应当删除".as_bytes())
    };
    assert!(holds(data.path()), "the page that was given up is still there");
    copy::make(data.path(), into.path()).unwrap();
    assert!(!holds(into.path()));
}

#[test]
fn a_store_that_goes_on_from_a_copy_is_another_one() {
    let (data, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(data.path());
    create(&store, concept("法院", "ཁྲིམས་ཁང"));
    copy::make(data.path(), into.path()).unwrap();
    assert_eq!(copy::give_new_id(into.path(), &store_id(2)), Ok(store_id(1)));
    let gone_on = open(into.path());
    assert_eq!(gone_on.read(identity::find), Ok(store_id(2)));
    assert_eq!(store.read(identity::find), Ok(store_id(1)));
    assert_eq!(create(&gone_on, concept("法官", "")).seq, 2);
    assert!(gone_on.verify().unwrap().is_sound());
}

#[test]
fn what_cannot_be_copied_says_why() {
    let (data, into) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(matches!(
        copy::make(data.path(), into.path()),
        Err(Error::NotFound { .. })
    ));
    assert_eq!(copy::remains_in(data.path()), None);
    drop(open(data.path()));
    assert_eq!(
        copy::remains_in(data.path()),
        Some(data.path().join("shanjar.db"))
    );

    // A copy that is there is not written over.
    copy::make(data.path(), into.path()).unwrap();
    let before = fs::read(copy::database_in(into.path())).unwrap();
    assert!(copy::make(data.path(), into.path()).is_err());
    assert_eq!(fs::read(copy::database_in(into.path())).unwrap(), before);

    let damaged = tempfile::tempdir().unwrap();
    let mut bytes = before;
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xff);
    fs::write(copy::database_in(damaged.path()), bytes).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let refused = copy::make(damaged.path(), elsewhere.path()).unwrap_err();
    assert!(matches!(refused, Error::Damaged { .. }), "{refused:?}");
}

#[test]
fn a_log_without_its_database_is_something_that_remains() {
    let data = tempfile::tempdir().unwrap();
    let log = data.path().join("shanjar.db-wal");
    fs::write(&log, "x").unwrap();
    assert_eq!(copy::remains_in(data.path()), Some(log));
}
