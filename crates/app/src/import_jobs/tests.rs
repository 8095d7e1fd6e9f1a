//! Imports that a process has left, and those that are given up.

use std::sync::Arc;

use access::{Actor, Policy, ReadDrafts, WriteGlossary};
use exchange::{Format, Language};
use glossary::{Concept, Lang, Term};
use store::jobs::{self};
use store::{Chunk, Lease, StagedRow, concepts, staging};

use super::*;
use crate::import::{FileIds, OnError};
use crate::{App, Config, Error, trial};

const PAIRS: &str = "zh,bo\n法院,ཁྲིམས་ཁང\n证据,དཔང་རྟགས\n";

const POLICY: Policy = Policy { public_read: true };

struct Place {
    app: App,
    directory: tempfile::TempDir,
}

fn open(directory: &std::path::Path) -> App {
    let config = Config {
        data_dir: directory.to_owned(),
        database: None,
        public_read: true,
        hidden_collections: vec![],
        keys_file: None,
    };
    App::open(config, Arc::new(|| 1_000), Arc::new(trial::chance)).unwrap()
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let app = open(directory.path());
        Self { app, directory }
    }

    /// The same directory, as the next process finds it.
    fn opened_again(self) -> Self {
        self.app.close();
        let app = open(self.directory.path());
        Self {
            app,
            directory: self.directory,
        }
    }

    fn ask(&self) -> String {
        let permit = POLICY.permit::<WriteGlossary>(&Actor::Operator).unwrap();
        let request = ImportRequest {
            bytes: Arc::new(PAIRS.as_bytes().to_vec()),
            format: Format::Csv,
            mode: ImportMode::Apply,
            collection: None,
            on_error: OnError::Stop,
            columns: None,
            ignore_extra: false,
            ids: FileIds::Ours,
            succeeds: None,
            language: Language::Zh,
        };
        self.app.request_import(&permit, &request, None).unwrap()
    }

    fn find(&self, id: &str) -> ImportJob {
        let permit = POLICY.permit::<ReadDrafts>(&Actor::Operator).unwrap();
        self.app.find_import(&permit, id).unwrap()
    }

    /// Begins a job as a process that is about to die: for no time at all.
    fn begin(&self, id: &str) -> Lease {
        let id = id.to_owned();
        let taken = self
            .app
            .store
            .write_aside(move |session| jobs::take(session, &id, "gone", 0));
        taken.unwrap()
    }

    fn concepts(&self) -> u64 {
        self.app.store.read(concepts::count).unwrap()
    }

    fn staged(&self, id: &str) -> u64 {
        self.app
            .store
            .read(|session| staging::count(session, id))
            .unwrap()
    }
}

/// Leaves a row behind that was staged against another state.
fn stage_something(place: &Place, lease: &Lease) {
    let (job, mut concept) = (lease.job().to_owned(), Concept::draft());
    concept.terms.push(Term::new(Lang::Zh, "离婚").unwrap());
    let staged = place.app.store.write_aside(move |session| {
        let row = StagedRow {
            id: staging::base(session)?.new_id(0),
            expected_revision: 0,
            body: concept.clone(),
        };
        staging::add_chunk(session, &job, &Chunk::prepare(&[row])?)
    });
    assert_eq!(staged, Ok(1));
}

#[test]
fn an_import_goes_on_whose_process_died_while_it_staged() {
    let place = Place::new();
    let id = place.ask();
    stage_something(&place, &place.begin(&id));
    let place = place.opened_again();
    assert_eq!(place.find(&id).state, ImportState::Queued);
    let importer = place.app.start_imports().unwrap();
    importer.settle();
    let job = place.find(&id);
    assert_eq!((job.state, job.counts.created), (ImportState::Done, 2));
    assert_eq!(
        (place.concepts(), place.staged(&id)),
        (2, 0),
        "what was left behind is gone"
    );
    assert!(place.app.store.verify().unwrap().is_sound());
}

