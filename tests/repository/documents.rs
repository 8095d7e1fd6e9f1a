//! Documents stay true: the code map names the crates there are, links lead somewhere, a line is a sentence.

use std::collections::BTreeSet;
use std::path::Path;

use super::assert_none;
use super::checkout::{files_with, packages, root};

#[test]
fn the_code_map_names_every_crate_and_no_other() {
    let documents = files_with(&["md"]);
    let map = &documents
        .iter()
        .find(|file| file.path == "ARCHITECTURE.md")
        .unwrap()
        .text;
    let packages = packages();
    let present: BTreeSet<&str> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    assert_eq!(named_crates(map), present);
}

#[test]
fn links_lead_to_files_that_exist() {
    let mut findings = Vec::new();
    for document in files_with(&["md"]) {
        let at = root().join(&document.path);
        for target in relative_links(&document.text) {
            if !at.parent().unwrap_or(Path::new("")).join(&target).exists() {
                findings.push(format!("{}: {target}", document.path));
            }
        }
    }
    assert_none("links to files that do not exist", &findings);
}

#[test]
fn a_line_of_prose_holds_one_sentence() {
    let mut findings = Vec::new();
    for document in files_with(&["md"]) {
        for (at, line) in prose(&document.text).filter(|(_, line)| holds_two_sentences(line)) {
            findings.push(format!("{}:{at}: {line}", document.path));
        }
    }
    assert_none("lines with more than one sentence", &findings);
}

#[test]
fn crates_links_and_sentences_are_found() {
    assert_eq!(
        named_crates("### `crates/text`\n`crates/app` and access"),
        BTreeSet::from(["text", "app"])
    );
    assert_eq!(
        relative_links("[a](b.md#c) ![d](e/f.png) [g](https://example.org) [h](#i)"),
        ["b.md", "e/f.png"]
    );
    assert_eq!(
        relative_links("```\n[a](b.md)\n```\nand `[c](d.md)`"),
        Vec::<String>::new()
    );
    assert_eq!(
        prose("```\nA. B.\n```\n| A. B. |\nCalls `a. B`.").collect::<Vec<_>>(),
        [(5, "Calls `.".to_owned())]
    );
    let check = |line: &str, expect: bool| assert_eq!(holds_two_sentences(line), expect, "{line}");
    check("One. Two.", true);
    check("One (see 1. above), and e.g. two.", false);
    check("1. First of a list.", false);
    check("一句。两句。", true);
    check("她说“一句。”", false);
}

fn named_crates(map: &str) -> BTreeSet<&str> {
    let mentions = map.split("crates/").skip(1);
    let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    mentions
        .map(|rest| rest.split(|letter| !is_name(letter)).next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .collect()
}

fn relative_links(document: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for (_, line) in prose(document) {
        for rest in line.split("](").skip(1) {
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains(':') {
                targets.push(target.to_owned());
            }
        }
    }
    targets
}

/// Returns the lines outside code and tables, with their numbers and without code spans.
fn prose(document: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let mut in_code = false;
    document.lines().enumerate().filter_map(move |(at, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        let is_prose = !in_code && !is_fence && !line.starts_with('|');
        is_prose.then(|| (at + 1, line.split('`').step_by(2).collect::<Vec<_>>().join("`")))
    })
}

fn holds_two_sentences(line: &str) -> bool {
    let text = line.trim_start_matches(|letter: char| letter.is_ascii_digit() || "-*#> .".contains(letter));
    let letters: Vec<char> = text.chars().collect();
    let latin = letters
        .windows(3)
        .any(|w| ".!?".contains(w[0]) && w[1] == ' ' && w[2].is_uppercase());
    let han = letters
        .windows(2)
        .any(|w| "。！？".contains(w[0]) && !"”’）」』》。！？*".contains(w[1]));
    latin || han
}
