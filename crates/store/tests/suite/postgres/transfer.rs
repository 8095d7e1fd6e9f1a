//! Copying a data directory into a database: whatever either store is asked, both answer the same.
//!
//! Long because what either is asked, and the rows of every table, stand here.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use glossary::{ConceptId, Lang};
use store::transfer::{self, Progress, Report, Stage};
use store::{
    Error, Lease, Options, Purpose, Session, Store, accounts, audit, batches, changes, collections, concepts,
    courts, editions, idempotency, identity, import_files, jobs, key_checks, lists, login_counters,
    login_sessions, one_time_codes, role_changes, shown, spelling_changes, staging, tokens,
};
use testkit::postgres::PostgresServer;

use super::transfer_source::{LONG_MS, fill, request};
use crate::fixtures::{concept, digest, open_postgres, stamp, store_id, unless_just_locked};

/// A data directory with something in every table, and an empty database.
pub struct Pair {
    pub directory: tempfile::TempDir,
    pub database: String,
    pub url: String,
    /// Of the job that somebody still works on.
    lease: Lease,
}

impl Pair {
    /// Makes a source with `extra` concepts beside those that show something.
    pub fn new(extra: usize) -> Self {
        let server = PostgresServer::shared();
        let database = server.fresh_database();
        let directory = tempfile::tempdir().unwrap();
        let lease = fill(&open(directory.path()), extra);
        Self {
            url: server.url(&database),
            directory,
            database,
            lease,
        }
    }

    /// Copies the data directory into the database.
    pub fn transfer(&self) -> Result<Report, Error> {
        transfer(self.directory.path(), &self.url, &mut |_| {})
    }

    /// Runs statements in the database, beside the stores.
    pub fn run(&self, sql: &str) {
        PostgresServer::shared().wire(&self.database).run(sql);
    }
}

/// Copies `directory` into the database at `url`.
pub fn transfer(directory: &Path, url: &str, watch: &mut dyn FnMut(Progress)) -> Result<Report, Error> {
    let source = unless_just_locked(|| Store::open_as_source(directory, Options::default()))?;
    let target = || Store::open_postgres_as_target(url, &store_id(2), Options::default());
    transfer::run(&source, target, watch)
}

/// Opens the data directory.
pub fn open(directory: &Path) -> Store {
    unless_just_locked(|| Store::open(directory, &store_id(1), Options::default())).unwrap()
}

/// Everything that the repositories answer, with the name of the function before it.
fn answers(store: &Store) -> Vec<String> {
    let mut told = store.read(|session| {
        let mut told = asked_by_id(session)?;
        told.extend(asked_by_word(session)?);
        Ok::<_, Error>(told)
    });
    let kept = store.write(|tx| idempotency::find(tx, &request()));
    let told = told.as_mut().unwrap();
    told.push(format!("idempotency::find {kept:?}"));
    std::mem::take(told)
}

