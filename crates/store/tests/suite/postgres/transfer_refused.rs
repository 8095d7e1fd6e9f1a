//! Copying that is refused: with which sentence, and with nothing written.

use std::path::Path;

use store::{Error, Store, jobs};
use testkit::postgres::PostgresServer;

use super::transfer::{Pair, open, transfer};
use crate::fixtures::{concept, create, open_postgres};

/// Copying must fail with `expected`, in which `DIR` and `URL` stand for the two places.
#[track_caller]
fn check(pair: &Pair, expected: &str) -> Error {
    let err = pair.transfer().unwrap_err();
    let shown = err
        .to_string()
        .replace(&pair.url, "URL")
        .replace(&pair.directory.path().display().to_string(), "DIR");
    assert_eq!(shown, expected);
    err
}

fn tables(pair: &Pair) -> usize {
    let sql = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";
    PostgresServer::shared().wire(&pair.database).run(sql).len()
}

/// Changes the source behind the back of the store.
fn tamper(directory: &Path, sql: &str) {
    let database = rusqlite::Connection::open(directory.join("shanjar.db")).unwrap();
    database.execute_batch(sql).unwrap();
}

/// Copies up to the terms and no further.
fn stop_half_way(pair: &Pair) {
    let block = PostgresServer::shared();
    drop(
        Store::open_postgres_as_target(
            &pair.url,
            &crate::fixtures::store_id(2),
            store::Options::default(),
        )
        .unwrap(),
    );
    let mut wire = block.wire(&pair.database);
    wire.run("ALTER TABLE concept_term ADD CONSTRAINT nothing CHECK (concept < 0)");
    let stopped = pair.transfer();
    assert!(matches!(stopped, Err(Error::Internal { .. })), "{stopped:?}");
    wire.run("ALTER TABLE concept_term DROP CONSTRAINT nothing");
}

#[test]
fn a_database_that_is_not_empty_is_refused_with_what_is_in_it() {
    let pair = Pair::new(0);
    let other = open_postgres(&pair.url).unwrap();
    other
        .write_aside(|session| jobs::create(session, "j-1", "import_glossary", "{}", 1))
        .unwrap();
    check(
        &pair,
        "the database `URL` is not empty: rows in it are `job` 1; nothing was written (hint: give an empty database)",
    );
    create(&other, concept("法院", "ཁྲིམས་ཁང"));
    check(
        &pair,
        "the database `URL` is not empty: rows in it are `change` 1, `concept` 1, `concept_revision` 1, `concept_term` 2, \
         `job` 1, `change_counter` 1; nothing was written (hint: give an empty database)",
    );
    assert_eq!(create(&other, concept("法官", "")).seq, 2, "it is as it was");
}

#[test]
fn a_finished_copy_is_refused() {
    let pair = Pair::new(0);
    pair.transfer().unwrap();
    check(
        &pair,
        "the database `URL` holds a finished copy of the store `01010101010101010101010101010101` at change 9; nothing was \
         written (hint: serve it with `--database`, or give an empty database)",
    );
}

#[test]
fn the_copy_of_another_store_is_not_gone_on_with() {
    let (pair, other) = (Pair::new(0), Pair::new(0));
    stop_half_way(&pair);
    tamper(
        other.directory.path(),
        "UPDATE identity SET id = '03030303030303030303030303030303'",
    );
    let err = transfer(other.directory.path(), &pair.url, &mut |_| {}).unwrap_err();
    assert_eq!(
        err.to_string().replace(&pair.url, "URL"),
        "the database `URL` holds an unfinished copy of the store `01010101010101010101010101010101`, and the one to copy is \
         `03030303030303030303030303030303`; nothing was written (hint: name the data directory it was begun with, or give \
         an empty database)"
    );
    assert!(pair.transfer().unwrap().is_equal());
}

