//! No file may name a place on the machine it was written on.

use super::assert_none;
use super::checkout::{files, root};

/// Folders of people; the first folder of this checkout's own path joins them unless every machine has it.
const HOMES: &[&str] = &["home", "root", "Users"];
const ON_EVERY_MACHINE: &[&str] = &[
    "bin", "dev", "etc", "mnt", "opt", "proc", "run", "srv", "tmp", "usr", "var",
];

#[test]
fn no_file_names_a_place_on_one_machine() {
    let own = root()
        .iter()
        .nth(1)
        .and_then(|folder| folder.to_str())
        .map(str::to_owned);
    let mut folders: Vec<String> = HOMES.iter().map(|home| (*home).to_owned()).collect();
    folders.extend(own.filter(|own| !ON_EVERY_MACHINE.contains(&own.as_str())));
    let findings: Vec<String> = files()
        .iter()
        .flat_map(|file| machine_paths(&file.path, &file.text, &folders))
        .collect();
    assert_none("paths of one machine", &findings);
}

#[test]
fn a_machine_path_is_found() {
    let check = |text: &str, expect: usize| {
        assert_eq!(
            machine_paths("a.md", text, &["home".to_owned()]).len(),
            expect,
            "{text}"
        );
    };
    let home = format!("/{}/li", "home");
    check(&home, 1);
    check(&format!("see `{home}/x`"), 1);
    check(&format!("https://example.org{home}/x"), 0);
    check(&format!("web{home}"), 0);
    check("/srv/shanjar", 0);
}

fn machine_paths(path: &str, text: &str, folders: &[String]) -> Vec<String> {
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for folder in folders {
            let needle = format!("/{folder}/");
            // After a letter, a digit or a dot it is the path of an address or of a folder of ours.
            let is_absolute = |found: usize| {
                !line[..found].ends_with(|before: char| before.is_alphanumeric() || "./_-".contains(before))
            };
            if line.match_indices(&needle).any(|(found, _)| is_absolute(found)) {
                findings.push(format!("{path}:{}: `{needle}`", at + 1));
            }
        }
    }
    findings
}
