//! Cutting the power at any moment of the real program loses nothing that it acknowledged.
//!
//! One run of imports is recorded; of that record many disks are made, each as a power cut may have left it, and the
//! real store opens each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use testkit::power_cut::{Disk, Event, Kept, Loss, Recorder, without_commit_syncs, without_syncs};
use testkit::{Chance, Generator};

use super::{PROGRAM, chosen};

/// How many power cuts the tests try.
const DEFAULT_IMAGES: usize = 60;
/// How many power cuts a control tries; when there are fewer it ends with the first that fails.
const CONTROL_IMAGES: usize = 200;
/// Chooses the names, the moments and what is lost.
const SEED: u64 = 20_261_125;
/// How many rows the files have, run by run. The long ones fill the log, so that it is copied into the database while
/// the program runs; at the end of each run it is copied and removed.
const ROWS_OF_FILES: [&[usize]; 3] = [&[1, 1, 1, 2, 3], &[1, 400, 1, 1, 400, 1, 5], &[1, 2, 1, 30, 1, 1]];

/// The imports, recorded.
struct Recorded {
    events: Vec<Event>,
    /// The pairs of each file, by its name.
    files: Vec<(String, BTreeSet<Vec<String>>)>,
}

/// What became of the files after some power cuts.
#[derive(Debug, Default)]
struct Found {
    images: usize,
    acknowledged: usize,
    /// Acknowledged files of which something is missing.
    lost: Vec<String>,
    /// What the store found wrong, and files of which only a part is there.
    failures: Vec<String>,
}

#[test]
fn a_power_cut_loses_no_acknowledged_write() {
    let images = chosen("SHANJAR_POWER_CUTS", DEFAULT_IMAGES);
    let recorded = record();
    let full = cut_power(&recorded, &recorded.events, images, |_| false);
    full.print("power cut");
    assert!(
        full.acknowledged > images,
        "a proof without writes proves nothing"
    );
    assert_eq!((full.lost, full.failures), (Vec::new(), Vec::new()));

    let is_short = images < CONTROL_IMAGES;
    let of_controls = images.min(CONTROL_IMAGES);
    let normal = without_commit_syncs(&recorded.events);
    let normal = cut_power(&recorded, &normal, of_controls, |found| {
        is_short && !found.lost.is_empty()
    });
    normal.print("power cut, control synchronous=NORMAL");
    assert!(!normal.lost.is_empty(), "the control must lose");

    let none = without_syncs(&recorded.events);
    let none = cut_power(&recorded, &none, of_controls, |found| {
        is_short && !found.failures.is_empty()
    });
    none.print("power cut, control without syncs");
    assert!(!none.failures.is_empty(), "the control must be damaged");
}

/// Imports some files with the real program, in several runs, and records what it does to its database.
fn record() -> Recorded {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("data");
    fs::create_dir(&directory).unwrap();
    let recorder = Recorder::new();
    let count = ROWS_OF_FILES.iter().flat_map(|run| *run).sum();
    let mut entries = Generator::new(SEED).entries(count).into_iter();
    let mut files = Vec::new();
    for (run, sizes) in ROWS_OF_FILES.iter().enumerate() {
        let mut paths = Vec::new();
        for (number, rows) in sizes.iter().enumerate() {
            let rows: BTreeSet<Vec<String>> = entries
                .by_ref()
                .take(*rows)
                .map(|entry| vec![entry.zh, entry.bo])
                .collect();
            let name = format!("{run}-{number}.csv");
            paths.push(folder.path().join(&name));
            let text: String = rows.iter().map(|pair| pair.join(",") + "\n").collect();
            fs::write(folder.path().join(&name), format!("zh,bo\n{text}")).unwrap();
            files.push((name, rows));
        }
        import(&recorder, &directory, &paths);
    }
    let recorded = Recorded {
        events: recorder.events(),
        files,
    };
    expect_whole(&recorded, &directory);
    recorded
}

