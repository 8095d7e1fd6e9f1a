//! Published and simulated misspellings among all attested terms.

use std::collections::BTreeSet;

use crate::bo::similar::{Cost, SimilarSyllables, SimilarTerms, term_cost};
use crate::bo::{fold, key, syllables};
use crate::table::rows;

const MISSPELLINGS: &str = include_str!("../../../../testdata/bo_misspellings.tsv");
const TERMS: &str = include_str!("../../../../testdata/bo_attested_terms.txt");

/// Returns the attested terms and the words that the misspellings mean.
fn vocabulary() -> BTreeSet<String> {
    let attested = rows(TERMS).map(|row| key(row[0]));
    attested
        .chain(rows(MISSPELLINGS).map(|row| key(row[1])))
        .collect()
}

/// Counts how many there are, how many stand first, and how many among the first three.
fn count(ranks: impl Iterator<Item = Option<usize>>) -> (usize, usize, usize) {
    ranks.fold((0, 0, 0), |(all, first, third), rank| {
        let within = |most| usize::from(rank.is_some_and(|rank| rank < most));
        (all + 1, first + within(1), third + within(3))
    })
}

#[test]
fn the_judge_is_whole() {
    let attested: Vec<_> = rows(TERMS).map(|row| row[0]).collect();
    assert!(attested.is_sorted() && attested.len() == 1_572);
    for (place, row) in rows(MISSPELLINGS).enumerate() {
        assert!(
            row.len() == 4 && row.iter().all(|cell| !cell.is_empty()) && row[0] != row[1],
            "{row:?}"
        );
        let is_published = place < 33;
        assert!(
            is_published || attested.contains(&row[1]) && !attested.contains(&row[0]),
            "{row:?}"
        );
    }
}

#[test]
fn the_meant_word_is_among_the_first() {
    let glossary = SimilarTerms::new(vocabulary());
    let ranks = rows(MISSPELLINGS).map(|row| {
        let found = glossary.near(row[0], Cost::new(25), 10);
        found.iter().position(|&(id, _)| glossary.text(id) == key(row[1]))
    });
    assert_eq!(count(ranks), (189, 187, 189));
}

#[test]
fn plain_edit_distance_puts_fewer_first() {
    let folded: Vec<String> = vocabulary().iter().map(|term| fold(term)).collect();
    let ranks = rows(MISSPELLINGS).map(|row| plain_rank(&folded, &fold(row[0]), &fold(row[1])));
    assert_eq!(count(ranks), (189, 172, 185));
}

/// The index reads a part of the glossary only; whatever it leaves out is a letter away at least.
#[test]
fn no_near_term_is_passed_over() {
    let glossary = SimilarTerms::new(vocabulary());
    let limit = Cost::new(9);
    for row in rows(MISSPELLINGS).step_by(12) {
        let scan = vocabulary()
            .iter()
            .filter(|term| term_cost(row[0], term, limit).is_some())
            .count();
        assert_eq!(glossary.near(row[0], limit, usize::MAX).len(), scan, "{row:?}");
    }
}

/// What the weights are for: without the rest of its term, a misspelt syllable among all attested ones.
#[test]
fn a_syllable_alone_needs_the_weights() {
    let folded = |text: &str| {
        syllables(text)
            .map(|syllable| fold(syllable.text))
            .collect::<Vec<_>>()
    };
    let attested: BTreeSet<String> = vocabulary().iter().flat_map(|term| folded(term)).collect();
    let pairs: Vec<(String, String)> = rows(MISSPELLINGS)
        .map(|row| (folded(row[0]), folded(row[1])))
        .filter(|(misspelt, meant)| misspelt.len() == meant.len())
        .flat_map(|(misspelt, meant)| misspelt.into_iter().zip(meant))
        .filter(|(misspelt, meant)| misspelt != meant && !attested.contains(misspelt))
        .collect();
    let index = SimilarSyllables::new(&attested);
    let weighted = pairs.iter().map(|(misspelt, meant)| {
        let found = index.near(misspelt, SimilarSyllables::MAX_LIMIT);
        found.iter().position(|&(id, _)| index.text(id) == meant)
    });
    let attested: Vec<String> = attested.into_iter().collect();
    let plain = pairs
        .iter()
        .map(|(misspelt, meant)| plain_rank(&attested, misspelt, meant));
    assert_eq!((count(weighted), count(plain)), ((120, 94, 117), (120, 44, 74)));
}

/// Returns the place of `meant` among `words` by edit distance to `asked`, and then by text.
fn plain_rank(words: &[String], asked: &str, meant: &str) -> Option<usize> {
    let mut all: Vec<_> = words.iter().map(|word| (edits(asked, word), word)).collect();
    all.sort_unstable();
    all.iter().position(|&(_, word)| word == meant)
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, a) in a.chars().enumerate() {
        let mut next = vec![line + 1];
        for (at, &b) in b.iter().enumerate() {
            next.push(
                (row[at] + usize::from(a != b))
                    .min(row[at + 1] + 1)
                    .min(next[at] + 1),
            );
        }
        row = next;
    }
    row[b.len()]
}
