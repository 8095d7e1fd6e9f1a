//! What stands in the copied tables of a store: how many rows each has, and one digest over them.

use sha2::{Digest, Sha256};

use super::tables::{TABLES, Table};
use crate::value::start_of;
use crate::{Error, Row, Session, Value};

/// A table as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableState {
    pub(super) rows: u64,
    /// SHA-256 over the rows in the order of their key.
    pub(super) digest: Vec<u8>,
}

/// Reads every table and tells `watch` the rows of each.
///
/// # Errors
/// [`Error::NulInRow`] for a text that one of the backends cannot hold.
pub(super) fn survey(
    session: &mut dyn Session,
    watch: &mut dyn FnMut(&'static str, u64),
) -> Result<Vec<TableState>, Error> {
    let state = |table: &'static Table| {
        let state = state_of(session, table)?;
        watch(table.name, state.rows);
        Ok(state)
    };
    TABLES.iter().map(state).collect()
}

/// Returns one digest over all tables.
pub(super) fn digest_of_all(states: &[TableState]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for (table, state) in TABLES.iter().zip(states) {
        digest.update(table.insert(1));
        digest.update(&state.digest);
    }
    digest.finalize().to_vec()
}

fn state_of(session: &mut dyn Session, table: &Table) -> Result<TableState, Error> {
    let mut digest = Sha256::new();
    let mut rows = 0;
    session.query_each(&table.select(), &[], &mut |row| {
        expect_no_nul(table, &row)?;
        row.values().iter().for_each(|value| update(&mut digest, value));
        rows += 1;
        Ok(())
    })?;
    Ok(TableState {
        rows,
        digest: digest.finalize().to_vec(),
    })
}

/// Adds a value so that no two rows of values give the same bytes: kind, length, content.
fn update(digest: &mut Sha256, value: &Value) {
    let number;
    let (kind, content): (u8, &[u8]) = match value {
        Value::Null => (0, &[]),
        Value::Integer(integer) => {
            number = integer.to_be_bytes();
            (1, &number)
        }
        Value::Text(text) => (2, text.as_bytes()),
        Value::Bytes(bytes) => (3, bytes),
    };
    digest.update([kind]);
    digest.update((content.len() as u64).to_be_bytes());
    digest.update(content);
}

fn expect_no_nul(table: &Table, row: &Row) -> Result<(), Error> {
    for (column, value) in table.columns.iter().zip(row.values()) {
        let Value::Text(text) = value else { continue };
        if text.contains('\0') {
            let key = table.key_columns().iter().zip(row.values());
            let key: Vec<String> = key
                .map(|(column, value)| format!("{column} = {}", shown(value)))
                .collect();
            return Err(Error::NulInRow {
                table: table.name,
                column,
                row: key.join(", "),
                start: start_of(text),
            });
        }
    }
    Ok(())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => start_of(text),
        Value::Integer(number) => number.to_string(),
        Value::Null | Value::Bytes(_) => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::value::values;

    fn digest(values: &[Value]) -> Vec<u8> {
        let mut digest = Sha256::new();
        values.iter().for_each(|value| update(&mut digest, value));
        digest.finalize().to_vec()
    }

    #[test]
    fn rows_that_differ_have_digests_that_differ() {
        let lists: [&[Value]; 9] = [
            &values!["法", "院"],
            &values!["法院", ""],
            &values!["", "法院"],
            &values!["法院"],
            &values!["法院", None::<&str>],
            &values![None::<&str>, "法院"],
            &values!["法院".as_bytes()],
            &values![1_u64, 2_u64],
            &values![2_u64, 1_u64],
        ];
        let digests: HashSet<_> = lists.iter().map(|list| digest(list)).collect();
        assert_eq!(digests.len(), lists.len());
    }

    #[test]
    fn a_nul_is_told_with_its_place() {
        let table = Table {
            name: "import_term",
            columns: &["job", "position", "text"],
            key: 2,
        };
        let row = |text: &str| Row::new(values!["j\n1", 7_u64, text].into());
        assert_eq!(expect_no_nul(&table, &row("ཁྲིམས་ཁང")), Ok(()));
        let found = expect_no_nul(&table, &row("法\0院"));
        let expected = Error::NulInRow {
            table: "import_term",
            column: "text",
            row: "job = j\n1, position = 7".to_owned(),
            start: "法\\0院".to_owned(),
        };
        assert_eq!(found, Err(expected));
    }
}
