//! Backups of the real program while it is written to, and killed in the middle.
//!
//! The writers run in this process, as they do in a server; backups, trials and restores are the program's, beside it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::Instant;

use testkit::power_cut::Kept;
use testkit::{Application, Generator};

use super::{PROGRAM, chosen};

/// How many backups the tests make.
const DEFAULT_BACKUPS: usize = 3;
/// How many copies a control makes at most; it ends with the first that fails.
const CONTROL_COPIES: usize = 20;
const WRITERS: usize = 4;
/// How many pairs are there before: enough for a copy to take a while.
const PAIRS_BEFORE: usize = 1_000;

fn backups() -> usize {
    chosen("SHANJAR_BACKUPS", DEFAULT_BACKUPS)
}

#[test]
fn every_backup_under_load_holds_what_was_acknowledged_before_it_began() {
    let load = Load::new();
    let folder = tempfile::tempdir().unwrap();
    let mut sums = Sums::default();
    load.run(|| {
        for number in 0..backups() {
            let path = folder.path().join(format!("{number}.backup"));
            let before = load.acknowledged();
            let seq = seq_of(&run(&["backup", text(&path)], load.directory()));
            let after = load.acknowledged();
            let _still = load.pause();
            run(&["verify", text(&path)], load.directory());
            let restored = restore(&path, load.directory(), folder.path());
            let kept = Kept::in_directory(&restored);
            assert_eq!(
                kept.concepts.len(),
                seq,
                "all changes up to one, and none after it"
            );
            sums.add(&before, after.len(), &kept);
        }
    });
    sums.print("backup under load");
    assert!(
        sums.meanwhile > 0,
        "a proof in which nobody writes meanwhile proves nothing"
    );
    assert_eq!((sums.lost.len(), sums.failures), (0, Vec::new()));
}

#[test]
fn a_copy_of_the_file_without_its_log_loses_what_was_acknowledged() {
    let load = Load::new();
    let mut sums = Sums::default();
    load.run(|| {
        while sums.lost.is_empty() && sums.copies < CONTROL_COPIES {
            let copied = tempfile::tempdir().unwrap();
            let before = load.acknowledged();
            fs::copy(load.database(), copied.path().join("shanjar.db")).unwrap();
            sums.add(
                &before,
                load.acknowledged().len(),
                &Kept::in_directory(copied.path()),
            );
        }
    });
    sums.print("backup under load, control without the log");
    assert!(!sums.lost.is_empty(), "the control must lose");
}

#[test]
fn a_copy_in_two_reads_is_damaged() {
    let load = Load::new();
    let mut sums = Sums::default();
    load.run(|| {
        while sums.failures.is_empty() && sums.copies < CONTROL_COPIES {
            let copied = tempfile::tempdir().unwrap();
            let before = load.acknowledged();
            let bytes = read_in_two(&load.database());
            fs::write(copied.path().join("shanjar.db"), bytes).unwrap();
            sums.add(
                &before,
                load.acknowledged().len(),
                &Kept::in_directory(copied.path()),
            );
        }
    });
    sums.print("backup under load, control in two reads");
    assert!(!sums.failures.is_empty(), "the control must be damaged");
}

#[test]
fn a_backup_that_is_killed_leaves_nothing_that_looks_like_one() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join("data");
    let file = folder.path().join("rows.csv");
    let rows: String = (0..500).map(|n| format!("第{n}件,ཁྲིམས་{n}\n")).collect();
    fs::write(&file, format!("zh,bo\n{rows}")).unwrap();
    run(&["import", "glossary", text(&file)], &data_dir);
    let begun = Instant::now();
    run(&["backup", text(&folder.path().join("first.backup"))], &data_dir);
    // The moment of the kill moves through the whole run and a little beyond it.
    let span = begun.elapsed() * 5 / 4;
    let (mut killed, mut whole) = (0, 0);
    let rounds = backups() * 4;
    for round in 0..rounds {
        let path = folder.path().join(format!("{round}.backup"));
        let mut child = program(&["backup", text(&path)], &data_dir)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        #[expect(clippy::disallowed_methods, reason = "any moment will do: that is the point")]
        std::thread::sleep(span.mul_f64(round as f64 / rounds as f64));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        if path.exists() {
            whole += 1;
            run(&["verify", text(&path)], &data_dir);
        }
    }
    let last = folder.path().join("last.backup");
    run(&["backup", text(&last)], &data_dir);
    run(&["verify", text(&last)], &data_dir);
    println!(
        "killed backups: {rounds} begun, {killed} killed, {whole} whole under their names, all of those verified"
    );
    assert!(killed > 0, "a proof without a kill proves nothing");
    let left = fs::read_dir(data_dir.join("backups")).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(
        left,
        ["verified.json"],
        "the last run cleared away what the killed ones left"
    );
}

