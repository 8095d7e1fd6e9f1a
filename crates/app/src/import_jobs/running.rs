//! One import from its file to its end, under a lease that is renewed beside it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use store::import_files::{self, Remains};
use store::jobs::{self, JobCounts};
use store::{JobState, Lease, Session, staging};

use super::told::{Detail, End, ImportTold};
use super::wish::Asked;
use super::{ImportBell, LEASE_MS, MAX_BEGUN};
use crate::import::{Course, ImportFile, ImportReport, Queued, Working, counts_of};
use crate::{App, Error};

/// What is written when a job ends, but for the change that it made.
#[derive(Debug, Clone)]
pub(crate) struct Ending {
    end: End,
    counts: JobCounts,
    report: String,
    rejected: Option<Vec<u8>>,
}

impl Ending {
    /// An end without counts.
    pub(super) fn of(end: End, told: &ImportTold) -> Result<Self, Error> {
        Ok(Self {
            end,
            counts: JobCounts::default(),
            report: as_json(told)?,
            rejected: None,
        })
    }
}

/// Returns how an import ends that has come to `report`.
pub(crate) fn end_of(report: &ImportReport, is_stopped: bool) -> Result<Ending, Error> {
    Ok(Ending {
        end: if is_stopped { End::Stopped } else { End::Done },
        counts: counts_of(report),
        report: as_json(&ImportTold::of(report))?,
        rejected: report.rejected_sheet.clone(),
    })
}

/// Ends a job, in the transaction of what it has written.
pub(crate) fn end(
    session: &mut dyn Session,
    lease: &Lease,
    ending: &Ending,
    seq: Option<u64>,
    now_ms: i64,
) -> Result<(), Error> {
    let detail = as_json(&Detail { end: ending.end, seq })?;
    let remains = Remains {
        report: &ending.report,
        rejected: ending.rejected.as_deref(),
    };
    import_files::settle(session, lease.job(), remains)?;
    let state = if ending.end == End::Done {
        JobState::Done
    } else {
        JobState::Failed
    };
    Ok(jobs::finish(
        session,
        lease,
        state,
        ending.counts,
        &detail,
        now_ms,
    )?)
}

/// Works on the job of `lease` until it has ended, or is left to whoever comes next.
pub(super) fn run(app: &App, lease: &Lease, bell: &Arc<ImportBell>) {
    let outcome = with_signs_of_life(app, lease, || {
        catch_unwind(AssertUnwindSafe(|| work(app, lease, bell)))
            .unwrap_or_else(|_| Err(Error::Internal("the import ended by a panic".to_owned())))
    });
    let Err(err) = outcome else { return };
    let left = match &err {
        // Left to whoever comes next: this process ends, or the store cannot say what became of it.
        Error::ImportInterrupted => put_away(app, lease, None),
        Error::Store(_) => {
            return tracing::warn!(job = lease.job(), error = %err, "an import is left for later");
        }
        Error::ImportCancelled => Ending::of(End::Cancelled, &ImportTold::default())
            .and_then(|ending| put_away(app, lease, Some(ending))),
        other => failed(other).and_then(|ending| put_away(app, lease, Some(ending))),
    };
    if let Err(err) = left {
        tracing::warn!(job = lease.job(), error = %err, "an import that came to nothing could not be ended");
    }
}

