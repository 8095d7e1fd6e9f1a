//! A disk that is full or cannot be written costs no acknowledged write: pages stay, writes are refused with a reason.
//!
//! Application and server run in this process, because the program holds its data directory alone and takes no writes
//! from outside yet; the disks are real ones, of a few megabytes. Mounting them needs the superuser.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use app::{
    Actor, App, FileIds, Format, ImportFile, ImportOptions, OnError, Operate, Policy, ReadOptions,
    WriteGlossary,
};
use server::{Server, ServerConfig};
use tempfile::TempDir;
use testkit::Generator;
use testkit::power_cut::Kept;
use tokio::runtime::Runtime;

use super::{PROGRAM, chosen, open};

/// How often the disk is filled.
const DEFAULT_ROUNDS: usize = 4;
/// How much room is left in a round, in bytes, times its number in a series: the write fails in another place each time.
const ROOM_STEP: u64 = 23_000;
const ROOMS: usize = 8;
const ROWS_OF_A_FILE: usize = 30;
/// How many files there are for each round: a log that was copied is written over from its beginning, which needs no room.
const FILES_OF_A_ROUND: usize = 40;

#[test]
fn a_full_disk_loses_nothing_and_is_written_again_once_there_is_room() {
    let rounds = chosen("SHANJAR_DISK_ROUNDS", DEFAULT_ROUNDS);
    let Some(disk) = Disk::of_memory("96m") else {
        return println!("full disk: skipped, because only the superuser may mount a disk");
    };
    let mut writing = Writing::on(&disk, rounds);
    let served = serve(&writing.app);
    writing.write().unwrap();
    writing.expect_indexed();
    for round in 0..rounds {
        disk.fill_up_to((round % ROOMS) as u64 * ROOM_STEP);
        let before = writing.last_seq();
        let mut written = 0;
        let refusal = loop {
            match writing.write() {
                Ok(()) => written += 1,
                Err(refusal) => break refusal,
            }
        };
        assert!(refusal.contains("the disk is full (hint: make room"), "{refusal}");
        assert_eq!(
            writing.last_seq(),
            before + written * ROWS_OF_A_FILE,
            "no part was kept"
        );
        writing.expect_readable(&served.url);
        fs::remove_file(disk.path().join("ballast")).unwrap();
        writing.repeat().unwrap();
        writing.expect_indexed();
        writing.expect_readable(&served.url);
    }
    let refused = writing.refused;
    served.end();
    let acknowledged = writing.close_and_compare(&disk);
    expect_program_tells(&disk);
    println!(
        "full disk: {rounds} times full, {refused} writes refused, {acknowledged} pairs acknowledged, 0 lost, 0 integrity failures"
    );
}

#[test]
fn a_disk_that_became_read_only_loses_nothing() {
    let Some(mut disk) = Disk::of_file("48M") else {
        return println!(
            "read-only disk: skipped, because only the superuser may mount a disk, and mkfs.ext4 is needed"
        );
    };
    let mut writing = Writing::on(&disk, 1);
    let served = serve(&writing.app);
    for _ in 0..5 {
        writing.write().unwrap();
    }
    writing.expect_indexed();
    disk.fail();
    for _ in 0..3 {
        let refusal = writing.write().unwrap_err();
        assert!(refusal.contains("(hint: see whether the disk"), "{refusal}");
        writing.expect_readable(&served.url);
    }
    let refused = writing.refused;
    served.end();
    let Writing {
        app,
        files,
        acknowledged,
        ..
    } = writing;
    app.close();
    disk.mount_again();
    let mut writing = Writing {
        acknowledged,
        files,
        ..Writing::on(&disk, 1)
    };
    writing.write().unwrap();
    writing.expect_indexed();
    let acknowledged = writing.close_and_compare(&disk);
    println!(
        "read-only disk: {refused} writes refused, {acknowledged} pairs acknowledged, 0 lost, 0 integrity failures"
    );
}

/// Files that are imported one after the other, and what was acknowledged.
struct Writing {
    app: App,
    files: Vec<Vec<Vec<String>>>,
    acknowledged: BTreeSet<Vec<String>>,
    refused: usize,
    /// The first pair that was acknowledged; any of it is in the index.
    first: Vec<String>,
    /// The last file.
    last: Vec<Vec<String>>,
}

