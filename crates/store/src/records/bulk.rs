//! Writing many records in few statements, for a transaction that others wait for: everything that takes time is done before.

use registry::NameKey;

use super::people::SealedSecret;
use super::{FoundBy, Record, RecordDeed, body};
use crate::value::values;
use crate::{Error, Kind, Op, Session, Stamp, Tx, Value};

/// How many rows are held in the form of the database.
const ROWS_AT_ONCE: usize = 100;
/// How many ids stand in one condition.
const IDS_PER_STATEMENT: usize = 200;

/// A record in the form of the tables.
#[derive(Debug, Clone)]
pub struct PreparedRecord {
    kind: Kind,
    id: String,
    revision: u64,
    json: String,
    digest: Vec<u8>,
    found_by: Option<(FoundBy, Vec<Vec<Value>>)>,
    names: Option<Vec<NameKey>>,
    secrets: Vec<SealedSecret>,
}

/// Brings a record into the form of the tables: a new one with 0 as `expected_revision`.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn prepare<R: Record>(id: &str, expected_revision: u64, record: &R) -> Result<PreparedRecord, Error> {
    let json = body::encode(record)?;
    let revision = expected_revision + 1;
    Ok(PreparedRecord {
        kind: R::KIND,
        id: id.to_owned(),
        revision,
        digest: body::digest(R::KIND, id, revision, Some(&json)),
        json,
        found_by: R::FOUND_BY.map(|found_by| (found_by, record.rows())),
        names: None,
        secrets: Vec::new(),
    })
}

impl PreparedRecord {
    /// Adds the keys of a person's names, unless they stay as they are, and the sealed values that are new.
    #[must_use]
    pub fn with_person(self, names: Option<Vec<NameKey>>, secrets: Vec<SealedSecret>) -> Self {
        Self {
            names,
            secrets,
            ..self
        }
    }
}

impl Tx<'_> {
    /// Writes records in their order, and returns the `seq` of the last change.
    ///
    /// Whoever calls it has made sure in the same transaction that none of them has changed since it was read, and that
    /// none contradicts what is there; a revision that somebody else has written makes all of it fail.
    ///
    /// # Errors
    /// If one cannot be written; nothing is written then.
    pub fn put_records(
        &mut self,
        records: &[PreparedRecord],
        deed: &RecordDeed,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        let first = self.last_seq() + 1;
        let mut numbered: Vec<(u64, &PreparedRecord)> = (first..).zip(records).collect();
        changes(self, &numbered, stamp)?;
        // Ids are random: rows that come in the order of their key go to one place after the other.
        numbered.sort_by_key(|(_, one)| (one.kind.as_str(), one.id.as_str()));
        present(self, &numbered, stamp)?;
        revisions(self, &numbered, deed, stamp)?;
        for kind in Kind::ALL {
            let of_kind = numbered.iter().filter(|(_, one)| one.kind == *kind);
            let of_kind: Vec<&PreparedRecord> = of_kind.map(|(_, one)| *one).collect();
            listed(self, &of_kind)?;
        }
        names(self, records)?;
        secrets(self, records)?;
        self.advance(records.len() as u64, 0);
        Ok(self.last_seq())
    }
}

fn changes(tx: &mut Tx<'_>, numbered: &[(u64, &PreparedRecord)], stamp: &Stamp) -> Result<(), Error> {
    let rows = numbered.iter().map(|(seq, one)| {
        values![
            *seq,
            one.kind.as_str(),
            one.id.as_str(),
            one.revision,
            Op::Upsert.as_str(),
            stamp.at_ms
        ]
    });
    insert(tx, "change (seq, kind, id, revision, op, at_ms)", "", rows)
}

fn present(tx: &mut Tx<'_>, numbered: &[(u64, &PreparedRecord)], stamp: &Stamp) -> Result<(), Error> {
    let rows = numbered.iter().map(|(seq, one)| {
        values![
            one.kind.as_str(),
            one.id.as_str(),
            one.revision,
            one.json.as_str(),
            stamp.at_ms,
            *seq
        ]
    });
    insert(
        tx,
        "record (kind, id, revision, body, updated_at_ms, seq)",
        " ON CONFLICT (kind, id) DO UPDATE SET revision = excluded.revision, body = excluded.body, \
         updated_at_ms = excluded.updated_at_ms, seq = excluded.seq",
        rows,
    )
}

