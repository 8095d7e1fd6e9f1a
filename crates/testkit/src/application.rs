//! An application on a directory of its own, with a clock that stands still.
//!
//! Long because it is the one room in which tests make an application.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::{
    Actor, App, Config, Database, FileIds, Format, ImportFile, ImportOptions, ImportReport, OnError, Operate,
    Permit, Policy, ReadGlossary, ReadOptions, SearchRequest, StoreId, WriteGlossary, Written,
};
use glossary::{Concept, Lang, Term};
use tempfile::TempDir;

use crate::postgres::PostgresServer;
use crate::{Distractor, FixedClock, distractors};

/// The folder of the seed files.
pub const SEED_FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/seed");
const COLLECTIONS: &str = include_str!("../../../data/collections.toml");

/// An application on a directory of its own, removed at the end.
pub struct Application {
    /// The application.
    pub app: App,
    /// Its clock.
    pub clock: FixedClock,
    directory: Arc<TempDir>,
    hidden: Vec<&'static str>,
    database: Option<Database>,
}

/// The directory of an application that was closed, and the database on a server if it has one.
pub struct Closed {
    directory: Arc<TempDir>,
    database: Option<Database>,
}

impl Closed {
    /// Takes a data directory that something else has filled, with the store in it.
    #[must_use]
    pub fn directory(directory: Arc<TempDir>) -> Self {
        Self {
            directory,
            database: None,
        }
    }

    /// Returns the data directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Opens it as a program would that does not know what it finds.
    ///
    /// # Errors
    /// Those of [`App::open`].
    pub fn try_open(&self) -> Result<App, app::Error> {
        let config = Config {
            data_dir: self.path().to_owned(),
            database: self.database.clone(),
            public_read: true,
            hidden_collections: Vec::new(),
            keys_file: self.database.is_some().then(shared_keys),
        };
        App::open(config, Arc::new(FixedClock::default()), fresh_chance())
    }
}

/// Returns an id for a new store that no other store of this process has.
#[must_use]
pub fn fresh_id() -> StoreId {
    static GIVEN: AtomicU64 = AtomicU64::new(0);
    let number = GIVEN.fetch_add(1, Ordering::Relaxed);
    StoreId::from_random(u128::from(number).to_be_bytes())
}

/// Returns chance that is another one each time, also in another process of the same tests.
#[must_use]
pub fn fresh_chance() -> Arc<dyn app::Chance> {
    static GIVEN: AtomicU64 = AtomicU64::new(0);
    let seed = u64::from(std::process::id()) << 32 | GIVEN.fetch_add(1, Ordering::Relaxed);
    let sequence = Mutex::new(crate::Chance::new(seed));
    Arc::new(move |bytes: &mut [u8]| {
        let mut sequence = sequence.lock().unwrap();
        bytes
            .iter_mut()
            .for_each(|byte| *byte = u8::try_from(sequence.below(256)).unwrap());
        Ok(())
    })
}

/// Returns the file of keys that all applications share that have a database on a server: several of them may be nodes of
/// one, also in processes that the tests start.
#[must_use]
pub fn shared_keys() -> PathBuf {
    std::env::temp_dir().join("shanjar-test-keys").join("fields.keys")
}

/// Makes a CSV file with the columns zh and bo of `pairs`; an empty text is an empty cell.
#[must_use]
pub fn csv_file(pairs: &[(&str, &str)]) -> String {
    let rows = pairs.iter().map(|(zh, bo)| format!("{zh},{bo}\n"));
    std::iter::once("zh,bo\n".to_owned()).chain(rows).collect()
}

impl Application {
    /// Opens an empty application that shows everything.
    #[must_use]
    pub fn empty() -> Self {
        Self::hiding(&[])
    }

