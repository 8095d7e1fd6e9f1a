//! The table of figures: read from the baseline, written to it, and shown with the differences.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use testkit::figures::{Figures, Table, of_kind};
use testkit::judgements::folder;

const REMARK: &str = "# What the search found when this was recorded; no kind may fall below it. Written by `make relevance RECORD=1`.";
const HEADER: &str = "kind\tqueries\tsuccess@1\tsuccess@5\tmrr";

/// Reads the recorded figures.
pub fn baseline() -> Table {
    let text = fs::read_to_string(path()).unwrap_or_default();
    let rows = text
        .lines()
        .filter(|line| !line.starts_with('#') && *line != HEADER);
    rows.map(row).collect()
}

/// Writes `table` as the figures that must not fall.
pub fn record(table: &Table) {
    let mut text = format!("{REMARK}\n{HEADER}\n");
    for (kind, figures) in table {
        let [first, five, mrr] = figures.measures().map(|(_, value)| value);
        writeln!(
            text,
            "{kind}\t{}\t{first:.5}\t{five:.5}\t{mrr:.5}",
            figures.queries
        )
        .unwrap();
    }
    fs::write(path(), text).unwrap();
}

/// Lays out `table` with the differences to `baseline`, as Markdown.
pub fn markdown(table: &Table, baseline: &Table) -> String {
    let mut text = String::from("| kind | queries | success@1 | success@5 | MRR |\n|---|---|---|---|---|\n");
    for (kind, figures) in table {
        let [first, five, mrr] = cells(figures, of_kind(baseline, kind));
        writeln!(
            text,
            "| {kind} | {} | {first} | {five} | {mrr} |",
            figures.queries
        )
        .unwrap();
    }
    text
}

/// Lays out `table` with the differences to `baseline`, in columns.
pub fn columns(table: &Table, baseline: &Table) -> String {
    let mut text = format!(
        "{:<16}{:>8}{:>18}{:>18}{:>18}\n",
        "kind", "queries", "success@1", "success@5", "MRR"
    );
    for (kind, figures) in table {
        let [first, five, mrr] = cells(figures, of_kind(baseline, kind));
        writeln!(
            text,
            "{kind:<16}{:>8}{first:>18}{five:>18}{mrr:>18}",
            figures.queries
        )
        .unwrap();
    }
    text
}

/// Returns each measure with its difference where it has changed.
fn cells(figures: &Figures, before: Option<&Figures>) -> [String; 3] {
    let values = figures.measures().map(|(_, value)| format!("{value:.3}"));
    let Some(before) = before else { return values };
    let mut differences = figures.difference(before).into_iter();
    values.map(|value| match differences.next() {
        Some(difference) if difference.abs() >= 0.0005 => format!("{value} ({difference:+.3})"),
        _ => value,
    })
}

fn row(line: &str) -> (String, Figures) {
    let cells: Vec<&str> = line.split('\t').collect();
    let [kind, queries, first, five, mrr] = cells[..] else {
        panic!("baseline: `{line}` has {} cells", cells.len())
    };
    let figures = Figures {
        queries: queries.parse().unwrap(),
        success_at_1: first.parse().unwrap(),
        success_at_5: five.parse().unwrap(),
        mrr: mrr.parse().unwrap(),
    };
    (kind.to_owned(), figures)
}

fn path() -> PathBuf {
    folder().join("baseline.tsv")
}

#[test]
fn a_difference_shows_where_there_is_one() {
    let table = |ranks: &[Option<usize>]| vec![("ewts".to_owned(), Figures::of(ranks))];
    let (now, before) = (table(&[Some(1), None]), table(&[Some(2), None]));
    let last_line = |text: String| text.lines().last().unwrap().to_owned();
    assert_eq!(
        last_line(markdown(&now, &before)),
        "| ewts | 2 | 0.500 (+0.500) | 0.500 | 0.500 (+0.250) |"
    );
    assert_eq!(
        last_line(markdown(&now, &Table::new())),
        "| ewts | 2 | 0.500 | 0.500 | 0.500 |"
    );
    assert_eq!(
        last_line(columns(&before, &now)),
        "ewts                   2    0.000 (-0.500)             0.500    0.250 (-0.250)"
    );
}
