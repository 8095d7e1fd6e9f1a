//! Listening for the changes of other nodes, on a connection of its own.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::connect::Connector;
use super::connection::Connection;

/// How long a follower polls before it tries to listen again, after that has failed.
const PAUSE: Duration = Duration::from_secs(5);

/// Waits for notifications. What it misses costs a follower its poll interval and nothing else.
#[derive(Default)]
pub(super) struct Listener {
    state: Mutex<State>,
    never: Condvar,
}

#[derive(Default)]
struct State {
    connection: Option<Connection>,
    failed_at: Option<Instant>,
}

impl Listener {
    /// Waits until another node has said that it changed something, `limit` at most; tells whether one has, or may
    /// have while nobody listened.
    pub(super) fn wait(&self, connector: &Connector, limit: Duration) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = &mut state.connection {
            let is_news = connection.wait_for_news(limit);
            if !connection.is_usable() {
                state.connection = None;
            }
            return is_news;
        }
        if state
            .failed_at
            .is_none_or(|failed_at| failed_at.elapsed() >= PAUSE)
        {
            state.connection = listen(connector);
            state.failed_at = state.connection.is_none().then(Instant::now);
            // Nobody has listened until now.
            return true;
        }
        // Nobody signals this: it is how a thread rests.
        drop(self.never.wait_timeout(state, limit));
        false
    }
}

fn listen(connector: &Connector) -> Option<Connection> {
    let mut connection = connector.connect().ok()?;
    connection
        .batch("LISTEN shanjar_changes", Some(connector.timeout()))
        .ok()?;
    Some(connection)
}
