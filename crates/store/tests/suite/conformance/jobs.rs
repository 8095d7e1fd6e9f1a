//! Jobs.

use std::sync::Arc;
use std::thread;

use store::{Error, Job, JobCounts, JobState, Lease, Store, concepts, jobs};

use crate::fixtures::{concept, stamp};

/// Longer than any test takes.
const LONG_MS: u64 = 3_600_000;

const COUNTS: JobCounts = JobCounts {
    created: 1,
    updated: 2,
    unchanged: 3,
    rejected: 4,
};

fn create(store: &Store, id: &'static str, at_ms: i64) -> Result<(), Error> {
    store.write_aside(move |session| jobs::create(session, id, "import_glossary", "{}", at_ms))
}

fn take(store: &Store, id: &'static str, holder: &'static str, lease_ms: u64) -> Result<Lease, Error> {
    store.write_aside(move |session| jobs::take(session, id, holder, lease_ms))
}

fn renew(store: &Store, lease: &Lease, lease_ms: u64) -> Result<(), Error> {
    let lease = lease.clone();
    store.write_aside(move |session| jobs::renew(session, &lease, lease_ms))
}

fn progress(store: &Store, lease: &Lease, done: u64, total: Option<u64>, at_ms: i64) -> Result<(), Error> {
    let lease = lease.clone();
    store.write_aside(move |session| jobs::progress(session, &lease, done, total, at_ms))
}

fn finish(store: &Store, lease: &Lease, state: JobState, at_ms: i64) -> Result<(), Error> {
    let lease = lease.clone();
    store.write_aside(move |session| jobs::finish(session, &lease, state, COUNTS, "{\"行\":1}", at_ms))
}

fn lost(job: &str) -> Result<(), Error> {
    Err(Error::LeaseLost { job: job.to_owned() })
}

fn find(store: &Store, id: &str) -> Option<Job> {
    store.read(|session| jobs::find(session, id)).unwrap()
}

pub fn a_job_goes_from_waiting_to_done(store: &Store) {
    create(store, "j-1", 10).unwrap();
    let waiting = Job {
        id: "j-1".to_owned(),
        kind: "import_glossary".to_owned(),
        state: JobState::Waiting,
        created_at_ms: 10,
        started_at_ms: None,
        finished_at_ms: None,
        done: 0,
        total: None,
        counts: JobCounts::default(),
        detail: "{}".to_owned(),
        holder: None,
    };
    assert_eq!(find(store, "j-1"), Some(waiting.clone()));

    let lease = take(store, "j-1", "node", LONG_MS).unwrap();
    assert_eq!((lease.job(), lease.token()), ("j-1", 1));
    progress(store, &lease, 0, None, 20).unwrap();
    progress(store, &lease, 500, Some(1800), 30).unwrap();
    let running = Job {
        state: JobState::Running,
        started_at_ms: Some(20),
        done: 500,
        total: Some(1800),
        holder: Some("node".to_owned()),
        ..waiting
    };
    assert_eq!(
        find(store, "j-1"),
        Some(running.clone()),
        "it began at its first progress"
    );

    finish(store, &lease, JobState::Done, 40).unwrap();
    let done = Job {
        state: JobState::Done,
        finished_at_ms: Some(40),
        counts: COUNTS,
        detail: "{\"行\":1}".to_owned(),
        ..running
    };
    assert_eq!(find(store, "j-1"), Some(done));
}

pub fn a_job_that_ended_stays_ended(store: &Store) {
    create(store, "j-1", 10).unwrap();
    let lease = take(store, "j-1", "node", LONG_MS).unwrap();
    let no_end = finish(store, &lease, JobState::Running, 20);
    assert!(matches!(no_end, Err(Error::Internal { .. })), "{no_end:?}");
    finish(store, &lease, JobState::Failed, 20).unwrap();
    assert_eq!(progress(store, &lease, 1, None, 30), lost("j-1"));
    assert_eq!(renew(store, &lease, LONG_MS), lost("j-1"));
    assert_eq!(finish(store, &lease, JobState::Done, 30), lost("j-1"));
    for id in ["j-1", "j-2"] {
        let ended = Err(Error::NotFound {
            what: "unfinished job",
            id: id.to_owned(),
        });
        assert_eq!(take(store, id, "node", LONG_MS), ended);
    }
    assert_eq!(find(store, "j-1").unwrap().state, JobState::Failed);
    assert_eq!(find(store, "j-2"), None);
}

pub fn an_id_is_given_once(store: &Store) {
    create(store, "j-1", 10).unwrap();
    assert_eq!(
        create(store, "j-1", 20),
        Err(Error::Taken {
            what: "job",
            id: "j-1".to_owned()
        })
    );
    assert_eq!(find(store, "j-1").unwrap().created_at_ms, 10);
}

