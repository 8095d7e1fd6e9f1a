//! What PostgreSQL costs beside the database of a single machine: CPU time of a search, and the time in which a concept is
//! saved, beside the system's own `fdatasync`.
//!
//! Both servers are processes of their own that read the same glossary; they are asked in turn, and what each has used of
//! the processor in all its threads is read from the system. A search reads no database, but a node looks for changes of
//! others, and that is in it.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

#[path = "clients/mod.rs"]
mod clients;

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use server::{Server, ServerConfig};
use testkit::postgres::PostgresServer;
use testkit::{Application, FixedClock, Generated, Generator, QueryKind};

use crate::clients::{Clients, csv, encoded};

const CONCEPTS: usize = 20_000;
const SAVES: usize = 1_000;
const ROUNDS: usize = 9;
/// How many searches make a round: a second of the processor or more, whose share of a tick of 10 ms is small.
const SEARCHES: usize = 40_000;
/// What a save writes to the log at the least.
const PAGE: [u8; 4096] = [0x5a; 4096];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, role, directory, rest @ ..] = &arguments[..]
        && role == "serve"
    {
        return serve(Path::new(directory), rest.first().map(String::as_str));
    }
    // `cargo test --benches` only wants to know that this runs.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    // The tests' settings spare the disk; here a commit is one.
    let postgres = PostgresServer::start(&[("fsync", "on"), ("full_page_writes", "on")]);
    let url = postgres.url(&postgres.fresh_database());
    let entries = Generator::new(2026).entries(CONCEPTS);
    let applications = [Application::empty(), Application::on_database(&url)];
    for application in &applications {
        assert!(application.import("generated.csv", &csv(&entries)).applied);
        application.catch_up();
    }
    saves(&applications);
    let closed = applications.map(|application| {
        application.catch_up();
        application.closed()
    });
    let servers = [
        Served::start(closed[0].path(), None),
        Served::start(closed[1].path(), Some(&url)),
    ];
    searches(servers, &entries);
}

/// Prints how long it takes to save a concept on either backend, and to make a page of a file durable, each in turn.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn saves(applications: &[Application; 2]) {
    let floor = applications[0].directory().join("floor");
    let mut floor = File::create(floor).unwrap();
    let mut took: [Vec<f64>; 3] = Default::default();
    for n in 0..SAVES {
        took[0].push(milliseconds(|| {
            floor.write_all(&PAGE).unwrap();
            floor.sync_data().unwrap();
        }));
        for (took, application) in took[1..].iter_mut().zip(applications) {
            took.push(milliseconds(|| {
                application
                    .create(&format!("案由第{n}号"), &format!("save-{n}"))
                    .unwrap();
            }));
        }
    }
    println!("| a concept is saved, one after the other | median, ms | 99th percentile, ms |\n|---|---|---|");
    let names = [
        "4 KiB written and `fdatasync`",
        "in the data directory",
        "on PostgreSQL",
    ];
    for (name, mut took) in names.into_iter().zip(took) {
        took.sort_by(f64::total_cmp);
        println!(
            "| {name} | {:.2} | {:.2} |",
            took[took.len() / 2],
            took[took.len() * 99 / 100]
        );
    }
}

/// Prints what a search costs the server on either backend.
#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn searches(mut servers: [Served; 2], entries: &[Generated]) {
    let queries = Generator::new(2027).queries(entries, 2_000);
    let paths = |is_asked: &dyn Fn(QueryKind) -> bool| -> Vec<String> {
        let wanted = queries.iter().filter(|query| is_asked(query.kind));
        wanted
            .map(|query| format!("/api/v1/search?limit=10&q={}", encoded(&query.text)))
            .collect()
    };
    let subjects = [
        (
            "exact, zh and bo",
            paths(&|kind| matches!(kind, QueryKind::ExactZh | QueryKind::ExactBo)),
        ),
        ("the whole mix", paths(&|_| true)),
    ];
    println!("\n| a search | data directory, µs | PostgreSQL, µs | PostgreSQL × |\n|---|---|---|---|");
    for (name, paths) in subjects {
        let mut rounds: Vec<[f64; 2]> = Vec::new();
        // The first warms the caches.
        for _ in 0..=ROUNDS {
            rounds.push(std::array::from_fn(|n| servers[n].cost_us(&paths)));
        }
        let median = |of: fn(&[f64; 2]) -> f64| {
            let mut values: Vec<f64> = rounds.iter().skip(1).map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        println!(
            "| {name} | {:.1} | {:.1} | {:.2} |",
            median(|[one, _]| *one),
            median(|[_, two]| *two),
            median(|[one, two]| two / one)
        );
    }
}

/// A server in a process of its own. It ends when this is dropped.
struct Served {
    process: Child,
    clients: Clients,
}

impl Served {
    fn start(directory: &Path, url: Option<&str>) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .arg("serve")
            .arg(directory)
            .args(url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            process,
            clients: Clients::connect(address.trim().parse().unwrap()),
        }
    }

    /// Asks for `paths` in turn and returns the CPU time of one, of all threads of the server, in microseconds.
    fn cost_us(&mut self, paths: &[String]) -> f64 {
        let before = self.used_ticks();
        self.clients.ask(paths, SEARCHES);
        let ticks = self.used_ticks() - before;
        // A tick is a hundredth of a second on every Linux that this runs on.
        ticks as f64 * 10_000.0 / SEARCHES as f64
    }

    /// Returns what the process has used in the user's and the system's part, in ticks: fields 14 and 15 of proc(5).
    fn used_ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap();
        let fields = stat.rsplit_once(") ").unwrap().1.split(' ').skip(11).take(2);
        fields.map(|field| field.parse::<u64>().unwrap()).sum()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
    }
}

/// Serves a directory until standard input ends.
#[expect(clippy::print_stdout, reason = "the parent reads the address from it")]
fn serve(directory: &Path, url: Option<&str>) {
    let config = app::Config {
        data_dir: directory.to_owned(),
        database: url.map(app::Database::at),
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    let clock = Arc::new(FixedClock::default());
    let app = app::App::open(config, clock, testkit::fresh_chance()).unwrap();
    app.wait_for_index().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let config = ServerConfig::new(([127, 0, 0, 1], 0).into(), "bench");
    let server = runtime.block_on(Server::bind(app, config)).unwrap();
    println!("{}", server.address());
    runtime.spawn(server.run(std::future::pending()));
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e3
}
