//! The indexer: a thread that follows the change log and keeps the index up with it.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use search::{Tidied, Writer};
use tracing::{error, info, warn};

use crate::indexing::{Indexing, Standing};
use crate::listener::{Listening, listen};
use crate::{Clock, Error, NightTime};

/// How often the change log is looked at when nobody wakes the indexer.
const POLL: Duration = Duration::from_millis(200);
/// How many steps must fail in a row before a waiting caller is told. One alone may pass by itself: a process that is
/// being forked holds our locks for a moment.
const LASTING_FAILURES: u64 = 10;
/// Of failures in a row, one in so many is written to the log: the first, and one a minute.
const TOLD_FAILURES: u64 = 300;

/// The thread that keeps the index up with the store; it ends when this is dropped.
pub(crate) struct Indexer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the indexer does before it follows the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    /// Nothing: the index can be followed from where it is.
    Follow {
        /// Whether it has read every change.
        is_current: bool,
        /// Whether every byte of it was compared with its checksum.
        is_checked: bool,
    },
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
    is_opening_finish_wanted: bool,
    /// Whether the index was opened by its seal and is still to be compared with its checksums.
    is_unchecked: bool,
    is_tidy_wanted: bool,
    nightly: Option<Nightly>,
    is_stopped: bool,
    /// Why the last step failed; `None` if it did not.
    failure: Option<String>,
    /// Why the index could not be tidied when it was last tried.
    tidy_failure: Option<String>,
    /// How many steps have failed since the last good one.
    failures: u64,
    /// Since when the store has not answered.
    away_since: Option<Instant>,
}

/// When the index is tidied unasked.
struct Nightly {
    at: NightTime,
    clock: Arc<dyn Clock>,
    /// When it was last tried, at first when the schedule was set.
    last_ms: i64,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until somebody wakes the thread, or it is time to look by itself.
    fn wait_for_work(&self) {
        let is_idle = |state: &mut State| !state.is_woken && !state.is_stopped;
        let waited = self.wake.wait_timeout_while(self.state(), POLL, is_idle);
        waited.unwrap_or_else(PoisonError::into_inner).0.is_woken = false;
    }

    fn wake(&self) {
        self.state().is_woken = true;
        self.wake.notify_one();
    }
}

impl State {
    /// Tells whether the index is to be tidied now. A night counts as done with the first try: what failed once would fill
    /// the log until morning.
    fn takes_tidy(&mut self) -> bool {
        let is_night = self.nightly.as_mut().is_some_and(|nightly| {
            let now_ms = nightly.clock.now_ms();
            let is_due = nightly.at.is_due(now_ms, nightly.last_ms);
            if is_due {
                nightly.last_ms = now_ms;
            }
            is_due
        });
        is_night || self.is_tidy_wanted
    }
}

