//! Statements on one SQLite connection: prepared once, bound by type.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use super::failure;
use crate::session::{insert, one_time};
use crate::{Error, Row, Session, Value};

/// An open transaction on a connection.
pub(super) struct SqliteSession<'c> {
    connection: &'c Connection,
    failed: Option<Error>,
}

impl<'c> SqliteSession<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            failed: None,
        }
    }

    /// Returns the first statement's failure, after which the transaction must not be committed.
    ///
    /// SQLite would commit what came before it; PostgreSQL would not, and half a change is what nobody wants.
    pub(super) fn failure(self) -> Option<Error> {
        self.failed
    }

    fn note<T>(&mut self, outcome: Result<T, Error>) -> Result<T, Error> {
        if let Err(err) = &outcome {
            self.failed.get_or_insert_with(|| err.clone());
        }
        outcome
    }
}

impl Session for SqliteSession<'_> {
    fn query_each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let outcome = query_each(self.connection, sql, parameters, each);
        self.note(outcome)
    }

    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, Error> {
        let outcome = execute(self.connection, sql, parameters);
        self.note(outcome)
    }

    /// A row is a statement of its own, prepared once: of one that inserts many, SQLite keeps a journal in memory, to take
    /// back the first rows if a later one fails, and copies each page that it touches into it.
    fn insert_rows(
        &mut self,
        into: &str,
        on_conflict: &str,
        width: usize,
        values: &[Value],
    ) -> Result<(), Error> {
        if values.is_empty() {
            return Ok(());
        }
        let sql = insert(into, on_conflict, width, width);
        let outcome = insert_rows(self.connection, &sql, width, values);
        self.note(outcome)
    }

    fn now_ms(&mut self) -> Result<i64, Error> {
        let rows = self.query("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)", &[])?;
        one_time(&rows)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn query_each(
    connection: &Connection,
    sql: &str,
    parameters: &[Value],
    each: &mut dyn FnMut(Row) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = bound(connection, sql, parameters)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(failure::of_statement)? {
        let values = (0..columns).map(|column| value_of(row.get_ref(column).map_err(failure::of_statement)?));
        each(Row::new(values.collect::<Result<_, Error>>()?))?;
    }
    Ok(())
}

fn execute(connection: &Connection, sql: &str, parameters: &[Value]) -> Result<u64, Error> {
    let changed = bound(connection, sql, parameters)?
        .raw_execute()
        .map_err(failure::of_statement)?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

fn insert_rows(connection: &Connection, sql: &str, width: usize, values: &[Value]) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(sql).map_err(failure::of_statement)?;
    for row in values.chunks(width.max(1)) {
        bind(&mut statement, sql, row)?;
        statement.raw_execute().map_err(failure::of_statement)?;
    }
    Ok(())
}

fn bound<'c>(
    connection: &'c Connection,
    sql: &str,
    parameters: &[Value],
) -> Result<CachedStatement<'c>, Error> {
    let mut statement = connection.prepare_cached(sql).map_err(failure::of_statement)?;
    bind(&mut statement, sql, parameters)?;
    Ok(statement)
}

fn bind(statement: &mut CachedStatement<'_>, sql: &str, parameters: &[Value]) -> Result<(), Error> {
    let wanted = statement.parameter_count();
    if wanted != parameters.len() {
        let given = parameters.len();
        return Err(Error::internal(format!(
            "{given} parameters were given where {wanted} are needed: {sql}"
        )));
    }
    for (place, value) in parameters.iter().enumerate() {
        value.check()?;
        statement
            .raw_bind_parameter(place + 1, value)
            .map_err(failure::of_statement)?;
    }
    Ok(())
}

