//! Change sets: one string replaced in many concepts by one act, which is undone by one act.

use glossary::ConceptId;

use crate::value::values;
use crate::{Error, Row, Session};

/// A change set. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// Its id, given by the caller.
    pub id: String,
    /// What was looked for.
    pub sought: String,
    /// What took its place.
    pub replaced_by: String,
    /// Why.
    pub reason: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at_ms: i64,
    /// Who undid it, and when.
    pub undone: Option<(String, i64)>,
}

/// A concept that a change set has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedConcept {
    /// The concept.
    pub concept: ConceptId,
    /// Its newest revision before.
    pub before: u64,
    /// The revision that was written.
    pub after: u64,
}

const COLUMNS: &str = "id, sought, replaced_by, reason, made_by, made_at_ms, undone_by, undone_at_ms";

/// Writes a change set with the concepts that it has changed, whatever it says of being undone.
///
/// # Errors
/// [`Error::Taken`] if the id was given before.
pub fn add(session: &mut dyn Session, set: &ChangeSet, concepts: &[ChangedConcept]) -> Result<(), Error> {
    let written = session.execute(
        &format!(
            "INSERT INTO change_set ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, NULL) \
             ON CONFLICT (id) DO NOTHING"
        ),
        &values![
            set.id.as_str(),
            set.sought.as_str(),
            set.replaced_by.as_str(),
            set.reason.as_str(),
            set.made_by.as_str(),
            set.made_at_ms,
        ],
    )?;
    if written == 0 {
        return Err(Error::Taken {
            what: "change set",
            id: set.id.clone(),
        });
    }
    for changed in concepts {
        session.execute(
            "INSERT INTO change_set_item (change_set, concept, revision_before, revision_after) \
             VALUES (?1, ?2, ?3, ?4)",
            &values![set.id.as_str(), changed.concept, changed.before, changed.after],
        )?;
    }
    Ok(())
}

/// Returns the change set with this id.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<ChangeSet>, Error> {
    let rows = session.query(
        &format!("SELECT {COLUMNS} FROM change_set WHERE id = ?1"),
        &values![id],
    )?;
    rows.first().map(set_of).transpose()
}

/// Lists up to `limit` change sets, newest first; those older than `before`, by its time and id, when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    before: Option<(i64, &str)>,
    limit: usize,
) -> Result<Vec<ChangeSet>, Error> {
    let (at_ms, id) = before.unwrap_or((i64::MAX, ""));
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM change_set WHERE made_at_ms < ?1 OR (made_at_ms = ?1 AND id < ?2) \
             ORDER BY made_at_ms DESC, id DESC LIMIT ?3"
        ),
        &values![at_ms, id, limit],
    )?;
    rows.iter().map(set_of).collect()
}

/// Returns the concepts that a change set has changed, by id.
///
/// # Errors
/// If they cannot be read.
pub fn concepts(session: &mut dyn Session, id: &str) -> Result<Vec<ChangedConcept>, Error> {
    let rows = session.query(
        "SELECT concept, revision_before, revision_after FROM change_set_item WHERE change_set = ?1 ORDER BY concept",
        &values![id],
    )?;
    let changed = |row: &Row| {
        Ok(ChangedConcept {
            concept: ConceptId::new(row.count(0)?),
            before: row.count(1)?,
            after: row.count(2)?,
        })
    };
    rows.iter().map(changed).collect()
}

/// Notes that a change set was undone; tells whether it was not before.
///
/// # Errors
/// If it cannot be written.
pub fn undo(session: &mut dyn Session, id: &str, by: &str, at_ms: i64) -> Result<bool, Error> {
    let written = session.execute(
        "UPDATE change_set SET undone_by = ?2, undone_at_ms = ?3 WHERE id = ?1 AND undone_at_ms IS NULL",
        &values![id, by, at_ms],
    )?;
    Ok(written == 1)
}

fn set_of(row: &Row) -> Result<ChangeSet, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    let by = row.optional_text(6)?.map(str::to_owned);
    Ok(ChangeSet {
        id: text(0)?,
        sought: text(1)?,
        replaced_by: text(2)?,
        reason: text(3)?,
        made_by: text(4)?,
        made_at_ms: row.integer(5)?,
        undone: by.zip(row.optional_integer(7)?),
    })
}