fn revisions(
    tx: &mut Tx<'_>,
    numbered: &[(u64, &PreparedRecord)],
    deed: &RecordDeed,
    stamp: &Stamp,
) -> Result<(), Error> {
    let rows = numbered.iter().map(|(seq, one)| {
        values![
            one.kind.as_str(),
            one.id.as_str(),
            one.revision,
            one.json.as_str(),
            &one.digest[..],
            stamp.author.as_str(),
            stamp.at_ms,
            *seq,
            deed.act.as_str(),
            deed.reason.as_deref(),
            deed.job.as_deref()
        ]
    });
    insert(
        tx,
        "record_revision (kind, id, revision, body, digest, author, at_ms, seq, act, reason, job)",
        "",
        rows,
    )
}

/// Writes the rows that find records of one kind.
fn listed(tx: &mut Tx<'_>, records: &[&PreparedRecord]) -> Result<(), Error> {
    let Some((found_by, _)) = records.first().and_then(|one| one.found_by.as_ref()) else {
        return Ok(());
    };
    let FoundBy {
        table,
        key,
        columns,
        is_single,
    } = *found_by;
    let mut conflict = String::new();
    if is_single {
        let kept: Vec<String> = columns
            .iter()
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        conflict = format!(" ON CONFLICT ({key}) DO UPDATE SET {}", kept.join(", "));
    } else {
        let former = records.iter().filter(|one| one.revision > 1);
        delete(tx, table, key, former.map(|one| one.id.as_str()))?;
    }
    let into = format!("{table} ({key}, {})", columns.join(", "));
    let rows = records.iter().flat_map(|one| {
        let rows = one.found_by.iter().flat_map(|(_, rows)| rows);
        rows.map(|row| {
            let key = std::iter::once(Value::from(one.id.as_str()));
            key.chain(row.iter().cloned())
        })
    });
    insert(tx, &into, &conflict, rows)
}

fn names(tx: &mut Tx<'_>, records: &[PreparedRecord]) -> Result<(), Error> {
    let named = records.iter().filter_map(|one| Some((one, one.names.as_ref()?)));
    let former = named.clone().filter(|(one, _)| one.revision > 1);
    delete(
        tx,
        "person_name",
        "person",
        former.map(|(one, _)| one.id.as_str()),
    )?;
    let rows = named.flat_map(|(one, names)| {
        names
            .iter()
            .map(move |name| values![one.id.as_str(), name.kind.as_str(), name.key.as_str()])
    });
    insert(
        tx,
        "person_name (person, kind, key)",
        " ON CONFLICT DO NOTHING",
        rows,
    )
}

fn secrets(tx: &mut Tx<'_>, records: &[PreparedRecord]) -> Result<(), Error> {
    let rows = records.iter().flat_map(|one| &one.secrets).map(|secret| {
        values![
            secret.id.as_str(),
            secret.person.as_str(),
            secret.kind.as_str(),
            &secret.sealed[..],
            &secret.digest[..]
        ]
    });
    insert(tx, "person_secret (id, person, kind, sealed, digest)", "", rows)
}

/// Inserts rows of one width.
fn insert<R: IntoIterator<Item = Value>>(
    session: &mut dyn Session,
    into: &str,
    conflict: &str,
    rows: impl Iterator<Item = R>,
) -> Result<(), Error> {
    let mut values: Vec<Value> = Vec::new();
    let mut width = 0;
    for row in rows {
        let before = values.len();
        values.extend(row);
        width = values.len() - before;
        if values.len() >= width * ROWS_AT_ONCE {
            session.insert_rows(into, conflict, width, &values)?;
            values.clear();
        }
    }
    session.insert_rows(into, conflict, width, &values)
}

fn delete<'a>(
    session: &mut dyn Session,
    table: &str,
    key: &str,
    ids: impl Iterator<Item = &'a str>,
) -> Result<(), Error> {
    let ids: Vec<Value> = ids.map(Value::from).collect();
    for ids in ids.chunks(IDS_PER_STATEMENT) {
        let marks: Vec<String> = (1..=ids.len()).map(|mark| format!("?{mark}")).collect();
        let sql = format!("DELETE FROM {table} WHERE {key} IN ({})", marks.join(", "));
        session.execute(&sql, ids)?;
    }
    Ok(())
}
