//! The audit of an installation in a directory of its own, with keys, a clock and a chance of the tests.

mod entries;
mod heads;
mod reports;
mod retaining;
mod sealing;
mod seed_keys;
mod tampering;

use access::Origin;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use rusqlite::Connection;
use tempfile::TempDir;

use self::seed_keys::SeedKeys;
use super::*;
use crate::{Chance, Config, NightTime};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// 2026-01-01T00:00:00Z.
const BEGUN_MS: i64 = 1_767_225_600_000;

/// An installation that is removed at the end.
struct Installation {
    directory: TempDir,
    clock: Arc<AtomicI64>,
    chance: Arc<dyn Chance>,
    keys: Arc<dyn AuditKeys>,
    keep_days: u32,
    app: App,
}

impl Installation {
    fn new() -> Self {
        Self::with_keys(Arc::new(SeedKeys::of(&[7; 32]).unwrap()))
    }

    fn with_keys(keys: Arc<dyn AuditKeys>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(BEGUN_MS));
        Self {
            app: open(&directory, &clock),
            directory,
            clock,
            chance: counting(),
            keys,
            keep_days: 0,
        }
    }

    fn head_path(&self) -> PathBuf {
        self.directory.path().join("outside").join("head")
    }

    fn head_text(&self) -> String {
        fs::read_to_string(self.head_path()).unwrap()
    }

    fn start(&self) -> Sealer {
        self.start_forwarding(None)
    }

    fn start_forwarding(&self, forward: Option<Arc<dyn Forward>>) -> Sealer {
        let plan = AuditPlan {
            head_path: self.head_path(),
            keep_days: self.keep_days,
            cut_at: NightTime {
                minute_of_day: 4 * 60,
                utc_offset_minutes: 0,
            },
        };
        let (keys, chance) = (Arc::clone(&self.keys), Arc::clone(&self.chance));
        self.app.start_audit(plan, keys, chance, forward).unwrap()
    }

    /// Seals what waits, as a program that starts and stops does.
    fn seal(&self) {
        let sealer = self.start();
        sealer.settle();
        sealer.stop();
    }

    /// Writes down `count` events.
    fn record(&self, count: usize) {
        for nth in 0..count {
            let event = AuditEvent::done("view-person")
                .on("person", format!("p-{nth}"))
                .fields(&["phone", "identity_number"])
                .because("核对 ཞིབ་བཤེར།");
            self.record_one(&event);
        }
    }

    fn record_one(&self, event: &AuditEvent) {
        let now_ms = self.clock.load(Ordering::SeqCst);
        let entry = entry(&clerk("李明"), &Origin::default(), event, now_ms, &*self.chance).unwrap();
        self.app
            .write_aside_noted(move |session| append(session, &entry))
            .unwrap();
    }

    fn advance_days(&self, days: i64) {
        self.clock.fetch_add(days * DAY_MS, Ordering::SeqCst);
    }

    fn permit(&self) -> Permit<ReadAudit> {
        self.app.policy().permit(&Actor::Operator).unwrap()
    }

    fn report(&self) -> AuditReport {
        self.app
            .verify_audit(&self.permit(), &*self.keys, &self.head_path())
            .unwrap()
    }

    /// Closes the installation and opens it again.
    fn reopened(self) -> Self {
        self.app.close();
        let app = open(&self.directory, &self.clock);
        Self { app, ..self }
    }

    /// Opens the database beside the program, as somebody would who may write the file.
    fn database(&self) -> Connection {
        let database = Connection::open(self.directory.path().join("shanjar.db")).unwrap();
        database
            .execute_batch(
                "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF",
            )
            .unwrap();
        database
    }

    /// The newest entries, as they lie in the store; that they are read here leaves none.
    fn entries(&self, limit: usize) -> Vec<(AuditEntry, Option<u64>)> {
        let filter = AuditFilter::default();
        self.app
            .store
            .read(|session| store::audit::list(session, &filter, limit))
            .unwrap()
    }

    fn tamper(&self, sql: &str) {
        self.database().execute_batch(sql).unwrap();
    }
}

fn open(directory: &TempDir, clock: &Arc<AtomicI64>) -> App {
    let config = Config {
        data_dir: directory.path().to_owned(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    let clock = Arc::clone(clock);
    let clock = Arc::new(move || clock.load(Ordering::SeqCst));
    // Other tests start processes, each of which holds our lock until it has become another program.
    for _ in 0..1_000 {
        match App::open_to_serve(config.clone(), clock.clone(), counting()) {
            Err(Error::Store(store::Error::Locked { .. })) => std::thread::yield_now(),
            opened => return opened.unwrap(),
        }
    }
    panic!("the directory stays locked");
}

fn clerk(name: &str) -> Who {
    Who {
        kind: "account",
        id: Some("a-1".to_owned()),
        name: name.to_owned(),
    }
}

/// Bytes that are never the same twice, and the same in every run.
fn counting() -> Arc<dyn Chance> {
    let drawn = AtomicU64::new(0);
    Arc::new(move |bytes: &mut [u8]| {
        let number = drawn.fetch_add(1, Ordering::SeqCst);
        bytes.fill(0);
        bytes
            .iter_mut()
            .zip(number.to_be_bytes())
            .for_each(|(to, from)| *to = from);
        Ok(())
    })
}

fn bad(number: u64, fault: Fault) -> Option<Bad> {
    Some(Bad { number, fault })
}
