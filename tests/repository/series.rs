//! What operators are told of the metrics is true: dashboard, alarms and guide name the series there are, and no other.

use std::collections::BTreeSet;
use std::fs;

use super::assert_none;
use super::checkout::root;
use crate::cli::program::{Place, Serving};

const GUIDE: &str = "docs/zh/operations.md";
const NAMING: [&str; 3] = [
    GUIDE,
    "docs/operations/dashboard.json",
    "docs/operations/alerts.yml",
];
/// What every series of ours begins with.
const PREFIX: &str = "shanjar_";
/// What Prometheus itself appends to the name of a counter, a histogram or an info.
const SUFFIXES: [&str; 5] = ["_total", "_bucket", "_sum", "_count", "_info"];

#[test]
fn operators_are_told_of_every_series_and_of_no_other() {
    let exported = exported();
    let mut findings = Vec::new();
    for path in NAMING {
        let text = fs::read_to_string(root().join(path)).unwrap();
        let named = families(&text, &exported);
        let unknown = named.difference(&exported);
        findings.extend(unknown.map(|name| format!("{path}: the server has no series `{name}`")));
        if path == GUIDE {
            let told = families(&table_rows(&text), &exported);
            let untold = exported.difference(&told);
            findings.extend(untold.map(|name| format!("{path}: no row of a table tells of `{name}`")));
        }
    }
    assert_none("series", &findings);
}

#[test]
fn series_are_found_whatever_is_appended() {
    let exported = BTreeSet::from(["shanjar_http_requests".to_owned(), "shanjar_build".to_owned()]);
    let check = |text: &str, expected: &[&str]| {
        let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(families(text, &exported), expected, "{text}");
    };
    check(
        "rate(shanjar_http_requests_total{a=\"b\"}[5m])",
        &["shanjar_http_requests"],
    );
    check(
        "`shanjar_build_info`、`shanjar_http_requests`",
        &["shanjar_build", "shanjar_http_requests"],
    );
    check("shanjar_index_lag_total", &["shanjar_index_lag_total"]);
    check("shanjar.toml, a_shanjar_b", &[]);
    assert_eq!(table_rows("shanjar_a\n| shanjar_b |\n"), "| shanjar_b |");
}

/// Returns the families that a running server declares, each with its unit but without what is appended to its samples.
fn exported() -> BTreeSet<String> {
    let place = Place::new();
    let serving = Serving::start(&place, &["--data-dir", "data"]);
    let ask = |path: &str| {
        let mut answer = ureq::get(format!("{}{path}", serving.url())).call().unwrap();
        answer.body_mut().read_to_string().unwrap()
    };
    // Families of routes are empty, and left out, until something was asked.
    ask("/healthz");
    let text = ask("/metrics");
    let declared = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let families: BTreeSet<String> = declared
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect();
    assert!(families.len() > 4, "the server declares hardly anything:\n{text}");
    families
}

/// Returns the families that `text` names. A name that fits none of `exported` is returned as it stands.
fn families(text: &str, exported: &BTreeSet<String>) -> BTreeSet<String> {
    let is_of_a_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words = text.split(|letter| !is_of_a_name(letter));
    words
        .filter(|word| word.starts_with(PREFIX))
        .map(|word| {
            let stems = SUFFIXES.iter().filter_map(|suffix| word.strip_suffix(suffix));
            let known = std::iter::once(word)
                .chain(stems)
                .find(|stem| exported.contains(*stem));
            known.unwrap_or(word).to_owned()
        })
        .collect()
}

fn table_rows(document: &str) -> String {
    let rows: Vec<&str> = document.lines().filter(|line| line.starts_with('|')).collect();
    rows.join("\n")
}
