//! Opening a data directory: what is refused, and with which sentence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use store::{Error, Options, Store, Value, changes, concepts, identity};

use crate::fixtures::{concept, create, store_id, unless_just_locked};

fn open(directory: &Path) -> Result<Store, Error> {
    unless_just_locked(|| Store::open(directory, &store_id(1), Options::default()))
}

fn open_read_only(directory: &Path) -> Result<Store, Error> {
    Store::open_read_only(directory, Options::default())
}

/// Opening must fail with a sentence that names the directory and a way out.
#[track_caller]
fn refused(outcome: Result<Store, Error>, directory: &Path) -> (Error, String) {
    let err = outcome.map(|_| ()).unwrap_err();
    let sentence = err.to_string();
    assert!(sentence.contains(&directory.display().to_string()), "{sentence}");
    assert!(sentence.contains("(hint: "), "{sentence}");
    assert!(!sentence.contains('\n'), "{sentence}");
    let shown = sentence.replace(&directory.display().to_string(), "DIR");
    (err, shown)
}

/// Makes a data directory with one concept in it.
fn made() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).unwrap();
    create(&store, concept("法院", "ཁྲིམས་ཁང"));
    directory
}

#[test]
fn a_directory_is_made_on_first_use_and_found_again() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("数据").join("གཞི་གྲངས");
    let store = open(&directory).unwrap();
    let court = create(&store, concept("法院", "ཁྲིམས་ཁང"));
    drop(store);
    let names = || {
        let mut names: Vec<_> = fs::read_dir(&directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        names(),
        ["shanjar.db", "shanjar.lock"],
        "a closed store leaves no log behind"
    );
    let store = open(&directory).unwrap();
    assert_eq!(
        store.read(|session| concepts::find(session, court.id)),
        Ok(Some(court))
    );
}

#[test]
fn a_second_process_is_told_to_stop_the_first() {
    let directory = made();
    let held = open(directory.path()).unwrap();
    let (err, sentence) = refused(open(directory.path()), directory.path());
    assert!(matches!(err, Error::Locked { .. }));
    insta::assert_snapshot!(sentence, @"the data directory `DIR` is in use by another shanjar process (hint: stop that process, or choose another directory with `--data-dir`)");
    drop(held);
    assert!(open(directory.path()).is_ok());
}

#[test]
fn a_directory_of_other_things_is_refused_and_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("foreign");
    fs::create_dir_all(directory.join("docs")).unwrap();
    fs::write(directory.join("photo.jpg"), "jpg").unwrap();
    let (err, sentence) = refused(open(&directory), &directory);
    assert!(matches!(err, Error::Foreign { .. }));
    insta::assert_snapshot!(sentence, @"`DIR` is not a shanjar data directory: it holds `docs` and no `shanjar.db` (hint: choose another directory with `--data-dir`)");
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 2, "nothing was put in");
}

#[test]
fn a_directory_is_ours_when_it_is_empty_or_holds_what_is_ours() {
    for beforehand in [
        &[][..],
        &["shanjar.toml"],
        &["lost+found"],
        &["shanjar.lock", "index"],
        &["shanjar.db", "notes.txt"],
    ] {
        let directory = tempfile::tempdir().unwrap();
        for name in beforehand {
            fs::write(directory.path().join(name), "").unwrap();
        }
        assert!(open(directory.path()).is_ok(), "{beforehand:?}");
    }
}

#[test]
fn a_directory_of_a_newer_version_is_refused() {
    let directory = made();
    let store = open(directory.path()).unwrap();
    let future = "INSERT INTO migration (number, name, checksum) VALUES (99, 'future', '')";
    store
        .write_aside(move |session| session.execute(future, &[]))
        .unwrap();
    drop(store);
    let (err, sentence) = refused(open(directory.path()), directory.path());
    assert!(matches!(err, Error::Newer { found: 99, .. }));
    insta::assert_snapshot!(sentence, @"the data directory `DIR` was made by a newer version of shanjar: it is at migration 99, this version knows 16 (hint: install the newer version, or restore a backup made with this one)");
    let (err, _) = refused(open_read_only(directory.path()), directory.path());
    assert!(matches!(err, Error::Newer { found: 99, .. }), "reading too");
}

#[test]
fn a_migration_with_another_text_is_refused() {
    let directory = made();
    let store = open(directory.path()).unwrap();
    let other = "UPDATE migration SET checksum = 'another' WHERE number = 1";
    store
        .write_aside(move |session| session.execute(other, &[]))
        .unwrap();
    drop(store);
    let err = open(directory.path()).map(|_| ()).unwrap_err();
    assert_eq!(
        err,
        Error::MigrationChanged {
            number: 1,
            name: "glossary".to_owned()
        }
    );
    insta::assert_snapshot!(err, @"migration 1 (`glossary`) was run with a text that differs from this version's (hint: use the version that made the data directory)");
}

