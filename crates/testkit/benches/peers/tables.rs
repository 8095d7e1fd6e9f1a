//! The Markdown tables of the comparison.

use std::fmt::Write;
use std::time::Instant;

use testkit::peers::Distribution;

use super::building::Built;
use super::measuring::{Answered, Asked};

/// The share of right first hits by kind of query.
pub fn success(contestants: &[Built], queries: &[Asked], answered: &[Vec<Answered>]) -> String {
    let cell = |answers: &[&Answered], queries: &[&Asked]| {
        let right = answers
            .iter()
            .zip(queries)
            .filter(|(answer, asked)| is_right(answer, asked));
        format!("{:.3}", right.count() as f64 / queries.len() as f64)
    };
    by_kind(contestants, queries, answered, cell)
}

/// Mean, median and 99th percentile by kind of query, in microseconds; the last one of processor time.
pub fn times(contestants: &[Built], queries: &[Asked], answered: &[Vec<Answered>]) -> String {
    let cell = |answers: &[&Answered], _: &[&Asked]| {
        let wall = Distribution::of(answers.iter().map(|answer| answer.wall).collect());
        let processor = Distribution::of(answers.iter().map(|answer| answer.processor).collect());
        let microseconds = [wall.mean(), wall.percentile(50), processor.percentile(99)].map(in_microseconds);
        microseconds.join(" / ")
    };
    by_kind(contestants, queries, answered, cell)
}

/// Seconds and megabytes of each contestant.
pub fn building(contestants: &mut [Built]) -> String {
    let mut text = String::from("| | build, s | concepts a second | on disk, MB |\n|---|---|---|---|\n");
    for built in contestants {
        let mut row = |name: &str, seconds: &[f64], bytes: u64| {
            let megabytes = bytes as f64 / 1e6;
            let seconds = median(seconds);
            let rate = crate::CONCEPTS as f64 / seconds;
            writeln!(text, "| {name} | {seconds:.2} | {rate:.0} | {megabytes:.1} |").unwrap();
        };
        row(&built.name, &built.seconds, built.contestant.bytes());
        if !built.index_seconds.is_empty() {
            let name = format!("{}, index alone", built.name);
            row(&name, &built.index_seconds, built.contestant.index_bytes());
        }
    }
    text
}

/// What the way to another process takes, and what the program there says it took itself.
pub fn ways(contestants: &mut [Built], answered: &[Vec<Answered>]) -> String {
    let mut text = String::from(
        "| | how it is asked | nothing, there and back, µs | says of itself, mean µs |\n|---|---|---|---|\n",
    );
    for (built, answers) in contestants.iter_mut().zip(answered) {
        let way = match (
            built.contestant.server(),
            answers.first().and_then(|answer| answer.own),
        ) {
            (None, _) => "a call in the process",
            (Some(_), Some(_)) => "a pipe to a process",
            (Some(_), None) => "a Unix socket to a process",
        };
        let mut time = || {
            let start = Instant::now();
            built.contestant.round_trip();
            start.elapsed().as_nanos() as u64
        };
        let trips = Distribution::of((0..1_000).map(|_| time()).collect());
        let own: Vec<u64> = answers.iter().filter_map(|answer| answer.own).collect();
        let own = if own.is_empty() {
            "".into()
        } else {
            in_microseconds(Distribution::of(own).mean())
        };
        writeln!(
            text,
            "| {} | {way} | {} | {own} |",
            built.name,
            in_microseconds(trips.percentile(50))
        )
        .unwrap();
    }
    text
}

/// Lists each query whose first hit is not right.
pub fn misses(contestants: &[Built], queries: &[Asked], answered: &[Vec<Answered>]) {
    for (built, answers) in contestants.iter().zip(answered) {
        for (answer, asked) in answers
            .iter()
            .zip(queries)
            .filter(|(answer, asked)| !is_right(answer, asked))
        {
            let right = asked
                .judgement
                .as_ref()
                .map(|judged| judged.right.join(" or "))
                .unwrap_or_default();
            let first = answer.hits.first().map_or("nothing", |hit| &hit.shown);
            println!(
                "{}\t{}\t`{}`\twants {right}\tfirst: {first}",
                built.name, asked.kind, asked.typed
            );
        }
    }
}

/// A row for each kind, in the order in which they come, and one for all; a column for each contestant.
fn by_kind(
    contestants: &[Built],
    queries: &[Asked],
    answered: &[Vec<Answered>],
    cell: impl Fn(&[&Answered], &[&Asked]) -> String,
) -> String {
    let names: Vec<&str> = contestants.iter().map(|built| built.name.as_str()).collect();
    let mut text = format!(
        "| kind | queries | {} |\n|---|---|{}\n",
        names.join(" | "),
        "---|".repeat(names.len())
    );
    let mut kinds: Vec<&str> = Vec::new();
    for query in queries {
        if !kinds.contains(&query.kind.as_str()) {
            kinds.push(&query.kind);
        }
    }
    kinds.push("all");
    for kind in kinds {
        let places: Vec<usize> = (0..queries.len())
            .filter(|at| kind == "all" || queries[*at].kind == kind)
            .collect();
        let asked: Vec<&Asked> = places.iter().map(|at| &queries[*at]).collect();
        let cells = answered.iter().map(|answers| {
            let answers: Vec<&Answered> = places.iter().map(|at| &answers[*at]).collect();
            cell(&answers, &asked)
        });
        let cells: Vec<String> = cells.collect();
        writeln!(text, "| {kind} | {} | {} |", places.len(), cells.join(" | ")).unwrap();
    }
    text
}

fn is_right(answer: &Answered, asked: &Asked) -> bool {
    let (Some(judged), Some(first)) = (&asked.judgement, answer.hits.first()) else {
        return false;
    };
    judged.is_met_by(first.shown.split('|'))
}

fn in_microseconds(nanoseconds: u64) -> String {
    let microseconds = nanoseconds as f64 / 1e3;
    if microseconds < 10.0 {
        format!("{microseconds:.1}")
    } else {
        format!("{microseconds:.0}")
    }
}

fn median(seconds: &[f64]) -> f64 {
    let mut seconds = seconds.to_vec();
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}
