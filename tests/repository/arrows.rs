//! The arrows between the crates: what each may depend on, and which library is known to one crate only.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::assert_none;
use super::checkout::{files, packages};

/// Every crate with the crates it may depend on. A new arrow is a decision: discuss it first.
const ARROWS: &[(&str, &[&str])] = &[
    ("access", &[]),
    ("text", &[]),
    ("glossary", &["text"]),
    ("registry", &["text"]),
    ("search", &["glossary", "text"]),
    ("store", &["glossary", "registry"]),
    ("exchange", &["glossary", "registry", "text"]),
    (
        "app",
        &[
            "access", "search", "store", "exchange", "glossary", "registry", "text",
        ],
    ),
    ("server", &["access", "app", "glossary", "registry"]),
    ("cli", &["server", "app", "text"]),
    // For tests only, so it may know all that it prepares; nothing that is shipped may know it.
    (
        "testkit",
        &[
            "server", "access", "app", "search", "store", "exchange", "glossary", "registry", "text",
        ],
    ),
];

/// Libraries that only these crates may name in what is shipped: each is a sentence of ARCHITECTURE.md.
const BEHIND: &[(&str, &[&str])] = &[
    ("jieba-rs", &["text"]),
    ("ferrous-opencc", &["text"]),
    ("pinyin", &["text"]),
    ("tantivy", &["search"]),
    ("rusqlite", &["store"]),
    ("calamine", &["exchange"]),
    ("rust_xlsxwriter", &["exchange"]),
    ("quick-xml", &["exchange"]),
    ("zip", &["exchange"]),
    ("axum", &["server"]),
    ("minijinja", &["server"]),
    ("tokio-postgres", &["store"]),
    // The store's connections, what syslog is sent through, and the server's own.
    ("rustls", &["store", "app", "server"]),
    ("tokio-rustls", &["server"]),
    ("hyper", &["server"]),
    ("hyper-util", &["server"]),
    ("governor", &["server"]),
    // The store's connections to PostgreSQL wait by it, each for itself; the port is synchronous.
    ("tokio", &["server", "cli", "store"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("getrandom", &["cli"]),
    ("aead-stream", &["app"]),
    ("chacha20poly1305", &["app"]),
    ("argon2", &["app"]),
    ("ring", &["app"]),
    ("aes-gcm-siv", &["app"]),
    ("totp-rs", &["app"]),
    ("fast_qr", &["app"]),
    ("tracing-subscriber", &["cli"]),
];

/// Crates whose every public item is documented: others build on them without reading their source.
const DOCUMENTED: &[&str] = &["access", "text", "glossary", "search"];

#[test]
fn crates_depend_only_along_the_arrows() {
    assert_none("arrows between crates", &forbidden_arrows(&packages()));
}

#[test]
fn a_library_is_known_only_to_the_crates_it_stands_behind() {
    assert_none("libraries", &leaked_libraries(&packages()));
}

#[test]
fn the_crates_are_the_planned_ones_and_folders_carry_their_names() {
    let planned: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let packages = packages();
    let present: BTreeSet<&str> = packages.iter().map(name).collect();
    assert_eq!(present, planned);
    for package in &packages {
        let manifest = package["manifest_path"].as_str().unwrap();
        let expected = format!("/crates/{}/Cargo.toml", name(package));
        assert!(
            manifest.ends_with(&expected),
            "{manifest} should end with {expected}"
        );
    }
}

#[test]
fn the_crates_others_build_on_warn_about_missing_documentation() {
    let libraries: BTreeMap<String, String> =
        files().into_iter().map(|file| (file.path, file.text)).collect();
    for documented in DOCUMENTED {
        let library = &libraries[&format!("crates/{documented}/src/lib.rs")];
        assert!(
            library.contains("#![warn(missing_docs)]"),
            "crates/{documented}/src/lib.rs"
        );
    }
}

#[test]
fn a_forbidden_arrow_is_found() {
    let depends = |from: &str, to: &str, kind: Value| json!({"name": from, "dependencies": [{"name": to, "kind": kind}]});
    let check = |package: Value, expect: &[&str]| assert_eq!(forbidden_arrows(&[package]), expect);
    check(depends("search", "text", Value::Null), &[]);
    check(depends("search", "store", Value::Null), &["search → store"]);
    check(depends("search", "store", json!("dev")), &["search → store"]);
    check(depends("search", "testkit", json!("dev")), &[]);
    check(depends("search", "testkit", Value::Null), &["search → testkit"]);
    check(depends("search", "serde", Value::Null), &[]);
}

#[test]
fn a_leaked_library_is_found() {
    let depends =
        |from: &str, kind: Value| json!({"name": from, "dependencies": [{"name": "rusqlite", "kind": kind}]});
    let check = |package: Value, expect: &[&str]| assert_eq!(leaked_libraries(&[package]), expect);
    check(depends("store", Value::Null), &[]);
    check(depends("app", Value::Null), &["app → rusqlite"]);
    check(depends("app", json!("dev")), &[]);
    check(depends("testkit", Value::Null), &[]);
}

fn forbidden_arrows(packages: &[Value]) -> Vec<String> {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut forbidden = Vec::new();
    for package in packages {
        let allowed = arrows.get(name(package)).copied().unwrap_or_default();
        for dependency in package["dependencies"].as_array().unwrap() {
            let target = name(dependency);
            let for_tests = dependency["kind"] == "dev" && target == "testkit";
            if arrows.contains_key(target) && !allowed.contains(&target) && !for_tests {
                forbidden.push(format!("{} → {target}", name(package)));
            }
        }
    }
    forbidden
}

fn leaked_libraries(packages: &[Value]) -> Vec<String> {
    let behind: BTreeMap<&str, &[&str]> = BEHIND.iter().copied().collect();
    let mut leaked = Vec::new();
    for package in packages.iter().filter(|package| name(package) != "testkit") {
        for dependency in package["dependencies"].as_array().unwrap() {
            let knows = behind
                .get(name(dependency))
                .is_none_or(|crates| crates.contains(&name(package)));
            if !knows && dependency["kind"] != "dev" {
                leaked.push(format!("{} → {}", name(package), name(dependency)));
            }
        }
    }
    leaked
}

fn name(package_or_dependency: &Value) -> &str {
    package_or_dependency["name"].as_str().unwrap()
}
