//! Waking the thread that imports, telling it to stop, and waiting until it has nothing to do.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Wakes the importer of this process; ringing it where nobody imports does no harm.
#[derive(Debug, Default)]
pub(crate) struct ImportBell {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_rung: bool,
    is_stopped: bool,
    is_idle: bool,
    has_ended: bool,
}

impl ImportBell {
    /// Says that there may be something to import.
    pub fn ring(&self) {
        let mut state = self.state();
        (state.is_rung, state.is_idle) = (true, false);
        self.changed.notify_all();
    }

    /// Waits until it is rung or is to stop, `limit` at most; tells whether it is to stop.
    pub fn wait(&self, limit: Duration) -> bool {
        let mut state = self.state();
        state.is_idle = !state.is_rung;
        self.changed.notify_all();
        let is_quiet = |state: &mut State| !state.is_rung && !state.is_stopped;
        let state = self.changed.wait_timeout_while(state, limit, is_quiet);
        let mut state = state.unwrap_or_else(PoisonError::into_inner).0;
        (state.is_rung, state.is_idle) = (false, false);
        state.is_stopped
    }

    /// Tells whether the importer is to stop.
    pub fn is_stopped(&self) -> bool {
        self.state().is_stopped
    }

    /// Tells the importer to stop.
    pub fn stop(&self) {
        self.state().is_stopped = true;
        self.changed.notify_all();
    }

    /// Lets an importer begin.
    pub fn restart(&self) {
        *self.state() = State::default();
    }

    /// Says that the importer has ended, by a panic too.
    pub fn end(&self) {
        self.state().has_ended = true;
        self.changed.notify_all();
    }

    /// Waits until the importer has ended, `limit` at most; tells whether it has.
    pub fn wait_for_end(&self, limit: Duration) -> bool {
        let goes_on = |state: &mut State| !state.has_ended;
        let state = self.changed.wait_timeout_while(self.state(), limit, goes_on);
        state.unwrap_or_else(PoisonError::into_inner).0.has_ended
    }

    /// Waits until the importer has looked since the last ring and found nothing to do.
    pub fn wait_until_idle(&self) {
        let is_busy = |state: &mut State| !state.is_idle && !state.has_ended;
        drop(self.changed.wait_while(self.state(), is_busy));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