pub fn jobs_are_listed_newest_first(store: &Store) {
    for (id, at_ms) in [("j-a", 10), ("j-c", 30), ("j-b", 20), ("j-d", 20)] {
        create(store, id, at_ms).unwrap();
    }
    let lease = take(store, "j-b", "node", LONG_MS).unwrap();
    progress(store, &lease, 1, None, 40).unwrap();
    let listed = |state, limit| {
        let jobs = store.read(|session| jobs::list(session, state, limit)).unwrap();
        jobs.into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(None, 10), ["j-c", "j-d", "j-b", "j-a"]);
    assert_eq!(listed(None, 2), ["j-c", "j-d"]);
    assert_eq!(listed(Some(JobState::Running), 10), ["j-b"]);
    assert_eq!(listed(Some(JobState::Waiting), 10), ["j-c", "j-d", "j-a"]);
    assert_eq!(listed(Some(JobState::Done), 10), [""; 0]);
}

pub fn one_holder_at_a_time_has_a_job(store: &Store) {
    create(store, "j-1", 10).unwrap();
    let first = take(store, "j-1", "first", LONG_MS).unwrap();
    let held = Err(Error::Held {
        job: "j-1".to_owned(),
    });
    assert_eq!(take(store, "j-1", "second", LONG_MS), held);
    assert_eq!(take(store, "j-1", "first", LONG_MS), held, "also its own");
    // A lease of no length has run out already, and holds until somebody takes the job.
    renew(store, &first, 0).unwrap();
    progress(store, &first, 1, None, 20).unwrap();
    renew(store, &first, LONG_MS).unwrap();
    assert_eq!(take(store, "j-1", "second", LONG_MS), held);
    renew(store, &first, 0).unwrap();
    let second = take(store, "j-1", "second", LONG_MS).unwrap();
    assert_eq!((first.token(), second.token()), (1, 2));
    assert_eq!(find(store, "j-1").unwrap().holder.as_deref(), Some("second"));
}

pub fn a_holder_that_was_late_cannot_write_its_result(store: &Store) {
    create(store, "j-1", 10).unwrap();
    let late = take(store, "j-1", "late", 0).unwrap();
    let present = take(store, "j-1", "present", LONG_MS).unwrap();
    for outcome in [
        renew(store, &late, LONG_MS),
        progress(store, &late, 1, None, 20),
        finish(store, &late, JobState::Done, 20),
    ] {
        assert_eq!(outcome, lost("j-1"));
    }
    // In the transaction that writes the result, so nothing of that is kept.
    for (lease, expected, concepts) in [(late, lost("j-1"), 0), (present, Ok(()), 1)] {
        let outcome = store.write(move |tx| {
            tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?;
            jobs::finish(tx, &lease, JobState::Done, COUNTS, "", 30)
        });
        assert_eq!(outcome, expected);
        assert_eq!(store.read(concepts::count), Ok(concepts));
    }
}

pub fn jobs_that_nobody_works_on_are_found(store: &Store) {
    for (id, at_ms) in [("j-waiting", 30), ("j-held", 20), ("j-late", 10), ("j-done", 5)] {
        create(store, id, at_ms).unwrap();
    }
    take(store, "j-held", "node", LONG_MS).unwrap();
    take(store, "j-late", "node", 0).unwrap();
    let done = take(store, "j-done", "node", 0).unwrap();
    finish(store, &done, JobState::Done, 40).unwrap();
    let abandoned = |kind| store.read(|session| jobs::abandoned(session, kind)).unwrap();
    assert_eq!(abandoned("import_glossary"), ["j-late", "j-waiting"]);
    store.write_aside(jobs::release_all).unwrap();
    assert_eq!(abandoned("import_glossary"), ["j-late", "j-held", "j-waiting"]);
    assert_eq!(
        abandoned("another_kind"),
        [""; 0],
        "other work is not looked after here"
    );
}

pub fn of_many_takers_one_gets_the_job(store: &Arc<Store>) {
    create(store, "j-1", 10).unwrap();
    take(store, "j-1", "gone", 0).unwrap();
    let takers: Vec<_> = (0..8)
        .map(|_| {
            let store = Arc::clone(store);
            thread::spawn(move || take(&store, "j-1", "node", LONG_MS))
        })
        .collect();
    let taken = takers.into_iter().map(|taker| taker.join().unwrap());
    let tokens: Vec<u64> = taken.filter_map(|lease| Some(lease.ok()?.token())).collect();
    assert_eq!(tokens, [2]);
}

pub fn a_lease_that_is_given_back_can_be_taken_at_once(store: &Store) {
    create(store, "j-1", 10).unwrap();
    let first = take(store, "j-1", "node", LONG_MS).unwrap();
    let let_go = |lease: &Lease| {
        let lease = lease.clone();
        store.write_aside(move |session| jobs::let_go(session, &lease))
    };
    let_go(&first).unwrap();
    let second = take(store, "j-1", "other", LONG_MS).unwrap();
    assert_eq!(let_go(&first), lost("j-1"), "it is another's by now");
    assert_eq!(renew(store, &second, LONG_MS), Ok(()));
    finish(store, &second, JobState::Done, 20).unwrap();
    assert_eq!(let_go(&second), lost("j-1"));
}
