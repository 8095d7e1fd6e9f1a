//! The bell that an appender rings and the sealer waits for.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Wakes the sealer of this process; ringing it where nobody seals does no harm.
#[derive(Debug, Default)]
pub struct Bell {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_rung: bool,
    is_stopped: bool,
    is_hurried: bool,
    /// How many turns have begun, and how many of them have ended.
    begun: u64,
    ended: u64,
}

impl Bell {
    /// Says that there is an entry to seal.
    pub fn ring(&self) {
        self.state().is_rung = true;
        self.changed.notify_all();
    }

    /// Waits until it is rung or is to stop, `limit` at most, but not less than `pause` unless somebody is in a hurry.
    pub(super) fn wait(&self, pause: Duration, limit: Duration) {
        let is_quiet = |state: &mut State| !state.is_stopped && !state.is_hurried;
        let state = self.changed.wait_timeout_while(self.state(), pause, is_quiet);
        let state = state.unwrap_or_else(PoisonError::into_inner).0;
        let left = limit.saturating_sub(pause);
        let is_idle = |state: &mut State| !state.is_rung && !state.is_stopped && !state.is_hurried;
        let state = self.changed.wait_timeout_while(state, left, is_idle);
        state.unwrap_or_else(PoisonError::into_inner).0.is_rung = false;
    }

    /// Begins a turn; tells whether it is the last one, and whether somebody waits for it.
    pub(super) fn begin_turn(&self) -> (bool, bool) {
        let mut state = self.state();
        state.begun += 1;
        (state.is_stopped, std::mem::take(&mut state.is_hurried))
    }

    /// Ends a turn.
    pub(super) fn end_turn(&self) {
        let mut state = self.state();
        state.ended = state.begun;
        self.changed.notify_all();
    }

    /// Waits until a turn has ended that began after this was called, or the sealer has stopped.
    pub(super) fn wait_for_turn(&self) {
        let mut state = self.state();
        let wanted = state.begun + 1;
        state.is_hurried = true;
        self.changed.notify_all();
        let is_waiting = |state: &mut State| state.ended < wanted;
        drop(self.changed.wait_while(state, is_waiting));
    }

    /// Tells the sealer to take its last turn.
    pub(super) fn stop(&self) {
        self.state().is_stopped = true;
        self.changed.notify_all();
    }

    /// Tells whether the sealer is to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.state().is_stopped
    }

    /// Lets nobody wait any more: there will be no turn.
    pub(super) fn release(&self) {
        self.state().ended = u64::MAX;
        self.changed.notify_all();
    }

    /// Lets turns be waited for, before the first.
    pub(super) fn restart(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