#[test]
fn an_import_that_ends_every_process_is_given_up() {
    let place = Place::new();
    let id = place.ask();
    for _ in 0..MAX_BEGUN {
        place.begin(&id);
    }
    let importer = place.app.start_imports().unwrap();
    importer.settle();
    let job = place.find(&id);
    let told = job.told.unwrap();
    assert_eq!((job.state, place.concepts()), (ImportState::Failed, 0));
    assert!(
        told.why_in(Language::En).unwrap().contains("it is given up"),
        "{told:?}"
    );
    assert!(told.why_in(Language::Zh).unwrap().contains("已放弃"), "{told:?}");
}

#[test]
fn an_import_that_is_interrupted_waits_for_the_next_start() {
    let place = Place::new();
    let id = place.ask();
    let lease = place.app.store.write_aside({
        let id = id.clone();
        move |session| jobs::take(session, &id, "node", LEASE_MS)
    });
    let lease = lease.unwrap();
    stage_something(&place, &lease);
    let bell = Arc::new(ImportBell::default());
    bell.stop();
    running::run(&place.app, &lease, &bell);
    assert_eq!((place.concepts(), place.staged(&id)), (0, 0));
    let renewed = place
        .app
        .store
        .write_aside(move |session| jobs::renew(session, &lease, 0));
    assert_eq!(renewed, Ok(()), "nobody has ended it");
    // Its lease was given back, so it is taken at once.
    let importer = place.app.start_imports().unwrap();
    importer.settle();
    assert_eq!((place.find(&id).state, place.concepts()), (ImportState::Done, 2));
}

#[test]
fn an_import_that_was_cancelled_while_nobody_worked_on_it_writes_nothing() {
    let place = Place::new();
    let id = place.ask();
    let lease = place.begin(&id);
    let permit = POLICY.permit::<WriteGlossary>(&Actor::Operator).unwrap();
    place.app.cancel_import(&permit, &id).unwrap();
    // Whoever was late comes with rows that nobody wants any more.
    running::run(&place.app, &lease, &Arc::new(ImportBell::default()));
    assert_eq!(
        (place.find(&id).state, place.concepts()),
        (ImportState::Cancelled, 0)
    );
}

#[test]
fn a_wish_that_cannot_be_read_ends_the_job_and_not_the_thread() {
    let place = Place::new();
    let id = place.ask();
    // A wish that no version has written.
    let (job, broken) = (id.clone(), "{}");
    place
        .app
        .store
        .write_aside(move |session| {
            session.execute(
                "UPDATE import_file SET wish = ?2 WHERE job = ?1",
                &[job.as_str().into(), broken.into()],
            )
        })
        .unwrap();
    let next = place.ask();
    let importer = place.app.start_imports().unwrap();
    importer.settle();
    assert_eq!(place.find(&next).state, ImportState::Done);
    let permit = POLICY.permit::<ReadDrafts>(&Actor::Operator).unwrap();
    let unreadable = place.app.find_import(&permit, &id);
    assert!(matches!(unreadable, Err(Error::Internal(_))), "{unreadable:?}");
}

#[test]
fn whoever_asked_is_the_author_and_has_no_right_by_it() {
    let actor = Actor::Token(Arc::new(access::TokenActor {
        id: "t-1".into(),
        name: "卓玛".into(),
        scopes: [access::Scope::GlossaryWrite].into(),
        court: None,
        origin: access::Origin {
            address: Some([10, 0, 0, 1].into()),
            request_id: Some("r-1".into()),
        },
    }));
    let kept = serde_json::to_string(&wish::AskedBy::of(&actor)).unwrap();
    let read: wish::AskedBy = serde_json::from_str(&kept).unwrap();
    let author = read.actor();
    assert_eq!(
        (author.name(), author.id(), author.origin()),
        (actor.name(), "t-1", actor.origin())
    );
    assert!(POLICY.permit::<WriteGlossary>(&author).is_err());
    assert_eq!(wish::AskedBy::of(&Actor::Operator).actor(), Actor::Operator);
}
