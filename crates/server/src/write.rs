//! Writing through a database that may break off: what is repeated, for how long, and what is said when that is over.
//!
//! A request waits here without holding a thread; each attempt is one run on the pool of writes. An attempt is never cut
//! short: a commit that nobody waits for any more goes on, and keeps its place in the pool until it has its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use app::{App, StoreError};
use tokio::time::{Instant, sleep, timeout_at};

use crate::handle::Handle;
use crate::pools::Pool;
use crate::problem::{Code, Problem, retry_soon};

/// How long a write is repeated before its client is told to do that itself.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the first pause between two attempts is; each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// How long a pause is at most: a new primary is found so soon.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// What repeating a write does that may have been kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeating {
    /// Nothing more: it carries an idempotency key, or its input says what it builds on.
    IsSafe,
    /// Perhaps the same a second time.
    WritesAgain,
}

/// Runs `work` on the pool of writes until it is known what became of it.
///
/// While nothing was kept it is repeated, and while that is not known, if repeating is safe; for thirty seconds.
///
/// # Errors
/// What `work` answers; after that time [`Code::StoreUnavailable`] if nothing was kept, [`Code::OutcomeUnknown`] if that
/// is not known.
pub async fn write<T: Send + 'static>(
    handle: &Handle,
    repeating: Repeating,
    work: impl Fn(&App) -> Result<T, app::Error> + Send + Sync + 'static,
) -> Result<T, Problem> {
    write_within(handle, PATIENCE, repeating, work).await
}

/// As [`write`], for as long as `patience`.
pub async fn write_within<T: Send + 'static>(
    handle: &Handle,
    patience: Duration,
    repeating: Repeating,
    work: impl Fn(&App) -> Result<T, app::Error> + Send + Sync + 'static,
) -> Result<T, Problem> {
    let deadline = Instant::now() + patience;
    let work = Arc::new(work);
    let mut pause = FIRST_PAUSE;
    let mut is_unknown = false;
    loop {
        let problem = match attempt(handle, &work, deadline).await {
            Attempt::Done(outcome) => return outcome,
            // What happened is not known and cannot be asked for.
            Attempt::Unknown(cause) if repeating == Repeating::WritesAgain => return Err(unknown(cause)),
            Attempt::Unknown(cause) => {
                is_unknown = true;
                unknown(cause)
            }
            // That this attempt kept nothing says nothing of those before it.
            Attempt::KeptNothing(problem) if is_unknown => unknown(problem.cause),
            Attempt::KeptNothing(problem) => problem,
        };
        let next = Instant::now() + pause;
        if next >= deadline {
            return Err(problem);
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// How an attempt ended.
enum Attempt<T> {
    Done(Result<T, Problem>),
    KeptNothing(Problem),
    Unknown(Option<String>),
}

async fn attempt<T: Send + 'static>(
    handle: &Handle,
    work: &Arc<impl Fn(&App) -> Result<T, app::Error> + Send + Sync + 'static>,
    deadline: Instant,
) -> Attempt<T> {
    let is_begun = Arc::new(AtomicBool::new(false));
    let (work, begun) = (Arc::clone(work), Arc::clone(&is_begun));
    let run = handle.run_unmapped(Pool::Writes, move |app| {
        begun.store(true, Ordering::SeqCst);
        work(app)
    });
    match timeout_at(deadline, run).await {
        Ok(Ok(Err(app::Error::Store(StoreError::OutcomeUnknown { cause })))) => Attempt::Unknown(Some(cause)),
        Ok(Ok(Err(err @ app::Error::Store(StoreError::Unavailable { .. })))) => {
            Attempt::KeptNothing(Problem::from(err))
        }
        Ok(Ok(outcome)) => Attempt::Done(outcome.map_err(Problem::from)),
        Ok(Err(problem)) if problem.code == Code::Busy => Attempt::KeptNothing(problem),
        Ok(Err(problem)) => Attempt::Done(Err(problem)),
        Err(_) if is_begun.load(Ordering::SeqCst) => {
            Attempt::Unknown(Some("the database had not answered in time".to_owned()))
        }
        Err(_) => Attempt::KeptNothing(retry_soon(Code::Busy)),
    }
}

fn unknown(cause: Option<String>) -> Problem {
    Problem {
        cause,
        ..retry_soon(Code::OutcomeUnknown)
    }
}
