//! Fills every peer in both forms, one after the other and round by round.

use std::path::Path;
use std::time::Instant;

use testkit::peers::{Form, Row};

use super::contestant::{Contestant, Formed, Peer};
use super::fts5::{Fts5, Grams};
use super::groonga::Groonga;
use super::postgres::Postgres;
use crate::Options;

const FORMS: [(Form, &str); 2] = [(Form::Folded, "folded"), (Form::Raw, "raw")];
const PEERS: [&str; 4] = ["FTS5 trigram", "FTS5 words", "groonga", "PostgreSQL"];

/// A contestant that can be asked.
pub struct Built {
    /// Its name, with its form.
    pub name: String,
    /// The contestant of the last round.
    pub contestant: Box<dyn Contestant>,
    /// Seconds from the rows to the first answer, of each round; a round of nothing has none.
    pub seconds: Vec<f64>,
    /// Seconds of the index alone where it is made from a store of ours.
    pub index_seconds: Vec<f64>,
}

/// Fills every peer `rounds` times with `rows`; the names of databases begin with `prefix`.
pub fn build_all(options: &Options, prefix: &str, rows: &[Row], rounds: usize) -> Vec<Built> {
    let mut all: Vec<Built> = Vec::new();
    for round in 0..rounds {
        let mut place = 0;
        for peer in PEERS {
            for (form, form_name) in FORMS {
                let name = format!("{peer}, {form_name}");
                if !name.contains(&options.only) {
                    continue;
                }
                let start = Instant::now();
                let mut filled = make(peer, options, &format!("{prefix}_{form_name}_{round}"));
                filled.fill(rows, form);
                let seconds = start.elapsed().as_secs_f64();
                let contestant = Box::new(Formed { peer: filled, form });
                if let Some(built) = all.get_mut(place) {
                    built.contestant = contestant;
                    built.seconds.push(seconds);
                } else {
                    all.push(Built {
                        name,
                        contestant,
                        seconds: vec![seconds],
                        index_seconds: Vec::new(),
                    });
                }
                place += 1;
            }
        }
    }
    all
}

/// Returns the bytes of all files in `directory`.
pub fn bytes_in(directory: &Path) -> u64 {
    let entries = std::fs::read_dir(directory).unwrap().map(Result::unwrap);
    entries
        .map(|entry| match entry.metadata().unwrap() {
            about if about.is_dir() => bytes_in(&entry.path()),
            // groonga makes files with holes: what counts is what they take.
            about => std::os::unix::fs::MetadataExt::blocks(&about) * 512,
        })
        .sum()
}

fn make(peer: &str, options: &Options, database: &str) -> Box<dyn Peer> {
    match peer {
        "FTS5 trigram" => Box::new(Fts5::new(Grams::Trigrams)),
        "FTS5 words" => Box::new(Fts5::new(Grams::Words)),
        "groonga" => Box::new(Groonga::new()),
        _ => Box::new(Postgres::new(&options.postgres, database)),
    }
}
