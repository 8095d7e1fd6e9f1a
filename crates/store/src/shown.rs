//! What everybody reads of the glossary: of each concept the standing revision, or the newest one where none stands.

use std::collections::HashMap;

use glossary::{Concept, ConceptId};

use crate::value::values;
use crate::{Error, Row, Session, body};

/// A concept as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: ConceptId,
    /// The revision that is read.
    pub revision: u64,
    /// The newest revision; another one if a successor is being drafted.
    pub newest: u64,
    /// What the revision says.
    pub body: Concept,
    /// When it was written, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The change that made it.
    pub seq: u64,
    /// The id of the batch that authorised it.
    pub batch: Option<String>,
}

/// The revision is joined, because what stands is seldom written in the concept's own row.
const SELECT: &str = "SELECT r.concept, r.revision, c.revision, r.body, r.at_ms, r.seq, r.batch \
                      FROM concept c JOIN concept_revision r \
                      ON r.concept = c.id AND r.revision = COALESCE(c.standing, c.revision)";

/// Returns the concept `id` as everybody reads it, or `None` if there is none.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: ConceptId) -> Result<Option<Shown>, Error> {
    let rows = session.query(&format!("{SELECT} WHERE c.id = ?1"), &values![id])?;
    rows.first().map(shown_of).transpose()
}

/// Returns the concepts of `ids` in that order; those that do not exist are left out.
///
/// # Errors
/// If one cannot be read.
pub fn find_many(session: &mut dyn Session, ids: &[ConceptId]) -> Result<Vec<Shown>, Error> {
    let mut found: HashMap<ConceptId, Shown> = HashMap::new();
    for id in ids {
        if found.contains_key(id) {
            continue;
        }
        if let Some(shown) = find(session, *id)? {
            found.insert(*id, shown);
        }
    }
    Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
}

/// Returns up to `limit` concepts with ids after `after`, by id; from the first when it is `None`.
///
/// # Errors
/// If one cannot be read.
pub fn page_after(
    session: &mut dyn Session,
    after: Option<ConceptId>,
    limit: usize,
) -> Result<Vec<Shown>, Error> {
    let rows = session.query(
        &format!("{SELECT} WHERE c.id > ?1 ORDER BY c.id LIMIT ?2"),
        &values![after.map_or(0, ConceptId::number), limit],
    )?;
    rows.iter().map(shown_of).collect()
}

pub(crate) fn shown_of(row: &Row) -> Result<Shown, Error> {
    let (id, revision) = (ConceptId::new(row.count(0)?), row.count(1)?);
    Ok(Shown {
        id,
        revision,
        newest: row.count(2)?,
        body: body::decode(id, revision, row.text(3)?)?,
        at_ms: row.integer(4)?,
        seq: row.count(5)?,
        batch: row.optional_text(6)?.map(str::to_owned),
    })
}
