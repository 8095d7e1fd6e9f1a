//! How many lines of tests stand against the lines they test.
//!
//! Counted are lines of Rust and JavaScript that are neither blank nor comments.
//! Tests are: `#[cfg(test)]` modules, inline or in files of their own, every folder `tests`, and `testkit`.
//! Benchmarks count for neither side, and snapshots, pages and data are no lines of code.

use std::collections::BTreeSet;

use super::checkout::{File, files_with};

/// Test lines for every line of code.
const RATIO_MIN: f64 = 0.8;

#[derive(Debug, Default, PartialEq, Eq)]
struct Lines {
    code: usize,
    tests: usize,
}

#[test]
fn there_are_enough_tests_for_the_code() {
    let lines = count(&files_with(&["rs", "js", "mjs"]));
    let ratio = lines.tests as f64 / lines.code as f64;
    assert!(
        ratio >= RATIO_MIN,
        "{ratio:.2} test lines for a line of code, at least {RATIO_MIN}: {lines:?}"
    );
}

#[test]
fn lines_are_counted_on_the_right_side() {
    let file = |path: &str, text: &str| File {
        path: path.into(),
        text: text.into(),
    };
    let inline = "//! Doc.\n\nfn a() {}\n// Why.\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
    let check = |files: &[File], code, tests| assert_eq!(count(files), Lines { code, tests });
    check(&[file("crates/text/src/fold.rs", inline)], 2, 4);
    check(&[file("crates/testkit/src/lib.rs", "fn a() {}\n")], 0, 1);
    check(&[file("tests/pages.rs", "fn a() {}\n")], 0, 1);
    check(
        &[file(
            "web/tests/page.test.mjs",
            "/** Doc.\n * More.\n */\ntest();\n",
        )],
        0,
        1,
    );
    check(&[file("crates/search/benches/query.rs", "fn a() {}\n")], 0, 0);
    let declaring = file("crates/text/src/fold.rs", "fn a() {}\n#[cfg(test)]\nmod cases;\n");
    let declared = file("crates/text/src/fold/cases.rs", "fn b() {}\nfn c() {}\n");
    check(&[declaring, declared], 1, 4);
}

fn count(files: &[File]) -> Lines {
    let declared: BTreeSet<String> = files.iter().flat_map(declared_test_modules).collect();
    let mut lines = Lines::default();
    for file in files.iter().filter(|file| !file.path.contains("/benches/")) {
        let is_test_file = file.path.starts_with("tests/")
            || file.path.contains("/tests/")
            || file.path.starts_with("crates/testkit/")
            || declared.iter().any(|module| is_within(&file.path, module));
        let mut in_tests = false;
        for line in file.text.lines() {
            in_tests |= line == "#[cfg(test)]";
            if is_code(line) {
                if is_test_file || in_tests {
                    lines.tests += 1
                } else {
                    lines.code += 1
                }
            }
            // rustfmt puts the end of a top-level module, and nothing inside one, at the start of a line.
            in_tests &= line != "}" && !(line.starts_with("mod ") && line.ends_with(';'));
        }
    }
    lines
}

/// Returns the paths, without `.rs`, of the modules that `file` declares for tests in files of their own.
fn declared_test_modules(file: &File) -> Vec<String> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let base = match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => format!("{folder}/{}", name.trim_end_matches(".rs")),
    };
    let lines: Vec<&str> = file.text.lines().collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';'))
        .map(|module| format!("{base}/{module}"))
        .collect()
}

fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    // A line of Rust may begin with `*` to follow a reference; a line of a comment goes on with a space.
    let in_comment = line == "*" || line.starts_with("* ") || line.starts_with("*/");
    !(line.is_empty() || line.starts_with("//") || line.starts_with("/*") || in_comment)
}
