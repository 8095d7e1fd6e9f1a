//! The import of a file beside its bare work, in the same run: CSV and TBX through the whole application into a data
//! directory, and the library of the format with the database alone.
//!
//! Bare are a pass of the library over the same file that looks at every cell, or every event and attribute, and keeps
//! nothing, and then the very rows that the import has written, column by column and byte by byte, put by prepared
//! statements in one transaction into a database with the same tables, indexes and settings, `synchronous=FULL` included:
//! concepts, their first revisions with digests, changes, terms with keys and ranks, places in collections, and sources.
//! What makes it an import is missing there: nothing is checked, merged, looked up, derived, written as JSON or digested,
//! and other writes wait for all of it.
//!
//! Rounds are interleaved and the ratio is taken within a round, because a machine that is shared moves by half between
//! two runs; the median of the rounds counts. `cargo bench --workspace --bench import -- 20000 200000` chooses how many
//! concepts; `-- memory` prints time and peak of imports and exports of 5,000, 50,000 and 200,000, or of as many as are named,
//! each in a process of its own; `-- rosters` measures a roster of the registry.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

mod bare;
mod files;
mod memory;
mod rosters;

use std::path::Path;
use std::time::{Duration, Instant};

use testkit::{Application, Generator};

use crate::bare::Kept;

const ROUNDS: usize = 7;
const SIZES: [usize; 3] = [5_000, 20_000, 50_000];
const MEMORY_SIZES: [usize; 3] = [5_000, 50_000, 200_000];
/// An upload is at most 64 MiB: more than so many concepts come in parts.
const PART: usize = 50_000;

/// What is measured of one format.
struct Format {
    name: &'static str,
    file: fn(&[testkit::Generated]) -> String,
    parse: fn(&str) -> usize,
}

const FORMATS: [Format; 2] = [
    Format {
        name: "t.csv",
        file: files::csv,
        parse: bare::parse_csv,
    },
    Format {
        name: "t.tbx",
        file: files::tbx,
        parse: bare::parse_xml,
    },
];

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, work @ ..] = &arguments[..]
        && role == "peak"
    {
        return memory::peak(work);
    }
    // `cargo test --benches` only wants to know that this runs.
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let asked: Vec<usize> = arguments
        .iter()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if arguments.iter().any(|argument| argument == "memory") {
        return memory::measure(if asked.is_empty() { &MEMORY_SIZES } else { &asked });
    }
    if arguments.iter().any(|argument| argument == "rosters") {
        return rosters::measure(asked.first().copied().unwrap_or(rosters::ROWS));
    }
    let (sizes, rounds) = match (is_bench, asked.is_empty()) {
        (false, _) => (vec![10], 1),
        (true, true) => (SIZES.to_vec(), ROUNDS),
        (true, false) => (asked, ROUNDS),
    };
    println!("| concepts | format | bytes | import | µs each | bare parse | bare insert | × |");
    println!("|---|---|---|---|---|---|---|---|");
    for size in sizes {
        for format in &FORMATS {
            println!("{}", measure(size, format, rounds));
        }
    }
}

/// Returns a row of the table: the best times, and the median of the ratios.
fn measure(size: usize, format: &Format, rounds: usize) -> String {
    let entries = Generator::new(2026).entries(size);
    let parts: Vec<String> = entries.chunks(PART).map(format.file).collect();
    drop(entries);
    let empty = Application::empty().closed();
    let filled = Application::empty();
    import(&filled, format.name, &parts, size);
    let filled = filled.closed();
    let kept = Kept::read(&database(filled.path()), &bare::OF_CONCEPTS);
    let mut all = Vec::new();
    for _ in 0..rounds {
        let application = Application::empty();
        let imported = time(|| import(&application, format.name, &parts, size));
        // The index follows by itself, and must not run into what is measured next.
        application.catch_up();
        drop(application.closed());
        let parsed = time(|| parts.iter().map(|part| (format.parse)(part)).sum::<usize>());
        let mut bare = bare::open_copy(&database(empty.path()));
        let inserted = time(|| kept.insert(&mut bare));
        all.push([imported, parsed, inserted]);
    }
    let best = |n: usize| all.iter().map(|round| round[n]).min().unwrap();
    let mut ratios: Vec<f64> = all
        .iter()
        .map(|[imported, parsed, inserted]| imported.as_secs_f64() / (*parsed + *inserted).as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let each_us = best(0).as_secs_f64() * 1e6 / size as f64;
    format!(
        "| {size} | {} | {} | {:.1?} | {each_us:.1} | {:.1?} | {:.1?} | {:.2} |",
        format.name,
        parts.iter().map(String::len).sum::<usize>(),
        best(0),
        best(1),
        best(2),
        ratios[ratios.len() / 2]
    )
}

fn import(application: &Application, name: &str, parts: &[String], size: usize) {
    let mut created = 0;
    for part in parts {
        let report = application.import(name, part);
        assert!(report.applied, "{:?}", report.issues.first());
        created += report.created;
    }
    assert_eq!(created, size as u64);
}

fn database(directory: &Path) -> std::path::PathBuf {
    directory.join("shanjar.db")
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}
