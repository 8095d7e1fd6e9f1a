//! What Rust source may not contain, over and above the lints of the workspace.

use super::assert_none;
use super::checkout::files_with;

/// What is forbidden and what to do instead. The words are put together here, or this file would be a finding.
const FORBIDDEN: &[(&str, &str)] = &[
    (
        concat!("#[", "allow("),
        "`#[expect(lint, reason = …)]` says when it is no longer needed",
    ),
    (
        concat!("#![", "allow("),
        "`#[expect(lint, reason = …)]` at the place that needs it",
    ),
    (
        concat!("#[", "ignore"),
        "a test that does not run proves nothing: assert what happens today",
    ),
    (concat!("todo", "!("), "finish it or leave it out"),
    (concat!("unimplemented", "!("), "finish it or leave it out"),
    (concat!("dbg", "!("), "remove it"),
    (concat!("unsafe", " {"), "there is none in this repository"),
];

#[test]
fn source_holds_nothing_forbidden() {
    let findings: Vec<String> = files_with(&["rs"])
        .iter()
        .flat_map(|file| forbidden(&file.path, &file.text))
        .collect();
    assert_none("forbidden in source", &findings);
}

#[test]
fn a_forbidden_word_is_found() {
    let ignored = format!("#[test]\n{}]\nfn a() {{}}\n", concat!("#[", "ignore"));
    assert_eq!(forbidden("a.rs", &ignored).len(), 1);
    assert!(forbidden("a.rs", &ignored)[0].starts_with("a.rs:2: "));
    assert_eq!(
        forbidden("a.rs", "#[expect(lint, reason = \"why\")]\n"),
        Vec::<String>::new()
    );
}

fn forbidden(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for (word, instead) in FORBIDDEN {
            if line.contains(word) {
                findings.push(format!("{path}:{}: `{word}`: {instead}", at + 1));
            }
        }
    }
    findings
}
