//! The aggregates of the registry: their present states and revisions, written and read in one way for all five kinds.
//!
//! What an aggregate says is JSON, as a concept's is. The rows by which aggregates are found are written with them:
//! [`people`], [`trainings`].

pub(crate) mod body;
pub mod bulk;
pub(crate) mod found_by;
pub mod many;
pub mod people;
pub mod trainings;
mod write;

use registry::{Court, Programme};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::found_by::FoundBy;
pub use self::write::RecordDeed;
use crate::value::values;
use crate::{Error, Kind, RecordAct, Row, Session, Value};

/// An aggregate that is kept as a record.
pub trait Record: Serialize + DeserializeOwned {
    /// Its kind.
    const KIND: Kind;
    /// The table whose rows find it.
    const FOUND_BY: Option<FoundBy>;

    /// Returns its rows in that table, without the key.
    fn rows(&self) -> Vec<Vec<Value>>;

    /// Refuses what cannot stand beside the other records.
    ///
    /// # Errors
    /// [`Error::Taken`] or [`Error::NotFound`], with what is in its way.
    fn expect_place(&self, _: &mut dyn Session, _: &str) -> Result<(), Error> {
        Ok(())
    }
}

/// A record as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord<R> {
    /// Its id.
    pub id: String,
    /// Its revision, from 1.
    pub revision: u64,
    /// What it says.
    pub body: R,
    /// When this revision was written, in milliseconds since 1970-01-01T00:00:00Z.
    pub updated_at_ms: i64,
    /// The change that made this revision.
    pub seq: u64,
}

/// One revision of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRevision<R> {
    /// Its number, from 1.
    pub revision: u64,
    /// What it said; `None` if this revision took it away.
    pub body: Option<R>,
    /// What it was written for.
    pub act: RecordAct,
    /// Why.
    pub reason: Option<String>,
    /// The import that wrote it.
    pub job: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The change that made it.
    pub seq: u64,
}

/// A revision that an import wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRecord {
    /// The kind.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// The revision that the import wrote.
    pub revision: u64,
    /// The revision that is the present one now; `None` if it was taken away since.
    pub present: Option<u64>,
}

impl Record for Court {
    const KIND: Kind = Kind::Court;
    const FOUND_BY: Option<FoundBy> = Some(FoundBy {
        table: "court",
        key: "code",
        columns: &["name_zh", "parent"],
        is_single: true,
    });

    fn rows(&self) -> Vec<Vec<Value>> {
        vec![values![self.name_zh.as_str(), self.parent.as_deref()].into()]
    }

    fn expect_place(&self, session: &mut dyn Session, _: &str) -> Result<(), Error> {
        match &self.parent {
            Some(parent) if crate::courts::find(session, parent)?.is_none() => Err(Error::NotFound {
                what: "court",
                id: parent.clone(),
            }),
            _ => Ok(()),
        }
    }
}

impl Record for Programme {
    const KIND: Kind = Kind::Programme;
    /// There are few, and they are listed by id.
    const FOUND_BY: Option<FoundBy> = None;

    fn rows(&self) -> Vec<Vec<Value>> {
        Vec::new()
    }
}

const COLUMNS: &str = "id, revision, body, updated_at_ms, seq";

/// Returns the record `id`, or `None` if there is none or it was taken away.
///
/// # Errors
/// If it cannot be read.
pub fn find<R: Record>(session: &mut dyn Session, id: &str) -> Result<Option<StoredRecord<R>>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM record WHERE kind = ?1 AND id = ?2");
    let rows = session.query(&sql, &values![R::KIND.as_str(), id])?;
    rows.first().map(stored_of).transpose()
}

/// Returns up to `limit` records with ids after `after`, by id; from the first when it is empty.
///
/// # Errors
/// If one cannot be read.
pub fn page_after<R: Record>(
    session: &mut dyn Session,
    after: &str,
    limit: usize,
) -> Result<Vec<StoredRecord<R>>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM record WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3");
    let rows = session.query(&sql, &values![R::KIND.as_str(), after, limit])?;
    rows.iter().map(stored_of).collect()
}