    /// Opens an empty application that does not show the collections `hidden`.
    #[must_use]
    pub fn hiding(hidden: &[&'static str]) -> Self {
        Self::open(
            Arc::new(tempfile::tempdir().unwrap()),
            FixedClock::default(),
            hidden.to_vec(),
            chosen_database().map(Database::at),
        )
    }

    /// Opens an empty application whose keys no other one shares: for what changes them.
    #[must_use]
    pub fn with_own_keys() -> Self {
        Self::open_with_keys(
            Arc::new(tempfile::tempdir().unwrap()),
            FixedClock::default(),
            Vec::new(),
            chosen_database().map(Database::at),
            None,
        )
    }

    /// Opens an application whose store is the database at the address `url`: one node of several.
    #[must_use]
    pub fn on_database(url: &str) -> Self {
        Self::open(
            Arc::new(tempfile::tempdir().unwrap()),
            FixedClock::default(),
            Vec::new(),
            Some(Database::at(url)),
        )
    }

    /// Opens an application with `pairs` of Chinese and Tibetan, indexed.
    #[must_use]
    pub fn with_pairs(pairs: &[(&str, &str)]) -> Self {
        Self::empty().filled_with(pairs)
    }

    /// As [`Application::with_pairs`], with the database in the directory whatever `SHANJAR_TEST_DATABASE` says: for what
    /// holds of the file alone.
    #[must_use]
    pub fn with_pairs_in_directory(pairs: &[(&str, &str)]) -> Self {
        let directory = Arc::new(tempfile::tempdir().unwrap());
        Self::open(directory, FixedClock::default(), Vec::new(), None).filled_with(pairs)
    }

    fn filled_with(self, pairs: &[(&str, &str)]) -> Self {
        let application = self;
        let report = application.import("pairs.csv", &csv_file(pairs));
        assert!(report.applied, "{:?}", report.issues);
        application.catch_up();
        application
    }

    /// Opens an application with every seed list, in the order of `data/collections.toml`, indexed.
    #[must_use]
    pub fn with_seed() -> Self {
        let application = Self::empty();
        for path in seed_files() {
            let report = application.import_file(&path, OnError::Stop);
            assert!(report.applied, "{}: {:?}", path.display(), report.issues.first());
        }
        application.catch_up();
        application
    }

    /// Opens an application with every seed list and the [`distractors`], drafts of the collection `distractors`, indexed.
    #[must_use]
    pub fn with_seed_and_distractors() -> Self {
        let application = Self::with_seed();
        let row = |d: Distractor| format!("{},{},distractors,distractors\n", d.zh, d.bo.unwrap_or_default());
        let header = "zh,bo,source,collection\n".to_owned();
        let file: String = std::iter::once(header)
            .chain(distractors().into_iter().map(row))
            .collect();
        let report = application.import("distractors.csv", &file);
        assert!(report.applied, "{:?}", report.issues.first());
        application.catch_up();
        application
    }

    /// Closes the application and opens its directory again, hiding the collections `hidden` from now on.
    #[must_use]
    pub fn reopened_hiding(self, hidden: &[&'static str]) -> Self {
        let (directory, clock) = (Arc::clone(&self.directory), self.clock.clone());
        let database = self.database.clone();
        self.app.close();
        let application = Self::open(directory, clock, hidden.to_vec(), database);
        application.catch_up();
        application
    }

    /// Closes the application and returns its directory, in which nothing is open any more.
    #[must_use]
    pub fn closed(self) -> Closed {
        let closed = Closed {
            directory: Arc::clone(&self.directory),
            database: self.database.clone(),
        };
        self.app.close();
        closed
    }

    /// Opens a directory that was [`closed`](Self::closed), without waiting for the index.
    #[must_use]
    pub fn opened_in(closed: Closed) -> Self {
        Self::opened_in_hiding(closed, &[])
    }

    /// Opens a directory that was [`closed`](Self::closed), hiding the collections `hidden`, without waiting for the index.
    #[must_use]
    pub fn opened_in_hiding(closed: Closed, hidden: &[&'static str]) -> Self {
        let Closed { directory, database } = closed;
        Self::open(directory, FixedClock::default(), hidden.to_vec(), database)
    }

    /// Closes the application and opens its directory again without waiting for the index.
    #[must_use]
    pub fn opened_again(self) -> Self {
        let (directory, clock, hidden) = (
            Arc::clone(&self.directory),
            self.clock.clone(),
            self.hidden.clone(),
        );
        let database = self.database.clone();
        self.app.close();
        Self::open(directory, clock, hidden, database)
    }

    /// Closes the application and opens its directory again.
    #[must_use]
    pub fn reopened(self) -> Self {
        let hidden = self.hidden.clone();
        self.reopened_hiding(&hidden)
    }

    /// Imports a text in the format that its name tells, refusing it whole if a row is wrong.
    pub fn import(&self, name: &str, text: &str) -> ImportReport {
        self.try_import(name, text, OnError::Stop).unwrap()
    }

    /// Imports a text in the format that its name tells.
    ///
    /// # Errors
    /// Those of the import.
    pub fn try_import(&self, name: &str, text: &str, on_error: OnError) -> Result<ImportReport, app::Error> {
        let file = ImportFile {
            name: name.into(),
            bytes: text.as_bytes().to_vec(),
            format: Format::of_path(name)?,
        };
        on_own_thread(|| {
            self.app
                .import_glossary(&self.write_permit(), &file, &options(on_error))
        })
    }

    /// Imports a CSV text as the complete new edition `collection` of the list `predecessor`, whatever rows are wrong.
    pub fn succeed(&self, collection: &str, predecessor: &str, text: &str) -> ImportReport {
        let file = ImportFile {
            name: format!("{collection}.csv"),
            bytes: text.as_bytes().to_vec(),
            format: Format::Csv,
        };
        let mut options = ImportOptions {
            succeeds: Some(predecessor.parse().unwrap()),
            ..options(OnError::Skip)
        };
        options.read.collection = Some(collection.parse().unwrap());
        on_own_thread(|| {
            self.app
                .import_glossary(&self.write_permit(), &file, &options)
                .unwrap()
        })
    }

    /// Creates a concept with one Chinese term under an idempotency key, a millisecond after what was done before.
    ///
    /// # Errors
    /// Those of [`App::create_concept`].
    pub fn create(&self, zh: &str, key: &str) -> Result<Written, app::Error> {
        self.clock.advance_ms(1);
        let mut concept = Concept::draft();
        concept.terms.push(Term::new(Lang::Zh, zh).unwrap());
        let key = key.parse()?;
        on_own_thread(|| self.app.create_concept(&self.write_permit(), concept, Some(&key)))
    }

    /// Imports a file by its name.
    pub fn import_file(&self, path: &Path, on_error: OnError) -> ImportReport {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let format = Format::of_path(path).unwrap();
        let file = ImportFile {
            name,
            bytes: std::fs::read(path).unwrap(),
            format,
        };
        on_own_thread(|| {
            self.app
                .import_glossary(&self.write_permit(), &file, &options(on_error))
                .unwrap()
        })
    }

    /// Waits until the index has read everything.
    pub fn catch_up(&self) {
        on_own_thread(|| self.app.wait_for_index().unwrap());
    }

    /// Returns the hits of `query`, a line each: `kind zh | bo`.
    #[must_use]
    pub fn hits(&self, query: &str) -> Vec<String> {
        let answer = self
            .app
            .look_up()
            .search(&self.read_permit(), &SearchRequest::new(query))
            .unwrap();
        let line = |hit: &app::Hit| {
            let best =
                |terms: &[app::view::TermSummary]| terms.first().map_or("未有藏文", |t| &t.text).to_owned();
            format!(
                "{} {} | {}",
                hit.matched.kind.as_str(),
                best(&hit.summary.zh),
                best(&hit.summary.bo)
            )
        };
        answer.hits.iter().map(line).collect()
    }

    /// The right to read, as anybody on the network has it.
    #[must_use]
    pub fn read_permit(&self) -> Permit<ReadGlossary> {
        self.app.policy().permit(&Actor::anonymous()).unwrap()
    }

    /// The right to write, as the commands have it.
    #[must_use]
    pub fn write_permit(&self) -> Permit<WriteGlossary> {
        Policy { public_read: true }.permit(&Actor::Operator).unwrap()
    }

    /// The right to look after the installation, as the commands have it.
    #[must_use]
    pub fn operate_permit(&self) -> Permit<Operate> {
        Policy { public_read: true }.permit(&Actor::Operator).unwrap()
    }

    /// Returns the data directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    fn open(
        directory: Arc<TempDir>,
        clock: FixedClock,
        hidden: Vec<&'static str>,
        database: Option<Database>,
    ) -> Self {
        let keys_file = database.is_some().then(shared_keys);
        Self::open_with_keys(directory, clock, hidden, database, keys_file)
    }

    fn open_with_keys(
        directory: Arc<TempDir>,
        clock: FixedClock,
        hidden: Vec<&'static str>,
        database: Option<Database>,
        keys_file: Option<PathBuf>,
    ) -> Self {
        let config = Config {
            data_dir: directory.path().to_owned(),
            database: database.clone(),
            public_read: true,
            hidden_collections: hidden.iter().map(|name| name.parse().unwrap()).collect(),
            keys_file,
        };
        // Another test may be forking a process at this moment, which then holds our lock until it has become
        // another program; that passes by itself.
        let app = on_own_thread(|| {
            loop {
                match App::open(config.clone(), Arc::new(clock.clone()), fresh_chance()) {
                    Err(app::Error::Store(app::StoreError::Locked { .. })) => std::thread::yield_now(),
                    opened => break opened.unwrap(),
                }
            }
        });
        Self {
            app,
            clock,
            directory,
            hidden,
            database,
        }
    }
}

/// Runs `work` on a thread of its own. Many tests are tasks of a runtime, where nobody may wait for a database on a server;
/// the handlers of the server give such work to threads for the same reason.
fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let ended = std::thread::scope(|scope| scope.spawn(work).join());
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Returns the address of an empty database on a server if `SHANJAR_TEST_DATABASE` is `postgres`, so that what holds of an
/// application is shown on both backends.
#[must_use]
pub fn chosen_database() -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the backend is chosen for a whole run of the tests, in the manner of SHANJAR_CASES"
    )]
    let chosen = std::env::var_os("SHANJAR_TEST_DATABASE")?;
    assert_eq!(
        chosen, "postgres",
        "SHANJAR_TEST_DATABASE is `postgres` or not set"
    );
    let server = PostgresServer::shared();
    Some(server.url(&server.fresh_database()))
}

/// Returns the seed files in the order in which they are meant to be read.
#[must_use]
pub fn seed_files() -> Vec<PathBuf> {
    let name = |line: &str| Some(line.strip_prefix("name = \"")?.strip_suffix('"')?.to_owned());
    let files = COLLECTIONS.lines().filter_map(name);
    files
        .map(|name| Path::new(SEED_FOLDER).join(format!("{name}.tsv")))
        .collect()
}

fn options(on_error: OnError) -> ImportOptions {
    ImportOptions {
        read: ReadOptions::default(),
        on_error,
        ids: FileIds::Ours,
        dry_run: false,
        succeeds: None,
    }
}
