//! What waits for somebody: drafts to be looked at, drafts that came back, and what was reviewed and is in no batch.

use crate::concepts::{COLUMNS, Stored, stored_of};
use crate::value::values;
use crate::{Act, Error, Row, Session};

/// Whom a concept waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting<'a> {
    /// For this person, who wrote what was sent back.
    SentBackTo(&'a str),
    /// For a reviewer other than this person: a draft that people wrote. What was imported waits in no list, because a
    /// list of many thousands would hide what somebody has just written.
    ForReviewerOtherThan(&'a str),
    /// For whoever puts it into a batch: it is reviewed, and no open batch has it.
    ForBatch,
}

/// A concept that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingConcept {
    /// Its newest revision.
    pub stored: Stored,
    /// What that revision was written for.
    pub act: Act,
    /// Who wrote it.
    pub author: String,
    /// Why.
    pub reason: Option<String>,
}

/// Acts that say something which the revision before did not say, without imports.
const WRITING: &str = "('write', 'restore', 'replace', 'merge')";

/// Returns up to `limit` concepts that wait so, the last written first; those with changes below `before` when it is given.
///
/// Looks at every concept once: a few milliseconds for some ten thousand.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    waiting: Waiting<'_>,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<WaitingConcept>, Error> {
    let wrote = format!(
        "EXISTS (SELECT 1 FROM concept_revision w WHERE w.concept = c.id AND w.author = ?1 \
         AND w.revision > COALESCE(c.standing, 0) AND w.act IN {WRITING})"
    );
    let (name, condition) = match waiting {
        Waiting::SentBackTo(name) => (name, format!("r.act = 'send_back' AND {wrote}")),
        Waiting::ForReviewerOtherThan(name) => (
            name,
            format!("r.workflow = 'draft' AND r.act IN {WRITING} AND NOT {wrote}"),
        ),
        Waiting::ForBatch => (
            "",
            "r.workflow = 'reviewed' AND r.author <> ?1 AND NOT EXISTS (SELECT 1 FROM batch_item i \
             JOIN batch b ON b.id = i.batch WHERE i.concept = c.id AND b.state = 'open')"
                .to_owned(),
        ),
    };
    let columns: Vec<String> = COLUMNS.split(", ").map(|column| format!("c.{column}")).collect();
    let sql = format!(
        "SELECT {}, r.act, r.author, r.reason FROM concept c \
         JOIN concept_revision r ON r.concept = c.id AND r.revision = c.revision \
         WHERE c.seq < ?2 AND {condition} ORDER BY c.seq DESC LIMIT ?3",
        columns.join(", ")
    );
    let rows = session.query(&sql, &values![name, before.unwrap_or(u64::MAX), limit])?;
    let waiting = |row: &Row| {
        Ok(WaitingConcept {
            stored: stored_of(row)?,
            act: row.text(6)?.parse()?,
            author: row.text(7)?.to_owned(),
            reason: row.optional_text(8)?.map(str::to_owned),
        })
    };
    rows.iter().map(waiting).collect()
}
