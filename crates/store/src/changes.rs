//! The change log: every committed change, numbered without gap in the order of commits.

use glossary::ConceptId;

use crate::value::values;
use crate::{Error, Kind, Op, Row, Session, transaction};

/// One committed change of one aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number, from 1.
    pub seq: u64,
    /// What kind of aggregate changed.
    pub kind: Kind,
    /// The aggregate's id as the API writes it.
    pub id: String,
    /// The revision that the change made.
    pub revision: u64,
    /// What it did.
    pub op: Op,
    /// For [`Op::Merge`], the id that took this one's place.
    pub target: Option<String>,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
}

impl Change {
    /// Returns the concept's id, or `None` if the change belongs to another kind of aggregate.
    #[must_use]
    pub fn concept_id(&self) -> Option<ConceptId> {
        match self.kind {
            Kind::Concept => self.id.parse().ok(),
            Kind::Court | Kind::Person | Kind::Programme | Kind::Training | Kind::Enrolment => None,
        }
    }
}

/// Returns up to `limit` changes after `seq`, oldest first.
///
/// # Errors
/// If the log cannot be read.
pub fn since(session: &mut dyn Session, seq: u64, limit: usize) -> Result<Vec<Change>, Error> {
    let rows = session.query(
        "SELECT seq, kind, id, revision, op, target, at_ms FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        &values![seq, limit],
    )?;
    rows.iter().map(change_of).collect()
}

/// Returns the number of the last committed change; 0 if there is none.
///
/// # Errors
/// If the counter cannot be read.
pub fn last_seq(session: &mut dyn Session) -> Result<u64, Error> {
    Ok(transaction::counter(session)?.last_seq)
}

/// Returns the change with the number `seq`.
///
/// # Errors
/// If the log cannot be read.
pub fn find(session: &mut dyn Session, seq: u64) -> Result<Option<Change>, Error> {
    let rows = session.query(
        "SELECT seq, kind, id, revision, op, target, at_ms FROM change WHERE seq = ?1",
        &values![seq],
    )?;
    rows.first().map(change_of).transpose()
}

pub(crate) fn append(session: &mut dyn Session, change: &Change) -> Result<(), Error> {
    session.execute(
        "INSERT INTO change (seq, kind, id, revision, op, target, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &values![
            change.seq,
            change.kind.as_str(),
            change.id.as_str(),
            change.revision,
            change.op.as_str(),
            change.target.as_deref(),
            change.at_ms,
        ],
    )?;
    Ok(())
}

fn change_of(row: &Row) -> Result<Change, Error> {
    Ok(Change {
        seq: row.count(0)?,
        kind: row.text(1)?.parse()?,
        id: row.text(2)?.to_owned(),
        revision: row.count(3)?,
        op: row.text(4)?.parse()?,
        target: row.optional_text(5)?.map(ToOwned::to_owned),
        at_ms: row.integer(6)?,
    })
}