fn asked_by_id(session: &mut dyn Session) -> Result<Vec<String>, Error> {
    let ids: Vec<ConceptId> = (0..=1_300).map(ConceptId::new).collect();
    let mut told = vec![
        format!("changes::last_seq {:?}", changes::last_seq(session)?),
        format!("changes::since {:?}", changes::since(session, 0, 5_000)?),
        format!("changes::find {:?}", changes::find(session, 3)?),
        format!("concepts::count {:?}", concepts::count(session)?),
        format!(
            "concepts::page_after {:?}",
            concepts::page_after(session, None, 5_000)?
        ),
        format!("shown::page_after {:?}", shown::page_after(session, None, 5_000)?),
        format!("batches::list {:?}", batches::list(session, None, 9)?),
        format!("batches::items {:?}", batches::items(session, "b-1", None, 9)?),
        format!("batches::find_scan {:?}", batches::find_scan(session, "b-1")?),
        format!(
            "spelling_changes {:?}",
            spelling_changes::list_waiting(session, 9)?
        ),
        format!("editions::list {:?}", editions::list(session)?),
        format!(
            "editions::page_after {:?}",
            editions::page_after(session, 1, None, 9)?
        ),
        format!("concepts::find_many {:?}", concepts::find_many(session, &ids)?),
        format!("staging::base {:?}", staging::base(session)?),
        format!("staging::count {:?}", staging::count(session, "j-staged")?),
        format!("audit::walk {:?}", audit::walk(session, 1, 9)?),
        format!("audit::anchor {:?}", audit::anchor(session)?),
        format!("audit::unsealed {:?}", audit::unsealed(session, 9)?),
        format!("audit::strays {:?}", audit::strays(session, 9)?),
        format!("jobs::list {:?}", jobs::list(session, None, 100)?),
        format!(
            "jobs::abandoned {:?}",
            jobs::abandoned(session, "import_glossary")?
        ),
    ];
    for id in ["j-ended", "j-waiting", "j-staged", "j-none"] {
        told.push(format!(
            "import_files::find {:?}",
            import_files::find(session, id)?
        ));
        told.push(format!("jobs::find {:?}", jobs::find(session, id)?));
    }
    for id in ids {
        told.push(format!("concepts::find {:?}", concepts::find(session, id)?));
        told.push(format!(
            "concepts::list_revisions {:?}",
            concepts::list_revisions(session, id, None, 9)?
        ));
        told.push(format!(
            "concepts::find_revision {:?}",
            concepts::find_revision(session, id, 1)?
        ));
    }
    Ok(told)
}

fn asked_by_word(session: &mut dyn Session) -> Result<Vec<String>, Error> {
    let list = "charges-2024".parse().unwrap();
    let key = |lang, text| glossary::term_key(lang, text);
    Ok(vec![
        format!("collections::list {:?}", collections::list(session)?),
        format!("collections::find {:?}", collections::find(session, &list)?),
        format!("lists::successions {:?}", lists::successions(session)?),
        format!("lists::changes {:?}", lists::changes(session, &list)?),
        format!("collections::in_use {:?}", collections::in_use(session)?),
        format!(
            "by zh {:?}",
            concepts::ids_by_term_key(session, Lang::Zh, &key(Lang::Zh, "人民法院"))?
        ),
        format!(
            "by bo {:?}",
            concepts::ids_by_term_key(session, Lang::Bo, &key(Lang::Bo, "མི་དམངས་ཁྲིམས་ཁང"))?
        ),
        format!(
            "preferred {:?}",
            concepts::ids_by_preferred_zh(session, &key(Lang::Zh, "法官"))?
        ),
        format!(
            "by number {:?}",
            concepts::ids_by_membership(session, &list, "8(1)")?
        ),
        format!("by collection {:?}", concepts::counts_by_collection(session)?),
        format!("by source {:?}", concepts::counts_by_source(session)?),
    ])
}

/// Who may sign in, with everything that `Debug` does not show.
fn people(session: &mut dyn Session) -> Result<impl PartialEq + Debug + use<>, Error> {
    let count = |session: &mut dyn Session, purpose| one_time_codes::count_unused(session, "a-1", purpose);
    Ok((
        courts::list(session)?,
        courts::line(session, "A")?,
        accounts::list(session, None, None, 9)?,
        [
            role_changes::find(session, "r-1")?,
            role_changes::find(session, "r-2")?,
        ],
        [
            one_time_codes::find(session, &digest(200))?,
            one_time_codes::find(session, &digest(0))?,
        ],
        [
            count(session, Purpose::Recovery)?,
            count(session, Purpose::First)?,
        ],
        tokens::list(session)?,
        key_checks::list(session)?,
    ))
}

