//! The suite leaves no public function of a repository out.

use std::fs;
use std::path::Path;

/// Returns the text of every Rust file in `folder`.
fn sources(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let rust = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    rust.map(read).collect()
}

/// Returns the names of the public functions that start with `indent`.
fn public_functions<'s>(source: &'s str, indent: &str) -> Vec<&'s str> {
    let start = format!("{indent}pub fn ");
    let name = |line: &'s str| line.strip_prefix(&start)?.split(['(', '<']).next();
    source.lines().filter_map(name).collect()
}

#[test]
fn the_suite_calls_every_public_function_of_every_repository() {
    let suite: String = sources("tests/suite/conformance")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let mut checked = 0;
    for module in [
        "accounts",
        "batches",
        "certificates",
        "change_sets",
        "changes",
        "collections",
        "concepts",
        "corrections",
        "courts",
        "coverage",
        "editions",
        "idempotency",
        "import_files",
        "jobs",
        "key_checks",
        "lists",
        "login_counters",
        "login_sessions",
        "one_time_codes",
        "proposals",
        "role_changes",
        "roster_imports",
        "saved_filters",
        "sealed_columns",
        "shown",
        "spelling_changes",
        "staging",
        "subject_fields",
        "tibetan_requests",
        "tokens",
        "unanswered_lookups",
        "waiting",
    ] {
        let (_, source) = sources("src")
            .into_iter()
            .find(|(name, _)| name == module)
            .unwrap();
        for function in public_functions(&source, "") {
            let (call, passed) = (format!("{module}::{function}("), format!("{module}::{function})"));
            assert!(
                suite.contains(&call) || suite.contains(&passed),
                "no case calls `{module}::{function}`"
            );
            checked += 1;
        }
    }
    // The audit is a folder, and its functions are called by its name; those of the records by their modules' names, and
    // with the type of the record.
    for (folder, called) in [("src/audit", Some("audit")), ("src/records", None)] {
        for (name, source) in sources(folder) {
            let module = called.unwrap_or(if name == "mod" { "records" } else { &name });
            for function in public_functions(&source, "") {
                let calls = ["(", ")", "::<"].map(|end| format!("{module}::{function}{end}"));
                assert!(
                    calls.iter().any(|call| suite.contains(call)),
                    "no case calls `{module}::{function}`"
                );
                checked += 1;
            }
        }
    }
    assert!(checked >= 92, "the scan found only {checked} functions");
}

#[test]
fn the_suite_calls_every_public_method_that_reads_or_writes() {
    let mut suite: String = sources("tests/suite/conformance")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    suite.push_str(include_str!("opening.rs"));
    suite.extend(sources("tests/suite/postgres").into_iter().map(|(_, text)| text));
    let mut checked = 0;
    for (name, source) in sources("src") {
        if ![
            "concept_write",
            "transaction",
            "store",
            "staging",
            "changes",
            "verify",
        ]
        .contains(&name.as_str())
        {
            continue;
        }
        for method in public_functions(&source, "    ") {
            let (call, path) = (format!(".{method}("), format!("::{method}("));
            assert!(
                suite.contains(&call) || suite.contains(&path),
                "no case calls `{name}`'s `{method}`"
            );
            checked += 1;
        }
    }
    assert!(checked >= 14, "the scan found only {checked} methods");
}