impl Writing {
    fn on(disk: &Disk, rounds: usize) -> Self {
        let entries = Generator::new(3).entries(ROWS_OF_A_FILE * FILES_OF_A_ROUND * rounds);
        let pairs: Vec<_> = entries
            .into_iter()
            .map(|entry| vec![entry.zh, entry.bo])
            .collect();
        Self {
            app: open(&disk.path().join("data")),
            files: pairs.chunks(ROWS_OF_A_FILE).map(<[_]>::to_vec).collect(),
            acknowledged: BTreeSet::new(),
            refused: 0,
            first: Vec::new(),
            last: Vec::new(),
        }
    }

    /// Imports the next file.
    fn write(&mut self) -> Result<(), String> {
        self.last = self.files.pop().expect("the disk was never full");
        self.repeat()
    }

    /// Imports the last file again.
    fn repeat(&mut self) -> Result<(), String> {
        let rows = self.last.iter().map(|pair| pair.join(",") + "\n");
        let file = ImportFile {
            name: "rows.csv".into(),
            bytes: rows
                .fold("zh,bo\n".to_owned(), |text, row| text + &row)
                .into_bytes(),
            format: Format::Csv,
        };
        let options = ImportOptions {
            read: ReadOptions::default(),
            on_error: OnError::Stop,
            ids: FileIds::Ours,
            dry_run: false,
            succeeds: None,
        };
        let permit = Policy { public_read: true }
            .permit::<WriteGlossary>(&Actor::Operator)
            .unwrap();
        match self.app.import_glossary(&permit, &file, &options) {
            Ok(report) => {
                assert!(report.applied, "{:?}", report.issues.first());
                if self.first.is_empty() {
                    self.first.clone_from(&self.last[0]);
                }
                self.acknowledged.extend(self.last.iter().cloned());
                Ok(())
            }
            Err(refusal @ app::Error::Store(app::StoreError::Unavailable { .. })) => {
                self.refused += 1;
                Err(refusal.to_string())
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    fn last_seq(&self) -> usize {
        usize::try_from(self.app.readiness().store.unwrap()).unwrap()
    }

    /// Waits until the index has read everything, however often that failed before.
    fn expect_indexed(&self) {
        let last = self.last_seq() as u64;
        while self.app.index_position() < last {
            std::thread::yield_now();
        }
    }

    /// Asks the server for pages, entries and searches in both scripts.
    fn expect_readable(&self, url: &str) {
        let pair = &self.first;
        for name in pair {
            let found = get(&format!("{url}/api/v1/search"), name);
            let found: serde_json::Value = serde_json::from_str(&found).unwrap();
            let hits = found["hits"].as_array().unwrap();
            assert!(
                hits.iter().any(|hit| hit["zh"][0]["text"] == pair[0]),
                "{name}: {found}"
            );
            assert!(get(&format!("{url}/"), name).contains(&pair[0]));
        }
        for path in [
            "/c/c-000001",
            "/api/v1/concepts/c-000001",
            "/api/v1/changes",
            "/browse",
            "/healthz",
        ] {
            let answer = ureq::get(format!("{url}{path}")).call();
            assert_eq!(answer.unwrap().status(), 200, "{path}");
        }
    }

    /// Lets the store check itself, and compares what it holds with what was acknowledged; returns how many pairs.
    fn close_and_compare(self, disk: &Disk) -> usize {
        let operate = Policy { public_read: true }
            .permit::<Operate>(&Actor::Operator)
            .unwrap();
        let report = self.app.verify(&operate).unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
        self.app.close();
        let kept = Kept::in_directory(&disk.path().join("data"));
        assert_eq!(kept.problems, Vec::<String>::new());
        let lost: Vec<_> = self.acknowledged.difference(&kept.concepts).collect();
        assert_eq!(lost, Vec::<&Vec<String>>::new());
        assert_eq!(
            kept.concepts.len(),
            self.acknowledged.len(),
            "what was refused is not there"
        );
        self.acknowledged.len()
    }
}

/// Imports with the real program on the full disk, and again when there is room.
fn expect_program_tells(disk: &Disk) {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("more.csv");
    fs::write(&file, "zh,bo\n满盘,\n").unwrap();
    let import = || {
        let mut import = Command::new(PROGRAM);
        import
            .args(["import", "glossary", "--data-dir"])
            .arg(disk.path().join("data"))
            .arg(&file);
        import.env("LANG", "C.UTF-8").output().unwrap()
    };
    disk.fill_up_to(0);
    let refused = import();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(
        (refused.status.code(), refused.stdout.len()),
        (Some(1), 0),
        "{said}"
    );
    assert!(said.contains("(hint: "), "{said}");
    fs::remove_file(disk.path().join("ballast")).unwrap();
    assert_eq!(import().status.code(), Some(0));
}

/// A server of this process.
struct Served {
    url: String,
    runtime: Runtime,
}

fn serve(app: &App) -> Served {
    let runtime = Runtime::new().unwrap();
    let config = ServerConfig::new(([127, 0, 0, 1], 0).into(), "disk");
    let server = runtime.block_on(Server::bind(app.clone(), config)).unwrap();
    let url = format!("http://{}", server.address());
    runtime.spawn(server.run(std::future::pending()));
    Served { url, runtime }
}

impl Served {
    /// Ends the server at once, and what it holds of the application.
    fn end(self) {
        self.runtime.shutdown_timeout(std::time::Duration::from_secs(10));
    }
}

fn get(url: &str, query: &str) -> String {
    let mut answer = ureq::get(url).query("q", query).call().unwrap();
    answer.body_mut().read_to_string().unwrap()
}

/// A small disk of its own, unmounted at the end.
struct Disk {
    folder: TempDir,
}

impl Disk {
    /// A disk in memory; `None` if it cannot be mounted.
    fn of_memory(size: &str) -> Option<Self> {
        let disk = Self::unmounted();
        let options = format!("size={size}");
        run("mount", &["-t", "tmpfs", "-o", &options, "tmpfs"], &disk.path()).then_some(disk)
    }

    /// A disk of the usual kind in a file; `None` if it cannot be made or mounted.
    fn of_file(size: &str) -> Option<Self> {
        let disk = Self::unmounted();
        let is_made =
            run("truncate", &["-s", size], &disk.image()) && run("mkfs.ext4", &["-q", "-F"], &disk.image());
        (is_made && disk.mount_image()).then_some(disk)
    }

    fn unmounted() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("disk")).unwrap();
        Self { folder }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("disk")
    }

    fn image(&self) -> std::path::PathBuf {
        self.folder.path().join("image")
    }

    fn mount_image(&self) -> bool {
        let image = self.image().display().to_string();
        run("mount", &["-o", "loop", &image], &self.path())
    }

    /// Leaves `room` bytes, and nothing if there is less.
    fn fill_up_to(&self, room: u64) {
        let mut ballast = File::create(self.path().join("ballast")).unwrap();
        while ballast.write(&[0; 4096]).is_ok_and(|written| written > 0) {}
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length.saturating_sub(room)).unwrap();
    }

    /// Makes the disk read-only as the system does when it meets an error: also for files that are open.
    fn fail(&self) {
        assert!(run("mount", &["-o", "remount,abort"], &self.path()));
        assert!(
            File::create(self.path().join("probe")).is_err(),
            "the disk is still written"
        );
    }

    /// Unmounts the disk, which lets the system mend it at the next mounting.
    fn mount_again(&mut self) {
        // Another test may be forking a process at this moment, which holds our files until it is another program.
        while !run("umount", &[], &self.path()) {
            std::thread::yield_now();
        }
        assert!(self.mount_image());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A disk that is still in use goes as soon as it is not.
        let _ = run("umount", &["--lazy"], &self.path());
    }
}

/// Runs a program of the system on `path`; tells whether it could do its work.
fn run(program: &str, arguments: &[&str], path: &Path) -> bool {
    let ran = Command::new(program).args(arguments).arg(path).output();
    ran.is_ok_and(|ran| ran.status.success())
}
