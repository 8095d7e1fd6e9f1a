//! The thread that seals: it follows the bell, keeps the head, and cuts off once a night what is old enough.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use store::identity;
use tracing::{error, info};

use super::head_keeper::HeadKeeper;
use super::retention::{Cut, cut};
use super::sealing::Sealing;
use super::{AuditFigures, AuditKeys, Bell, Forward};
use crate::{App, Chance, Error, NightTime};

/// How often it looks when nobody rings: another node, or a command, may have written.
const POLL: Duration = Duration::from_secs(1);
/// How long entries are gathered before they are sealed together.
const GATHER: Duration = Duration::from_millis(200);
/// Of failures in a row, one in so many is written to the log: the first, and one a minute.
const TOLD_FAILURES: u64 = 60;

/// How an installation looks after its audit.
#[derive(Debug, Clone)]
pub struct AuditPlan {
    /// The file of the head, outside the database; its folder is made.
    pub head_path: PathBuf,
    /// For how many days entries are kept; 0 for ever.
    pub keep_days: u32,
    /// From which time of night older ones are removed.
    pub cut_at: NightTime,
}

/// The thread that seals; it ends when this is dropped.
pub struct Sealer {
    bell: Arc<Bell>,
    figures: Arc<AuditFigures>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the thread works with.
struct Worker {
    sealing: Sealing,
    keeper: HeadKeeper,
    plan: AuditPlan,
    chance: Arc<dyn Chance>,
    bell: Arc<Bell>,
    last_night_ms: i64,
    failures: u64,
}

impl App {
    /// Starts sealing the audit of this store. Every node does: one seals, all keep a head. Entries that are sealed are
    /// handed to `forward` if it is given.
    ///
    /// # Errors
    /// If the store cannot be read, or there can be no more threads.
    pub fn start_audit(
        &self,
        plan: AuditPlan,
        keys: Arc<dyn AuditKeys>,
        chance: Arc<dyn Chance>,
        forward: Option<Arc<dyn Forward>>,
    ) -> Result<Sealer, Error> {
        let figures = Arc::clone(&self.audit_figures);
        let store_id = self.store.read(|session| identity::find(session))?;
        let worker = Worker {
            keeper: HeadKeeper::new(
                plan.head_path.clone(),
                store_id,
                Arc::clone(&keys),
                Arc::clone(&figures),
            ),
            sealing: Sealing {
                store: Arc::clone(&self.store),
                keys,
                clock: Arc::clone(&self.clock),
                figures: Arc::clone(&figures),
                holder: Arc::clone(&self.holder),
                forward,
                lease: None,
            },
            plan,
            chance,
            bell: Arc::clone(&self.audit_bell),
            last_night_ms: self.clock.now_ms(),
            failures: 0,
        };
        self.audit_bell.restart();
        let thread = std::thread::Builder::new()
            .name("audit".into())
            .spawn(move || worker.run())
            .map_err(|err| Error::Internal(format!("the audit could not be started: {err}")))?;
        Ok(Sealer {
            bell: Arc::clone(&self.audit_bell),
            figures,
            thread: Mutex::new(Some(thread)),
        })
    }
}

impl Sealer {
    /// Returns the figures of this process.
    #[must_use]
    pub fn figures(&self) -> &Arc<AuditFigures> {
        &self.figures
    }

    /// Waits until the thread has done everything that is to be done now: what was written before is sealed, unless that is
    /// another node's work, and the head is written.
    pub fn settle(&self) {
        self.bell.wait_for_turn();
    }

    /// Seals what still waits, writes the head, and ends the thread.
    pub fn stop(&self) {
        self.bell.stop();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            error!("the thread of the audit ended by a panic; entries wait for the next start to be sealed");
        }
    }
}

impl Drop for Sealer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Lets nobody wait for the thread any more, also when it ends by a panic.
struct Release(Arc<Bell>);

impl Drop for Release {
    fn drop(&mut self) {
        self.0.release();
    }
}

impl Worker {
    fn run(mut self) {
        let _release = Release(Arc::clone(&self.bell));
        loop {
            let (is_last, is_hurried) = self.bell.begin_turn();
            let begun = Instant::now();
            match self.turn(is_last, is_hurried || is_last) {
                Ok(()) => self.failures = 0,
                Err(err) => {
                    self.sealing.figures.note_failure();
                    if self.failures.is_multiple_of(TOLD_FAILURES) {
                        error!(error = %err, "the audit cannot be sealed; entries wait until it can");
                    }
                    self.failures += 1;
                }
            }
            self.bell.end_turn();
            if is_last {
                self.sealing.let_go();
                return;
            }
            self.bell.wait(GATHER, POLL.saturating_sub(begun.elapsed()));
        }
    }

    /// Seals everything that waits; a stopping thread leaves off after one piece, so that it ends soon.
    fn turn(&mut self, is_last: bool, is_hurried: bool) -> Result<(), Error> {
        self.cut_if_due()?;
        while self.sealing.turn()? && !is_last {}
        if let Some(forward) = &self.sealing.forward {
            self.sealing.figures.note_backlog(forward.backlog());
        }
        let now_ms = self.sealing.clock.now_ms();
        self.keeper.turn(&self.sealing.store, now_ms, is_hurried)
    }

    fn cut_if_due(&mut self) -> Result<(), Error> {
        let now_ms = self.sealing.clock.now_ms();
        if self.plan.keep_days == 0 || !self.plan.cut_at.is_due(now_ms, self.last_night_ms) {
            return Ok(());
        }
        // A night counts as done with the first try: what failed once would fill the log until morning.
        self.last_night_ms = now_ms;
        let bell = Arc::clone(&self.bell);
        match cut(&mut self.sealing, self.plan.keep_days, &*self.chance, || {
            bell.is_stopped()
        })? {
            Cut::Links(0) => {}
            Cut::Links(links) => info!(
                links,
                keep_days = self.plan.keep_days,
                "old audit entries removed"
            ),
            Cut::Wrong(bad) => error!(
                number = bad.number,
                fault = ?bad.fault,
                "no old audit entry is removed, because the chain is not what was sealed (hint: `shanjar audit verify`)"
            ),
        }
        Ok(())
    }
}
