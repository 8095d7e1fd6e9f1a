//! Spellings that were authorised by the short way and that no batch has made known yet.

use glossary::ConceptId;

use crate::value::values;
use crate::{Error, Session};

/// A spelling that was authorised by the short way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpellingChange {
    /// The concept.
    pub concept: ConceptId,
    /// The revision that was authorised.
    pub revision: u64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
}

/// Notes one that waits for the next batch.
///
/// # Errors
/// If it cannot be written.
pub fn add(session: &mut dyn Session, change: &SpellingChange) -> Result<(), Error> {
    session.execute(
        "INSERT INTO spelling_change (concept, revision, at_ms) VALUES (?1, ?2, ?3)",
        &values![change.concept, change.revision, change.at_ms],
    )?;
    Ok(())
}

/// Lists up to `limit` that wait, oldest first.
///
/// # Errors
/// If they cannot be read.
pub fn list_waiting(session: &mut dyn Session, limit: usize) -> Result<Vec<SpellingChange>, Error> {
    let rows = session.query(
        "SELECT concept, revision, at_ms FROM spelling_change ORDER BY at_ms, concept, revision LIMIT ?1",
        &values![limit],
    )?;
    let change = |row: &crate::Row| {
        Ok(SpellingChange {
            concept: ConceptId::new(row.count(0)?),
            revision: row.count(1)?,
            at_ms: row.integer(2)?,
        })
    };
    rows.iter().map(change).collect()
}

/// Lists all that wait in the batch `batch` and forgets them as waiting; returns how many concepts that adds to it.
///
/// A concept that stands in the batch already is not listed a second time: its newest revision is what was decided about.
///
/// # Errors
/// If they cannot be written.
pub fn take_into(session: &mut dyn Session, batch: &str) -> Result<u64, Error> {
    let listed = session.execute(
        "INSERT INTO batch_item (batch, concept, revision, class) \
         SELECT ?1, concept, MAX(revision), 'spelling' FROM spelling_change WHERE true GROUP BY concept \
         ON CONFLICT (batch, concept) DO NOTHING",
        &values![batch],
    )?;
    session.execute("DELETE FROM spelling_change", &[])?;
    Ok(listed)
}
