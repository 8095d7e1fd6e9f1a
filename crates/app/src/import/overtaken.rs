//! Imports between whose steps others write.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use access::{Actor, Policy, WriteGlossary};
use exchange::{Format, ReadOptions};
use glossary::{Concept, ConceptId, Lang, Term};
use store::{concepts, staging};

use super::course::Step;
use super::{Course, FileIds, ImportFile, ImportOptions, ImportReport, OnError, Working};
use crate::{App, Config, Error, Permit, trial};

struct Place {
    app: App,
    _directory: tempfile::TempDir,
}

impl Place {
    /// A glossary with the court in it.
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: directory.path().to_owned(),
            database: None,
            public_read: true,
            hidden_collections: vec![],
            keys_file: None,
        };
        let app = App::open(config, Arc::new(|| 1_000), Arc::new(trial::chance)).unwrap();
        let place = Self {
            app,
            _directory: directory,
        };
        place.create("法院");
        place
    }

    fn permit(&self) -> Permit<WriteGlossary> {
        Policy { public_read: true }.permit(&Actor::Operator).unwrap()
    }

    fn create(&self, zh: &str) -> ConceptId {
        self.app
            .create_concept(&self.permit(), named(zh), None)
            .unwrap()
            .id
    }

    /// Adds a Tibetan form to a concept.
    fn add(&self, id: ConceptId, bo: &str) {
        let stored = self.find(id);
        let mut concept = stored.1;
        concept.terms.push(Term {
            administrative_status: glossary::AdministrativeStatus::Admitted,
            ..Term::new(Lang::Bo, bo).unwrap()
        });
        self.app
            .update_concept(&self.permit(), id, stored.0, concept)
            .unwrap();
    }

    fn find(&self, id: ConceptId) -> (u64, Concept) {
        let stored = self.app.store.read(|session| concepts::find(session, id));
        let stored = stored.unwrap().unwrap();
        (stored.revision, stored.body)
    }

    fn names(&self) -> Vec<String> {
        let page = self
            .app
            .store
            .read(|session| concepts::page_after(session, None, 1_000));
        let page = page.unwrap();
        let names = page.iter().filter_map(|stored| stored.body.preferred(Lang::Zh));
        let mut names: Vec<_> = names.map(str::to_owned).collect();
        names.sort();
        names
    }

    /// Imports `csv`, doing `between` after each step, and returns the steps too.
    fn import(
        &self,
        csv: &str,
        between: impl Fn(&Self, Step) + Send + 'static,
    ) -> (Result<ImportReport, Error>, Vec<Step>) {
        let steps = Arc::new(std::sync::Mutex::new(Vec::new()));
        let (noted, place) = (Arc::clone(&steps), self.app.clone());
        let watched = Self {
            app: place,
            _directory: tempfile::tempdir().unwrap(),
        };
        let course = Course::Watched(Box::new(move |step| {
            noted.lock().unwrap().push(step);
            between(&watched, step);
        }));
        let working = Working {
            app: &self.app,
            actor: &Actor::Operator,
            file: &ImportFile {
                name: "rows.csv".to_owned(),
                bytes: csv.as_bytes().to_vec(),
                format: Format::Csv,
            },
            options: &ImportOptions {
                read: ReadOptions::default(),
                on_error: OnError::Stop,
                ids: FileIds::Ours,
                dry_run: false,
                succeeds: None,
            },
            publication: None,
            course: &course,
        };
        let report = working.run();
        let steps = steps.lock().unwrap().clone();
        (report, steps)
    }

    #[track_caller]
    fn check_sound(&self) {
        let report = self.app.store.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
        let left = self
            .app
            .store
            .read(|session| staging::count(session, "import-1000-0"));
        assert_eq!(left.unwrap(), 0);
    }
}

fn named(zh: &str) -> Concept {
    let mut concept = Concept::draft();
    concept.terms.push(Term::new(Lang::Zh, zh).unwrap());
    concept
}

fn rounds(steps: &[Step]) -> usize {
    steps.iter().filter(|step| **step == Step::Planned).count()
}

const ROWS: &str = "zh,bo\n法院,ཁྲིམས་ཁང\n法官,ཁྲིམས་དཔོན\n证据,དཔང་རྟགས\n";

#[test]
fn an_import_starved_while_others_wrote_something_else() {
    let place = Place::new();
    let written = Cell::new(0);
    let (report, steps) = place.import(ROWS, move |place, _| {
        written.set(written.get() + 1);
        place.create(&format!("别的{}", written.get()));
    });
    let report = report.unwrap();
    assert_eq!((report.created, report.updated, report.applied), (2, 1, true));
    // Planned once more, because the numbers of its new concepts had become those of others; then never again.
    assert_eq!(
        steps,
        [
            Step::Planned,
            Step::Numbered,
            Step::Planned,
            Step::Staged,
            Step::Compared
        ]
    );
    assert_eq!(
        place.names(),
        [
            "别的1", "别的2", "别的3", "别的4", "别的5", "法官", "法院", "证据"
        ]
    );
    place.check_sound();
    // The numbers that were kept are given once.
    let next = place.create("最后");
    assert_eq!(next.number(), 9);
}

#[test]
fn what_is_written_of_the_same_concepts_is_merged_and_the_import_ends() {
    let place = Place::new();
    let written = Cell::new(0);
    let (report, steps) = place.import(ROWS, move |place, _| {
        written.set(written.get() + 1);
        place.add(ConceptId::new(1), &format!("ཁྲིམས་ར{}", "་ཆེ".repeat(written.get())));
    });
    let report = report.unwrap();
    assert_eq!((report.created, report.updated, report.applied), (2, 1, true));
    assert_eq!(rounds(&steps), 4, "{steps:?}");
    let court = place.find(ConceptId::new(1)).1;
    // Every form that was written meanwhile is there beside that of the file.
    assert_eq!(court.terms_in(Lang::Bo).len(), steps.len() + 1);
    assert!(court.terms_in(Lang::Bo).iter().any(|term| term.text == "ཁྲིམས་ཁང"));
    assert_eq!(place.names(), ["法官", "法院", "证据"]);
    place.check_sound();
}

#[test]
fn a_concept_that_takes_a_name_of_the_file_meanwhile_is_the_one_that_its_row_means() {
    for when in [Step::Planned, Step::Numbered, Step::Staged, Step::Compared] {
        let place = Place::new();
        let made = RefCell::new(None);
        let (report, _) = place.import(ROWS, move |place, step| {
            if step == when && made.borrow().is_none() {
                *made.borrow_mut() = Some(place.create("法官"));
            }
        });
        let report = report.unwrap();
        assert_eq!((report.created, report.updated), (1, 2), "{when:?}");
        assert_eq!(place.names(), ["法官", "法院", "证据"], "{when:?}");
        place.check_sound();
    }
}
