//! The writing thread: one transaction at a time, each caller waits for its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle, ThreadId};

use rusqlite::Connection;

use super::connect::DataDirectory;
use super::failure;
use super::session::SqliteSession;
use crate::Error;
use crate::session::{Verdict, WriteWork, panic_message};

/// The handle of the thread that owns the one connection that writes.
pub(super) struct Writer {
    // `None` only while the handle is dropped: closing the channel is what ends the thread.
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    thread_id: ThreadId,
}

struct Request {
    work: WriteWork,
    answer: Sender<Result<(), Error>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, directory: &DataDirectory) -> Result<Self, Error> {
        let (requests, inbox) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("shanjar-writer".to_owned())
            .spawn(move || serve(connection, &inbox))
            .map_err(|err| failure::of_file(directory.path(), &err))?;
        let thread_id = thread.thread().id();
        Ok(Self {
            requests: Some(requests),
            thread: Some(thread),
            thread_id,
        })
    }

    /// Hands `work` over and waits until it is committed or rolled back.
    pub(super) fn write(&self, work: WriteWork) -> Result<(), Error> {
        if thread::current().id() == self.thread_id {
            return Err(Error::Nested);
        }
        let (answer, reply) = mpsc::channel();
        let sent = self
            .requests
            .as_ref()
            .map(|requests| requests.send(Request { work, answer }));
        let gone = || Error::Unavailable {
            cause: "the writing thread has ended".to_owned(),
        };
        match sent {
            Some(Ok(())) => reply.recv().map_err(|_| gone())?,
            _ => Err(gone()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to say, and its callers have had their errors.
            drop(thread.join());
        }
    }
}

fn serve(connection: Connection, inbox: &Receiver<Request>) {
    for Request { mut work, answer } in inbox {
        let outcome = catch_unwind(AssertUnwindSafe(|| transact(&connection, &mut work)));
        // A panic has unwound through the transaction, which rolls back when it is dropped.
        let outcome = outcome.unwrap_or_else(|panic| {
            Err(Error::Panicked {
                message: panic_message(&*panic),
            })
        });
        // What the work captured is let go while the caller still holds the store, so the store never ends here.
        drop(work);
        // A caller that is gone needs no answer.
        drop(answer.send(outcome));
    }
}

fn transact(connection: &Connection, work: &mut WriteWork) -> Result<(), Error> {
    // Immediate: the lock is taken before the first read, so that reading and then writing cannot fail half-way.
    connection
        .execute_batch("BEGIN IMMEDIATE")
        .map_err(failure::of_statement)?;
    let rollback = RollbackUnlessCommitted(connection);
    let mut session = SqliteSession::new(connection);
    let verdict = work(&mut session);
    match (verdict, session.failure()) {
        (Verdict::Rollback, _) => Ok(()),
        (Verdict::Commit, Some(err)) => Err(err),
        (Verdict::Commit, None) => rollback.commit(),
    }
}

/// Rolls back when dropped, also by a panic, unless the commit went through.
struct RollbackUnlessCommitted<'c>(&'c Connection);

impl RollbackUnlessCommitted<'_> {
    fn commit(self) -> Result<(), Error> {
        self.0.execute_batch("COMMIT").map_err(failure::of_statement)
    }
}

impl Drop for RollbackUnlessCommitted<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // Some failures have rolled back already, and a connection that cannot roll back fails at the next BEGIN.
            drop(self.0.execute_batch("ROLLBACK"));
        }
    }
}