impl Indexer {
    /// Starts the thread. It owns the index writer until it ends. On a store that others write too, another thread listens
    /// for them, and does `tending` now and then.
    pub fn start(
        indexing: Indexing,
        first: First,
        tending: impl Fn() + Send + 'static,
    ) -> Result<Self, Error> {
        let state = State {
            // Until somebody wakes it, an index that is up with the store needs nothing.
            is_woken: !matches!(first, First::Follow { is_current: true, .. }),
            is_rebuild_wanted: first == First::Rebuild,
            is_unchecked: matches!(
                first,
                First::Follow {
                    is_checked: false,
                    ..
                }
            ),
            ..State::default()
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            ..Shared::default()
        });
        if indexing.store.is_shared() {
            let (stopped, woken) = (Arc::clone(&shared), Arc::clone(&shared));
            let listening = Listening {
                is_stopped: move || stopped.state().is_stopped,
                wake: move || woken.wake(),
                tend: tending,
            };
            listen(Arc::clone(&indexing.store), listening)?;
        }
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
        self.shared.wake();
    }

    /// Asks for a rebuild from the store.
    pub fn want_rebuild(&self) {
        self.shared.state().is_rebuild_wanted = true;
        self.wake();
    }

    /// Tidies the index from now on every night at `at`.
    pub fn tidy_nightly(&self, at: NightTime, clock: Arc<dyn Clock>) {
        let last_ms = clock.now_ms();
        self.shared.state().nightly = Some(Nightly { at, clock, last_ms });
    }

    /// Tidies the index as soon as it is up with the store, and waits for that.
    ///
    /// # Errors
    /// If the index cannot be written, or the indexer has been stopped.
    pub fn tidy(&self) -> Result<(), Error> {
        self.shared.state().is_tidy_wanted = true;
        self.wait(None, |state| !state.is_tidy_wanted)?;
        let failure = self.shared.state().tidy_failure.take();
        failure.map_or(Ok(()), |failure| {
            Err(Error::Internal(format!("the index cannot be tidied: {failure}")))
        })
    }

    /// Asks for what the first answers need not wait for: the Chinese dictionary, then the comparison of an index that was
    /// opened by its seal; a damaged one is made anew.
    pub fn want_opening_finished(&self) {
        self.shared.state().is_opening_finish_wanted = true;
        self.wake();
    }

    /// Tells whether a rebuild is asked for or under way.
    pub fn is_rebuilding(&self) -> bool {
        self.shared.state().is_rebuild_wanted
    }

    /// Returns how long the store has not answered; zero if it does.
    pub fn store_away(&self) -> Duration {
        let since = self.shared.state().away_since;
        since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Waits until `is_reached` holds and no rebuild is open, or `limit` has passed; tells whether it was reached.
    ///
    /// # Errors
    /// If indexing keeps failing, or the indexer has been stopped.
    pub fn wait_until(&self, limit: Option<Duration>, is_reached: impl Fn() -> bool) -> Result<bool, Error> {
        if !self.is_rebuilding() && is_reached() {
            return Ok(true);
        }
        self.wait(limit, |state| !state.is_rebuild_wanted && is_reached())
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

    fn wait(&self, limit: Option<Duration>, is_reached: impl Fn(&State) -> bool) -> Result<bool, Error> {
        self.wake();
        let begun = Instant::now();
        let mut state = self.shared.state();
        while !is_reached(&state) {
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
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn follow(indexing: &Indexing, shared: &Shared) {
    let mut writer = None;
    shared.wait_for_work();
    while !shared.state().is_stopped {
        let step = step(indexing, shared, &mut writer);
        let is_store_away = matches!(&step, Err(Error::Store(store::Error::Unavailable { .. })));
        indexing.is_store_away.store(is_store_away, Ordering::Relaxed);
        let mut state = shared.state();
        let since = state.away_since.unwrap_or_else(Instant::now);
        state.away_since = is_store_away.then_some(since);
        state.failures = if step.is_ok() { 0 } else { state.failures + 1 };
        state.failure = step.as_ref().err().map(ToString::to_string);
        shared.done.notify_all();
        match step {
            Ok(true) => continue,
            Ok(false) if state.is_opening_finish_wanted => {
                state.is_opening_finish_wanted = false;
                let is_unchecked = std::mem::take(&mut state.is_unchecked);
                drop(state);
                indexing.index.load_words();
                if is_unchecked {
                    // One after the other, so that one core is left to whoever asks meanwhile.
                    indexing.index.wait_for_words();
                    check(indexing, shared);
                }
                continue;
            }
            Ok(false) if state.takes_tidy() => {
                drop(state);
                tidy(indexing, shared, &mut writer);
                continue;
            }
            Ok(false) => {}
            Err(err) => {
                // A database that is away fails every look at it.
                if state.failures % TOLD_FAILURES == 1 {
                    error!(error = %err, "indexing failed; it goes on from the position of the index");
                }
                // A failed write may have left the writer unusable.
                writer = None;
                state.is_woken = false;
            }
        }
        drop(state);
        shared.wait_for_work();
    }
}

/// Compares the index with its checksums, and asks for a rebuild if it is damaged.
fn check(indexing: &Indexing, shared: &Shared) {
    if let Err(damage) = indexing.index.check() {
        error!(damage, "the index is damaged; it is made anew from the store");
        shared.state().is_rebuild_wanted = true;
    }
}

/// Tidies the index; a failure is told and leaves the index as it was.
fn tidy(indexing: &Indexing, shared: &Shared, writer: &mut Option<Writer>) {
    let tidied = match writer {
        Some(writer) => writer.tidy(),
        None => indexing
            .index
            .writer()
            .and_then(|taken| writer.insert(taken).tidy()),
    };
    let mut state = shared.state();
    state.is_tidy_wanted = false;
    state.tidy_failure = tidied.as_ref().err().map(ToString::to_string);
    match tidied {
        Ok(Tidied {
            segments,
            deleted,
            changes,
        }) => info!(
            segments,
            deleted,
            changes,
            position = indexing.index.position(),
            "index tidied"
        ),
        Err(err) => {
            error!(error = %err, "the index could not be tidied; it serves on as it is");
            *writer = None;
        }
    }
}

/// Does the next piece of work; true if there may be more.
fn step(indexing: &Indexing, shared: &Shared, writer: &mut Option<Writer>) -> Result<bool, Error> {
    let mut is_rebuild_wanted = shared.state().is_rebuild_wanted;
    if !is_rebuild_wanted {
        match indexing.standing()? {
            // A server that nobody edits needs no writer, which takes threads and memory.
            Standing::Current => {
                indexing.names.refresh_if_old(&indexing.store)?;
                return Ok(false);
            }
            Standing::Behind => {}
            Standing::OfAnotherPast => {
                warn!(
                    "the store has lost changes that the index had read; the index is made anew from the store"
                );
                is_rebuild_wanted = true;
                shared.state().is_rebuild_wanted = true;
            }
        }
    }
    let writer = match writer {
        Some(writer) => writer,
        None => writer.insert(indexing.index.writer()?),
    };
    if !is_rebuild_wanted {
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
