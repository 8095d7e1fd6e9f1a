//! How long a file may be, what it may be called, and how it begins.

use std::path::Path;

use super::assert_none;
use super::checkout::files_with;

const MEDIAN_LINES_MAX: usize = 200;
/// From here on the first lines have to say why the file is in one piece, after [`REASON`].
const LINES_WITHOUT_REASON_MAX: usize = 400;
const LINES_MAX: usize = 600;
const REASON: &str = "Long because ";
const SOURCES: &[&str] = &["rs", "js", "mjs", "html", "css", "sql", "sh"];
/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff",
];

#[test]
fn the_median_rust_file_is_short() {
    let mut lengths: Vec<usize> = files_with(&["rs"])
        .iter()
        .map(|file| file.text.lines().count())
        .collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= MEDIAN_LINES_MAX, "the median file has {median} lines");
}

#[test]
fn no_file_is_long_without_a_reason() {
    let sources = files_with(SOURCES);
    let findings: Vec<String> = sources
        .iter()
        .filter_map(|file| too_long(&file.path, &file.text))
        .collect();
    assert_none("file lengths", &findings);
}

#[test]
fn every_name_says_what_is_inside() {
    let sources = files_with(SOURCES);
    let findings: Vec<String> = sources
        .iter()
        .filter(|file| has_empty_name(&file.path))
        .map(|file| file.path.clone())
        .collect();
    assert_none("names that say nothing", &findings);
}

#[test]
fn every_rust_file_begins_with_what_it_is_for() {
    let sources = files_with(&["rs"]);
    let findings: Vec<String> = sources
        .iter()
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| file.path.clone())
        .collect();
    assert_none("files without a `//!` sentence at the top", &findings);
}

#[test]
fn a_long_file_is_found() {
    let check = |n_lines: usize, first: &str, expect: bool| {
        let text = format!("{first}\n{}", "x\n".repeat(n_lines - 1));
        assert_eq!(
            too_long("a.rs", &text).is_some(),
            expect,
            "{n_lines} lines, `{first}`"
        );
    };
    check(400, "//! Rows.", false);
    check(401, "//! Rows.", true);
    check(401, "//! Long because one table.", false);
    check(601, "//! Long because one table.", true);
}

#[test]
fn an_empty_name_is_found() {
    assert!(has_empty_name("crates/text/src/utils.rs"));
    assert!(has_empty_name("web/scripts/common/fold.js"));
    assert!(!has_empty_name("crates/text/src/common_words.rs"));
}

fn too_long(path: &str, text: &str) -> Option<String> {
    let n_lines = text.lines().count();
    let has_reason = text.lines().take(5).any(|line| line.contains(REASON));
    let limit = if has_reason {
        LINES_MAX
    } else {
        LINES_WITHOUT_REASON_MAX
    };
    (n_lines > limit).then(|| format!("{path}: {n_lines} lines, at most {limit}"))
}

fn has_empty_name(path: &str) -> bool {
    let stem = Path::new(path).with_extension("");
    stem.iter()
        .any(|part| EMPTY_NAMES.iter().any(|empty| part == *empty))
}