#[test]
fn a_source_that_has_changed_is_not_gone_on_with() {
    let changes: [(&str, &str); 4] = [
        ("UPDATE job SET state = 'running' WHERE id = 'j-waiting'", "9"),
        ("DELETE FROM idempotency_key", "9"),
        (
            "UPDATE concept_term SET text = '法厅' WHERE concept = 1 AND position = 0",
            "9",
        ),
        ("UPDATE change_counter SET last_seq = 10", "10"),
    ];
    for (change, now) in changes {
        let pair = Pair::new(0);
        stop_half_way(&pair);
        tamper(pair.directory.path(), change);
        let expected = format!(
            "the database `URL` holds an unfinished copy of this store at change 9, and the store has changed since; it is \
             at change {now} (hint: drop that database, make an empty one, and begin again)"
        );
        check(&pair, &expected);
    }
}

#[test]
fn a_source_that_is_being_served_is_refused() {
    let pair = Pair::new(0);
    let serving = open(pair.directory.path());
    check(
        &pair,
        "the data directory `DIR` is in use by another shanjar process (hint: stop that process, or choose another \
         directory with `--data-dir`)",
    );
    drop(serving);
    assert_eq!(tables(&pair), 0, "nothing was written");
}

#[test]
fn a_source_is_held_and_left_as_it_was_while_it_is_copied() {
    let pair = Pair::new(0);
    let database = pair.directory.path().join("shanjar.db");
    let before = std::fs::read(&database).unwrap();
    let mut refused = 0;
    transfer(pair.directory.path(), &pair.url, &mut |_| {
        let opened = Store::open(
            pair.directory.path(),
            &crate::fixtures::store_id(1),
            store::Options::default(),
        );
        refused += usize::from(matches!(opened, Err(Error::Locked { .. })));
    })
    .unwrap();
    assert!(refused > 20, "{refused}");
    assert!(
        before == std::fs::read(&database).unwrap(),
        "not a byte is another"
    );
}

#[test]
fn a_text_that_postgresql_cannot_keep_is_named_before_anything_is_written() {
    let cases = [
        (
            "UPDATE collection SET note = 'ཀ' || char(0) || '院'",
            "column `note` of `collection` holds a NUL character, which PostgreSQL cannot keep, in the row with name = \
             charges-2024: `ཀ\\0院`; nothing was written (hint: remove U+0000 there and begin again)",
        ),
        (
            "UPDATE concept_term SET key = key || char(0) WHERE concept = 4 AND position = 1",
            "column `key` of `concept_term` holds a NUL character, which PostgreSQL cannot keep, in the row with concept = 4, \
             position = 1: `མི་དམངས་ཁྲིམས་ཁང\\0`; nothing was written (hint: remove U+0000 there and begin again)",
        ),
    ];
    for (change, expected) in cases {
        let pair = Pair::new(0);
        tamper(pair.directory.path(), change);
        check(&pair, expected);
        assert_eq!(tables(&pair), 0);
    }
}

#[test]
fn schemas_of_other_versions_are_refused_on_both_sides() {
    let newer = "INSERT INTO migration (number, name, checksum) VALUES (99, 'future', '')";
    let older = "DELETE FROM migration WHERE number > 2";
    let none = "DELETE FROM migration";
    let ends = [
        (
            newer,
            "was made by a newer version of shanjar: it is at migration 99, this version knows 16 (hint: ",
        ),
        (older, "is at migration 2 and this version needs 16 (hint: "),
        (
            none,
            "is too old for this version of shanjar: it is at migration 0, this version brings up from migration 1 on (hint: ",
        ),
    ];
    for (change, expected) in ends {
        let pair = Pair::new(0);
        tamper(pair.directory.path(), change);
        let sentence = pair.transfer().unwrap_err().to_string();
        let place = format!("the data directory `{}` ", pair.directory.path().display());
        assert!(sentence.starts_with(&format!("{place}{expected}")), "{sentence}");

        let pair = Pair::new(0);
        drop(open_postgres(&pair.url).unwrap());
        pair.run(change);
        let sentence = pair.transfer().unwrap_err().to_string();
        assert!(
            sentence.starts_with(&format!("the database `{}` {expected}", pair.url)),
            "{sentence}"
        );
    }
}

#[test]
fn what_is_no_data_directory_is_refused_and_no_file_is_made_in_it() {
    let pair = Pair::new(0);
    let empty = tempfile::tempdir().unwrap();
    let err = transfer(empty.path(), &pair.url, &mut |_| {}).unwrap_err();
    assert!(matches!(err, Error::NotFound { what: "database", .. }), "{err:?}");
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
}
