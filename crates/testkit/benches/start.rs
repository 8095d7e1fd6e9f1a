//! How long a process takes from its start to its first answer, and what memory the server needs: the real binary beside a
//! bare axum server that opens the full-text index of the same directory and answers a term query.
//!
//! `make bench-start` builds the binary first. `make bench-start SIZES="20000 1000000"` chooses how many concepts.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use testkit::{Application, Generated, Generator};

const SIZE: usize = 20_000;
const STARTS: usize = 9;
/// An upload is at most 64 MiB.
const PART: usize = 50_000;
const QUERIES: usize = 2_000;
const EDITS: usize = 9;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, role, directory, ..] = &arguments[..] {
        match role.as_str() {
            "bare" => return bare(Path::new(directory)),
            "swap" => return swap(Path::new(directory)),
            _ => {}
        }
    }
    // `cargo test --benches` only wants to know that this runs.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let asked: Vec<usize> = arguments
        .iter()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if asked.is_empty() { vec![SIZE] } else { asked };
    for size in sizes {
        measure(size);
    }
}

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn measure(size: usize) {
    let making = Instant::now();
    let mut generator = Generator::new(2026);
    let entries = generator.entries(size);
    let application = Application::empty();
    for part in entries.chunks(PART) {
        assert!(application.import("generated.csv", &csv(part)).applied);
    }
    application.catch_up();
    let questions = first_questions(&generator.queries(&entries, QUERIES), &entries);
    drop(entries);
    println!(
        "\n### {size} concepts, made in {:.0} s\n",
        making.elapsed().as_secs_f64()
    );
    let edits = edits(&application);
    println!(
        "A single edit is found {:.0} ms after it was written, the median of {EDITS}; the slowest {:.0} ms.\n",
        median(&edits),
        edits.iter().copied().fold(0.0, f64::max)
    );
    let directory = application.closed();
    println!(
        "| from process start to the first answer | ms, median of {STARTS} | bare, ms | × bare |\n|---|---|---|---|"
    );
    let bare = || {
        started(
            Command::new(std::env::current_exe().unwrap())
                .arg("bare")
                .arg(directory.path()),
        )
    };
    let (mut all_bare, mut all_ours) = (Vec::new(), Vec::new());
    for (name, path) in questions {
        let (mut bare_ms, mut ours_ms) = (Vec::new(), Vec::new());
        // One by one, because the machine is not the same in two seconds.
        for _ in 0..STARTS {
            bare_ms.push(first_answer(bare(), "/"));
            ours_ms.push(first_answer(started(&mut serve(directory.path())), &path));
        }
        row(&name, &ours_ms, &bare_ms);
        all_bare.extend(bare_ms);
        all_ours.extend(ours_ms);
    }
    row("whatever the question", &all_ours, &all_bare);
    let swap = Command::new(std::env::current_exe().unwrap())
        .arg("swap")
        .arg(directory.path())
        .status();
    assert!(swap.unwrap().success());
}

/// What the application of the server needs in a process of its own: after the query mix, and at its peak with the index
/// made anew meanwhile; and how soon an edit is found.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn swap(directory: &Path) {
    let config = app::Config {
        data_dir: directory.to_owned(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    let clock = std::sync::Arc::new(testkit::FixedClock::default());
    let app = app::App::open(config, clock, testkit::fresh_chance()).unwrap();
    let read = app
        .policy()
        .permit::<app::ReadGlossary>(&app::Actor::anonymous())
        .unwrap();
    let operate = app
        .policy()
        .permit::<app::Operate>(&app::Actor::Operator)
        .unwrap();
    println!("\n| memory of the application | MB resident |\n|---|---|");
    let mut generator = Generator::new(2026);
    let size = app.look_up().len();
    let queries = {
        let entries = generator.entries(size.min(20_000));
        generator.queries(&entries, QUERIES)
    };
    for query in &queries {
        app.look_up()
            .search(&read, &app::SearchRequest::new(&query.text))
            .unwrap();
    }
    println!("| after the query mix | {:.0} |", resident("VmRSS"));
    println!("| of that, pages of mapped files | {:.0} |", resident("RssFile"));
    app.reindex(&operate).unwrap();
    println!(
        "| at the peak, the index made anew and swapped in | {:.0} |",
        resident("VmHWM")
    );
}

fn resident(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with(name)).unwrap();
    let kilobytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1e3
}

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn row(name: &str, ours_ms: &[f64], bare_ms: &[f64]) {
    let (ours, bare) = (median(ours_ms), median(bare_ms));
    println!("| {name} | {ours:.1} | {bare:.1} | {:.1} |", ours / bare);
}

