//! Jobs: long work whose progress outlives the request that asked for it.

use crate::value::values;
use crate::{Error, JobState, Row, Session};

/// A job and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id, given by the caller.
    pub id: String,
    /// What it does, such as `import_glossary`.
    pub kind: String,
    /// How far it has come.
    pub state: JobState,
    /// When it was asked for, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub created_at_ms: i64,
    /// When it began.
    pub started_at_ms: Option<i64>,
    /// When it ended.
    pub finished_at_ms: Option<i64>,
    /// Units of work behind it.
    pub done: u64,
    /// Units of work in all, once known.
    pub total: Option<u64>,
    /// What it came to.
    pub counts: JobCounts,
    /// JSON that only this kind of job understands; the store does not look into it.
    pub detail: String,
}

/// What a job came to, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobCounts {
    /// Rows that made something new.
    pub created: u64,
    /// Rows that changed something.
    pub updated: u64,
    /// Rows that said what was known.
    pub unchanged: u64,
    /// Rows that were refused.
    pub rejected: u64,
}

/// Writes a new job in [`JobState::Waiting`].
///
/// # Errors
/// [`Error::Taken`] if the id was given before.
pub fn create(
    session: &mut dyn Session,
    id: &str,
    kind: &str,
    detail: &str,
    at_ms: i64,
) -> Result<(), Error> {
    let written = session.execute(
        "INSERT INTO job (id, kind, state, created_at_ms, done, created, updated, unchanged, rejected, detail) \
         VALUES (?1, ?2, 'waiting', ?3, 0, 0, 0, 0, 0, ?4) ON CONFLICT (id) DO NOTHING",
        &values![id, kind, at_ms, detail],
    )?;
    if written == 1 {
        Ok(())
    } else {
        Err(Error::Taken {
            what: "job",
            id: id.to_owned(),
        })
    }
}

/// Returns the job `id`.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<Job>, Error> {
    let rows = session.query(
        "SELECT id, kind, state, created_at_ms, started_at_ms, finished_at_ms, done, total, \
         created, updated, unchanged, rejected, detail FROM job WHERE id = ?1",
        &values![id],
    )?;
    rows.first().map(job_of).transpose()
}

/// Notes how far the job `id` has come; the first time, also that it began at `at_ms`.
///
/// # Errors
/// [`Error::NotFound`] if there is no such job, or it has ended.
pub fn progress(
    session: &mut dyn Session,
    id: &str,
    done: u64,
    total: Option<u64>,
    at_ms: i64,
) -> Result<(), Error> {
    let written = session.execute(
        "UPDATE job SET state = 'running', started_at_ms = COALESCE(started_at_ms, ?4), done = ?2, total = ?3 \
         WHERE id = ?1 AND finished_at_ms IS NULL",
        &values![id, done, total, at_ms],
    )?;
    expect_unfinished(id, written)
}

/// Ends the job `id` with what it came to; `detail` takes the place of the one before.
///
/// # Errors
/// [`Error::NotFound`] if there is no such job, or it has ended already; [`Error::Internal`] if `state` is no end.
pub fn finish(
    session: &mut dyn Session,
    id: &str,
    state: JobState,
    counts: JobCounts,
    detail: &str,
    at_ms: i64,
) -> Result<(), Error> {
    if !matches!(state, JobState::Done | JobState::Failed) {
        return Err(Error::internal(format!("a job does not end as `{state}`")));
    }
    let written = session.execute(
        "UPDATE job SET state = ?2, created = ?3, updated = ?4, unchanged = ?5, rejected = ?6, detail = ?7, \
         finished_at_ms = ?8 WHERE id = ?1 AND finished_at_ms IS NULL",
        &values![
            id,
            state.as_str(),
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.rejected,
            detail,
            at_ms
        ],
    )?;
    expect_unfinished(id, written)
}

/// Returns up to `limit` jobs, those asked for last first; only those in `state` when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session, state: Option<JobState>, limit: usize) -> Result<Vec<Job>, Error> {
    let rows = session.query(
        "SELECT id, kind, state, created_at_ms, started_at_ms, finished_at_ms, done, total, \
         created, updated, unchanged, rejected, detail FROM job \
         WHERE CAST(?1 AS TEXT) IS NULL OR state = ?1 ORDER BY created_at_ms DESC, id DESC LIMIT ?2",
        &values![state.map(JobState::as_str), limit],
    )?;
    rows.iter().map(job_of).collect()
}

fn expect_unfinished(id: &str, written: u64) -> Result<(), Error> {
    if written == 1 {
        Ok(())
    } else {
        Err(Error::NotFound {
            what: "unfinished job",
            id: id.to_owned(),
        })
    }
}

fn job_of(row: &Row) -> Result<Job, Error> {
    Ok(Job {
        id: row.text(0)?.to_owned(),
        kind: row.text(1)?.to_owned(),
        state: row.text(2)?.parse()?,
        created_at_ms: row.integer(3)?,
        started_at_ms: row.optional_integer(4)?,
        finished_at_ms: row.optional_integer(5)?,
        done: row.count(6)?,
        total: row.optional_count(7)?,
        counts: JobCounts {
            created: row.count(8)?,
            updated: row.count(9)?,
            unchanged: row.count(10)?,
            rejected: row.count(11)?,
        },
        detail: row.text(12)?.to_owned(),
    })
}
