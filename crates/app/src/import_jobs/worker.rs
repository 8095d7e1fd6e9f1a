//! The thread that works on imports, one after the other.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use store::{import_files, jobs};
use tracing::{error, warn};

use super::{ImportBell, KEPT_MS, KIND, LEASE_MS, running};
use crate::{App, Error};

/// How often it looks when nobody rings: another node may have died.
const POLL: Duration = Duration::from_secs(5);
/// How long stopping waits for an import under way to let go: what is left of ten seconds after the requests. After that the
/// process may end, because what an import has not written is begun anew at the next start.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// The thread that imports; it ends when this is dropped.
pub struct Importer {
    bell: Arc<ImportBell>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl App {
    /// Starts working on imports that wait, one at a time, and on those that a process has left that is gone.
    ///
    /// # Errors
    /// If there can be no more threads.
    pub fn start_imports(&self) -> Result<Importer, Error> {
        self.imports.restart();
        let (app, bell) = (self.clone(), Arc::clone(&self.imports));
        let thread = std::thread::Builder::new()
            .name("import".into())
            .spawn(move || {
                let _ended = Ended(&bell);
                work(&app, &bell);
            })
            .map_err(|err| Error::Internal(format!("imports could not be started: {err}")))?;
        Ok(Importer {
            bell: Arc::clone(&self.imports),
            thread: Mutex::new(Some(thread)),
        })
    }
}

impl Importer {
    /// Waits until no import waits that was asked for before.
    pub fn settle(&self) {
        self.bell.ring();
        self.bell.wait_until_idle();
    }

    /// Lets an import under way go at the next step, and ends the thread. The import goes on at the next start.
    pub fn stop(&self) {
        self.bell.stop();
        let has_ended = self.bell.wait_for_end(PATIENCE);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if has_ended && thread.is_some_and(|thread| thread.join().is_err()) {
            error!("the thread of imports ended by a panic; they go on at the next start");
        }
    }
}

impl Drop for Importer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Lets nobody wait for the thread any more, also when it ends by a panic.
struct Ended<'a>(&'a ImportBell);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

fn work(app: &App, bell: &Arc<ImportBell>) {
    forget(app);
    loop {
        match take_next(app) {
            Ok(Some(lease)) if bell.is_stopped() => drop(release(app, &lease)),
            Ok(Some(lease)) => {
                running::run(app, &lease, bell);
                forget(app);
                if !bell.is_stopped() {
                    continue;
                }
            }
            Ok(None) => {}
            // A database that is away is told of by the indexer.
            Err(err) => tracing::debug!(error = %err, "imports cannot be looked for"),
        }
        if bell.wait(POLL) {
            return;
        }
    }
}

/// Takes the job that was asked for first of those that nobody works on.
fn take_next(app: &App) -> Result<Option<store::Lease>, Error> {
    for id in app.store.read(|session| jobs::abandoned(session, KIND))? {
        let holder = Arc::clone(&app.holder);
        let taken = app
            .store
            .write_aside(move |session| jobs::take(session, &id, &holder, LEASE_MS));
        match taken {
            Ok(lease) => return Ok(Some(lease)),
            // Another node was quicker, or it was cancelled.
            Err(store::Error::Held { .. } | store::Error::NotFound { .. }) => {}
            Err(err) => return Err(err.into()),
        }
    }
    Ok(None)
}

fn release(app: &App, lease: &store::Lease) -> Result<(), Error> {
    let lease = lease.clone();
    Ok(app
        .store
        .write_aside(move |session| jobs::let_go(session, &lease))?)
}

/// Forgets what came of imports long ago.
fn forget(app: &App) {
    let before = app.clock.now_ms().saturating_sub(KEPT_MS);
    let forgotten = app
        .store
        .write_aside(move |session| import_files::forget_before(session, before));
    if let Err(err) = forgotten {
        warn!(error = %err, "what came of old imports could not be forgotten");
    }
}