fn import(recorder: &Recorder, directory: &Path, files: &[PathBuf]) {
    let mut command = Command::new(PROGRAM);
    command
        .args(["import", "glossary", "--data-dir"])
        .arg(directory)
        .args(files);
    recorder.record(&mut command, directory);
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let printed = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(printed.lines().count(), files.len(), "{printed}");
}

/// Checks that nothing was done beside the record: replayed to its end it gives the files as they lie there.
fn expect_whole(recorded: &Recorded, directory: &Path) {
    let mut disk = Disk::default();
    recorded.events.iter().for_each(|event| disk.apply(event));
    let replayed = disk.after_power_cut(Loss::NOTHING, &mut Chance::new(SEED));
    let names: Vec<_> = replayed.keys().map(String::as_str).collect();
    assert_eq!(names, ["shanjar.db"], "the log is put away at the end of a run");
    assert!(replayed["shanjar.db"] == fs::read(directory.join("shanjar.db")).unwrap());
    let printed = recorded
        .events
        .iter()
        .filter(|event| matches!(event, Event::Print(_)));
    assert_eq!(printed.count(), recorded.files.len());
    let kept = Kept::in_directory(directory);
    let expected: BTreeSet<Vec<String>> = recorded
        .files
        .iter()
        .flat_map(|(_, pairs)| pairs.clone())
        .collect();
    assert_eq!(kept.problems, Vec::<String>::new());
    assert_eq!(kept.concepts, expected);
}

/// Cuts the power at `images` moments of `events`, which is the record or what a control has made of it.
fn cut_power(
    recorded: &Recorded,
    events: &[Event],
    images: usize,
    is_enough: impl Fn(&Found) -> bool,
) -> Found {
    let mut chance = Chance::new(SEED);
    let mut cuts: Vec<usize> = (0..images).map(|_| 1 + chance.below(events.len())).collect();
    cuts.sort_unstable();
    let (mut disk, mut found, mut done) = (Disk::default(), Found::default(), 0);
    let mut acknowledged = Vec::new();
    for cut in cuts {
        for event in &events[done..cut] {
            disk.apply(event);
            if let Event::Print(line) = event {
                acknowledged.push(line.split(':').next().unwrap().to_owned());
            }
        }
        done = cut;
        let loss = Loss(chance.below(Loss::ALL.0 + 1));
        let folder = tempfile::tempdir().unwrap();
        for (file, bytes) in disk.after_power_cut(loss, &mut chance) {
            fs::write(folder.path().join(file), bytes).unwrap();
        }
        let place = format!("cut after event {cut} of {}, {loss:?}", events.len());
        found.add(
            &Kept::in_directory(folder.path()),
            &recorded.files,
            &acknowledged,
            &place,
        );
        if is_enough(&found) {
            break;
        }
    }
    found
}

impl Found {
    fn print(&self, name: &str) {
        println!(
            "{name}: {} images, {} acknowledgements before the cuts, {} lost, {} integrity failures",
            self.images,
            self.acknowledged,
            self.lost.len(),
            self.failures.len()
        );
    }

    fn add(
        &mut self,
        kept: &Kept,
        files: &[(String, BTreeSet<Vec<String>>)],
        acknowledged: &[String],
        place: &str,
    ) {
        self.images += 1;
        self.acknowledged += acknowledged.len();
        self.failures
            .extend(kept.problems.iter().map(|problem| format!("{place}: {problem}")));
        for (name, pairs) in files {
            let there = pairs.intersection(&kept.concepts).count();
            if there < pairs.len() && acknowledged.contains(name) {
                self.lost
                    .push(format!("{place}: {name} has {there} of {} pairs", pairs.len()));
            } else if 0 < there && there < pairs.len() && kept.problems.is_empty() {
                self.failures.push(format!(
                    "{place}: {name} came in part, {there} of {} pairs",
                    pairs.len()
                ));
            }
        }
    }
}
