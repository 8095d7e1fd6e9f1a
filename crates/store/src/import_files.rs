//! Files that wait to be imported by a job, and what came of them.
//!
//! The file is there as long as its job has not ended. Whoever works on the job asks in each transaction whether it is still
//! wanted: a wish to cancel it that was kept before the result keeps the result from being written.

use crate::value::values;
use crate::{Error, Job, Session, jobs};

/// A file that waits, or is worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFile {
    /// JSON that only the import understands: who wants it, and how.
    pub wish: String,
    /// What is in it; `None` once the job has ended.
    pub bytes: Option<Vec<u8>>,
}

/// What is known of the import of a file, without the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// The job.
    pub job: Job,
    /// As in [`ImportFile`].
    pub wish: String,
    /// Who does not want it any more.
    pub cancelled_by: Option<String>,
    /// Whether rows were refused and kept.
    pub has_rejected: bool,
}

/// What stays of a file when its job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remains<'a> {
    /// JSON that only the import understands.
    pub report: &'a str,
    /// The rows that were refused.
    pub rejected: Option<&'a [u8]>,
}

/// What became of a wish to cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelWish {
    /// It is kept, and the job ends without a result.
    Kept,
    /// The job had ended before.
    TooLate,
}

/// Keeps the file of a job that was just made.
///
/// # Errors
/// If there is no such job, or it has a file.
pub fn put(session: &mut dyn Session, job: &str, wish: &str, bytes: &[u8]) -> Result<(), Error> {
    session.execute(
        "INSERT INTO import_file (job, wish, bytes) VALUES (?1, ?2, ?3)",
        &values![job, wish, bytes],
    )?;
    Ok(())
}

/// Returns the file of a job.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, job: &str) -> Result<Option<ImportFile>, Error> {
    let rows = session.query(
        "SELECT wish, bytes FROM import_file WHERE job = ?1",
        &values![job],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(ImportFile {
        wish: row.text(0)?.to_owned(),
        bytes: row.optional_bytes(1)?.map(<[u8]>::to_vec),
    }))
}

/// Returns what is known of the import that is the job `job`. A text with NUL, which no id holds, finds none.
///
/// # Errors
/// If it cannot be read.
pub fn record(session: &mut dyn Session, job: &str) -> Result<Option<ImportRecord>, Error> {
    if job.contains('\0') {
        return Ok(None);
    }
    match jobs::find(session, job)? {
        Some(job) => recorded(session, job),
        None => Ok(None),
    }
}

/// Lists up to `limit` imports whose jobs are of `kind`, those asked for last first; those asked for before `before`, a time
/// and an id, when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    kind: &str,
    before: Option<(i64, &str)>,
    limit: usize,
) -> Result<Vec<ImportRecord>, Error> {
    let mut found = Vec::new();
    for job in jobs::list_of(session, kind, before, limit)? {
        found.extend(recorded(session, job)?);
    }
    Ok(found)
}

/// Counts the imports that have not ended.
///
/// # Errors
/// If they cannot be counted.
pub fn count_waiting(session: &mut dyn Session) -> Result<u64, Error> {
    let sql = "SELECT COUNT(*) FROM import_file WHERE bytes IS NOT NULL";
    crate::session::one_count(session, sql, &[])
}

/// Notes that `by` does not want an import any more.
///
/// # Errors
/// [`Error::NotFound`] if there is no such import.
pub fn ask_to_cancel(session: &mut dyn Session, job: &str, by: &str) -> Result<CancelWish, Error> {
    // The row of the job first, which a result begins with too: of both, the second one sees the first.
    let is_unfinished = session.execute(
        "UPDATE job SET state = state WHERE id = ?1 AND finished_at_ms IS NULL",
        &values![job],
    )? == 1;
    if is_unfinished {
        let noted = session.execute(
            "UPDATE import_file SET cancelled_by = COALESCE(cancelled_by, ?2) WHERE job = ?1",
            &values![job, by],
        )?;
        if noted == 1 {
            return Ok(CancelWish::Kept);
        }
    } else if find(session, job)?.is_some() {
        return Ok(CancelWish::TooLate);
    }
    Err(Error::NotFound {
        what: "import",
        id: job.to_owned(),
    })
}

/// Tells whether somebody does not want the import any more. A result is written in the transaction that asks this after
/// [`jobs::renew`].
///
/// # Errors
/// If it cannot be read.
pub fn is_cancelled(session: &mut dyn Session, job: &str) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM import_file WHERE job = ?1 AND cancelled_by IS NOT NULL";
    Ok(crate::session::one_count(session, sql, &values![job])? > 0)
}

/// Puts what remains of a file in its place, in the transaction that ends its job.
///
/// # Errors
/// [`Error::NotFound`] if there is no such import.
pub fn settle(session: &mut dyn Session, job: &str, remains: Remains<'_>) -> Result<(), Error> {
    let written = session.execute(
        "UPDATE import_file SET bytes = NULL, report = ?2, rejected = ?3 WHERE job = ?1",
        &values![job, remains.report, remains.rejected],
    )?;
    if written == 1 {
        return Ok(());
    }
    Err(Error::NotFound {
        what: "import",
        id: job.to_owned(),
    })
}

/// Returns what is wrong with the file of an import that has ended.
///
/// # Errors
/// If it cannot be read.
pub fn report(session: &mut dyn Session, job: &str) -> Result<Option<String>, Error> {
    let rows = session.query("SELECT report FROM import_file WHERE job = ?1", &values![job])?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(row.optional_text(0)?.map(str::to_owned))
}

/// Returns the rows of an import that were refused.
///
/// # Errors
/// If they cannot be read.
pub fn rejected(session: &mut dyn Session, job: &str) -> Result<Option<Vec<u8>>, Error> {
    let rows = session.query("SELECT rejected FROM import_file WHERE job = ?1", &values![job])?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(row.optional_bytes(0)?.map(<[u8]>::to_vec))
}

/// Forgets the imports that ended before `at_ms`, with their jobs, and returns how many there were.
///
/// # Errors
/// If they cannot be removed.
pub fn forget_before(session: &mut dyn Session, at_ms: i64) -> Result<u64, Error> {
    let rows = session.query(
        "SELECT f.job FROM import_file f JOIN job j ON j.id = f.job WHERE j.finished_at_ms < ?1 ORDER BY f.job",
        &values![at_ms],
    )?;
    for row in &rows {
        let job = row.text(0)?;
        session.execute("DELETE FROM import_file WHERE job = ?1", &values![job])?;
        session.execute("DELETE FROM job WHERE id = ?1", &values![job])?;
    }
    Ok(rows.len() as u64)
}

fn recorded(session: &mut dyn Session, job: Job) -> Result<Option<ImportRecord>, Error> {
    let rows = session.query(
        "SELECT wish, cancelled_by, CASE WHEN rejected IS NULL THEN 0 ELSE 1 END FROM import_file WHERE job = ?1",
        &values![job.id.as_str()],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(ImportRecord {
        wish: row.text(0)?.to_owned(),
        cancelled_by: row.optional_text(1)?.map(str::to_owned),
        has_rejected: row.count(2)? == 1,
        job,
    }))
}
