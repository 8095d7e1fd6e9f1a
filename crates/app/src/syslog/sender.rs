//! The thread that sends: it reads the spool, keeps a connection, and begins again where a connection that broke had
//! something under way.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tracing::{error, info, warn};

use super::Timing;
use super::connection::{Connection, Target};
use super::spool::{Place, Spool};

/// How often an idle connection is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How many messages are sent at once.
const BATCH: usize = 64;
/// Of failures in a row, how often one is told at most.
const TELL: Duration = Duration::from_secs(60);
/// How long a stopping program waits for the thread, which may be connecting.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the thread shares with whoever appends.
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    spool: Spool,
    /// Whether everything in the spool was sent, on a connection that has not broken since.
    is_sent: bool,
    is_stopped: bool,
    is_ended: bool,
}

impl Shared {
    pub(super) fn new(spool: Spool) -> Self {
        let state = State {
            is_sent: spool.waiting() == 0,
            spool,
            is_stopped: false,
            is_ended: false,
        };
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    pub(super) fn append(&self, messages: &[Vec<u8>]) -> io::Result<()> {
        let mut state = self.state();
        state.is_sent = false;
        let appended = state.spool.append(messages);
        self.changed.notify_all();
        appended
    }

    pub(super) fn waiting(&self) -> u64 {
        self.state().spool.waiting()
    }

    pub(super) fn dropped(&self) -> u64 {
        self.state().spool.dropped()
    }

    pub(super) fn wait_until_sent(&self) {
        let is_waiting = |state: &mut State| !state.is_sent && !state.is_ended;
        drop(self.changed.wait_while(self.state(), is_waiting));
    }

    /// Tells the thread to end, and whether it has within a moment.
    pub(super) fn stop(&self) -> bool {
        self.state().is_stopped = true;
        self.changed.notify_all();
        let waited = self
            .changed
            .wait_timeout_while(self.state(), PATIENCE, |state| !state.is_ended);
        waited.unwrap_or_else(PoisonError::into_inner).0.is_ended
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.state().is_stopped
    }

    /// Waits until there is something to send or the thread is to end, `limit` at most.
    fn wait_for_work(&self, limit: Duration) {
        let is_idle = |state: &mut State| state.is_sent && !state.is_stopped;
        drop(self.changed.wait_timeout_while(self.state(), limit, is_idle));
    }

    /// Waits until the thread is to end, `limit` at most.
    fn pause(&self, limit: Duration) {
        let waited = self
            .changed
            .wait_timeout_while(self.state(), limit, |state| !state.is_stopped);
        drop(waited);
    }

    fn end(&self) {
        self.state().is_ended = true;
        self.changed.notify_all();
    }
}

/// The thread's own.
pub(super) struct Sender {
    shared: Arc<Shared>,
    target: Target,
    timing: Timing,
    connection: Option<Connection>,
    /// What was sent on this connection and does not count as delivered yet: up to which place, and when.
    under_way: VecDeque<(Place, Instant)>,
    pause: Duration,
    told: Option<Instant>,
}

/// Says that the thread has ended, also when it ends by a panic.
struct End(Arc<Shared>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Sender {
    pub(super) fn new(shared: Arc<Shared>, target: Target, timing: Timing) -> Self {
        Self {
            shared,
            target,
            timing,
            connection: None,
            under_way: VecDeque::new(),
            pause: timing.first_pause,
            told: None,
        }
    }

    pub(super) fn run(mut self) {
        let _end = End(Arc::clone(&self.shared));
        while !self.shared.is_stopped() {
            if self.connection.is_none() && self.shared.waiting() == 0 {
                self.shared.wait_for_work(LOOK);
                continue;
            }
            match self.step() {
                Ok(true) => {}
                Ok(false) => self.shared.wait_for_work(LOOK),
                Err(err) => {
                    self.break_off(&err);
                    self.shared.pause(self.pause);
                    self.pause = (self.pause * 2).min(self.timing.longest_pause);
                }
            }
        }
        self.close();
    }

    /// Sends the next messages; tells whether there may be more.
    fn step(&mut self) -> io::Result<bool> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => {
                let opened = none.insert(self.target.connect()?);
                info!(
                    address = self.target.address(),
                    "connected to the syslog collector"
                );
                opened
            }
        };
        connection.expect_open()?;
        self.confirm(self.timing.settled);
        let from = self.under_way.back().map(|(place, _)| *place);
        let batch = self.shared.state().spool.read(from, BATCH)?;
        if batch.messages.is_empty() {
            let mut state = self.shared.state();
            // Somebody may have appended since the spool was read.
            state.is_sent = state.spool.is_end(batch.end);
            self.shared.changed.notify_all();
            return Ok(!state.is_sent);
        }
        if let Some(connection) = &mut self.connection {
            connection.send(&batch.messages)?;
        }
        self.under_way.push_back((batch.end, Instant::now()));
        Ok(true)
    }

    /// Counts as delivered what was sent at least `settled` ago.
    fn confirm(&mut self, settled: Duration) {
        while let Some((place, at)) = self.under_way.front().copied() {
            if at.elapsed() < settled {
                return;
            }
            if let Err(err) = self.shared.state().spool.confirm(place) {
                error!(error = %err, "the spool of syslog messages cannot be written; messages are sent again");
                return;
            }
            self.under_way.pop_front();
            self.pause = self.timing.first_pause;
        }
    }

    fn break_off(&mut self, err: &io::Error) {
        self.connection = None;
        self.under_way.clear();
        let waiting = {
            let mut state = self.shared.state();
            let waiting = state.spool.waiting();
            state.is_sent = waiting == 0;
            waiting
        };
        if self.told.is_none_or(|at| at.elapsed() >= TELL) {
            self.told = Some(Instant::now());
            warn!(
                address = self.target.address(),
                waiting,
                error = %err,
                "the syslog collector cannot be reached; messages wait in the spool"
            );
        }
    }

    fn close(&mut self) {
        let is_read = self.connection.take().is_some_and(Connection::close);
        if is_read {
            self.confirm(Duration::ZERO);
        }
    }
}
