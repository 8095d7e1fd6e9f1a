//! Copying the rows, batch by batch; each batch is one transaction, which also says how far it has come.

use super::record::{Position, advance, interrupted};
use super::survey::TableState;
use super::tables::{TABLES, Table};
use super::{Progress, Stage};
use crate::{Error, Row, Session, Store, Value};

/// How many rows a transaction writes at most, and after how many bytes it ends.
const BATCH_ROWS: usize = 1_000;
const BATCH_BYTES: usize = 1 << 20;

/// How many rows one statement writes: the widest table stays far below what a backend takes as parameters.
const STATEMENT_ROWS: usize = 50;

/// Copies what comes after `position`; `wanted` says how many rows there are.
pub(super) fn copy(
    session: &mut dyn Session,
    target: &Store,
    position: Position,
    wanted: &[TableState],
    watch: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let begun = TABLES.iter().position(|table| table.name == position.table);
    let begun = begun.ok_or_else(|| {
        Error::damaged(format!(
            "the transfer stands at `{}`, which is no table",
            position.table
        ))
    })?;
    let mut copying = Copying {
        target,
        position,
        batch: Vec::new(),
        bytes: 0,
    };
    for (table, state) in TABLES.iter().zip(wanted).skip(begun) {
        copying.copy(session, table, state.rows, watch)?;
    }
    Ok(())
}

struct Copying<'t> {
    target: &'t Store,
    /// What the target knows.
    position: Position,
    batch: Vec<Row>,
    bytes: usize,
}

impl Copying<'_> {
    fn copy(
        &mut self,
        session: &mut dyn Session,
        table: &'static Table,
        rows: u64,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), Error> {
        let mut told = |rows_behind| {
            watch(Progress {
                stage: Stage::Copying,
                table: table.name,
                rows: rows_behind,
                of: Some(rows),
            });
        };
        let mut to_skip = self.copied_of(table);
        told(to_skip);
        session.query_each(&table.select(), &[], &mut |row| {
            if to_skip > 0 {
                to_skip -= 1;
                return Ok(());
            }
            self.bytes += row.values().iter().map(size).sum::<usize>();
            self.batch.push(row);
            if self.batch.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
                told(self.write(table)?);
            }
            Ok(())
        })?;
        if !self.batch.is_empty() {
            told(self.write(table)?);
        }
        Ok(())
    }

    fn copied_of(&self, table: &Table) -> u64 {
        if self.position.table == table.name {
            self.position.copied
        } else {
            0
        }
    }

    /// Writes the batch, and returns how many rows of the table are written then.
    fn write(&mut self, table: &'static Table) -> Result<u64, Error> {
        let rows = std::mem::take(&mut self.batch);
        self.bytes = 0;
        let from = self.position.clone();
        let to = Position {
            table: table.name.to_owned(),
            copied: self.copied_of(table) + rows.len() as u64,
        };
        let (place, next) = (self.target.place(), to.clone());
        let told_at = place.clone();
        let written = self.target.write_aside(move |session| {
            // First, because it is what keeps a second process out.
            advance(&place, session, &from, &next)?;
            insert(session, table, &rows)
        });
        written.map_err(|err| interrupted(&told_at, err))?;
        self.position = to;
        Ok(self.position.copied)
    }
}

fn insert(session: &mut dyn Session, table: &Table, rows: &[Row]) -> Result<(), Error> {
    let groups = rows.chunks_exact(STATEMENT_ROWS);
    let rest = groups.remainder();
    let many = table.insert(STATEMENT_ROWS);
    for group in groups {
        let values: Vec<Value> = group.iter().flat_map(Row::values).cloned().collect();
        session.execute(&many, &values)?;
    }
    // One by one, or a backend would have a statement for each number of rows there may be.
    let one = table.insert(1);
    for row in rest {
        session.execute(&one, row.values())?;
    }
    Ok(())
}

fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Integer(_) => 8,
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
    }
}
