//! The bare work: a pass of the library over the file, and the rows that an import wrote, put into the same tables.

use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use tempfile::TempDir;

/// What an import of new concepts fills.
pub const OF_CONCEPTS: [&str; 6] = [
    "concept",
    "concept_revision",
    "change",
    "concept_term",
    "concept_membership",
    "concept_source",
];

/// What a roster of new people fills.
pub const OF_A_ROSTER: [&str; 7] = [
    "change",
    "record",
    "record_revision",
    "person_name",
    "person_post",
    "person_secret",
    "enrolment_listed",
];

/// Looks at every cell.
pub fn parse_csv(file: &str) -> usize {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let (mut record, mut seen) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).unwrap() {
        seen += record.iter().map(str::len).sum::<usize>();
    }
    seen
}

/// Looks at every event and attribute.
pub fn parse_xml(file: &str) -> usize {
    let mut reader = Reader::from_str(file);
    let mut seen = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => seen += tag.attributes().filter(Result::is_ok).count(),
            Event::Text(text) => seen += text.len(),
            Event::Eof => return seen,
            _ => {}
        }
    }
}

/// The rows of each table.
pub struct Kept {
    tables: Vec<(String, Vec<Vec<Value>>)>,
}

impl Kept {
    /// Reads what an import has left in `tables`, with the statements that would write it.
    pub fn read(database: &Path, tables: &[&str]) -> Self {
        let connection = Connection::open(database).unwrap();
        let table = |name: &&str| {
            let mut statement = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
            let columns = statement.column_names().collect::<Vec<_>>().join(", ");
            let count = statement.column_count();
            let marks: Vec<String> = (1..=count).map(|n| format!("?{n}")).collect();
            let rows = statement
                .query_map([], |row| (0..count).map(|column| row.get(column)).collect())
                .unwrap();
            let rows = rows.collect::<Result<_, _>>().unwrap();
            let insert = format!("INSERT INTO {name} ({columns}) VALUES ({})", marks.join(", "));
            (insert, rows)
        };
        Self {
            tables: tables.iter().map(table).collect(),
        }
    }

    /// Writes all of it in one transaction.
    pub fn insert(&self, (connection, _): &mut (Connection, TempDir)) -> usize {
        let transaction = connection.transaction().unwrap();
        let mut written = 0;
        for (insert, rows) in &self.tables {
            let mut statement = transaction.prepare(insert).unwrap();
            for row in rows {
                written += statement.execute(params_from_iter(row)).unwrap();
            }
        }
        transaction.commit().unwrap();
        written
    }
}

/// Opens a copy of a database that holds none of them, set up as the store sets it up.
pub fn open_copy(database: &Path) -> (Connection, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let copy = directory.path().join("bare.db");
    std::fs::copy(database, &copy).unwrap();
    let connection = Connection::open(copy).unwrap();
    connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
        .unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    connection.pragma_update(None, "temp_store", "MEMORY").unwrap();
    connection.pragma_update(None, "cache_size", -16_384).unwrap();
    (connection, directory)
}