/// Both stores must answer the same, and go on the same.
#[track_caller]
pub fn check_equal(pair: &Pair) {
    let (source, target) = (open(pair.directory.path()), open_postgres(&pair.url).unwrap());
    let (before, after) = (answers(&source), answers(&target));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    assert_eq!(before.len(), after.len());
    assert_eq!(source.read(people).unwrap(), target.read(people).unwrap());
    let next = [&source, &target].map(|store| {
        let lease = pair.lease.clone();
        let base = store.read(staging::base).unwrap();
        let applied = store.write(move |tx| {
            jobs::renew(tx, &lease, LONG_MS)?;
            staging::apply(tx, "j-staged", &base, &stamp("import", 50))
        });
        let created = store.write(|tx| tx.create(concept("调解", "འདུམ་འགྲིག"), &stamp("李", 60)));
        assert!(store.verify().unwrap().is_sound());
        (applied.unwrap(), created.unwrap())
    });
    assert_eq!(
        next[0], next[1],
        "ids and numbers of changes go on where they were"
    );
}

#[test]
fn a_copy_answers_as_the_store_it_was_made_of() {
    let pair = Pair::new(1_200);
    let mut seen: Vec<Progress> = Vec::new();
    let report = transfer(pair.directory.path(), &pair.url, &mut |progress| {
        seen.push(progress)
    })
    .unwrap();
    assert!(report.is_equal());
    assert_eq!((report.source_id, report.last_seq), (store_id(1), 1_209));
    let rows: Vec<_> = report
        .tables
        .iter()
        .map(|table| (table.name, table.rows))
        .collect();
    let expected = [
        ("change", 1_209),
        ("concept", 1_202),
        ("concept_revision", 1_209),
        ("concept_term", 2_404),
        ("concept_membership", 1_201),
        ("concept_source", 1_201),
        ("collection", 1),
        ("job", 3),
        ("import_row", 2),
        ("import_term", 4),
        ("import_membership", 1),
        ("import_source", 1),
        ("import_file", 1),
        ("idempotency_key", 1),
        ("court", 2),
        ("account", 2),
        ("account_role", 2),
        ("role_change", 2),
        ("one_time_code", 2),
        ("token", 1),
        ("key_check", 1),
        ("audit_entry", 3),
        ("audit_unsealed", 1),
        ("audit_link", 2),
        ("audit_anchor", 1),
        ("batch", 1),
        ("batch_item", 1),
        ("spelling_change", 1),
        ("batch_scan", 1),
        ("edition", 1),
        ("edition_concept", 1),
        ("subject_field", 1),
        ("proposal", 1),
        ("unanswered_lookup", 2),
        ("tibetan_request", 1),
        ("change_set", 1),
        ("change_set_item", 1),
        ("list_succession", 1),
        ("list_change", 1),
        ("saved_filter", 1),
        ("record", 0),
        ("record_revision", 0),
        ("person_name", 0),
        ("name_key_scheme", 0),
        ("person_post", 0),
        ("person_secret", 0),
        ("training_listed", 0),
        ("enrolment_listed", 0),
        ("correction", 0),
        ("certificate", 0),
        ("roster_import", 0),
        ("roster_piece", 0),
        ("roster_choice", 0),
        ("roster_answer", 0),
        ("change_counter", 1),
    ];
    assert_eq!(rows, expected);
    let of_terms =
        |progress: &&Progress| progress.stage == Stage::Copying && progress.table == "concept_term";
    let told: Vec<_> = seen
        .iter()
        .filter(of_terms)
        .map(|progress| (progress.rows, progress.of))
        .collect();
    let of = Some(2_404);
    assert_eq!(told, [(0, of), (1_000, of), (2_000, of), (2_404, of)]);
    check_equal(&pair);
}

#[test]
fn the_copy_has_an_id_of_its_own_and_the_source_keeps_its() {
    let pair = Pair::new(0);
    pair.transfer().unwrap();
    assert_eq!(open(pair.directory.path()).read(identity::find), Ok(store_id(1)));
    assert_eq!(
        open_postgres(&pair.url).unwrap().read(identity::find),
        Ok(store_id(2))
    );
}

#[test]
fn nobody_is_signed_in_at_the_copy() {
    let pair = Pair::new(0);
    pair.transfer().unwrap();
    let signed_in = |store: &Store| {
        store
            .read(|session| {
                let sessions = login_sessions::list_of(session, "a-1")?;
                let tries = login_counters::read(session, "account", "李明")?;
                Ok::<_, Error>((sessions.len(), tries.is_some()))
            })
            .unwrap()
    };
    assert_eq!(signed_in(&open(pair.directory.path())), (1, true));
    assert_eq!(signed_in(&open_postgres(&pair.url).unwrap()), (0, false));
}