/// A store that writers write into.
struct Load {
    application: Application,
    acknowledged: Mutex<BTreeSet<String>>,
    /// Held for reading by whoever writes.
    gate: RwLock<()>,
    given: AtomicUsize,
    is_over: AtomicBool,
}

/// Ends the writers, also when a check has failed.
struct Ending<'l>(&'l AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Load {
    fn new() -> Self {
        let entries = Generator::new(17).entries(PAIRS_BEFORE);
        let pairs: Vec<(&str, &str)> = entries
            .iter()
            .map(|entry| (entry.zh.as_str(), entry.bo.as_str()))
            .collect();
        Self {
            application: Application::with_pairs_in_directory(&pairs),
            acknowledged: Mutex::default(),
            gate: RwLock::default(),
            given: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
        }
    }

    fn directory(&self) -> &Path {
        self.application.directory()
    }

    fn database(&self) -> PathBuf {
        self.directory().join("shanjar.db")
    }

    /// Does `work` while the writers write.
    fn run(&self, work: impl FnOnce()) {
        std::thread::scope(|scope| {
            let _ending = Ending(&self.is_over);
            for _ in 0..WRITERS {
                scope.spawn(|| {
                    while !self.is_over.load(Ordering::SeqCst) {
                        self.write();
                    }
                });
            }
            work();
        });
    }

    fn write(&self) {
        let _open = self.gate.read().unwrap();
        let number = self.given.fetch_add(1, Ordering::SeqCst);
        let name = format!("第{number}号裁定");
        self.application.create(&name, &format!("key-{number}")).unwrap();
        self.acknowledged.lock().unwrap().insert(name);
    }

    /// Returns what has been acknowledged so far.
    fn acknowledged(&self) -> BTreeSet<String> {
        self.acknowledged.lock().unwrap().clone()
    }

    /// Keeps the writers waiting, so that what is compared meanwhile does not grow.
    fn pause(&self) -> impl Drop + '_ {
        self.gate.write().unwrap()
    }
}

/// What became of the copies.
#[derive(Debug, Default)]
struct Sums {
    copies: usize,
    /// Writes acknowledged before a copy began, each counted for every copy that had to hold it.
    before: usize,
    /// Writes acknowledged while a copy was made.
    meanwhile: usize,
    lost: Vec<String>,
    failures: Vec<String>,
}

impl Sums {
    fn add(&mut self, before: &BTreeSet<String>, after: usize, kept: &Kept) {
        let held: BTreeSet<&String> = kept.concepts.iter().flatten().collect();
        self.copies += 1;
        self.before += before.len();
        self.meanwhile += after - before.len();
        // Of a copy that does not open nothing can be said but that; one that opens and is empty has lost everything.
        if kept.problems.is_empty() || !held.is_empty() {
            self.lost
                .extend(before.iter().filter(|name| !held.contains(name)).cloned());
        }
        self.failures.extend(kept.problems.iter().cloned());
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: {} copies, {WRITERS} writers, {} acknowledged before, {} meanwhile, {} lost, {} integrity failures",
            self.copies,
            self.before,
            self.meanwhile,
            self.lost.len(),
            self.failures.len(),
        );
    }
}

/// Reads the first half of a file, waits until the file has changed, and reads the rest.
fn read_in_two(path: &Path) -> Vec<u8> {
    let mut file = File::open(path).unwrap();
    let before = file.metadata().unwrap();
    let half = usize::try_from(before.len() / 2).unwrap();
    let mut bytes = vec![0; half];
    file.read_exact(&mut bytes).unwrap();
    let has_changed = || {
        let now = fs::metadata(path).unwrap();
        now.len() != before.len() && now.modified().unwrap() != before.modified().unwrap()
    };
    while !has_changed() {
        std::thread::yield_now();
    }
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

fn restore(path: &Path, data_dir: &Path, beside: &Path) -> PathBuf {
    let into = beside.join(path.file_stem().unwrap());
    let key = data_dir.join("keys/backup.key");
    run(&["restore", text(path), "--key", text(&key)], &into);
    into
}

fn program(args: &[&str], data_dir: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(args).arg("--data-dir").arg(data_dir);
    // What chooses the length of a proof is no setting of the program.
    command.stdin(Stdio::null()).env_clear().env("LANG", "C.UTF-8");
    command
}

fn run(args: &[&str], data_dir: &Path) -> String {
    let output = program(args, data_dir).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Reads `n` in `backed up to change n, …`.
fn seq_of(said: &str) -> usize {
    let (_, rest) = said.split_once("backed up to change ").unwrap();
    rest.split(',').next().unwrap().parse().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
