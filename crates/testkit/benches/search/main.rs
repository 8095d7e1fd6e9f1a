//! The search in the process against its anchors, query by query in one run: a bare tantivy term query, a plain tantivy
//! index, and SQLite FTS5 with trigrams. Prints the tables of `docs/performance.md`.
//!
//! `cargo bench --workspace --bench search -- 20000 200000` chooses the sizes, names of kinds such as `ExactZh` the queries,
//! and `alone` leaves the anchors out, for a profile. FTS5 is left out beyond 200,000.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

mod fts5;
mod measure;
mod ours;
mod plain;

use std::time::Instant;

use testkit::{Generated, Generator, Query};

use crate::measure::{Engine, Figures};

/// The sizes without an argument.
const SIZES: [usize; 2] = [20_000, 200_000];
/// FTS5 answers a query of the mix in milliseconds here, which would take hours.
const LARGEST_FTS5: usize = 200_000;
const QUERIES: usize = 2_000;
const ROUNDS: usize = 5;
const BLOCK: usize = 100;
/// How often ours alone is asked: enough that a profile shows answers and not the building.
const PROFILED_ANSWERS: usize = 400_000;

fn main() {
    // `cargo test --benches` only wants to know that this runs.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let asked: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    for size in sizes {
        compare(size);
    }
}

fn compare(size: usize) {
    let mut generator = Generator::new(2026);
    let entries = generator.entries(size);
    let mut queries = generator.queries(&entries, QUERIES);
    let asked: Vec<String> = std::env::args()
        .filter(|arg| queries.iter().any(|q| named(q) == *arg))
        .collect();
    queries.retain(|query| asked.is_empty() || asked.contains(&named(query)));
    let is_alone = std::env::args().any(|arg| arg == "alone");
    let raw: usize = entries
        .iter()
        .map(|e| e.zh.len() + e.bo.len() + e.definition.len())
        .sum();
    println!("\n### {size} concepts, {:.1} MB of raw text\n", raw as f64 / 1e6);
    let mut engines: Vec<Box<dyn Engine>> = Vec::new();
    println!("| built | seconds | MB | of the raw text |\n|---|---|---|---|");
    let ours = built(&entries, raw, ours::Ours::build);
    if !is_alone {
        let plain = built(&entries, raw, plain::Plain::build);
        engines.push(Box::new(plain.bare()));
        engines.push(Box::new(plain));
    }
    engines.push(Box::new(ours.clone()));
    if size <= LARGEST_FTS5 && !is_alone {
        engines.push(Box::new(built(&entries, raw, fts5::Fts5::build)));
    }
    if !is_alone {
        // Last: what the other one of ours brought into the caches is gone by then.
        engines.push(Box::new(ours.written()));
    }
    let figures = measured(
        &engines,
        &queries,
        if is_alone {
            PROFILED_ANSWERS / queries.len().max(1)
        } else {
            ROUNDS
        },
    );
    println!("{figures}");
}

fn named(query: &Query) -> String {
    format!("{:?}", query.kind)
}

fn built<E: Engine>(entries: &[Generated], raw: usize, build: impl Fn(&[Generated]) -> E) -> E {
    let begun = Instant::now();
    let engine = build(entries);
    let seconds = begun.elapsed().as_secs_f64();
    let bytes = engine.bytes();
    println!(
        "| {} | {seconds:.2} | {:.1} | {:.1} × |",
        engine.name(),
        bytes as f64 / 1e6,
        bytes as f64 / raw as f64
    );
    engine
}

/// Asks every engine in turn a block of queries, so that a mood of the machine hits all of them and none finds the caches
/// emptied by another for each query. Kinds are measured each by itself, the mix as it comes.
fn measured(engines: &[Box<dyn Engine>], queries: &[Query], rounds: usize) -> Figures {
    let mut figures = Figures::new(engines.iter().map(|e| e.name()).collect());
    let mut by_kind = queries.to_vec();
    by_kind.sort_by_key(|query| query.kind);
    let blocks = by_kind.chunk_by(|a, b| a.kind == b.kind);
    let of_kind: Vec<&[Query]> = blocks.flat_map(|block| block.chunks(BLOCK)).collect();
    ask(engines, &of_kind, rounds, |at, query, taken| {
        figures.add(at, query.kind, taken)
    });
    let mixed: Vec<&[Query]> = queries.chunks(BLOCK).collect();
    ask(engines, &mixed, rounds, |at, _, taken| {
        figures.add_to_mix(at, taken)
    });
    figures
}

fn ask(
    engines: &[Box<dyn Engine>],
    blocks: &[&[Query]],
    rounds: usize,
    mut add: impl FnMut(usize, &Query, u64),
) {
    for round in 0..=rounds {
        for block in blocks {
            for (at, engine) in engines.iter().enumerate() {
                for query in *block {
                    let taken = measure::taken(|| engine.answer(query));
                    // The first round warms caches.
                    if round > 0 {
                        add(at, query, taken);
                    }
                }
            }
        }
    }
}
