//! Backups that the server makes by itself, once a night: made, verified, copied to a second place, old ones removed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tracing::{error, info, warn};

use super::making::{Request, each_piece, make_unless};
use super::name::{Name, local_time};
use super::opening::Unlock;
use super::record::{self, BackupState, FailedBackup};
use super::retention::{Keep, may_go};
use super::verifying::id_in;
use super::{AuditCheck, Error, folder_in, place, verify};
use crate::{Chance, Clock, NightTime, Operate, Permit};

/// How often the clock is looked at.
const POLL: Duration = Duration::from_secs(5);
/// How long a stopping server waits for a backup under way. One that is still copying then is cut off with the process;
/// what it has written has no name of a backup, and the next one clears it away.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is backed up when, where to, and for how long.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The data directory.
    pub data_dir: PathBuf,
    /// The configuration file in force, if there is one.
    pub configuration: Option<PathBuf>,
    /// The file of the keys of personal data, with which the audit chain in a backup is checked.
    pub field_keys: PathBuf,
    /// From which time of night.
    pub at: NightTime,
    /// The folder for backups. It is made in the data directory and nowhere else: where a disk is not mounted, the backup
    /// must fail and not fill another.
    pub path: PathBuf,
    /// A second folder, on another machine or another disk.
    pub second_path: Option<PathBuf>,
    /// How long they are kept in both.
    pub keep: Keep,
}

/// What came of a night.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Night {
    /// The backup.
    pub file: PathBuf,
    /// The last change in it.
    pub seq: u64,
    /// How long it is.
    pub bytes: u64,
    /// Backups that went.
    pub removed: Vec<PathBuf>,
}

/// The thread that waits for the night; it ends when this is dropped.
pub struct Nightly {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Signalled when the thread has something to look at, and when it has done something.
    changed: Condvar,
    is_stopped: AtomicBool,
}

