//! The same data and the same queries for Shanjar and for four general search programs, in one run.
//!
//! `make bench-peers` starts it; `tests/peers/README.md` says what was tuned, `docs/performance.md` keeps the tables.
//! Every query goes to all of them before the next one, so that a slow moment of the machine hits all alike.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

mod peers {
    pub mod building;
    pub mod contestant;
    pub mod fts5;
    pub mod groonga;
    pub mod measuring;
    pub mod ours;
    pub mod postgres;
    pub mod stopwatch;
    pub mod tables;
}

use std::path::PathBuf;

use peers::building::{Built, build_all};
use peers::measuring::{Asked, ask_all};
use peers::{ours, tables};
use testkit::peers::Row;
use testkit::{Application, Generator, judgements};

const CONCEPTS: usize = 20_000;

/// What the command line asks for.
pub struct Options {
    /// The folder of the socket of a PostgreSQL that is ours to fill.
    postgres: PathBuf,
    /// How often everything is built and asked.
    rounds: usize,
    /// How many queries of the mix.
    queries: usize,
    /// Only contestants with this in their name.
    only: String,
    /// Whether the queries that are answered wrong are listed.
    misses: bool,
}

fn main() {
    let Some(options) = Options::of(&std::env::args().collect::<Vec<_>>()) else {
        println!("peers: start this by `make bench-peers`, which brings the programs to compare with");
        return;
    };
    println!("load before: {}", load());
    judged(&options);
    if options.queries > 0 {
        mixed(&options);
    }
    println!("load after: {}", load());
}

impl Options {
    /// Without `--postgres` nothing is to be done: `make bench` starts every benchmark without arguments of its own.
    fn of(arguments: &[String]) -> Option<Self> {
        let value = |name: &str| {
            let at = arguments.iter().position(|argument| argument == name)?;
            arguments.get(at + 1).cloned()
        };
        let number = |name: &str, default| value(name).map_or(default, |number| number.parse().unwrap());
        Some(Self {
            postgres: value("--postgres")?.into(),
            rounds: number("--rounds", 3),
            queries: number("--queries", 2_000),
            only: value("--only").unwrap_or_default(),
            misses: arguments.iter().any(|argument| argument == "--misses"),
        })
    }
}

/// The judged queries over the seed and the distractors.
fn judged(options: &Options) {
    let application = Application::with_seed_and_distractors();
    let rows = Row::all_of(&application);
    let mut contestants: Vec<Built> = build_all(options, "judged", &rows, 1);
    contestants.insert(0, ours::built(application));
    let handwritten = judgements::handwritten().into_iter().map(|judged| Asked {
        kind: "handwritten".into(),
        ..Asked::judged(judged)
    });
    let queries: Vec<Asked> = judgements::made()
        .into_iter()
        .map(Asked::judged)
        .chain(handwritten)
        .collect();
    let answered = ask_all(&mut contestants, &queries, options.rounds);
    println!("\n### Right first hits, {} concepts\n", rows.len());
    print!("{}", tables::success(&contestants, &queries, &answered));
    println!("\n### Time of the judged queries\n");
    print!("{}", tables::times(&contestants, &queries, &answered));
    if options.misses {
        tables::misses(&contestants, &queries, &answered);
    }
}

/// The query mix over generated concepts, and what building takes.
fn mixed(options: &Options) {
    let mut generator = Generator::new(2026);
    let entries = generator.entries(CONCEPTS);
    let queries: Vec<Asked> = generator
        .queries(&entries, options.queries)
        .into_iter()
        .map(Asked::generated)
        .collect();
    let rows: Vec<Row> = entries.iter().map(Row::of_generated).collect();
    let mut contestants = vec![ours::build(&entries, options.rounds)];
    contestants.extend(build_all(options, "mixed", &rows, options.rounds));
    let answered = ask_all(&mut contestants, &queries, options.rounds);
    println!("\n### Time of the query mix, {CONCEPTS} concepts\n");
    print!("{}", tables::times(&contestants, &queries, &answered));
    println!("\n### Building and size, {CONCEPTS} concepts\n");
    print!("{}", tables::building(&mut contestants));
    println!("\n### The way to the program and back\n");
    print!("{}", tables::ways(&mut contestants, &answered));
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg")
        .unwrap_or_default()
        .trim()
        .to_owned()
}
