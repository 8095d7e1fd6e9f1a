//! Writers as clients of the API are: each sends its request again, with its key, until it is acknowledged.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use app::{StoreError, Written};
use testkit::Application;

/// How long a writer rests after a request that was not acknowledged.
const REST: Duration = Duration::from_millis(10);

/// What was acknowledged.
#[derive(Default)]
pub struct Acknowledged {
    state: Mutex<State>,
    /// Signalled by each acknowledgement, and by the end.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    writes: Vec<Acknowledgement>,
    is_ended: bool,
    /// Why a writer gave up, which nobody shall wait for any more.
    failure: Option<String>,
}

/// One acknowledged write.
#[derive(Clone)]
pub struct Acknowledgement {
    /// The only Chinese term of the concept.
    pub name: String,
    /// What came back.
    pub written: Written,
    /// When it came back.
    pub at: Instant,
}

impl Acknowledged {
    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.state().writes.len()
    }

    /// Waits until there are `count`.
    pub fn wait_for(&self, count: usize) {
        let is_short = |state: &mut State| state.writes.len() < count && state.failure.is_none();
        let state = self.changed.wait_while(self.state(), is_short).unwrap();
        let failure = state.failure.clone();
        drop(state);
        assert_eq!(failure, None, "a writer gave up");
    }

    /// Returns those after the first `known`.
    pub fn since(&self, known: usize) -> Vec<Acknowledgement> {
        self.state().writes[known..].to_vec()
    }

    /// Lets each writer end after the write it is at.
    pub fn end(&self) {
        self.state().is_ended = true;
        self.changed.notify_all();
    }

    pub fn is_ended(&self) -> bool {
        self.state().is_ended
    }

    fn add(&self, name: String, written: Written) {
        let at = Instant::now();
        self.state().writes.push(Acknowledgement { name, written, at });
        self.changed.notify_all();
    }

    fn give_up(&self, err: &app::Error) {
        let mut state = self.state();
        state.failure = Some(err.to_string());
        state.is_ended = true;
        self.changed.notify_all();
    }

    fn rest(&self) {
        // Nothing ends this early: it is how a thread rests.
        drop(
            self.changed
                .wait_timeout_while(self.state(), REST, |_| true)
                .unwrap(),
        );
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

/// Starts `count` writers on `nodes` in turn; each writes concepts of its own until the end, `most` at most.
pub fn start<'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    count: usize,
    most: usize,
    nodes: &'scope [Application],
    acknowledged: &'scope Acknowledged,
) -> Vec<ScopedJoinHandle<'scope, ()>> {
    let write = move |writer: usize| {
        for number in 0..most {
            if acknowledged.is_ended() {
                return;
            }
            let name = format!("第{writer}号第{number}件");
            let key = format!("{writer}-{number}");
            let mut attempt = writer;
            let written = loop {
                match nodes[attempt % nodes.len()].create(&name, &key) {
                    Ok(written) => break written,
                    // Safe to repeat, at any node.
                    Err(app::Error::Store(
                        StoreError::Unavailable { .. } | StoreError::OutcomeUnknown { .. },
                    )) => {
                        attempt += 1;
                        acknowledged.rest();
                    }
                    Err(err) => return acknowledged.give_up(&err),
                }
            };
            acknowledged.add(name, written);
        }
    };
    (0..count)
        .map(|writer| scope.spawn(move || write(writer)))
        .collect()
}