#[test]
fn a_file_is_no_data_directory() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("data");
    fs::write(&file, "text").unwrap();
    for outcome in [open(&file), open_read_only(&file)] {
        let (err, sentence) = refused(outcome, &file);
        assert!(matches!(err, Error::Foreign { .. }));
        assert_eq!(
            sentence,
            "`DIR` is not a shanjar data directory: it is not a directory (hint: choose another directory with `--data-dir`)"
        );
    }
    let (err, _) = refused(open(&file.join("below")), &file);
    assert!(matches!(err, Error::Foreign { .. }), "{err:?}");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shanjar.db");
    let text = "this is a letter, not a database\n".repeat(500);
    fs::write(&database, &text).unwrap();
    let (err, sentence) = refused(open(directory.path()), directory.path());
    assert!(matches!(err, Error::Foreign { .. }));
    insta::assert_snapshot!(sentence, @"`DIR/shanjar.db` is not a shanjar data directory: it is not a SQLite database (hint: choose another directory with `--data-dir`)");
    assert_eq!(fs::read_to_string(&database).unwrap(), text);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("shanjar.db");
    let other = rusqlite::Connection::open(&database).unwrap();
    other
        .execute_batch("PRAGMA application_id = 252006; CREATE TABLE a (b); INSERT INTO a VALUES (1)")
        .unwrap();
    drop(other);
    let bytes = fs::read(&database).unwrap();
    let (err, sentence) = refused(open(directory.path()), directory.path());
    assert!(matches!(err, Error::Foreign { .. }));
    insta::assert_snapshot!(sentence, @"`DIR/shanjar.db` is not a shanjar data directory: it is a SQLite database of another program (application id 252006) (hint: choose another directory with `--data-dir`)");
    assert_eq!(fs::read(&database).unwrap(), bytes);
}

#[test]
fn a_damaged_database_is_refused() {
    let directory = made();
    let database = directory.path().join("shanjar.db");
    let mut bytes = fs::read(&database).unwrap();
    // The first 100 bytes are the header; what follows is the list of tables.
    bytes[100..8192].fill(0x5a);
    fs::write(&database, &bytes).unwrap();
    let (err, sentence) = refused(open(directory.path()), directory.path());
    assert!(matches!(err, Error::Damaged { .. }), "{err:?}");
    insta::assert_snapshot!(sentence, @"the database is damaged: `DIR/shanjar.db`: database disk image is malformed (hint: restore a backup of the data directory)");
}

#[test]
fn damage_below_the_surface_is_found_by_verify() {
    let directory = made();
    let store = open(directory.path()).unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'concept_term_key'";
    let page = store.read(|session| session.query(root, &[])).unwrap()[0]
        .count(0)
        .unwrap();
    drop(store);
    let database = directory.path().join("shanjar.db");
    let mut bytes = fs::read(&database).unwrap();
    let start = usize::try_from((page - 1) * 8192).unwrap();
    bytes[start..start + 8192].fill(0);
    fs::write(&database, &bytes).unwrap();
    let store = open(directory.path()).unwrap();
    let report = store.verify();
    assert!(
        !report.as_ref().is_ok_and(store::VerifyReport::is_sound),
        "{report:?}"
    );
}

#[test]
fn a_directory_in_place_of_the_database_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("shanjar.db")).unwrap();
    for outcome in [open(directory.path()), open_read_only(directory.path())] {
        let (err, sentence) = refused(outcome, directory.path());
        assert!(matches!(err, Error::Foreign { .. }));
        assert!(
            sentence.contains("`DIR/shanjar.db` is not a shanjar data directory: it is a directory"),
            "{sentence}"
        );
    }
}

#[test]
fn an_empty_file_becomes_a_database() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("shanjar.db"), "").unwrap();
    let store = open(directory.path()).unwrap();
    assert_eq!(create(&store, concept("法院", "ཁྲིམས་ཁང")).seq, 1);
}