#[derive(Default)]
struct State {
    nights: u64,
    is_woken: bool,
    is_ended: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(
        &self,
        state: MutexGuard<'s, State>,
        limit: Duration,
        while_so: impl Fn(&State) -> bool,
    ) -> MutexGuard<'s, State> {
        let waited = self
            .changed
            .wait_timeout_while(state, limit, |state| while_so(state));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Nightly {
    /// Starts the thread, and says in the log how old the last verified backup is.
    ///
    /// # Errors
    /// If the thread cannot be started.
    pub fn start(
        permit: Permit<Operate>,
        plan: Plan,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, Error> {
        tell_plan(&plan);
        for folder in std::iter::once(&plan.path).chain(&plan.second_path) {
            if !folder.is_dir() && *folder != folder_in(&plan.data_dir) {
                let folder = folder.display();
                warn!(
                    "backups cannot be made: `{folder}` is not a directory (hint: make it, or mount its disk)"
                );
            }
        }
        tell_age(&plan.data_dir, clock.now_ms());
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        // Read here: a night that falls between this and the first look of the thread is one.
        let started_ms = clock.now_ms();
        let thread = std::thread::Builder::new()
            .name("backup".into())
            .spawn(move || {
                follow(&own, &permit, &plan, started_ms, &*clock, &*chance);
                own.state().is_ended = true;
                own.changed.notify_all();
            })
            .map_err(|err| {
                crate::Error::Internal(format!("the thread for backups could not be started: {err}"))
            })?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Makes the thread look at the clock now, and waits until it has tried `nights` nights since it was started.
    pub fn wait_for_nights(&self, nights: u64) {
        let mut state = self.shared.state();
        while state.nights < nights && !state.is_ended {
            state.is_woken = true;
            self.shared.changed.notify_all();
            state = self
                .shared
                .wait(state, POLL, |state| state.nights < nights && !state.is_ended);
        }
    }

    /// Ends the thread. A backup under way is given up.
    pub fn stop(&self) {
        self.shared.is_stopped.store(true, Ordering::Relaxed);
        self.shared.state().is_woken = true;
        self.shared.changed.notify_all();
        let is_ended = self
            .shared
            .wait(self.shared.state(), PATIENCE, |state| !state.is_ended)
            .is_ended;
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        match thread {
            // It was told how it ended when it did.
            Some(thread) if is_ended => drop(thread.join()),
            Some(_) => warn!("a backup was under way and is cut off"),
            None => {}
        }
    }
}

impl Drop for Nightly {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Makes the backup of one night, verifies it, copies it to the second folder, and removes what may go from both.
///
/// # Errors
/// The first that is met. A backup that was verified stays, also if it could not be copied.
pub fn back_up_night(
    permit: &Permit<Operate>,
    plan: &Plan,
    now_ms: i64,
    chance: &dyn Chance,
) -> Result<Night, Error> {
    let night = make_night(permit, plan, now_ms, chance, &AtomicBool::new(false));
    note(plan, now_ms, &night);
    night
}

fn follow(
    shared: &Shared,
    permit: &Permit<Operate>,
    plan: &Plan,
    started_ms: i64,
    clock: &dyn Clock,
    chance: &dyn Chance,
) {
    let mut last_ms = started_ms;
    while !shared.is_stopped.load(Ordering::Relaxed) {
        let now_ms = clock.now_ms();
        if plan.at.is_due(now_ms, last_ms) {
            // A night counts as done with the first try: what failed once would fill the log until morning.
            last_ms = now_ms;
            let night = make_night(permit, plan, now_ms, chance, &shared.is_stopped);
            note(plan, clock.now_ms(), &night);
            tell_age(&plan.data_dir, clock.now_ms());
            shared.state().nights += 1;
            shared.changed.notify_all();
        }
        let mut state = shared.wait(shared.state(), POLL, |state| !state.is_woken);
        state.is_woken = false;
    }
}

fn make_night(
    permit: &Permit<Operate>,
    plan: &Plan,
    now_ms: i64,
    chance: &dyn Chance,
    is_stopped: &AtomicBool,
) -> Result<Night, Error> {
    let store_id = id_in(&plan.data_dir)?;
    let now = local_time(now_ms, plan.at.utc_offset_minutes);
    let name = Name::new(store_id.as_str(), now).written();
    let file = plan.path.join(&name);
    let request = Request {
        data_dir: &plan.data_dir,
        configuration: plan.configuration.as_deref(),
        target: &file,
        with_keys: None,
        now_ms,
    };
    let made = make_unless(&request, chance, is_stopped)?;
    let unlock = Unlock {
        data_dir: &plan.data_dir,
        key_file: None,
        passphrase: None,
    };
    let beside = folder_in(&plan.data_dir);
    let verified = verify(permit, &file, &unlock, &plan.field_keys, &beside, now_ms, chance)?;
    if let AuditCheck::Wrong(bad) = verified.audit {
        // The backup is whole, and wanted more than ever.
        error!(
            number = bad.number,
            "the audit chain in the backup is not what was sealed (hint: `shanjar audit verify`)"
        );
    }
    let mut folders = vec![&plan.path];
    if let Some(second) = &plan.second_path {
        copy_file(&file, &second.join(&name), is_stopped)?;
        folders.push(second);
    }
    let mut removed = Vec::new();
    for folder in folders {
        removed.extend(remove_old(folder, store_id.as_str(), plan, now_ms)?);
    }
    Ok(Night {
        file,
        seq: made.manifest.seq,
        bytes: made.bytes,
        removed,
    })
}

/// Copies a file under its name or not at all, and reads the copy again.
fn copy_file(from: &Path, to: &Path, is_stopped: &AtomicBool) -> Result<(), Error> {
    use std::io::Write;

    let mut part = place::Part::begin(to)?;
    let mut written = Sha256::new();
    each_piece(from, is_stopped, |piece| {
        written.update(piece);
        part.write_all(piece).map_err(Error::unwritable(to))
    })?;
    part.finish()?;
    let mut read = Sha256::new();
    each_piece(to, is_stopped, |piece| {
        read.update(piece);
        Ok(())
    })?;
    if read.finalize() == written.finalize() {
        return Ok(());
    }
    let what = format!("the copy differs from `{}`", from.display());
    Err(Error::Mismatch {
        path: to.to_owned(),
        what,
    })
}

fn remove_old(folder: &Path, store_id: &str, plan: &Plan, now_ms: i64) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(Error::unreadable(folder))?;
    let files = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let names: Vec<String> = files
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    let verified = BackupState::of(&plan.data_dir)
        .last_verified
        .map(|verified| verified.file);
    let now = local_time(now_ms, plan.at.utc_offset_minutes);
    let going = may_go(&names, store_id, now, plan.keep, verified.as_deref());
    let mut removed = Vec::new();
    for path in going.iter().map(|name| folder.join(name)) {
        fs::remove_file(&path).map_err(Error::unwritable(&path))?;
        removed.push(path);
    }
    Ok(removed)
}

/// Says in the log what came of a night, and remembers a failure until one goes well.
fn note(plan: &Plan, now_ms: i64, night: &Result<Night, Error>) {
    match night {
        Ok(night) => {
            record::forget_failure(&plan.data_dir);
            info!(
                file = %night.file.display(),
                seq = night.seq,
                bytes = night.bytes,
                removed = night.removed.len(),
                "backup made and verified"
            );
        }
        Err(Error::Stopped) => info!("the backup was given up because the server stops"),
        Err(err) => {
            error!(
                error = %err,
                "the backup of this night failed; it is tried again next night (hint: `shanjar backup` makes one now)"
            );
            let failed = FailedBackup {
                at_ms: now_ms,
                cause: err.to_string(),
            };
            if let Err(err) = record::note_failure(&plan.data_dir, &failed) {
                error!(error = %err, "the failure cannot be remembered");
            }
        }
    }
}

fn tell_plan(plan: &Plan) {
    let (folder, minute) = (plan.path.display(), plan.at.minute_of_day);
    let (hour, minute) = (minute / 60, minute % 60);
    info!("a backup is made every night from {hour:02}:{minute:02} in `{folder}`");
    if plan.second_path.is_none() && plan.path == folder_in(&plan.data_dir) {
        warn!(
            "data and backups are on one disk, which can take both (hint: name a folder on another one in `backup.path` or \
             `backup.second_path`)"
        );
    }
}

fn tell_age(data_dir: &Path, now_ms: i64) {
    const HOUR_MS: i64 = 3_600_000;
    let state = BackupState::of(data_dir);
    match (&state.last_verified, state.age_ms(now_ms)) {
        (Some(verified), Some(age_ms)) => info!(
            file = verified.file,
            seq = verified.seq,
            age_hours = age_ms / HOUR_MS,
            "the last verified backup"
        ),
        // A night that failed has been told of as an error.
        _ => {
            info!("there is no verified backup yet (hint: `shanjar backup PATH`, then `shanjar verify PATH`)")
        }
    }
}
