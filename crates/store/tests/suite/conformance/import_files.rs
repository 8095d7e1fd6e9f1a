//! Files that wait to be imported.

use std::sync::{Arc, Barrier};
use std::thread;

use store::import_files::{self, CancelWish, ImportFile, Remains};
use store::{Error, JobCounts, JobState, Lease, Store, jobs};

const KIND: &str = "import_file";
const LONG_MS: u64 = 3_600_000;
const REMAINS: Remains<'static> = Remains {
    report: "{\"行\":1}",
    rejected: Some(b"zh,bo\n"),
};

fn ask(store: &Store, id: &'static str, at_ms: i64) {
    store
        .write_aside(move |session| {
            jobs::create(session, id, KIND, "{}", at_ms)?;
            import_files::put(session, id, "{\"格式\":\"csv\"}", &[0, 1, 255])
        })
        .unwrap();
}

fn take(store: &Store, id: &'static str) -> Lease {
    store
        .write_aside(move |session| jobs::take(session, id, "node", LONG_MS))
        .unwrap()
}

/// Ends a job as an import does: not if it is not wanted any more.
fn end(store: &Store, lease: &Lease, at_ms: i64) -> Result<(), Error> {
    let lease = lease.clone();
    store.write_aside(move |session| {
        jobs::renew(session, &lease, LONG_MS)?;
        if import_files::is_cancelled(session, lease.job())? {
            return Err(Error::LeaseLost {
                job: "cancelled".to_owned(),
            });
        }
        import_files::settle(session, lease.job(), REMAINS)?;
        jobs::finish(session, &lease, JobState::Done, JobCounts::default(), "{}", at_ms)
    })
}

fn cancel(store: &Store, id: &'static str, by: &'static str) -> Result<CancelWish, Error> {
    store.write_aside(move |session| import_files::ask_to_cancel(session, id, by))
}

pub fn a_file_waits_until_its_job_ends(store: &Store) {
    ask(store, "i-1", 10);
    let file = || store.read(|session| import_files::find(session, "i-1")).unwrap();
    let waiting = ImportFile {
        wish: "{\"格式\":\"csv\"}".to_owned(),
        bytes: Some(vec![0, 1, 255]),
    };
    assert_eq!(file(), Some(waiting.clone()));
    assert_eq!(store.read(import_files::count_waiting), Ok(1));
    assert_eq!(
        store.read(|session| import_files::report(session, "i-1")),
        Ok(None)
    );
    assert_eq!(
        store.read(|session| import_files::rejected(session, "i-1")),
        Ok(None)
    );
    end(store, &take(store, "i-1"), 20).unwrap();
    assert_eq!(
        file(),
        Some(ImportFile {
            bytes: None,
            ..waiting
        })
    );
    assert_eq!(store.read(import_files::count_waiting), Ok(0));
    assert_eq!(
        store.read(|session| import_files::report(session, "i-1")),
        Ok(Some(REMAINS.report.to_owned()))
    );
    assert_eq!(
        store.read(|session| import_files::rejected(session, "i-1")),
        Ok(REMAINS.rejected.map(<[u8]>::to_vec))
    );
    for id in ["i-2", ""] {
        assert_eq!(store.read(|session| import_files::find(session, id)), Ok(None));
        assert_eq!(store.read(|session| import_files::report(session, id)), Ok(None));
        assert_eq!(
            store.read(|session| import_files::rejected(session, id)),
            Ok(None)
        );
    }
    let unknown = store.write_aside(|session| import_files::settle(session, "i-2", REMAINS));
    assert!(matches!(unknown, Err(Error::NotFound { .. })), "{unknown:?}");
    let jobless = store.write_aside(|session| import_files::put(session, "i-9", "{}", &[]));
    assert!(jobless.is_err(), "a file belongs to a job");
}