#[test]
fn a_store_keeps_the_id_it_was_made_with() {
    let directory = tempfile::tempdir().unwrap();
    let id = |number| {
        let store = Store::open(directory.path(), &store_id(number), Options::default()).unwrap();
        store.read(identity::find).unwrap()
    };
    assert_eq!(id(1), store_id(1));
    assert_eq!(id(2), store_id(1));
    // As a directory of the first version.
    let database = rusqlite::Connection::open(directory.path().join("shanjar.db")).unwrap();
    database
        .execute_batch(
            "DROP TABLE name_key_scheme; DROP TABLE correction; DROP TABLE certificate; DROP TABLE roster_import; DROP TABLE roster_piece; DROP TABLE roster_choice; DROP TABLE roster_answer; DROP TABLE record; DROP TABLE record_revision; DROP TABLE person_name; DROP TABLE person_post; DROP TABLE person_secret; \
             DROP TABLE training_listed; DROP TABLE enrolment_listed; DROP TABLE saved_filter; DROP TABLE list_change; DROP TABLE list_succession; ALTER TABLE collection DROP COLUMN title_bo; \
             ALTER TABLE collection DROP COLUMN bo_source; ALTER TABLE collection DROP COLUMN kind; \
             DROP TABLE import_file; DROP TABLE change_set_item; DROP TABLE change_set; DROP TABLE unanswered_lookup; DROP TABLE proposal; DROP TABLE tibetan_request; DROP TABLE subject_field; DROP TABLE identity; DROP TABLE idempotency_key; DROP TABLE transfer; DROP TABLE account_role; \
             DROP TABLE role_change; DROP TABLE one_time_code; DROP TABLE login_session; DROP TABLE login_counter; \
             DROP TABLE token; DROP TABLE key_check; DROP TABLE account; DROP TABLE court; DROP TABLE audit_entry; \
             DROP TABLE audit_unsealed; DROP TABLE audit_link; DROP TABLE audit_anchor; ALTER TABLE job DROP COLUMN holder; \
             ALTER TABLE job DROP COLUMN leased_until_ms; ALTER TABLE job DROP COLUMN token; \
             DROP INDEX change_merge; DROP INDEX concept_revision_batch; DROP TABLE batch_item; DROP TABLE spelling_change; DROP TABLE batch_scan; DROP TABLE batch; \
             DROP TABLE edition_concept; DROP TABLE edition; ALTER TABLE concept DROP COLUMN standing; \
             ALTER TABLE concept_revision DROP COLUMN act; ALTER TABLE concept_revision DROP COLUMN reason; \
             ALTER TABLE concept_revision DROP COLUMN batch; \
             DELETE FROM migration WHERE number >= 2",
        )
        .unwrap();
    drop(database);
    assert_eq!(id(3), store_id(3), "an older store gets one");
    assert_eq!(id(4), store_id(3));
}

#[test]
fn a_store_is_in_a_directory_when_its_database_is_not_empty() {
    let directory = tempfile::tempdir().unwrap();
    assert!(!Store::is_in(directory.path()));
    fs::write(directory.path().join("shanjar.db"), "").unwrap();
    assert!(!Store::is_in(directory.path()));
    let store = open(directory.path()).unwrap();
    assert!(
        Store::is_in(directory.path()),
        "also before the log is written back"
    );
    drop(store);
    assert!(Store::is_in(directory.path()));
    assert!(!Store::is_in(&directory.path().join("below")));
}

#[test]
fn reading_leaves_nothing_behind() {
    let directory = made();
    let names = || {
        let entries = fs::read_dir(directory.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name())
            .collect::<BTreeSet<_>>()
    };
    let before = names();
    let reader = open_read_only(directory.path()).unwrap();
    assert_eq!(reader.read(changes::last_seq), Ok(1));
    drop(reader);
    assert_eq!(names(), before);
}

#[test]
fn reading_works_beside_a_writer() {
    let directory = made();
    let writer = open(directory.path()).unwrap();
    let reader = open_read_only(directory.path()).unwrap();
    create(&writer, concept("法官", "ཁྲིམས་དཔོན"));
    assert_eq!(
        reader.read(changes::last_seq),
        Ok(2),
        "it sees what is committed later"
    );
    assert!(reader.verify().unwrap().is_sound());
    let refused = reader.write_aside(|session| session.execute("DELETE FROM job", &[]));
    assert!(matches!(refused, Err(Error::ReadOnly { .. })), "{refused:?}");
}

#[test]
fn reading_needs_a_database_of_this_version() {
    let directory = tempfile::tempdir().unwrap();
    let err = open_read_only(directory.path()).map(|_| ()).unwrap_err();
    assert!(matches!(err, Error::NotFound { what: "database", .. }), "{err:?}");
    assert_eq!(
        fs::read_dir(directory.path()).unwrap().count(),
        0,
        "looking makes nothing"
    );

    let directory = made();
    let store = open(directory.path()).unwrap();
    store
        .write_aside(|session| {
            session.execute("DELETE FROM migration WHERE number >= ?1", &[Value::Integer(2)])
        })
        .unwrap();
    drop(store);
    let (err, _) = refused(open_read_only(directory.path()), directory.path());
    assert!(
        matches!(
            err,
            Error::Outdated {
                found: 1,
                known: 16,
                ..
            }
        ),
        "{err:?}"
    );
}