/// Returns the name and the address of a question of each kind of the mix, and of one for what stands in an explanation.
fn first_questions(queries: &[testkit::Query], entries: &[Generated]) -> Vec<(String, String)> {
    let path = |text: &str| format!("/api/v1/search?limit=10&q={}", encoded(text));
    let mut first: Vec<(String, String)> = Vec::new();
    for query in queries {
        let name = format!("{:?}", query.kind);
        if first.iter().all(|(known, _)| *known != name) {
            first.push((name, path(&query.text)));
        }
    }
    let definition = &entries.last().unwrap().definition;
    let inside: String = definition.chars().skip(2).take(8).collect();
    first.push(("Explanation".to_owned(), path(&inside) + "&in=all"));
    first
}

/// A process that answers.
struct Running {
    child: Child,
    address: String,
    begun: Instant,
}

impl Running {
    fn get(&mut self, path: &str) -> usize {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer.len()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Starts a process that prints its address once it listens.
fn started(command: &mut Command) -> Running {
    let begun = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().rsplit("http://").next().unwrap().to_owned();
    Running {
        child,
        address,
        begun,
    }
}

fn first_answer(mut running: Running, path: &str) -> f64 {
    running.get(path);
    running.begun.elapsed().as_secs_f64() * 1e3
}

fn serve(directory: &Path) -> Command {
    let mut command = Command::new(binary());
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(directory);
    command
}

/// The binary of the same profile: two folders above this program.
fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(2).unwrap().join("shanjar")
}

/// The least that a server with such an index can do.
#[expect(clippy::print_stdout, reason = "the address is what is waited for")]
fn bare(directory: &Path) {
    // The directory was made for this: it holds one definition.
    let mut definitions = std::fs::read_dir(directory.join("index")).unwrap();
    let definition = definitions.next().unwrap().unwrap().path();
    let pointer = std::fs::read_to_string(definition.join("CURRENT")).unwrap();
    let folder = definition.join(pointer.trim());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let index = tantivy::Index::open_in_dir(folder).unwrap();
        let searcher = index.reader().unwrap().searcher();
        let id = index.schema().get_field("id").unwrap();
        let answer = move || {
            let term = tantivy::Term::from_field_u64(id, 1);
            let query = tantivy::query::TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
            let hits = searcher.search(&query, &tantivy::collector::Count).unwrap();
            std::future::ready(hits.to_string())
        };
        let router = axum::Router::new().route("/", axum::routing::get(answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("listening on http://{}", listener.local_addr().unwrap());
        axum::serve(listener, router).await.unwrap();
    });
}

/// Returns for each of some edits how long after the write it is found, in milliseconds.
fn edits(application: &Application) -> Vec<f64> {
    let edit = |number: usize| {
        let zh = format!("第{number}次核对的名称");
        let row = Generated {
            zh: zh.clone(),
            bo: "ཚོད་ལྟ".to_owned(),
            definition: String::new(),
        };
        assert!(application.import("edit.csv", &csv(&[row])).applied);
        let written = Instant::now();
        while !application
            .hits(&zh)
            .first()
            .is_some_and(|hit| hit.starts_with("exact"))
        {
            std::thread::yield_now();
        }
        written.elapsed().as_secs_f64() * 1e3
    };
    (1..=EDITS).map(edit).collect()
}

fn csv(entries: &[Generated]) -> String {
    let line = |e: &Generated| format!("{},{},{}\n", e.zh, e.bo, e.definition);
    std::iter::once("zh,bo,definition_zh\n".to_owned())
        .chain(entries.iter().map(line))
        .collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
