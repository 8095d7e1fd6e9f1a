//! The connections of a store: as many as allowed, lent to one thread at a time.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use super::connect::Connector;
use super::connection::Connection;
use crate::{Error, Place};

/// The pool.
pub(super) struct Pool {
    connector: Connector,
    max: usize,
    /// How long a thread waits for a connection that others have.
    patience: Duration,
    state: Mutex<State>,
    /// Signalled when a connection has come back or is gone.
    returned: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    /// How many each thread has. A thread that has one is not made to wait, or it could wait for itself.
    lent: HashMap<ThreadId, usize>,
}

/// A connection on loan. It is closed when dropped; [`Lent::give_back`] lends it again.
pub(super) struct Lent<'p> {
    pub(super) connection: Connection,
    is_reused: bool,
    // Dropped last: the connection is gone when its place is free.
    lease: Lease<'p>,
}

/// A place in the pool, free again when this is dropped.
struct Lease<'p> {
    pool: &'p Pool,
    holder: ThreadId,
}

impl Pool {
    pub(super) fn new(connector: Connector, max: usize, patience: Duration) -> Self {
        Self {
            connector,
            max: max.max(1),
            patience,
            state: Mutex::default(),
            returned: Condvar::new(),
        }
    }

    pub(super) fn place(&self) -> &Place {
        self.connector.place()
    }

    pub(super) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// Lends a connection in which a transaction was begun by `sql`.
    ///
    /// One that has been lying idle may have died, or lead to a host that takes no writes any more: nothing has been
    /// done on it, so the next one is tried.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if no host lets us in, or all connections stay with others.
    pub(super) fn begin(&self, sql: &str) -> Result<Lent<'_>, Error> {
        loop {
            let mut lent = self.lend()?;
            match lent.connection.begin(sql, self.connector.timeout()) {
                Ok(()) => return Ok(lent),
                // What lay beside it is as old as it was. This ends: a connection that was made now is not reused.
                Err(_) if lent.is_reused => drop(std::mem::take(&mut self.state().idle)),
                Err(failure) => return Err(failure.at_opening(self.place())),
            }
        }
    }

    /// Puts a connection into the pool that was made outside of it.
    pub(super) fn add(&self, connection: Connection) {
        self.state().idle.push(connection);
    }

    fn lend(&self) -> Result<Lent<'_>, Error> {
        let lease = self.lease()?;
        let kept = {
            let mut state = self.state();
            std::iter::from_fn(|| state.idle.pop()).find(Connection::is_usable)
        };
        let is_reused = kept.is_some();
        let connection = kept.map_or_else(|| self.connector.connect(), Ok)?;
        Ok(Lent {
            connection,
            is_reused,
            lease,
        })
    }

    fn lease(&self) -> Result<Lease<'_>, Error> {
        let begun = Instant::now();
        let holder = thread::current().id();
        let mut state = self.state();
        while state.lent.values().sum::<usize>() >= self.max && !state.lent.contains_key(&holder) {
            let left = self.patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                let (max, waited) = (self.max, self.patience.as_millis());
                return Err(Error::Unavailable {
                    cause: format!(
                        "all {max} connections to `{}` were in use for {waited} ms",
                        self.place()
                    ),
                });
            }
            state = self
                .returned
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        *state.lent.entry(holder).or_default() += 1;
        Ok(Lease { pool: self, holder })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent<'_> {
    /// Puts the connection back, unless no other transaction can begin on it.
    pub(super) fn give_back(self) {
        let mut state = self.lease.pool.state();
        if self.connection.is_usable() && state.idle.len() < self.lease.pool.max {
            state.idle.push(self.connection);
        }
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        if let Some(count) = state.lent.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                state.lent.remove(&self.holder);
            }
        }
        drop(state);
        self.pool.returned.notify_one();
    }
}
