//! Jobs.

use store::{Error, Job, JobCounts, JobState, Store, jobs};

const COUNTS: JobCounts = JobCounts {
    created: 1,
    updated: 2,
    unchanged: 3,
    rejected: 4,
};

fn create(store: &Store, id: &'static str, at_ms: i64) -> Result<(), Error> {
    store.write_aside(move |session| jobs::create(session, id, "import_glossary", "{}", at_ms))
}

fn progress(store: &Store, id: &'static str, done: u64, total: Option<u64>, at_ms: i64) -> Result<(), Error> {
    store.write_aside(move |session| jobs::progress(session, id, done, total, at_ms))
}

fn finish(store: &Store, id: &'static str, state: JobState, at_ms: i64) -> Result<(), Error> {
    store.write_aside(move |session| jobs::finish(session, id, state, COUNTS, "{\"行\":1}", at_ms))
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
    };
    assert_eq!(find(store, "j-1"), Some(waiting.clone()));

    progress(store, "j-1", 0, None, 20).unwrap();
    progress(store, "j-1", 500, Some(1800), 30).unwrap();
    let running = Job {
        state: JobState::Running,
        started_at_ms: Some(20),
        done: 500,
        total: Some(1800),
        ..waiting
    };
    assert_eq!(
        find(store, "j-1"),
        Some(running.clone()),
        "it began at its first progress"
    );

    finish(store, "j-1", JobState::Done, 40).unwrap();
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
    let no_end = finish(store, "j-1", JobState::Running, 20);
    assert!(matches!(no_end, Err(Error::Internal { .. })), "{no_end:?}");
    finish(store, "j-1", JobState::Failed, 20).unwrap();
    let ended = |id: &str| {
        Err(Error::NotFound {
            what: "unfinished job",
            id: id.to_owned(),
        })
    };
    assert_eq!(progress(store, "j-1", 1, None, 30), ended("j-1"));
    assert_eq!(finish(store, "j-1", JobState::Done, 30), ended("j-1"));
    assert_eq!(progress(store, "j-2", 1, None, 30), ended("j-2"));
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
    progress(store, "j-b", 1, None, 40).unwrap();
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
