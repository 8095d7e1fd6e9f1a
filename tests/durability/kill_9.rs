//! Killing the real program at any moment loses nothing that it acknowledged.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use app::{Actor, App, Policy, SearchRequest};
use testkit::Generator;

use super::{PROGRAM, chosen, open};

/// Files that one run of the program is given; each is a transaction of its own.
const FILES: usize = 12;
const DEFAULT_ROUNDS: usize = 8;

fn rounds() -> usize {
    chosen("SHANJAR_KILL_ROUNDS", DEFAULT_ROUNDS)
}

/// Starts an import whose result lines can be read one by one.
fn start_import(data_dir: &Path, files: &[std::path::PathBuf]) -> Child {
    Command::new(PROGRAM)
        .args(["import", "glossary", "--data-dir"])
        .arg(data_dir)
        .args(files)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn is_first(app: &App, query: &str) -> bool {
    let permit = app.policy().permit(&Actor::anonymous()).unwrap();
    let answer = app.look_up().search(&permit, &SearchRequest::new(query)).unwrap();
    answer.hits.first().is_some_and(|hit| hit.matched.term == query)
}

#[test]
fn kill_9_under_writes_loses_no_acknowledged_write() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = folder.path().join("data");
    let mut acknowledged = Vec::new();
    for round in 0..rounds() {
        let names: Vec<String> = (0..FILES).map(|n| format!("第{round}轮第{n}件")).collect();
        let files: Vec<_> = (0..FILES)
            .map(|n| folder.path().join(format!("{round}-{n}.csv")))
            .collect();
        for (file, name) in files.iter().zip(&names) {
            fs::write(file, format!("zh,bo\n{name},\n")).unwrap();
        }
        let mut child = start_import(&data_dir, &files);
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        // The moment of the kill moves through the whole run: after so many lines, and some microseconds more.
        let seen: Vec<String> = lines.by_ref().take(round % FILES).collect();
        let wait = Duration::from_micros((round as u64 * 7_919) % 20_000);
        let killer = std::thread::spawn(move || {
            #[expect(clippy::disallowed_methods, reason = "any moment will do: that is the point")]
            std::thread::sleep(wait);
            child.kill().unwrap();
            child.wait().unwrap();
        });
        // A line that could be read was printed after its commit.
        acknowledged.extend(seen.into_iter().chain(lines).zip(names).map(|(_, name)| name));
        killer.join().unwrap();
    }
    let app = open(&data_dir);
    app.wait_for_index().unwrap();
    let operator = Policy { public_read: true }.permit(&Actor::Operator).unwrap();
    assert!(app.verify(&operator).unwrap().is_sound());
    let lost: Vec<_> = acknowledged.iter().filter(|name| !is_first(&app, name)).collect();
    println!(
        "{} rounds of kill -9, {} acknowledged, {} lost",
        rounds(),
        acknowledged.len(),
        lost.len()
    );
    assert!(!acknowledged.is_empty(), "a proof without a write proves nothing");
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn killed_between_store_and_index_the_next_start_finds_everything() {
    let folder = tempfile::tempdir().unwrap();
    let entries = Generator::new(9).entries(3_000);
    let rows: String = entries.iter().map(|e| format!("{},{}\n", e.zh, e.bo)).collect();
    let file = folder.path().join("generated.csv");
    fs::write(&file, format!("zh,bo\n{rows}")).unwrap();
    let mut was_behind = false;
    // The line is printed after the commit to the store and before the index follows, so one kill nearly always
    // falls between; the loop is for the rare other case.
    for attempt in 0..5 {
        let data_dir = folder.path().join(format!("data-{attempt}"));
        let mut child = start_import(&data_dir, std::slice::from_ref(&file));
        let line = BufReader::new(child.stdout.take().unwrap()).lines().next();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(line.is_some(), "the import was acknowledged");
        let app = open(&data_dir);
        was_behind = app.index_position() < 3_000;
        app.wait_for_index().unwrap();
        for entry in entries.iter().step_by(300) {
            assert!(is_first(&app, &entry.zh), "{}", entry.zh);
        }
        assert_eq!(app.look_up().len(), 3_000);
        if was_behind {
            break;
        }
    }
    assert!(was_behind, "no kill fell between store and index");
}
