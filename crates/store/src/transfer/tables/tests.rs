//! The list of tables against both schemas.

use std::collections::{BTreeMap, BTreeSet};

use testkit::postgres::PostgresServer;

use super::*;
use crate::{Error, Options, Store, StoreId};

/// What every store has of its own, and why it is not copied.
const NOT_COPIED: [(&str, &str); 5] = [
    ("migration", "says what was done to this database"),
    (
        "identity",
        "the two stores have histories of their own from here on",
    ),
    ("transfer", "is about the copying itself"),
    (
        "login_session",
        "cookies are of the address that gave them; who goes on at the new one signs in there",
    ),
    (
        "login_counter",
        "counts minutes, which are over when the copy is used",
    ),
];

/// Each column of the schema as `table.column`, with its place in the primary key, from 1; 0 if it is in none.
type Columns = BTreeMap<String, u64>;

const OF_SQLITE: &str = "SELECT t.name || '.' || c.name, c.pk FROM sqlite_schema t, pragma_table_info(t.name) c \
    WHERE t.type = 'table'";

const OF_POSTGRES: &str = "SELECT c.relname || '.' || a.attname, \
    CAST(COALESCE(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum) + 1, 0) AS BIGINT) \
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
    WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p') \
    AND a.attnum > 0 AND NOT a.attisdropped";

fn columns_of(store: &Store, sql: &str) -> Columns {
    let rows = store.read(|session| session.query(sql, &[])).unwrap();
    let columns = rows
        .iter()
        .map(|row| Ok((row.text(0)?.to_owned(), row.count(1)?)));
    columns.collect::<Result<_, Error>>().unwrap()
}

fn expected() -> Columns {
    let place = |table: &Table, column: usize| (column < table.key).then_some(column as u64 + 1);
    let of_table = |table: &'static Table| {
        let columns = table.columns.iter().enumerate();
        columns.map(move |(nth, column)| {
            let name = format!("{}.{column}", table.name);
            (name, place(table, nth).unwrap_or(0))
        })
    };
    TABLES.iter().flat_map(of_table).collect()
}

#[track_caller]
fn check(mut found: Columns) {
    let tables: BTreeSet<String> = found
        .keys()
        .filter_map(|name| name.split('.').next())
        .map(str::to_owned)
        .collect();
    for (table, _) in NOT_COPIED {
        assert!(tables.contains(table), "`{table}` is gone");
    }
    found.retain(|name, _| {
        NOT_COPIED
            .iter()
            .all(|(table, _)| !name.starts_with(&format!("{table}.")))
    });
    assert_eq!(
        found,
        expected(),
        "a table or column of the schema that is not copied, or the other way round"
    );
}

#[test]
fn every_column_of_the_schema_is_copied() {
    let (directory, id) = (tempfile::tempdir().unwrap(), StoreId::from_random([1; 16]));
    let sqlite = Store::open(directory.path(), &id, Options::default()).unwrap();
    check(columns_of(&sqlite, OF_SQLITE));
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let postgres = Store::open_postgres(&url, &id, Options::default()).unwrap();
    check(columns_of(&postgres, OF_POSTGRES));
}

#[test]
fn a_new_table_or_column_is_noticed() {
    let missed = |change: &'static str| {
        let directory = tempfile::tempdir().unwrap();
        let id = StoreId::from_random([1; 16]);
        let store = Store::open(directory.path(), &id, Options::default()).unwrap();
        store
            .write_aside(move |session| session.execute(change, &[]))
            .unwrap();
        let found = columns_of(&store, OF_SQLITE);
        std::panic::catch_unwind(|| check(found)).is_err()
    };
    assert!(missed("CREATE TABLE visit (seq INTEGER PRIMARY KEY, what TEXT)"));
    assert!(missed("ALTER TABLE job ADD COLUMN priority INTEGER"));
    assert!(
        !missed("CREATE INDEX job_state ON job (state)"),
        "an index is no data"
    );
}

#[test]
fn no_number_comes_from_a_sequence_that_would_have_to_be_set() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let store = Store::open_postgres(&url, &StoreId::from_random([1; 16]), Options::default()).unwrap();
    let sql = "SELECT relname FROM pg_class WHERE relkind = 'S'";
    assert_eq!(store.read(|session| session.query(sql, &[])), Ok(Vec::new()));
}

#[test]
fn statements_name_every_column_and_number_every_value() {
    let table = Table {
        name: "pair",
        columns: &["zh", "bo"],
        key: 1,
    };
    assert_eq!(table.select(), "SELECT zh, bo FROM pair ORDER BY zh");
    assert_eq!(
        table.insert(2),
        "INSERT INTO pair (zh, bo) VALUES (?1, ?2), (?3, ?4)"
    );
}