/// Returns up to `limit` revisions of the record `id`, newest first; those below `before` when it is given. Revisions stay
/// when a record is taken away.
///
/// # Errors
/// If one cannot be read.
pub fn list_revisions<R: Record>(
    session: &mut dyn Session,
    id: &str,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<RecordRevision<R>>, Error> {
    let rows = session.query(
        "SELECT revision, body, act, reason, job, author, at_ms, seq FROM record_revision \
         WHERE kind = ?1 AND id = ?2 AND revision < ?3 ORDER BY revision DESC LIMIT ?4",
        &values![R::KIND.as_str(), id, before.unwrap_or(u64::MAX), limit],
    )?;
    let revision = |row: &Row| {
        let revision = row.count(0)?;
        let body = row.optional_text(1)?;
        Ok(RecordRevision {
            revision,
            body: body.map(|json| body::decode(id, revision, json)).transpose()?,
            act: row.text(2)?.parse()?,
            reason: row.optional_text(3)?.map(str::to_owned),
            job: row.optional_text(4)?.map(str::to_owned),
            author: row.text(5)?.to_owned(),
            at_ms: row.integer(6)?,
            seq: row.count(7)?,
        })
    };
    rows.iter().map(revision).collect()
}

/// Lists what the import `job` wrote, in the order in which it was written.
///
/// # Errors
/// If it cannot be read.
pub fn written_by(session: &mut dyn Session, job: &str) -> Result<Vec<WrittenRecord>, Error> {
    let rows = session.query(
        "SELECT w.kind, w.id, w.revision, r.revision FROM record_revision w \
         LEFT JOIN record r ON r.kind = w.kind AND r.id = w.id WHERE w.job = ?1 ORDER BY w.seq",
        &values![job],
    )?;
    let written = |row: &Row| {
        Ok(WrittenRecord {
            kind: row.text(0)?.parse()?,
            id: row.text(1)?.to_owned(),
            revision: row.count(2)?,
            present: row.optional_count(3)?,
        })
    };
    rows.iter().map(written).collect()
}

/// Returns the record into which `id` was joined, if it was.
///
/// # Errors
/// If it cannot be read.
pub fn merged_into(session: &mut dyn Session, kind: Kind, id: &str) -> Result<Option<String>, Error> {
    let rows = session.query(
        "SELECT target FROM change WHERE op = 'merge' AND id = ?1 AND kind = ?2",
        &values![id, kind.as_str()],
    )?;
    rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Puts `body` in place of what every former revision of the record `id` says, for whoever has to be forgotten; who wrote
/// them and when stays. Returns how many revisions that were. The present one is written before, with the same body.
///
/// # Errors
/// If they cannot be written.
pub fn forget_former<R: Record>(session: &mut dyn Session, id: &str, body: &R) -> Result<u64, Error> {
    let json = body::encode(body)?;
    let kind = R::KIND;
    let rows = session.query(
        "SELECT revision FROM record_revision WHERE kind = ?1 AND id = ?2 AND body IS NOT NULL AND body <> ?3",
        &values![kind.as_str(), id, json.as_str()],
    )?;
    for row in &rows {
        let revision = row.count(0)?;
        let digest = body::digest(kind, id, revision, Some(&json));
        session.execute(
            "UPDATE record_revision SET body = ?4, digest = ?5, reason = NULL WHERE kind = ?1 AND id = ?2 AND revision = ?3",
            &values![kind.as_str(), id, revision, json.as_str(), &digest[..]],
        )?;
    }
    Ok(rows.len() as u64)
}

/// Counts the records of a kind.
///
/// # Errors
/// If they cannot be counted.
pub fn count(session: &mut dyn Session, kind: Kind) -> Result<u64, Error> {
    crate::session::one_count(
        session,
        "SELECT COUNT(*) FROM record WHERE kind = ?1",
        &values![kind.as_str()],
    )
}

pub(crate) fn stored_of<R: Record>(row: &Row) -> Result<StoredRecord<R>, Error> {
    let (id, revision) = (row.text(0)?.to_owned(), row.count(1)?);
    Ok(StoredRecord {
        body: body::decode(&id, revision, row.text(2)?)?,
        id,
        revision,
        updated_at_ms: row.integer(3)?,
        seq: row.count(4)?,
    })
}
