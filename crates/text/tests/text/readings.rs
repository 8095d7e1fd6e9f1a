//! Readings of legal terms and place names, judged by tables that were made from other sources.

use std::collections::{HashMap, HashSet};

use text::zh::pinyin;

const TERMS: &str = include_str!("../../testdata/zh_pinyin_terms.tsv");
const DISAGREEMENTS: &str = include_str!("../../testdata/zh_pinyin_disagreements.tsv");
const WORDS: &str = include_str!("../../data/zh_polyphones.tsv");

fn rows(tsv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    tsv.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

#[test]
fn every_term_is_read_as_the_sources_read_it() {
    let mut seen = HashSet::new();
    for row in rows(TERMS) {
        let [term, expect, _sources] = row[..] else {
            panic!("{row:?}")
        };
        assert_eq!(pinyin::reading(term), expect, "{term}");
        assert!(seen.insert(term), "{term} stands twice");
    }
    assert!(seen.len() >= 2_000, "{}", seen.len());
}

#[test]
fn the_best_key_is_the_reading_without_its_tones() {
    for row in rows(TERMS) {
        let best = pinyin::keys(row[0]).swap_remove(0);
        assert_eq!(best.spaced, pinyin::normalize(row[1]), "{}", row[0]);
    }
}

#[test]
fn typed_without_spaces_a_reading_is_found_among_its_cuts() {
    let mut uncut = Vec::new();
    for row in rows(TERMS).filter(|row| row[0].chars().count() <= 8) {
        let best = pinyin::best_key(row[0]);
        let cuts = pinyin::split(&best.full);
        if !cuts.iter().any(|pieces| pieces.join(" ") == best.spaced) {
            uncut.push(row[0]);
        }
    }
    assert!(uncut.is_empty(), "{uncut:?}");
}

#[test]
fn every_disagreement_is_decided_with_a_reason() {
    let decided: HashMap<_, _> = rows(DISAGREEMENTS)
        .map(|row| {
            let [term, _ours, one, other, decision, reason] = row[..] else {
                panic!("{row:?}")
            };
            assert!(one != decision || other != decision, "{term} is agreed");
            assert!(!reason.is_empty(), "{term}");
            (term, decision)
        })
        .collect();
    let listed: HashMap<_, _> = rows(TERMS)
        .filter(|row| row[2].starts_with("decided"))
        .map(|row| (row[0], row[1]))
        .collect();
    assert_eq!(decided, listed);
}

#[test]
fn every_word_of_the_table_alone_is_read_as_it_says() {
    for row in rows(WORDS) {
        let toneless: String = row[1].chars().filter(|c| !c.is_ascii_digit()).collect();
        assert_eq!(
            pinyin::best_key(row[0]).spaced,
            pinyin::normalize(&toneless),
            "{}",
            row[0]
        );
        assert_eq!(pinyin::keys(row[0]).len(), 1, "{}", row[0]);
    }
}
