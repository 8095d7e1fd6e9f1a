//! Jobs: long work whose progress outlives the request that asked for it.
//!
//! Whoever works on a job holds a lease of it: for a time by the database's clock, and under a token that grows with each
//! holder. A holder that was late learns by its token that the job is another's, in the transaction that would have
//! written its result.

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
    /// Who works on it, or did last.
    pub holder: Option<String>,
}

/// The right to work on a job, until it runs out and another one takes the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    job: String,
    token: u64,
}

impl Lease {
    /// Returns the job's id.
    #[must_use]
    pub fn job(&self) -> &str {
        &self.job
    }

    /// Returns its token, above that of every lease of this job before it.
    #[must_use]
    pub fn token(&self) -> u64 {
        self.token
    }
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

/// Writes a new job in [`JobState::Waiting`], which nobody holds yet.
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
         created, updated, unchanged, rejected, detail, holder FROM job WHERE id = ?1",
        &values![id],
    )?;
    rows.first().map(job_of).transpose()
}

/// Takes the job `id` for `holder`, for `lease_ms` milliseconds from now.
///
/// # Errors
/// [`Error::Held`] while somebody else's lease has not run out; [`Error::NotFound`] if there is no such job, or it has
/// ended.
pub fn take(session: &mut dyn Session, id: &str, holder: &str, lease_ms: u64) -> Result<Lease, Error> {
    let (now, until) = lease_from_now(session, lease_ms)?;
    let taken = session.query(
        "UPDATE job SET holder = ?2, leased_until_ms = ?3, token = token + 1 \
         WHERE id = ?1 AND finished_at_ms IS NULL AND (leased_until_ms IS NULL OR leased_until_ms <= ?4) \
         RETURNING token",
        &values![id, holder, until, now],
    )?;
    if let Some(row) = taken.first() {
        return Ok(Lease {
            job: id.to_owned(),
            token: row.count(0)?,
        });
    }
    match find(session, id)? {
        Some(job) if job.finished_at_ms.is_none() => Err(Error::Held { job: id.to_owned() }),
        _ => Err(Error::NotFound {
            what: "unfinished job",
            id: id.to_owned(),
        }),
    }
}

/// Lets a lease end `lease_ms` milliseconds from now, also one that has run out and nobody has taken.
///
/// Nobody can take the job before this transaction ends. So whoever begins with it writes a result that is still wanted.
///
/// # Errors
/// [`Error::LeaseLost`] if somebody else has taken the job, or it has ended.
pub fn renew(session: &mut dyn Session, lease: &Lease, lease_ms: u64) -> Result<(), Error> {
    let (_, until) = lease_from_now(session, lease_ms)?;
    let written = session.execute(
        "UPDATE job SET leased_until_ms = ?3 WHERE id = ?1 AND token = ?2 AND finished_at_ms IS NULL",
        &values![lease.job.as_str(), lease.token, until],
    )?;
    expect_held(lease, written)
}

/// Gives a lease back, so that whoever comes next can take the job at once.
///
/// # Errors
/// [`Error::LeaseLost`] if somebody else has taken the job, or it has ended.
pub fn let_go(session: &mut dyn Session, lease: &Lease) -> Result<(), Error> {
    let written = session.execute(
        "UPDATE job SET leased_until_ms = NULL WHERE id = ?1 AND token = ?2 AND finished_at_ms IS NULL",
        &values![lease.job.as_str(), lease.token],
    )?;
    expect_held(lease, written)
}

/// Notes how far a job has come; the first time, also that it began at `at_ms`.
///
/// # Errors
/// [`Error::LeaseLost`] if somebody else has taken the job, or it has ended.
pub fn progress(
    session: &mut dyn Session,
    lease: &Lease,
    done: u64,
    total: Option<u64>,
    at_ms: i64,
) -> Result<(), Error> {
    let written = session.execute(
        "UPDATE job SET state = 'running', started_at_ms = COALESCE(started_at_ms, ?5), done = ?3, total = ?4 \
         WHERE id = ?1 AND token = ?2 AND finished_at_ms IS NULL",
        &values![lease.job.as_str(), lease.token, done, total, at_ms],
    )?;
    expect_held(lease, written)
}

