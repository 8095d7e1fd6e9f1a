//! The files of this checkout, and what cargo says about its packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// One text file of the repository.
pub struct File {
    /// The path from the root, with `/` between its parts.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|own| extensions.iter().any(|extension| own == *extension))
    }
}

/// Returns the folder that holds the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// Returns every text file that is, or is about to be, under version control, ordered by path.
pub fn files() -> Vec<File> {
    let mut paths = listed_by_git().unwrap_or_else(listed_by_walking);
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let text = String::from_utf8(fs::read(root().join(&path)).ok()?).ok()?;
            Some(File { path, text })
        })
        .collect()
}

/// Returns the files with one of `extensions`; there has to be one, or a rule would hold for nothing.
#[track_caller]
pub fn files_with(extensions: &[&str]) -> Vec<File> {
    let found: Vec<File> = files()
        .into_iter()
        .filter(|file| file.has_extension(extensions))
        .collect();
    assert!(
        !found.is_empty(),
        "the repository has no file with any of {extensions:?}"
    );
    found
}

/// Returns the packages of the workspace as `cargo metadata` describes them.
pub fn packages() -> Vec<Value> {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Returns what cargo prints; it must succeed.
pub fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}: {errors}", arguments.join(" "));
    String::from_utf8(output.stdout).unwrap()
}

/// `None` when this is no git checkout, or one that git does not trust.
fn listed_by_git() -> Option<Vec<String>> {
    let listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git")
        .args(listing)
        .current_dir(root())
        .output()
        .ok()?;
    let listed = String::from_utf8(output.stdout).ok()?;
    let paths: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
    (output.status.success() && !paths.is_empty()).then_some(paths)
}

fn listed_by_walking() -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_file() {
                paths.push(path.to_str().unwrap().to_owned());
            } else if !name.starts_with('.') && name != "target" && name != "node_modules" {
                folders.push(path);
            }
        }
    }
    paths
}

#[test]
fn both_listings_find_this_file() {
    for listed in [
        listed_by_git().unwrap_or_else(listed_by_walking),
        listed_by_walking(),
    ] {
        assert!(
            listed.iter().any(|path| path == "tests/repository/checkout.rs"),
            "{listed:?}"
        );
        assert!(
            !listed.iter().any(|path| path.starts_with("target/")),
            "{listed:?}"
        );
    }
}
