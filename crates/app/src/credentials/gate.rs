//! How many may work at something costly at once: the others wait in order, for a while, and then are sent away.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Too many wait already, or the wait was too long: ask again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many sign in at this moment (hint: try again in a few seconds)")]
pub struct Busy;

/// How much a gate lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateLimits {
    /// How many work at once; at least one does.
    pub at_once: usize,
    /// How many may wait besides.
    pub waiting: usize,
    /// How long one waits before it is sent away.
    pub longest_wait: Duration,
}

/// Lets a bounded number of threads hash passwords at once, so that a flood of logins costs bounded memory.
pub struct Gate {
    limits: GateLimits,
    state: Mutex<State>,
    moved: Condvar,
    runs: AtomicU64,
}

/// The right to work; the next one gets it when this is dropped.
pub(super) struct Turn<'a>(&'a Gate);

#[derive(Default)]
struct State {
    working: usize,
    /// The tickets of those who wait, the first in front.
    queue: VecDeque<u64>,
    next_ticket: u64,
}

impl Default for GateLimits {
    /// Two at once need 92 MiB; 256 that wait are through in seconds, even on one slow core.
    fn default() -> Self {
        Self {
            at_once: 2,
            waiting: 256,
            longest_wait: Duration::from_secs(10),
        }
    }
}

impl Gate {
    /// Returns a gate that nobody has passed yet.
    #[must_use]
    pub fn new(limits: GateLimits) -> Self {
        Self {
            limits,
            state: Mutex::default(),
            moved: Condvar::new(),
            runs: AtomicU64::new(0),
        }
    }

    /// Returns how often somebody has got a turn since the start.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }

    /// Returns how many wait at this moment.
    pub fn waiting(&self) -> usize {
        self.lock().queue.len()
    }

    /// Waits for a turn behind those who came before.
    pub(super) fn enter(&self) -> Result<Turn<'_>, Busy> {
        let mut state = self.lock();
        if !self.is_free(&state) || !state.queue.is_empty() {
            if state.queue.len() >= self.limits.waiting {
                return Err(Busy);
            }
            state = self.wait(state)?;
        }
        state.working += 1;
        self.runs.fetch_add(1, Ordering::Relaxed);
        Ok(Turn(self))
    }

    /// Waits until it is this thread's turn; whether it came or the wait was too long, the thread waits no more then.
    fn wait<'a>(&'a self, mut state: MutexGuard<'a, State>) -> Result<MutexGuard<'a, State>, Busy> {
        let ticket = state.next_ticket;
        state.next_ticket = ticket.wrapping_add(1);
        state.queue.push_back(ticket);
        let is_turn = |state: &State| self.is_free(state) && state.queue.front() == Some(&ticket);
        let waited = self
            .moved
            .wait_timeout_while(state, self.limits.longest_wait, |state| !is_turn(state));
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let is_turn = is_turn(&state);
        state.queue.retain(|other| *other != ticket);
        // Somebody else is in front now.
        self.moved.notify_all();
        if is_turn { Ok(state) } else { Err(Busy) }
    }

    fn is_free(&self, state: &State) -> bool {
        state.working < self.limits.at_once.max(1)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.lock().working -= 1;
        self.0.moved.notify_all();
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gate({:?}, {} runs)", self.limits, self.runs())
    }
}
