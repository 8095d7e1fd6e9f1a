//! The mutants of `make proof` still fit the code that they change, and each names a test that there is.

use super::assert_none;
use super::checkout::{File, files, files_with};

#[test]
fn every_mutant_fits_the_code_and_names_its_test() {
    let (all, sources) = (files(), files_with(&["rs"]));
    let is_mutant =
        |file: &&File| file.path.starts_with("scripts/mutants/") && file.has_extension(&["patch"]);
    let mutants: Vec<&File> = all.iter().filter(is_mutant).collect();
    assert!(mutants.len() >= 29, "only {} mutants", mutants.len());
    let code = |path: &str| {
        sources
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    };
    let mut findings: Vec<String> = mutants
        .iter()
        .filter_map(|mutant| does_not_fit(&mutant.text, code).map(|why| format!("{}: {why}", mutant.path)))
        .collect();
    for mutant in mutants {
        let test = mutant.text.lines().find_map(|line| line.strip_prefix("test: "));
        let function = test.and_then(|test| test.rsplit("::").next()).unwrap_or_default();
        let start = format!("fn {function}(");
        if function.is_empty() || !sources.iter().any(|file| file.text.contains(&start)) {
            findings.push(format!(
                "{}: there is no test `{}`",
                mutant.path,
                test.unwrap_or_default()
            ));
        }
    }
    assert_none("mutants", &findings);
}

#[test]
fn a_mutant_of_other_code_is_found() {
    let patch =
        "Takes out a check.\n\n--- a/x.rs\n+++ b/x.rs\n@@ -1,2 +1,2 @@ fn x() {\n first\n-second\n+other\n";
    let fits = |text: &'static str| does_not_fit(patch, move |path| (path == "x.rs").then_some(text));
    assert_eq!(fits("zero\nfirst\nsecond\n"), None);
    assert!(fits("first\nthird\n").is_some());
    assert!(does_not_fit(patch, |_| None).is_some());
    assert!(does_not_fit("nothing", |_| Some("")).is_some());
}

/// Returns why `patch` cannot be applied; `None` if it can. Its lines have to stand in the file one after the other.
fn does_not_fit<'c>(patch: &str, code: impl Fn(&str) -> Option<&'c str>) -> Option<String> {
    let mut parts = patch.split("\n--- a/").skip(1).peekable();
    if parts.peek().is_none() {
        return Some("it names no file".to_owned());
    }
    parts.find_map(|part| {
        let path = part.lines().next().unwrap_or_default();
        let Some(text) = code(path) else {
            return Some(format!("there is no {path}"));
        };
        part.split("\n@@ ").skip(1).find_map(|hunk| {
            let lines = hunk
                .lines()
                .skip(1)
                .take_while(|line| !line.starts_with("diff --git"));
            let before = lines.filter_map(|line| match line {
                "" => Some(""),
                line => line.strip_prefix([' ', '-']),
            });
            let before = before.collect::<Vec<_>>().join("\n");
            (!text.contains(before.trim_end())).then(|| format!("{path} does not say any more:\n{before}"))
        })
    })
}
