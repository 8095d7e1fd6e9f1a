//! What the lock files may hold: how many packages, and from where.

use std::collections::BTreeSet;

use super::assert_none;
use super::checkout::{cargo, files, packages};

/// Packages compiled for Linux, ours included, without those that only tests need.
const COMPILED_MAX: usize = 380;
/// Packages in `Cargo.lock`, for every system and for tests.
const LOCKED_MAX: usize = 480;
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[test]
fn few_packages_are_compiled() {
    let tree = cargo(&[
        "tree",
        "--workspace",
        "--edges",
        "no-dev",
        "--target",
        "x86_64-unknown-linux-gnu",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--locked",
        "--offline",
    ]);
    // A line may end with ` (*)`, ` (proc-macro)` or a path: name and version say which package it is.
    let compiled: BTreeSet<Vec<&str>> = tree
        .lines()
        .map(|line| line.split_whitespace().take(2).collect())
        .collect();
    assert!(compiled.len() > packages().len(), "{compiled:?}");
    assert!(
        compiled.len() <= COMPILED_MAX,
        "{} packages are compiled",
        compiled.len()
    );
}

#[test]
fn few_packages_are_locked() {
    let lock = text_of("Cargo.lock");
    let locked = lock.lines().filter(|line| *line == "[[package]]").count();
    assert!(locked > packages().len());
    assert!(locked <= LOCKED_MAX, "{locked} packages are locked");
}

#[test]
fn rust_packages_come_from_crates_io() {
    assert_none("sources in Cargo.lock", &foreign_sources(&text_of("Cargo.lock")));
}

#[test]
fn no_package_lock_names_the_registry_it_was_made_with() {
    let locks = files()
        .into_iter()
        .filter(|file| file.path.ends_with("package-lock.json"));
    let findings: Vec<String> = locks
        .filter(|file| names_registry(&file.text))
        .map(|file| file.path)
        .collect();
    assert_none(
        "resolved addresses (npm's omit-lockfile-registry-resolved leaves them out)",
        &findings,
    );
}

#[test]
fn another_source_is_found() {
    assert!(foreign_sources(&format!("source = \"{CRATES_IO}\"")).is_empty());
    assert_eq!(
        foreign_sources("source = \"git+https://example.org/x\""),
        ["source = \"git+https://example.org/x\""]
    );
    assert!(names_registry("\"resolved\": \"https://example.org/x.tgz\""));
    assert!(!names_registry("\"integrity\": \"sha512-x\""));
}

fn foreign_sources(lock: &str) -> Vec<String> {
    let crates_io = format!("source = \"{CRATES_IO}\"");
    lock.lines()
        .filter(|line| line.starts_with("source = ") && *line != crates_io)
        .map(str::to_owned)
        .collect()
}

fn names_registry(package_lock: &str) -> bool {
    package_lock.contains("\"resolved\": \"http")
}

fn text_of(path: &str) -> String {
    files().into_iter().find(|file| file.path == path).unwrap().text
}

#[test]
fn make_run_and_make_test_build_the_same_selection() {
    let mut found = 0;
    let builds = files().into_iter().filter(|file| {
        file.path == "Makefile" || (file.path.starts_with("scripts/") && file.has_extension(&["sh"]))
    });
    for file in builds {
        let compiling = |line: &&str| {
            ["build", "test", "clippy", "doc", "bench"]
                .iter()
                .any(|command| line.contains(&format!("cargo {command} ")))
        };
        for line in file.text.lines().filter(compiling) {
            assert!(line.contains(" --workspace"), "{}: {line}", file.path);
            found += 1;
        }
    }
    assert!(found >= 8, "only {found} commands were found");
}