#[test]
fn an_empty_store_is_copied_too() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let directory = tempfile::tempdir().unwrap();
    drop(open(directory.path()));
    assert!(transfer(directory.path(), &url, &mut |_| {}).unwrap().is_equal());
    let store = open_postgres(&url).unwrap();
    assert_eq!(
        store.write(|tx| Ok::<_, Error>(tx.create(concept("法院", ""), &stamp("a", 1))?.seq)),
        Ok(1)
    );
}

#[test]
fn what_lies_only_in_the_log_of_the_source_is_copied() {
    let pair = Pair::new(0);
    let store = open(pair.directory.path());
    let late = store
        .write(|tx| tx.create(concept("调解", "འདུམ་འགྲིག"), &stamp("李", 60)))
        .unwrap();
    // As a process that was killed leaves it: the log is not written back.
    let left = tempfile::tempdir().unwrap();
    for name in ["shanjar.db", "shanjar.db-wal"] {
        fs::copy(pair.directory.path().join(name), left.path().join(name)).unwrap();
    }
    assert!(fs::metadata(left.path().join("shanjar.db-wal")).unwrap().len() > 0);
    drop(store);
    transfer(left.path(), &pair.url, &mut |_| {}).unwrap();
    let found = open_postgres(&pair.url)
        .unwrap()
        .read(|session| concepts::find(session, late.id));
    assert_eq!(found, Ok(Some(late)));
}

/// Changes one row of the copy before it is compared, and expects that `table` alone is found to differ.
#[track_caller]
fn check_found(table: &str, change: &str) {
    let pair = Pair::new(0);
    let report = transfer(pair.directory.path(), &pair.url, &mut |progress| {
        if progress.stage == Stage::Comparing {
            pair.run(change);
        }
    });
    let report = report.unwrap();
    let differing: Vec<_> = report
        .tables
        .iter()
        .filter(|table| !table.is_equal)
        .map(|table| table.name)
        .collect();
    assert_eq!(differing, [table], "{change}");
    assert!(!report.is_equal());
    let opened = open_postgres(&pair.url).map(|_| ());
    assert!(matches!(opened, Err(Error::Unfinished { .. })), "{opened:?}");
}

#[test]
fn one_row_that_differs_is_found() {
    check_found(
        "concept_term",
        "UPDATE concept_term SET text = text || '་' WHERE concept = 1 AND position = 1",
    );
    check_found("collection", "UPDATE collection SET title_en = ''");
    check_found("change", "UPDATE change SET at_ms = at_ms + 1 WHERE seq = 2");
    check_found(
        "concept_source",
        "DELETE FROM concept_source WHERE concept = 4 AND position = 0",
    );
    check_found(
        "concept_revision",
        "UPDATE concept_revision SET digest = '\\x00' WHERE concept = 1",
    );
    check_found("court", "UPDATE court SET parent = NULL WHERE code = 'A'");
    check_found(
        "account",
        "UPDATE account SET totp_secret = NULL, totp_step = NULL WHERE id = 'a-1'",
    );
    check_found("account_role", "DELETE FROM account_role WHERE role = 'reader'");
    check_found("one_time_code", "UPDATE one_time_code SET used_at_ms = NULL");
    check_found(
        "audit_entry",
        "UPDATE audit_entry SET fields = '' WHERE id = 'e-2'",
    );
    check_found(
        "audit_link",
        "UPDATE audit_link SET digest = '\\x00' WHERE number = 3",
    );
    check_found("audit_unsealed", "DELETE FROM audit_unsealed");
    check_found("audit_anchor", "UPDATE audit_anchor SET at_ms = 6");
    check_found(
        "idempotency_key",
        "INSERT INTO idempotency_key SELECT author, 'k', digest, answer, at_ms FROM idempotency_key",
    );
}
