//! What the target knows of the transfer into it: from which store, how far, and whether it is finished.

use super::survey::{TableState, survey};
use super::tables::{COUNTER, TABLES, Table};
use crate::session::one_count;
use crate::value::values;
use crate::{Error, Place, Session, Store, StoreId};

/// A source, and the state it is copied in.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) id: StoreId,
    pub(super) last_seq: u64,
    /// Over all that is copied.
    pub(super) digest: Vec<u8>,
}

/// How far a transfer has come: so many rows of a table, and all of the tables before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) table: String,
    pub(super) copied: u64,
}

struct Record {
    source_id: String,
    source_seq: u64,
    digest: Vec<u8>,
    position: Position,
    is_finished: bool,
}

/// Refuses a store into which a transfer has begun and was not finished.
pub(crate) fn expect_finished(place: &Place, session: &mut dyn Session) -> Result<(), Error> {
    match read(session)? {
        Some(record) if !record.is_finished => Err(Error::Unfinished {
            place: place.clone(),
            source_id: record.source_id,
        }),
        _ => Ok(()),
    }
}

/// Begins a transfer into an empty store, or returns how far the one that was begun has come.
///
/// # Errors
/// [`Error::NotEmpty`], [`Error::AlreadyCopied`], [`Error::OtherSource`] or [`Error::SourceChanged`]; nothing is changed.
pub(super) fn begin_or_go_on(target: &Store, source: &Source) -> Result<Position, Error> {
    let (place, source) = (target.place(), source.clone());
    target.write_aside(move |session| {
        lock(session)?;
        match read(session)? {
            Some(record) => go_on(&place, record, &source),
            None => begin(&place, session, &source),
        }
    })
}

/// Moves the record from `from` to `to`, in the transaction that writes the rows between them.
///
/// # Errors
/// [`Error::Interrupted`] if it is not at `from`: another process copies into the store as well.
pub(super) fn advance(
    place: &Place,
    session: &mut dyn Session,
    from: &Position,
    to: &Position,
) -> Result<(), Error> {
    let moved = session.execute(
        "UPDATE transfer SET current_table = ?1, copied = ?2 \
         WHERE one = 1 AND current_table = ?3 AND copied = ?4 AND finished_at_ms IS NULL",
        &values![to.table.as_str(), to.copied, from.table.as_str(), from.copied],
    )?;
    if moved == 1 {
        return Ok(());
    }
    Err(Error::Interrupted {
        place: place.clone(),
        cause: "another process copies into it as well".to_owned(),
    })
}

/// Reads the target and marks it as finished if it is as `wanted`; returns what was found.
///
/// The counter is locked meanwhile, so that nothing is numbered between the comparison and the mark.
pub(super) fn finish_if_equal(target: &Store, wanted: &[TableState]) -> Result<Vec<TableState>, Error> {
    let (place, wanted) = (target.place(), wanted.to_owned());
    let finished = target.write_aside(move |session| {
        lock(session)?;
        let found = survey(session, &mut |_, _| {})?;
        if found == wanted {
            let now = session.now_ms()?;
            session.execute(
                "UPDATE transfer SET finished_at_ms = ?1 WHERE one = 1 AND finished_at_ms IS NULL",
                &values![now],
            )?;
        }
        Ok(found)
    });
    finished.map_err(|err| interrupted(&place, err))
}

/// Names a failure of the way to the target as what it is to a transfer: something to go on after.
pub(super) fn interrupted(place: &Place, err: Error) -> Error {
    match err {
        Error::Unavailable { cause } | Error::OutcomeUnknown { cause } => Error::Interrupted {
            place: place.clone(),
            cause,
        },
        other => other,
    }
}

fn go_on(place: &Place, record: Record, source: &Source) -> Result<Position, Error> {
    let place = place.clone();
    if record.is_finished {
        return Err(Error::AlreadyCopied {
            place,
            source_id: record.source_id,
            source_seq: record.source_seq,
        });
    }
    if record.source_id != source.id.as_str() {
        return Err(Error::OtherSource {
            place,
            begun: record.source_id,
            given: source.id.to_string(),
        });
    }
    if record.digest != source.digest {
        return Err(Error::SourceChanged {
            place,
            begun: record.source_seq,
            given: source.last_seq,
        });
    }
    Ok(record.position)
}

fn begin(place: &Place, session: &mut dyn Session, source: &Source) -> Result<Position, Error> {
    let found = contents(session)?;
    if !found.is_empty() {
        return Err(Error::NotEmpty {
            place: place.clone(),
            found: found.join(", "),
        });
    }
    let start = Position {
        table: TABLES.first().map_or("", |table| table.name).to_owned(),
        copied: 0,
    };
    // It comes back as the last of all.
    session.execute("DELETE FROM change_counter", &[])?;
    session.execute(
        "INSERT INTO transfer (one, source_id, source_seq, digest, current_table, copied) \
         VALUES (1, ?1, ?2, ?3, ?4, ?5)",
        &values![
            source.id.as_str(),
            source.last_seq,
            source.digest.as_slice(),
            start.table.as_str(),
            start.copied
        ],
    )?;
    Ok(start)
}

/// Returns what stands in the store, table by table; nothing if it is as it was made.
fn contents(session: &mut dyn Session) -> Result<Vec<String>, Error> {
    let count = |table: &Table| {
        let unless = match table.name {
            COUNTER => " WHERE last_seq > 0 OR last_concept > 0",
            _ => "",
        };
        format!("SELECT COUNT(*) FROM {}{unless}", table.name)
    };
    let mut found = Vec::new();
    for table in &TABLES {
        let rows = one_count(session, &count(table), &[])?;
        if rows > 0 {
            found.push(format!("`{}` {rows}", table.name));
        }
    }
    Ok(found)
}

/// Makes a node that writes wait, and waits for what an earlier run had under way when its connection broke: the server
/// may still be at its last commit. Where there is no counter nobody writes, and the record is what a run holds.
fn lock(session: &mut dyn Session) -> Result<(), Error> {
    session.execute("UPDATE change_counter SET last_seq = last_seq WHERE one = 1", &[])?;
    session.execute("UPDATE transfer SET copied = copied WHERE one = 1", &[])?;
    Ok(())
}

fn read(session: &mut dyn Session) -> Result<Option<Record>, Error> {
    let rows = session.query(
        "SELECT source_id, source_seq, digest, current_table, copied, finished_at_ms FROM transfer WHERE one = 1",
        &[],
    )?;
    let record = rows.first().map(|row| {
        Ok(Record {
            source_id: row.text(0)?.to_owned(),
            source_seq: row.count(1)?,
            digest: row.bytes(2)?.to_owned(),
            position: Position {
                table: row.text(3)?.to_owned(),
                copied: row.count(4)?,
            },
            is_finished: row.optional_integer(5)?.is_some(),
        })
    });
    record.transpose()
}