/// Imports the file of a job and writes what came of it.
fn work(app: &App, lease: &Lease, bell: &Arc<ImportBell>) -> Result<(), Error> {
    let (begun, now_ms) = (lease.clone(), app.clock.now_ms());
    app.store.write_aside(move |session| {
        jobs::renew(session, &begun, LEASE_MS)?;
        // What a holder before this one has staged was staged against another state.
        staging::discard(session, begun.job())?;
        jobs::progress(session, &begun, 0, None, now_ms)
    })?;
    if lease.token() > MAX_BEGUN {
        return Err(Error::ImportGivenUp);
    }
    let kept = app
        .store
        .read(|session| import_files::find(session, lease.job()))?;
    let kept = kept.ok_or_else(|| Error::NoSuchImport(lease.job().to_owned()))?;
    let asked: Asked = serde_json::from_str(&kept.wish).map_err(|err| Error::Internal(err.to_string()))?;
    let bytes = kept
        .bytes
        .ok_or_else(|| Error::Internal("the file of an import is gone".to_owned()))?;
    let file = ImportFile {
        name: asked.wish.file_name(),
        bytes,
        format: asked.wish.format()?,
    };
    let course = Course::Queued(Queued {
        lease: lease.clone(),
        bell: Arc::clone(bell),
    });
    let working = Working {
        app,
        actor: &asked.by.actor(),
        file: &file,
        options: &asked.wish.options()?,
        publication: None,
        course: &course,
    };
    working.run().map(drop)
}

/// Renews the lease while `work` is under way, however long it reads and plans.
fn with_signs_of_life<T>(app: &App, lease: &Lease, work: impl FnOnce() -> T) -> T {
    let beat = Beat::default();
    thread::scope(|scope| {
        let _stopping = Stopping(&beat);
        let renewing = thread::Builder::new()
            .name("import-lease".into())
            .spawn_scoped(scope, || {
                while beat.goes_on_for(Duration::from_millis(LEASE_MS / 3)) {
                    let lease = lease.clone();
                    let renewed = app
                        .store
                        .write_aside(move |session| jobs::renew(session, &lease, LEASE_MS));
                    if let Err(err) = renewed {
                        tracing::debug!(error = %err, "the lease of an import was not renewed");
                    }
                }
            });
        if let Err(err) = renewing {
            tracing::warn!(error = %err, "the lease of an import is renewed only where it writes");
        }
        work()
    })
}

/// Takes away what was staged, and ends the job or gives it back.
fn put_away(app: &App, lease: &Lease, ending: Option<Ending>) -> Result<(), Error> {
    let (lease, now_ms) = (lease.clone(), app.clock.now_ms());
    app.store.write_aside(move |session| {
        jobs::renew(session, &lease, LEASE_MS)?;
        staging::discard(session, lease.job())?;
        match &ending {
            Some(ending) => end(session, &lease, ending, None, now_ms),
            None => Ok(jobs::let_go(session, &lease)?),
        }
    })
}

/// Tells of an import that failed. What nobody could have foreseen goes to the log.
fn failed(err: &Error) -> Result<Ending, Error> {
    let told = match err {
        Error::File(err) => ImportTold::unreadable(err),
        Error::Busy => ImportTold::failed(
            err.to_string(),
            "准备导入时词库不断被改动，未写入任何内容（提示：请重新导入）",
        ),
        Error::ImportGivenUp => ImportTold::failed(
            err.to_string(),
            "导入这个文件时程序多次中断，已放弃，未写入任何内容（提示：请拆分文件，并告知管理员）",
        ),
        other => {
            tracing::error!(error = %other, "an import failed");
            ImportTold::failed(
                "the import failed for a reason of ours; nothing was written (hint: tell whoever runs this server the id)",
                "由于系统原因导入失败，未写入任何内容（提示：请把编号告知管理员）",
            )
        }
    };
    Ending::of(End::Failed, &told)
}

fn as_json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|err| Error::Internal(format!("a report cannot be kept: {err}")))
}

/// Whether somebody still works.
#[derive(Default)]
struct Beat {
    is_over: Mutex<bool>,
    changed: Condvar,
}

impl Beat {
    /// Waits for `pause`, or until it is over; tells whether it goes on.
    fn goes_on_for(&self, pause: Duration) -> bool {
        let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(is_over, pause, |is_over| !*is_over);
        !*waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Ends the signs of life, by a panic too.
struct Stopping<'a>(&'a Beat);

impl Drop for Stopping<'_> {
    fn drop(&mut self) {
        *self.0.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.changed.notify_all();
    }
}
