//! Writing records: each write is a revision, a change, and the rows by which the record is found.

use super::{Record, StoredRecord, body, found_by};
use crate::changes::Change;
use crate::value::values;
use crate::{Error, Kind, Op, RecordAct, Session, Stamp, Tx};

/// What a revision of a record is written for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordDeed {
    /// The act.
    pub act: RecordAct,
    /// Why.
    pub reason: Option<String>,
    /// The import that writes it.
    pub job: Option<String>,
}

impl RecordDeed {
    /// Returns an act without reason, of nobody's import.
    #[must_use]
    pub fn of(act: RecordAct) -> Self {
        Self {
            act,
            reason: None,
            job: None,
        }
    }
}

impl Tx<'_> {
    /// Writes a record: a new one with 0 as `expected_revision`, else the next revision of the one that is at it.
    ///
    /// # Errors
    /// [`Error::Taken`] if a new one has an id that was given before; [`Error::NotFound`] and [`Error::StaleRow`];
    /// [`Error::NulInText`] if a text of it holds NUL. Nothing is written then.
    pub fn put_record<R: Record>(
        &mut self,
        id: &str,
        expected_revision: u64,
        record: R,
        deed: &RecordDeed,
        stamp: &Stamp,
    ) -> Result<StoredRecord<R>, Error> {
        let json = body::encode(&record)?;
        expect(self, R::KIND, id, expected_revision)?;
        let revision = expected_revision + 1;
        let seq = self.number(|seq| change(seq, R::KIND, id, revision, stamp))?;
        self.execute(
            "INSERT INTO record (kind, id, revision, body, updated_at_ms, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT (kind, id) DO UPDATE SET revision = excluded.revision, body = excluded.body, \
             updated_at_ms = excluded.updated_at_ms, seq = excluded.seq",
            &values![R::KIND.as_str(), id, revision, json.as_str(), stamp.at_ms, seq],
        )?;
        keep(self, R::KIND, id, revision, Some(&json), deed, stamp, seq)?;
        found_by::write(self, id, &record)?;
        Ok(StoredRecord {
            id: id.to_owned(),
            revision,
            body: record,
            updated_at_ms: stamp.at_ms,
            seq,
        })
    }

    /// Takes a record away, into the place of which `target` comes if two were one, and returns the `seq` of that. Its
    /// revisions stay, and its id is never given again. A court is never taken away: rights hang on it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::StaleRow`] if it is at another revision. Nothing is written then.
    pub fn remove_record<R: Record>(
        &mut self,
        id: &str,
        expected_revision: u64,
        target: Option<&str>,
        deed: &RecordDeed,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        let kind = R::KIND;
        if kind == Kind::Court || expected_revision == 0 {
            return Err(Error::NotFound {
                what: "record that can be taken away",
                id: id.to_owned(),
            });
        }
        expect(self, kind, id, expected_revision)?;
        let revision = expected_revision + 1;
        let seq = self.number(|seq| Change {
            op: if target.is_some() { Op::Merge } else { Op::Delete },
            target: target.map(str::to_owned),
            ..change(seq, kind, id, revision, stamp)
        })?;
        keep(self, kind, id, revision, None, deed, stamp, seq)?;
        if let Some(found_by) = R::FOUND_BY {
            found_by::delete(self, id, &found_by)?;
        }
        self.execute("DELETE FROM person_name WHERE person = ?1", &values![id])?;
        self.execute(
            "DELETE FROM record WHERE kind = ?1 AND id = ?2",
            &values![kind.as_str(), id],
        )?;
        Ok(seq)
    }
}

/// Refuses a write that was not made for the present state.
fn expect(tx: &mut Tx<'_>, kind: Kind, id: &str, expected: u64) -> Result<(), Error> {
    let rows = tx.query(
        "SELECT MAX(v.revision), MAX(r.revision) FROM record_revision v \
         LEFT JOIN record r ON r.kind = v.kind AND r.id = v.id WHERE v.kind = ?1 AND v.id = ?2",
        &values![kind.as_str(), id],
    )?;
    let (ever, present) = match rows.first() {
        Some(row) => (row.optional_count(0)?, row.optional_count(1)?),
        None => (None, None),
    };
    match (expected, ever, present) {
        (0, None, _) => Ok(()),
        (0, Some(_), _) => Err(Error::Taken {
            what: kind.as_str(),
            id: id.to_owned(),
        }),
        (_, _, None) => Err(Error::NotFound {
            what: kind.as_str(),
            id: id.to_owned(),
        }),
        (_, _, Some(current)) if current != expected => Err(Error::StaleRow {
            what: kind.as_str(),
            id: id.to_owned(),
            expected,
            current,
        }),
        _ => Ok(()),
    }
}

fn change(seq: u64, kind: Kind, id: &str, revision: u64, stamp: &Stamp) -> Change {
    Change {
        seq,
        kind,
        id: id.to_owned(),
        revision,
        op: Op::Upsert,
        target: None,
        at_ms: stamp.at_ms,
    }
}

#[expect(clippy::too_many_arguments, reason = "they are the columns of the row")]
fn keep(
    tx: &mut Tx<'_>,
    kind: Kind,
    id: &str,
    revision: u64,
    json: Option<&str>,
    deed: &RecordDeed,
    stamp: &Stamp,
    seq: u64,
) -> Result<(), Error> {
    let digest = body::digest(kind, id, revision, json);
    tx.execute(
        "INSERT INTO record_revision (kind, id, revision, body, digest, author, at_ms, seq, act, reason, job) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        &values![
            kind.as_str(),
            id,
            revision,
            json,
            &digest[..],
            stamp.author.as_str(),
            stamp.at_ms,
            seq,
            deed.act.as_str(),
            deed.reason.as_deref(),
            deed.job.as_deref()
        ],
    )?;
    Ok(())
}