fn value_of(column: ValueRef<'_>) -> Result<Value, Error> {
    Ok(match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_owned()),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(err) => {
                return Err(Error::damaged(format!(
                    "a column holds text that is not UTF-8: {err}"
                )));
            }
        },
        ValueRef::Real(number) => {
            return Err(Error::internal(format!(
                "a column holds the fraction {number}, which no backend shares"
            )));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::values;

    fn connection() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE a (b) ").unwrap();
        connection
    }

    #[test]
    fn every_kind_of_value_reads_back() {
        let connection = connection();
        let mut session = SqliteSession::new(&connection);
        let all = values![None::<&str>, i64::MIN, "ཁྲིམས་ཁང་ 法院 😀", "", &[0_u8, 255][..]];
        for value in &all {
            session
                .execute("INSERT INTO a (b) VALUES (?1)", std::slice::from_ref(value))
                .unwrap();
        }
        let rows = session.query("SELECT b FROM a ORDER BY rowid", &[]).unwrap();
        let expected: Vec<Row> = all.into_iter().map(|value| Row::new(vec![value])).collect();
        assert_eq!(rows, expected);
        assert_eq!(session.failure(), None);
    }

    #[test]
    fn what_no_backend_shares_is_an_error() {
        let connection = connection();
        let cases: [(&str, &[Value], &str); 5] = [
            ("SELECT 1.5", &[], "fraction"),
            ("SELECT CAST(x'ff' AS TEXT)", &[], "UTF-8"),
            ("SELECT ?1", &[], "0 parameters were given where 1 are needed"),
            ("SELECT b FROM a WHERE b = ?1", &values!["a\0"], "NUL"),
            ("SELECT nothing FROM nowhere", &[], "refused a statement"),
        ];
        for (sql, parameters, part) in cases {
            let mut session = SqliteSession::new(&connection);
            let err = session.query(sql, parameters).unwrap_err();
            assert!(err.to_string().contains(part), "{err}");
            assert_eq!(session.failure(), Some(err), "the transaction remembers");
        }
    }

    #[test]
    fn rows_are_inserted_one_by_one_and_the_first_that_is_refused_fails_the_transaction() {
        let connection = Connection::open_in_memory().unwrap();
        let table = "CREATE TABLE term (id TEXT PRIMARY KEY, zh TEXT NOT NULL, bo TEXT)";
        connection.execute_batch(table).unwrap();
        let mut session = SqliteSession::new(&connection);
        let into = "term (id, zh, bo)";
        let rows = values!["1", "法院", "ཁྲིམས་ཁང་", "2", "法官", None::<&str>];
        session.insert_rows(into, "", 3, &rows).unwrap();
        let again = values!["2", "法官", "ཁྲིམས་དཔོན", "3", "定金", None::<&str>];
        let update = " ON CONFLICT (id) DO UPDATE SET bo = excluded.bo";
        session.insert_rows(into, update, 3, &again).unwrap();
        session.insert_rows(into, "", 0, &[]).unwrap();
        let held = session
            .query(
                "SELECT group_concat(id || zh || coalesce(bo, '-')) FROM term",
                &[],
            )
            .unwrap();
        assert_eq!(
            held,
            [Row::new(values!["1法院ཁྲིམས་ཁང་,2法官ཁྲིམས་དཔོན,3定金-"].to_vec())]
        );
        assert_eq!(session.failure(), None);
        for (rows, part) in [
            (
                values!["4", "订金", None::<&str>, "1", "法院", None::<&str>].to_vec(),
                "refused",
            ),
            (values!["5", "a\0", None::<&str>].to_vec(), "NUL"),
            (
                values!["6", "法官"].to_vec(),
                "2 parameters were given where 3 are needed",
            ),
        ] {
            let mut session = SqliteSession::new(&connection);
            let err = session.insert_rows(into, "", 3, &rows).unwrap_err();
            assert!(err.to_string().contains(part), "{err}");
            assert_eq!(session.failure(), Some(err), "the transaction remembers");
        }
    }

    #[test]
    fn a_walk_ends_when_the_caller_says_so() {
        let connection = connection();
        let mut session = SqliteSession::new(&connection);
        let mut seen = 0;
        let outcome = session.query_each("VALUES (1), (2), (3)", &[], &mut |row| {
            seen += row.integer(0)?;
            if seen > 2 {
                Err(Error::internal("enough"))
            } else {
                Ok(())
            }
        });
        assert_eq!(outcome, Err(Error::internal("enough")));
        assert_eq!(seen, 3);
    }
}