pub fn what_is_known_of_imports_is_listed_newest_first(store: &Store) {
    for (id, at_ms) in [("i-1", 10), ("i-2", 20), ("i-3", 20)] {
        ask(store, id, at_ms);
    }
    store
        .write_aside(|session| jobs::create(session, "other", "import_glossary", "{}", 30))
        .unwrap();
    let listed = |before: Option<(i64, &str)>, limit| -> Vec<String> {
        let found = store.read(|session| import_files::list(session, KIND, before, limit));
        found.unwrap().into_iter().map(|record| record.job.id).collect()
    };
    assert_eq!(listed(None, 9), ["i-3", "i-2", "i-1"]);
    assert_eq!(listed(None, 1), ["i-3"]);
    assert_eq!(listed(Some((20, "i-3")), 9), ["i-2", "i-1"]);
    assert_eq!(listed(Some((10, "i-1")), 9), Vec::<String>::new());
    let jobs = store
        .read(|session| jobs::list_of(session, "import_glossary", None, 9))
        .unwrap();
    assert_eq!(jobs.len(), 1);
    end(store, &take(store, "i-2"), 40).unwrap();
    let record = |id| store.read(|session| import_files::record(session, id)).unwrap();
    let ended = record("i-2").unwrap();
    assert_eq!((ended.job.state, ended.has_rejected), (JobState::Done, true));
    let waiting = record("i-1").unwrap();
    assert_eq!(
        (waiting.job.state, waiting.has_rejected),
        (JobState::Waiting, false)
    );
    for none in ["other", "i-9", "\0"] {
        assert_eq!(record(none), None, "{none:?}");
    }
}

pub fn a_wish_to_cancel_is_kept_or_comes_too_late(store: &Store) {
    for id in ["i-1", "i-2"] {
        ask(store, id, 10);
    }
    let lease = take(store, "i-1");
    assert_eq!(cancel(store, "i-1", "卓玛"), Ok(CancelWish::Kept));
    assert_eq!(cancel(store, "i-1", "other"), Ok(CancelWish::Kept));
    let record = store
        .read(|session| import_files::record(session, "i-1"))
        .unwrap()
        .unwrap();
    assert_eq!(
        record.cancelled_by.as_deref(),
        Some("卓玛"),
        "the first one counts"
    );
    assert!(end(store, &lease, 20).is_err());
    assert_eq!(
        store.read(|session| import_files::is_cancelled(session, "i-2")),
        Ok(false)
    );
    end(store, &take(store, "i-2"), 20).unwrap();
    assert_eq!(cancel(store, "i-2", "卓玛"), Ok(CancelWish::TooLate));
    assert_eq!(
        store.read(|session| import_files::is_cancelled(session, "i-2")),
        Ok(false)
    );
    store
        .write_aside(|session| jobs::create(session, "other", "import_glossary", "{}", 30))
        .unwrap();
    for none in ["other", "i-9"] {
        let outcome = cancel(store, none, "卓玛");
        assert!(
            matches!(outcome, Err(Error::NotFound { .. })),
            "{none}: {outcome:?}"
        );
    }
}

pub fn of_a_result_and_a_wish_to_cancel_one_counts(store: &Store) {
    for id in ["i-0", "i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7"] {
        ask(store, id, 10);
        let (lease, barrier) = (take(store, id), Arc::new(Barrier::new(2)));
        let (ended, wish) = thread::scope(|scope| {
            let start = Arc::clone(&barrier);
            let ending = scope.spawn(move || {
                start.wait();
                end(store, &lease, 20)
            });
            let cancelling = scope.spawn(move || {
                barrier.wait();
                cancel(store, id, "卓玛")
            });
            (ending.join().unwrap(), cancelling.join().unwrap())
        });
        match wish {
            Ok(CancelWish::Kept) => assert!(ended.is_err(), "{id} was cancelled and ended"),
            Ok(CancelWish::TooLate) => assert_eq!(ended, Ok(()), "{id}"),
            Err(err) => panic!("{id}: {err}"),
        }
    }
}

pub fn imports_that_ended_long_ago_are_forgotten(store: &Store) {
    for (id, ends_at) in [("i-1", 20), ("i-2", 30)] {
        ask(store, id, 10);
        end(store, &take(store, id), ends_at).unwrap();
    }
    ask(store, "i-3", 1);
    let forget = |at_ms| store.write_aside(move |session| import_files::forget_before(session, at_ms));
    assert_eq!(forget(20), Ok(0));
    assert_eq!(forget(30), Ok(1));
    let left = store
        .read(|session| import_files::list(session, KIND, None, 9))
        .unwrap();
    let left: Vec<_> = left.iter().map(|record| record.job.id.as_str()).collect();
    assert_eq!(left, ["i-2", "i-3"]);
    assert_eq!(store.read(|session| jobs::find(session, "i-1")), Ok(None));
}