/// Ends a job with what it came to; `detail` takes the place of the one before.
///
/// # Errors
/// [`Error::LeaseLost`] if somebody else has taken the job, or it has ended; [`Error::Internal`] if `state` is no end.
pub fn finish(
    session: &mut dyn Session,
    lease: &Lease,
    state: JobState,
    counts: JobCounts,
    detail: &str,
    at_ms: i64,
) -> Result<(), Error> {
    if !matches!(state, JobState::Done | JobState::Failed) {
        return Err(Error::internal(format!("a job does not end as `{state}`")));
    }
    let written = session.execute(
        "UPDATE job SET state = ?3, created = ?4, updated = ?5, unchanged = ?6, rejected = ?7, detail = ?8, \
         finished_at_ms = ?9, leased_until_ms = NULL WHERE id = ?1 AND token = ?2 AND finished_at_ms IS NULL",
        &values![
            lease.job.as_str(),
            lease.token,
            state.as_str(),
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.rejected,
            detail,
            at_ms
        ],
    )?;
    expect_held(lease, written)
}

/// Returns the ids of unfinished jobs of `kind` that nobody works on any more, the oldest first.
///
/// # Errors
/// If they cannot be read.
pub fn abandoned(session: &mut dyn Session, kind: &str) -> Result<Vec<String>, Error> {
    let now = session.now_ms()?;
    let rows = session.query(
        "SELECT id FROM job WHERE kind = ?1 AND finished_at_ms IS NULL \
         AND (leased_until_ms IS NULL OR leased_until_ms <= ?2) ORDER BY created_at_ms, id",
        &values![kind, now],
    )?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// Ends every lease: for a store that nobody but this process has open, so that all holders are gone.
///
/// # Errors
/// If they cannot be ended.
pub fn release_all(session: &mut dyn Session) -> Result<(), Error> {
    let sql = "UPDATE job SET leased_until_ms = NULL WHERE leased_until_ms IS NOT NULL";
    session.execute(sql, &[]).map(drop)
}

/// Returns up to `limit` jobs, those asked for last first; only those in `state` when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list(session: &mut dyn Session, state: Option<JobState>, limit: usize) -> Result<Vec<Job>, Error> {
    let rows = session.query(
        "SELECT id, kind, state, created_at_ms, started_at_ms, finished_at_ms, done, total, \
         created, updated, unchanged, rejected, detail, holder FROM job \
         WHERE CAST(?1 AS TEXT) IS NULL OR state = ?1 ORDER BY created_at_ms DESC, id DESC LIMIT ?2",
        &values![state.map(JobState::as_str), limit],
    )?;
    rows.iter().map(job_of).collect()
}

/// Returns up to `limit` jobs of `kind`, those asked for last first; those asked for before `before`, a time and an id, when
/// it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list_of(
    session: &mut dyn Session,
    kind: &str,
    before: Option<(i64, &str)>,
    limit: usize,
) -> Result<Vec<Job>, Error> {
    let (at_ms, id) = before.unwrap_or((i64::MAX, ""));
    let rows = session.query(
        "SELECT id, kind, state, created_at_ms, started_at_ms, finished_at_ms, done, total, \
         created, updated, unchanged, rejected, detail, holder FROM job \
         WHERE kind = ?1 AND (created_at_ms < ?2 OR (created_at_ms = ?2 AND id < ?3)) \
         ORDER BY created_at_ms DESC, id DESC LIMIT ?4",
        &values![kind, at_ms, id, limit],
    )?;
    rows.iter().map(job_of).collect()
}

/// Returns the time now and the end of a lease that begins now.
fn lease_from_now(session: &mut dyn Session, lease_ms: u64) -> Result<(i64, i64), Error> {
    let now = session.now_ms()?;
    Ok((now, now.saturating_add_unsigned(lease_ms)))
}

fn expect_held(lease: &Lease, written: u64) -> Result<(), Error> {
    if written == 1 {
        Ok(())
    } else {
        Err(Error::LeaseLost {
            job: lease.job.clone(),
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
        holder: row.optional_text(13)?.map(ToOwned::to_owned),
    })
}
