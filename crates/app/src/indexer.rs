//! The indexer: a thread that follows the change log and keeps the index up with it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use search::Writer;
use tracing::{error, info};

use crate::Error;
use crate::indexing::Indexing;

/// How often the change log is looked at when nobody wakes the indexer.
const POLL: Duration = Duration::from_millis(200);
/// How many steps must fail in a row before a waiting caller is told. One alone may pass by itself: a process that is
/// being forked holds our locks for a moment.
const LASTING_FAILURES: u64 = 10;

/// The thread that keeps the index up with the store; it ends when this is dropped.
pub(crate) struct Indexer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the indexer does before it follows the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    /// Nothing.
    Follow,
    /// Compares the index with its checksums once it has caught up; a damaged one is made anew.
    Check,
    /// Makes the index anew.
    Rebuild,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Signalled when there is something to do.
    wake: Condvar,
    /// Signalled when something was done.
    done: Condvar,
}

#[derive(Default)]
struct State {
    is_woken: bool,
    is_rebuild_wanted: bool,
    is_check_wanted: bool,
    is_stopped: bool,
    /// Why the last step failed; `None` if it did not.
    failure: Option<String>,
    /// How many steps have failed since the last good one.
    failures: u64,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Indexer {
    /// Starts the thread. It owns the index writer until it ends.
    pub fn start(indexing: Indexing, first: First) -> Result<Self, Error> {
        let state = State {
            is_rebuild_wanted: first == First::Rebuild,
            is_check_wanted: first == First::Check,
            ..State::default()
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            ..Shared::default()
        });
        let own = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("indexer".into())
            .spawn(move || follow(&indexing, &own))
            .map_err(|err| Error::Internal(format!("the indexer could not be started: {err}")))?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Says that there are changes to read.
    pub fn wake(&self) {
        self.shared.state().is_woken = true;
        self.shared.wake.notify_one();
    }

    /// Asks for a rebuild from the store.
    pub fn want_rebuild(&self) {
        self.shared.state().is_rebuild_wanted = true;
        self.wake();
    }

    /// Tells whether a rebuild is asked for or under way.
    pub fn is_rebuilding(&self) -> bool {
        self.shared.state().is_rebuild_wanted
    }

    /// Waits until `is_reached` holds and no rebuild is open, or `limit` has passed; tells whether it was reached.
    ///
    /// # Errors
    /// If indexing keeps failing, or the indexer has been stopped.
    pub fn wait_until(&self, limit: Option<Duration>, is_reached: impl Fn() -> bool) -> Result<bool, Error> {
        self.wake();
        let begun = Instant::now();
        let mut state = self.shared.state();
        while state.is_rebuild_wanted || !is_reached() {
            if state.is_stopped {
                return Err(Error::Internal("the indexer has been stopped".into()));
            }
            if let Some(failure) = state
                .failure
                .as_ref()
                .filter(|_| state.failures >= LASTING_FAILURES)
            {
                return Err(Error::Internal(format!("the index cannot be written: {failure}")));
            }
            // Without a limit this wakes now and then for nothing, which is cheaper than a second way to wait.
            let left = limit.map_or(Duration::from_secs(60), |limit| {
                limit.saturating_sub(begun.elapsed())
            });
            if left.is_zero() {
                return Ok(false);
            }
            state = self
                .shared
                .done
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        Ok(true)
    }

    /// Ends the thread after its present batch and waits for it.
    pub fn stop(&self) {
        self.shared.state().is_stopped = true;
        self.wake();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            error!("the indexer ended by a panic; the index is made up from the store at the next start");
        }
        self.shared.done.notify_all();
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn follow(indexing: &Indexing, shared: &Shared) {
    let mut writer = None;
    while !shared.state().is_stopped {
        let step = step(indexing, shared, &mut writer);
        let mut state = shared.state();
        state.failures = if step.is_ok() { 0 } else { state.failures + 1 };
        state.failure = step.as_ref().err().map(ToString::to_string);
        shared.done.notify_all();
        match step {
            Ok(true) => continue,
            Ok(false) if state.is_check_wanted => {
                state.is_check_wanted = false;
                drop(state);
                check(indexing, shared);
                continue;
            }
            Ok(false) => {}
            Err(err) => {
                error!(error = %err, "indexing failed; it goes on from the position of the index");
                // A failed write may have left the writer unusable.
                writer = None;
                state.is_woken = false;
            }
        }
        let is_idle = |state: &mut State| !state.is_woken && !state.is_stopped;
        let waited = shared.wake.wait_timeout_while(state, POLL, is_idle);
        waited.unwrap_or_else(PoisonError::into_inner).0.is_woken = false;
    }
}

/// Compares the index with its checksums, and asks for a rebuild if it is damaged.
fn check(indexing: &Indexing, shared: &Shared) {
    if let Err(damage) = indexing.index.check() {
        error!(damage, "the index is damaged; it is made anew from the store");
        shared.state().is_rebuild_wanted = true;
    }
}

/// Does the next piece of work; true if there may be more.
fn step(indexing: &Indexing, shared: &Shared, writer: &mut Option<Writer>) -> Result<bool, Error> {
    let writer = match writer {
        Some(writer) => writer,
        None => writer.insert(indexing.index.writer()?),
    };
    if !shared.state().is_rebuild_wanted {
        return indexing.catch_up(writer);
    }
    let concepts = indexing.rebuild(writer)?;
    shared.state().is_rebuild_wanted = false;
    if concepts > 0 {
        info!(
            concepts,
            position = indexing.index.position(),
            "index made from the store"
        );
    }
    Ok(true)
}
